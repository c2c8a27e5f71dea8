"""Checklists: what a tender, filing, contract and others require, and the templates it comes from (product/03 §3.7)."""

from __future__ import annotations

import datetime

from kamdesk import fields
from kamdesk.fields import Id, Link, choice, day, flag, integer, link, note, ref, text
from kamdesk.kinds import Record, check, record
from kamdesk.records.tenders import GOODS
from kamdesk.store import Reader
from kamdesk.words import _

REQUIREMENT_STATES = {"pending": "Pending", "in_progress": "In progress", "ready": "Ready", "failed": "Not met",
                      "not_applicable": "Not applicable"}
CHECKLIST_KINDS = {"tender": "Tender", "price_filing": "Price filing", "insurance_filing": "Insurance filing",
                   "listing": "Listing", "contract": "Contract", "launch": "Media plan or launch",
                   "compliance": "GDP check", "distributor": "New distributor", "quality": "Quality"}
UNMET = ("pending", "in_progress", "failed")  # a mandatory one in these states holds its parent back


@record(
    "Requirement", "Requirements", code=50, place="tenders/tenders", title="name",
    columns=("name", "mandatory", "responsible", "due", "state", "file"), search=("name", "note"),
    filters=("state", "mandatory", "due"), unique=(("parent", "name"),), join="owner", parent="parent", deletable=True,
)
class Requirement(Record):
    """A document or step that its parent needs; it joins by its parent's rule."""

    parent: Link | None = link("Required by", "tender", "filing", "hospital_listing", "contract", "media_launch",
                               "compliance_check", "distributor", "quality_issue", required=True)
    name: str = text("Name", required=True)
    mandatory: bool = flag("Mandatory", default=True)
    responsible: Link | None = link("Responsible", "person", "contact")
    due: datetime.date | None = day("Due")
    state: str | None = fields.state(REQUIREMENT_STATES, required=True, group="state")
    file: Id | None = ref("File", "attachment", group="state")
    document: Id | None = ref("Document", "compliance_document", group="state")
    note: str = fields.note("Note", group="state")
    order: int | None = integer("Order number")


@record(
    "Checklist", "Checklists", code=51, place="settings/templates", title="name",
    columns=("name", "applies_to", "territory", "authority", "goods", "items"), search=("name", "authority"),
    filters=("applies_to", "authority", "goods"), unique=(("name",),), join="ask",
)
class ChecklistTemplate(Record):
    """Requirements by name, one a line: «*» makes one mandatory, «-5» due five days before the deadline."""

    name: str = text("Name", required=True)
    applies_to: str | None = choice("For what", CHECKLIST_KINDS, required=True)
    territory: Id | None = ref("Territory", "territory")
    authority: Id | None = ref("Deciding authority", "client")
    goods: str | None = choice("Goods", GOODS)
    items: str = note("Requirements", required=True)

    @check("items")
    def some(self, _reader: Reader) -> str | None:
        """A list of nothing checks nothing."""
        if any(line.strip(" *-0123456789") for line in self.items.splitlines()):
            return None
        return _("Write at least one requirement.")

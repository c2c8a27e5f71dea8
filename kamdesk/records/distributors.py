"""Distributors and agents: who sells for us, the way they came, and what they hold (product/03 §3.3)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.fields import (
    Geo,
    Id,
    calc,
    choice,
    day,
    dec,
    email,
    flag,
    geo,
    integer,
    money,
    note,
    pct,
    phone,
    ref,
    refs,
    text,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.frequencies import GRADES
from kamdesk.records.policies import DOCUMENT_STATUSES
from kamdesk.store import MORE, NOT_EQUAL, Reader, Where
from kamdesk.words import _
from kamdesk.words import day as day_text

ROLES = {"distributor": "Distributor", "subdistributor": "Subdistributor", "agent": "Agent"}
STAGES = {"prospect": "Prospect", "research": "Under research", "trial": "On trial", "active": "Active",
          "suspended": "Suspended", "ended": "Relation ended"}
GUARANTEES = {"none": "No guarantee", "promissory_note": "Promissory note", "bank_guarantee": "Bank guarantee",
              "mortgage": "Mortgage", "insurance": "Insurance"}


@record(
    "Distributor or agent", "Distributors and agents", code=16, place="distributors/list", title="name",
    columns=("name", "role", "territories", "lines", "stage", "used_credit", "overdue", "last_score",
             "documents_state", "contract_until", "owner"),
    search=("name", "code", "tax_id", "territories"),
    filters=("role", "stage", "territories", "lines", "grade", "used_credit", "documents_state", "contract_until",
             "owner"),
    unique=(("tax_id",),), join="owner", state="stage",
)
class Distributor(Record):
    """A company or agent that sells our lines in some territories."""

    name: str = text("Name", required=True)
    code: str = text("Code")
    role: str | None = choice("Role in the network", ROLES, required=True)
    tax_id: str = text("Tax id")
    territories: tuple[Id, ...] = refs("Territories", "territory", required=True)
    lines: tuple[Id, ...] = refs("Lines", "product_line")
    channel: Id | None = ref("Channel", "channel")
    recruitment_plan: Id | None = ref("Recruitment plan", "recruitment_plan")
    owner: Id | None = ref("Owner", "person", required=True, join="ask")
    grade: str | None = choice("Grade", GRADES)
    since: datetime.date | None = day("With us since")
    address: str = note("Address")
    geo: Geo | None = geo()
    phone: str = phone("Phone")
    email: str = email("E-mail")
    credit_limit: int | None = money("Credit limit", klass="credit", join="ask")
    payment_days: int | None = integer("Payment days", default=30, klass="credit", join="ask", unit="d")
    credit_blocked: bool = flag("Credit blocked", klass="credit", join="ask", group="block")
    block_reason: str = text("Reason of the block", klass="credit", join="ask", group="block")
    guarantee: str | None = choice("Guarantee", GUARANTEES, klass="credit", join="ask")
    guarantee_amount: int | None = money("Amount of the guarantee", klass="credit", join="ask")
    commission: Decimal | None = pct("Commission", klass="price", join="ask")
    min_coverage: int | None = integer("Clients to serve")
    source: str = text("How it was found")
    stage: str | None = choice("Stage", STAGES, default="prospect", group="stage")
    status_reason: str = text("Reason of the stage", group="stage")
    used_credit: Decimal | None = calc("Credit used", "pct", "distributor", "invoice", "allocation", klass="credit")
    balance: int | None = calc("Balance", "money", "invoice", "payment", "allocation", klass="credit")
    documents_state: str | None = calc("Documents", "choice", "compliance_document", "setting",
                                       options=DOCUMENT_STATUSES)
    note: str = note("Note", klass="private")
    overdue: int | None = calc("Overdue", "money", "invoice", "payment", "allocation", klass="credit")
    last_score: Decimal | None = calc("Last score", "dec", "appraisal", "appraisal_line", klass="private")
    contract_until: datetime.date | None = calc("Contract expires", "day", "contract")

    @check("credit_limit")
    def limit_by_proposal(self, reader: Reader) -> str | None:
        """A limit changes only to what an applied assessment proposed."""
        from kamdesk.records.credit import CreditAssessment

        stored = reader.maybe(Distributor, self.id or None)
        if stored is None or stored.credit_limit == self.credit_limit:
            return None
        applied = reader.count(CreditAssessment, distributor=self.id, state="applied", proposed_limit=self.credit_limit)
        return None if applied else _("The limit is changed with a credit proposal.")


@record(
    "Stage change", "Stage changes", code=110, place="distributors/agents", title=("distributor", "on"),
    columns=("distributor", "on", "stage", "reason"), search=("distributor", "reason"), filters=("stage", "on"),
    join="append", parent="distributor", append_only=True,
)
class StageChange(Record):
    """One step of a distributor or agent, or a candidate compared and not taken."""

    distributor: Id | None = ref("Distributor", "distributor", required=True)
    stage: str | None = choice("Stage", STAGES, required=True)
    on: datetime.date | None = day("Date", required=True)
    reason: str = text("Reason")

    @check("reason")
    def reasoned(self, _reader: Reader) -> str | None:
        """Stopping says why."""
        if self.stage in ("suspended", "ended") and not self.reason.strip():
            return _("Write down the reason.")
        return None

    @caution("on")
    def after_the_last(self, reader: Reader) -> str | None:
        """Steps follow one another."""
        if self.on is None:
            return None
        later = reader.find(StageChange, Where("on", MORE, self.on), Where("id", NOT_EQUAL, self.id),
                            distributor=self.distributor, sort=(("on", True),), limit=1)
        if not later or later[0].on is None:
            return None
        return _("It is earlier than the change of {date}.", date=day_text(later[0].on))


@record(
    "Stock reading", "Stock readings", code=24, place="distributors/stock", title=("distributor", "product", "on"),
    columns=("distributor", "product", "on", "units", "lot", "expires"), search=("distributor", "product", "lot"),
    filters=("product", "distributor", "on", "expires"), natural=("distributor", "product", "on", "lot"), join="ask",
    parent="distributor",
)
class DistributorStock(Record):
    """How much of a product a distributor held on a day."""

    distributor: Id | None = ref("Distributor", "distributor", required=True)
    product: Id | None = ref("Product", "product", required=True)
    on: datetime.date | None = day("Date", required=True)
    units: Decimal | None = dec("Units", required=True)
    lot: str = text("Lot")
    expires: datetime.date | None = day("Expires")

    @caution("on")
    def newest(self, reader: Reader) -> str | None:
        """A reading older than the last one does not change today's stock."""
        if self.on is None:
            return None
        later = reader.find(DistributorStock, Where("on", MORE, self.on), Where("id", NOT_EQUAL, self.id),
                            distributor=self.distributor, product=self.product, lot=self.lot, sort=(("on", True),),
                            limit=1)
        if not later or later[0].on is None:
            return None
        return _("There is already a reading of {date}.", date=day_text(later[0].on))

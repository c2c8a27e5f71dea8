"""Approvals: what was asked of whom, and the answer, as signed acts (product/03 §3.16)."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk.fields import Id, Link, choice, data, instant, link, note, ref, text
from kamdesk.kinds import Record, check, record
from kamdesk.store import Reader
from kamdesk.words import _

# The kinds whose records are sent for approval; each names its protected fields in @record(approvable=…).
APPROVABLE = (
    "target_plan", "work_plan", "visit_cycle", "credit_assessment", "appraisal", "recruitment_plan", "incentive",
    "contract", "tender", "budget", "budget_transfer", "expense_claim", "promotion_plan", "communication_plan",
    "entry_plan", "strategy", "proposal", "staff_recommendation", "invoice", "order",
)
# Where a document stands, calculated from its events: options of the calc field ``approval`` of those kinds.
APPROVALS = {"unsent": "Not sent", "sent": "Sent for approval", "approved": "Approval given",
             "returned": "Sent back", "rejected": "Approval refused", "changed": "Changed after approval"}
ACTIONS = {"submit": "Submit", "approve": "Approve", "send_back": "Send back", "reject": "Refuse",
           "withdraw": "Withdraw"}
ORIGINS = {"signed": "Signed", "by_hand": "By hand", "self_approved": "Self-approved"}
EXPLAINED = ("send_back", "reject")


@record(
    "Approval", "Approvals", code=95, place="exchange/approvals", title=("at", "document"),
    columns=("at", "document", "action", "actor", "comment", "origin"), search=("document", "actor", "comment"),
    filters=("action",), join="append", append_only=True,
)
class ApprovalEvent(Record):
    """One act about a document, told by whoever did it; the last one says where the document stands."""

    document: Link | None = link("Document", *APPROVABLE, required=True)
    action: str | None = choice("Action", ACTIONS, required=True)
    actor: str = text("Who", required=True)
    actor_ref: Link | None = link("Person or contact", "person", "contact")
    at: datetime.datetime | None = instant("Date and time", required=True)
    comment: str = note("Comment")
    covers: Any = data("What it covers")
    content_hash: str = text("Digest of the content", required=True)
    origin: str | None = choice("How it arrived", ORIGINS, required=True)
    evidence: Id | None = ref("Evidence", "attachment")
    signature: str = text("Signature")

    @check("comment")
    def explained(self, _reader: Reader) -> str | None:
        """An answer told by word says how it came; one that is not a yes says why."""
        if self.comment.strip():
            return None
        if self.origin == "by_hand":
            return _("Write down how you received the answer.")
        return _("{field} is missing. Type it.", field=_("Comment")) if self.action in EXPLAINED else None

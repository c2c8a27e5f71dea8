"""Credit assessments: the figures, the score and the limit proposed for a distributor (product/03 §3.3)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from kamdesk.fields import ME, TODAY, Id, calc, choice, data, day, dec, integer, money, note, ref, state, text
from kamdesk.kinds import Record, check, record
from kamdesk.records.approvals import APPROVALS
from kamdesk.store import Reader
from kamdesk.words import _

BANDS = {"a": "A", "b": "B", "c": "C", "d": "D", "no_data": "No data"}
DIRECTIONS = {"increase": "Increase", "hold": "Keep as it is", "decrease": "Decrease", "block": "Block"}
STATES = {"draft": "Draft", "applied": "Applied", "discarded": "Discarded"}


@record(
    "Credit assessment", "Credit assessments", code=18, place="distributors/credit", title=("distributor", "on"),
    columns=("distributor", "on", "score", "band", "current_limit", "proposed_limit", "direction", "approval"),
    search=("distributor",), filters=("band", "direction", "approval", "state", "owner"),
    unique=(("distributor", "on"),), join="owner",
    approvable=("current_limit", "proposed_limit", "current_days", "proposed_days"),
)
class CreditAssessment(Record):
    """A dated opinion about the credit of a distributor; inputs and factors stay as they were that day.

    ``inputs`` keeps the frozen figures by name and, under «blocks», the sentences of A6 that stop an increase.
    """

    distributor: Id | None = ref("Distributor", "distributor", required=True, klass="credit")
    on: datetime.date | None = day("Date", required=True, default=TODAY, klass="credit")
    data_through: datetime.date | None = day("Data through", klass="credit")
    inputs: Any = data("Frozen figures", klass="credit")
    score: Decimal | None = dec("Score", klass="credit")
    band: str | None = choice("Band", BANDS, klass="credit")
    factors: Any = data("Factors", klass="credit")
    current_limit: int | None = money("Current limit", klass="credit")
    proposed_limit: int | None = money("Proposed limit", klass="credit")
    suggested_limit: int | None = money("Suggested limit", klass="credit")
    current_days: int | None = integer("Current days", klass="credit", unit="d")
    proposed_days: int | None = integer("Proposed days", klass="credit", unit="d")
    direction: str | None = calc("Direction of the change", "choice", "credit_assessment", options=DIRECTIONS,
                                 klass="credit")
    reasons: str = note("Reasons", required=True, klass="credit")
    comment: str = note("Comment", klass="credit")
    exception: str = note("Exception", klass="credit")
    owner: Id | None = ref("Owner", "person", default=ME, klass="credit", join="ask")
    applied_on: datetime.date | None = day("Applied on", klass="credit", group="state")
    discard_reason: str = text("Why it was discarded", klass="credit", group="state")
    state: str | None = state(STATES, klass="credit", group="state")
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)

    @check("comment")
    def departure_explained(self, _reader: Reader) -> str | None:
        """Another limit than the suggested one says why."""
        departs = self.suggested_limit is not None and self.proposed_limit not in (None, self.suggested_limit)
        return _("Explain why you depart from the suggested limit.") if departs and not self.comment.strip() else None

    @check("proposed_limit")
    def no_blocked_increase(self, _reader: Reader) -> str | None:
        """What A6 blocks is raised only as an exception with its reason."""
        blocks = (self.inputs or {}).get("blocks") or []
        raised = self.proposed_limit is not None and self.proposed_limit > (self.current_limit or 0)
        if not blocks or not raised or self.exception.strip():
            return None
        return _("An increase cannot be proposed: {reason}.", reason=str(blocks[0]).rstrip("."))

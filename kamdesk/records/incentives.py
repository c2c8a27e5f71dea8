"""Incentives for distributors and people, and the awards they end in (product/03 §3.3)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.fields import ME, Id, Link, calc, choice, day, dec, link, links, money, note, pct, ref, state, text
from kamdesk.kinds import Record, check, record
from kamdesk.records.approvals import APPROVALS
from kamdesk.store import Reader
from kamdesk.words import _

MEASURES = {"sales": "Sale", "collections": "Collection", "new_listings": "New listings",
            "new_clients": "New clients"}
RULES = {"excess": "Percentage of the excess", "unit": "Amount for each unit", "fixed": "Fixed prize on success"}
STATES = {"draft": "Draft", "running": "In force", "closed": "Closed"}


@record(
    "Incentive", "Incentives", code=27, place="distributors/incentives", title="name",
    columns=("name", "start", "end", "measure", "participants", "payable", "state"), search=("name",),
    filters=("state", "measure", "owner"), unique=(("name", "start"),), join="owner",
    approvable=("rule", "rate", "cap"),
)
class Incentive(Record):
    """A prize for reaching a target in a period."""

    name: str = text("Name", required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    participants: tuple[Link, ...] = links("Participants", "distributor", "person", required=True)
    measure: str | None = choice("Measure", MEASURES, required=True)
    rule: str | None = choice("Rule", RULES, required=True)
    rate: Decimal | None = dec("Rate", klass="price")
    threshold: Decimal | None = pct("Threshold", default=Decimal(100), signed=True)
    cap: int | None = money("Cap")
    budget_line: Id | None = ref("Budget line", "budget_line")
    terms: str = note("Terms")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    payable: int | None = calc("To pay", "money", "incentive", "incentive_award", klass="amount")
    state: str | None = state(STATES)
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)


@record(
    "Award", "Awards", code=28, place="distributors/incentives", title=("incentive", "participant"),
    columns=("incentive", "participant", "actual", "target", "amount", "paid_on"), search=("incentive", "participant"),
    filters=("paid_on",), natural=("incentive", "participant"), join="append", parent="incentive",
)
class IncentiveAward(Record):
    """What a participant earned when the incentive was closed."""

    incentive: Id | None = ref("Incentive", "incentive", required=True)
    participant: Link | None = link("Participant", "distributor", "person", required=True)
    actual: Decimal | None = dec("Actual", signed=True)
    target: Decimal | None = dec("Target")
    amount: int | None = money("Amount", klass="amount")
    paid_on: datetime.date | None = day("Paid on", join="owner")

    @check("paid_on")
    def paid_after_closing(self, reader: Reader) -> str | None:
        """Awards are paid when the incentive is closed."""
        incentive = reader.maybe(Incentive, self.incentive) if self.paid_on else None
        if incentive and incentive.state != "closed":
            return _("Close the incentive before paying.")
        return None

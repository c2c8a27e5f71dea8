"""Contracts: what was agreed with whom, until when, and how it was negotiated (product/03 §3.8)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import fields, words
from kamdesk.fields import ME, Id, Link, calc, choice, day, dec, flag, integer, link, money, ref, refs, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.network import exclusive_clash
from kamdesk.store import Reader
from kamdesk.words import _

CONTRACT_CATEGORIES = {"distribution": "Distribution", "agency": "Agency", "hospital": "Hospital", "trial": "Trial",
                       "recruitment": "Recruitment", "supply": "Supply contract", "service": "Service"}
# To renew and expired are told from the end day, never stored.
CONTRACT_STATES = {"negotiation": "Negotiation", "to_sign": "To sign", "in_force": "In force", "to_renew": "To renew",
                   "renewed": "Renewed", "expired": "Expired", "terminated": "Terminated"}
TRIAL_DECISIONS = {"convert": "Convert", "extend": "Extend", "end": "End the trial"}
TERM_CATEGORIES = {"minimum_purchase": "Minimum purchase", "minimum_units": "Minimum units", "price": "Price",
                   "payment_terms": "Payment terms", "territory": "Territory", "exclusivity": "Exclusivity",
                   "bonus": "Bonus", "training": "Training", "new_listings": "New listings", "other": "Other"}
TERM_PERIODS = {"month": "Month", "quarter": "Quarter", "year": "Year", "contract": "Contract"}
OWED_BY = {"counterparty": "Counterparty", "company": "Company"}
TERM_STATES = {"pending": "Pending", "met": "Met", "unmet": "Unmet", "waived": "Waived"}
OVER = ("renewed", "terminated")


def overlaps(one: Contract, other: Contract) -> bool:
    """Whether two contracts run on a day in common."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


@record(
    "Contract", "Contracts", code=52, place="contracts/contracts", title=("number", "title"),
    columns=("party", "category", "title", "end", "value", "fulfilment", "standing"),
    search=("party", "number", "title"), filters=("category", "standing", "end", "territories"),
    unique=(("number",), ("party", "category", "start")), join="owner", approvable=("value", "start", "end"),
)
class Contract(Record):
    """An agreement with a client or distributor."""

    number: str = text("Number")
    party: Link | None = link("Counterparty", "client", "distributor", required=True)
    category: str | None = choice("Category", CONTRACT_CATEGORIES, required=True)
    title: str = text("Title", required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    notice_days: int | None = integer("Notice days", default=90)
    auto_renew: bool = flag("Renews by itself")
    value: int | None = money("Contract value", klass="amount", group="amount", join="ask")
    currency: str = text("Currency", group="amount", join="ask")
    territories: tuple[Id, ...] = refs("Territories", "territory")
    lines: tuple[Id, ...] = refs("Lines", "product_line")
    exclusive: bool = flag("With exclusivity")
    tender: Id | None = ref("Tender", "tender")
    renews: Id | None = ref("Renews", "contract")
    signed_on: datetime.date | None = day("Signed on", group="state")
    signed_by: str = text("Signed by", group="state")
    ended_on: datetime.date | None = day("Ended on", group="state")
    trial_goal: str = fields.note("Goal of the trial")
    trial_decision: str | None = choice("Decision on the trial", TRIAL_DECISIONS)
    trial_result: str = fields.note("Result of the trial")
    end_reason: str = fields.note("Reason of the end", group="state")
    confidentiality: bool = flag("Confidentiality", default=True)
    requirements: Decimal | None = calc("Review", "pct", "requirement", scale=4)
    owner: Id | None = ref("Owner", "person", default=ME)
    fulfilment: Decimal | None = calc("Fulfilment", "pct", "contract_term", "sales_record", scale=4)
    state: str | None = fields.state(CONTRACT_STATES, group="state")
    standing: str | None = calc("Stands at", "choice", "contract", "setting", options=CONTRACT_STATES)

    @caution("party")
    def alone(self, reader: Reader) -> str | None:
        """One contract of a sort with a party at a time."""
        if self.party is None or self.category is None or self.state in OVER:
            return None
        for other in reader.find(Contract, party=self.party, category=self.category, state="in_force"):
            if other.id not in (self.id, self.renews) and other.end and overlaps(self, other):
                return _("There is already a contract in force until {date}.", date=words.day(other.end))
        return None

    @check("trial_goal")
    def trial_has_goal(self, _reader: Reader) -> str | None:
        """A trial that wants nothing proves nothing."""
        if self.category == "trial" and not self.trial_goal.strip():
            return _("Say what the trial must achieve.")
        return None

    @check("exclusive")
    def nobody_excluded(self, reader: Reader) -> str | None:
        """Nobody's exclusive ground is promised to another distributor."""
        if self.state in OVER or self.party is None or self.party.kind != "distributor" or self.start is None:
            return None
        return exclusive_clash(reader, assignee=self.party, territories=self.territories, lines=self.lines,
                               start=self.start, end=self.end, exclusive=self.exclusive)


@record(
    "Contract term", "Contract terms", code=53, place="contracts/contracts", title=("category", "text"),
    columns=("category", "product", "line", "period", "amount", "quantity", "owed_by", "due", "actual", "state"),
    search=("text", "product"), filters=("category", "state", "owed_by", "due"),
    unique=(("contract", "category", "product", "due"),), join="ask", parent="contract", deletable=True,
    approvable=("category", "product", "line", "period", "amount", "quantity", "text", "owed_by", "due"),
)
class ContractTerm(Record):
    """One obligation of a contract. The amount of a price term is a confidential price, of others an amount."""

    contract: Id | None = ref("Contract", "contract", required=True)
    category: str | None = choice("Category", TERM_CATEGORIES, required=True, fixed=True)
    product: Id | None = ref("Product", "product")
    line: Id | None = ref("Line", "product_line")
    period: str | None = choice("Period", TERM_PERIODS, default="year")
    amount: int | None = money("Amount", klass="amount")
    quantity: Decimal | None = dec("Quantity")
    text: str = fields.note("Text")
    owed_by: str | None = choice("Owed by", OWED_BY, default="counterparty")
    due: datetime.date | None = day("Due")
    actual: Decimal | None = calc("Actual", "dec", "sales_record", "allocation", "hospital_listing", "training_session",
                                  scale=3)
    met_on: datetime.date | None = day("Met on", group="state")
    evidence: Id | None = ref("Evidence", "attachment", group="state")
    note: str = fields.note("Note", group="state")
    state: str | None = fields.state(TERM_STATES, group="state")

    @check("amount")
    def measurable(self, _reader: Reader) -> str | None:
        """A minimum has a number."""
        if self.category in ("minimum_purchase", "minimum_units") and self.amount is None and self.quantity is None:
            return _("The amount or quantity of the minimum is missing.")
        return None

    @check("met_on")
    def dated(self, _reader: Reader) -> str | None:
        """What was met was met on a day."""
        return _("When was it met?") if self.state == "met" and self.met_on is None else None

    @check("note")
    def explained(self, _reader: Reader) -> str | None:
        """What was not met or was waived says why."""
        return _("Note the reason.") if self.state in ("unmet", "waived") and not self.note.strip() else None


@record(
    "Negotiation round", "Negotiation rounds", code=54, place="contracts/negotiation", title=("on", "participants"),
    columns=("on", "contract", "participants", "agreed", "pending", "next_on"),
    search=("participants", "agreed", "pending"), filters=("on", "next_on"), join="append", parent="contract",
)
class NegotiationRound(Record):
    """The minutes of one meeting about a contract."""

    contract: Id | None = ref("Contract", "contract", required=True)
    on: datetime.date | None = day("Date", required=True)
    participants: str = text("Participants", required=True)
    our_position: str = fields.note("Our position", klass="price")
    their_position: str = fields.note("Their position", klass="price")
    agreed: str = fields.note("Agreed points")
    pending: str = fields.note("Open points")
    next_on: datetime.date | None = day("Next date")

    @check("agreed")
    def led_somewhere(self, _reader: Reader) -> str | None:
        """A round agrees on something or leaves something open."""
        if self.agreed.strip() or self.pending.strip():
            return None
        return _("Note what was agreed or what is left open.")

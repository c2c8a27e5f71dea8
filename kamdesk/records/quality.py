"""Returns and quality: what comes back, and what was wrong with it (product/03 §3.13)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields
from kamdesk.fields import AMOUNT, ME, TODAY, Id, Link, calc, choice, day, dec, flag, link, money, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.methods.calendar import NonWorking, work_calendar
from kamdesk.methods.months import add_months_to_day, month_of
from kamdesk.records.rules import quantity_words
from kamdesk.store import AT_LEAST, EMPTY, Reader, Where
from kamdesk.words import _

RETURN_CATEGORIES = {"return": "Return", "exchange": "Replacement"}
RETURN_REASONS = {"expiry": "Past expiry", "damage": "Damage", "dispatch": "Dispatch error", "quality": "Quality",
                  "recall": "Lot recall", "commercial": "Commercial"}
RESOLUTIONS = {"none": "No resolution", "credit_note": "Credit note", "replacement": "Replenishment",
               "destruction": "Destruction"}
RETURN_STATES = {"requested": "Requested", "authorised": "Authorised", "rejected": "Refused return",
                 "received": "Received return", "resolved": "Resolved return"}
SEVERITIES = {"low": "Low", "medium": "Medium", "critical": "Critical"}
ISSUE_STATES = {"open": "Open case", "analysing": "Analysing", "answered": "Answer sent", "closed": "Closed case",
                "reopened": "Reopened case"}
SOLD_MONTHS = 24
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@record(
    "Return or exchange", "Returns and exchanges", code=86, place="orders/returns", title="number",
    columns=("number", "on", "party", "product", "lot", "quantity", "reason", "state"),
    search=("number", "party", "product", "lot"), filters=("state", "reason", "product", "on"), unique=(("number",),),
    join="owner",
)
class Return(Record):
    """Goods that a client or distributor sends back, from the request to the credit note or the new goods."""

    number: str = text("Number")
    on: datetime.date | None = day("Date", required=True, default=TODAY)
    category: str | None = choice("Category", RETURN_CATEGORIES, required=True)
    party: Link | None = link("Party", "client", "distributor", required=True)
    product: Id | None = ref("Product", "product", required=True)
    lot: str = text("Lot")
    expires: datetime.date | None = day("Expires")
    quantity: Decimal | None = dec("Quantity", required=True)
    reason: str | None = choice("Reason", RETURN_REASONS, required=True)
    order: Id | None = ref("Order", "order")
    invoice: Id | None = ref("Invoice", "invoice")
    amount: int | None = money("Amount", klass=AMOUNT, join="ask")
    received_on: datetime.date | None = day("Received on", group="state")
    received: Decimal | None = dec("Quantity received", group="state")
    resolution: str | None = choice("Resolution", RESOLUTIONS, group="state")
    credit_note: Id | None = ref("Credit note", "invoice", group="state")
    replacement: Id | None = ref("Replacement order", "order", group="state")
    issue: Id | None = ref("Quality issue", "quality_issue")
    note: str = fields.note("Note", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    state: str | None = fields.state(RETURN_STATES, group="state")

    @caution("quantity")
    def was_sold(self, reader: Reader) -> str | None:
        """Nobody returns more than was sold."""
        from kamdesk.records.sales import SalesRecord

        if self.quantity is None or not self.party or not self.product:
            return None
        since = month_of(add_months_to_day(self.on or clock.today(), -SOLD_MONTHS))
        rows = reader.find(SalesRecord, Where("month", AT_LEAST, since), party=self.party, product=self.product,
                           category="sale")
        sold = sum((each.units or Decimal(0) for each in rows), Decimal(0))
        if self.quantity <= sold:
            return None
        return _("{sold} were sold; {quantity} come back.", sold=quantity_words(sold),
                 quantity=quantity_words(self.quantity))

    @caution("issue")
    def investigated(self, _reader: Reader) -> str | None:
        """Bad quality is looked into."""
        return _("Open a quality issue?") if self.reason == "quality" and not self.issue else None


@record(
    "Quality issue", "Quality issues", code=87, place="orders/returns", title="number",
    columns=("number", "party", "product", "lot", "severity", "days", "state", "owner"),
    search=("number", "party", "product", "lot"), filters=("state", "severity", "product", "adverse_event"),
    unique=(("number",),), join="owner",
)
class QualityIssue(Record):
    """Something wrong with a lot: what was found, why it happened and what was answered."""

    number: str = text("Number")
    found_on: datetime.date | None = day("Found on", required=True)
    reported_on: datetime.date | None = day("Reported on", default=TODAY)
    party: Link | None = link("Party", "client", "distributor", required=True)
    product: Id | None = ref("Product", "product", required=True)
    lot: str = text("Lot", required=True)
    expires: datetime.date | None = day("Expires")
    quantity: Decimal | None = dec("Quantity")
    description: str = fields.note("Description", required=True)
    severity: str | None = choice("Severity", SEVERITIES, required=True, default="medium")
    adverse_event: bool = flag("Adverse event")
    authority_notified_on: datetime.date | None = day("Authority told on")
    why1: str = text("Why 1", join="ask")
    why2: str = text("Why 2", join="ask")
    why3: str = text("Why 3", join="ask")
    why4: str = text("Why 4", join="ask")
    why5: str = text("Why 5", join="ask")
    cause: str = fields.note("Cause", join="ask")
    action: str = fields.note("Corrective action", join="ask")
    answer: str = fields.note("Answer", group="state")
    answered_on: datetime.date | None = day("Answered on", group="state")
    closed_on: datetime.date | None = day("Closed on", group="state")
    effectiveness: str = fields.note("Effectiveness", group="state")
    days: int | None = calc("Days", "int")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    state: str | None = fields.state(ISSUE_STATES, group="state")

    @check("cause")
    def understood(self, _reader: Reader) -> str | None:
        """A case is closed when it is known why it happened and what was done."""
        if self.state != "closed" or (self.cause.strip() and self.action.strip()):
            return None
        return _("The cause and the action are missing.")

    @caution("authority_notified_on")
    def notified(self, reader: Reader) -> str | None:
        """The authority is told of an adverse event within some working days (setting)."""
        known = self.reported_on or self.found_on
        if not self.adverse_event or self.authority_notified_on or known is None:
            return None
        late = clock.today() > _notice_ends(reader, known)
        return _("Adverse event not notified.") if late else None


def _notice_ends(reader: Reader, known: datetime.date) -> datetime.date:
    """The last day to tell the authority of what was known on a day; only everybody's days off count."""
    from kamdesk.records.visits import NonWorkingDay

    off = reader.find(NonWorkingDay, Where("person", EMPTY), Where("territory", EMPTY))
    rows = [NonWorking(each.on, each.until, half_day=each.half_day) for each in off if each.on]
    weekdays = frozenset(WEEKDAYS.index(each) for each in reader.setting("working_days"))
    return work_calendar(rows, weekdays=weekdays).next_working_day(known, reader.setting("adverse_event_days"))

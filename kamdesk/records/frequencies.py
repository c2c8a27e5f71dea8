"""How often each client is visited, and the cycle of each person and month (product/03 §3.2)."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from kamdesk.fields import Id, Link, calc, choice, choices, day, integer, link, note, ref, state, text
from kamdesk.fields import month as month_of
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.clients import CATEGORIES, SEGMENTS
from kamdesk.store import Reader
from kamdesk.words import _, number

PARTNERS = {"distributor": "Distributor", "agent": "Agent"}
APPLIES_TO = {**CATEGORIES, **PARTNERS}
GRADES = {"a": "A", "b": "B", "c": "C"}
EVERY = {"1": "Every month", "2": "Every 2 months", "3": "Every 3 months", "6": "Every 6 months"}
CYCLE_STATES = {"open": "Open", "published": "Published", "closed": "Closed"}
MONTH_DAYS = 30
MANY = 8  # visits a month to one client that nobody plans on purpose


@record(
    "Visit frequency", "Visit frequencies", code=12, place="settings/frequencies", title="name",
    columns=("name", "applies_to", "segment", "grade", "visits", "every_months", "clients"), search=("name",),
    filters=("applies_to", "segment", "grade"), unique=(("applies_to", "segment", "grade"),), join="ask",
)
class VisitFrequency(Record):
    """A rule of the team: so many visits in so many months for such parties."""

    name: str = text("Name", required=True)
    applies_to: tuple[str, ...] = choices("For whom", APPLIES_TO)
    segment: str | None = choice("Segment", SEGMENTS)
    grade: str | None = choice("Grade", GRADES)
    visits: int | None = integer("Visits", required=True)
    every_months: str | None = choice("Every", EVERY, default="1")
    min_gap_days: int | None = integer("Days between visits", default=7, unit="d")
    label: int | None = calc("Days between visits, about", "int", "visit_frequency", unit="d")
    clients: int | None = calc("How many", "int", "client", "distributor", "visit_frequency")

    @property
    def months(self) -> int:
        """Months in which the visits are made."""
        return int(self.every_months or "1")

    @property
    def interval(self) -> int | None:
        """Days from one visit to the next, round(30 × months ÷ visits); None without visits."""
        if not self.visits:
            return None
        return int((Decimal(MONTH_DAYS * self.months) / self.visits).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    @property
    def rhythm(self) -> str:
        """The rule in words: «2 al mes, cada 15 días aprox.»."""
        if self.interval is None:
            return _("Without visits")
        if self.months == 1:
            return _("{n} a month, about every {days} days", n=self.visits, days=self.interval)
        return _("{n} every {months} months, about every {days} days", n=self.visits, months=self.months,
                 days=self.interval)

    def suits(self, category: str | None, *, segment: str | None = None, grade: str | None = None) -> bool:
        """Whether the rule is for a party: a client's category and segment, or a partner's («agent») and grade."""
        if category in PARTNERS:
            return category in self.applies_to and self.grade in (None, grade)
        listed = not self.applies_to or category in self.applies_to
        return listed and self.segment in (None, segment) and not self.grade

    @check("visits")
    def not_negative(self, _reader: Reader) -> str | None:
        """Nobody is visited less than never."""
        return _("The number cannot be negative.") if self.visits is not None and self.visits < 0 else None

    @check("grade")
    def grade_of_partners(self, _reader: Reader) -> str | None:
        """Grades are of distributors and agents."""
        wrong = self._wrong(CATEGORIES) if self.grade else None
        return _("{field} does not apply to {category}.", field=_("Grade"), category=wrong) if wrong else None

    @check("segment")
    def segment_of_clients(self, _reader: Reader) -> str | None:
        """Segments are of clients."""
        wrong = self._wrong(PARTNERS) if self.segment and self.applies_to else None
        return _("{field} does not apply to {category}.", field=_("Segment"), category=wrong) if wrong else None

    def _wrong(self, options: dict[str, str]) -> str | None:
        if not self.applies_to:
            return _("Clients").lower()
        return next((_(options[each]).lower() for each in self.applies_to if each in options), None)

    @caution("visits")
    def not_too_many(self, _reader: Reader) -> str | None:
        """More than two a week to everybody is likely a slip."""
        monthly = Decimal(self.visits or 0) / self.months
        if monthly <= MANY:
            return None
        return _("That is {n} visits a month to each client. Are you sure?",
                 n=number(monthly, 0 if monthly == monthly.to_integral_value() else 1))


@record(
    "Visit cycle", "Visit cycles", code=13, place="plan/cycle", title=("person", "month"),
    columns=("person", "month", "planned", "done", "fulfilment", "coverage", "state"), search=("person",),
    filters=("month", "state", "person"), natural=("person", "month"), owner="person", join="owner",
    approvable=("person", "month"),
)
class VisitCycle(Record):
    """The plan of visits of one person for one month; its protected content are the visits planned in it."""

    person: Id | None = ref("Person", "person", required=True)
    month: str | None = month_of("Month", required=True)
    capacity: int | None = calc("Capacity", "int", "person", "non_working_day", "setting")
    needed: int | None = calc("Needed", "int", "client", "distributor", "visit_frequency")
    published_on: datetime.date | None = day("Published on", group="state")
    closed_on: datetime.date | None = day("Closed on", group="state")
    clients: int | None = calc("Clients of the cycle", "int", "cycle_client")
    summary: str = note("Summary")
    planned: int | None = calc("Planned visits", "int", "visit")
    done: int | None = calc("Visits done", "int", "visit")
    fulfilment: Decimal | None = calc("Fulfilment", "pct", "visit")
    coverage: Decimal | None = calc("Coverage", "pct", "visit", "cycle_client", "client")
    state: str | None = state(CYCLE_STATES, group="state")


@record(
    "Client of the cycle", "Clients of the cycle", code=109, place="plan/cycle", title=("cycle", "party"),
    columns=("cycle", "party", "territory", "owner", "segment", "target"), search=("party",),
    filters=("cycle", "segment", "territory", "owner"), natural=("cycle", "party"), join="owner", parent="cycle",
    bulk=True,
)
class CycleClient(Record):
    """Who was on the panel of a cycle when it was published or closed, and how many visits were due."""

    cycle: Id | None = ref("Cycle", "visit_cycle", required=True)
    party: Link | None = link("Party", "client", "distributor", required=True)
    territory: Id | None = ref("Territory", "territory")
    owner: Id | None = ref("Owner", "person", join="ask")
    segment: str | None = choice("Segment or grade", SEGMENTS)
    target: int | None = integer("Visits due", required=True)

    @check("cycle")
    def frozen(self, reader: Reader) -> str | None:
        """Only publish_cycle and close_cycle write the panel, set by set."""
        cycle = reader.maybe(VisitCycle, self.cycle)
        if cycle is None or cycle.state == "open" or reader.maybe(CycleClient, self.id or None) == self:
            return None
        return _("The panel of a published cycle is not edited.")

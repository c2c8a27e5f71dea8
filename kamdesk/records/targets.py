"""Targets and forecast: what is asked of whom each month, what is expected, and the plan of work (product/03 §3.6)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields, words
from kamdesk.fields import (
    ME,
    Id,
    Link,
    calc,
    choice,
    day,
    dec,
    flag,
    integer,
    link,
    money,
    month,
    note,
    pct,
    ref,
    refs,
    text,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.rules import differs
from kamdesk.store import EMPTY, IN, Reader, Where
from kamdesk.words import _, number

MEASURES = {"amount": "Amount", "units": "Units", "billing": "Billing", "collection": "Collection",
            "awards": "Tender awards", "new_clients": "New clients", "patients": "Patients"}
COUNTED = frozenset(("units", "new_clients", "patients"))  # measures whose totals and values count things, not money
BASES = {"last_year": "Last year's sales", "potential": "Potential", "equal": "Equal shares", "manual": "Manual"}
PLAN_STATES = {"draft": "Draft", "in_force": "In force", "closed": "Closed"}
FORECAST_MEASURES = {"amount": "Amount", "units": "Units"}
SERIES = {"own": "Own sales", "market": "Market", "sell_out": "Sell-out"}
SCENARIOS = {"base": "Base", "favourable": "Favourable", "adverse": "Adverse"}
FORECAST_METHODS = {"automatic": "Automatic", "moving_average": "Moving average", "trend": "Trend",
                    "damped": "Damped trend", "combined": "Combined", "seasonal": "Seasonal",
                    "intermittent": "Intermittent sales", "manual": "Manual"}
FORECAST_STATES = {"draft": "Draft", "frozen": "Frozen", "archived": "Archived"}
WORK_PERIODS = {"month": "Month", "quarter": "Quarter", "year": "Year"}
WORK_STATES = {"preparation": "In preparation", "running": "Under way", "evaluated": "Evaluated"}


@record(
    "Target plan", "Target plans", code=40, place="targets/cascade", title=("year", "name"),
    columns=("year", "measure", "total", "name", "state"), search=("name",), filters=("year", "measure", "state"),
    unique=(("year", "measure", "name"),), join="ask", approvable=("total",),
)
class TargetPlan(Record):
    """What the company asks of the region in a year; ``total`` is minor units, or a count when the measure counts."""

    year: int | None = fields.year("Year", required=True)
    name: str = text("Name")
    measure: str | None = choice("Measure", MEASURES, required=True, default="amount")
    currency: str = text("Currency")
    total: int | None = money("Total", required=True)
    received_from: str = text("Received from")
    received_on: datetime.date | None = day("Received on")
    basis: str | None = choice("Basis", BASES)
    note: str = fields.note("Note")
    state: str | None = fields.state(PLAN_STATES)

    @caution("total")
    def all_assigned(self, reader: Reader) -> str | None:
        """The months of the topmost targets add up to the total."""
        if not self.id or self.total is None:
            return None
        top = reader.find(Target, Where("parent", EMPTY), plan=self.id)
        months = reader.find(TargetMonth, Where("target", IN, [each.id for each in top])) if top else []
        left = self.total - sum(each.value or 0 for each in months)
        if not left:
            return None
        shown = number(left) if self.measure in COUNTED else words.money(left, self.currency or None)
        return _("Not assigned: {amount}.", amount=shown)


@record(
    "Target", "Targets", code=41, place="targets/cascade", title=("node", "line"),
    columns=("node", "line", "product", "floor", "cap", "weight", "locked", "year_total"), search=("node", "reason"),
    filters=("node", "line", "product", "locked"), natural=("plan", "node", "line", "product"), join="ask",
    parent="plan", deletable=True,
)
class Target(Record):
    """The share of a territory, person, distributor or client in a plan; a deleted one gives its amount back."""

    plan: Id | None = ref("Plan", "target_plan", required=True)
    node: Link | None = link("Who or where", "territory", "person", "distributor", "client", required=True)
    parent: Id | None = ref("Parent", "target")
    line: Id | None = ref("Line", "product_line")
    product: Id | None = ref("Product", "product")
    floor: int | None = money("Minimum amount")
    cap: int | None = money("Maximum amount")
    weight: Decimal | None = dec("Weight")
    locked: bool = flag("Locked")
    reason: str = text("Reason")
    year_total: int | None = calc("Year total", "money", "target_month", klass="amount")

    @check("floor")
    def in_range(self, _reader: Reader) -> str | None:
        """The minimum is no more than the maximum."""
        if self.floor is None or self.cap is None or self.floor <= self.cap:
            return None
        return _("The minimum exceeds the maximum.")


@record(
    "Target month", "Target months", code=42, place="targets/cascade", title=("target", "month"),
    columns=("target", "month", "value", "locked"), search=("target",), filters=("month", "locked"),
    natural=("target", "month"), join="ask", parent="target", bulk=True, approvable=("value",),
)
class TargetMonth(Record):
    """A month's share of a target; ``value`` is minor units, or a count when the plan's measure counts."""

    target: Id | None = ref("Target", "target", required=True)
    month: str | None = fields.month("Month", required=True)
    value: int | None = money("Value", required=True, klass="amount")
    locked: bool = flag("Locked")

    @check("value")
    def reasoned(self, reader: Reader) -> str | None:
        """In force, a past month changes only with a reason."""
        if self.month is None or self.month >= f"{clock.today():%Y-%m}" or not differs(reader, self, "value"):
            return None
        target = reader.maybe(Target, self.target)
        plan = reader.maybe(TargetPlan, target.plan) if target else None
        if target is None or plan is None or plan.state != "in_force" or target.reason.strip():
            return None
        return _("Changing a past month needs a reason.")


@record(
    "Forecast", "Forecasts", code=43, place="targets/forecast", title="name",
    columns=("made_on", "scope", "series", "scenario", "first_month", "horizon", "method", "state"), search=("name",),
    filters=("scope", "series", "scenario", "method", "state"),
    unique=(("made_on", "scope", "measure", "series", "scenario"),), join="owner",
)
class Forecast(Record):
    """What somebody expects of the months to come."""

    made_on: datetime.date | None = day("Made on", required=True)
    name: str = text("Name")
    scope: Link | None = link("Scope", "territory", "person", "distributor")
    first_month: str | None = month("First month", required=True)
    horizon: int | None = integer("Months ahead", default=3)
    measure: str | None = choice("Measure", FORECAST_MEASURES)
    series: str | None = choice("Series", SERIES, default="own")
    scenario: str | None = choice("Scenario", SCENARIOS, default="base")
    policy: Id | None = ref("Policy", "policy")
    effect: Decimal | None = pct("Effect", signed=True)
    share: Decimal | None = calc("Forecast share", "pct", "forecast_line", scale=4)
    method: str | None = choice("Method", FORECAST_METHODS, default="automatic")
    data_through: datetime.date | None = day("Data through")
    note: str = fields.note("Note")
    owner: Id | None = ref("Owner", "person", default=ME)
    state: str | None = fields.state(FORECAST_STATES)

    @check("effect")
    def policy_counts(self, _reader: Reader) -> str | None:
        """A policy that moves the forecast says by how much."""
        return _("Note the effect in %.") if self.policy and self.effect is None else None


@record(
    "Forecast line", "Forecast lines", code=44, place="targets/forecast", title=("node", "month"),
    columns=("node", "product", "month", "value", "low", "high", "manual", "why"), search=("node", "product"),
    filters=("month", "product"), natural=("forecast", "node", "product", "month"), join="owner", parent="forecast",
)
class ForecastLine(Record):
    """What is expected of one month."""

    forecast: Id | None = ref("Forecast", "forecast", required=True)
    node: Link | None = link("Who or where", "territory", "distributor", "client")
    product: Id | None = ref("Product", "product")
    month: str | None = fields.month("Month", required=True)
    value: Decimal | None = dec("Value")
    low: Decimal | None = dec("Low end")
    high: Decimal | None = dec("High end")
    manual: Decimal | None = dec("Value by hand")
    why: str = text("Why")

    @check("why")
    def reasoned(self, _reader: Reader) -> str | None:
        """A value by hand says why."""
        return _("Note why you change it.") if self.manual is not None and not self.why.strip() else None


@record(
    "Work plan", "Work plans", code=45, place="targets/work_plan", title=("scope", "start"),
    columns=("scope", "start", "end", "target_clients", "effective_per_day", "patients_growth", "state", "owner"),
    search=("activities",), filters=("period", "state"), unique=(("scope", "start", "period"),), join="owner",
    approvable=("target_clients", "targets", "effective_per_day", "patients_growth", "new_clients", "new_listings",
                "new_agents", "training_sessions", "market_visits", "collection_goal"),
)
class WorkPlan(Record):
    """What a person or a zone will do in a period to reach its target."""

    period: str | None = choice("Period", WORK_PERIODS, required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    scope: Link | None = link("Scope", "territory", "person", required=True)
    target_plan: Id | None = ref("Target plan", "target_plan")
    target_clients: int | None = integer("Target clients", required=True)
    targets: tuple[Id, ...] = refs("Clients by name", "client")
    effective_per_day: Decimal | None = dec("Effective visits per day", required=True)
    patients_growth: Decimal | None = pct("Patient growth", required=True, signed=True)
    new_clients: int | None = integer("New clients")
    new_listings: int | None = integer("New listings")
    new_agents: int | None = integer("New agents")
    training_sessions: int | None = integer("Training sessions")
    market_visits: int | None = integer("Market visits")
    collection_goal: int | None = money("Collection goal")
    activities: str = note("Activities")
    result: str = note("Result", group="state")
    owner: Id | None = ref("Owner", "person", default=ME)
    state: str | None = fields.state(WORK_STATES, group="state")

    @caution("effective_per_day")
    def within_capacity(self, reader: Reader) -> str | None:
        """A person's plan asks no more visits than the day holds."""
        from kamdesk.records.team import Person

        if self.scope is None or self.scope.kind != "person" or self.effective_per_day is None:
            return None
        person = reader.maybe(Person, self.scope.id)
        if person is None or person.capacity_per_day is None or self.effective_per_day <= person.capacity_per_day:
            return None
        return _("The capacity is {n} visits a day.", n=number(person.capacity_per_day))

    @caution("targets")
    def all_named(self, _reader: Reader) -> str | None:
        """As many clients by name as the plan promises."""
        named = len(self.targets)
        if self.target_clients is None or not named or named == self.target_clients:
            return None
        return _("You chose {n} of {total} target clients.", n=number(named), total=number(self.target_clients))

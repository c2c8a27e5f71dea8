"""Promotions: the plan, its activities market by market, and what it was worth (product/03 §3.10)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields
from kamdesk.fields import (
    AMOUNT,
    MARGIN,
    ME,
    PERCENT,
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
    pct,
    ref,
    refs,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.methods.months import add_months_to_day
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.sentences import backwards
from kamdesk.store import AT_LEAST, AT_MOST, NOT_EQUAL, UNDER, Query, Reader, Where
from kamdesk.words import _, plural
from kamdesk.words import day as day_text

PERIODS = {"monthly": "Monthly", "quarterly": "Quarterly", "special": "Special"}
BASELINES = {"average": "Average of 3 months", "last_year": "Same period of last year", "manual": "Typed by hand"}
# «To evaluate» is a running plan whose end has passed: told from today, never stored.
PROMOTION_STATES = {"preparation": "In preparation", "running": "Running", "to_evaluate": "To evaluate",
                    "evaluated": "Evaluated promotion", "cancelled": "Cancelled promotion"}
ACTIVITY_CATEGORIES = {
    "medical_event": "Medical event", "round_table": "Round table", "congress": "Congress",
    "point_of_sale": "Point of sale", "samples": "Samples", "training": "Training", "material": "Material",
    "discount": "Discount", "communication": "Communication", "special": "Special sales activity", "fair": "Fair",
    "meeting": "Meeting", "advertisement": "Advertisement", "calls": "Calls",
}
ACTIVITY_STATES = {"planned": "Planned activity", "running": "Being carried out", "done": "Carried out",
                   "cancelled": "Cancelled activity"}
RATINGS = {"repeat": "Repeat", "improve": "Improve", "do_not_repeat": "Do not repeat"}
MEMORY_MONTHS = 24


@record(
    "Promotion plan", "Promotion plans", code=64, place="promotions/plans", title="name",
    columns=("name", "start", "end", "products", "planned_cost", "actual_cost", "progress", "approval", "state", "roi"),
    search=("name", "products"), filters=("state", "start", "end", "territories"), unique=(("name", "start"),),
    join="owner", approvable=("start", "end", "products"),
)
class PromotionPlan(Record):
    """What one person runs to sell more of some products for a while; its approval covers its activities."""

    name: str = fields.text("Name", required=True)
    period: str | None = choice("Period", PERIODS, required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    objective: str = fields.note("Objective", required=True)
    products: tuple[Id, ...] = refs("Products", "product", required=True)
    territories: tuple[Id, ...] = refs("Territories", "territory")
    clients: tuple[Id, ...] = refs("Clients", "client")
    method: str | None = choice("Baseline", BASELINES, default="average")
    expected_lift: Decimal | None = pct("Expected lift", signed=True, join="ask")
    planned_cost: int | None = calc("Planned cost", "money", "promotion_activity")
    discount: Decimal | None = pct("Discount", klass="price", join="ask")
    budget_line: Id | None = ref("Budget line", "budget_line", required=True)
    copied_from: Id | None = ref("Copied from", "promotion_plan")
    lessons_in: str = fields.note("Lessons brought")
    cancel_reason: str = fields.text("Cancellation reason", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    actual_cost: int | None = calc("Actual cost", "money", "expense")
    progress: Decimal | None = calc("Progress", "pct", "promotion_activity", scale=PERCENT)
    roi: Decimal | None = calc("ROI", "pct", "promotion_evaluation", scale=PERCENT, klass=MARGIN)
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)
    state: str | None = fields.state(PROMOTION_STATES, group="state")

    @caution("products")
    def overlap(self, reader: Reader) -> str | None:
        """Another plan at the same time for the same clients and products spoils the baseline."""
        if self.start is None or self.end is None or not self.products:
            return None
        others = reader.find(PromotionPlan, Where("start", AT_MOST, self.end), Where("end", AT_LEAST, self.start),
                             Where("state", NOT_EQUAL, "cancelled"))
        for other in others:
            products = set(self.products) & set(other.products)
            if other.id == self.id or not products:
                continue
            clients = scope(self, reader) & scope(other, reader)
            if clients:
                return _("{clients} and {products} are also in {plan}; the baseline will leave them out.",
                         plan=other.name, clients=plural("{n} client", "{n} clients", len(clients)),
                         products=plural("{n} product", "{n} products", len(products)))
        return None

    @caution("name")
    def failed_before(self, reader: Reader) -> str | None:
        """The same thing, for the same product in the same market, did not work."""
        tried = _tried(self, reader)
        since = add_months_to_day(clock.today(), -MEMORY_MONTHS)
        bad = reader.find(PromotionEvaluation, Where("on", AT_LEAST, since), rating="do_not_repeat") if tried else []
        for each in bad:
            other = reader.maybe(PromotionPlan, each.plan)
            if other is None or other.id == self.id or not set(other.products) & set(self.products):
                continue
            if tried & _tried(other, reader):
                return _("{plan} was rated “do not repeat”.", plan=other.name)
        return None


def scope(plan: PromotionPlan, reader: Reader) -> set[Id]:
    """The clients a plan is for: those named, else all of its territories, else everybody."""
    from kamdesk.records.clients import Client

    if plan.clients:
        return set(plan.clients)
    markets = [Query(where=(Where("territory", UNDER, each),)) for each in plan.territories] or [Query()]
    return {id_ for query in markets for id_ in reader.ids(Client.kind, query)}


def _tried(plan: PromotionPlan, reader: Reader) -> set[tuple[str | None, Id | None]]:
    """The categories of activity of a plan with the market of each."""
    if not plan.id:
        return set()
    activities = reader.find(PromotionActivity, plan=Link("promotion_plan", plan.id))
    return {(each.category, each.territory) for each in activities}


@record(
    "Promotion activity", "Promotion activities", code=65, place="promotions/plans", title="name",
    columns=("on", "name", "category", "territory", "responsible", "planned_cost", "actual_cost", "progress", "state"),
    search=("name", "responsible"), filters=("state", "category", "territory", "on"),
    unique=(("plan", "name", "territory"),), join="ask", parent="plan",
)
class PromotionActivity(Record):
    """One event, visit round or material of a plan in one market; the market and the manager both report it."""

    plan: Link | None = link("Plan", "promotion_plan", "recruitment_plan", required=True)
    name: str = fields.text("Name", required=True)
    category: str | None = choice("Category", ACTIVITY_CATEGORIES, required=True)
    territory: Id | None = ref("Territory", "territory", required=True)
    on: datetime.date | None = day("Date", required=True)
    until: datetime.date | None = day("Until")
    responsible: Link | None = link("In charge", "person", "distributor", required=True)
    planned_cost: int | None = money("Planned cost", required=True)
    actual_cost: int | None = calc("Actual cost", "money", "expense")
    progress: Decimal | None = pct("Progress", default=Decimal(0), group="state")
    attendees_planned: int | None = integer("Expected attendees")
    attendees: int | None = integer("Attendees", group="state")
    leads: int | None = integer("Leads", group="state")
    result: str = fields.note("Result", group="state")
    evidence: int | None = calc("Evidence", "int", "attachment")
    late: bool | None = calc("Late", "flag", "promotion_activity")
    state: str | None = fields.state(ACTIVITY_STATES, group="state")

    @check("until")
    def in_order(self, _reader: Reader) -> str | None:
        """It ends after it begins."""
        return backwards(self, "on", "until")

    @caution("result")
    def told(self, _reader: Reader) -> str | None:
        """What was carried out had a result."""
        return _("Write down the result.") if self.state == "done" and not self.result.strip() else None

    @caution("on")
    def within_plan(self, reader: Reader) -> str | None:
        """The dates of a promotion plan hold those of its activities; a recruitment plan has its year."""
        first, last = _limits(self.plan, reader)
        days = [each for each in (self.on, self.until) if each]
        inside = all((first is None or first <= each) and (last is None or each <= last) for each in days)
        return None if inside else _("The date is outside the plan.")


def _limits(plan: Link | None, reader: Reader) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and last day of a plan; None where it sets no limit."""
    from kamdesk.records.recruitment import RecruitmentPlan

    if plan is None:
        return None, None
    if plan.kind == PromotionPlan.kind.name:
        promotion = reader.maybe(PromotionPlan, plan.id)
        return (promotion.start, promotion.end) if promotion else (None, None)
    recruitment = reader.maybe(RecruitmentPlan, plan.id)
    year = recruitment.year if recruitment else None
    return (datetime.date(year, 1, 1), datetime.date(year, 12, 31)) if year else (None, None)


@record(
    "Promotion evaluation", "Promotion evaluations", code=66, place="promotions/evaluations", title=("plan", "on"),
    columns=("plan", "on", "lift", "roi", "cost", "rating", "next_time"),
    search=("plan", "what_worked", "what_failed", "next_time"), filters=("rating", "on"), natural=("plan", "on"),
    join="append", parent="plan",
)
class PromotionEvaluation(Record):
    """A dated judgement of a plan, with the numbers as they were that day. The formulas are F71 and F72."""

    plan: Id | None = ref("Plan", "promotion_plan", required=True)
    on: datetime.date | None = day("Date", required=True)
    baseline_units: Decimal | None = dec("Baseline units", fixed=True, signed=True)
    baseline_amount: int | None = money("Baseline sales", klass=AMOUNT, fixed=True, signed=True)
    units: Decimal | None = dec("Units", fixed=True, signed=True)
    amount: int | None = money("Sales of the period", klass=AMOUNT, fixed=True, signed=True)
    profit_change: int | None = money("Change of profit", klass=MARGIN, fixed=True, signed=True)
    cost: int | None = money("Cost", klass=AMOUNT, fixed=True)
    lift: Decimal | None = calc("Lift", "pct", scale=PERCENT, signed=True)
    roi: Decimal | None = calc("ROI", "pct", scale=PERCENT, klass=MARGIN, signed=True)
    assumed_margin: bool = flag("Assumed margin")
    what_worked: str = fields.note("What worked", required=True)
    what_failed: str = fields.note("What failed", required=True)
    next_time: str = fields.note("Next time", required=True)
    rating: str | None = choice("Rating", RATINGS, required=True)

    @caution("on")
    def finished(self, reader: Reader) -> str | None:
        """Before the end there is only part of the result."""
        plan = reader.maybe(PromotionPlan, self.plan)
        if plan is None or plan.end is None or self.on is None or self.on >= plan.end:
            return None
        return _("The plan ends on {date}; the evaluation will be partial.", date=day_text(plan.end))

"""What a promotion plan brought, from its sales: baseline, actual, gain (product/05 F70–F72)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.facts import Facts
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.promotion_facts import Market, ProductSold
from kamdesk.methods import promotion_roi
from kamdesk.methods.calendar import WorkCalendar
from kamdesk.methods.months import add_months, add_months_to_day, month_end, month_of, month_start
from kamdesk.methods.promotion_roi import BACK, NOTHING, Month, Sold
from kamdesk.records.products import Price, Product
from kamdesk.records.promotions import PromotionPlan, scope
from kamdesk.store import AT_LEAST, AT_MOST, IN, NOT_EQUAL, Reader, Where
from kamdesk.words import exponent

THOUSANDTHS = 1000
RETURNED_WITHIN = datetime.timedelta(days=30)
DAY = datetime.timedelta(days=1)
RAN = ("running", "to_evaluate", "evaluated")
By = Mapping[Id, Sold]  # product


@dataclass(frozen=True)
class UnitCost:
    """The cost of one unit in minor units, and whether it was taken from the usual margin."""

    amount: Fraction
    assumed: bool = False


def total(parts: By) -> Sold:
    """Σ over products."""
    return sum(parts.values(), NOTHING)


def baseline(facts: Facts, plan: PromotionPlan, ask: Ask, until: datetime.date) -> By | None:
    """What would have been sold from the start to a day without the plan, by product; None when it cannot be told.

    A baseline typed by hand is told in the evaluation of the plan, not here.
    """
    if plan.start is None or plan.method == "manual":
        return None
    if plan.method == "last_year":
        before = add_months_to_day(plan.start, -12), add_months_to_day(until, -12)
        found = _by_product(facts.promotions.sold(_market(plan), ask, *before))
        return found or None
    return _average(facts, plan, ask, until)


def actual(facts: Facts, plan: PromotionPlan, ask: Ask, until: datetime.date) -> By:
    """What was sold from the start to a day, less what came back in the 30 days after it, by product."""
    if plan.start is None:
        return {}
    market = _market(plan)
    sold = list(facts.promotions.sold(market, ask, plan.start, until))
    back = facts.promotions.sold(market, ask, until + DAY, until + RETURNED_WITHIN, returned=True)
    return _by_product([*sold, *back])


def by_month(facts: Facts, plan: PromotionPlan, first: datetime.date, last: datetime.date) -> dict[str, Sold]:
    """What was sold to the market of a plan in each month from one day to another, Σ over products."""
    found: dict[str, Sold] = {}
    for each in facts.promotions.sold(_market(plan), Ask(Period(first, last)), first, last):
        more = Sold(Fraction(each.units, THOUSANDTHS), Fraction(each.amount))
        found[each.month] = found.get(each.month, NOTHING) + more
    return found


def gain(before: By, after: By, costs: Mapping[Id, UnitCost]) -> Fraction | None:
    """Profit with the plan less profit without it, Σ over products; None when the cost of a product is not known."""
    if not {*before, *after} <= set(costs):
        return None
    return sum((promotion_roi.gain(after.get(each, NOTHING), before.get(each, NOTHING), unit_cost=costs[each].amount)
                for each in {*before, *after}), Fraction(0))


def break_even(before: By, costs: Mapping[Id, UnitCost], *, cost: int) -> Fraction | None:
    """The lift, %, at which the gain pays for the plan, Σ over products; None when no lift can or a cost is missing."""
    if not set(before) <= set(costs):
        return None
    profit = sum((sold.profit(costs[each].amount) for each, sold in before.items()), Fraction(0))
    return promotion_roi.break_even_lift(Sold(Fraction(0), profit), unit_cost=Fraction(0), cost=Fraction(cost))


def unit_costs(reader: Reader, plan: PromotionPlan) -> dict[Id, UnitCost]:
    """The cost of a unit of each product at the start: cost price, else list price less the usual margin."""
    if plan.start is None:
        return {}
    minor = 10 ** exponent(reader.setting("currency"))
    prices = reader.find(Price, Where("product", IN, list(plan.products)), Where("price_list", IN, ["cost", "list"]),
                         party=None)
    found = {(each.product, each.price_list): Fraction(each.amount) * minor for each in prices
             if each.amount is not None and each.overlaps(plan.start, plan.start)}
    made = {}
    for product in reader.find(Product, Where("id", IN, list(plan.products))):
        cost, listed = found.get((product.id, "cost")), found.get((product.id, "list"))
        if cost is not None:
            made[product.id] = UnitCost(cost)
        elif listed is not None and product.default_margin is not None:
            made[product.id] = UnitCost(listed * (1 - Fraction(product.default_margin) / 100), assumed=True)
    return made


def _average(facts: Facts, plan: PromotionPlan, ask: Ask, until: datetime.date) -> By | None:
    """By product, from the whole months before the start that can be compared."""
    start, most = plan.start or until, int(facts.reader.setting("baseline_months"))
    months = [add_months(month_of(start), -at) for at in range(1, BACK * most + 1)]
    sold = facts.promotions.sold(_market(plan), ask, month_start(months[-1]), month_end(months[0]))
    crowded = _crowded(facts.reader, plan, months)
    first = _first_sale(sold)
    calendar = calendar_of(facts.reader)
    made = {}
    for product in plan.products:
        found = promotion_roi.baseline([
            _month(sold, product, month, calendar, usable=month not in crowded and month >= first) for month in months],
            plan_days=calendar.working(start, until), most=most)
        if found is None:
            return None
        made[product] = found
    return made


def _first_sale(sold: Iterable[ProductSold]) -> str:
    """The first month with sales: nothing is known of those before it."""
    return min((each.month for each in sold), default="9999-12")


def _month(sold: Iterable[ProductSold], product: Id, month: str, calendar: WorkCalendar, *, usable: bool) -> Month:
    parts = _by_product(each for each in sold if (each.product, each.month) == (product, month))
    return Month(parts.get(product, NOTHING), calendar.working(month_start(month), month_end(month)), usable)


def _crowded(reader: Reader, plan: PromotionPlan, months: list[str]) -> set[str]:
    """The months in which another plan was on much of the same clients (a setting) with some of the products."""
    others = reader.find(PromotionPlan, Where("end", AT_LEAST, month_start(months[-1])),
                         Where("start", AT_MOST, month_end(months[0])), Where("state", IN, RAN),
                         Where("id", NOT_EQUAL, plan.id))
    alike = [each for each in others if set(each.products) & set(plan.products)]
    own = scope(plan, reader) if alike else set()
    least = Fraction(int(reader.setting("promotion_overlap")), 100) * len(own)
    held = [each for each in alike if own and len(own & scope(each, reader)) >= least]
    return {month for month in months for each in held if each.start is not None and each.end is not None
            and each.start <= month_end(month) and month_start(month) <= each.end}


def _market(plan: PromotionPlan) -> Market:
    return Market(plan.products, plan.clients, plan.territories)


def _by_product(parts: Iterable[ProductSold]) -> dict[Id, Sold]:
    found: dict[Id, Sold] = {}
    for each in parts:
        more = Sold(Fraction(each.units, THOUSANDTHS), Fraction(each.amount))
        found[each.product] = found.get(each.product, NOTHING) + more
    return found

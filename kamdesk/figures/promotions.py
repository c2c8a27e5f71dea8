"""What promotions brought: F70 baseline, F71 lift, F72 return, F73 activities carried out (product/05 §5.6)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import GOOD, MONEY, PERCENT, REGION, WATCH, Ask, Exclusion, Figure, ratio
from kamdesk.figures.money import rounded
from kamdesk.figures.sales import cutoff
from kamdesk.figures.thresholds import high
from kamdesk.methods.promotion_roi import NOTHING, Sold, lift, return_of
from kamdesk.problems import Problem
from kamdesk.promoting.result import RAN, actual, baseline, gain, total, unit_costs
from kamdesk.records.promotions import PromotionActivity, PromotionPlan
from kamdesk.store import AT_LEAST, AT_MOST, IN, Where
from kamdesk.words import N_, _

TOO_FEW = N_("not enough months for a baseline")
NO_PLANS = N_("no promotion ran")
NO_COST = N_("the plan cost nothing")
NO_UNIT_COST = N_("the cost of a product is not known")
NOT_SPLIT = N_("what a plan costs is not kept by part")
NOT_KEPT = N_("activities are not kept by client, distributor, product or channel")
NONE_DUE = N_("no activity was due")
ASSUMED = N_("assumed margin")
BY_PLAN = "promotion"
READS = ("promotion_plan", "sales_record", "client", "distributor", "territory", "product", "non_working_day",
         "setting")


@dataclass(frozen=True)
class Worth:
    """What one plan brought to a day: ``base`` None without a baseline, ``gain`` None without the cost of a product.

    Amounts in minor units; ``expected`` is the lift it was approved with, in per cent.
    """

    plan: Id
    base: Sold | None
    actual: Sold
    cost: int
    gain: Fraction | None = None
    assumed: bool = False
    expected: Decimal | None = None


def worth(facts: Facts, plan: PromotionPlan, ask: Ask, until: datetime.date, *, typed: Sold | None = None) -> Worth:
    """What a plan brought from its start to a day, and what it would have been without it in the same days.

    ``typed``: a baseline typed by hand; of several products together it tells a lift but no gain.
    """
    before = baseline(facts, plan, ask, until) if typed is None else {_only(plan): typed}
    after = actual(facts, plan, ask, until)
    costs = unit_costs(facts.reader, plan)
    return Worth(plan.id, total(before) if before is not None else None, total(after), facts.promotions.spent(plan.id),
                 gain(before, after, costs) if before is not None else None,
                 any(each.assumed for each in costs.values()), plan.expected_lift)


def _only(plan: PromotionPlan) -> Id:
    return plan.products[0] if len(plan.products) == 1 else ""


def plans_of(facts: Facts, ask: Ask) -> list[PromotionPlan]:
    """The plans that ran on some day of the period, by start."""
    return facts.reader.find(PromotionPlan, Where("start", AT_MOST, ask.until),
                             Where("end", AT_LEAST, ask.period.start), Where("state", IN, RAN),
                             sort=(("start", False), ("name", False)))


def _worths(facts: Facts, ask: Ask) -> dict[Key, list[Worth]]:
    """By plan, or all together under None."""
    if ask.by not in (None, BY_PLAN):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    cut = cutoff(facts, ask)
    found = [worth(facts, plan, ask, min(plan.end or cut, cut)) for plan in plans_of(facts, ask)
             if plan.start is not None and plan.start <= cut]
    return {each.plan: [each] for each in found} if ask.by else {None: found}


def _rows(facts: Facts, ask: Ask) -> Rows:
    return Rows(PromotionPlan.kind, [each.id for each in plans_of(facts, ask)])


def _added(parts: Sequence[Sold]) -> Sold:
    return sum(parts, NOTHING)


def _each(facts: Facts, ask: Ask, make: Callable[[Facts, Ask, Key, Sequence[Worth]], Figure]) -> dict[Key, Figure]:
    return {key: make(facts, ask, key, each) for key, each in _worths(facts, ask).items()}


@figure("F70", N_("Baseline of promotions"), unit=MONEY, reads=READS, rows=_rows,
        formula=N_("Sales of the 3 months before ÷ their working days × those of the plan; months with others skipped"))
def base_line(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What plans would have sold anyway, from their start to the cut-off; ``more["units"]`` the same in units."""
    return _each(facts, ask, _base)


def _base(_facts: Facts, ask: Ask, key: Key, each: Sequence[Worth]) -> Figure:
    known, left_out = _known(each)
    base = _added([one.base for one in known if one.base is not None])
    return Figure("F70", MONEY, rounded(base.amount) if known else None, base.amount, None, ask.until, ask.period,
                  ask.scope, key, None, _why(each, known), left_out, more={"units": base.units, "plans": len(known)})


@figure("F71", N_("Lift of promotions"), unit=PERCENT, reads=READS, rows=_rows,
        formula=N_("(Sales − baseline) ÷ baseline × 100"))
def lifted(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Lift of the amount sold; ``more["units"]`` that of units. In order when it reaches the lift expected."""
    return _each(facts, ask, _lift)


def _lift(_facts: Facts, ask: Ask, key: Key, each: Sequence[Worth]) -> Figure:
    known, left_out = _known(each)
    base, after = _added([one.base for one in known if one.base]), _added([one.actual for one in known])
    value = lift(after.amount, base.amount)
    hoped = sum((one.base.amount * Fraction(one.expected) for one in known if one.base and one.expected is not None),
                Fraction(0))
    expected = hoped / base.amount if base.amount and all(one.expected is not None for one in known) else None
    status = None if value is None or expected is None else GOOD if value >= expected else WATCH
    return Figure("F71", PERCENT, value, after.amount - base.amount, base.amount, ask.until, ask.period, ask.scope, key,
                  status, _why(each, known) if value is None else "", left_out, more={
                      "units": lift(after.units, base.units), "expected": expected, "amount": after.amount})


@figure("F72", N_("Return on promotions"), unit=PERCENT, reads=(*READS, "promotion_activity", "expense", "price"),
        formula=N_("(Change of profit − cost) ÷ cost × 100"), rows=_rows)
def returned(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What came back of each hundred spent; ``more["gain"]`` is the change of profit, told also without cost."""
    if ask.scope != REGION:
        return {None: Figure("F72", PERCENT, None, cutoff=ask.until, period=ask.period, scope=ask.scope,
                             reason=NOT_SPLIT)}
    return _each(facts, ask, _return)


def _return(facts: Facts, ask: Ask, key: Key, each: Sequence[Worth]) -> Figure:
    based, left_out = _known(each)
    known = [one for one in based if one.gain is not None]
    if len(known) < len(based):
        left_out = (*left_out, Exclusion(NO_UNIT_COST, len(based) - len(known)))
    brought = sum((one.gain for one in known if one.gain is not None), Fraction(0))
    cost = Fraction(sum(one.cost for one in known))
    value = return_of(brought, cost=cost)
    why = "" if value is not None else NO_COST if known else NO_UNIT_COST if based else _why(each, based)
    return Figure("F72", PERCENT, value, brought - cost, cost, ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F72", value), why, left_out,
                  (ASSUMED,) if any(one.assumed for one in known) else (),
                  {"gain": rounded(brought) if known else None, "cost": cost})


def _known(each: Sequence[Worth]) -> tuple[list[Worth], tuple[Exclusion, ...]]:
    """The plans with a baseline, and how many have none."""
    known = [one for one in each if one.base is not None]
    return known, (Exclusion(TOO_FEW, len(each) - len(known)),) if len(known) < len(each) else ()


def _why(each: Sequence[Worth], known: Sequence[Worth]) -> str:
    return "" if known else TOO_FEW if each else NO_PLANS


def _activities(facts: Facts, ask: Ask) -> Rows:
    return Rows(PromotionActivity.kind, facts.promotions.activity_ids(ask))


def _lacking(ask: Ask) -> bool:
    scope = ask.scope
    return bool(scope.client or scope.distributor or scope.line or scope.product or scope.channel)


@figure("F73", N_("Activities carried out"), unit=PERCENT, reads=("promotion_plan", "promotion_activity", "territory"),
        formula=N_("Activities carried out ÷ activities due, two days of grace; cancelled ones out"), rows=_activities)
def carried_out(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Activities of plans that ran, done ÷ due × 100."""
    if _lacking(ask):
        return {None: Figure("F73", PERCENT, None, cutoff=ask.until, period=ask.period, scope=ask.scope,
                             reason=NOT_KEPT)}
    parts = facts.promotions.activities(ask)
    found = {key: _execution(facts, ask, key, each.done, each.due) for key, each in parts.items()}
    return found if ask.by or found else {None: _execution(facts, ask, None, 0, 0)}


def _execution(facts: Facts, ask: Ask, key: Key, done: int, due: int) -> Figure:
    value = ratio(done, due)
    return Figure("F73", PERCENT, value, Fraction(done), Fraction(due), ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F73", value), "" if due else NONE_DUE)

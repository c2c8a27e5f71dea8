"""Plan, actual and what is left of the budget: F60 to F63 (product/05 §5.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.calendars import calendar_for, month_share
from kamdesk.figures.facts import BudgetPart, Facts, Key, MoneyPart
from kamdesk.figures.model import BAD, GOOD, MONEY, PERCENT, WATCH, Ask, Exclusion, Figure, ratio
from kamdesk.figures.money import Rates, rounded
from kamdesk.figures.thresholds import limits, low
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.records.expenses import Expense
from kamdesk.words import N_

NO_PLAN = N_("no plan")
NO_SPLIT = N_("budgets are not kept by client, distributor, product or channel")
ASTRAY = N_("on a line outside the budget")
READS = ("budget", "budget_line", "budget_month", "budget_transfer", "commitment", "expense", "exchange_rate",
         "approval_event", "setting")
EXPENSES = ("expense",)
PACE_MONTHS = 3


@dataclass(frozen=True)
class Month:
    """One month of the budget in minor units of the base currency."""

    plan: Fraction = Fraction(0)
    actual: Fraction = Fraction(0)
    committed: Fraction = Fraction(0)
    closed: bool = False


@dataclass(frozen=True)
class Months:
    """The budget of one key by month."""

    by_month: Mapping[str, Month]
    exclusions: tuple[Exclusion, ...] = ()

    def total(self, name: str) -> Fraction:
        """Σ over months of plan, actual or committed."""
        return sum((getattr(each, name) for each in self.by_month.values()), Fraction(0))


def budget_months(facts: Facts, ask: Ask, natures: Sequence[str] = EXPENSES) -> dict[Key, Months]:
    """Plan, actual and committed of the period by key and month; expenses on lines of no budget are listed."""
    rates = Rates(facts.reader)
    found = {key: _months(parts, rates) for key, parts in facts.budgets.sums(ask, natures).items()}
    if ask.by:
        return found
    astray = rates.add(facts.budgets.astray(ask))
    whole = found.get(None, Months({}))
    lost = (Exclusion(ASTRAY, astray.rows, int(rounded(astray.amount))),) if astray.rows else ()
    return {None: replace(whole, exclusions=whole.exclusions + lost)}


def _months(parts: Sequence[BudgetPart], rates: Rates) -> Months:
    found: dict[str, Month] = {}
    left_out: tuple[Exclusion, ...] = ()
    for part in parts:
        sums = {}
        for name in ("plan", "actual", "committed"):
            converted = rates.add([MoneyPart(part.month, part.currency, getattr(part, name), 1)])
            sums[name] = converted.amount
            left_out += tuple(each for each in converted.exclusions if each.amount)
        old = found.get(part.month, Month())
        found[part.month] = Month(**{name: getattr(old, name) + value for name, value in sums.items()},
                                  closed=old.closed or part.closed)
    return Months(found, left_out)


def _askable(ask: Ask) -> bool:
    scope = ask.scope
    return not (scope.client or scope.distributor or scope.product or scope.channel)


def _figures(facts: Facts, ask: Ask) -> dict[Key, Months]:
    return budget_months(facts, ask) if _askable(ask) else {}


def _none(code: str, unit: str, ask: Ask) -> dict[Key, Figure]:
    return {None: Figure(code, unit, None, cutoff=ask.until, period=ask.period, scope=ask.scope, reason=NO_SPLIT)}


def _expenses(facts: Facts, ask: Ask) -> Rows:
    return Rows(Expense.kind, facts.budgets.expense_ids(ask) if _askable(ask) else [])


@figure("F60", N_("Available budget"), formula=N_("Plan − committed − actual"), unit=MONEY, reads=READS, rows=_expenses)
def available(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Plan with approved transfers − committed − actual; the parts are in ``more``."""
    if not _askable(ask):
        return _none("F60", MONEY, ask)
    return {key: _available(facts, ask, key, each) for key, each in _figures(facts, ask).items()}


def _available(facts: Facts, ask: Ask, key: Key, each: Months) -> Figure:
    plan, actual, committed = (each.total(name) for name in ("plan", "actual", "committed"))
    left = plan - committed - actual
    watch, bad = limits(facts.reader, "F60")
    share = ratio(left, plan)
    status = BAD if left < 0 else None if share is None else BAD if share < bad else WATCH if share < watch else GOOD
    known = bool(each.by_month)
    return Figure("F60", MONEY, rounded(left) if known else None, rounded(left), rounded(plan), ask.until, ask.period,
                  ask.scope, key, status if known else None, "" if known else NO_PLAN, each.exclusions, more={
                      "plan": rounded(plan), "actual": rounded(actual), "committed": rounded(committed)})


@figure("F61", N_("Variance"), formula=N_("Actual − plan to date, and ÷ plan × 100"), unit=MONEY,
        reads=(*READS, "non_working_day"), rows=_expenses)
def variance(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Actual − plan to date in money; ``more["percent"]`` is the variance in per cent of the plan, which is judged."""
    if not _askable(ask):
        return _none("F61", MONEY, ask)
    calendar = calendar_for(facts.reader, ask.scope)
    found = {}
    for key, each in _figures(facts, ask).items():
        shares = {month: month_share(calendar, month, month_start(month), min(ask.until, month_end(month)))
                  for month in each.by_month}
        plan = rounded(sum((one.plan * (1 if one.closed else shares[month]) for month, one in each.by_month.items()),
                           Fraction(0)))
        found[key] = _variance(facts, ask, key, each, plan)
    return found


def _variance(facts: Facts, ask: Ask, key: Key, each: Months, plan: Fraction) -> Figure:
    actual = rounded(each.total("actual"))
    percent = ratio(actual - plan, plan)
    known = bool(each.by_month)
    return Figure("F61", MONEY, actual - plan if known else None, actual, plan, ask.until, ask.period, ask.scope, key,
                  low(facts.reader, "F61", None if percent is None else abs(percent)), "" if known else NO_PLAN,
                  each.exclusions, more={"percent": percent, "plan": plan, "actual": actual})


@figure("F62", N_("Budget execution"), formula=N_("Actual ÷ plan of the period × 100"), unit=PERCENT, reads=READS,
        rows=_expenses)
def execution(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Actual ÷ plan × 100."""
    if not _askable(ask):
        return _none("F62", PERCENT, ask)
    found = {}
    for key, each in _figures(facts, ask).items():
        actual, plan = rounded(each.total("actual")), rounded(each.total("plan"))
        value = ratio(actual, plan)
        found[key] = Figure("F62", PERCENT, value, actual, plan, ask.until, ask.period, ask.scope, key,
                            reason="" if value is not None else NO_PLAN, exclusions=each.exclusions)
    return found


@figure("F63", N_("Projected close"), unit=MONEY, reads=READS, rows=_expenses,
        formula=N_("Actual of closed months + greater of plan and actual + committed after"))
def projection(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What the period will have cost; ``more["pace"]``: future months at the mean of the last 3 closed ones."""
    if not _askable(ask):
        return _none("F63", MONEY, ask)
    return {key: _projected(facts, ask, key, each) for key, each in _figures(facts, ask).items()}


def _projected(facts: Facts, ask: Ask, key: Key, each: Months) -> Figure:
    plan = rounded(each.total("plan"))
    value = rounded(sum((_close(one) for one in each.by_month.values()), Fraction(0)))
    good, watch = limits(facts.reader, "F63")
    over = ratio(value - plan, plan)
    status = None if over is None else GOOD if over <= good else WATCH if over <= watch else BAD
    known = bool(each.by_month)
    return Figure("F63", MONEY, value if known else None, value, plan, ask.until, ask.period, ask.scope, key, status,
                  "" if known else NO_PLAN, each.exclusions, more={"plan": plan, "pace": _at_pace(ask, each)})


def _close(one: Month) -> Fraction:
    return one.actual if one.closed else max(one.plan, one.actual + one.committed)


def _at_pace(ask: Ask, each: Months) -> Fraction | None:
    """The projection with future months at the mean actual of the last 3 closed months; None without closed months."""
    closed = sorted(month for month, one in each.by_month.items() if one.closed)[-PACE_MONTHS:]
    if not closed:
        return None
    mean = sum((each.by_month[month].actual for month in closed), Fraction(0)) / len(closed)
    month, total = ask.period.first_month, Fraction(0)
    while month <= ask.period.last_month:
        total += mean if month > f"{ask.today:%Y-%m}" else _close(each.by_month.get(month, Month()))
        month = add_months(month, 1)
    return rounded(total)

"""Series for charts: months of sales with their target, ageing columns, a figure by a dimension."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import REGION, Ask, Period, Scope
from kamdesk.figures.receivables import Aged, aged
from kamdesk.figures.sales import actuals, goals
from kamdesk.methods.months import add_months, month_end, month_range, month_start


@dataclass(frozen=True)
class MonthPoint:
    """One month of a measure in minor units (or a count), with its target (None: nobody set one)."""

    month: str
    actual: Fraction
    target: Fraction | None
    running: bool = False


def by_month(facts: Facts, last: str, *, months: int = 12, scope: Scope = REGION,
             measure: str = "amount") -> list[MonthPoint]:
    """The last ``months`` months to ``last`` of a measure of F22 (sales, units, billing, collection), oldest first."""
    first = add_months(last, 1 - months)
    ask = Ask(Period(month_start(first), month_end(last)), scope, "month")
    cut, reached = actuals(facts, ask, measure)
    wanted = goals(facts, ask, measure, ask.period.end)
    points = []
    for month in month_range(first, last):
        actual = reached[month].amount if month in reached else Fraction(0)
        points.append(MonthPoint(month, actual, wanted.get(month), running=month_end(month) > cut))
    return points


def ageing(facts: Facts, on: datetime.date, *, scope: Scope = REGION, by: str | None = None) -> dict[Key, Aged]:
    """The ageing columns on a day (see ``receivables.buckets``), of the whole or by a dimension."""
    return aged(facts, Ask(Period.day(on), scope, by), on)

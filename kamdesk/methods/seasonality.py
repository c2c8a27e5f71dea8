"""The weight of each month in a year: the base A1 uses to spread a year over its months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kamdesk.methods.calendar import WorkCalendar
from kamdesk.methods.months import add_months, month_end, month_range, month_start

YEARS = 3
MONTHS = 12


def month_weights(months: Sequence[str], *, history: Mapping[str, int], through: str,
                  calendar: WorkCalendar) -> list[Fraction]:
    """A weight for each of ``months`` (product/06 A1 step 2).

    ``history``: amount or units by month («2025-10»), missing months 0; ``through``: the last whole month known.
    The mean share of each calendar month over up to 3 full years back from there; with less than a full year, or
    nothing sold in it, the working days of each month.
    """
    shares = mean_shares(history, through=through)
    if shares is None:
        return [calendar.working(month_start(month), month_end(month)) for month in months]
    return [shares[int(month[5:])] for month in months]


def mean_shares(history: Mapping[str, int], *, through: str) -> dict[int, Fraction] | None:
    """The mean share of each calendar month (1–12), or None with under 12 months of history or no sale in them.

    A month below zero (more returned than sold) counts as nothing: a weight cannot be negative.
    """
    first = min(history, default=through)
    years = []
    for back in range(YEARS):
        last = add_months(through, -MONTHS * back)
        begin = add_months(last, 1 - MONTHS)
        if begin < first:
            break
        years.append({int(month[5:]): max(history.get(month, 0), 0) for month in month_range(begin, last)})
    shares = [{month: Fraction(value, sum(year.values())) for month, value in year.items()}
              for year in years if any(year.values())]
    if not shares:
        return None
    return {month: sum((year[month] for year in shares), Fraction(0)) / len(shares) for month in range(1, MONTHS + 1)}

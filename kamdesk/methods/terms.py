"""How much of a minimum should be reached by a day: the period of a term, prorated by calendar days (F30)."""

from __future__ import annotations

import datetime
from fractions import Fraction

from kamdesk.methods.months import add_months, fiscal_start, month_end, month_of, month_start, months_between

LENGTHS = {"month": 1, "quarter": 3, "year": 12}
Span = tuple[datetime.date, datetime.date]


def span_of(period: str, contract: Span, on: datetime.date) -> Span:
    """First and last day of the period of a term that holds ``on``; the whole contract when it is agreed for it."""
    months = LENGTHS.get(period)
    if months is None:
        return contract
    year = fiscal_start(month_of(on))
    first = add_months(year, months_between(year, month_of(on)) // months * months)
    return month_start(first), month_end(add_months(first, months - 1))


def due_by(minimum: Fraction, period: str, contract: Span, on: datetime.date) -> Fraction:
    """The part of a minimum that should be reached by a day; 0 before the contract begins.

    A period that begins or ends with the contract counts only the days of the contract.
    """
    day = min(on, contract[1])
    first, last = span_of(period, contract, day)
    elapsed = (day - max(first, contract[0])).days + 1
    return minimum * max(elapsed, 0) / ((last - first).days + 1)

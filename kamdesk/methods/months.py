"""Months as «YYYY-MM» text: first and last day, moving, counting, fiscal years."""

from __future__ import annotations

import calendar
import datetime


def month_of(day: datetime.date) -> str:
    """The month of a day: 24 Nov 2025 is «2025-11»."""
    return f"{day.year:04d}-{day.month:02d}"


def month_start(month: str | datetime.date) -> datetime.date:
    """The first day of a month («2025-11» or any of its days)."""
    if isinstance(month, datetime.date):
        return datetime.date(month.year, month.month, 1)
    year, index = _parts(month)
    return datetime.date(year, index, 1)


def month_end(month: str | datetime.date) -> datetime.date:
    """The last day of a month («2025-11» or any of its days)."""
    first = month_start(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def add_months(month: str, count: int) -> str:
    """The month ``count`` months later (earlier when negative)."""
    year, index = _parts(month)
    year, index = divmod(year * 12 + index - 1 + count, 12)
    return f"{year:04d}-{index + 1:02d}"


def add_months_to_day(day: datetime.date, count: int) -> datetime.date:
    """The same day ``count`` months later; the last of the month when it has no such day (29 Feb to 28 Feb)."""
    target = add_months(month_of(day), count)
    return month_start(target).replace(day=min(day.day, month_end(target).day))


def months_between(first: str, last: str) -> int:
    """Months from ``first`` to ``last``: 0 for the same month, negative backwards."""
    (year_a, index_a), (year_b, index_b) = _parts(first), _parts(last)
    return (year_b - year_a) * 12 + index_b - index_a


def month_range(first: str, last: str) -> list[str]:
    """Every month from ``first`` to ``last``, both included; empty when they are reversed."""
    return [add_months(first, step) for step in range(months_between(first, last) + 1)]


def fiscal_start(month: str, *, starts_in: int = 1) -> str:
    """The first month of the fiscal year that holds ``month``, for a year that starts in month 1–12."""
    return add_months(month, -months_into_fiscal_year(month, starts_in=starts_in))


def months_into_fiscal_year(month: str, *, starts_in: int = 1) -> int:
    """Months since the fiscal year began: 0 in its first month, 11 in its last."""
    return (_parts(month)[1] - starts_in) % 12


def fiscal_months(month: str, *, starts_in: int = 1) -> list[str]:
    """The twelve months of the fiscal year that holds ``month``."""
    first = fiscal_start(month, starts_in=starts_in)
    return month_range(first, add_months(first, 11))


def _parts(month: str) -> tuple[int, int]:
    year, _dash, index = month.partition("-")
    return int(year), int(index)

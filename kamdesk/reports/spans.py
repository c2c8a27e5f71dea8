"""Which periods a report can be about: days, weeks, months, quarters, years, the year ahead."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, add_months_to_day, month_end, month_of, month_start
from kamdesk.words import N_, _, day, month

DAY, WEEK, MONTH, QUARTER, YEAR, AHEAD = "day", "week", "month", "quarter", "year", "ahead"
SPANS = {DAY: N_("Day"), WEEK: N_("Week"), MONTH: N_("Month"), QUARTER: N_("Quarter"), YEAR: N_("Year"),
         AHEAD: N_("Next 12 months")}
QUARTERS = (N_("1st quarter"), N_("2nd quarter"), N_("3rd quarter"), N_("4th quarter"))
BACK = {DAY: 31, WEEK: 13, MONTH: 18, QUARTER: 8, YEAR: 4, AHEAD: 1}  # how many of each are offered
MONTHS_IN_QUARTER, MONTHS_IN_YEAR, DAYS_IN_WEEK = 3, 12, 7


def week(on: datetime.date) -> Period:
    """Monday to Sunday around a day."""
    monday = on - datetime.timedelta(on.weekday())
    return Period(monday, monday + datetime.timedelta(DAYS_IN_WEEK - 1))


def quarter(on: datetime.date) -> Period:
    """The calendar quarter of a day."""
    first = add_months(month_of(on), -((on.month - 1) % MONTHS_IN_QUARTER))
    return Period(month_start(first), month_end(add_months(first, MONTHS_IN_QUARTER - 1)))


def ahead(on: datetime.date) -> Period:
    """The twelve months that begin with a day."""
    return Period(on, add_months_to_day(on, MONTHS_IN_YEAR))


_OF: Mapping[str, Callable[[datetime.date], Period]] = {
    DAY: Period.day, WEEK: week, MONTH: lambda on: Period.month(month_of(on)), QUARTER: quarter,
    YEAR: lambda on: Period.year(on.year), AHEAD: ahead}


def span(kind: str, on: datetime.date) -> Period:
    """The period of a kind that holds a day."""
    return _OF[kind](on)


def offered(kind: str, today: datetime.date) -> list[Period]:
    """The periods a person may choose, the current one first; of days and weeks the next one too."""
    found = [span(kind, today)]
    while len(found) < BACK[kind]:
        found.append(span(kind, found[-1].start - datetime.timedelta(1)))
    if kind in (DAY, WEEK):
        found.insert(1, span(kind, found[0].end + datetime.timedelta(1)))
    return found


def told(period: Period) -> str:
    """A period as a header says it."""
    start, end = period.start, period.end
    if start == end:
        return day(end)
    if period == span(MONTH, start):
        return month(period.first_month)
    if period == span(YEAR, start):
        return str(start.year)
    if period == span(QUARTER, start):
        return f"{_(QUARTERS[(start.month - 1) // MONTHS_IN_QUARTER])} {start.year}"
    return f"{day(start, this_year=end.year)} – {day(end)}"

"""The working calendar of the region, a territory or a person, from records and settings."""

from __future__ import annotations

import datetime
from fractions import Fraction
from functools import cache

from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.figures.model import Scope
from kamdesk.methods.calendar import NonWorking, WorkCalendar, holidays_of, work_calendar
from kamdesk.methods.months import month_end, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay
from kamdesk.store import Reader

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_YEARS_BACK, _YEARS_AHEAD = 6, 2  # as far as figures look


def calendar_of(reader: Reader, person: Id | None = None, *, territory: Id | None = None) -> WorkCalendar:
    """The calendar of a person (days off of her own and of her territory), of a territory, or of everybody.

    A year in which nobody typed a holiday takes the list of the country (the template of product/09).
    """
    rows = [_row(each) for each in reader.find(NonWorkingDay) if each.on]
    typed = {each.on.year for each in reader.find(NonWorkingDay, category="holiday", person=None) if each.on}
    this_year = clock.today().year
    for year in range(this_year - _YEARS_BACK, this_year + _YEARS_AHEAD + 1):
        if year not in typed:
            rows += _template(reader.setting("country"), year)
    weekdays = frozenset(_WEEK.index(name) for name in reader.setting("working_days"))
    return work_calendar(rows, weekdays=weekdays, person=person,
                         territories=_above(reader, territory or _home(reader, person)))


def calendar_for(reader: Reader, scope: Scope) -> WorkCalendar:
    """The calendar of a scope."""
    return calendar_of(reader, scope.person, territory=scope.territory)


def month_share(calendar: WorkCalendar, month: str, first: datetime.date, last: datetime.date) -> Fraction:
    """The part of a month that lies from ``first`` to ``last``: working days by working days, else calendar days."""
    start, end = month_start(month), month_end(month)
    a, b = max(start, first), min(end, last)
    if a > b:
        return Fraction(0)
    total = calendar.working(start, end)
    return calendar.working(a, b) / total if total else Fraction((b - a).days + 1, (end - start).days + 1)


def months_to(calendar: WorkCalendar, first: datetime.date, last: datetime.date) -> dict[str, Fraction]:
    """The share of each month from ``first`` to ``last``: whole months 1."""
    if first > last:
        return {}
    months = month_range(f"{first:%Y-%m}", f"{last:%Y-%m}")
    return {month: month_share(calendar, month, first, last) for month in months}


def _row(each: NonWorkingDay) -> NonWorking:
    return NonWorking(each.on or clock.today(), each.until, half_day=each.half_day, person=each.person,
                      territory=each.territory, name=each.name)


@cache
def _template(country: str, year: int) -> list[NonWorking]:
    try:
        return holidays_of(country, year)
    except Problem:  # a country without a list has only the days somebody typed
        return []


def _home(reader: Reader, person: Id | None) -> Id | None:
    found = reader.maybe(Person, person)
    return found.territory if found else None


def _above(reader: Reader, territory: Id | None) -> frozenset[str]:
    """A territory and those that hold it."""
    found: set[str] = set()
    while territory and territory not in found:
        found.add(territory)
        at = reader.maybe(Territory, territory)
        territory = at.parent if at else None
    return frozenset(found)

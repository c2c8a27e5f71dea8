"""Working days: weekdays, holidays, days off and half days; the measure behind every «a hoy»."""

from __future__ import annotations

import datetime
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import ModuleType

from kamdesk.methods.months import month_end, month_start
from kamdesk.problems import Problem
from kamdesk.words import _, number

MONDAY_TO_FRIDAY = frozenset(range(5))
HALF = Fraction(1, 2)
SEARCH_DAYS = 366 * 2  # further than any leave; beyond it the calendar itself is wrong
# The handover of the presidency is a rest day every sixth year, not in the template of product/09.
MEXICO_LEFT_OUT = {(10, 1), (12, 1)}


@dataclass(frozen=True)
class NonWorking:
    """One row of days off, ``on`` to ``until``; without person and territory it is everybody's."""

    on: datetime.date
    until: datetime.date | None = None
    half_day: bool = False
    person: str | None = None
    territory: str | None = None
    name: str = ""

    def days(self) -> Iterator[datetime.date]:
        """Each day of the row."""
        for step in range(((self.until or self.on) - self.on).days + 1):
            yield self.on + datetime.timedelta(step)


@dataclass(frozen=True)
class Progress:
    """Working days gone by and in all, of a month: day 15 of 19."""

    elapsed: Fraction
    total: Fraction

    def label(self) -> str:
        """«día 15 de 19 hábiles»."""
        return _("day {n} of {total} working days", n=_days(self.elapsed), total=_days(self.total))


def holidays_of(country: str, year: int) -> list[NonWorking]:
    """The public holidays of a country (ISO code) in Spanish, whole days, oldest first.

    Mexico gives exactly the seven days of the template in product/09. Raises Problem for a country that the
    list does not know: its days can still be typed or read from a file.
    """
    holidays = _holidays()
    try:
        known = holidays.country_holidays(country, years=year, observed=False)
        if "es" in (known.supported_languages or ()):
            known = holidays.country_holidays(country, years=year, observed=False, language="es")
    except NotImplementedError:
        raise Problem(_("There is no holiday list for “{country}”. Add the days by hand or from a file.",
                        country=country), field="country") from None
    left_out = MEXICO_LEFT_OUT if country == "MX" else set()
    return [NonWorking(day, name=name) for day, name in sorted(known.items()) if (day.month, day.day) not in left_out]


@cache
def _holidays() -> ModuleType:
    """The library of holidays; of its 250 countries only those that are asked for are imported, not all at once."""
    import holidays

    spec = importlib.util.find_spec("holidays.countries")
    if spec is not None and spec.name not in sys.modules:
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    return holidays


def work_calendar(days_off: Iterable[NonWorking] = (), *, weekdays: frozenset[int] = MONDAY_TO_FRIDAY,
                  person: str | None = None, territories: frozenset[str] = frozenset()) -> WorkCalendar:
    """The calendar of one person in their territories, or of everybody (``person`` None: only common days off).

    ``weekdays``: 0 Monday … 6 Sunday. A day off twice by halves stays a half; a whole one wins.
    """
    if not weekdays:
        raise Problem(_("Choose at least one working day of the week in Settings › Calendar."), field="weekdays")
    off: dict[datetime.date, Fraction] = {}
    for row in days_off:
        if row.person not in (None, person) or (row.territory and row.territory not in territories):
            continue
        for day in row.days():
            if day.weekday() in weekdays:
                off[day] = max(off.get(day, Fraction(0)), HALF if row.half_day else Fraction(1))
    return WorkCalendar(weekdays, off)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: made by ``work_calendar``; ``off`` holds the part not worked of working weekdays."""

    weekdays: frozenset[int]
    off: dict[datetime.date, Fraction]

    def part(self, day: datetime.date) -> Fraction:
        """The part of a day that is worked: 0, ½ or 1."""
        return 1 - self.off.get(day, Fraction(0)) if day.weekday() in self.weekdays else Fraction(0)

    def is_working(self, day: datetime.date) -> bool:
        """Whether any part of the day is worked."""
        return self.part(day) > 0

    def working(self, first: datetime.date, last: datetime.date) -> Fraction:
        """w(first, last): working days with both ends, half days as ½; 0 when reversed (product/05 §5.0)."""
        length = (last - first).days + 1
        if length <= 0:
            return Fraction(0)
        weeks, rest = divmod(length, 7)
        days = weeks * len(self.weekdays) + sum((first.weekday() + step) % 7 in self.weekdays for step in range(rest))
        return days - sum((part for day, part in self.off.items() if first <= day <= last), Fraction(0))

    def days(self, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        """The days on which any part is worked, in order."""
        every = (first + datetime.timedelta(step) for step in range((last - first).days + 1))
        return [day for day in every if self.is_working(day)]

    def on_or_after(self, day: datetime.date) -> datetime.date:
        """The day itself if worked, else the next working day: where a due date on a day off moves."""
        for step in range(SEARCH_DAYS):
            candidate = day + datetime.timedelta(step)
            if self.is_working(candidate):
                return candidate
        raise Problem(_("No working day in the two years after {day}. Check the days off.", day=day.isoformat()))

    def next_working_day(self, day: datetime.date, count: int = 1) -> datetime.date:
        """The ``count``-th working day after ``day``."""
        for _step in range(count):
            day = self.on_or_after(day + datetime.timedelta(1))
        return day

    def working_day_of_month(self, month: str | datetime.date, nth: int) -> datetime.date:
        """The ``nth`` working day of a month (a half day counts as a day); the last one when it has fewer."""
        days = self.days(month_start(month), month_end(month))
        if not days:
            return self.on_or_after(month_start(month))
        return days[min(nth, len(days)) - 1]

    def progress(self, day: datetime.date) -> Progress:
        """Where ``day`` stands in its month: on 24 Nov 2025 in Mexico, 15 of 19."""
        return Progress(self.working(month_start(day), day), self.working(month_start(day), month_end(day)))

    def elapsed_share(self, start: datetime.date, cut: datetime.date, end: datetime.date) -> Fraction | None:
        """w(start, cut) ÷ w(start, end); a period without working days uses calendar days (F23).

        None before the first working day: nothing can be due yet. ``cut`` after ``end`` counts as ``end``.
        """
        cut, total = min(cut, end), self.working(start, end)
        if total:
            return self.working(start, cut) / total or None
        return Fraction((cut - start).days + 1, (end - start).days + 1) if start <= cut else None


def _days(value: Fraction) -> str:
    return number(Decimal(value.numerator) / value.denominator, 0 if value.denominator == 1 else 1)

"""When a report of the calendar of reports is due, and about which days (product/09 Informes)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from kamdesk.methods.calendar import WorkCalendar
from kamdesk.methods.months import add_months, month_end, month_of, month_start

DAY, WEEK, MONTH, QUARTER = "day", "week", "month", "quarter"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER_MONTHS = 3
ONE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class DueReport:
    """A period that is over, and the day its report must be issued."""

    start: datetime.date
    end: datetime.date
    due: datetime.date


def latest_due(every: str, due: str | int, *, today: datetime.date, calendar: WorkCalendar) -> DueReport:
    """The last period whose report is due by today.

    every   day (due the next working day), week (a weekday of the week after: «mon»), month or quarter (a day of the
            month after: 3, or its working day: «w5»); a due day off moves to the next working day
    """
    return _FINDERS[every](due, today, calendar)


def _daily(_due: str | int, today: datetime.date, calendar: WorkCalendar) -> DueReport:
    due = today
    while not calendar.is_working(due):
        due -= ONE
    day = due - ONE
    while not calendar.is_working(day):
        day -= ONE
    return DueReport(day, day, due)


def _weekly(due: str | int, today: datetime.date, calendar: WorkCalendar) -> DueReport:
    monday = today - datetime.timedelta(today.weekday())
    for week in (monday, monday - 7 * ONE, monday - 14 * ONE):
        on = calendar.on_or_after(week + datetime.timedelta(WEEKDAYS.index(str(due))))
        if on <= today:
            break
    return DueReport(week - 7 * ONE, week - ONE, on)


def _monthly(due: str | int, today: datetime.date, calendar: WorkCalendar) -> DueReport:
    return _of_months(due, today, calendar, months=1)


def _quarterly(due: str | int, today: datetime.date, calendar: WorkCalendar) -> DueReport:
    return _of_months(due, today, calendar, months=QUARTER_MONTHS)


def _of_months(due: str | int, today: datetime.date, calendar: WorkCalendar, *, months: int) -> DueReport:
    after = month_of(today)
    while (int(after[5:]) - 1) % months:
        after = add_months(after, -1)
    if _day_of(due, after, calendar) > today:
        after = add_months(after, -months)
    first = add_months(after, -months)
    return DueReport(month_start(first), month_end(add_months(after, -1)), _day_of(due, after, calendar))


def _day_of(due: str | int, month: str, calendar: WorkCalendar) -> datetime.date:
    """«w5» is the fifth working day; a plain day off moves on."""
    text = str(due)
    if text.startswith("w"):
        return calendar.working_day_of_month(month, int(text[1:]))
    day = min(int(text), month_end(month).day)
    return calendar.on_or_after(month_start(month).replace(day=day))


_FINDERS: dict[str, Callable[[str | int, datetime.date, WorkCalendar], DueReport]] = {
    DAY: _daily, WEEK: _weekly, MONTH: _monthly, QUARTER: _quarterly}

"""Holidays from a calendar file (.ics), for countries and regions that the built-in lists do not know."""

from __future__ import annotations

import datetime

from icalendar import Calendar, vDDDTypes

from kamdesk.methods.calendar import NonWorking
from kamdesk.problems import Problem
from kamdesk.words import _

LONGEST_DAYS = 366


def read_holidays(data: bytes) -> tuple[list[NonWorking], list[str]]:
    """The events of a calendar file as days off of everybody, oldest first, and the names of those without a day.

    Repetitions count once, on their first day. Raises Problem when it is no calendar or holds no day at all.
    """
    try:
        events = [event for calendar in Calendar.from_ical(data, multiple=True) for event in calendar.walk("VEVENT")]
    except ValueError:
        raise Problem(_("This file is not a calendar. Choose a file that ends in .ics."), field="file") from None
    rows, refused = [], []
    for event in events:
        name = str(event.get("SUMMARY", "")).strip()
        row = _row(_day(event.get("DTSTART")), _day(event.get("DTEND")), name)
        if row is None:
            refused.append(name)
        else:
            rows.append(row)
    if not rows:
        raise Problem(_("The calendar has no days. Choose another file."), field="file", details=tuple(refused))
    return sorted(rows, key=lambda row: (row.on, row.name)), refused


def _row(first: datetime.date | None, after: datetime.date | None, name: str) -> NonWorking | None:
    if first is None:
        return None
    last = after - datetime.timedelta(1) if after is not None and after > first else first
    if (last - first).days > LONGEST_DAYS:
        return None
    return NonWorking(first, last if last != first else None, name=name)


def _day(value: object) -> datetime.date | None:
    if not isinstance(value, vDDDTypes):
        return None  # absent, written twice, or unreadable
    moment = value.dt
    if isinstance(moment, datetime.datetime):
        return moment.date()
    return moment if isinstance(moment, datetime.date) else None

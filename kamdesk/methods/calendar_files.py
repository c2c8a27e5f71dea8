"""Appointments as an iCalendar file for telephones and mail programs (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event

from kamdesk.methods.distance import Point

PRODUCT = "-//Kamdesk//Visits//ES"


@dataclass(frozen=True)
class Appointment:
    """One entry: ``uid`` for ever, civil day and hour (None: the whole day), minutes, and what to show."""

    uid: str
    title: str
    day: datetime.date
    start: datetime.time | None = None
    minutes: int = 0
    text: str = ""
    place: str = ""
    point: Point | None = None


def calendar_file(appointments: Iterable[Appointment], *, stamp: datetime.datetime) -> bytes:
    """The file: floating times, so that an hour is that of whoever reads it.

    The same ``uid`` moves an entry when the file is read again instead of doubling it. ``stamp``: when it was
    written, in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for each in appointments:
        calendar.add_component(_event(each, stamp))
    return bytes(calendar.to_ical())


def _event(each: Appointment, stamp: datetime.datetime) -> Event:
    event = Event()
    event.add("uid", each.uid)
    event.add("dtstamp", stamp)
    event.add("summary", each.title)
    if each.text:
        event.add("description", each.text)
    if each.place:
        event.add("location", each.place)
    if each.point is not None:
        event.add("geo", each.point)
    if each.start is None:
        event.add("dtstart", each.day)
    else:
        start = datetime.datetime.combine(each.day, each.start)
        event.add("dtstart", start)
        event.add("dtend", start + datetime.timedelta(minutes=each.minutes))
    return event

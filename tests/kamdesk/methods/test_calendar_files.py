"""Appointments leave as iCalendar and come back as they were."""

from __future__ import annotations

import datetime

from icalendar import Calendar

from kamdesk.methods.calendar_files import Appointment, calendar_file

STAMP = datetime.datetime(2025, 11, 24, 15, tzinfo=datetime.UTC)
DAY = datetime.date(2025, 11, 25)


def test_an_appointment_keeps_its_civil_hour_and_its_words() -> None:
    made = calendar_file([Appointment("a@kamdesk", "Visita: Hospital Ángeles; A, B", DAY, datetime.time(10), 45,
                                      "Negociación", "León", (21.12, -101.68))], stamp=STAMP)
    event = Calendar.from_ical(made).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime.datetime(2025, 11, 25, 10)  # noqa: DTZ001  civil time
    assert event.decoded("dtend") == datetime.datetime(2025, 11, 25, 10, 45)  # noqa: DTZ001  civil time
    assert (str(event["summary"]), str(event["location"])) == ("Visita: Hospital Ángeles; A, B", "León")
    assert str(event["uid"]) == "a@kamdesk"


def test_without_an_hour_it_takes_the_day() -> None:
    made = calendar_file([Appointment("b@kamdesk", "Visita", DAY)], stamp=STAMP)
    event = Calendar.from_ical(made).walk("VEVENT")[0]
    assert event.decoded("dtstart") == DAY
    assert "DTEND" not in event


def test_the_same_week_gives_the_same_bytes() -> None:
    week = [Appointment(f"{at}@kamdesk", f"Visita {at}", DAY, datetime.time(8 + at), 30) for at in range(3)]
    assert calendar_file(week, stamp=STAMP) == calendar_file(week, stamp=STAMP)

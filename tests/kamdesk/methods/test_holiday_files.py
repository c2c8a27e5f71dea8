"""Holidays read from calendar files."""

from __future__ import annotations

import datetime

import pytest

from kamdesk.methods.calendar import NonWorking
from kamdesk.methods.holiday_files import read_holidays
from kamdesk.problems import Problem

DAY = datetime.date


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\nUID:{index}\r\n{event}\r\nEND:VEVENT\r\n" for index, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".encode()


def test_whole_days_ranges_and_hours() -> None:
    data = calendar("DTSTART;VALUE=DATE:20251224\r\nDTEND;VALUE=DATE:20251227\r\nSUMMARY:Cierre",
                    "DTSTART;VALUE=DATE:20251101\r\nSUMMARY: Todos los Santos ",
                    "DTSTART:20251212T140000Z\r\nSUMMARY:Convivio", "SUMMARY:Sin día")
    rows, refused = read_holidays(data)
    assert rows == [
        NonWorking(DAY(2025, 11, 1), name="Todos los Santos"), NonWorking(DAY(2025, 12, 12), name="Convivio"),
        NonWorking(DAY(2025, 12, 24), DAY(2025, 12, 26), name="Cierre")]
    assert refused == ["Sin día"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"hola", calendar(), calendar("SUMMARY:Sin fecha"),
                                  b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", calendar("DTSTART:ayer\r\nSUMMARY:x")])
def test_what_is_no_calendar_says_so(data: bytes) -> None:
    with pytest.raises(Problem):
        read_holidays(data)

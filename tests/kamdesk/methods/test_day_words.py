"""Days as written in a note."""

from __future__ import annotations

import datetime

import pytest

from kamdesk.methods.day_words import leading_day

DAY = datetime.date
TODAY = DAY(2025, 11, 24)  # a Monday


@pytest.mark.parametrize(("text", "day", "words"), [
    ("hoy", TODAY, 1), ("mañana temprano", DAY(2025, 11, 25), 1), ("lun", DAY(2025, 12, 1), 1),
    ("Viernes,", DAY(2025, 11, 28), 1), ("dom", DAY(2025, 11, 30), 1), ("+3", DAY(2025, 11, 27), 1),
    ("12/02", DAY(2026, 2, 12), 1), ("12-feb", DAY(2026, 2, 12), 1), ("24/11", TODAY, 1),
    ("12 de febrero traer", DAY(2026, 2, 12), 3), ("1 dic. 2026", DAY(2026, 12, 1), 3), ("5/1/27", DAY(2027, 1, 5), 1),
])
def test_days(text: str, day: DAY, words: int) -> None:
    assert leading_day(text.split(), today=TODAY) == (day, words)


@pytest.mark.parametrize("text", ["", "ma", "31/02", "1/13", "12/02/2024", "12", "2 cajas", "+", "pronto"])
def test_what_is_no_day_to_come(text: str) -> None:
    assert leading_day(text.split(), today=TODAY) is None

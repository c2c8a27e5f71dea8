"""Days as people type them."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk import words
from kamdesk.problems import Problem
from ui.widgets.days import parse_day

MONDAY = datetime.date(2025, 11, 24)


@pytest.mark.parametrize(("text", "day"), [
    ("hoy", "2025-11-24"), ("Mañana", "2025-11-25"), ("ayer", "2025-11-23"), ("+3", "2025-11-27"), ("-1", "2025-11-23"),
    ("+ 10", "2025-12-04"), ("vie", "2025-11-28"), ("viernes", "2025-11-28"), ("lun", "2025-12-01"),
    ("mié", "2025-11-26"), ("mie", "2025-11-26"), ("24/11", "2025-11-24"), ("3/1", "2026-01-03"),
    ("24-11-2024", "2024-11-24"),
    ("24.11.25", "2025-11-24"), ("2025-12-31", "2025-12-31"), ("24 nov", "2025-11-24"), ("1 de enero", "2026-01-01"),
    ("5 de dic de 2026", "2026-12-05"), (" 29/2 ", "2024-02-29"),
])
def test_what_it_means(text: str, day: str) -> None:
    if text.strip() == "29/2":
        assert parse_day(text, today=datetime.date(2024, 11, 24)) == datetime.date.fromisoformat(day)
    else:
        assert parse_day(text, today=MONDAY) == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "x", "32/1", "2025-02-30", "vi", "+", "24/13", "ayer no"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_day(text, today=MONDAY)
    assert "hoy, +3, vie o 24/11" in caught.value.message


def test_in_english() -> None:
    words.set_language("en")
    assert parse_day("tomorrow", today=MONDAY) == datetime.date(2025, 11, 25)
    assert parse_day("fri", today=MONDAY) == datetime.date(2025, 11, 28)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_what_is_shown_can_be_typed_again(day: datetime.date) -> None:
    assert parse_day(words.day(day), today=MONDAY) == day
    assert parse_day(day.isoformat(), today=MONDAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_problem(text: str) -> None:
    with contextlib.suppress(Problem):
        assert isinstance(parse_day(text, today=MONDAY), datetime.date)

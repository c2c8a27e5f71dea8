"""A task in one line: the day at its end is understood, the rest is the title."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.methods.task_line import read_line

TODAY = datetime.date(2025, 11, 24)  # a Monday


@pytest.mark.parametrize(("text", "title", "due"), [
    ("Llamar a Nadro vie", "Llamar a Nadro", datetime.date(2025, 11, 28)),
    ("Llamar a Nadro mañana", "Llamar a Nadro", datetime.date(2025, 11, 25)),
    ("Enviar la carta para el 12/02", "Enviar la carta", datetime.date(2026, 2, 12)),
    ("Enviar la carta el 3 de diciembre", "Enviar la carta", datetime.date(2025, 12, 3)),
    ("Revisar precios +3", "Revisar precios", datetime.date(2025, 11, 27)),
    ("Revisar precios", "Revisar precios", TODAY),
    ("viernes", "viernes", TODAY),
])
def test_the_day_at_the_end(text: str, title: str, due: datetime.date) -> None:
    found = read_line(text, today=TODAY)
    assert (found.title, found.due) == (title, due)


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(categories=("L",)), min_size=1, max_size=9), max_size=8))
def test_nothing_typed_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    found = read_line(text, today=TODAY)
    assert text.startswith(found.title)
    assert found.due >= TODAY
    assert found.dated or found.title == " ".join(text.split())

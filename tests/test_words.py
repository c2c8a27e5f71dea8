"""Every word shown has its Spanish, once, with the same {placeholders}; the dates of kamdesk/words.py read well."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import words
from tools import catalogue


def test_every_word_in_use_has_its_spanish():
    assert catalogue.used()
    assert catalogue.missing() == []
    assert catalogue.untranslated() == []


def test_no_spanish_is_left_of_words_no_longer_used():
    assert catalogue.stale() == []


def test_no_word_stands_in_two_fragments():
    assert catalogue.repeated() == []


def test_placeholders_are_equal_on_both_sides():
    assert catalogue.unlike() == []


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (datetime.date(2025, 11, 24), "lunes, 24 de noviembre", "24 nov 2025"),
        (datetime.date(2026, 5, 2), "sábado, 2 de mayo", "2 may 2026"),
        (datetime.date(2024, 2, 29), "jueves, 29 de febrero", "29 feb 2024"),
    ],
)
def test_days_in_spanish(day, long, short):
    assert (words.long_day(day), words.day(day)) == (long, short)


def test_the_year_is_left_out_when_it_goes_without_saying(fixed_day):
    assert words.day(fixed_day, this_year=2025) == "24 nov"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "hoy"), (-1, "ayer"), (1, "mañana"), (-3, "hace 3 d"), (2, "en 2 d"), (-8, "16 nov"), (60, "23 ene 2026")],
)
def test_days_near_today(fixed_day, days, text):
    assert words.relative_day(fixed_day + datetime.timedelta(days), fixed_day) == text


def test_english_needs_no_catalogue(fixed_day):
    words.set_language("en")
    assert words.long_day(fixed_day) == "Monday, November 24"
    assert words.day(datetime.date(2026, 5, 2)) == "2 May 2026"

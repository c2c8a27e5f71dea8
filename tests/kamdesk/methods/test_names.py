"""Names as comparable words: normalising, edits, initials."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.names import name_words, numbers, similarity

words = st.lists(st.text("abcñé1", min_size=1, max_size=10), max_size=5)


@pytest.mark.parametrize(("name", "expected"), [
    ("Distribuidora Médica del Bajío S.A. de C.V.", "distribuidora medica bajio"),
    ("Dist. Medica Bajio", "distribuidora medica bajio"),
    ("Dra. Ma. Peña-Núñez", "ma pena nunez"),
    ("Q.F. José Díaz", "jose diaz"),
    ("Hosp. Gral. Reg. Núm. 1", "hospital general regional num 1"),
    ("Farmacias del Sur S. de R.L. de C.V.", "farmacias sur"),
    ("Fcia. Sta. Ana E.I.R.L.", "farmacia santa ana"),
    ("La Cia", "la cia"),
    ("", ""),
])
def test_words_of_a_name(name: str, expected: str) -> None:
    assert " ".join(name_words(name)) == expected


@pytest.mark.parametrize(("a", "b", "expected"), [
    ("Gonzalez Ruiz", "Gonzales Ruiz", Fraction(1)),
    ("Villanueva", "Vilanueba", Fraction(1)),
    ("Ruiz", "Ruis", Fraction(0)),  # four letters: another surname
    ("J Perez", "Juan Perez", Fraction(3, 4)),
    ("Zona 48", "Zona 46", Fraction(1, 2)),
    ("Zona 123456", "Zona 123457", Fraction(1, 2)),  # numbers are never nearly equal
    ("Ana", "", Fraction(0)),
])
def test_similarity(a: str, b: str, expected: Fraction) -> None:
    assert similarity(name_words(a), name_words(b)) == expected


def test_a_missing_second_surname_of_a_person() -> None:
    short, long = name_words("Juan Pérez"), name_words("Juan Pérez López")
    assert similarity(short, long) == Fraction(4, 5)
    assert similarity(short, long, people=True) == Fraction(9, 10)
    assert similarity(name_words("Juan"), long, people=True) == Fraction(1, 2)


def test_numbers_ignore_leading_zeros() -> None:
    assert numbers(name_words("Clínica 007")) == numbers(name_words("Clínica 7"))


@given(words, words)
def test_similarity_is_symmetric_and_within_0_and_1(a: list[str], b: list[str]) -> None:
    assert similarity(a, b) == similarity(b, a)
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, a) == (1 if a else 0)
    assert similarity(a, b, people=True) >= similarity(a, b)


@given(st.permutations(["hospital", "general", "zona", "48"]))
def test_word_order_is_ignored(shuffled: list[str]) -> None:
    assert similarity(shuffled, ["hospital", "general", "zona", "48"]) == 1

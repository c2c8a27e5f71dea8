"""Phone numbers the international way."""

from __future__ import annotations

import pytest

from kamdesk.methods.phones import is_usual, normal


@pytest.mark.parametrize(("text", "country", "expected"), [
    ("4771234567", "MX", "+52 477 123 4567"), ("+52 1 477 123 4567", "MX", "+52 477 123 4567"),
    ("01 477 123-4567", "MX", "+52 477 123 4567"), ("(01) 422-1234", "PE", "+51 1 4221234"),
    ("+51 999 888 777", "MX", "+51 999 888 777"), ("477 123 4567 ext 12", "MX", "+52 477 123 4567 ext. 12"),
])
def test_valid_numbers(text: str, country: str, expected: str) -> None:
    assert normal(text, country=country) == expected
    assert normal(expected, country=country) == expected
    assert is_usual(text, country=country)


@pytest.mark.parametrize("text", ["4639-8700 AL 05", "conmutador", "123", "477 123 4567 / 477 765 4321", ""])
def test_what_is_not_one_number_stays_as_typed(text: str) -> None:
    assert normal(text, country="AR") == text
    assert not is_usual(text, country="AR")

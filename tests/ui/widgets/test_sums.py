"""Arithmetic in fields: exact, generous, and nothing but arithmetic."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.problems import Problem
from ui.widgets.sums import amount


@pytest.mark.parametrize(("text", "value"), [
    ("=12*3200", "38400"), ("= 0.1+0.2", "0.3"), ("=1,234.5*2", "2469"), ("=1.234,5+1", "1235.5"), ("=(3+4)*2-1", "13"),
    ("=-5+2", "-3"), ("=10÷4", "2.5"), ("=3×2", "6"), ("1,234.50", "1234.50"), (" 38400 ", "38400"), ("=10−3", "7"),
])
def test_results(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["=", "=12*", "=a", "=_a", "=_0", "=__import__('os')", "=2**99", "=1;2", "=(1", "=1 2",
                                  "=[1]", "=1/0", "=0/0", "=" + "(" * 150 + "1", "=1 if 1 else 2", "x", ""])
def test_what_cannot_be_calculated(text: str) -> None:
    with pytest.raises(Problem):
        amount(text)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_sums_are_exact(first: int, second: int) -> None:
    assert amount(f"={first}+{second}") == first + second


@given(st.text("0123456789.,+-*/()= _ab", max_size=24))
def test_any_text_is_a_number_or_a_problem(text: str) -> None:
    with contextlib.suppress(Problem):
        assert isinstance(amount("=" + text), Decimal)

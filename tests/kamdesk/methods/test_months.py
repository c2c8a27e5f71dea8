"""Months as text: moving, counting, fiscal years."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.months import (
    add_months,
    add_months_to_day,
    fiscal_months,
    fiscal_start,
    month_end,
    month_of,
    month_range,
    month_start,
    months_between,
    months_into_fiscal_year,
)

months = st.dates(datetime.date(1995, 1, 1), datetime.date(2060, 12, 31)).map(month_of)


def test_ends_of_a_month() -> None:
    assert month_start("2024-02") == datetime.date(2024, 2, 1)
    assert month_end(datetime.date(2024, 2, 10)) == datetime.date(2024, 2, 29)


def test_29_february_becomes_28() -> None:
    assert add_months_to_day(datetime.date(2024, 2, 29), 12) == datetime.date(2025, 2, 28)


def test_a_fiscal_year_from_july() -> None:
    assert fiscal_start("2025-03", starts_in=7) == "2024-07"
    assert months_into_fiscal_year("2025-03", starts_in=7) == 8
    assert fiscal_months("2025-03", starts_in=7)[-1] == "2025-06"


def test_reversed_range_is_empty() -> None:
    assert month_range("2025-03", "2025-01") == []
    assert month_range("2025-11", "2026-01") == ["2025-11", "2025-12", "2026-01"]


@given(month=months, count=st.integers(-200, 200))
def test_adding_and_counting_agree(month: str, count: int) -> None:
    assert months_between(month, add_months(month, count)) == count

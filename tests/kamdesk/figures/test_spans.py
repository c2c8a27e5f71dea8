"""Periods to leaf through, in calendar and fiscal years."""

from __future__ import annotations

import pytest

from kamdesk.figures.spans import LEAF, label_of, period_of, quarter_before
from kamdesk.methods.months import add_months


@pytest.mark.parametrize(("span", "starts_in", "first", "last", "label"), [
    ("month", 1, "2025-11", "2025-11", "noviembre 2025"),
    ("quarter", 1, "2025-10", "2025-12", "T4 2025"),
    ("to_date", 1, "2025-01", "2025-11", "ene – nov 2025"),
    ("year", 1, "2025-01", "2025-12", "2025"),
    ("quarter", 7, "2025-10", "2025-12", "T2 2025–2026"),
    ("to_date", 7, "2025-07", "2025-11", "jul – nov 2025"),
    ("year", 7, "2025-07", "2026-06", "2025–2026"),
])
def test_the_period_that_holds_a_month(span, starts_in, first, last, label):
    period = period_of(span, "2025-11", starts_in=starts_in)
    assert (period.first_month, period.last_month) == (first, last)
    assert (period.start.day, (period.end.day > 27)) == (1, True)
    assert label_of(span, "2025-11", starts_in=starts_in) == label


@pytest.mark.parametrize("span", ["month", "quarter", "year"])
def test_leafing_meets_the_next_period_without_gap(span):
    now, following = period_of(span, "2025-11"), period_of(span, add_months("2025-11", LEAF[span]))
    assert (following.start - now.end).days == 1


@pytest.mark.parametrize(("month", "first"), [("2025-11", "2025-07"), ("2025-10", "2025-07"), ("2025-03", "2024-10")])
def test_the_last_whole_quarter_is_over(month, first):
    assert quarter_before(month).first_month == first
    assert quarter_before(month).last_month == add_months(first, 2) < month

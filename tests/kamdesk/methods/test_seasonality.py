"""Month weights: mean share over up to three full years, else working days."""

from __future__ import annotations

from fractions import Fraction

from kamdesk.methods.calendar import holidays_of, work_calendar
from kamdesk.methods.months import month_range
from kamdesk.methods.seasonality import mean_shares, month_weights

YEAR = month_range("2025-01", "2025-12")
CALENDAR = work_calendar(holidays_of("MX", 2025))


def test_the_mean_of_the_shares_and_not_of_the_amounts() -> None:
    flat = dict.fromkeys(month_range("2023-11", "2024-10"), 10)
    peaked = {**dict.fromkeys(month_range("2024-11", "2025-10"), 0), "2024-12": 1_000_000}
    shares = mean_shares({**flat, **peaked}, through="2025-10")
    assert shares is not None
    assert shares[12] == (Fraction(1, 12) + 1) / 2
    assert shares[1] == Fraction(1, 24)
    assert sum(shares.values()) == 1


def test_at_most_three_years_count() -> None:
    old = dict.fromkeys(month_range("2020-01", "2021-12"), 0) | {"2020-01": 99}
    recent = dict.fromkeys(month_range("2022-01", "2024-12"), 5)
    assert mean_shares(old | recent, through="2024-12") == dict.fromkeys(range(1, 13), Fraction(1, 12))


def test_under_a_year_uses_working_days() -> None:
    weights = month_weights(YEAR, history={"2025-01": 7}, through="2025-10", calendar=CALENDAR)
    assert weights[10] == 19
    assert weights[0] == 22


def test_a_year_without_sales_uses_working_days() -> None:
    history = dict.fromkeys(month_range("2024-11", "2025-10"), 0)
    assert mean_shares(history, through="2025-10") is None


def test_months_of_returns_weigh_nothing() -> None:
    history = dict.fromkeys(month_range("2024-11", "2025-10"), 10) | {"2025-03": -40}
    weights = month_weights(YEAR, history=history, through="2025-10", calendar=CALENDAR)
    assert weights[2] == 0
    assert weights[0] == Fraction(1, 11)

"""F105: the worked example of product/05 and its edges; independent of order, parts against the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.figures.demand import demand_of
from kamdesk.figures.model import WATCH, Scope
from kamdesk.methods.months import month_range
from kamdesk.problems import Problem
from tests.kamdesk.figures.build import NOVEMBER, Region, day

EXAMPLE = dict(zip(month_range("2025-05", "2025-10"), (900, 1_000, 1_100, 1_100, 1_180, 1_260), strict=True))


def sell(region: Region, months: dict[str, int], **more: object) -> None:
    """Units of the product by month."""
    client = region.client("Hospital Ángeles")
    for month, units in months.items():
        region.sale(client, month, units * 100, units=Decimal(units), **more)


def test_the_worked_example(app: App, region: Region) -> None:
    sell(region, EXAMPLE)
    found = app.ask("F105", NOVEMBER)
    assert found.value == 18
    assert (found.numerator, found.denominator, found.status) == (540, 3_000, WATCH)
    assert found.cutoff == day("2025-10-31")
    assert found.more["sell_out"] is None
    assert app.ask("F105", NOVEMBER, Scope(product=region.product.id)).value == 18
    assert {each.key: each.value for each in app.by("F105", NOVEMBER, dimension="product")} == {
        region.product.id: Fraction(18)}
    with pytest.raises(Problem):
        app.by("F105", NOVEMBER, dimension="month")


def test_five_months_are_too_few_and_no_base_is_none(app: App, region: Region) -> None:
    sell(region, {month: units for month, units in EXAMPLE.items() if month > "2025-05"})
    assert app.ask("F105", NOVEMBER).reason == "six whole months are needed"
    region.sale(None, "2025-01", 100)
    assert app.ask("F105", NOVEMBER).value == Fraction(1_440, 21)


def test_sell_out_is_told_apart(app: App, region: Region) -> None:
    sell(region, EXAMPLE)
    sell(region, dict.fromkeys(EXAMPLE, 50), flow="sell_out")
    found = app.ask("F105", NOVEMBER)
    assert (found.value, found.more["sell_out"]) == (18, 0)


def test_a_month_outside_its_band_is_told() -> None:
    steady = dict.fromkeys(month_range("2024-01", "2025-10"), 100)
    assert demand_of(steady, "2025-10", first="2024-01").outside is False
    dropped = {**steady, "2025-10": 40}
    assert demand_of(dropped, "2025-10", first="2024-01").outside is True
    sparse = {month: units for at, (month, units) in enumerate(dropped.items()) if at % 4 == 0}
    assert demand_of(sparse, "2025-10", first="2024-01").outside is None


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from(month_range("2024-01", "2025-10")), st.integers(0, 5_000)))
def test_the_order_of_months_changes_nothing_and_parts_add_up(units: dict[str, int]) -> None:
    found = demand_of(units, "2025-10", first="2024-01")
    turned = demand_of(dict(reversed(units.items())), "2025-10", first="2024-01")
    assert found == turned
    halves = [demand_of({month: value // 2 + odd * (value % 2) for month, value in units.items()}, "2025-10",
                        first="2024-01") for odd in (0, 1)]
    assert (sum(each.now for each in halves), sum(each.before for each in halves)) == (found.now, found.before)

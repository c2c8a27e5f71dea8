"""What a promotion brought: the worked examples of product/05 F70–F72 and what must always hold."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.promotion_roi import Month, Sold, baseline, break_even_lift, expected_lift, gain, lift, roi

BASE = Sold(Fraction(1_000), Fraction(100_000_00))
ACTUAL = Sold(Fraction(1_500), Fraction(142_500_00))
COST = Fraction(60_00)
SPENT = Fraction(12_000_00)
AMOUNTS = st.integers(1, 10**6).map(Fraction)
SOLD = st.builds(Sold, AMOUNTS, AMOUNTS.map(lambda each: each * 100))


def month(units, *, days=20, usable=True):
    return Month(Sold(Fraction(units), Fraction(units) * 100), Fraction(days), usable)


def test_the_examples_of_the_page():
    assert lift(ACTUAL.units, BASE.units) == 50
    assert lift(ACTUAL.amount, BASE.amount) == Fraction("42.5")
    assert gain(ACTUAL, BASE, unit_cost=COST) == 12_500_00
    assert round(float(roi(ACTUAL, BASE, unit_cost=COST, cost=SPENT)), 1) == 4.2
    assert expected_lift([Fraction(30), Fraction("42.5"), Fraction(50)]) == Fraction("42.5")


def test_a_baseline_is_prorated_to_the_working_days_of_the_plan():
    made = baseline([month(300), month(330, days=22), month(270, days=18)], plan_days=Fraction(30))
    assert (made.units, made.amount) == (450, 45_000)


def test_months_of_other_promotions_are_skipped_up_to_six_back():
    others = [month(900, usable=False), month(200), month(900, usable=False), month(200), month(200), month(999)]
    assert baseline(others, plan_days=Fraction(20)).units == 200
    assert baseline([month(900, usable=False)] * 5 + [month(200)] * 3, plan_days=Fraction(20)) is None
    assert baseline([month(200)], plan_days=Fraction(20)) is None


def test_a_team_may_look_at_more_months_or_fewer():
    months = [month(200), month(400), month(900, usable=False), month(300)]
    assert baseline(months, plan_days=Fraction(20), most=2).units == 300
    assert baseline(months, plan_days=Fraction(20), most=1).units == 200


def test_no_baseline_no_lift_and_no_cost_no_return():
    assert lift(Fraction(10), Fraction(0)) is None
    assert roi(ACTUAL, BASE, unit_cost=COST, cost=Fraction(0)) is None
    assert break_even_lift(Sold(Fraction(10), Fraction(10)), unit_cost=Fraction(1), cost=SPENT) is None
    assert expected_lift([]) is None


@given(SOLD, AMOUNTS)
def test_at_the_break_even_lift_the_return_is_nothing(base, cost):
    needed = break_even_lift(base, unit_cost=Fraction(1), cost=cost)
    if needed is None:
        assert base.profit(Fraction(1)) <= 0
        return
    grown = Sold(base.units * (1 + needed / 100), base.amount * (1 + needed / 100))
    assert roi(grown, base, unit_cost=Fraction(1), cost=cost) == 0


@given(st.lists(st.builds(Month, SOLD, st.integers(1, 23).map(Fraction)), min_size=2, max_size=3), st.integers(1, 60))
def test_a_plan_twice_as_long_has_twice_the_baseline(months, days):
    one, two = baseline(months, plan_days=Fraction(days)), baseline(months, plan_days=Fraction(2 * days))
    assert (two.units, two.amount) == (2 * one.units, 2 * one.amount)
    assert baseline(months[::-1], plan_days=Fraction(days)) == one

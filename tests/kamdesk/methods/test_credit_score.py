"""The credit score and limit: both worked examples of product/06 A6, each block, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.credit_score import FACTORS, Facts, assess, band_of

TEN_THOUSAND = 10_000_00
GOOD = Facts({"payment": Fraction(5), "overdue": Fraction(3), "purchases": Fraction(10), "documents": Fraction(100),
              "promises": Fraction(100)}, billing=Fraction(820_000_00), days=45, limit=1_500_000_00, months=24)
BAD = Facts({"payment": Fraction(30), "overdue": Fraction(24), "purchases": Fraction(-8), "documents": Fraction(80),
             "promises": Fraction(50)}, billing=Fraction(400_000_00), days=45, limit=1_500_000_00, months=24)
PERCENT = st.integers(-50, 150).map(Fraction)
FACTS = st.builds(Facts, values=st.fixed_dictionaries({}, optional=dict.fromkeys(FACTORS, PERCENT)),
                  billing=st.integers(0, 10**10).map(Fraction), days=st.integers(0, 120),
                  limit=st.integers(0, 10**9).map(lambda each: each * 100), guarantee=st.integers(0, 10**9),
                  months=st.integers(0, 30), overdue_60=st.integers(0, 100), overdue_90=st.integers(0, 10**9),
                  use=st.none() | PERCENT, missing=st.booleans(), contract=st.booleans(), blocked=st.booleans())


def rounded(value):
    return float(round(value, 1))


def test_first_example():
    found = assess(GOOD, rounding=TEN_THOUSAND)
    assert [rounded(each.points) for each in found.factors] == [88.9, 90, 100, 100, 100]
    assert (rounded(found.score), found.band, found.need) == (93.6, "a", 1_476_000_00)
    assert (found.limit, found.direction, found.blocks, found.block) == (1_770_000_00, "increase", (), False)


def test_first_example_with_an_expired_licence():
    worse = replace(GOOD, values={**GOOD.values, "documents": Fraction(80)}, missing=True)
    found = assess(worse, rounding=TEN_THOUSAND)
    assert (rounded(found.score), found.band) == (90.6, "a")
    assert (found.limit, found.direction, found.blocks) == (1_500_000_00, "keep", ("documents",))


def test_second_example():
    found = assess(BAD, rounding=TEN_THOUSAND)
    assert [rounded(each.points) for each in found.factors] == [33.3, 20, 40, 80, 50]
    assert (rounded(found.score), found.band, found.need) == (39.7, "d", 720_000_00)
    assert (found.limit, found.direction) == (750_000_00, "decrease")


def test_too_little_known_is_no_score():
    found = assess(replace(GOOD, values={"payment": Fraction(0), "documents": Fraction(100)}), rounding=TEN_THOUSAND)
    assert (found.score, found.band, found.limit, found.direction) == (None, None, None, None)


@pytest.mark.parametrize(("change", "name"), [
    ({"overdue_60": 1}, "overdue_60"), ({"missing": True}, "documents"), ({"contract": False}, "contract"),
    ({"months": 5}, "young"), ({"blocked": True}, "blocked"),
])
def test_each_block_keeps_the_limit(change, name):
    found = assess(replace(GOOD, **change), rounding=TEN_THOUSAND)
    assert (found.blocks, found.limit, found.direction) == ((name,), GOOD.limit, "keep")


def test_credit_is_to_be_blocked_when_much_is_long_overdue_or_a_bad_one_is_over_its_limit():
    assert assess(replace(GOOD, overdue_90=150_000_01), rounding=TEN_THOUSAND).block
    assert not assess(replace(GOOD, overdue_90=150_000_00), rounding=TEN_THOUSAND).block
    assert assess(replace(BAD, use=Fraction(101)), rounding=TEN_THOUSAND).block
    assert not assess(replace(GOOD, use=Fraction(101)), rounding=TEN_THOUSAND).block


def test_a_small_change_is_none_and_a_first_limit_has_no_bounds():
    near = replace(GOOD, limit=1_700_000_00)
    assert assess(near, rounding=TEN_THOUSAND).limit == 1_700_000_00
    assert assess(replace(GOOD, limit=0), rounding=TEN_THOUSAND).limit == 1_770_000_00


def test_a_guarantee_holds_the_limit_up_in_the_good_bands_only():
    assert assess(replace(GOOD, guarantee=1_900_000_00), rounding=TEN_THOUSAND).limit == 1_900_000_00
    assert assess(replace(BAD, guarantee=1_900_000_00), rounding=TEN_THOUSAND).limit == 750_000_00


@given(FACTS)
def test_what_always_holds(facts):
    found = assess(facts, rounding=TEN_THOUSAND)
    assert all(each.points is None or 0 <= each.points <= 100 for each in found.factors)
    if found.score is None:
        assert found.limit is None
        return
    assert 0 <= found.score <= 100
    assert found.band == band_of(found.score)
    assert not (found.blocks and found.direction == "increase")
    if facts.limit:
        assert facts.limit / 2 - TEN_THOUSAND < found.limit <= facts.limit * 13 / 10
    assert found.limit == facts.limit or found.limit % TEN_THOUSAND == 0


@given(FACTS, st.sampled_from(sorted(FACTORS)), PERCENT)
def test_a_better_factor_never_scores_worse(facts, name, value):
    _weight, best, _worst = FACTORS[name]
    one = assess(replace(facts, values={**facts.values, name: value}), rounding=TEN_THOUSAND).score
    other = assess(replace(facts, values={**facts.values, name: best}), rounding=TEN_THOUSAND).score
    assert (one is None) == (other is None)
    assert one is None or one <= other

"""A4: the move that brings the worst place within 80–120."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.methods.balance import HIGH, LOW, Place, balances, move

PLACES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), min_size=2, max_size=6).map(
    lambda rows: [Place(f"p{at}", f"Zona {at}", amount, Fraction(weight)) for at, (amount, weight) in enumerate(rows)])


def test_the_worst_gets_what_it_lacks_from_the_one_with_most() -> None:
    places = [Place("a", "Jalisco", 30, Fraction(60)), Place("b", "Bajío", 70, Fraction(40))]
    found = move(places)
    assert found is not None
    assert (found.source, found.target, found.amount, found.enough) == ("b", "a", 18, True)
    assert found.before == (175, 50)
    assert found.after[1] == 80


def test_all_within_limits_nothing_moves() -> None:
    assert move([Place("a", "A", 50, Fraction(50)), Place("b", "B", 45, Fraction(50))]) is None


def test_without_weight_or_resource_nothing_is_said() -> None:
    assert move([Place("a", "A", 50, Fraction(0)), Place("b", "B", 0, Fraction(0))]) is None
    assert move([Place("a", "A", 5, Fraction(1)), Place("b", "B", 9, Fraction(0))]) is None


@settings(max_examples=20, deadline=None)
@given(places=PLACES)
def test_a_move_helps_and_harms_nobody(places: list[Place]) -> None:
    before, found = balances(places), move(places)
    if found is None:
        return
    assert move(list(reversed(places))) == found
    assert found.amount > 0
    worst = found.target if before[found.target] < LOW else found.source
    ends = dict(zip((found.source, found.target), found.after, strict=True))
    assert abs(ends[worst] / 100 - 1) < abs(before[worst] - 1)
    other = found.source if worst == found.target else found.target
    if LOW <= before[other] <= HIGH:
        assert LOW * 100 <= ends[other] <= HIGH * 100

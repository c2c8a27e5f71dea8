"""A1 in one dimension: worked examples of product/06 and what is always true."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.allocation import Child, explain, move_difference, split
from kamdesk.problems import Problem
from kamdesk.words import money


@st.composite
def families(draw: st.DrawFn) -> tuple[int, list[Child]]:
    """A total and children whose limits can be met."""
    children = []
    for index in range(draw(st.integers(1, 7))):
        floor = draw(st.none() | st.integers(0, 200))
        cap = draw(st.none() | st.integers(floor or 0, 900))
        locked = draw(st.none() | st.none() | st.integers(0, 300))
        weight = draw(st.integers(0, 50) | st.fractions(0, 9, max_denominator=7))
        children.append(Child(f"id{index}", draw(st.sampled_from(["Ana", "ana", "Beto"])), weight, floor, cap, locked))
    least = sum(child.locked if child.locked is not None else child.floor or 0 for child in children)
    return least + draw(st.integers(0, 5000)), children


def values(total: int, *children: Child) -> list[int]:
    return [share.value for share in split(total, children).shares]


def test_a_million_in_three_equal_parts() -> None:
    assert values(100_000_000, Child("a", weight=1), Child("b", weight=1), Child("c", weight=1)) == [
        33_333_334, 33_333_333, 33_333_333]


def test_100_units_by_5_3_1() -> None:
    assert values(100, Child("a", weight=5), Child("b", weight=3), Child("c", weight=1)) == [56, 33, 11]


def test_a_cap_moves_the_rest() -> None:
    assert values(100, Child("a", weight=5, cap=50), Child("b", weight=3), Child("c", weight=1)) == [50, 38, 12]


def test_a_locked_value_leaves_first() -> None:
    assert values(10_000, Child("A", weight=3), Child("B", locked=3000), Child("C", weight=2),
                  Child("D", weight=2)) == [3000, 3000, 2000, 2000]


def test_a_floor_is_kept() -> None:
    assert values(100, Child("a", weight=9, floor=0), Child("b", weight=1, floor=30)) == [70, 30]


def test_everybody_capped_leaves_the_rest_unassigned() -> None:
    result = split(100, [Child("a", weight=1, cap=30), Child("b", weight=1, cap=40)])
    assert result.values() == {"a": 30, "b": 40}
    assert result.unassigned == 30


def test_no_children_leaves_everything_unassigned() -> None:
    assert split(100, []).unassigned == 100


def test_without_weights_the_parts_are_equal_and_it_says_so() -> None:
    result = split(10, [Child("a"), Child("b")])
    assert result.values() == {"a": 5, "b": 5}
    assert result.notice == "Sin base: partes iguales"


def test_locked_above_the_total() -> None:
    with pytest.raises(Problem, match=r"^Lo bloqueado supera el total en \$5\.00\.$"):
        split(1000, [Child("a", locked=1500)], show=money)


def test_floors_above_what_is_left() -> None:
    with pytest.raises(Problem, match=r"^Los mínimos superan lo disponible en 20\.$"):
        split(100, [Child("a", locked=50), Child("b", floor=70)])


def test_floor_above_cap() -> None:
    with pytest.raises(Problem, match="mínimo supera al máximo"):
        split(100, [Child("a", "Norte", floor=7, cap=5)])


def test_ties_end_in_the_larger_weight_then_the_name_without_accents() -> None:
    assert split(1, [Child("2", "Ávila", 1), Child("1", "Zacatecas", 1)]).values() == {"2": 1, "1": 0}
    assert split(2, [Child("a", "A", 1), Child("b", "B", 3)]).values() == {"a": 0, "b": 2}


def test_the_explanation_names_basis_share_limit_and_rounding() -> None:
    first, second, third = split(100, [Child("a", weight=5, cap=50), Child("b", weight=3), Child("c", locked=1)]).shares
    assert explain(first, basis="Venta 12 meses") == "Venta 12 meses · 62.5\u202f% · en su máximo"
    assert explain(second, basis="Venta 12 meses") == "Venta 12 meses · 37.5\u202f%"
    assert explain(third, basis="Venta 12 meses") == "bloqueado"
    rounded = split(100, [Child("a", weight=5), Child("b", weight=4)]).shares[0]
    assert explain(rounded, basis="Potencial") == "Potencial · 55.6\u202f% · +1 por redondeo"


def test_a_changed_value_moves_to_siblings_by_their_values() -> None:
    children = [Child("a", weight=50), Child("b", weight=30), Child("c", weight=20)]
    assert move_difference(100, children, changed="a", value=60).values() == {"a": 60, "b": 24, "c": 16}


def test_a_changed_value_moves_to_what_is_unassigned_or_to_the_parent() -> None:
    children = [Child("a", weight=50), Child("b", weight=30)]
    held = move_difference(100, children, changed="a", value=60, to="unassigned", unassigned=20)
    assert (held.values(), held.unassigned) == ({"a": 60, "b": 30}, 10)
    raised = move_difference(100, children, changed="a", value=60, to="parent", unassigned=20)
    assert (raised.values(), raised.unassigned) == ({"a": 60, "b": 30}, 20)
    with pytest.raises(Problem, match="sin asignar"):
        move_difference(100, children, changed="a", value=90, to="unassigned", unassigned=20)


def test_siblings_keep_what_is_unassigned() -> None:
    moved = move_difference(100, [Child("a", weight=50), Child("b", weight=30)], changed="a", value=60, unassigned=20)
    assert (moved.values(), moved.unassigned) == ({"a": 60, "b": 20}, 20)


@given(families())
def test_always_true(family: tuple[int, list[Child]]) -> None:
    total, children = family
    result = split(total, children)
    assert sum(result.values().values()) + result.unassigned == total
    assert result.unassigned >= 0
    for child, share in zip(children, result.shares, strict=True):
        if child.locked is not None:
            assert share.value == child.locked
            continue
        assert (child.floor or 0) <= share.value
        assert child.cap is None or share.value <= child.cap
        assert abs(share.value - share.ideal) < 1
    if result.unassigned:
        assert all(child.locked is not None or child.cap == share.value
                   for child, share in zip(children, result.shares, strict=True))


@given(families(), st.randoms())
def test_shuffling_and_repeating_change_nothing(family: tuple[int, list[Child]], random: object) -> None:
    total, children = family
    shuffled = children[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert split(total, shuffled).values() == split(total, children).values()


@given(families(), st.integers(0, 400))
def test_moving_a_difference_keeps_the_total(family: tuple[int, list[Child]], value: int) -> None:
    total, children = family
    given_out = split(total, children)
    now = [Child(child.id, child.name, given_out.values()[child.id], None, None, child.locked) for child in children]
    if now[0].locked is None and any(child.locked is None for child in now[1:]) and value <= int(now[0].weight):
        moved = move_difference(total, now, changed=now[0].id, value=value, unassigned=given_out.unassigned)
        assert sum(moved.values().values()) + moved.unassigned == total
        assert moved.values()[now[0].id] == value
        assert moved.unassigned == given_out.unassigned


def test_weights_may_be_fractions() -> None:
    assert values(10, Child("a", weight=Fraction(1, 3)), Child("b", weight=Fraction(2, 3))) == [3, 7]

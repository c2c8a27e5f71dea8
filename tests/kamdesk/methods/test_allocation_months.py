"""A1 in two dimensions: worked examples of product/06 and what is always true."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.allocation import Child, split
from kamdesk.methods.allocation_months import Row, spread
from kamdesk.problems import Problem

BOXES = [Row("a", "A", 667), Row("b", "B", 400), Row("c", "C", 133)]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Row], list[int]]:
    """Rows and months of equal sums, some cells locked at values that leave a filling."""
    width = draw(st.integers(1, 6))
    cells = draw(st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=6))
    locks = draw(st.lists(st.frozensets(st.integers(0, width - 1), max_size=2), min_size=len(cells),
                          max_size=len(cells)))
    rows = [Row(f"r{index}", draw(st.sampled_from(["Ana", "Beto"])), sum(line), {month: line[month] for month in lock})
            for index, (line, lock) in enumerate(zip(cells, locks, strict=True))]
    return rows, [sum(line[month] for line in cells) for month in range(width)]


def test_1200_boxes_over_twelve_months() -> None:
    year = split(1200, [Child("a", weight=5), Child("b", weight=3), Child("c", weight=1)])
    assert year.values() == {"a": 667, "b": 400, "c": 133}
    result = spread(BOXES, [100] * 12)
    base = {"a": 55, "b": 33, "c": 11}
    turns = [next(row for row in base if result.cells[row][month] > base[row]) for month in range(12)]
    assert "".join(turns).upper() == "ABAABACABABA"
    assert {row: sum(line) for row, line in result.cells.items()} == {"a": 667, "b": 400, "c": 133}


def test_the_third_month_needs_the_flow() -> None:
    rows = [Row(str(index), str(index), year) for index, year in enumerate([3, 3, 8, 2, 2])]
    cells = spread(rows, [3, 6, 9]).cells
    assert [sum(cells[row.id]) for row in rows] == [3, 3, 8, 2, 2]
    assert [sum(line[month] for line in cells.values()) for month in range(3)] == [3, 6, 9]


def test_what_is_unassigned_is_a_row_too() -> None:
    assert spread([Row("a", "A", 9), Row("", "", 3)], [6, 6]).cells == {"a": (5, 4), "": (1, 2)}


def test_locked_cells_stay_and_the_rest_adapts() -> None:
    result = spread([Row("a", "A", 60, {0: 50}), Row("b", "B", 60)], [60, 60])
    assert result.cells == {"a": (50, 10), "b": (10, 50)}


def test_a_locked_row_leaves_the_others_in_proportion() -> None:
    result = spread([Row("a", "A", 30, {0: 10, 1: 10, 2: 10}), Row("b", "B", 60), Row("c", "C", 30)], [40, 40, 40])
    assert result.cells == {"a": (10, 10, 10), "b": (20, 20, 20), "c": (10, 10, 10)}
    assert result.widened == 0


def test_impossible_locks_name_the_node() -> None:
    with pytest.raises(Problem, match=r"^Los meses bloqueados no dejan cuadrar Bajío\.$"):
        spread([Row("a", "A", 10, {0: 9}), Row("b", "B", 10)], [5, 15], node="Bajío")
    with pytest.raises(Problem, match="no dejan cuadrar"):
        spread([Row("a", "A", 10, {0: 1, 1: 1})], [5, 5], node="Bajío")


def test_limits_widen_and_say_so_when_nothing_else_fits() -> None:
    # b and c have one free month, so a must stand wholly in the second, which a hundred scalings do not reach.
    result = spread([Row("a", "A", 1000), Row("b", "B", 400, {1: 0}), Row("c", "C", 600, {1: 0})], [1000, 1000])
    assert result.cells == {"a": (0, 1000), "b": (400, 0), "c": (600, 0)}
    assert result.widened > 0
    assert result.explanation().startswith("límites ampliados en ")
    assert spread(BOXES, [100] * 12).explanation() == ""


@given(tables())
def test_always_true(table: tuple[list[Row], list[int]]) -> None:
    rows, months = table
    result = spread(rows, months)
    for row in rows:
        assert sum(result.cells[row.id]) == row.year
        for month, value in enumerate(result.cells[row.id]):
            assert value >= 0
            if month in row.locked:
                assert value == row.locked[month]
            else:
                assert abs(value - result.ideals[row.id][month]) < 1 + result.widened
    assert [sum(result.cells[row.id][month] for row in rows) for month in range(len(months))] == months


@given(tables(), st.randoms(use_true_random=False))
def test_shuffling_and_repeating_change_nothing(table: tuple[list[Row], list[int]], shuffle: random.Random) -> None:
    rows, months = table
    shuffled = rows[:]
    shuffle.shuffle(shuffled)
    assert spread(shuffled, months).cells == spread(rows, months).cells


@given(years=st.lists(st.integers(0, 10**9), min_size=1, max_size=8),
       weights=st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_without_locks_every_cell_is_within_one_unit(years: list[int], weights: list[int]) -> None:
    months = list(split(sum(years), [Child(f"{index:02}", weight=weight) for index, weight in enumerate(weights)])
                  .values().values())
    result = spread([Row(str(index), "", year) for index, year in enumerate(years)], months)
    assert result.widened == 0
    assert all(abs(value - ideal) < 1 for row in result.cells
               for value, ideal in zip(result.cells[row], result.ideals[row], strict=True))

"""Great circle distances and the farthest-first choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.distance import Point, farthest_first, great_circle_km, road_matrix

points = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


def test_mexico_city_to_guadalajara() -> None:
    assert great_circle_km((19.4326, -99.1332), (20.6597, -103.3496)) == pytest.approx(461, abs=1)


def test_unknown_places_add_no_way() -> None:
    assert road_matrix([(0.0, 0.0), None, (0.0, 1.0)])[0] == [0, 0, pytest.approx(111.195 * 1.4, abs=0.01)]


def test_farthest_first_spreads_out() -> None:
    line = [[abs(a - b) for b in range(11)] for a in range(11)]
    assert farthest_first(line, range(1, 11), count=3, origin=0) == [10, 5, 2]
    assert farthest_first(line, [], count=3) == []


@given(points, points, points)
def test_a_detour_is_never_shorter(a: Point, b: Point, c: Point) -> None:
    assert great_circle_km(a, b) == pytest.approx(great_circle_km(b, a))
    assert great_circle_km(a, c) <= great_circle_km(a, b) + great_circle_km(b, c) + 1e-6

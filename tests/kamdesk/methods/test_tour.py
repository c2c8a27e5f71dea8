"""The shortest way: published instances, and against every order of small ones."""

from __future__ import annotations

import math
import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.tour import improved, length, shortest_path
from tests.shared import DATA, needs_data

FOLDER = DATA / "routes" / "tsplib"
BEST = {"burma14": 3323, "ulysses22": 7013, "dj38": 6656, "att48": 10628, "eil51": 426, "berlin52": 7542,
        "kroA100": 21282}
places = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6)


def geographic(a: tuple[float, float], b: tuple[float, float]) -> int:
    """The distance of TSPLIB's GEO instances, with its own value of pi."""
    if a == b:
        return 0
    (lat_a, lon_a), (lat_b, lon_b) = ([3.141592 * (int(x) + 5 * (x - int(x)) / 3) / 180 for x in p] for p in (a, b))
    east, north, sum_ = math.cos(lon_a - lon_b), math.cos(lat_a - lat_b), math.cos(lat_a + lat_b)
    return int(6378.388 * math.acos(0.5 * ((1 + east) * north - (1 - east) * sum_)) + 1)


def instance(name: str) -> list[list[int]]:
    """The matrix of a TSPLIB file as a round trip: the last node is the first again."""
    text = (FOLDER / f"{name}.tsp").read_text()
    found = re.findall(r"^\s*\d+\s+(-?[\d.e+]+)\s+(-?[\d.e+]+)\s*$", text.split("NODE_COORD_SECTION")[1], re.MULTILINE)
    nodes = [(float(x), float(y)) for x, y in found]
    measure = {"GEO": geographic, "ATT": lambda a, b: math.ceil(math.dist(a, b) / math.sqrt(10)),
               "EUC_2D": lambda a, b: round(math.dist(a, b))}[re.findall(r"EDGE_WEIGHT_TYPE *: *(\S+)", text)[0]]
    return [[measure(a, b) for b in [*nodes, nodes[0]]] for a in [*nodes, nodes[0]]]


@needs_data
@pytest.mark.parametrize("name", BEST)
def test_within_five_percent_of_the_best_known(name: str) -> None:
    matrix = instance(name)
    tour = shortest_path(matrix)
    assert sorted(tour) == list(range(len(matrix)))
    assert BEST[name] <= length(matrix, tour) <= BEST[name] * 1.05


@given(nodes=places, returns=st.booleans())
def test_small_ones_are_near_the_best_of_every_order(nodes: list[tuple[int, int]], *, returns: bool) -> None:
    spots = [(0, 0), *nodes, (0, 0)]
    matrix = [[math.dist(a, b) for b in spots] for a in spots]
    if not returns:
        matrix = [[*line[:-1], 0.0] for line in matrix[:-1]] + [[0.0] * len(spots)]
    tour = shortest_path(matrix)
    best = min(length(matrix, [0, *order, len(spots) - 1]) for order in permutations(range(1, len(spots) - 1)))
    assert tour[0] == 0
    assert tour[-1] == len(spots) - 1
    assert length(matrix, tour) <= best * 1.1 + 1e-6


@given(st.permutations(range(1, 9)))
def test_improving_never_lengthens_and_loses_nobody(order: list[int]) -> None:
    spots = [(0, 0), (3, 9), (8, 2), (5, 5), (9, 9), (1, 7), (6, 1), (2, 2), (7, 7), (0, 0)]
    matrix = [[math.dist(a, b) for b in spots] for a in spots]
    before = [0, *order, 9]
    after = improved(matrix, before)
    assert sorted(after) == list(range(10))
    assert length(matrix, after) <= length(matrix, before) + 1e-9


def test_nothing_to_visit() -> None:
    assert shortest_path([[0.0, 0.0], [0.0, 0.0]]) == [0, 1]

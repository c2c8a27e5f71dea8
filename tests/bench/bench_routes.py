"""Tours beside the published optimum (TSPLIB), and plans of several days beside the published ones (PVRP).

The PVRP files (Cordeau, Gendreau and Laporte 1997) give customers with a frequency and the combinations of days they
accept. A2 plans a person's days, so each vehicle of each day is one of them; loads are not its business and are only
counted. Every frequency and combination must be met; the cost is reported beside the published one.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pytest

from kamdesk.methods.distance import Point
from kamdesk.methods.tour import length, shortest_path
from kamdesk.methods.visit_days import Wish, place
from tests.kamdesk.methods.test_tour import BEST, instance
from tests.shared import DATA, needs_data

PVRP = DATA / "routes" / "pvrp"
Report = Callable[[str, object], None]
SCALE = 0.001  # degrees to a unit of the files: so near the equator the globe is flat to seven digits
SPARE = 1.25  # room of a day beside an even share


@dataclass(frozen=True)
class Customer:
    """A customer: where, how often, its load, and the sets of days (0 the first) it accepts."""

    id: int
    at: tuple[float, float]
    visits: int
    load: float
    combinations: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Instance:
    """A file: vehicles, days, the most a vehicle carries, the depot and the customers."""

    vehicles: int
    days: int
    most: float
    depot: tuple[float, float]
    customers: tuple[Customer, ...]


def read(name: str) -> Instance:
    """A PVRP file; combinations are bits, the first day the highest."""
    rows = [[float(part) for part in line.split()] for line in (PVRP / f"{name}.txt").read_text().splitlines()]
    _sort, vehicles, _count, days = map(int, rows[0][:4])
    places = rows[1 + days:]
    customers = tuple(
        Customer(int(row[0]), (row[1], row[2]), int(row[5]), row[4],
                 tuple(frozenset(day for day in range(days) if int(bits) >> (days - 1 - day) & 1) for bits in row[7:]))
        for row in places[1:] if len(row) > 6 and row[5])
    return Instance(vehicles, days, rows[1][1], (places[0][1], places[0][2]), customers)


def published(name: str) -> tuple[float, list[tuple[int, list[int]]]]:
    """The best known cost, and its tours as (day, customers)."""
    lines = (PVRP / f"{name}.res").read_text().splitlines()
    tours = [[int(float(part)) for part in line.split()] for line in lines[1:] if line.split()]
    return float(lines[0]), [(row[0] - 1, [each for each in row[4:] if each]) for row in tours]


def planned(found: Instance) -> list[tuple[int, list[int]]]:
    """The tours of a plan by A2 and A3: days free at first, then each customer on the combination nearest to them."""
    free = _placed(found, {each.id: sorted(frozenset().union(*each.combinations)) for each in found.customers},
                   single=False)
    chosen: dict[int, frozenset[int]] = {}
    for each in found.customers:
        got = {day for day, tour in free for customer in tour if customer == each.id}
        chosen[each.id] = max(each.combinations, key=partial(_alike, got))
    return _placed(found, {id_: sorted(days) for id_, days in chosen.items()}, single=True)


def _alike(got: set[int], days: frozenset[int]) -> tuple[int, list[int]]:
    return len(days & got), sorted(days)


def _placed(found: Instance, days: Mapping[int, Sequence[int]], *, single: bool) -> list[tuple[int, list[int]]]:
    """Tours by day; each customer's k-th visit on any of its days, or on its k-th day when those are settled."""
    slots = [day for day in range(found.days) for _vehicle in range(found.vehicles)]
    wishes, owners = [], []
    for each in sorted(found.customers, key=lambda one: -one.visits):
        for turn in range(each.visits):
            may = {days[each.id][turn]} if single else set(days[each.id])
            wishes.append(Wish(str(each.id), tuple(at for at, day in enumerate(slots) if day in may), 1,
                               _point(each.at)))
            owners.append(each.id)
    room = math.ceil(len(wishes) / len(slots) * SPARE) + 1
    found_days = place(wishes, ordinals=slots, rooms=[room] * len(slots), base=_point(found.depot), factor=1.0,
                       seed="bench").days
    where = {each.id: each.at for each in found.customers}
    return [(slots[slot], _ordered(found, [owners[wish] for wish in visits], where))
            for slot, visits in sorted(found_days.items())]


def _ordered(found: Instance, tour: Sequence[int], where: Mapping[int, tuple[float, float]]) -> list[int]:
    nodes = [found.depot, *(where[each] for each in tour), found.depot]
    order = shortest_path([[math.dist(a, b) for b in nodes] for a in nodes])
    return [tour[node - 1] for node in order[1:-1]]


def _point(at: tuple[float, float]) -> Point:
    return at[1] * SCALE, at[0] * SCALE


def cost(found: Instance, tours: Sequence[tuple[int, Sequence[int]]]) -> float:
    """Length of all tours."""
    where = {each.id: each.at for each in found.customers}
    return sum(math.dist(a, b) for _day, tour in tours
               for a, b in pairwise([found.depot, *(where[each] for each in tour), found.depot]))


def met(found: Instance, tours: Sequence[tuple[int, Sequence[int]]]) -> bool:
    """Whether every customer is visited on one of its combinations of days, once a day."""
    days: defaultdict[int, list[int]] = defaultdict(list)
    for day, tour in tours:
        for each in tour:
            days[each].append(day)
    return all(len(days[each.id]) == each.visits and frozenset(days[each.id]) in each.combinations
               for each in found.customers)


@needs_data
@pytest.mark.parametrize("name", BEST)
def test_tours_beside_the_optimum(name: str, record_property: Report) -> None:
    matrix = instance(name)
    begin = time.perf_counter()
    tour = shortest_path(matrix)
    taken = time.perf_counter() - begin
    record_property("bench", (f"{name}: length beside the optimum", length(matrix, tour), BEST[name], ""))
    record_property("bench", (f"{name}: time", taken, 2.0, "s"))
    assert length(matrix, tour) <= BEST[name] * 1.05


@needs_data
@pytest.mark.parametrize("name", ["p02", "p05", "pr01"])  # p01 names a customer that its plan leaves out
def test_plans_of_days_beside_the_published(name: str, record_property: Report) -> None:
    found, (best, tours) = read(name), published(name)
    assert math.isclose(cost(found, tours), best, rel_tol=1e-4), "the file is read as its authors meant it"
    assert met(found, tours)
    begin = time.perf_counter()
    plan = planned(found)
    taken = time.perf_counter() - begin
    assert met(found, plan)
    loads = {each.id: each.load for each in found.customers}
    over = sum(sum(loads[each] for each in tour) > found.most for _day, tour in plan)
    record_property("bench", (f"{name}: length beside the published plan", cost(found, plan), best, ""))
    record_property("bench", (f"{name}: tours above the load, of {len(plan)}", over, max(1, len(plan)), ""))
    record_property("bench", (f"{name}: time", taken, 20.0, "s"))

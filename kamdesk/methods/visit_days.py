"""Which day each visit goes to: grouped on the map, then moved and swapped while the way gets shorter (A2 step 5)."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kamdesk.methods.distance import TRAVEL_FACTOR, Point, farthest_first, road_matrix
from kamdesk.methods.tour import GAIN, improved
from kamdesk.words import N_

MOVES = 200_000
GUARD_SECONDS = 10.0  # only a guard: on a slow laptop the moves take about 2 s
CHECK_EVERY = 1_000
TIDY_EVERY = 20_000  # moves between two rounds of putting each day's tour in order
NEAR = 12
NEAR_CHANCE = 0.8  # draws that look for a day near the visit; the others look anywhere

NO_DAY = N_("none of its visiting days is worked in this stretch")
FULL = N_("its days are full")
TOO_NEAR = N_("too near its other visits")


@dataclass(frozen=True)
class Wish:
    """One visit to place: the days it may take (indexes), its gap in days, and where it is.

    ``areas``: city, sector and zone, used when there is no ``point`` («» = unknown). ``others``: ordinals of the
    days the party is visited anyway. A ``market`` visit follows the visits of its zone.
    """

    party: str
    days: tuple[int, ...]
    gap: int
    point: Point | None = None
    areas: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    market: bool = False


@dataclass(frozen=True)
class Placement:
    """Visits (indexes of the wishes) by day, those refused with their reason, and whether the clock cut the search."""

    days: dict[int, list[int]]
    refused: dict[int, str]
    cut: bool = False


def place(wishes: Sequence[Wish], *, ordinals: Sequence[int], rooms: Sequence[int], base: Point | None = None,
          factor: float = TRAVEL_FACTOR, seed: str = "", moves: int = MOVES,
          guard: float = GUARD_SECONDS) -> Placement:
    """Give each visit a day, most urgent first (the order of ``wishes``), then shorten the way by fixed moves.

    ``ordinals``: the proleptic ordinal of each day; ``rooms``: visits each takes. Hard limits: allowed days, room and
    the gap, halved (rounded up) only when no day fits.
    """
    board = _Board(wishes, ordinals, rooms, _Map(wishes, base, factor))
    located = [index for index, wish in enumerate(wishes) if board.map.has(index)]
    board.seed_days(located)
    for index in located:
        board.put(index, board.nearest)
    for index in (index for index in range(len(wishes)) if not board.map.has(index)):
        board.put(index, board.most_alike)
    cut = _Improver(board, random.Random(seed)).run(moves, time.monotonic() + guard)
    days: dict[int, list[int]] = defaultdict(list)
    for index, day in sorted(board.day_of.items()):
        days[day].append(index)
    return Placement(dict(days), board.refused, cut)


class _Map:
    """Kilometres between visits; node 0 is the base, visit i is node i + 1, the last node the base again."""

    def __init__(self, wishes: Sequence[Wish], base: Point | None, factor: float) -> None:
        self.known = [wish.point is not None and not wish.market for wish in wishes]
        self.has_base = base is not None
        self.km = road_matrix([base, *(wish.point for wish in wishes), base], factor=factor)
        self.end = len(wishes) + 1

    def has(self, visit: int) -> bool:
        return self.known[visit]


@dataclass
class _Day:
    """The tour of a day as edges (from, to, km), so that an insertion is judged without indexing."""

    edges: list[tuple[int, int, float]] = field(default_factory=list)

    @classmethod
    def through(cls, nodes: Sequence[int], km: list[list[float]]) -> _Day:
        return cls([(a, b, km[a][b]) for a, b in pairwise(nodes)])

    def nodes(self) -> list[int]:
        return [self.edges[0][0], *(b for _a, b, _km in self.edges)]

    def around(self, node: int) -> tuple[int, int, float]:
        """The neighbours of a node and the kilometres of its two edges."""
        before = next(edge for edge in self.edges if edge[1] == node)
        after = next(edge for edge in self.edges if edge[0] == node)
        return before[0], after[1], before[2] + after[2]

    def added(self, line: list[float]) -> float:
        """Kilometres that the cheapest insertion of a node adds; ``line`` holds its distances."""
        return min([line[a] + line[b] - km for a, b, km in self.edges])

    def added_without(self, line: list[float], gone: int, before: int, after: int, joined: float) -> float:
        """The same, with the node ``gone`` taken out."""
        return min([line[before] + line[after] - joined,
                    *[line[a] + line[b] - km for a, b, km in self.edges if gone not in {a, b}]])

    def insert(self, node: int, km: list[list[float]]) -> None:
        line = km[node]
        index = min(range(len(self.edges)),
                    key=lambda at: line[self.edges[at][0]] + line[self.edges[at][1]] - self.edges[at][2])
        a, b, _km = self.edges[index]
        self.edges[index:index + 1] = [(a, node, line[a]), (node, b, line[b])]

    def remove(self, node: int, km: list[list[float]]) -> None:
        index = next(index for index, edge in enumerate(self.edges) if edge[1] == node)
        a, b = self.edges[index][0], self.edges[index + 1][1]
        self.edges[index:index + 2] = [(a, b, km[a][b])]


class _Board:
    """The days with what stands on them, and the hard limits."""

    def __init__(self, wishes: Sequence[Wish], ordinals: Sequence[int], rooms: Sequence[int], area: _Map) -> None:
        self.wishes, self.ordinals, self.map = wishes, ordinals, area
        self.free = list(rooms)
        self.tours = [_Day.through([0, area.end], area.km) for _day in ordinals]
        self.alike: list[Counter[tuple[int, str]]] = [Counter() for _day in ordinals]
        self.gaps = [wish.gap for wish in wishes]
        self.of_party: dict[str, list[int]] = defaultdict(list)
        self.day_of: dict[int, int] = {}
        self.refused: dict[int, str] = {}
        for index, wish in enumerate(wishes):
            self.of_party[wish.party].append(index)

    def seed_days(self, located: Sequence[int]) -> None:
        """As many groups as days with room: seeds farthest-first from the base draw their neighbours."""
        first_of_place = {self.wishes[index].point: index + 1 for index in reversed(located)}
        open_days = [day for day, free in enumerate(self.free) if free]
        seeds = farthest_first(self.map.km, sorted(first_of_place.values()), count=len(open_days),
                               origin=0 if self.map.has_base else None)
        self.seeds = dict(zip(open_days, seeds, strict=False))

    def fits(self, visit: int, day: int, ignoring: int = -1) -> bool:
        """Whether the gap to the party's other visits holds (the day being allowed and having room)."""
        wish, ordinal, gap = self.wishes[visit], self.ordinals[day], self.gaps[visit]
        for other in self.of_party[wish.party]:
            if other not in {visit, ignoring} and (there := self.day_of.get(other)) is not None \
                    and abs(self.ordinals[there] - ordinal) < min(gap, self.gaps[other]):
                return False
        return all(abs(other - ordinal) >= gap for other in wish.others)

    def put(self, visit: int, choose: Callable[[int, list[int]], int]) -> None:
        """Give a visit the day that ``choose`` likes best among those allowed, or note why there is none."""
        days = [day for day in self.wishes[visit].days if self.free[day]]
        for gap in (self.gaps[visit], (self.gaps[visit] + 1) // 2):
            self.gaps[visit] = gap
            fitting = [day for day in days if self.fits(visit, day)]
            if fitting:
                self.move(visit, choose(visit, fitting))
                return
        self.refused[visit] = NO_DAY if not self.wishes[visit].days else TOO_NEAR if days else FULL

    def move(self, visit: int, day: int) -> None:
        """Take a visit off its day, if it has one, and put it on another."""
        node, km = visit + 1, self.map.km
        areas = [(level, area) for level, area in enumerate(self.wishes[visit].areas) if area]
        if visit in self.day_of:
            before = self.day_of[visit]
            self.free[before] += 1
            self.alike[before].subtract(areas)
            if self.map.has(visit):
                self.tours[before].remove(node, km)
        self.day_of[visit] = day
        self.free[day] -= 1
        self.alike[day].update(areas)
        if self.map.has(visit):
            self.tours[day].insert(node, km)

    def nearest(self, visit: int, days: list[int]) -> int:
        """The day whose group, seed included, adds the least distance."""
        line = self.map.km[visit + 1]
        return min(days, key=lambda day: (round(min(self.tours[day].added(line), 2 * line[self.seeds[day]])
                                                if day in self.seeds else self.tours[day].added(line), 6), day))

    def most_alike(self, visit: int, days: list[int]) -> int:
        """The day with most visits of its city, else sector, else zone; among equals the emptiest."""
        wish = self.wishes[visit]
        levels = [2] if wish.market else [level for level, area in enumerate(wish.areas) if area]
        return min(days, key=lambda day: ([-self.alike[day][level, wish.areas[level]] for level in levels],
                                          -self.free[day], day))


class _Improver:
    """Draws moves: one visit to another day, or two visits change places; kept when limits hold and the way falls."""

    def __init__(self, board: _Board, draw: random.Random) -> None:
        self.board, self.random = board, draw.random
        self.visits = sorted(visit for visit in board.day_of if board.map.has(visit))
        self.near = {visit: self._neighbours(visit) for visit in self.visits}

    def run(self, moves: int, deadline: float) -> bool:
        """Try so many moves; True when the clock stopped them."""
        if len(self.visits) <= 1:
            return False
        for done in range(moves):
            if done % CHECK_EVERY == 0 and time.monotonic() > deadline:
                return True
            if done % TIDY_EVERY == 0:
                self._tidy()
            self._try(self._drawn(self.visits))
        return False

    def _neighbours(self, visit: int) -> list[int]:
        line, wish = self.board.map.km[visit + 1], self.board.wishes[visit]
        others = (other for other in self.visits if self.board.wishes[other].party != wish.party)
        return sorted(others, key=lambda other: (line[other + 1], other))[:NEAR]

    def _drawn(self, things: Sequence[int]) -> int:
        return things[int(self.random() * len(things))]

    def _try(self, visit: int) -> None:
        board = self.board
        allowed, here, near = board.wishes[visit].days, board.day_of[visit], self.near[visit]
        look_near = near and self.random() < NEAR_CHANCE
        day = board.day_of[self._drawn(near)] if look_near else self._drawn(allowed)
        if day == here or day not in allowed:
            return
        if board.free[day]:
            self._try_move(visit, day)
        elif others := [node - 1 for _a, node, _km in board.tours[day].edges[:-1]]:
            self._try_swap(visit, self._drawn(others), here, day)

    def _try_move(self, visit: int, day: int) -> None:
        board, km = self.board, self.board.map.km
        before, after, edges = board.tours[board.day_of[visit]].around(visit + 1)
        saved = edges - km[before][after]
        if saved > GAIN and board.tours[day].added(km[visit + 1]) < saved - GAIN and board.fits(visit, day):
            board.move(visit, day)

    def _try_swap(self, visit: int, other: int, here: int, there: int) -> None:
        board, km = self.board, self.board.map.km
        if here not in board.wishes[other].days:
            return
        a, b = visit + 1, other + 1
        before_a, after_a, edges_a = board.tours[here].around(a)
        before_b, after_b, edges_b = board.tours[there].around(b)
        joined_a, joined_b = km[before_a][after_a], km[before_b][after_b]
        saved = edges_a - joined_a + edges_b - joined_b
        if saved <= GAIN:
            return
        saved -= board.tours[there].added_without(km[a], b, before_b, after_b, joined_b)
        if saved <= GAIN:
            return
        saved -= board.tours[here].added_without(km[b], a, before_a, after_a, joined_a)
        if saved > GAIN and board.fits(visit, there, ignoring=other) and board.fits(other, here, ignoring=visit):
            board.move(visit, there)
            board.move(other, here)

    def _tidy(self) -> None:
        """Put each day's tour in order by 2-opt and or-opt, so that edges tell what a visit really costs."""
        km = self.board.map.km
        for day, tour in enumerate(self.board.tours):
            nodes = tour.nodes()
            part = [[km[a][b] for b in nodes] for a in nodes]
            order = improved(part, range(len(nodes)))
            self.board.tours[day] = _Day.through([nodes[index] for index in order], km)

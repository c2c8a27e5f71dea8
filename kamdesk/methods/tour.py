"""The shortest way through many stops: nearest neighbour, then 2-opt and or-opt, within a fixed number of moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from kamdesk.methods.distance import farthest_first

STARTS = 8
MOVES = 400_000
NEAR = 10  # neighbours tried for each stop: beyond them an exchange hardly ever pays
SEGMENT = 3
GAIN = 1e-9  # less is rounding noise, and would let equal tours take turns for ever

Matrix = Sequence[Sequence[float]]


def shortest_path(matrix: Matrix, *, moves: int = MOVES) -> list[int]:
    """The order from node 0 through all the others to the last node, as short as a local search finds.

    ``matrix`` is symmetric; the last node may be a copy of node 0 (a round trip) or a place at distance 0 from
    everywhere (the end is free). Nearest neighbour from up to 8 starts chosen farthest-first, each improved by 2-opt
    and or-opt (Croes 1958, Or 1976) with neighbour lists; the same input always gives the same order.
    """
    last = len(matrix) - 1
    stops = list(range(1, last))
    best = [*range(len(matrix))]
    for start in farthest_first(matrix, stops, count=STARTS, origin=0):
        if moves <= 0:
            break
        search = _Search(matrix, _nearest_neighbour(matrix, start), moves)
        search.run()
        moves = search.moves
        best = min(best, search.tour, key=lambda tour: length(matrix, tour))
    return best


def length(matrix: Matrix, tour: Sequence[int]) -> float:
    """The length of a tour from its first node to its last."""
    return sum(matrix[a][b] for a, b in pairwise(tour))


def improved(matrix: Matrix, tour: Sequence[int], *, moves: int = MOVES) -> list[int]:
    """A tour made no longer by 2-opt and or-opt; its first and last nodes stay."""
    search = _Search(matrix, list(tour), moves)
    search.run()
    return search.tour


def _nearest_neighbour(matrix: Matrix, start: int) -> list[int]:
    """The round trip that always goes to the nearest stop left, begun at ``start`` and turned to begin at node 0."""
    last = len(matrix) - 1
    left = set(range(last)) - {start}
    cycle = [start]
    while left:
        line = matrix[cycle[-1]]
        nearest = min(left, key=lambda node: (line[node], node))
        left.remove(nearest)
        cycle.append(nearest)
    base = cycle.index(0)
    return [*cycle[base:], *cycle[:base], last]


class _Search:
    """Local search on one tour: a stop is looked at again only after something near it changed."""

    def __init__(self, matrix: Matrix, tour: list[int], moves: int) -> None:
        self.matrix, self.tour, self.moves = matrix, tour, moves
        self.place = [0] * len(matrix)
        self._renumber(0, len(tour) - 1)
        self.near = {node: sorted((other for other in tour if other != node),
                                  key=lambda other, line=matrix[node]: (line[other], other))[:NEAR]  # type: ignore[misc]
                     for node in tour}
        self.queue = deque(tour[1:-1])
        self.waiting = set(self.queue)

    def run(self) -> None:
        """Improve until nothing helps or the moves are used up."""
        while self.queue and self.moves > 0:
            node = self.queue.popleft()
            self.waiting.discard(node)
            while self.moves > 0 and (self._exchange(node) or self._shift(node)):
                pass

    def _renumber(self, first: int, last: int) -> None:
        for index in range(first, last + 1):
            self.place[self.tour[index]] = index

    def _wake(self, *indexes: int) -> None:
        for index in indexes:
            if 0 < index < len(self.tour) - 1 and (node := self.tour[index]) not in self.waiting:
                self.waiting.add(node)
                self.queue.append(node)

    def _exchange(self, node: int) -> bool:
        """2-opt: two edges leave, the part between is turned round."""
        tour, matrix, place = self.tour, self.matrix, self.place
        here, line, end = place[node], matrix[node], len(tour) - 1
        for step in (1, -1):
            beside = tour[here + step]
            removed = line[beside]
            for other in self.near[node]:
                gain = removed - line[other]
                if gain <= GAIN:
                    break
                there = place[other]
                if not 0 <= there + step <= end:
                    continue
                self.moves -= 1
                after = tour[there + step]
                if gain + matrix[other][after] - matrix[beside][after] > GAIN:
                    low, high = min(here, there), max(here, there)
                    self._turn(low + 1, high) if step == 1 else self._turn(low, high - 1)
                    return True
        return False

    def _turn(self, first: int, last: int) -> None:
        self.tour[first:last + 1] = self.tour[first:last + 1][::-1]
        self._renumber(first, last)
        self._wake(first - 1, first, last, last + 1)

    def _shift(self, node: int) -> bool:
        """Or-opt: up to three stops in a row, with ``node`` at one end, move beside a stop near it."""
        here, end = self.place[node], len(self.tour) - 1
        for count in range(1, SEGMENT + 1):
            for first in dict.fromkeys((here, here - count + 1)):
                if first >= 1 and first + count - 1 < end and self._shift_segment(node, first, first + count - 1):
                    return True
        return False

    def _shift_segment(self, node: int, first: int, last: int) -> bool:
        tour, matrix = self.tour, self.matrix
        far = tour[last] if tour[first] == node else tour[first]
        before, after = tour[first - 1], tour[last + 1]
        gain = matrix[before][tour[first]] + matrix[tour[last]][after] - matrix[before][after]
        line, far_line = matrix[node], matrix[far]
        for other in self.near[node]:
            if gain - line[other] <= GAIN:
                return False
            there = self.place[other]
            if first <= there <= last:
                continue
            for step in (1, -1):
                beyond = there + step
                if not 0 <= beyond < len(tour) or first <= beyond <= last:
                    continue
                self.moves -= 1
                second = tour[beyond]
                if gain - line[other] - far_line[second] + matrix[other][second] > GAIN:
                    self._move(first, last, max(there, beyond), node_leads=step == 1, node=node)
                    return True
        return False

    def _move(self, first: int, last: int, gap: int, *, node: int, node_leads: bool) -> None:
        """Put the stops first…last before index ``gap``, turned so that ``node`` meets its new neighbour."""
        part = self.tour[first:last + 1]
        if (part[0] == node) != node_leads:
            part.reverse()
        low, high = min(first, gap), max(last + 1, gap)
        passed = self.tour[last + 1:gap] if gap > last else self.tour[gap:first]
        self.tour[low:high] = passed + part if gap > last else part + passed
        self._renumber(low, high - 1)
        self._wake(low - 1, low, low + len(part) - 1, low + len(part), high - len(part) - 1, high - len(part),
                   high - 1, high, low + len(passed) - 1, low + len(passed))

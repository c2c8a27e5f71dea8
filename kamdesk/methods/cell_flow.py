"""A flow of units through the cells of a table: fills rows and columns exactly within the room of each cell."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise


class CellFlow:
    """Units planned in each cell so that every row and column gets what it needs, and those already decided.

    Rows and columns are the two sides of a maximum flow (Ford and Fulkerson 1956, shortest paths first);
    ``room`` is the capacity of a cell. Nodes are numbered rows first, then columns.
    """

    def __init__(self, room: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> None:
        self.room = room
        self.rows, self.columns = list(rows), list(columns)
        self.planned = [[0] * len(columns) for _row in rows]
        self.decided = [[0] * len(columns) for _row in rows]

    def complete(self) -> bool:
        """Plan everything that rows and columns need; False when no filling exists. Called once."""
        rows, columns = self.rows[:], self.columns[:]
        if min(rows + columns, default=0) < 0 or sum(rows) != sum(columns):
            return False
        for row in range(len(rows)):
            for column in sorted(range(len(columns)), key=lambda at: -columns[at]):  # the neediest: few ways to mend
                self._move([row, len(rows) + column], rows, columns)
            while rows[row]:
                path = self._path(row, lambda node: node >= len(rows) and columns[node - len(rows)] > 0)
                if not path:
                    return False
                self._move(path, rows, columns)
        return True

    def decide(self, row: int, column: int) -> bool:
        """Fix one more unit in a cell if what is still undecided can be planned around it; False when it cannot."""
        if self.planned[row][column] == self.decided[row][column]:
            if self.room[row][column] == self.planned[row][column]:
                return False
            way_back = self._short_way(row, column) or self._path(len(self.rows) + column, lambda node: node == row)
            if not way_back:
                return False
            self._add(way_back, 1)
            self.planned[row][column] += 1
        self.decided[row][column] += 1
        return True

    def _short_way(self, row: int, column: int) -> list[int]:
        """The way of three steps from a column to a row, if there is one: what a search finds first, but at once."""
        count = len(self.rows)
        giving = [at for at in range(len(self.columns)) if self.planned[row][at] > self.decided[row][at]]
        for other, planned in enumerate(self.planned):
            if planned[column] > self.decided[other][column]:
                for at in giving:
                    if planned[at] < self.room[other][at]:
                        return [count + column, other, count + at, row]
        return []

    def _path(self, start: int, is_goal: Callable[[int], bool]) -> list[int]:
        """The shortest chain of cells: a row may take a unit more in a column, a column give one back to a row."""
        came_from = {start: start}
        queue = deque([start])
        unseen = [node for node in range(len(self.rows), len(self.rows) + len(self.columns)) if node != start]
        while queue:
            node = queue.popleft()
            reached = self._takers(node, unseen) if node < len(self.rows) else self._givers(node, came_from)
            unseen = [column for column in unseen if column not in reached]
            for following in reached:
                came_from[following] = node
                if is_goal(following):
                    return _walk_back(came_from, following)
            queue.extend(reached)
        return []

    def _takers(self, row: int, columns: list[int]) -> list[int]:
        """Column nodes in which a row has room for a unit more."""
        room, planned, count = self.room[row], self.planned[row], len(self.rows)
        return [node for node in columns if planned[node - count] < room[node - count]]

    def _givers(self, node: int, seen: dict[int, int]) -> list[int]:
        """Rows not seen yet that could give a unit of a column back."""
        column = node - len(self.rows)
        return [row for row, planned in enumerate(self.planned)
                if row not in seen and planned[column] > self.decided[row][column]]

    def _move(self, path: list[int], rows: list[int], columns: list[int]) -> None:
        """Send along a path from a row to a column as much as both need and its cells allow."""
        count = len(rows)
        rooms = [self.room[a][b - count] - self.planned[a][b - count] if a < count
                 else self.planned[b][a - count] - self.decided[b][a - count] for a, b in pairwise(path)]
        units = min(rows[path[0]], columns[path[-1] - count], *rooms)
        self._add(path, units)
        rows[path[0]] -= units
        columns[path[-1] - count] -= units

    def _add(self, path: list[int], units: int) -> None:
        count = len(self.rows)
        for a, b in pairwise(path):
            if a < count:
                self.planned[a][b - count] += units
            else:
                self.planned[b][a - count] -= units


def _walk_back(came_from: dict[int, int], node: int) -> list[int]:
    path = [node]
    while came_from[node] != node:
        node = came_from[node]
        path.append(node)
    return path[::-1]

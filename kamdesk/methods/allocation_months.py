"""A1 step 5: spread the years of the children over the months of the parent, rows and columns exact."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction

from kamdesk.methods.cell_flow import CellFlow
from kamdesk.problems import Problem
from kamdesk.words import _, fold, number

SCALINGS = 100
PRECISE = Context(prec=60)
CLOSE = Decimal("1e-25")  # nearer to a whole number than this is that number: scaling never ends exactly


@dataclass(frozen=True)
class Row:
    """A child with its year, and the months of it that are locked (index of the month → value).

    What stays unassigned is a row too: give it the id and name ''.
    """

    id: str
    name: str
    year: int
    locked: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Spread:
    """Values and ideals by child id, one a month, and by how many units the limits had to widen (0: none)."""

    cells: dict[str, tuple[int, ...]]
    ideals: dict[str, tuple[Fraction, ...]]
    widened: int = 0

    def explanation(self) -> str:
        """Names widened limits; nothing when every cell is within a unit of its ideal."""
        return _("limits widened by {n} to let rows and months add up", n=number(self.widened)) if self.widened else ""


def spread(rows: Sequence[Row], months: Sequence[int], *, node: str = "") -> Spread:
    """Controlled rounding: every row sums to its year and every column to its month (product/06 A1 step 5).

    ``months`` are the parent's values, Σ = Σ years. Each free cell differs from its ideal by less than a unit unless
    ``widened``. Raises Problem naming ``node`` when the locked cells leave no filling at all.
    """
    ranked = sorted(rows, key=lambda row: (-row.year, fold(row.name), row.id))
    grid = _grid(ranked, months)
    widened = _narrowest(grid)
    if widened is None:
        raise Problem(_("The locked months do not let {node} add up.", node=node or _("the total")))
    values = _fill(grid, widened)
    for index, row in enumerate(ranked):
        for month, value in row.locked.items():
            values[index][month] = value
    return Spread({row.id: tuple(line) for row, line in zip(ranked, values, strict=True)},
                  {row.id: tuple(line) for row, line in zip(ranked, grid.ideals, strict=True)}, widened)


@dataclass(frozen=True)
class _Grid:
    """Ideals of the free cells, and what rows and columns need once the locked cells have left."""

    ideals: list[list[Fraction]]
    free: list[list[bool]]
    rows: list[int]
    columns: list[int]


def _grid(rows: Sequence[Row], months: Sequence[int]) -> _Grid:
    free = [[month not in row.locked for month in range(len(months))] for row in rows]
    row_needs = [row.year - sum(row.locked.values()) for row in rows]
    column_needs = [total - sum(row.locked.get(month, 0) for row in rows) for month, total in enumerate(months)]
    return _Grid(_scaled(row_needs, column_needs, free), free, row_needs, column_needs)


def _scaled(rows: Sequence[int], columns: Sequence[int], free: list[list[bool]]) -> list[list[Fraction]]:
    """Ideals in proportion to rows and columns; where locks leave holes, scaled to both in turn up to 100 times."""
    total = sum(rows)
    start = [[Fraction(max(row, 0) * max(column, 0), total) if total > 0 and free[index][month] else Fraction(0)
              for month, column in enumerate(columns)] for index, row in enumerate(rows)]
    if all(sum(line) == row for line, row in zip(start, rows, strict=True)):
        return start
    cells = [[PRECISE.divide(Decimal(cell.numerator), Decimal(cell.denominator)) for cell in line] for line in start]
    for _round in range(SCALINGS):
        cells = _turned(_scale_rows(_turned(_scale_rows(cells, rows)), columns))
    return [[_snapped(cell) for cell in line] for line in cells]


def _turned(cells: list[list[Decimal]]) -> list[list[Decimal]]:
    return [list(line) for line in zip(*cells, strict=True)]


def _scale_rows(cells: list[list[Decimal]], targets: Sequence[int]) -> list[list[Decimal]]:
    factors = [PRECISE.divide(Decimal(max(target, 0)), sum(line)) if any(line) else Decimal(0)
               for line, target in zip(cells, targets, strict=True)]
    return [[PRECISE.multiply(cell, factor) for cell in line] for line, factor in zip(cells, factors, strict=True)]


def _snapped(cell: Decimal) -> Fraction:
    whole = cell.to_integral_value()
    return Fraction(whole if abs(cell - whole) < CLOSE else cell)


def _lowest(grid: _Grid, widened: int) -> list[list[int]]:
    return [[max(0, math.floor(ideal) - widened) if free else 0 for ideal, free in zip(*line, strict=True)]
            for line in zip(grid.ideals, grid.free, strict=True)]


def _flow(grid: _Grid, widened: int | None) -> CellFlow:
    """The units above the lower limits of the cells, limits widened by so many units (None: without limits)."""
    if widened is None:
        room = [[max(need, 0) * free for free in line] for need, line in zip(grid.rows, grid.free, strict=True)]
        return CellFlow(room, grid.rows, grid.columns)
    lowest = _lowest(grid, widened)
    room = [[(math.ceil(ideal) + widened - low) * free for ideal, low, free in zip(*line, strict=True)]
            for line in zip(grid.ideals, lowest, grid.free, strict=True)]
    rows = [need - sum(line) for need, line in zip(grid.rows, lowest, strict=True)]
    columns = [need - sum(line) for need, line in zip(grid.columns, zip(*lowest, strict=True), strict=True)]
    return CellFlow(room, rows, columns)


def _fits(grid: _Grid, widened: int | None) -> bool:
    return _flow(grid, widened).complete()


def _narrowest(grid: _Grid) -> int | None:
    """The least widening that has a filling: doubled until one fits, then halved between. None: no filling exists."""
    low, high = -1, 0
    if not _fits(grid, high) and not _fits(grid, None):
        return None
    while not _fits(grid, high):
        low, high = high, max(1, high * 2)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _fits(grid, middle) else (middle, high)
    return high


def _fill(grid: _Grid, widened: int) -> list[list[int]]:
    """Month by month, units one each to the rows furthest behind their share so far, never spoiling later months."""
    values = _lowest(grid, widened)
    flow = _flow(grid, widened)
    flow.complete()
    behind = [Fraction(0)] * len(values)
    for month, needed in enumerate(flow.columns):
        units = needed
        behind = [gap + line[month] - low[month] for gap, line, low in zip(behind, grid.ideals, values, strict=True)]
        while units:
            for row in sorted(range(len(values)), key=lambda index: (-behind[index], index)):
                if units and flow.decide(row, month):
                    units -= 1
                    values[row][month] += 1
                    behind[row] -= 1
    return values

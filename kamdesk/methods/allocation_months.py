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
    """Values by child id, one a month, and by how many units the limits had to widen (0: none).

    The ideal of a cell is its part ÷ ``unit``: whole numbers, because fractions cost most of the time of a region.
    """

    cells: dict[str, tuple[int, ...]]
    parts: dict[str, tuple[int, ...]]
    unit: int
    widened: int = 0

    @property
    def ideals(self) -> dict[str, tuple[Fraction, ...]]:
        """The exact ideal of every cell."""
        return {row: tuple(Fraction(part, self.unit) for part in line) for row, line in self.parts.items()}

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
                  {row.id: tuple(line) for row, line in zip(ranked, grid.parts, strict=True)}, grid.unit, widened)


@dataclass(frozen=True)
class _Grid:
    """Ideals of the free cells as parts of ``unit``, and what rows and columns need once the locked cells have left."""

    parts: list[list[int]]
    unit: int
    free: list[list[bool]]
    rows: list[int]
    columns: list[int]


def _grid(rows: Sequence[Row], months: Sequence[int]) -> _Grid:
    free = [[month not in row.locked for month in range(len(months))] for row in rows]
    row_needs = [row.year - sum(row.locked.values()) for row in rows]
    column_needs = [total - sum(row.locked.get(month, 0) for row in rows) for month, total in enumerate(months)]
    parts, unit = _proportional(row_needs, column_needs, free)
    return _Grid(parts, unit, free, row_needs, column_needs)


def _proportional(rows: Sequence[int], columns: Sequence[int], free: list[list[bool]]) -> tuple[list[list[int]], int]:
    """Ideals in proportion to rows and columns; where locks leave holes, scaled to both in turn up to 100 times."""
    total = max(sum(rows), 1)
    start = [[max(row, 0) * max(column, 0) if free[index][month] else 0 for month, column in enumerate(columns)]
             for index, row in enumerate(rows)]
    if all(sum(line) == row * total for line, row in zip(start, rows, strict=True)):
        return start, total
    cells = [[PRECISE.divide(Decimal(cell), Decimal(total)) for cell in line] for line in start]
    for _round in range(SCALINGS):
        cells = _turned(_scale_rows(_turned(_scale_rows(cells, rows)), columns))
    ideals = [[_snapped(cell) for cell in line] for line in cells]
    unit = math.lcm(*(cell.denominator for line in ideals for cell in line))
    return [[cell.numerator * (unit // cell.denominator) for cell in line] for line in ideals], unit


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
    return [[max(0, part // grid.unit - widened) if free else 0 for part, free in zip(*line, strict=True)]
            for line in zip(grid.parts, grid.free, strict=True)]


def _flow(grid: _Grid, widened: int | None) -> CellFlow:
    """The units above the lower limits of the cells, limits widened by so many units (None: without limits)."""
    if widened is None:
        room = [[max(need, 0) * free for free in line] for need, line in zip(grid.rows, grid.free, strict=True)]
        return CellFlow(room, grid.rows, grid.columns)
    lowest = _lowest(grid, widened)
    room = [[(-(-part // grid.unit) + widened - low) * free for part, low, free in zip(*line, strict=True)]
            for line in zip(grid.parts, lowest, grid.free, strict=True)]
    rows = [need - sum(line) for need, line in zip(grid.rows, lowest, strict=True)]
    columns = [need - sum(line) for need, line in zip(grid.columns, zip(*lowest, strict=True), strict=True)]
    return CellFlow(room, rows, columns)


def _fits(grid: _Grid, widened: int | None) -> bool:
    return _flow(grid, widened).complete()


def _narrowest(grid: _Grid) -> int | None:
    """The least widening that has a filling: doubled until one fits, then halved between. None: no filling exists."""
    if _fits(grid, 0):
        return 0
    if not _fits(grid, None):
        return None
    low, high = 0, 1
    while not _fits(grid, high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _fits(grid, middle) else (middle, high)
    return high


def _fill(grid: _Grid, widened: int) -> list[list[int]]:
    """Month by month, units one each to the rows furthest behind their share so far, never spoiling later months."""
    values = _lowest(grid, widened)
    flow = _flow(grid, widened)
    flow.complete()
    behind = [0] * len(values)
    for month, needed in enumerate(flow.columns):
        units = needed
        behind = [gap + line[month] - low[month] * grid.unit
                  for gap, line, low in zip(behind, grid.parts, values, strict=True)]
        while units:
            for row in sorted(range(len(values)), key=lambda index: -behind[index]):  # a tie keeps the order
                if units and flow.decide(row, month):
                    units -= 1
                    values[row][month] += 1
                    behind[row] -= grid.unit
    return values

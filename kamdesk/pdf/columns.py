"""How wide the columns of a table become."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamdesk.pdf import style
from kamdesk.pdf.ink import Ink
from kamdesk.reports.model import Cell, Column, Table

WORD_LIMIT = 9.0  # a longer word may be broken: in text sizes
HEAD_LINES, UNEVEN = 2, 1.1  # a heading stands in two lines, of which one may be a little longer
FIRST_SHARE = 0.42  # the first column takes spare room up to this share of the table


@dataclass(frozen=True)
class Need:
    """The narrowest a column may be, and the width at which nothing wraps."""

    least: float
    natural: float


def share_out(
    table: Table, width: float, *, ink: Ink, sizes: tuple[float, ...], pad: float
) -> tuple[float, list[float]]:
    """The largest of ``sizes`` at which every column has its least width, and the widths, which add up to ``width``."""
    size, needs = sizes[-1], list[Need]()
    for size in sizes:
        needs = [_need(table, index, column, size=size, ink=ink, pad=pad) for index, column in enumerate(table.columns)]
        if sum(need.least for need in needs) <= width:
            break
    natural, least = sum(need.natural for need in needs), sum(need.least for need in needs)
    if natural <= width:
        return size, _spread([need.natural for need in needs], width - natural, table=table, width=width)
    if least >= width:
        return size, [need.least * width / least for need in needs]
    return size, _level(needs, width)


def _level(needs: list[Need], width: float) -> list[float]:
    """Every column its natural width up to a common limit: short columns stay whole, the widest ones wrap."""
    low, high = 0.0, max(need.natural for need in needs)
    for _halving in range(30):
        limit = (low + high) / 2
        if sum(max(need.least, min(need.natural, limit)) for need in needs) > width:
            high = limit
        else:
            low = limit
    return [max(need.least, min(need.natural, low)) for need in needs]


def split(table: Table, width: float, *, ink: Ink, size: float, pad: float) -> list[Table]:
    """The table, or several with the first column repeated when its numbers would not fit beside one another."""
    needs = [
        _need(table, index, column, size=size, ink=ink, pad=pad).least for index, column in enumerate(table.columns)
    ]
    if sum(needs) <= width:
        return [table]
    return [_part(table, run) for run in _runs(needs, width)]


def _runs(needs: list[float], width: float) -> list[list[int]]:
    """The columns of each part: as few parts as possible, of equal length where that fits."""
    runs: list[list[int]] = [[0]]
    for index in range(1, len(needs)):
        if len(runs[-1]) > 1 and sum(needs[one] for one in runs[-1]) + needs[index] > width:
            runs.append([0])
        runs[-1].append(index)
    length = -(-(len(needs) - 1) // len(runs))
    even = [[0, *range(start, min(start + length, len(needs)))] for start in range(1, len(needs), length)]
    return even if all(sum(needs[index] for index in run) <= width for run in even) else runs


def _part(table: Table, run: list[int]) -> Table:
    rows = tuple(
        replace(row, cells=tuple(row.cells[index] for index in run if index < len(row.cells))) for row in table.rows
    )
    return replace(table, columns=tuple(table.columns[index] for index in run), rows=rows)


def fits(table: Table, width: float, *, ink: Ink, size: float, pad: float) -> bool:
    """Whether the table can stand in ``width`` at ``size`` without breaking numbers."""
    needs = (_need(table, index, column, size=size, ink=ink, pad=pad) for index, column in enumerate(table.columns))
    return sum(need.least for need in needs) <= width


def _need(table: Table, index: int, column: Column, *, size: float, ink: Ink, pad: float) -> Need:
    texts = [
        (cell.text if isinstance(cell, Cell) else cell, 600 if row.kind or isinstance(cell, Cell) else 400)
        for row in table.rows
        if len(row.cells) > index and (len(row.cells) > 1 or row.kind != "group")
        for cell in (row.cells[index],)
    ]
    body = max((ink.measure(text, size, weight) for text, weight in texts), default=0.0)
    body += size if any(isinstance(cell, Cell) for row in table.rows for cell in row.cells[index : index + 1]) else 0.0
    body += style.INDENT * max((row.indent for row in table.rows), default=0) if not index else 0.0
    title = max(ink.measure(word, size * 0.92, 600) for word in (*column.title.split(), ""))
    title = max(title, ink.measure(column.title, size * 0.92, 600) / HEAD_LINES * UNEVEN)
    if column.align == "right":
        return Need(max(body, title) + 2 * pad, max(body, title) + 2 * pad)
    word = max((ink.measure(word, size, weight) for text, weight in texts for word in text.split()), default=0.0)
    return Need(max(min(word, size * WORD_LIMIT), title) + 2 * pad, max(body, title) + 2 * pad)


def _spread(widths: list[float], spare: float, *, table: Table, width: float) -> list[float]:
    """Spare room by the weights of the columns; without weights the first column grows first, then all alike."""
    weights = [column.weight for column in table.columns]
    if any(weights):
        return [one + spare * weight / sum(weights) for one, weight in zip(widths, weights, strict=True)]
    first = min(spare, max(0.0, width * FIRST_SHARE - widths[0]))
    each = (spare - first) / len(widths)
    return [one + each + (first if not index else 0.0) for index, one in enumerate(widths)]

"""How wide the columns of a table become."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.pdf import style
from kamdesk.pdf.ink import Ink
from kamdesk.reports.model import Cell, Column, Table

WORD_LIMIT = 9.0  # a longer word may be broken: in text sizes
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
    title = max((ink.measure(word, size * 0.92, 600) for word in column.title.split()), default=0.0)
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

"""Blocks of cells: what a paste, a fill or a clear would write, and what it leaves out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kamdesk.problems import Problem
from kamdesk.words import _, plural
from ui.grid_model import GridModel, Key

LISTED = 8  # unreadable cells named in a message


class Block(NamedTuple):
    """A rectangle of cells, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def spots(self) -> Iterable[tuple[int, int]]:
        """Row and column of every cell, line by line."""
        return itertools.product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))


@dataclass
class Change:
    """What would be written, how many cells fall outside or on cells that cannot be edited, and what is unreadable."""

    cells: dict[Key, Any] = field(default_factory=dict)
    outside: int = 0
    closed: int = 0
    unreadable: list[str] = field(default_factory=list)

    def demand(self) -> None:
        """Problem that lists the unreadable cells: then nothing is written."""
        if self.unreadable:
            more = len(self.unreadable) - LISTED
            details = (*self.unreadable[:LISTED], *([_("and {n} other cells", n=more)] if more > 0 else []))
            raise Problem(plural("Nothing was pasted: {n} cell cannot be read. {cells}",
                                 "Nothing was pasted: {n} cells cannot be read. {cells}", len(self.unreadable),
                                 cells="; ".join(details)), details=tuple(details))

    def words(self, done: str) -> str:
        """«40 pegadas, 2 fuera de la tabla»: ``done`` and what was left out."""
        parts = [done]
        if self.outside:
            parts.append(plural("{n} cell outside the table", "{n} cells outside the table", self.outside))
        if self.closed:
            parts.append(plural("{n} cell that cannot be edited", "{n} cells that cannot be edited", self.closed))
        return ", ".join(parts)


def paste(model: GridModel, texts: Sequence[Sequence[str]], where: Block) -> Change:
    """A block lands from the top-left cell of ``where``; one value fills all of it. Empty cells clear."""
    change = Change()
    single = len(texts) == 1 and len(texts[0]) == 1
    for row, column, text in _fill(texts[0][0], where) if single else _landed(texts, where):
        if row >= model.rowCount() or column >= model.columnCount():
            change.outside += 1
        else:
            _put(model, change, row, column, text)
    return change


def _fill(text: str, where: Block) -> Iterable[tuple[int, int, str]]:
    return ((row, column, text) for row, column in where.spots())


def _landed(texts: Sequence[Sequence[str]], where: Block) -> Iterable[tuple[int, int, str]]:
    return ((where.top + down, where.left + right, text) for down, line in enumerate(texts)
            for right, text in enumerate(line))


def _put(model: GridModel, change: Change, row: int, column: int, text: str) -> None:
    if not model.cell_at(row, column).open:
        change.closed += 1
        return
    at = model.content.columns[column]
    stripped = text.strip()
    try:
        change.cells[model.key_at(row, column)] = at.form.read(stripped) if stripped else None
    except Problem:
        change.unreadable.append(f"{model.content.lines[row].title} · {at.title} “{stripped}”")


def fill(model: GridModel, where: Block, *, right: bool = False) -> Change:
    """The first line (or column) of a block into the rest of it; a single line takes the one before it."""
    change = Change()
    first = where.left if right else where.top
    single = (where.left == where.right) if right else (where.top == where.bottom)
    source = first - 1 if single else first
    if source < 0:
        return change
    for row, column in where.spots():
        if (column if right else row) == source:
            continue
        value = model.cell_at(row, source).value if right else model.cell_at(source, column).value
        if model.cell_at(row, column).open:
            change.cells[model.key_at(row, column)] = value
        else:
            change.closed += 1
    return change


def clear(model: GridModel, where: Block) -> Change:
    """No value in every open cell that has one."""
    change = Change()
    for row, column in where.spots():
        cell = model.cell_at(row, column)
        if cell.open and cell.value is not None:
            change.cells[model.key_at(row, column)] = None
        elif not cell.open:
            change.closed += 1
    return change


def table(model: GridModel, where: Block, *, titles: bool = False) -> list[list[str]]:
    """The cells of a block as exact texts, with the names of lines and columns when asked."""
    rows, columns = range(where.top, where.bottom + 1), range(where.left, where.right + 1)
    body = [[model.exact_at(row, column) for column in columns] for row in rows]
    if not titles:
        return body
    head = [model.content.title, *(model.content.columns[column].said or model.content.columns[column].title
                                   for column in columns)]
    return [head, *([model.content.lines[where.top + at].title, *line] for at, line in enumerate(body))]


def numbers(model: GridModel, where: Block) -> list[Any]:
    """The values of a block that can be added: those of plain columns."""
    found = ((column, model.cell_at(row, column).value) for row, column in where.spots())
    return [value for column, value in found if value is not None and model.content.columns[column].form.bar == "plain"]

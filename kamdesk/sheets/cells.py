"""What a sheet holds once read: typed cells in rows, sheets in a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ErrorCell:
    """A cell in which the spreadsheet itself shows an error («#REF!»)."""

    text: str


Cell = str | int | bool | Decimal | datetime.date | datetime.time | ErrorCell | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, counted from 0."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``rows[0]`` is row 1 of the file, short rows end early."""

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A file read whole; ``encoding`` and ``delimiter`` are those found in a text file, else empty."""

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""


def is_blank(cell: Cell) -> bool:
    """Nothing, or only spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """A cell as the person sees it, for headings, previews and messages."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, ErrorCell):
        return cell.text
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA, as spreadsheets name columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

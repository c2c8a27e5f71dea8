"""A table pasted or read from a workbook -> budget lines: groups, names in the first columns, months after them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kamdesk.commands.budget import NewLine
from kamdesk.methods.allocation import Child, split
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, shown
from kamdesk.words import MONTHS, _, exponent, fold, parse_amount, plural

LISTED = 8
YEAR = len(MONTHS)


@dataclass(frozen=True)
class Shape:
    """Where a table keeps what: how many columns of names, and the column of each month or of the whole year."""

    names: int
    months: dict[int, int]  # column -> month of the year, 0 to 11
    year: int | None = None


@dataclass(frozen=True)
class PastedRow:
    """A row of a table: its names from left to right and its amounts by month, or only that of the ``year``."""

    names: tuple[str, ...]
    months: Mapping[str, int]
    year: int | None = None


def rows_from(rows: Sequence[Sequence[Cell]], *, months: Sequence[str], places: int | None = None) -> list[PastedRow]:
    """The rows of a table for the twelve ``months`` of a year, amounts with ``places`` decimals as whole numbers.

    The first row may name the months; else the amounts are taken in order; a single amount is the year. Rows called
    «Total…» are left out. ``places`` None: as many as the base currency has. Problem that lists the cells that cannot
    be read: then nothing is taken.
    """
    texts = [[shown(cell) for cell in row] for row in rows if any(shown(cell) for cell in row)]
    if not texts:
        raise Problem(_("There is nothing to paste. Copy some cells first."))
    head = texts[0] if _is_head(texts[0], {month[:4] for month in months}) else []
    body = texts[1:] if head else texts
    shape = _shape(head, body, months)
    found: list[PastedRow] = []
    unreadable: list[str] = []
    for row in body:
        names = tuple(name for name in row[:shape.names] if name)
        if not names or fold(names[-1]).startswith("total"):
            continue
        values = _values(row, shape, unreadable, exponent() if places is None else places)
        by_month = {} if shape.year is not None else {months[at]: value for at, value in values.items()}
        found.append(PastedRow(names, by_month, values.get(0) if shape.year is not None else None))
    if unreadable:
        raise Problem(plural("Nothing was pasted: {n} cell cannot be read. {cells}",
                             "Nothing was pasted: {n} cells cannot be read. {cells}", len(unreadable),
                             cells="; ".join(unreadable[:LISTED])), details=tuple(unreadable))
    return found


def lines_from(rows: Sequence[Sequence[Cell]], *, months: Sequence[str]) -> list[NewLine]:
    """The lines of a table as ``rows_from`` reads it, plans in minor units of the base currency.

    A row without amounts is the group of those below it; a year is spread equally.
    """
    found: list[NewLine] = []
    group = ""
    for row in rows_from(rows, months=months):
        if not row.months and row.year is None and len(row.names) == 1:
            group = row.names[0]
            continue
        group = row.names[0] if len(row.names) > 1 else group
        found.append(NewLine(row.names[-1], group, months=_by_month(row, months)))
    if not found:
        raise Problem(_("No lines were found. Copy a table with a name and its months in each row."))
    return found


def _is_head(row: Sequence[str], years: Collection[str]) -> bool:
    """Titles have no amounts: months, the year itself, «Total», «Concepto»."""
    rest = [text for text in row[1:] if text]
    return bool(rest) and not any(_number(text) is not None and _month(text) is None and text.strip() not in years
                                  for text in rest)


def _month(text: str) -> int | None:
    """The month (0 to 11) a title names: «enero», «Ene 2025», «2025-01», «01/2025»."""
    folded = fold(text)
    digits = re.fullmatch(r"(?:(\d{4})[-/](\d{1,2})(?:-\d{2})?)|(?:(\d{1,2})[-/](\d{4}))", folded)
    if digits:
        number = int(digits[2] or digits[3])
        return number - 1 if 1 <= number <= YEAR else None
    word = re.match(r"[a-z]{3,}", folded)
    if word is None:
        return None
    whole = [fold(_(name)) for name in MONTHS] + [fold(name) for name in MONTHS]
    found = [at % YEAR for at, name in enumerate(whole) if name.startswith(word[0]) or word[0] == name[:4]]
    return found[0] if found else None


def _shape(head: Sequence[str], body: Sequence[Sequence[str]], months: Sequence[str]) -> Shape:
    named = {column: _in_year(month, months) for column, text in enumerate(head)
             if column and (month := _month(text)) is not None}
    first = min(named) if named else next((column for column in range(1, max(map(len, body), default=1))
                                           if any(_number(row[column]) is not None for row in body
                                                  if column < len(row))), 1)
    if named:
        return Shape(first, named)
    amounts = max((sum(bool(text) for text in row[first:]) for row in body), default=0)
    if amounts == 1:
        return Shape(first, {}, first)
    return Shape(first, {first + at: at for at in range(YEAR)})


def _in_year(month: int, months: Sequence[str]) -> int:
    """Where a calendar month stands in a fiscal year."""
    return [int(each[5:]) - 1 for each in months].index(month)


def _number(text: str, places: int = 0) -> int | None:
    try:
        return int(parse_amount(text).scaleb(places).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except Problem:
        return None


def _values(row: Sequence[str], shape: Shape, unreadable: list[str], places: int) -> dict[int, int]:
    """Amounts by month of the year (the year under 0 when the table has only that)."""
    columns = {shape.year: 0} if shape.year is not None else shape.months
    found: dict[int, int] = {}
    for column, month in columns.items():
        text = row[column].strip() if column < len(row) else ""
        if not text or text in "-–—":
            continue
        value = _number(text, places)
        if value is None:
            unreadable.append(f"{' · '.join(filter(None, row[:shape.names]))} “{text}”")
        else:
            found[month] = value
    return found


def _by_month(row: PastedRow, months: Sequence[str]) -> dict[str, int]:
    if row.year is None:
        return dict(row.months)
    return split(row.year, [Child(month, month, 1) for month in months]).values()

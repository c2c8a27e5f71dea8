"""A table pasted or read from a workbook -> budget lines: groups, names in the first columns, months after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def lines_from(rows: Sequence[Sequence[Cell]], *, months: Sequence[str]) -> list[NewLine]:
    """The lines of a table for the twelve ``months`` of a year, plans in minor units of the base currency.

    The first row may name the months; else the amounts are taken in order. A row without amounts is the group of
    those below it, rows called «Total…» are left out, a single amount is the year and is spread equally. Problem that
    lists the cells that cannot be read: then nothing is taken.
    """
    texts = [[shown(cell) for cell in row] for row in rows if any(shown(cell) for cell in row)]
    if not texts:
        raise Problem(_("There is nothing to paste. Copy some cells first."))
    head = texts[0] if _is_head(texts[0]) else []
    body = texts[1:] if head else texts
    shape = _shape(head, body, months)
    found: list[NewLine] = []
    unreadable: list[str] = []
    group = ""
    for row in body:
        names = [name for name in row[:shape.names] if name]
        if not names or fold(names[-1]).startswith("total"):
            continue
        values = _values(row, shape, unreadable)
        if not values and len(names) == 1:
            group = names[0]
            continue
        group = names[0] if len(names) > 1 else group
        found.append(NewLine(names[-1], group, months=_by_month(values, shape, months)))
    _demand(found, unreadable)
    return found


def _demand(found: Sequence[NewLine], unreadable: Sequence[str]) -> None:
    if unreadable:
        raise Problem(plural("Nothing was pasted: {n} cell cannot be read. {cells}",
                             "Nothing was pasted: {n} cells cannot be read. {cells}", len(unreadable),
                             cells="; ".join(unreadable[:LISTED])), details=tuple(unreadable))
    if not found:
        raise Problem(_("No lines were found. Copy a table with a name and its months in each row."))


def _is_head(row: Sequence[str]) -> bool:
    """Titles have no amounts: months, «Total», «Concepto»."""
    rest = [text for text in row[1:] if text]
    return bool(rest) and not any(_number(text) is not None and _month(text) is None for text in rest)


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


def _number(text: str) -> int | None:
    try:
        return int(parse_amount(text).scaleb(exponent()).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except Problem:
        return None


def _values(row: Sequence[str], shape: Shape, unreadable: list[str]) -> dict[int, int]:
    """Amounts by month of the year (the year under 0 when the table has only that)."""
    columns = {shape.year: 0} if shape.year is not None else shape.months
    found: dict[int, int] = {}
    for column, month in columns.items():
        text = row[column].strip() if column < len(row) else ""
        if not text or text in "-–—":
            continue
        value = _number(text)
        if value is None:
            unreadable.append(f"{' · '.join(filter(None, row[:shape.names]))} “{text}”")
        else:
            found[month] = value
    return found


def _by_month(values: dict[int, int], shape: Shape, months: Sequence[str]) -> dict[str, int]:
    if shape.year is None:
        return {months[month]: value for month, value in values.items()}
    return split(values[0], [Child(month, month, 1) for month in months]).values()

"""Tables with a column for each month, as targets and budgets come, turned into one row for each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, is_blank
from kamdesk.sheets.dates import DMY, month_number, month_of
from kamdesk.sheets.tables import Table
from kamdesk.words import _

FEWEST = 3  # columns of months that make a grid
MONTH, AMOUNT = "Mes", "Importe"  # headings are data and part of ids: the same in any language


def month_columns(table: Table) -> dict[int, str]:
    """Columns headed by a month: «YYYY-MM», or «-MM» where the heading tells no year; none unless there are three."""
    found = {}
    for index, header in enumerate(table.headers):
        month = _month(header)
        if month:
            found[index] = month
    return found if len(found) >= FEWEST else {}


def _month(header: str) -> str:
    try:
        whole = None if header.isdecimal() and len(header) < 6 else month_of(header, DMY)  # noqa: PLR2004  «202501» is one
    except Problem:
        whole = None
    if whole:
        return whole
    try:
        number = month_number(header) if not header.isdecimal() or len(header) < 3 else None  # noqa: PLR2004
    except Problem:
        return ""
    return f"-{number:02}" if number else ""


def unpivot(table: Table, *, year: int | None = None) -> Table:
    """One row for each month of a row that holds something, under the headings MONTH and AMOUNT.

    Raises Problem when the headings tell no year and none is given. A table without months comes back as it is.
    """
    months = month_columns(table)
    if not months:
        return table
    if year is None and any(month.startswith("-") for month in months.values()):
        raise Problem(_("The headings name months but no year. Say which year they are of."), field="year")
    named = {index: f"{year}{month}" if month.startswith("-") else month for index, month in months.items()}
    others = [index for index in range(len(table.headers)) if index not in named]
    rows: list[tuple[int, Sequence[Cell]]] = [
        (number, [*(cells[other] for other in others), month, cells[index]])
        for number, cells in table.rows
        for index, month in named.items()
        if not is_blank(cells[index])
    ]
    return replace(table, headers=(*(table.headers[other] for other in others), MONTH, AMOUNT), rows=rows)

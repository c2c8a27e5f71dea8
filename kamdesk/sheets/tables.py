"""The tables of a workbook, ready to be mapped: headings, numbered rows, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, Sheet, Workbook, column_letter, is_blank, shown
from kamdesk.sheets.header import (
    Rows,
    filled,
    filled_down,
    find_heading,
    headless,
    is_form,
    joined,
    tiers,
    total_reason,
)
from kamdesk.sheets.rows import TOTAL, LeftOut, records, squared
from kamdesk.words import _

LINE = 80  # characters of an entry of a list
JUDGED = 500  # rows looked at to tell a table from junk


@dataclass(frozen=True)
class Table:
    """A table of a sheet; ``rows`` are (number in the sheet, cells by column), ``header_row`` is 0 without headings."""

    sheet: str
    headers: tuple[str, ...]
    header_row: int
    rows: list[tuple[int, Sequence[Cell]]]
    left_out: tuple[LeftOut, ...] = ()
    titles: tuple[str, ...] = ()
    hidden: bool = False
    first_column: int = 0

    def column(self, index: int) -> Iterator[Cell]:
        """The cells of one column, top to bottom."""
        return (cells[index] for _number, cells in self.rows)


def tables(workbook: Workbook, *, hidden: bool = False) -> list[Table]:
    """Every table with rows of the visible sheets (``hidden``: of all), in order.

    Raises Problem when there is none: headings without rows, only in hidden sheets, or no table at all.
    """
    found = [table for sheet in workbook.sheets if hidden or not sheet.hidden for table in find_tables(sheet)]
    with_rows = [table for table in found if table.rows]
    if with_rows:
        return with_rows
    if found:
        raise Problem(
            _("The table in “{sheet}” has headings but no rows. Fill it in and bring it back.", sheet=found[0].sheet)
        )
    if not hidden and any(find_tables(sheet) for sheet in workbook.sheets if sheet.hidden):
        raise hidden_only(workbook.name)
    raise Problem(
        _(
            "No table was found in “{file}”. A table has one row of headings and, under it, one row for each record.",
            file=workbook.name,
        )
    )


def hidden_only(file: str) -> Problem:
    """The sentence for a file of which only hidden sheets hold a table."""
    return Problem(
        _("Only the hidden sheets of “{file}” hold a table. Show them in Excel, or accept hidden sheets.", file=file)
    )


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables of one sheet, those without rows included."""
    rows = filled_down(sheet) if sheet.merges else sheet.rows
    found: list[Table] = []
    start = find_heading(rows, 0)
    if start is None:
        start = headless(rows)
        if start is None:
            return []
        return _accepted(sheet, _headless_table(sheet, rows, start), start, len(rows))
    while start is not None:
        table, end = _table_at(sheet, rows, start)
        for part in _side_by_side(table):
            found += _accepted(sheet, part, start, end)
        start = find_heading(rows, end)
    return found


def _accepted(sheet: Sheet, table: Table, start: int, end: int) -> list[Table]:
    """Junk is refused: forms, and blocks in which most cells under the headings are blank or nameless."""
    if is_form(sheet.merges, start + 1, end - 1) and table.rows:
        return []
    named = sum(1 for header in table.headers if header)
    if named < len(table.headers) * 0.6 or not table.headers:
        return []
    sample = table.rows[:JUDGED]
    if len(table.headers) == 1 and _is_prose([table.headers[0], *(shown(cells[0]) for _number, cells in sample)]):
        return []
    if sum(len(filled(cells)) for _number, cells in sample) < len(sample) * min(2, named) * 0.6:
        return []
    return [replace(table, headers=_unique(table))]


def _is_prose(lines: Sequence[str]) -> bool:
    """A single column of sentences is a letter, not a list."""
    return sum(line.endswith((".", ":", ";", ",")) or len(line) > LINE for line in lines) > len(lines) * 0.3


def _unique(table: Table) -> tuple[str, ...]:
    names: list[str] = []
    for index, header in enumerate(table.headers):
        base = header or column_letter(table.first_column + index)
        name, number = base, 2
        while name in names:
            name, number = f"{base} ({number})", number + 1
        names.append(name)
    return tuple(names)


def _headless_table(sheet: Sheet, rows: Rows, start: int) -> Table:
    width = max(len(row) for row in rows)
    names = tuple(column_letter(column) for column in range(width))
    kept, left_out, _end = records(rows, start, [""] * width)
    return Table(sheet.name, names, 0, kept, tuple(left_out), hidden=sheet.hidden)


def _table_at(sheet: Sheet, rows: Rows, start: int) -> tuple[Table, int]:
    count = tiers(rows, start, sheet.merges)
    names = joined(rows, start, count, sheet.merges)
    kept, left_out, end = records(rows, start + count, names)
    names, kept = squared(names, kept, left_out)
    kept = [
        (number, cells if len(cells) == len(names) else [*cells, *[None] * (len(names) - len(cells))])
        for number, cells in kept
    ]
    titles = tuple(shown(cell) for row in rows[max(0, start - 6) : start] for cell in row if not is_blank(cell))
    return Table(sheet.name, tuple(names), start + count, kept, tuple(left_out), titles[:12], sheet.hidden), end


def _side_by_side(table: Table) -> list[Table]:
    """One table for each run of columns; a nameless column without cells stands between two tables."""
    if all(table.headers):
        return [table]
    used = {column for _number, cells in table.rows for column, cell in enumerate(cells) if not is_blank(cell)}
    runs: list[list[int]] = [[]]
    for column, name in enumerate(table.headers):
        if name or column in used:
            runs[-1].append(column)
        elif runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    if len(runs) < 2 or any(len(run) < 2 for run in runs):  # noqa: PLR2004  a lone column belongs to its neighbours
        runs = [[column for run in runs for column in run]]
    whole = runs in ([], [list(range(len(table.headers)))])
    return [table] if whole else [_columns_of(table, run, alone=len(runs) == 1) for run in runs]


def _columns_of(table: Table, run: list[int], *, alone: bool) -> Table:
    """The table of some columns; beside others, its own totals and blank rows end earlier than theirs."""
    rows: list[tuple[int, Sequence[Cell]]] = [
        (number, [cells[column] for column in run]) for number, cells in table.rows
    ]
    left_out = table.left_out if alone or not run[0] else ()
    if not alone:
        totals = [number for number, cells in rows if total_reason(cells, 2)]
        left_out += tuple(LeftOut(number, TOTAL, shown(cells[0])) for number, cells in rows if number in totals)
        rows = [(number, cells) for number, cells in rows if filled(cells) and number not in totals]
    return replace(
        table, headers=tuple(table.headers[column] for column in run), rows=rows, left_out=left_out, first_column=run[0]
    )

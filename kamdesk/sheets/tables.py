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
    is_label,
    is_remark,
    is_template,
    is_value,
    joined,
    looks_like_heading,
    tiers,
    total_reason,
)
from kamdesk.words import N_, _, fold

OFTEN = 0.25  # share of rows that makes a column without heading one of the table
LINE = 80  # characters of an entry of a list
JUDGED = 500  # rows looked at to tell a table from junk
TOTAL, REPEATED, REMARK, TEMPLATE, RAGGED = "total", "repeated", "remark", "template", "ragged"
REASONS = {
    TOTAL: N_("adds up other rows"),
    REPEATED: N_("repeats the headings"),
    REMARK: N_("is a remark"),
    TEMPLATE: N_("is prepared but empty"),
    RAGGED: N_("has more cells than headings"),
}


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record: its number in the sheet, why (a key of REASONS) and how it begins."""

    row: int
    reason: str
    text: str


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
        raise Problem(
            _(
                "Only the hidden sheets of “{file}” hold a table. Show them in Excel, or accept hidden sheets.",
                file=workbook.name,
            )
        )
    raise Problem(
        _(
            "No table was found in “{file}”. A table has one row of headings and, under it, one row for each record.",
            file=workbook.name,
        )
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
    kept, left_out, _end = _body(rows, start, [""] * width)
    return Table(sheet.name, names, 0, kept, tuple(left_out), hidden=sheet.hidden)


def _table_at(sheet: Sheet, rows: Rows, start: int) -> tuple[Table, int]:
    count = tiers(rows, start, sheet.merges)
    names = joined(rows, start, count, sheet.merges)
    kept, left_out, end = _body(rows, start + count, names)
    names, kept = _squared(names, kept, left_out)
    kept = [
        (number, cells if len(cells) == len(names) else [*cells, *[None] * (len(names) - len(cells))])
        for number, cells in kept
    ]
    titles = tuple(shown(cell) for row in rows[max(0, start - 6) : start] for cell in row if not is_blank(cell))
    return Table(sheet.name, tuple(names), start + count, kept, tuple(left_out), titles[:12], sheet.hidden), end


def _squared(
    names: list[str], kept: list[tuple[int, Sequence[Cell]]], left_out: list[LeftOut]
) -> tuple[list[str], list[tuple[int, Sequence[Cell]]]]:
    """Columns without headings if many rows fill them; a few longer rows of a text file are shifted: left out."""
    longer = [number for number, cells in kept if len(cells) > len(names)]
    if len(longer) > len(kept) * OFTEN:
        return names + [""] * (max(len(cells) for _number, cells in kept) - len(names)), kept
    odd = set(longer)
    left_out += [LeftOut(number, RAGGED, shown(cells[0])) for number, cells in kept if number in odd]
    left_out.sort(key=lambda each: each.row)
    return names, [(number, cells) for number, cells in kept if number not in odd]


def _body(
    rows: Rows, start: int, headers: Sequence[str]
) -> tuple[list[tuple[int, Sequence[Cell]]], list[LeftOut], int]:
    """The records from ``start`` on, what is none, and where the table ends."""
    kept: list[tuple[int, Sequence[Cell]]] = []
    left_out: list[LeftOut] = []
    names = tuple(map(fold, headers)) if any(headers) else ()
    width, first_words = len(headers), frozenset(header.lower() for header in headers)
    texts = _usual_texts(rows[start : start + 200])
    gap = False
    for index in range(start, len(rows)):
        row = rows[index]
        if not any(row) and not filled(row):
            gap = True
            continue
        alone = index > start and len(rows[index - 1]) - rows[index - 1].count(None) <= 1
        known = bool(names) and _known(row, first_words)
        if (gap or alone or known) and _new_heading(rows, index, gap=gap or alone, names=names, kept=kept):
            return *_without_title(kept, left_out, rows, width), index
        reason = REPEATED if known and _repeats(row, names) else _reason(row, width, texts)
        if reason:
            left_out.append(LeftOut(index + 1, reason, shown(row[filled(row)[0]])))
        else:
            kept.append((index + 1, _trimmed(row, width)))
        gap = False
    return kept, left_out, len(rows)


def _without_title(
    kept: list[tuple[int, Sequence[Cell]]], left_out: list[LeftOut], rows: Rows, width: int
) -> tuple[list[tuple[int, Sequence[Cell]]], list[LeftOut]]:
    """The last rows of a table, when they are the title of the next one, are none of its records."""
    while width > 1 and kept and len(filled(kept[-1][1])) == 1:
        number, _cells = kept.pop()
        row = rows[number - 1]
        left_out.append(LeftOut(number, REMARK, shown(row[filled(row)[0]])))
    return kept, left_out


def _known(row: Sequence[Cell], words: frozenset[str]) -> bool:
    """Whether the first cell is one of the headings: only then can a row without a gap before it be headings again."""
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and " ".join(first.lower().split()) in words


def _trimmed(row: Sequence[Cell], width: int) -> Sequence[Cell]:
    """Padded to the headings; cells beyond them are kept unless blank."""
    if len(row) == width:
        return row
    if len(row) < width:
        return [*row, *[None] * (width - len(row))]
    last = max(filled(row), default=0)
    return row[: max(width, last + 1)]


def _usual_texts(rows: Rows) -> float:
    counts = sorted(sum(map(is_label, row)) for row in rows if filled(row))
    return counts[len(counts) // 2] if counts else 0


def _repeats(row: Sequence[Cell], names: tuple[str, ...]) -> bool:
    return len(names) > 1 and tuple(fold(shown(cell)) for cell in row)[: len(names)] == names[: len(row)]


def _reason(row: Sequence[Cell], width: int, texts: float) -> str:
    """Why a row is no record, "" when it is one."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    if isinstance(first, str):
        start = first.lstrip()[:4].lower()
        if (start in ("gran", "suma", "sum") or "total" in first.lower()) and total_reason(row, texts):
            return TOTAL
        if width > 2 and start[:1] in "fnseac*" and is_remark(row):  # noqa: PLR2004  a remark stands alone among columns
            return REMARK
    elif width > 2 and is_template(row, width):  # noqa: PLR2004
        return TEMPLATE
    return ""


def _new_heading(
    rows: Rows, index: int, *, gap: bool, names: tuple[str, ...], kept: Sequence[tuple[int, Sequence[Cell]]]
) -> bool:
    """Whether another table begins here: other headings than ours, after a gap or sharing most of our words."""
    row = rows[index]
    columns = filled(row)
    if not names or len(columns) < 2 or not all(is_label(row[column]) for column in columns):  # noqa: PLR2004
        return False
    texts = [fold(shown(row[column])) for column in columns]
    own = sum(1 for text in texts if text in names)
    if own >= max(2, len(texts) * 0.6):
        return tuple(texts) != tuple(name for name in names if name)
    if not gap or not looks_like_heading(rows, index):
        return False
    last = next((cells for _number, cells in reversed(kept) if len(filled(cells)) > 1), ())
    typed = [column for column in columns if column < len(last) and is_value(last[column])]
    below = rows[index + 1] if index + 1 < len(rows) else ()
    return bool(typed) and any(column < len(below) and is_value(below[column]) for column in columns)


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

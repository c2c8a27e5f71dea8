"""Finds the tables of a sheet: headings under titles, in several rows, merged; what follows them and what is no row."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from kamdesk.sheets.cells import Cell, Merge, Sheet, is_blank, shown
from kamdesk.words import fold

Rows = Sequence[Sequence[Cell]]

SEARCHED = 200  # rows looked at for the first heading
AHEAD = 30  # rows looked at under a heading
LONGEST = 120  # characters of a heading
FEW = 2  # rows merged sideways, as any table may have
TIERS = 4  # heading rows at most
_VALUE = re.compile(r"[-+(]?\s*(?:[$€%]|s/|us\$|[a-z]{3}\s)?\s*\d[\d.,:/\s-]*%?\)?", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:sub)?total(?:es)?|gran total|grand total|suma(?: total)?|total (?:general|acumulado|anual|mes)|sum"
)
_SUBTOTAL = re.compile(r"sub ?total\b|gran total\b")  # nobody is called so
_TOTAL_OF = re.compile(r"(?:sub)?total(?:es)?\b.*|(?:gran total|grand total|suma)\b.*|.*\btotal")
_REMARK = re.compile(r"(?:fuente|nota|notas|source|note|notes|\*|elaborad|actualizad|corte al)\b.*", re.DOTALL)


def is_value(cell: Cell) -> bool:
    """A number, date or flag, typed or written as text: what headings are not."""
    if isinstance(cell, str):
        return _VALUE.fullmatch(cell.strip()) is not None
    return cell is not None


def is_number(cell: Cell) -> bool:
    """An amount, not text and not a date."""
    return isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)


def is_label(cell: Cell) -> bool:
    """Short text that could be a heading."""
    return isinstance(cell, str) and 0 < len(cell.strip()) <= LONGEST and not is_value(cell) and "://" not in cell


def filled(row: Sequence[Cell]) -> list[int]:
    """Columns of a row that hold something."""
    return [column for column, cell in enumerate(row) if not is_blank(cell)]


def is_period(cell: Cell) -> bool:
    """A month or day used as a heading: «2025», 12, a date, «ene-25»."""
    if isinstance(cell, (datetime.date, datetime.datetime)):
        return True
    return is_number(cell) or (
        isinstance(cell, str) and re.fullmatch(r"\d{1,4}|\d{4}[-/]\d{2}", cell.strip()) is not None
    )


def looks_like_heading(rows: Rows, index: int) -> bool:
    """Whether row ``index`` names columns that the rows under it fill."""
    columns = filled(rows[index])
    widths = sorted(len(filled(row)) for row in rows[index + 1 : index + 1 + AHEAD] if filled(row)) or [0]
    width = widths[len(widths) * 3 // 4]
    if len(columns) < max(2, width * 0.5) and not (len(columns) == 1 and widths[-1] <= 1):
        return False
    cells = [rows[index][column] for column in columns]
    labels = sum(map(is_label, cells))
    if len({fold(shown(cell)) for cell in cells}) < len(cells) * 0.6:
        return False
    if labels >= len(cells) * 0.75 or _labels_below(rows, index, columns):
        return True
    return (
        is_label(cells[0])
        and width > 0
        and all(is_label(cell) or is_period(cell) for cell in cells)
        and _grid(rows, index)
    )


def _labels_below(rows: Rows, index: int, columns: Sequence[int]) -> bool:
    """A year over its months: whatever is no label has labels in the row under it."""
    below = rows[index + 1] if index + 1 < len(rows) else ()
    others = [column for column in columns if not is_label(rows[index][column])]
    return len(others) < len(columns) and all(
        is_period(rows[index][column]) and column < len(below) and is_label(below[column]) for column in others
    )


def _grid(rows: Rows, index: int) -> bool:
    """A heading of months or days: its periods grow from left to right and the next row is no such row."""
    periods = [cell for cell in rows[index] if is_period(cell)]
    try:
        grow = all(first < second for first, second in pairwise(periods))  # type: ignore[operator]
    except TypeError:
        return False
    return (
        grow
        and len(periods) > 1
        and (index + 1 >= len(rows) or periods != [cell for cell in rows[index + 1] if is_period(cell)])
    )


def find_heading(rows: Rows, start: int) -> int | None:
    """The first row from ``start`` that looks like a heading."""
    for index in range(start, min(len(rows), start + SEARCHED)):
        if rows[index] and looks_like_heading(rows, index):
            return index
    return None


def headless(rows: Rows) -> int | None:
    """The first row of a list without headings: at least two columns, and rows alike from the first on."""
    widths = [(index, len(filled(row))) for index, row in enumerate(rows[:SEARCHED]) if filled(row)]
    if not widths:
        return None
    widest = max(width for _index, width in widths)
    alike = sum(1 for _index, width in widths if width >= widest * 0.6)
    return widths[0][0] if widest > 1 and alike >= len(widths) * 0.8 and widths[0][1] >= widest * 0.6 else None


def tiers(rows: Rows, index: int, merges: Sequence[Merge]) -> int:
    """How many rows the heading that starts at ``index`` takes."""
    count = 1
    while count < TIERS and index + count < len(rows) and _continues(rows, index, index + count, merges):
        count += 1
    return count


def _continues(rows: Rows, first: int, index: int, merges: Sequence[Merge]) -> bool:
    row, above = rows[index], rows[index - 1]
    columns = filled(row)
    if any(first <= top < index <= bottom for top, _left, bottom, _right in merges):
        return True
    if not columns or not all(is_label(row[column]) for column in columns):
        return False
    if any(first <= top < index and right > left for top, left, _bottom, right in merges):
        return True
    repeated = sum(
        1 for column in columns if column < len(above) and fold(shown(row[column])) == fold(shown(above[column]))
    )
    if repeated >= max(2, len(columns) * 0.8):
        return True
    gaps = [column for column in columns if column >= len(above) or is_blank(above[column])]
    return len(gaps) >= max(1, len(columns) * 0.3) and _values_below(rows, index, columns)


def _values_below(rows: Rows, index: int, columns: Sequence[int]) -> bool:
    below = [row for row in rows[index + 1 : index + 4] if filled(row)]
    return any(column < len(row) and is_value(row[column]) for row in below for column in columns)


def joined(rows: Rows, index: int, count: int, merges: Sequence[Merge]) -> list[str]:
    """The heading of each column: the tiers above one another, merged ones spread over their columns."""
    width = max(len(row) for row in rows[index : index + count])
    names: list[list[str]] = [[] for _column in range(width)]
    for number in range(index, index + count):
        row = [shown(cell) for cell in rows[number]] + [""] * (width - len(rows[number]))
        for top, left, _bottom, right in merges:
            if top == number and right > left:
                row[left : right + 1] = [row[left]] * (min(right + 1, width) - left)
        for column, cell in enumerate(row):
            text = " ".join(cell.split())
            if text and fold(text) not in map(fold, names[column]):
                names[column].append(text)
    return [" ".join(parts) for parts in names]


def total_reason(row: Sequence[Cell], texts: float) -> bool:
    """Whether a row adds others up: «Total», «Subtotal Lima»; ``texts`` is how many text cells a row usually has."""
    columns = filled(row)
    first = next((fold(shown(row[column])).rstrip(" :.") for column in columns if isinstance(row[column], str)), "")
    if not first or not any(is_value(row[column]) for column in columns):
        return False
    if _TOTAL.fullmatch(first) or _SUBTOTAL.match(first):
        return True
    written = sum(1 for column in columns if is_label(row[column]))
    return _TOTAL_OF.fullmatch(first) is not None and written == 1 and texts > 1


def is_remark(row: Sequence[Cell]) -> bool:
    """A line such as «Fuente: …» under a table."""
    columns = filled(row)
    return len(columns) == 1 and _REMARK.match(fold(shown(row[columns[0]]))) is not None


def is_template(row: Sequence[Cell], width: int) -> bool:
    """A row prepared for later: nothing in it but zeros of its formulas."""
    columns = filled(row)
    return len(columns) <= width / 2 and all(is_number(row[column]) and row[column] == 0 for column in columns)


def filled_down(sheet: Sheet) -> list[list[Cell]]:
    """The rows with the value of vertically merged cells repeated in each of their rows."""
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, _right in sheet.merges:
        if bottom > top and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row.extend([None] * (left + 1 - len(row)))
                row[left] = rows[top][left]
    return rows


def is_form(merges: Sequence[Merge], first: int, last: int) -> bool:
    """Rows in which cells are merged sideways again and again are a form to fill in, not a table."""
    touched = {row for top, left, bottom, right in merges if right > left for row in range(top, bottom + 1)}
    within = len([row for row in touched if first <= row <= last])
    return within > max(FEW, (last - first + 1) * 0.2)

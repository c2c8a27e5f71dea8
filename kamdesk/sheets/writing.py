"""Any table to Excel and CSV: typed cells, text that stays text, files that are whole or absent."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kamdesk.files import write_atomically
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, shown
from kamdesk.sheets.dialect import safe
from kamdesk.words import _

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TEXT, WHOLE, DECIMAL, MONEY, PERCENT, DAY, INSTANT, TIME, FLAG = (
    "text",
    "whole",
    "decimal",
    "money",
    "percent",
    "day",
    "instant",
    "time",
    "flag",
)
ROWS = 1_048_575  # under the headings
CHARACTERS = 32_767  # of a cell
NARROWEST, WIDEST, MEASURED = 8, 60, 200
FIRST_YEAR = 1900  # a spreadsheet knows no earlier day
DIGITS = 15  # a spreadsheet holds no more; longer numbers go out as text

LIST, PREPARED = 255, 2_000  # characters of a drop-down list; rows of a template that have it


@dataclass(frozen=True)
class OutColumn:
    """A column to write: its heading and how its cells are shown; ``decimals`` of amounts and decimals.

    ``options`` drop down in the rows prepared for them, as far as Excel takes so long a list.
    """

    header: str
    shape: str = TEXT
    decimals: int = 2
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutSheet:
    """A table to write; ``rows`` hold cells in the order of ``columns``, money in units (not minor ones)."""

    name: str
    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def write_xlsx(path: str | Path, sheets: Sequence[OutSheet]) -> None:
    """Write a workbook: typed cells, widths by content, frozen bold headings, a filter; text is never a formula.

    Raises Problem when a sheet has more rows than Excel holds or the file cannot be written.
    """
    write_atomically(path, lambda file: _workbook(file, sheets))


def _workbook(file: BinaryIO, sheets: Sequence[OutSheet]) -> None:
    import xlsxwriter

    buffer = io.BytesIO()  # the library wants to seek; the temporary file only ever grows
    book = xlsxwriter.Workbook(
        buffer,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
            "default_date_format": "dd/mm/yyyy",
        },
    )
    book.set_properties({"comments": "Kamdesk", "created": datetime.datetime(2000, 1, 1)})  # noqa: DTZ001  same data, same bytes
    used: set[str] = set()
    for sheet in sheets:
        name = sheet_name(sheet.name, used)
        used.add(name.casefold())
        _write_sheet(book, book.add_worksheet(name), sheet)
    book.close()
    file.write(buffer.getbuffer())


def sheet_name(text: str, used: Iterable[str] = ()) -> str:
    """A name Excel accepts: 31 characters, no brackets, colons, slashes or wildcards, not used before."""
    clean = "".join(" " if char in "[]:*?/\\" or char < " " else char for char in text).strip("' ")[:31].strip(
        "' "
    ) or _("Sheet")
    taken, name, number = set(used), clean, 2
    while name.casefold() in taken or name.casefold() == "history":
        suffix = f" ({number})"
        name, number = clean[: 31 - len(suffix)] + suffix, number + 1
    return name


def _write_sheet(book: Workbook, page: Worksheet, sheet: OutSheet) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = [_format(book, column.shape, column.decimals) for column in sheet.columns]
    own = {shape: _format(book, shape) for shape in (WHOLE, DECIMAL, DAY, INSTANT, TIME)}
    widths = [len(column.header) + 3 for column in sheet.columns]
    for index, column in enumerate(sheet.columns):
        page.write_string(0, index, column.header, head)
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        if number > ROWS:
            raise Problem(_("A sheet holds {n} rows at most. Filter the list and export it in parts.", n=ROWS))
        for index, cell in enumerate(row):
            if cell is not None:
                untyped = sheet.columns[index].shape == TEXT
                _write_cell(
                    page, number, index, cell, own.get(shape_of(cell), formats[index]) if untyped else formats[index]
                )
                if number <= MEASURED:
                    widths[index] = max(widths[index], _width(cell))
    for index, width in enumerate(widths):
        page.set_column(index, index, min(max(width, NARROWEST), WIDEST), formats[index])
    _write_lists(page, sheet.columns)
    page.freeze_panes(1, 0)
    if sheet.columns:
        page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)
    for offset, note in enumerate(sheet.notes):
        page.write_string(number + 2 + offset, 0, note[:CHARACTERS])


def _write_lists(page: Worksheet, columns: Sequence[OutColumn]) -> None:
    for index, column in enumerate(columns):
        if column.options and len(",".join(column.options)) <= LIST:
            rule = {"validate": "list", "source": list(column.options), "error_type": "warning"}
            page.data_validation(1, index, PREPARED, index, rule)


def shape_of(cell: Cell) -> str:
    """How a cell is shown in a column that holds cells of several types."""
    if isinstance(cell, (str, bool)):
        return TEXT
    by_type = {int: WHOLE, Decimal: DECIMAL, datetime.datetime: INSTANT, datetime.date: DAY, datetime.time: TIME}
    return by_type.get(type(cell), TEXT)


def _format(book: Workbook, shape: str, places: int = 2) -> Format:
    decimals = "." + "0" * places if places else ""
    patterns = {
        TEXT: "@",
        WHOLE: "0",
        DECIMAL: "#,##0.###",
        MONEY: f"#,##0{decimals}",
        PERCENT: '0.0##" %"',
        DAY: "dd/mm/yyyy",
        INSTANT: "dd/mm/yyyy hh:mm",
        TIME: "hh:mm",
    }
    return book.add_format({"num_format": patterns.get(shape, "General"), "valign": "top"})


def _width(cell: Cell) -> int:
    if isinstance(cell, Decimal):
        return len(f"{cell:,.2f}") + 2
    return max(map(len, shown(cell).split("\n")), default=0) + 2


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, how: Format) -> None:
    if isinstance(cell, bool):
        page.write_string(row, column, _("Yes") if cell else _("No"), how)
    elif isinstance(cell, (int, Decimal)) and _holds(cell):
        page.write_number(row, column, float(cell), how)
    elif isinstance(cell, (datetime.date, datetime.time)) and not (
        isinstance(cell, datetime.date) and cell.year < FIRST_YEAR
    ):
        page.write_datetime(row, column, cell, how)
    else:
        page.write_string(row, column, (cell if isinstance(cell, str) else shown(cell))[:CHARACTERS], how)


def _holds(number: int | Decimal) -> bool:
    """Whether a cell keeps every digit of a number."""
    return len(Decimal(number).normalize().as_tuple().digits) <= DIGITS and Decimal(number).is_finite()


def write_csv(path: str | Path, sheet: OutSheet, *, delimiter: str = ",") -> None:
    """Write UTF-8 with mark, every cell quoted, text that a spreadsheet would run as a formula behind «'» (OWASP)."""
    data = csv_text(sheet, delimiter=delimiter).encode("utf-8-sig")

    def write(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, write)


def csv_text(sheet: OutSheet, *, delimiter: str = ",") -> str:
    """The text of a CSV file; numbers with a decimal point, days as YYYY-MM-DD."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(texts(sheet))
    return out.getvalue()


def texts(sheet: OutSheet) -> Iterator[list[str]]:
    """The headings and the rows of a sheet as texts, none of which a spreadsheet would run."""
    yield [safe(column.header) for column in sheet.columns]
    for row in sheet.rows:
        yield [_csv_cell(cell) for cell in row]


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    return safe(cell) if isinstance(cell, str) else shown(cell)

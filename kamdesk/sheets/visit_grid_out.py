"""Writes the month of visits as a workbook: the grid with its sums, a summary by segment, a sheet a day; formulas."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kamdesk.fields import Id
from kamdesk.files import write_atomically
from kamdesk.planning.board import BoardDay, board
from kamdesk.planning.panel import Member, month_days
from kamdesk.records.visits import PURPOSES
from kamdesk.sheets.cells import column_letter
from kamdesk.sheets.visit_grid import Marks, marks_of
from kamdesk.sheets.writing import sheet_name
from kamdesk.store import Reader
from kamdesk.words import SHORT_WEEKDAYS, _, fold

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FIXED = 4  # columns before the days
WIDTHS = (34, 10, 18, 8)
PLANNED, MADE = 1, "✓"


def write_grid(path: Path, reader: Reader, *, person: Id, month: str) -> int:
    """Write the month; returns how many clients and markets have a row. Problem when it cannot be written.

    «1» is a planned visit, «✓» one that was made or missed; days not worked are grey. Read back by ``read_grid``.
    """
    marks = marks_of(reader, person, month)
    days = board(reader, person, *month_days(month))
    members = sorted((each for each in marks.panel.members if each.rule or each.link.id in marks.planned
                      or each.link.id in marks.used), key=lambda each: (fold(each.places.city), fold(each.name)))
    shown = [each for each in days if each.day.weekday() in marks.calendar.weekdays or each.cards]
    grid = _Grid(marks, members, shown, month)
    write_atomically(path, lambda file: _book(file, grid))
    return len(members)


@dataclass(frozen=True)
class _Grid:
    """What is written: rows, the days that have a column, the month."""

    marks: Marks
    members: Sequence[Member]
    days: Sequence[BoardDay]
    month: str

    @property
    def total(self) -> int:
        """The column of the sums."""
        return FIXED + len(self.days)


def _book(file: BinaryIO, grid: _Grid) -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"comments": "Kamdesk", "created": datetime.datetime(2000, 1, 1)})  # noqa: DTZ001  same data, same bytes
    name = f"Plan {grid.month}"
    _fill(book, book.add_worksheet(name), grid)
    _summary(book, book.add_worksheet(_("Summary")), name, grid)
    used = {name.casefold(), _("Summary").casefold()}
    for each in grid.days:
        if each.cards:
            page = sheet_name(_heading(each.day), used)
            used.add(page.casefold())
            _day(book, book.add_worksheet(page), each)
    book.close()
    file.write(buffer.getbuffer())


def _heading(day: datetime.date) -> str:
    return f"{_(SHORT_WEEKDAYS[day.weekday()]).rstrip('.').capitalize()} {day.day}"


def _head(book: Workbook) -> Any:
    return book.add_format({"bold": True, "bottom": 1, "align": "center", "valign": "top", "text_wrap": True})


def _fill(book: Workbook, page: Worksheet, grid: _Grid) -> None:
    head, free = _head(book), book.add_format({"bg_color": "#E7E9EE"})
    titles = [_("Client"), _("Segment"), _("City"), _("Visits due"), *(_heading(each.day) for each in grid.days),
              _("Total"), _("Key")]
    for at, title in enumerate(titles):
        page.write_string(0, at, title, head)
    for at, width in enumerate(WIDTHS):
        page.set_column(at, at, width)
    for at, each in enumerate(grid.days, start=FIXED):
        page.set_column(at, at, 5.5, None if each.part > 0 else free)
    page.set_column(grid.total + 1, grid.total + 1, 10, None, {"hidden": True})
    centred = book.add_format({"align": "center"})
    for number, member in enumerate(grid.members, start=1):
        _row(page, number, member, grid, centred)
    _totals(book, page, len(grid.members), grid.total)
    page.freeze_panes(1, 1)


def _row(page: Worksheet, number: int, member: Member, grid: _Grid, centred: Any) -> None:
    for at, text in enumerate((member.name, member.grade, member.places.city)):
        page.write_string(number, at, text)
    marks, days = grid.marks, grid.days
    page.write_number(number, 3, marks.panel.target(member, grid.month))
    planned, used = marks.planned.get(member.link.id, {}), marks.used.get(member.link.id, frozenset())
    for at, each in enumerate(days, start=FIXED):
        if each.day in used:
            page.write_string(number, at, MADE, centred)
        elif each.day in planned:
            page.write_number(number, at, PLANNED, centred)
    last = column_letter(grid.total - 1)
    count = sum(each.day in used or each.day in planned for each in days)
    page.write_formula(number, grid.total, f"=COUNTA(E{number + 1}:{last}{number + 1})", None, count)
    page.write_string(number, grid.total + 1, member.link.id)


def _totals(book: Workbook, page: Worksheet, rows: int, total: int) -> None:
    strong = book.add_format({"bold": True, "top": 1, "align": "center"})
    page.write_string(rows + 1, 0, _("Total"), book.add_format({"bold": True, "top": 1}))
    for at in range(3, total + 1):
        letter = column_letter(at)
        verb = "COUNTA" if FIXED <= at < total else "SUM"
        page.write_formula(rows + 1, at, f"={verb}({letter}2:{letter}{rows + 1})", strong)


def _summary(book: Workbook, page: Worksheet, name: str, grid: _Grid) -> None:
    """Clients, visits due and visits in the grid by segment, all by formulas over the grid."""
    head, rows, marked = _head(book), len(grid.members) + 1, column_letter(grid.total)
    for at, title in enumerate((_("Segment"), _("Clients"), _("Visits due"), _("Visits"), _("% of those due"))):
        page.write_string(0, at, title, head)
        page.set_column(at, at, 16)
    share = book.add_format({"num_format": "0.0%"})
    for number, letter in enumerate(sorted({each.grade for each in grid.members}), start=1):
        page.write_string(number, 0, letter or "—")
        criterion = f'"{letter}"' if letter else '""'
        page.write_formula(number, 1, f"=COUNTIF('{name}'!B2:B{rows},{criterion})")
        page.write_formula(number, 2, f"=SUMIF('{name}'!B2:B{rows},{criterion},'{name}'!D2:D{rows})")
        page.write_formula(number, 3, f"=SUMIF('{name}'!B2:B{rows},{criterion},'{name}'!{marked}2:{marked}{rows})")
        page.write_formula(number, 4, f'=IF(C{number + 1}=0,"",D{number + 1}/C{number + 1})', share)


def _day(book: Workbook, page: Worksheet, content: BoardDay) -> None:
    """The visits of a day in the order of their hours."""
    head = _head(book)
    for at, (title, width) in enumerate(((_("Hour"), 8), (_("Client"), 34), (_("City"), 18), (_("Why"), 22))):
        page.write_string(0, at, title, head)
        page.set_column(at, at, width)
    for number, card in enumerate(content.cards, start=1):
        hour = f"{card.visit.start:%H:%M}" if card.visit.start else ""
        why = card.visit.purpose or "other"
        for at, text in enumerate((hour, card.name, card.city, _(PURPOSES[why]))):
            page.write_string(number, at, text)

"""A table of figures: names at the left, the whole pinned below, sorted by a click on a heading; nothing to edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from kamdesk import words
from kamdesk.figures.model import BAD, GOOD, WATCH
from kamdesk.sheets.cells import Cell as OutCell
from kamdesk.sheets.writing import DECIMAL, MONEY, OutColumn, OutSheet
from kamdesk.words import _
from ui import icons, labels
from ui.grid import Grid
from ui.grid_model import METER, Cell, Column, Content, Form, Line, money_form, percent_form

TONES = {GOOD: "ok", WATCH: "warn", BAD: "bad", None: ""}
METERS = {GOOD: "ok_solid", WATCH: "warn_solid", BAD: "bad_solid", None: "accent"}
REST = "*"  # the key of the line that adds up what is not shown: always the last one
Verb = tuple[str, str, Callable[[str], object]]


class FigureTable(Grid):
    """A grid that is only looked at. ``opened`` is the key of the line asked for by a double click or Ctrl+Intro."""

    opened = Signal(str)

    def __init__(self, *, name: str, frozen: int = 208) -> None:
        super().__init__(lambda _cells: False, name=name, frozen=frozen)
        self.verbs: Callable[[str], list[Verb]] = lambda _key: []
        self._sorted: tuple[str, bool] | None = None
        self.view.doubleClicked.connect(lambda index: self.opened.emit(self.model.content.lines[index.row()].key))
        self.view.lines.sectionDoubleClicked.connect(lambda at: self.opened.emit(self.model.content.lines[at].key))
        head = self.view.horizontalHeader()
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort_by)
        opens = QAction(self)
        opens.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        opens.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        opens.triggered.connect(self._open_current)
        self.addAction(opens)

    def show_content(self, content: Content) -> None:
        """Show other values in the order chosen."""
        super().show_content(self._in_order(content))

    def _sort_by(self, at: int) -> None:
        column = self.model.content.columns[at].key
        falls = self._sorted != (column, True)
        self._sorted = column, falls
        self.show_content(self.model.content)
        order = Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(at, order)
        self.view.horizontalHeader().setSortIndicatorShown(True)

    def _in_order(self, content: Content) -> Content:
        if self._sorted is None or self._sorted[0] not in {each.key for each in content.columns}:
            return content
        column, falls = self._sorted
        values = {line.key: content.cells.get((line.key, column), Cell()).value for line in content.lines}
        known = [line for line in content.lines if values[line.key] is not None and line.key != REST]
        known.sort(key=lambda line: values[line.key], reverse=falls)
        return replace(content, lines=[*known, *(line for line in content.lines if line not in known)])

    def _open_current(self) -> None:
        at = self.view.currentIndex()
        if at.isValid():
            self.opened.emit(self.model.content.lines[at.row()].key)

    def _menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        verbs = self.verbs(self.model.content.lines[index.row()].key) if index.isValid() else []
        menu = QMenu(self)
        for text, icon, slot in [*((text, icon, partial(verb, self.model.content.lines[index.row()].key))
                                   for text, icon, verb in verbs),
                                 (_("Copy cells"), "copy", partial(self.do, "copy"))]:
            action = QAction(icons.icon(icon), labels.literal(text), menu)
            action.triggered.connect(lambda *_args, run=slot: run())
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))


def amounts() -> Form:
    """Whole units of the base currency; the cents show in the tool tip and in what is copied."""
    return money_form(decimals=0)


def quantities() -> Form:
    """Numbers of things, with a decimal only where they are broken."""
    def show(value: Decimal) -> str:
        return words.number(value, 0 if value == value.to_integral_value() else 1)

    return Form(show, show, words.parse_amount)


def shares(*, bar: bool = False) -> Form:
    """Percentages with one decimal, as a meter where ``bar``."""
    return percent_form(bar=METER) if bar else Form(
        lambda value: words.percent(value, 1), lambda value: words.number(value, 2), _read_share)


def changes() -> Form:
    """Percentages with their sign."""
    return Form(lambda value: words.percent(value, 1, signed=True), lambda value: words.number(value, 2), _read_share)


def _read_share(text: str) -> Decimal:
    return words.parse_amount(text.replace("%", "").strip())


def decimal(value: Fraction | None, places: int = 4) -> Decimal | None:
    """An exact fraction as a decimal number."""
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), places)


def out_sheet(content: Content, *, title: str, money: frozenset[str], notes: list[str]) -> OutSheet:
    """What the table shows and its whole, for a workbook; ``money`` are the columns of amounts."""
    lines: list[Line] = [*content.lines, *([content.total] if content.total else [])]
    columns = [OutColumn(content.title), *(
        OutColumn(each.said or each.title, MONEY if each.key in money else DECIMAL, 2) for each in content.columns)]
    rows = [[line.title, *(_out(content, line, column, money) for column in content.columns)] for line in lines]
    return OutSheet(title, columns, rows, notes)


def _out(content: Content, line: Line, column: Column, money: frozenset[str]) -> OutCell:
    value = content.cells.get((line.key, column.key), Cell()).value
    if value is None:
        return None
    return Decimal(value).scaleb(-words.exponent()) if column.key in money else round(Decimal(value), 2)

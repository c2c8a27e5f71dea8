"""What a grid shows and lets edit: lines, columns and cells with their forms, behind a Qt model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kamdesk import words
from kamdesk.problems import Problem
from kamdesk.words import _
from ui.widgets import sums

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
CELL = Qt.ItemDataRole.UserRole
Key = tuple[str, str]  # line, column
PLAIN, METER, VARIANCE, WORDS = "plain", "meter", "variance", "words"


@dataclass(frozen=True)
class Form:
    """How values of a column are written: shown, exactly (to edit and copy), and read back (raises Problem).

    ``bar`` adds a meter (0 to 100) or a variance around zero beside the text; words stand at the left.
    """

    show: Callable[[Any], str]
    exact: Callable[[Any], str]
    read: Callable[[str], Any]
    bar: str = PLAIN


@dataclass(frozen=True, slots=True)
class Cell:
    """A value; ``open`` may be edited, ``tone`` colours its text, ``status`` its bar, ``comment`` marks its corner."""

    value: Any = None
    open: bool = False
    tone: str = ""
    status: str = ""
    comment: str = ""


EMPTY = Cell()


@dataclass(frozen=True)
class Column:
    """A column; ``edge`` draws a hairline after it, ``said`` is its name in full for readers."""

    key: str
    title: str
    form: Form
    edge: bool = False
    said: str = ""
    least: int = 72  # logical pixels


@dataclass(frozen=True)
class Line:
    """A row: a group (strong, on a soft ground) or a line under it."""

    key: str
    title: str
    group: bool = False
    level: int = 0
    icon: str = ""


@dataclass(frozen=True)
class Content:
    """Everything shown at once; ``total`` is the line pinned under the others."""

    columns: Sequence[Column] = ()
    lines: Sequence[Line] = ()
    cells: Mapping[Key, Cell] = field(default_factory=dict)
    total: Line | None = None
    title: str = ""


def money_form(currency: str | None = None, *, decimals: int | None = None) -> Form:
    """Amounts in minor units of a currency; ``=12*3200`` is calculated. ``decimals`` None: as many as it has."""
    places = words.exponent(currency)

    def read(text: str) -> int:
        return int(sums.amount(text).scaleb(places).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def exact(value: int) -> str:
        return words.number(Decimal(value).scaleb(-places), places if value % 10**places else 0)

    return Form(lambda value: words.money(value, currency, decimals), exact, read)


def words_form() -> Form:
    """Words, as they are."""
    return Form(str, str, str, WORDS)


def percent_form(*, bar: str = PLAIN, decimals: int = 1) -> Form:
    """Percentages as Decimal; a variance carries its sign."""
    def show(value: Decimal) -> str:
        return words.percent(value, decimals, signed=bar == VARIANCE)

    return Form(show, lambda value: words.number(value, decimals), words.parse_amount, bar)


class GridModel(QAbstractTableModel):
    """The cells of a ``Content``. What the person typed and nobody could take stays, with the reason, in its cell."""

    refused = Signal(object)  # Problem of a typed text that cannot be read

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.content = Content()
        self.write: Callable[[Mapping[Key, Any]], bool] = lambda _cells: False
        self._kept: dict[Key, tuple[str, str]] = {}  # typed text, what is wrong with it

    def show_content(self, content: Content) -> None:
        """Show other values; the place and selection stay while lines and columns are the same."""
        same = _shape(content) == _shape(self.content)
        if not same:
            self.beginResetModel()
            self._kept.clear()
        self.content = content
        if same:
            self._changed()
        else:
            self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many lines."""
        return len(self.content.lines)

    def columnCount(self, _parent: Index | None = None) -> int:
        """How many columns after the frozen one."""
        return len(self.content.columns)

    def key_at(self, row: int, column: int) -> Key:
        """Which cell stands there."""
        return self.content.lines[row].key, self.content.columns[column].key

    def cell_at(self, row: int, column: int) -> Cell:
        """The cell that stands there."""
        return self.content.cells.get(self.key_at(row, column), EMPTY)

    def text_at(self, row: int, column: int) -> str:
        """What the cell shows: what was typed in vain, or its value."""
        kept = self._kept.get(self.key_at(row, column))
        if kept is not None:
            return kept[0]
        value = self.cell_at(row, column).value
        return "" if value is None else self.content.columns[column].form.show(value)

    def problem_at(self, row: int, column: int) -> str:
        """What is wrong with the text typed there, «» when nothing."""
        return self._kept.get(self.key_at(row, column), ("", ""))[1]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Text, exact text to edit, the cell itself, its notes."""
        row, column = index.row(), index.column()
        answer = {int(Role.DisplayRole): self.text_at, int(Role.EditRole): self.exact_at, int(CELL): self.cell_at,
                  int(Role.ToolTipRole): self._tip, int(Role.AccessibleTextRole): self._said}.get(int(role))
        return answer(row, column) if answer else None

    def exact_at(self, row: int, column: int) -> str:
        """The value to edit or copy: every decimal it has, no currency."""
        if self.problem_at(row, column):
            return self.text_at(row, column)
        value = self.cell_at(row, column).value
        return "" if value is None else self.content.columns[column].form.exact(value)

    def _tip(self, row: int, column: int) -> str:
        form, value = self.content.columns[column].form, self.cell_at(row, column).value
        cut = value is not None and form.bar == PLAIN and form.read(form.show(value)) != value
        exact = form.exact(value) if cut else ""
        return "\n".join(filter(None, (self.problem_at(row, column), self.cell_at(row, column).comment, exact)))

    def _said(self, row: int, column: int) -> str:
        at = self.content.columns[column]
        parts = (self.content.lines[row].title, at.said or at.title, self.text_at(row, column), self._tip(row, column))
        return ", ".join(filter(None, parts))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Titles of columns and lines."""
        if orientation == Qt.Orientation.Vertical:
            return self.content.lines[section].title if role in (Role.DisplayRole, Role.ToolTipRole) else None
        if role == Role.TextAlignmentRole:
            plain = self.content.columns[section].form.bar == PLAIN
            side = Qt.AlignmentFlag.AlignRight if plain else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return self.content.columns[section].title if role == Role.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen, open ones edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.cell_at(index.row(), index.column()).open else flags

    def setData(self, index: Index, value: Any, _role: int = Role.EditRole) -> bool:
        """Take what was typed into one cell: it is read and written, or stays as typed with what is wrong."""
        key, text = self.key_at(index.row(), index.column()), str(value).strip()
        if text == self.exact_at(index.row(), index.column()):
            return True
        try:
            read = self.content.columns[index.column()].form.read(text) if text else None
        except Problem as problem:
            self.keep(key, text, problem.message)
            self.refused.emit(problem)
            return False
        if self.change({key: read}):
            return True
        self.keep(key, text, _("It was not saved. Type it again."))
        return False

    def keep(self, key: Key, text: str, message: str) -> None:
        """Leave what was typed in its cell, marked with what is wrong."""
        self._kept[key] = (text, message)
        self._changed()

    def change(self, cells: Mapping[Key, Any]) -> bool:
        """Write values as one step and show them; False when they were refused."""
        if not cells or not self.write(cells):
            return False
        there = dict(self.content.cells)
        for key, value in cells.items():
            old = there.get(key, EMPTY)
            there[key] = Cell(value, old.open, "", old.status, old.comment)
            self._kept.pop(key, None)
        self.content = Content(self.content.columns, self.content.lines, there, self.content.total, self.content.title)
        self._changed()
        return True

    def _changed(self) -> None:
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)


def _shape(content: Content) -> tuple[list[str], list[str]]:
    return [line.key for line in content.lines], [column.key for column in content.columns]

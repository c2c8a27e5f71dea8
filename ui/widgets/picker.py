"""Picks a record by typing a few letters of it; the last row creates it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate, QStyleOptionViewItem

from kamdesk.problems import Problem
from kamdesk.words import _, fold
from ui import icons, theme
from ui.widgets import paint
from ui.widgets.fields import CheckedField

Found = tuple[str, str, str]  # id, title, subtitle
Find = Callable[[str], list[Found]]
Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
# Every row completes to what was typed, so that Enter takes the first row and moving about leaves the text alone.
TYPED = Qt.ItemDataRole(Qt.ItemDataRole.UserRole + 1)


@dataclass(frozen=True)
class Row:
    """A line of the popup; without an id it creates."""

    id: str
    title: str
    subtitle: str = ""

    @property
    def shown(self) -> str:
        """The words of the line."""
        return self.title if self.id else _("Create “{text}”", text=self.title)


class Rows(QAbstractListModel):
    """The lines found for the text typed last."""

    def __init__(self, parent: QCompleter | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.typed = ""

    def show_rows(self, rows: list[Row], *, typed: str) -> None:
        """Replace them all."""
        self.beginResetModel()
        self.rows, self.typed = rows, typed
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many."""
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, what was typed, and all of the row for readers."""
        row = self.rows[index.row()]
        said = " · ".join(filter(None, (row.shown, row.subtitle)))
        return {int(ROW): row, int(TYPED): self.typed, int(Qt.ItemDataRole.DisplayRole): row.shown,
                int(Qt.ItemDataRole.AccessibleTextRole): said}.get(int(role))


class RowDelegate(QStyledItemDelegate):
    """Title at the left, what tells it from others at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(120, theme.px(theme.size("row")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        row, rect = index.data(ROW), QRectF(option.rect)
        painter.save()
        painter.fillRect(rect, theme.colour("raised"))
        if self._is_current(option, index):
            paint.box(painter, rect.adjusted(3, 1, -3, -1), fill=theme.colour("selected"))
        left = rect.left() + 11
        if not row.id:
            side = theme.px(14)
            spot = QRectF(left, rect.center().y() - side / 2, side, side)
            icons.paint(painter, spot, "plus", token="accent_text")
            left += side + 6
        token, weight = ("text", 500) if row.id else ("accent_text", 600)
        wide = min(paint.text_width(row.shown, weight=weight) + 2, rect.right() - 10 - left)
        paint.text(painter, QRectF(left, rect.top(), wide, rect.height()), row.shown, token=token, weight=weight)
        rest = QRectF(left + wide + 12, rect.top(), rect.right() - 12 - (left + wide + 12), rect.height())
        if rest.width() > theme.px(30):
            paint.text(painter, rest, row.subtitle, role="small", token="text3", align=Qt.AlignmentFlag.AlignRight)
        painter.restore()

    @staticmethod
    def _is_current(option: QStyleOptionViewItem, index: Index) -> bool:
        """The completer makes a row current without selecting it; it is the one that Enter takes."""
        view = option.widget
        return isinstance(view, QListView) and view.currentIndex() == index


class RecordPicker(CheckedField):
    """A field that holds a record's id. ``find(text)`` returns (id, title, subtitle), accents already folded."""

    changed = Signal(str)  # the id chosen, «» when emptied
    create_asked = Signal(str)  # the text of «Crear “…”»

    def __init__(self, find: Find, *, name: str = "", creates: bool = True) -> None:
        super().__init__(name=name)
        self._find, self._creates = find, creates
        self._id, self._title = "", ""
        self._rows = Rows()
        self._completer = QCompleter(self._rows, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(TYPED)
        self._completer.setMaxVisibleItems(9)
        self._popup = QListView()
        self._popup.setProperty("popup", "true")
        self._completer.setPopup(self._popup)
        self._popup.setItemDelegate(RowDelegate(self._popup))  # after setPopup, which puts Qt's own
        self.setCompleter(self._completer)
        self.setClearButtonEnabled(False)
        self.textEdited.connect(self._search)
        chosen = self._completer.activated[QModelIndex]  # type: ignore[index]  # the stubs know no overloads
        chosen.connect(self._chosen)

    def value(self) -> str:
        """The id chosen, «» for none."""
        return self._id

    def set_value(self, identity: str, title: str) -> None:
        """Show a record without telling anybody."""
        self._id, self._title = identity, title
        self.setText(title)
        self.setCursorPosition(0)  # a long name shows its beginning
        self._say("")

    def commit(self) -> bool:
        """Read the text now; while the list is open the choice is still to come."""
        return not self._popup.isVisible() and super().commit()

    def read(self) -> None:
        """What was typed without choosing: nothing, the same record, or the only one of that name."""
        text = self.text().strip()
        if not text:
            self._choose("", "")
        elif fold(text) != fold(self._title):
            same = [row for row in self._find(text) if fold(row[1]) == fold(text)]
            if len(same) != 1:
                raise Problem(_("“{text}” was not chosen. Choose one of the list or write it to create it.", text=text)
                              if self._creates else _("“{text}” was not chosen. Choose one of the list.", text=text))
            self._choose(same[0][0], same[0][1])

    def _search(self, text: str) -> None:
        typed = text.strip()
        rows = [Row(*found) for found in self._find(typed)] if typed else []
        if typed and self._creates and not any(fold(row.title) == fold(typed) for row in rows):
            rows.append(Row("", typed))
        self._rows.show_rows(rows, typed=text)

    def _chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        QTimer.singleShot(0, self, lambda: self._take(row))  # after the field has put in its own text

    def _take(self, row: Row) -> None:
        if row.id:
            self._choose(row.id, row.title)
        else:
            self.create_asked.emit(row.title)

    def _choose(self, identity: str, title: str) -> None:
        before = self._id
        self.set_value(identity, title)
        if identity != before:
            self.changed.emit(identity)

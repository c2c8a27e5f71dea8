"""A short table of texts that is only looked at: headings, rows, one opened by a double click or Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
Looks = Mapping[tuple[int, int], tuple[str, str]]
ROW, PAD = 30, 6


class TextModel(QAbstractTableModel):
    """Rows of texts under headings; columns in ``right`` are set flush right."""

    def __init__(self, headings: Sequence[str], *, right: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._headings, self._right = headings, right
        self.rows: Sequence[Sequence[str]] = ()
        self._looks: Looks = {}

    def show_rows(self, rows: Sequence[Sequence[str]], looks: Looks | None = None) -> None:
        """Replace them all."""
        self.beginResetModel()
        self.rows, self._looks = rows, looks or {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading of a column, over its values."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; the whole row for readers."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.DecorationRole and (index.row(), index.column()) in self._looks:
            name, token = self._looks[index.row(), index.column()]
            return icons.icon(name, token=token)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(filter(None, row))
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class Padded(QStyledItemDelegate):
    """Texts stand under their headings, not at the edge of the cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground over the whole cell, the text inside."""
        inner = QStyleOptionViewItem(option)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        inner.rect = option.rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        super().paint(painter, inner, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for the text and the room beside it."""
        return super().sizeHint(option, index) + QSize(2 * theme.px(PAD), 0)


class TextTable(QTableView):
    """The table in the house's look. ``opened`` and ``chosen`` carry the number of a row."""

    opened = Signal(int)
    chosen = Signal(int)

    def __init__(self, headings: Sequence[str], *, name: str, widths: Sequence[int] = (),
                 right: frozenset[int] = frozenset(), wide: int | None = None) -> None:
        """``widths`` in logical pixels; the last column takes the rest.

        With ``wide`` that column takes it, and the others are as wide as their texts.
        """
        super().__init__()
        self.texts = TextModel(headings, right=right)
        self.setModel(self.texts)
        self.setItemDelegate(Padded(self))
        self.setProperty("framed", "true")
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        if wide is not None:
            self.horizontalHeader().setStretchLastSection(False)
            for at in range(len(headings)):
                mode = QHeaderView.ResizeMode.Stretch if at == wide else QHeaderView.ResizeMode.ResizeToContents
                self.horizontalHeader().setSectionResizeMode(at, mode)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, theme.px(width))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[Sequence[str]], looks: Looks | None = None) -> None:
        """Replace the rows; ``looks`` are icons by (row, column), each with the token of its colour."""
        self.texts.show_rows(rows, looks)

    def fit(self, most: int) -> None:
        """As high as its rows, up to ``most`` of them: where a page scrolls, a table in it does not."""
        self.ensurePolished()
        rows = max(1, min(self.texts.rowCount(), most)) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth() + theme.px(2))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

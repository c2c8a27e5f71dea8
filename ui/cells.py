"""Paints the cells of lists from tokens: chips for states, segments as letters, hover, selection and focus."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kamdesk.display import is_right
from kamdesk.kinds import Kind
from kamdesk.store import Row
from kamdesk.words import _
from ui import theme
from ui.table import ROW_ROLE
from ui.theme import Status
from ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
GOOD = {"done", "active", "approved", "in_force", "awarded", "listed", "in_use", "paid", "delivered", "closed",
        "published", "kept", "complies", "ready", "signed", "reviewed", "reimbursed", "current", "fulfilled"}
BAD = {"missed", "rejected", "lost", "broken", "cancelled", "overdue", "expired", "critical", "refused", "suspended",
       "not_complies", "returned", "high", "terminated"}
WATCH = {"pending", "in_review", "to_review", "submitted", "observed", "preparation", "objection", "due_soon",
         "in_trial"}


def status_of(option: str) -> Status:
    """The colour that goes with the word of a state; the word is always there too."""
    for status, options in (("ok", GOOD), ("bad", BAD), ("warn", WATCH)):
        if option in options:
            return status  # type: ignore[return-value]
    return "mute"


def shown_state(kind: Kind) -> str:
    """The field that says where a record stands: calculated where rows or days decide it, else its state."""
    told = (kind.fields.get(name) for name in ("standing", "status"))
    found = next((of.name for of in told if of is not None and of.type == "calc" and of.options), None)
    return found or kind.state or ""


class CellDelegate(QStyledItemDelegate):
    """One cell of the list of a kind."""

    def __init__(self, kind: Kind, columns: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = [kind.fields[name] for name in columns]
        self._state = shown_state(kind)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A table row."""
        return QSize(80, theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then the value: a chip for a state, else text."""
        painter.save()
        rect = QRectF(option.rect)
        self._ground(painter, rect, option, index)
        of = self._fields[index.column()]
        row = index.data(ROW_ROLE)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        inner = rect.adjusted(10, 0, -10, 0)
        value = row.values.get(of.name) if isinstance(row, Row) else None
        if text and of.name == self._state and isinstance(value, str):
            self._chip(painter, inner, text, value)
        elif text and of.name in ("segment", "grade") and isinstance(value, str):
            paint.letter(painter, QRectF(inner.left(), inner.center().y() - 9, 18, 18), text)
        else:
            align = Qt.AlignmentFlag.AlignRight if is_right(of) else Qt.AlignmentFlag.AlignLeft
            first = index.column() == 0
            paint.text(painter, inner, text, role="strong" if first else "body",
                       token="text" if first else "text2", align=align | Qt.AlignmentFlag.AlignVCenter)
        painter.restore()

    @staticmethod
    def _chip(painter: QPainter, rect: QRectF, text: str, value: str) -> None:
        size = paint.chip_size(text, mark="dot")
        width = min(size.width(), rect.width())
        top = rect.center().y() - size.height() / 2
        paint.chip(painter, QRectF(rect.left(), top, width, size.height()), text, status=status_of(value))

    @staticmethod
    def _ground(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.fillRect(rect, theme.colour("selected" if selected else "hover"))
        if selected and index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("selected_line"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("line"))


def dressed(view: QTableView) -> QTableView:
    """A table view as the house wants it: rows selected whole, no grid, 32 px rows, hover tracked."""
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
    view.setShowGrid(False)
    view.setMouseTracking(True)
    view.setAlternatingRowColors(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.px(32))
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setSectionsMovable(True)
    view.horizontalHeader().setStretchLastSection(True)
    view.setAccessibleName(_("List"))
    return view

"""«Por planificar»: who still needs a visit this month, the most urgent first; rows are dragged onto a day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from kamdesk import clock
from kamdesk.methods import turns
from kamdesk.planning import Due
from kamdesk.words import _, fold, plural
from ui import icons, theme
from ui.labels import label
from ui.screens.plan.card import PARTY_MIME
from ui.theme import Status
from ui.widgets import paint
from ui.widgets.buttons import Button
from ui.widgets.chips import Count
from ui.widgets.messages import EmptyState

Index = QModelIndex | QPersistentModelIndex
DUE = Qt.ItemDataRole.UserRole
WIDTH, ROW = 252, 62
URGENT = 7  # days late that turn a chip red


def chip_of(due: Due) -> tuple[str, Status]:
    """How a party stands, in a word."""
    if due.carried is not None:
        return _("Carried over"), "plum"
    if due.status.state == turns.LATE:
        return _("Late"), "bad" if due.status.days_late > URGENT else "warn"
    if due.status.state == turns.NEVER:
        return _("Not visited"), "plum"
    return (_("Soon"), "info") if due.status.state == turns.SOON else (_("In turn"), "mute")


def second_line(due: Due) -> str:
    """«León · 41 días», and how many visits are missing when more than one."""
    days = (clock.today() - due.last_done).days if due.last_done else None
    since = _("no visits yet") if days is None else plural("{n} day", "{n} days", days)
    missing = _("{n} to plan", n=due.missing) if due.missing > 1 else ""
    return " · ".join(filter(None, (due.member.places.city, missing or since)))


class DueModel(QAbstractListModel):
    """The parties, filtered by what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self._every: Sequence[Due] = ()
        self._typed = ""
        self.rows: list[Due] = []

    def show_due(self, due: Sequence[Due]) -> None:
        """Show others."""
        self._every = due
        self._apply()

    def filter(self, typed: str) -> None:
        """Keep those whose name or place holds all words typed."""
        self._typed = typed
        self._apply()

    def _apply(self) -> None:
        words = fold(self._typed).split()
        self.beginResetModel()
        self.rows = [due for due in self._every
                     if all(word in fold(f"{due.member.name} {due.member.places.city}") for word in words)]
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many."""
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The party, its name, and all of it in a sentence for readers."""
        due = self.rows[index.row()]
        said = ", ".join(filter(None, (due.member.name, due.member.grade, chip_of(due)[0], second_line(due))))
        return {int(DUE): due, int(Qt.ItemDataRole.DisplayRole): due.member.name,
                int(Qt.ItemDataRole.AccessibleTextRole): said}.get(int(role))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the party."""
        data = QMimeData()
        data.setData(PARTY_MIME, self.rows[indexes[0].row()].member.link.id.encode())
        return data


class DueDelegate(QStyledItemDelegate):
    """A card: grip, name and letter, second line and chip."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines and the gap to the next card."""
        return QSize(120, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card."""
        due: Due = index.data(DUE)
        painter.save()
        rect = QRectF(option.rect).adjusted(1, 0, -1, -6)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        line = theme.colour("selected_line" if chosen else "line")
        paint.box(painter, rect, fill=theme.colour("selected" if chosen else "surface"), line=line, radius=8)
        side = theme.px(14)
        icons.paint(painter, QRectF(rect.left() + 6, rect.center().y() - side / 2, side, side), "grip-vertical",
                    token="text3")
        room = QRectF(rect.left() + 12 + side, rect.top() + 5, rect.width() - side - 22, (rect.height() - 10) / 2)
        self._name(painter, QRectF(room), due)
        self._second(painter, room.translated(0, room.height()), due)
        painter.restore()

    @staticmethod
    def _name(painter: QPainter, room: QRectF, due: Due) -> None:
        if due.member.grade:
            side = theme.px(17)
            paint.letter(painter, QRectF(room.right() - side, room.center().y() - side / 2, side, side),
                         due.member.grade)
            room.setRight(room.right() - side - 5)
        paint.text(painter, room, due.member.name, role="strong")

    @staticmethod
    def _second(painter: QPainter, room: QRectF, due: Due) -> None:
        text, status = chip_of(due)
        size = paint.chip_size(text, mark="dot")
        at = QRectF(room.right() - size.width() + 1, room.center().y() - size.height() / 2, size.width(), size.height())
        paint.chip(painter, at, text, status=status)
        paint.text(painter, QRectF(room.left(), room.top(), at.left() - room.left() - 5, room.height()),
                   second_line(due), role="small", token="text2")


class ToPlan(QFrame):
    """The panel beside the board."""

    chosen = Signal(object)  # Due
    completing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setFixedWidth(theme.px(WIDTH))
        self.model = DueModel()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(self._header())
        column.addWidget(self._filter())
        column.addWidget(self._list(), 1)
        self._nothing = EmptyState("calendar-check", _("Everybody has a visit"),
                                   _("Nobody is left to plan this month."), status="ok")
        column.addWidget(self._nothing, 1)
        self.complete = Button(_("Complete the week"), icon="sparkles", on_click=self.completing.emit)
        column.addWidget(self.complete)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("To plan"), role="subtitle"))
        self.count = Count(0, status="warn")
        row.addWidget(self.count)
        row.addStretch(1)
        return row

    def _filter(self) -> QLineEdit:
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Filter"))
        self.field.setAccessibleName(_("Filter who is to be planned"))
        self.field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self.model.filter)
        return self.field

    def _list(self) -> QListView:
        self.list = QListView()
        self.list.setAccessibleName(_("To plan"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(DueDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.activated.connect(lambda index: self.chosen.emit(index.data(DUE)))
        return self.list

    def show_due(self, due: Sequence[Due]) -> None:
        """Show who is due."""
        self.model.show_due(due)
        self.count.set(len(due), status="warn" if due else "ok")
        self.list.setVisible(bool(due))
        self.field.setVisible(bool(due))
        self._nothing.setVisible(not due)

    def due_of(self, party: str) -> Due | None:
        """Who stands in the list under that id."""
        return next((due for due in self.model.rows if due.member.link.id == party), None)

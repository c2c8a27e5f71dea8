"""The two-line list of clients: a model that also knows how each stands, and how a row looks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.figures.contact_facts import Standing
from kamdesk.records.clients import Client
from kamdesk.store import Query, Reader, Row
from ui import theme
from ui.screens.clients.looks import last_seen, mood_of, second_line, tile_of
from ui.table import PAGE, ROW_ROLE, RecordModel
from ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
STANDING = Qt.ItemDataRole.UserRole + 2
COLUMNS = ("name", "category", "segment", "territory", "specialty", "status")
TILE, EDGE = 34, 14


class ClientModel(RecordModel):
    """Rows of clients; how they stand is read a page at a time."""

    def __init__(self, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(reader, Client.kind, COLUMNS, parent)
        self._standings: dict[Id, Standing] = {}

    def show(self, query: Query) -> None:
        """Show another selection or order."""
        self._standings.clear()
        super().show(query)

    def reread(self) -> None:
        """Read again what is shown."""
        self._standings.clear()
        super().reread()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """A list has one column."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row's standing, and the row in words for readers."""
        if role not in (STANDING, Qt.ItemDataRole.AccessibleTextRole):
            return super().data(index, role)
        row = self.row_at(index.row())
        if row is None:
            return None
        standing = self.standing(row, index.row())
        return standing if role == STANDING else spoken(row, standing)

    def first(self) -> Id:
        """The first client, «» when there is none."""
        row = self.row_at(0) if self.total else None
        return row.id if row else ""

    def place_of(self, id_: Id) -> int | None:
        """Where a client stands: among the rows read, else among all of them."""
        at = self.position(id_)
        if at is None and self.total:
            every = self._reader.ids(Client.kind, self.query)
            at = every.index(id_) if id_ in every else None
        return at

    def standing(self, row: Row, at: int) -> Standing | None:
        """How a client stands."""
        if row.id not in self._standings:
            first = at - at % PAGE
            ids = [each.id for each in map(self.row_at, range(first, min(first + PAGE, self.total))) if each]
            found = self._reader.facts.contacts.standings(ids, clock.today())
            self._standings.update({id_: found.get(id_, Standing()) for id_ in (*ids, row.id)})
        return self._standings[row.id]


def spoken(row: Row, standing: Standing | None) -> str:
    """All of a row in a sentence."""
    mood = mood_of(row.values.get("status"), standing)
    return ", ".join(filter(None, (row.values["name"], second_line(row.values, row.names), mood.text,
                                   last_seen(standing))))


class ClientDelegate(QStyledItemDelegate):
    """Tile, name and chip above; what it is and the last visit below."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(200, theme.px(theme.size("row_two_lines")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One client."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        rect = QRectF(option.rect)
        paint.row_ground(painter, option, indent=EDGE + theme.px(TILE) + 12)
        side = theme.px(TILE)
        icon, status = tile_of(row.values.get("category"))
        paint.tile(painter, QRectF(rect.left() + EDGE, rect.center().y() - side / 2, side, side), icon, status=status)
        inner = rect.adjusted(EDGE + side + 12, theme.px(8), -12, -theme.px(8))
        self._lines(painter, inner, row, index.data(STANDING))
        painter.restore()

    @staticmethod
    def _lines(painter: QPainter, inner: QRectF, row: Row, standing: Standing | None) -> None:
        half = inner.height() / 2
        upper = QRectF(inner.left(), inner.top(), inner.width(), half)
        lower = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        mood = mood_of(row.values.get("status"), standing)
        right = upper.right()
        if mood.text:
            size = paint.chip_size(mood.text, mark="dot")
            right -= size.width()
            paint.chip(painter, QRectF(right, upper.center().y() - size.height() / 2, size.width(), size.height()),
                       mood.text, status=mood.status)
            right -= 8
        paint.text(painter, QRectF(upper.left(), upper.top(), right - upper.left(), half), row.values["name"],
                   role="strong")
        seen = last_seen(standing)
        room = paint.text_width(seen, role="caption") + 10 if seen else 0
        paint.text(painter, QRectF(lower.left(), lower.top(), lower.width() - room, half),
                   second_line(row.values, row.names), role="small", token="text2")
        if seen:
            paint.text(painter, lower, seen, role="caption", token="text3", align=Qt.AlignmentFlag.AlignRight)

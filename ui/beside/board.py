"""A board of cases: a lane a state, cards that go on by dragging, by Ctrl and the arrows, or by their panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kamdesk.fields import Id
from kamdesk.words import number
from ui import theme
from ui.labels import ElidedLabel, label
from ui.theme import Status
from ui.widgets import paint
from ui.widgets.carrying import CarryList

FACE = Qt.ItemDataRole.UserRole
HIGH, LINES, LEAST = 104, 4, 140
ASIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Face:
    """What a card shows: the number, two lines, and a chip that says how urgent it is."""

    id: Id
    title: str
    second: str
    third: str
    chip: str
    status: Status = "mute"


@dataclass(frozen=True)
class Lane:
    """A column: its key, its title, how many cases it has in all, and the cards shown."""

    key: str
    title: str
    total: int
    faces: Sequence[Face]


class FaceDelegate(QStyledItemDelegate):
    """One card."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Three lines and the chip."""
        return QSize(100, theme.px(HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then the lines and the chip."""
        face: Face = index.data(FACE)
        rect = QRectF(option.rect).adjusted(1, 0, -1, -6)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        paint.box(painter, rect, fill=theme.colour("selected" if chosen else "surface"),
                  line=theme.colour("selected_line" if chosen else "line"), radius=8)
        room = rect.adjusted(10, 7, -10, -7)
        high = room.height() / LINES
        for at, words in enumerate((face.title, face.second, face.third)):
            line = QRectF(room.left(), room.top() + at * high, room.width(), high)
            paint.text(painter, line, words, role="small" if at else "strong", token="text2" if at else "text")
        size = paint.chip_size(face.chip, mark="dot")
        chip = QRectF(room.left(), room.bottom() - size.height(), min(size.width(), room.width()), size.height())
        paint.chip(painter, chip, face.chip, status=face.status)
        painter.restore()


class LaneList(CarryList):
    """The cards of a lane."""

    pushed = Signal(str, int)  # a case, −1 or 1

    def __init__(self, name: str) -> None:
        super().__init__(name, mime="application/x-kamdesk-case")
        self.setProperty("ground", "none")
        self.setItemDelegate(FaceDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_faces(self, faces: Sequence[Face]) -> None:
        """Replace the cards, keeping the one marked."""
        held = self.current()
        self.clear()
        for face in faces:
            item = QListWidgetItem()
            item.setData(FACE, face)
            item.setData(Qt.ItemDataRole.AccessibleTextRole,
                         ", ".join(filter(None, (face.title, face.second, face.third, face.chip))))
            self.addItem(item)
            if face.id == held:
                self.setCurrentItem(item)

    def current(self) -> Id:
        """The case marked, «» for none."""
        item = self.currentItem()
        return str(item.data(FACE).id) if item is not None else ""

    def mark(self, id_: Id) -> bool:
        """Mark a case; False when it is not in this lane."""
        for at in range(self.count()):
            if self.item(at).data(FACE).id == id_:
                self.setCurrentRow(at)
                return True
        self.setCurrentRow(-1)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and an arrow push the case to the lane beside."""
        key = Qt.Key(event.key())
        if key in ASIDE and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.current():
            self.pushed.emit(self.current(), ASIDE[key])
        else:
            super().keyPressEvent(event)

    def carried(self, item: QListWidgetItem) -> Id:
        """The case."""
        return str(item.data(FACE).id)


class Board(QWidget):
    """Lanes side by side. ``chosen`` is the case marked; ``moved`` a case and the lane somebody wants it in."""

    chosen = Signal(str)
    moved = Signal(str, str)

    def __init__(self, lanes: Sequence[tuple[str, str]]) -> None:
        """``lanes``: (key, title) from left to right."""
        super().__init__()
        self._keys = [key for key, _title in lanes]
        self.lists: dict[str, LaneList] = {}
        self._counts: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for key, title in lanes:
            row.addWidget(self._lane(key, title), 1)

    def _lane(self, key: str, title: str) -> QFrame:
        frame = QFrame()
        frame.setProperty("card", "true")
        frame.setMinimumWidth(theme.px(LEAST))
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(ElidedLabel(title, role="strong", least=60), 1)
        self._counts[key] = label(role="small", tone="text2", figures=True)
        top.addWidget(self._counts[key])
        column.addLayout(top)
        self.lists[key] = LaneList(title)
        self.lists[key].currentRowChanged.connect(lambda _row, key=key: self._choose(key))
        self.lists[key].pushed.connect(lambda id_, by, key=key: self._push(id_, key, by))
        self.lists[key].dropped.connect(lambda id_, key=key: self.moved.emit(id_, key))
        column.addWidget(self.lists[key], 1)
        return frame

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show the cases as they are stored now."""
        for lane in lanes:
            self.lists[lane.key].show_faces(lane.faces)
            self._counts[lane.key].setText(number(lane.total))

    def _choose(self, key: str) -> None:
        id_ = self.lists[key].current()
        if not id_:
            return
        for other, lane in self.lists.items():
            if other != key:
                lane.blockSignals(True)
                lane.setCurrentRow(-1)
                lane.blockSignals(False)
        self.chosen.emit(id_)

    def mark(self, id_: Id) -> None:
        """Mark a case wherever it is, without telling anybody."""
        for lane in self.lists.values():
            lane.blockSignals(True)
            lane.mark(id_)
            lane.blockSignals(False)

    def first(self) -> Id:
        """The first case of the first lane that has one."""
        return next((lane.item(0).data(FACE).id for lane in self.lists.values() if lane.count()), "")

    def _push(self, id_: Id, key: str, by: int) -> None:
        at = self._keys.index(key) + by
        if 0 <= at < len(self._keys):
            self.moved.emit(id_, self._keys[at])

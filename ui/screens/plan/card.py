"""One visit on the board, painted: planned, done, or only proposed (dashed, with accept and discard)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from kamdesk.planning import ProposedVisit
from kamdesk.records.visits import Visit
from kamdesk.words import _
from ui import icons, labels, theme
from ui.screens.plan.looks import Face
from ui.widgets import paint
from ui.widgets.buttons import KEYBOARD, IconButton

VISIT_MIME = "application/x-kamdesk-visit"
PARTY_MIME = "application/x-kamdesk-party"
HEIGHT, LINE, PAD, EDGE = 66, 18, 8, 3
INDENT, CORNER = 14, 24


class BoardCard(QWidget):
    """What all cards of the board share: the paint, the focus ring, the double click."""

    opened = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, face: Face, *, dashed: bool = False) -> None:
        super().__init__()
        self.face, self._dashed, self._keyboard = face, dashed, False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(face.said)
        labels.set_tip(self, "\n".join(filter(None, (face.name, face.second))))

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(theme.px(140), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow columns shorten the words."""
        return QSize(60, theme.px(HEIGHT))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open it."""
        self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu at the pointer, or at the card for the menu key."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.menu_asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note where the focus came from."""
        self._keyboard = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edge, three lines."""
        painter, rect = QPainter(self), QRectF(self.rect())
        self._ground(painter, rect)
        bar = QRectF(5, PAD, EDGE, rect.height() - 2 * PAD)
        paint.box(painter, bar, fill=theme.colour(f"{self.face.edge}_solid"), radius=EDGE / 2)
        line, left = theme.px(LINE), theme.px(INDENT)
        room = QRectF(left, (rect.height() - 3 * line) / 2, rect.width() - left - PAD, line)
        self._first_line(painter, room)
        paint.text(painter, room.translated(0, line), self.face.name, role="strong")
        self._second_line(painter, room.translated(0, 2 * line))
        if self.hasFocus() and self._keyboard:
            paint.focus_ring(painter, rect, radius=8)

    def _ground(self, painter: QPainter, rect: QRectF) -> None:
        focused = self.hasFocus()
        if not self._dashed:
            line = theme.colour("selected_line" if focused else "line")
            paint.box(painter, rect, fill=theme.colour("surface"), line=line, radius=8)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("info_soft", alpha=0.55))
        painter.setPen(QPen(theme.colour("selected_line" if focused else "info_solid"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _first_line(self, painter: QPainter, room: QRectF) -> None:
        """Icon, hour, state; in a very narrow column the icon gives way first."""
        side, right = theme.px(14), room.right()
        if self.face.chip:
            right = self._chip(painter, room) - 4
        words = QRectF(room.left(), room.top(), right - room.left(), room.height())
        if words.width() >= side + 5 + paint.text_width(self.face.hour, role="small"):
            icons.paint(painter, QRectF(room.left(), room.center().y() - side / 2, side, side), self.face.icon,
                        token=self.face.tint)
            words.setLeft(room.left() + side + 5)
        paint.text(painter, words, self.face.hour, role="small", token="text2", figures=True)

    def _chip(self, painter: QPainter, room: QRectF) -> float:
        """The state at the right; the word first, its mark only where there is room. Returns its left edge."""
        mark = self.face.chip_mark
        size = paint.chip_size(self.face.chip, mark=mark)
        if room.width() - size.width() < theme.px(62):
            mark, size = "", paint.chip_size(self.face.chip)
        at = QRectF(room.right() + 2 - size.width(), room.center().y() - size.height() / 2, size.width(), size.height())
        paint.chip(painter, at, self.face.chip, status=self.face.edge, mark=mark)
        return at.left()

    def _second_line(self, painter: QPainter, room: QRectF) -> None:
        words = QRectF(room)
        if self.face.grade:
            side = theme.px(17)
            at = QRectF(room.right() - side, room.center().y() - side / 2, side, side)
            paint.letter(painter, at, self.face.grade)
            words.setRight(at.left() - 4)
        paint.text(painter, words, self.face.second, role="small", token="text2")


class VisitCard(BoardCard):
    """A visit of the base; it can be dragged to another day while it is planned."""

    def __init__(self, face: Face, visit: Visit) -> None:
        super().__init__(face)
        self.visit = visit
        self._pressed: QPoint | None = None
        if self.movable:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            how = _("Drag it, or press Ctrl with the arrows, to move it")
            self.setAccessibleDescription(how)
            labels.set_tip(self, f"{face.name}\n{face.second}\n{how}")

    @property
    def movable(self) -> bool:
        """Whether it is still only planned."""
        return self.visit.state == "planned"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus; a drag may begin here."""
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag once the pointer has gone far enough."""
        if self._pressed is None or not self.movable:
            return
        gone = (event.position().toPoint() - self._pressed).manhattanLength()
        if gone >= QApplication.startDragDistance():
            self._drag(self._pressed)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """No drag after all."""
        self._pressed = None

    def _drag(self, spot: QPoint) -> None:
        self._pressed = None
        drag, data = QDrag(self), QMimeData()
        data.setData(VISIT_MIME, self.visit.id.encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(spot)
        drag.exec(Qt.DropAction.MoveAction)


class CornerButton(IconButton):
    """A small button in the corner of a card; the card itself takes the keys."""

    def __init__(self, icon: str, tip: str, *, token: str, on_click: Callable[[], object], parent: QWidget) -> None:
        super().__init__(icon, tip, token=token, on_click=on_click, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As small as a target may be."""
        return QSize(theme.px(CORNER), theme.px(CORNER))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


class ProposedCard(BoardCard):
    """A visit that would be planned: dashed, with its reason; Enter accepts it, Supr discards it."""

    accepted = Signal()
    discarded = Signal()

    def __init__(self, face: Face, proposed: ProposedVisit) -> None:
        super().__init__(face, dashed=True)
        self.proposed, self.visit = proposed, proposed.visit
        name = proposed.name
        self._take = CornerButton("check", _("Accept {name}", name=name), token="ok", on_click=self.accepted.emit,
                                  parent=self)
        self._drop = CornerButton("x", _("Discard {name}", name=name), token="text2", on_click=self.discarded.emit,
                                  parent=self)
        self.opened.connect(self.accepted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both buttons in the corner."""
        super().resizeEvent(event)
        side = theme.px(CORNER)
        self._drop.move(self.width() - side - 3, 3)
        self._take.move(self.width() - 2 * side - 3, 3)

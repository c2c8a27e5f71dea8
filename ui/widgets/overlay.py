"""What covers the window for a moment: scrim, frame, Esc, focus kept inside and given back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.widgets import motion

SCRIM = {False: 0.38, True: 0.60}  # dark or not
EDGE = 24


def tab_stops(root: QWidget) -> list[QWidget]:
    """The controls inside ``root`` that Tab reaches, in order."""
    found: list[QWidget] = []
    walker = root.nextInFocusChain()
    while walker is not None and walker is not root:
        reached = bool(walker.focusPolicy() & Qt.FocusPolicy.TabFocus) and walker.isVisible() and walker.isEnabled()
        if reached and root.isAncestorOf(walker):
            found.append(walker)
        walker = walker.nextInFocusChain()
    return found


class Overlay(QWidget):
    """Covers ``host``; ``frame`` is the raised box in the middle with the vertical layout ``column``."""

    closed = Signal()

    def __init__(self, host: QWidget, *, width: int, top: int = 96) -> None:
        """``width`` and ``top`` in logical pixels at font scale 100 %."""
        super().__init__(host)
        self._host, self._wide, self._top = host, width, top
        self._before: QWidget | None = None
        self.frame = QFrame(self)
        self.frame.setProperty("overlay", "true")
        self.column = QVBoxLayout(self.frame)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        host.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it over the window and take the focus."""
        self._before = QApplication.focusWidget()
        motion.shadow(self.frame)
        self.show()
        self.raise_()
        self.fit()
        motion.rise(self.frame, to=self.frame.pos())
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Hide it and give the focus back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def first_focus(self) -> QWidget:
        """What takes the focus when it opens."""
        stops = tab_stops(self.frame)
        return stops[0] if stops else self

    def fit(self) -> None:
        """Place the frame: centred, as high as its content, never beyond the window."""
        host = self._host
        self.setGeometry(host.rect())
        width = min(theme.px(self._wide), host.width() - 2 * EDGE)
        self.frame.setFixedWidth(width)
        self.column.activate()
        wanted = self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else 0
        high = min(max(wanted, self.column.totalSizeHint().height()), host.height() - 2 * EDGE)
        top = max(EDGE, min(self._top, host.height() - high - EDGE))
        self.frame.setGeometry((host.width() - width) // 2, top, width, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Refit when the content asks for another size."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click outside the frame leaves."""
        if not self.frame.geometry().contains(event.position().toPoint()):
            self.shut()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scrim."""
        ink = QColor(0, 0, 0)
        ink.setAlphaF(SCRIM[theme.shown().theme.dark])
        QPainter(self).fillRect(self.rect(), ink)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001  Qt's signature
        """Tab stays inside."""
        stops = tab_stops(self.frame)
        focus = QApplication.focusWidget()
        if not stops:
            return True
        here = stops.index(focus) if focus in stops else -1
        target = stops[(here + (1 if next_ else -1)) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason if next_ else Qt.FocusReason.BacktabFocusReason)
        return True


"""The toast: what was just done, with «Deshacer»; eight seconds, longer under the pointer or with the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from kamdesk.words import _
from ui.labels import ElidedLabel
from ui.widgets import motion
from ui.widgets.buttons import Button, IconButton
from ui.widgets.glyph import Glyph

STAY_MS = 8_000
BOTTOM = 44


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say ``text``."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Toast(QFrame):
    """One message over the bottom of ``host``; a new one takes the place of the old."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setProperty("overlay", "true")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        self._slot: Callable[[], object] | None = None
        self._glyph, self._text = Glyph("check", token="ok"), ElidedLabel()
        self._action = Button("", kind="link", small=True, on_click=self._act)
        self._close = IconButton("x", _("Close this message"), on_click=self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(8)
        for part in (self._glyph, self._text, self._action, self._close):
            row.addWidget(part)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None,
            good: bool = True) -> None:
        """Show ``text`` («Visita guardada»), with a link such as «Deshacer» when ``action`` is given."""
        self._slot = on_action
        self._text.setText(text)
        self._action.set_label(action)
        self._action.setVisible(bool(action))
        self._glyph.set("check" if good else "triangle-alert", token="ok" if good else "warn")
        self.setAccessibleName(text)
        motion.shadow(self)
        self.move(self._place())
        self.show()
        self.raise_()
        motion.rise(self, to=self.pos())
        self._timer.start(STAY_MS)
        announce(self, f"{text}. {action}" if action else text)

    @property
    def text(self) -> str:
        """What it says while shown, else «»."""
        return "" if self.isHidden() else self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom centre when the window changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.move(self._place())
        return super().eventFilter(watched, event)

    def _place(self) -> QPoint:
        room, wanted = self._host.size(), self.sizeHint()
        self.resize(min(wanted.width(), room.width() - 32), wanted.height())
        return QPoint((room.width() - self.width()) // 2, room.height() - self.height() - BOTTOM)

    def _leave(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start(1_000)  # being read: look again in a second
        else:
            self.hide()

    def _act(self) -> None:
        self.hide()
        if self._slot is not None:
            self._slot()

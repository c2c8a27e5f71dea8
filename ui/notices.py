"""Desktop notices while the window is minimised."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from kamdesk import clock
from kamdesk.notices import due_notices
from kamdesk.store import Reader
from ui import icons

A_MINUTE = 60_000
SHOWN_FOR = 10_000  # milliseconds


class Notices(QObject):
    """Looks every minute while nobody sees the window; each thing is told once a session."""

    def __init__(self, window: QWidget, reader: Reader) -> None:
        super().__init__(window)
        self._window, self._reader = window, reader
        self._told: set[str] = set()
        self._tray: QSystemTrayIcon | None = None
        self.show: Callable[[str], None] = self._message
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(A_MINUTE)

    def look(self) -> None:
        """Tell what is due, when the window is minimised and the person wants to hear of it."""
        if not self._window.isMinimized() or not self._reader.setting("desktop_notices"):
            return
        for each in due_notices(self._reader, clock.now().astimezone()):
            if each.key not in self._told:
                self._told.add(each.key)
                self.show(each.text)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()
        if self._tray is not None:
            self._tray.hide()

    def _message(self, text: str) -> None:
        """By the tray of the desktop; where there is none nothing is told."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.icon("calendar-check"), self)
            self._tray.activated.connect(lambda _reason: self._window.showNormal())
            self._tray.show()
        self._tray.showMessage("Kamdesk", text, QSystemTrayIcon.MessageIcon.NoIcon, SHOWN_FOR)

"""Counts what a person does: mouse presses and keys that reach the windows (the budget of UI.md §10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


@dataclass
class Count:
    """Presses so far; a shortcut counts as one key, however many modifiers it has."""

    clicks: int = 0
    keys: int = 0


class _Counter(QObject):
    """Sees each event once, when the window system hands it to a window.

    A key is first offered as a shortcut; only one that nobody took comes again as a press.
    """

    def __init__(self, count: Count) -> None:
        super().__init__()
        self._count = count
        self._offered: object = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Count and let pass."""
        if isinstance(watched, QWindow):
            if event.type() in CLICKS:
                self._count.clicks += 1
            elif event.type() in KEYS and isinstance(event, QKeyEvent) and event.key() not in MODIFIERS:
                self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> None:
        pressed = (event.key(), event.modifiers())
        again = event.type() == QEvent.Type.KeyPress and pressed == self._offered
        self._offered = pressed if event.type() == QEvent.Type.ShortcutOverride else None
        self._count.keys += not again


@contextmanager
def presses() -> Iterator[Count]:
    """``with presses() as count:`` and then ask ``count.clicks`` and ``count.keys``."""
    application, count = QApplication.instance(), Count()
    assert application is not None
    counter = _Counter(count)
    application.installEventFilter(counter)
    try:
        yield count
    finally:
        application.removeEventFilter(counter)

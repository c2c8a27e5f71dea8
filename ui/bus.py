"""The event of each command, brought to the screens that show one of its records; reread when the window is idle."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kamdesk.changes import Changes
from kamdesk.store import Store


class Interest(QObject):
    """One screen's interest in some kinds: several commands in a row make it read again once."""

    def __init__(self, owner: QObject, kinds: tuple[str, ...], reread: Callable[[], None]) -> None:
        super().__init__(owner)
        self._kinds = kinds
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(reread)

    def hear(self, changes: Changes) -> None:
        """Wake up when one of the kinds was touched (no kinds: any)."""
        if not self._kinds or changes.concerns(*self._kinds):
            self._timer.start(0)


class Bus(QObject):
    """Passes the store's events on. They may come from the worker's thread: the signal brings them to the window's."""

    changed = Signal(object)  # Changes

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = store.listen(self.changed.emit)

    def on(self, owner: QObject, kinds: tuple[str, ...], reread: Callable[[], None]) -> None:
        """Call ``reread`` after commands that touched these kinds, as long as ``owner`` lives."""
        self.changed.connect(Interest(owner, kinds, reread).hear)

    def close(self) -> None:
        """Stop listening to the store."""
        self._stop()

"""The event of each command, brought to the screens that show one of its records; reread when the window is idle."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kamdesk.changes import Changes
from kamdesk.store import Store


class Bus(QObject):
    """Passes ``Changes`` on, once a turn of the event loop, to whoever declared an interest in its kinds."""

    changed = Signal(object)  # Changes, as they come

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = store.listen(self.changed.emit)

    def on(self, owner: QObject, kinds: tuple[str, ...], reread: Callable[[], None]) -> None:
        """Call ``reread`` when a record of these kinds was touched, several commands in a row at once.

        No kinds means any. The call ends with its owner.
        """
        timer = QTimer(owner)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(reread)

        def hear(changes: Changes) -> None:
            if not kinds or changes.concerns(*kinds):
                timer.start()

        connection = self.changed.connect(hear)
        owner.destroyed.connect(lambda: self.disconnect(connection))

    def close(self) -> None:
        """Stop listening to the store."""
        self._stop()

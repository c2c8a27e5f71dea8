"""The badge of Intercambio: how many conflicts and files wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kamdesk.changes import Changes
from kamdesk.doors import Doors
from kamdesk.store import Store
from ui.bus import Bus
from ui.shell.places import Badge

if TYPE_CHECKING:
    from ui.shell.shell import Shell

AT_START = 3_000  # milliseconds: the first page comes first


class ExchangeBadge(QObject):
    """Looks once the window is there, and again after files came or, while something waits, after any command."""

    def __init__(self, window: Shell, store: Store, doors: Doors, bus: Bus) -> None:
        super().__init__(window)
        self._window, self._store, self._doors = window, store, doors
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(AT_START)
        bus.changed.connect(self._heard)

    def _heard(self, changes: Changes) -> None:
        if self._count or changes.concerns("exchange_event"):
            self._timer.start(0)

    def look(self) -> None:
        """Count what waits; a base that never met another has nothing to decide."""
        doors, store = self._doors, self._store
        self._count = len(doors.inbox(store)) + len(doors.conflicts(store)) if doors.peers(store) else 0
        self._window.rail.set_badge("exchange", Badge(self._count, "info", solid=True) if self._count else None)

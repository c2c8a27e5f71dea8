"""Backups in the background while a base is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kamdesk.doors import Doors
from kamdesk.problems import Problem
from kamdesk.store import Store

if TYPE_CHECKING:
    from ui.window import Window

EVERY, FIRST = 60_000, 5_000  # milliseconds


class Copies(QObject):
    """A backup when something changed since the last one; soon after the start, then often."""

    def __init__(self, store: Store, doors: Doors, window: Window) -> None:
        super().__init__(window)
        self._store, self._doors, self._window = store, doors, window
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._copy_if_due)
        self._timer.start(FIRST)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def _copy_if_due(self) -> None:
        starting = self._timer.interval() == FIRST
        self._timer.setInterval(EVERY)
        if not self._window.jobs.busy:
            self._window.jobs.start(lambda _progress: self._doors.back_up_if_due(self._store, starting=starting),
                                    done=lambda _made: None, failed=self._not_copied)

    def _not_copied(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        self._window.status.set_message(error.message, status="bad")

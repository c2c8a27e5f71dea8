"""The veil over prices: closed unless the person opened it, and closed again after a while without use."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kamdesk.fields import CREDIT, MARGIN, PRICE, Field

VEILED = (PRICE, MARGIN, CREDIT)


class Veil(QObject):
    """One for the window. ``changed`` tells lists and forms to show or hide what it covers."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._open = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close)

    @property
    def is_open(self) -> bool:
        """Whether prices are shown."""
        return self._open

    def covers(self, of: Field) -> bool:
        """Whether the values of a field are hidden now."""
        return not self._open and of.klass in VEILED

    def open(self, seconds: int) -> None:
        """Show prices for so many seconds without use."""
        self._open = True
        self._timer.start(seconds * 1000)
        self.changed.emit()

    def touch(self) -> None:
        """The person is using the window: the time begins again."""
        if self._open:
            self._timer.start()

    def close(self) -> None:
        """Hide prices."""
        if self._open:
            self._open = False
            self._timer.stop()
            self.changed.emit()


veil = Veil()

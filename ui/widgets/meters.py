"""Small painted figures: meter with a target tick, ring, sparkline. Their accessible name carries the number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import labels, theme
from ui.widgets import paint


class Figure(QWidget):
    """A painted figure with words for readers; never takes the focus."""

    def __init__(self, name: str, *, width: int, height: int, stretch: bool = False) -> None:
        super().__init__()
        self._wide, self._high = width, height
        policy = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """What it says, in words: «81 % de la meta, a hoy 77 %»."""
        self.setAccessibleName(name)
        labels.set_tip(self, name)

    def sizeHint(self) -> QSize:
        """Grows with the font scale."""
        return QSize(theme.px(self._wide), theme.px(self._high))

    def minimumSizeHint(self) -> QSize:
        """A figure that stretches may also shrink."""
        if self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            return self.sizeHint()
        return QSize(24, self.sizeHint().height())


class Meter(Figure):
    """A bar filled to ``value`` (0 to 1) with a tick at ``target`` («a hoy»); ``token`` is its colour."""

    def __init__(self, value: float = 0.0, *, target: float | None = None, token: str = "accent", name: str = "",
                 width: int = 80) -> None:
        super().__init__(name, width=width, height=12, stretch=True)
        self._value, self._target, self._token = value, target, token

    def set(self, value: float, *, target: float | None = None, token: str = "accent", name: str = "") -> None:
        """Show another value."""
        self._value, self._target, self._token = value, target, token
        self.set_name(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        paint.meter(QPainter(self), QRectF(self.rect()), self._value, target=self._target, token=self._token)


class Ring(Figure):
    """A ring filled to ``value`` (0 to 1) with a short text inside."""

    def __init__(self, value: float, text: str, *, token: str = "accent", name: str = "", side: int = 44) -> None:
        super().__init__(name, width=side, height=side)
        self._value, self._text, self._token = value, text, token

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        paint.ring(QPainter(self), QRectF(self.rect()), self._value, self._text, token=self._token)


class Spark(Figure):
    """A line of the last values without axes."""

    def __init__(self, values: Sequence[float] = (), *, token: str = "accent", name: str = "", width: int = 66,
                 height: int = 26) -> None:
        super().__init__(name, width=width, height=height)
        self._values, self._token = tuple(values), token

    def set(self, values: Sequence[float], *, name: str, token: str = "accent") -> None:
        """Show other values."""
        self._values, self._token = tuple(values), token
        self.set_name(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        paint.spark(QPainter(self), QRectF(self.rect()), self._values, token=self._token)

"""A small icon in a layout that follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent

from ui import icons, theme
from ui.widgets.chips import Mark


class Glyph(Mark):
    """An icon in the colour of ``token``; decoration only, so readers pass over it."""

    def __init__(self, icon: str, *, token: str = "text2", side: int = 16) -> None:
        self._icon, self._token, self._side = icon, token, side
        super().__init__("")

    def set(self, icon: str, *, token: str) -> None:
        """Show another icon."""
        self._icon, self._token = icon, token
        self.update()

    def sizeHint(self) -> QSize:
        """Grows with the font scale."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        icons.paint(QPainter(self), QRectF(self.rect()), self._icon, token=self._token)

"""The mark of the program."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import labels, theme
from ui.widgets import paint

SIDE = 26
STROKES = (QLineF(9.5, 7.5, 9.5, 18.5), QLineF(17, 7.5, 10.5, 13), QLineF(10.5, 13, 17.5, 18.5))


class Logo(QWidget):
    """A white K on the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIDE, SIDE)
        labels.set_tip(self, "Kamdesk")

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(SIDE, SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground and three strokes."""
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), fill=theme.colour("accent"), radius=7)
        painter.setPen(QPen(theme.colour("on_accent"), 2.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawLines(STROKES)

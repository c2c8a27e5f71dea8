"""Paints the charts of kamdesk.charts with the colours of the theme; tells values under the pointer and to readers."""

from __future__ import annotations

from functools import singledispatch

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from kamdesk import charts
from kamdesk.words import _
from ui import fonts, icons, labels, theme
from ui.widgets import paint


def measure(text: str, size: float, weight: int) -> float:
    """The width of a text in pixels; ``size`` in pixels as it will be painted."""
    return QFontMetricsF(_font(size, weight)).horizontalAdvance(text)


def _font(size: float, weight: int) -> QFont:
    made = fonts.font("body", weight=weight)
    made.setPixelSize(max(1, round(size)))
    return made


@singledispatch
def draw(shape: object, painter: QPainter) -> None:
    """Paint one shape of a drawing."""
    raise TypeError(shape, painter)


@draw.register
def _rect(shape: charts.Rect, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(shape.colour, alpha=shape.alpha))
    painter.drawRoundedRect(QRectF(shape.x, shape.y, shape.width, shape.height), shape.radius, shape.radius)


@draw.register
def _line(shape: charts.Line, painter: QPainter) -> None:
    painter.setPen(QPen(theme.colour(shape.colour, alpha=shape.alpha), shape.width))
    painter.drawLine(QLineF(shape.x1, shape.y1, shape.x2, shape.y2))


@draw.register
def _polyline(shape: charts.Polyline, painter: QPainter) -> None:
    style = Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.colour(shape.colour, alpha=shape.alpha), shape.width, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in shape.points]))


@draw.register
def _polygon(shape: charts.Polygon, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(shape.colour, alpha=shape.alpha))
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in shape.points]))


@draw.register
def _circle(shape: charts.Circle, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(shape.colour, alpha=shape.alpha))
    painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)


@draw.register
def _text(shape: charts.Text, painter: QPainter) -> None:
    painter.setFont(_font(shape.size, shape.weight))
    painter.setPen(theme.colour(shape.colour))
    wide = measure(shape.text, shape.size, shape.weight)
    left = shape.x - {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
    painter.drawText(QPointF(left, shape.y), shape.text)


class Chart(QWidget):
    """One chart; ``table_asked`` wants the same values as a table («Ver como tabla», also by Enter)."""

    table_asked = Signal()
    clicked = Signal(int)  # number of the value under the pointer

    def __init__(self, data: charts.ChartData, *, height: int = 180) -> None:
        """``height`` in logical pixels at font scale 100 %."""
        super().__init__()
        self._high, self._size = height, 0
        self._drawing: charts.Drawing | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.set_data(data)

    @property
    def data(self) -> charts.ChartData:
        """What is drawn, for the table beside it."""
        return self._data

    def set_data(self, data: charts.ChartData) -> None:
        """Draw other values."""
        self._data, self._drawing = data, None
        self.setAccessibleName(_("no data") if data.empty else data.summary())
        self.update()

    def sizeHint(self) -> QSize:
        """Grows with the font scale."""
        return QSize(theme.px(320), theme.px(self._high))

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(160, theme.px(min(self._high, 96)))

    def drawing(self) -> charts.Drawing:
        """The shapes at the size and font scale shown now."""
        box, size = charts.Box(0, 0, self.width(), self.height()), theme.px(theme.role("caption").px)
        if self._drawing is None or self._drawing.box != box or self._size != size:
            self._size = size
            self._drawing = charts.layout(self._data, box, measure=measure, size=size)
        return self._drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shapes in order, then the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.drawing().shapes:
            draw(shape, painter)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()))

    def event(self, event: QEvent) -> bool:
        """The tool tip says the value under the pointer."""
        if isinstance(event, QHelpEvent):
            hit = self._hit(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), labels.tip(hit.text) if hit else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a value."""
        hit = self._hit(event.position())
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(hit.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.table_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """«Ver como tabla»."""
        menu = QMenu(self)
        menu.addAction(icons.icon("table-2"), _("View as table"), self.table_asked.emit)
        menu.exec(event.globalPos())

    def _hit(self, at: QPointF) -> charts.Hit | None:
        for hit in self.drawing().hits:
            area = hit.area
            if QRectF(area.x, area.y, area.width, area.height).contains(at):
                return hit
        return None

"""Paints the cells of a grid from tokens, its frozen first column, and edits cells in a plain field."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import fonts, icons, theme
from ui.grid_model import CELL, METER, PLAIN, VARIANCE, WORDS, Cell, Column, GridModel, Index, Line
from ui.widgets import paint


@dataclass(frozen=True)
class Density:
    """Logical pixels of a cell's edges, a meter and a variance bar, and the share of the frozen column."""

    pad: int = 9
    bar: int = 46
    swing: int = 68
    frozen: float = 1.0


AIRY, TIGHT = Density(), Density(pad=6, bar=26, swing=40, frozen=0.78)
WIDEST = 15  # percent of variance that fills a side of its bar
CORNER = 6
RIGHT = Qt.AlignmentFlag.AlignRight


class CellEditor(QLineEdit):
    """The field over a cell: as high as the cell, text at the right."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAlignment(RIGHT | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(fonts.tabular(QFont(self.font())))


class GridDelegate(QStyledItemDelegate):
    """One cell: ground, text or bar, corner, ring. ``left`` tells where to go after an edit: rows, columns."""

    left = Signal(int, int)
    density = AIRY

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A table row."""
        return QSize(80, theme.px(theme.size("row")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = _model(index)
        line, column = model.content.lines[index.row()], model.content.columns[index.column()]
        cell: Cell = index.data(CELL)
        bad = bool(model.problem_at(index.row(), index.column()))
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        _ground(painter, rect, line=line, selected=selected, bad=bad)
        if column.edge:
            painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), theme.colour("line"))
        text = model.text_at(index.row(), index.column())
        _value(painter, rect, column, cell, text, strong=line.group, bad=bad, density=self.density)
        if cell.comment or bad:
            _corner(painter, rect, theme.colour("bad_solid" if bad else "warn_solid"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.box(painter, rect.adjusted(0, 0, -1, 0), line=theme.colour("focus"), radius=2, width=2)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A plain field."""
        return CellEditor(parent, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The exact value."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, _to: Any, index: Index) -> None:
        """What was typed."""
        if isinstance(editor, QLineEdit):
            _model(index).setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell."""
        editor.setGeometry(QRect(option.rect).adjusted(0, 0, -1, 0))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter takes the text and goes down, Tab right, with Shift the other way."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            step = _step(event)
            if step is not None:
                self._leave(editor, *step)
                return True
        return super().eventFilter(editor, event)

    def _leave(self, editor: QWidget, rows: int, columns: int) -> None:
        view = self.parent()
        if isinstance(view, QAbstractItemView):
            view.commitData(editor)
            view.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.left.emit(rows, columns)


def _step(event: QKeyEvent) -> tuple[int, int] | None:
    back = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
    steps = {Qt.Key.Key_Return: (back, 0), Qt.Key.Key_Enter: (back, 0), Qt.Key.Key_Tab: (0, 1),
             Qt.Key.Key_Backtab: (0, -1)}
    return steps.get(Qt.Key(event.key()))


def _model(index: Index) -> GridModel:
    return cast("GridModel", index.model())  # this delegate is only ever given to grids


def _ground(painter: QPainter, rect: QRectF, *, line: Line, selected: bool, bad: bool) -> None:
    token = "bad_soft" if bad else "selected" if selected else "subtle" if line.group else "surface"
    painter.fillRect(rect, theme.colour(token))


def _value(painter: QPainter, rect: QRectF, column: Column, cell: Cell, text: str, *, strong: bool, bad: bool,
           density: Density) -> None:
    inner = rect.adjusted(density.pad, 0, -density.pad, 0)
    token = "bad" if bad else cell.tone or ("text" if cell.open or strong else "text2")
    heavy = strong or cell.tone == "bad"
    if column.form.bar == METER and cell.value is not None:
        wide = min(theme.px(density.bar), inner.width() * 0.5)
        paint.meter(painter, QRectF(inner.left(), inner.top(), wide, inner.height()), float(cell.value) / 100,
                    token=cell.status or "accent")
    elif column.form.bar == VARIANCE and cell.value is not None:
        wide = min(theme.px(density.swing), inner.width() * 0.5)
        swing(painter, QRectF(inner.left(), inner.top(), wide, inner.height()), cell.value,
              token=f"{cell.status or 'mute'}_solid")
    bare = column.form.bar in (PLAIN, WORDS)
    side = Qt.AlignmentFlag.AlignLeft if column.form.bar == WORDS else RIGHT
    paint.text(painter, inner, text, role="body" if bare else "small", token=token,
               weight=600 if heavy or not bare else None, figures=True, align=side)


def swing(painter: QPainter, rect: QRectF, value: Decimal, *, token: str) -> None:
    """A variance in per cent around a tick for zero: over to the right, under to the left."""
    thick = theme.px(6)
    track = QRectF(rect.left(), rect.center().y() - thick / 2, rect.width(), thick)
    paint.box(painter, track, fill=theme.colour("track"), radius=thick / 2)
    middle = rect.center().x()
    wide = min(abs(float(value)) / WIDEST, 1) * rect.width() / 2
    high = theme.px(10)
    left = middle if value > 0 else middle - wide
    painter.fillRect(QRectF(left, rect.center().y() - high / 2, wide, high), theme.colour(token))
    painter.fillRect(QRectF(middle - 1, rect.center().y() - theme.px(7), 2, theme.px(14)), theme.colour("line_strong"))


def _corner(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    corner = QPolygonF([QPointF(rect.right() - CORNER, rect.top()), rect.topRight(),
                        QPointF(rect.right(), rect.top() + CORNER)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(corner)


class LineHeader(QHeaderView):
    """The frozen first column: the name of each line, groups strong with their icon."""

    def __init__(self, model: GridModel, *, width: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._lines, self._wide = model, width
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(theme.px(theme.size("row")))
        self.setSectionsClickable(True)

    def set_width(self, width: int) -> None:
        """Another width in logical pixels at 100 %."""
        self._wide = width
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as it was told."""
        return QSize(theme.px(self._wide), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        """One name."""
        line = self._lines.content.lines[logicalIndex]
        room = QRectF(rect)
        painter.save()
        painter.fillRect(room, theme.colour("subtle" if line.group else "surface"))
        painter.fillRect(QRectF(room.right() - 1, room.top(), 1, room.height()), theme.colour("line"))
        left = room.left() + theme.px(10)
        side = theme.px(16)
        if line.icon:
            spot = QRectF(left, round(room.center().y() - side / 2), side, side)
            icons.paint(painter, spot, line.icon, token="text3")
        left += 0 if line.level == 0 and not line.icon else theme.px(24) + theme.px(14) * max(0, line.level - 1)
        paint.text(painter, QRectF(left, room.top(), room.right() - 6 - left, room.height()), line.title,
                   weight=600 if line.group else None)
        painter.restore()

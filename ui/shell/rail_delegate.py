"""Paints one row of the navigation rail: place, heading, or the space and hairline above the bottom places."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, theme
from ui.shell.places import Badge
from ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
KIND = Qt.ItemDataRole.UserRole  # «place», «section» or «space»
KEY, ICON, BADGE, HEIGHT = (Qt.ItemDataRole(Qt.ItemDataRole.UserRole + at) for at in (1, 2, 3, 4))
MARGIN = 10


class RailDelegate(QStyledItemDelegate):
    """Everything from tokens; ``collapsed`` leaves icon and dot."""

    collapsed = False
    opened = ""
    keyboard = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The rail works out the heights; rows are as wide as the list."""
        return QSize(10, int(index.data(HEIGHT)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        painter.save()
        rect: QRect = option.rect
        kind = index.data(KIND)
        if kind == "place":
            self._place(painter, option, index)
        elif kind == "section":
            room = QRectF(rect.adjusted(MARGIN + 10, 0, -MARGIN, 0).translated(0, theme.px(3)))
            paint.text(painter, room, str(index.data()).upper(), role="overline", token="text3")
        else:
            line = QRectF(rect.left() + MARGIN, rect.bottom() - 6, rect.width() - 2 * MARGIN, 1)
            painter.fillRect(line, theme.colour("line"))
        painter.restore()

    def _place(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        state = option.state
        selected = index.data(KEY) == self.opened
        row = rect.adjusted(MARGIN, 1, -MARGIN, -1)
        if selected:
            paint.box(painter, row, fill=theme.colour("selected"))
            edge = QRectF(row.left(), row.center().y() - theme.px(8), 3, theme.px(16))
            paint.box(painter, edge, fill=theme.colour("selected_line"), radius=1.5)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, row, fill=theme.colour("line"))
        self._icon(painter, row, index, selected=selected)
        if not self.collapsed:
            self._words(painter, row, index, selected=selected)
        if self.keyboard and state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, row)

    def _icon(self, painter: QPainter, row: QRectF, index: Index, *, selected: bool) -> None:
        side = theme.px(17) if not self.collapsed else min(theme.px(17), round(row.height()) - 8)
        left = row.center().x() - side / 2 if self.collapsed else row.left() + 10
        spot = QRectF(round(left), round(row.center().y() - side / 2), side, side)
        icons.paint(painter, spot, str(index.data(ICON)), token="accent_text" if selected else "text2")
        badge = index.data(BADGE)
        if self.collapsed and isinstance(badge, Badge):
            token = "accent" if badge.solid else f"{badge.status}_solid"
            paint.box(painter, QRectF(spot.right() - 2, spot.top() - 3, 7, 7), fill=theme.colour(token), radius=3.5)

    def _words(self, painter: QPainter, row: QRectF, index: Index, *, selected: bool) -> None:
        badge = index.data(BADGE)
        right = row.right() - 8
        if isinstance(badge, Badge):
            right -= self._badge(painter, row, badge) + 6
        left = row.left() + 10 + theme.px(17) + 9
        paint.text(painter, QRectF(left, row.top(), right - left, row.height()), str(index.data()),
                   token="text" if selected else "text2", weight=600 if selected else 500)

    def _badge(self, painter: QPainter, row: QRectF, badge: Badge) -> float:
        words = str(badge.count)
        side = theme.px(18)
        width = max(side, paint.text_width(words, role="caption", weight=600) + 10)
        spot = QRectF(row.right() - 8 - width, row.center().y() - side / 2, width, side)
        ground = "accent" if badge.solid else f"{badge.status}_soft"
        paint.box(painter, spot, fill=theme.colour(ground), radius=side / 2)
        paint.text(painter, spot, words, role="caption", token="on_accent" if badge.solid else badge.status,
                   weight=600, align=Qt.AlignmentFlag.AlignHCenter)
        return width

"""Strokes shared by widgets and delegates: chips, tiles, meters, sparklines, initials, the focus ring.

Rectangles are in logical pixels of the painter; colours are read from the theme shown while painting.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui import fonts, icons, theme
from ui.theme import Status

CHIP_PAD, CHIP_DOT, CHIP_ICON, CHIP_GAP = 8, 6, 12, 5
RING = 2


def box(painter: QPainter, rect: QRectF, *, fill: QColor | None = None, line: QColor | None = None,
        radius: float = 6, width: float = 1) -> None:
    """A rounded rectangle whose outline lies inside ``rect``."""
    inset = width / 2 if line is not None else 0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, width) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def focus_ring(painter: QPainter, rect: QRectF, *, radius: float = 6, token: str = "focus") -> None:
    """The two pixel ring of whatever holds the keyboard."""
    box(painter, rect, line=theme.colour(token), radius=radius, width=RING)


def row_ground(painter: QPainter, option: QStyleOptionViewItem, *, indent: float = 0) -> None:
    """The ground of a row of a list: selected with its edge, or hovered; a hairline from ``indent`` on; the ring."""
    rect, state = QRectF(option.rect), option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.colour("selected" if selected else "hover"))
    if selected:
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("selected_line"))
    painter.fillRect(QRectF(rect.left() + indent, rect.bottom() - 1, rect.width() - indent, 1), theme.colour("line"))
    if state & QStyle.StateFlag.State_HasFocus:
        focus_ring(painter, rect.adjusted(3, 1, -2, -2))


def text(painter: QPainter, rect: QRectF, words: str, *, role: str = "body", token: str = "text",
         weight: int | None = None, figures: bool = False,
         align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    """One line in a text role, shortened with «…» where it does not fit, centred vertically."""
    font = fonts.font(role, weight=weight, figures=figures)
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine, shown)


def text_width(words: str, *, role: str = "body", weight: int | None = None) -> float:
    """How wide a line is in a text role at the scale shown."""
    return QFontMetricsF(fonts.font(role, weight=weight)).horizontalAdvance(words)


def chip_size(words: str, *, mark: str = "") -> QSizeF:
    """The size of a status chip; ``mark`` is «dot», an icon's name or nothing."""
    width = text_width(words, role="caption", weight=600) + 2 * CHIP_PAD
    if mark:
        width += (CHIP_DOT if mark == "dot" else theme.px(CHIP_ICON)) + CHIP_GAP
    return QSizeF(round(width + 1), theme.px(20))


def chip(painter: QPainter, rect: QRectF, words: str, *, status: Status = "mute", mark: str = "dot") -> None:
    """A status chip: soft ground, dot or icon, and always a word."""
    height = rect.height()
    box(painter, rect, fill=theme.colour(f"{status}_soft"), radius=height / 2)
    left = rect.left() + CHIP_PAD
    if mark == "dot":
        painter.setBrush(theme.colour(f"{status}_solid"))
        painter.drawEllipse(QRectF(left, rect.center().y() - CHIP_DOT / 2, CHIP_DOT, CHIP_DOT))
        left += CHIP_DOT + CHIP_GAP
    elif mark:
        side = theme.px(CHIP_ICON)
        icons.paint(painter, QRectF(left, rect.center().y() - side / 2, side, side), mark, token=status)
        left += side + CHIP_GAP
    room = QRectF(left, rect.top(), rect.right() - CHIP_PAD + 1 - left, height)
    text(painter, room, words, role="caption", token=status, weight=600)


def tile(painter: QPainter, rect: QRectF, icon: str, *, status: Status = "mute", round_: bool = False) -> None:
    """A soft square (or disc) with an icon in its middle."""
    box(painter, rect, fill=theme.colour(f"{status}_soft"), radius=rect.width() / 2 if round_ else 7)
    side = round(rect.width() * 0.5)
    middle = rect.center()
    icons.paint(painter, QRectF(round(middle.x() - side / 2), round(middle.y() - side / 2), side, side), icon,
                token=status)


def initials(name: str) -> str:
    """Two letters for a person: first of the first and of the last word, titles such as «Dra.» left out."""
    words = [word for word in name.split() if not word.endswith(".")] or name.split()
    letters = [word[0] for word in words[:1] + words[1:][:1] if word]
    return "".join(letters).upper()


def avatar(painter: QPainter, rect: QRectF, name: str, *, status: Status = "mute") -> None:
    """A disc with the initials of a person."""
    box(painter, rect, fill=theme.colour(f"{status}_soft"), radius=rect.width() / 2)
    text(painter, rect, initials(name), role="caption", token=status, weight=600,
         align=Qt.AlignmentFlag.AlignHCenter)


def meter(painter: QPainter, rect: QRectF, value: float, *, target: float | None = None,
          token: str = "accent") -> None:
    """A bar filled to ``value`` (0 to 1, more is drawn full), with a tick at ``target`` («a hoy»)."""
    thick = theme.px(6)
    bar = QRectF(rect.left(), rect.center().y() - thick / 2, rect.width(), thick)
    box(painter, bar, fill=theme.colour("track"), radius=thick / 2)
    share = min(max(value, 0.0), 1.0)
    if share > 0:
        done = QRectF(bar.left(), bar.top(), max(bar.width() * share, thick), thick)
        box(painter, done, fill=theme.colour(token), radius=thick / 2)
    if target is not None:
        at = bar.left() + bar.width() * min(max(target, 0.0), 1.0)
        tick = QRectF(min(at, bar.right() - 1) - 1, bar.center().y() - thick, 2, 2 * thick)
        painter.fillRect(tick.adjusted(-1, 0, 1, 0), theme.colour("surface"))
        painter.fillRect(tick, theme.colour("text"))


def spark(painter: QPainter, rect: QRectF, values: Sequence[float], *, token: str = "accent") -> None:
    """A line of values with a dot on the last one."""
    if not values[1:]:
        return  # one point is no line
    low, high = min(values), max(values)
    room = rect.adjusted(1, 4, -4, -4)
    span = (high - low) or 1.0
    step, unit = room.width() / (len(values) - 1), room.height() / span
    points = [QPointF(room.left() + at * step, room.bottom() - (value - low) * unit) for at, value in enumerate(values)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QPainterPath()
    area.addPolygon(QPolygonF([*points, QPointF(room.right(), rect.bottom()), QPointF(room.left(), rect.bottom())]))
    painter.fillPath(area, theme.colour(token, alpha=0.10))
    painter.setPen(QPen(theme.colour(token), 1.8))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    painter.drawEllipse(points[-1], 2.6, 2.6)


def ring(painter: QPainter, rect: QRectF, value: float, words: str, *, token: str = "accent") -> None:
    """A ring filled clockwise to ``value`` (0 to 1) with words in its middle."""
    thick = theme.px(5)
    room = rect.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("track"), thick))
    painter.drawEllipse(room)
    painter.setPen(QPen(theme.colour(token), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(room, 90 * 16, -round(360 * 16 * min(max(value, 0.0), 1.0)))
    text(painter, rect, words, role="small", weight=600, align=Qt.AlignmentFlag.AlignHCenter)


def key(painter: QPainter, rect: QRectF, words: str) -> None:
    """A key cap."""
    box(painter, rect, fill=theme.colour("subtle"), line=theme.colour("line"), radius=4)
    text(painter, rect, words, role="caption", token="text3", weight=500, align=Qt.AlignmentFlag.AlignHCenter)


def letter(painter: QPainter, rect: QRectF, words: str) -> None:
    """The outlined letter of a segment."""
    box(painter, rect, fill=theme.colour("surface"), line=theme.colour("line_strong"), radius=5)
    text(painter, rect, words, role="caption", token="text2", weight=600, align=Qt.AlignmentFlag.AlignHCenter)

"""Cards as on the screens: label, figure, chip, meter or sparkline, comparison."""

from __future__ import annotations

from kamdesk.charts import Box, layout
from kamdesk.pdf import style
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece
from kamdesk.pdf.texts import draw_lines, height_of
from kamdesk.reports.model import Card, Cards, Meter
from kamdesk.words import _

GUTTER = 9.0
IN_ROW = {1: 3, 2: 2, 3: 3, 4: 4, 5: 3, 6: 3, 7: 4, 8: 4}
METER = 3.6


def cards(block: Cards, *, width: float, ink: Ink) -> list[Piece]:
    """Rows of equal cards."""
    in_row = IN_ROW.get(len(block.cards), 4)
    each = (width - GUTTER * (in_row - 1)) / in_row
    rows = [block.cards[start : start + in_row] for start in range(0, len(block.cards), in_row)]
    return [
        _row([_Laid(card, width=each, ink=ink) for card in row], width=each, before=GUTTER if index else style.GAP)
        for index, row in enumerate(rows)
    ]


def _row(laid: list[_Laid], *, width: float, before: float) -> Piece:
    height = max(card.height for card in laid)

    def draw(painter: Painter, x: float, y: float) -> None:
        for index, card in enumerate(laid):
            card.draw(painter, x + index * (width + GUTTER), y, height=height)

    return Piece(height, draw, before=before)


class _Laid:
    """A card whose text has been broken into lines."""

    def __init__(self, card: Card, *, width: float, ink: Ink) -> None:
        self.card, self.width, self.ink = card, width, ink
        inner = width - style.INSET * 2
        self.chip = ink.fit(card.chip, inner * 0.5, size=style.CAPTION, weight=600) if card.chip else ""
        chip = ink.measure(self.chip, style.CAPTION, 600) + 14.0 if self.chip else 0.0
        self.label = ink.wrap(card.label, inner - chip, size=style.SMALL, lines=2)
        room = inner - (58.0 if card.spark else 0.0)
        self.value_size = _value_size(card.value, room, ink=ink) if card.value else style.HEADING
        self.value = ink.fit(card.value or _("no data"), inner, size=self.value_size, weight=600)
        said = "\n".join(part for part in (card.comparison or _("comparison: no data"), card.note) if part)
        self.said = ink.wrap(said, inner, size=style.CAPTION, lines=4)
        self.top = height_of(self.label, style.SMALL) + style.INSET
        self.below = style.VALUE * 1.35 + (METER + 5.0 if card.meter else 0.0)
        self.height = self.top + self.below + height_of(self.said, style.CAPTION) + style.INSET * 0.9

    def draw(self, painter: Painter, x: float, y: float, *, height: float) -> None:
        """Paint with the card's left top corner at ``x``, ``y``."""
        left, right = x + style.INSET, x + self.width - style.INSET
        painter.rect(x, y, self.width, height, stroke="line", radius=style.RADIUS)
        draw_lines(painter, left, y + style.INSET * 0.8, self.label, size=style.SMALL, colour="text2")
        if self.chip:
            pill(painter, right, y + style.INSET * 0.8, self.chip, status=self.card.status, size=style.CAPTION)
        baseline = y + self.top + style.VALUE * 0.98
        weight, colour = (600, "text") if self.card.value else (400, "text3")
        painter.text(left, baseline, self.value, size=self.value_size, weight=weight, colour=colour)
        if self.card.spark is not None:
            drawing = layout(self.card.spark, Box(0.0, 0.0, 52.0, 17.0), measure=self.ink.measure, size=6.5)
            painter.drawing(drawing, dx=right - 52.0, dy=baseline - 14.0)
        if self.card.meter is not None:
            _meter(painter, left, baseline + 7.0, self.card.meter, width=right - left, status=self.card.status)
        draw_lines(painter, left, y + self.top + self.below, self.said, size=style.CAPTION, colour="text3")


def _value_size(value: str, width: float, *, ink: Ink) -> float:
    """The usual size, or smaller where a long amount would not fit."""
    needed = ink.measure(value, style.VALUE, 600)
    return style.VALUE if needed <= width else max(9.0, style.VALUE * width / needed)


def pill(painter: Painter, right: float, top: float, text: str, *, status: str, size: float) -> None:
    """A word on soft ground that ends at ``right``."""
    tone = status or "mute"
    width = painter.ink.measure(text, size, 600) + size * 1.3
    painter.rect(right - width, top, width, size * 1.6, fill=f"{tone}_soft", radius=size * 0.8)
    painter.text(right - width / 2, top + size * 1.15, text, size=size, colour=tone, weight=600, anchor="middle")


def _meter(painter: Painter, x: float, y: float, meter: Meter, *, width: float, status: str) -> None:
    painter.rect(x, y, width, METER, fill="track", radius=METER / 2)
    filled = min(max(float(meter.filled), 0.0), 1.0) * width
    if filled > METER:
        painter.rect(x, y, filled, METER, fill=f"{status}_solid" if status else "c1", radius=METER / 2)
    if meter.due is not None:
        tick = x + min(max(float(meter.due), 0.0), 1.0) * width
        painter.rect(tick - 0.7, y - 2.0, 1.4, METER + 4.0, fill="text")

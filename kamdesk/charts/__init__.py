"""Chart geometry: data and a rectangle in, shapes out; painted by ui and by pdf alike.

Every chart is a frozen dataclass with ``empty``, ``table()`` (rows of text, the first is the header), ``summary()``
(one sentence for people who cannot see it) and ``draw(pen)``; ``layout`` is the way in.
"""

from __future__ import annotations

from typing import Protocol

from kamdesk.charts.bars import GroupedBars, SalesBars, Series
from kamdesk.charts.fields import Heat, Mark, Strip
from kamdesk.charts.lines import BandLine, Sparkline
from kamdesk.charts.parts import Funnel, StackedBars
from kamdesk.charts.pen import Pen
from kamdesk.charts.rows import TargetBars, TargetRow
from kamdesk.charts.scale import Number, Unit, axis_ticks, nice_max
from kamdesk.charts.shapes import (
    Box,
    Circle,
    Drawing,
    Hit,
    Line,
    Measure,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Text,
)
from kamdesk.words import _

__all__ = [
    "BandLine",
    "Box",
    "ChartData",
    "Circle",
    "Drawing",
    "Funnel",
    "GroupedBars",
    "Heat",
    "Hit",
    "Line",
    "Mark",
    "Measure",
    "Number",
    "Polygon",
    "Polyline",
    "Rect",
    "SalesBars",
    "Series",
    "Shape",
    "Sparkline",
    "StackedBars",
    "Strip",
    "TargetBars",
    "TargetRow",
    "Text",
    "Unit",
    "axis_ticks",
    "layout",
    "nice_max",
]


class ChartData(Protocol):
    """What every chart can do."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """The same values as rows of text; the first row is the header. ``short`` writes «$8.42 M»."""

    def summary(self) -> str:
        """One sentence with the message. Only when not empty."""

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box. Only when not empty."""


def layout(data: ChartData, box: Box, *, measure: Measure, size: float = 11.0) -> Drawing:
    """The shapes of ``data`` inside ``box``, with text of ``size`` (px on screen, pt in print) measured by ``measure``.

    A chart without data becomes the words «sin datos». Colours are tokens of theme.toml.
    """
    pen = Pen(box, measure=measure, size=size)
    if data.empty:
        pen.text(
            box.x + box.width / 2, box.y + box.height / 2 + size * 0.36, _("no data"), colour="text3", anchor="middle"
        )
    else:
        data.draw(pen)
    return pen.drawing()

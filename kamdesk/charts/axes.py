"""The frame of a chart with a value axis: grid lines, labels of the axis, and names below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk.charts.pen import Pen
from kamdesk.charts.scale import Unit, axis_ticks
from kamdesk.charts.shapes import Box


@dataclass(frozen=True)
class Plot:
    """The area inside the axes and how a value becomes a y."""

    box: Box
    low: float
    high: float
    names: float  # baseline of the first line of names below

    def y(self, value: float | Decimal) -> float:
        """The height of ``value`` in the box."""
        return self.box.bottom - (float(value) - self.low) / (self.high - self.low) * self.box.height

    def slot(self, count: int) -> float:
        """The width of one of ``count`` equal places."""
        return self.box.width / count

    def centre(self, index: int, count: int) -> float:
        """The middle of place ``index``."""
        return self.box.x + self.slot(count) * (index + 0.5)


def frame(pen: Pen, values: Sequence[int | float | Decimal], *, unit: Unit, above: float = 0.0, below: float) -> Plot:
    """Grid lines with labels for ``values``; ``above`` and ``below`` keep room for a legend and for names."""
    low, high = min(values, default=0), max(values, default=0)
    ticks = axis_ticks(low, high)
    top = max(abs(ticks[0]), abs(ticks[-1]))
    labels = [unit.axis(tick, top=top) for tick in ticks]
    left = pen.widest(labels) + pen.size * 0.8
    under = pen.size * 1.1 if low < 0 else 0.0  # the label below a negative bar
    area = Box(
        pen.box.x + left,
        pen.box.y + above + pen.size * 0.6,
        max(pen.box.width - left, 1.0),
        max(pen.box.height - above - below - under - pen.size * 0.6, 1.0),
    )
    plot = Plot(area, float(ticks[0]), float(ticks[-1]), area.bottom + under + pen.size * 1.5)
    for tick, label in zip(ticks, labels, strict=True):
        height = plot.y(tick)
        pen.line(area.x, height, area.right, height, "line_strong" if tick == 0 else "line", width=0.8)
        pen.text(area.x - pen.size * 0.6, height + pen.size * 0.36, label, colour="text3", anchor="end")
    return plot


def names_below(pen: Pen, plot: Plot, names: Sequence[str], *, current: int = -1) -> None:
    """Names of the places under the plot; every second, third… one when they would touch; ``current`` stands out."""
    count = len(names)
    widest = pen.widest(list(names), weight=600) + pen.size * 0.5
    step = max(1, -(-int(widest) // max(1, int(plot.slot(count)))))
    for index, name in enumerate(names):
        if (count - 1 - index) % step and index != current:
            continue
        strong = index == current
        pen.text(
            plot.centre(index, count),
            plot.names,
            pen.fit(name, plot.slot(count) * step),
            colour="text" if strong else "text3",
            weight=600 if strong else 400,
            anchor="middle",
        )


def wrapped_names(pen: Pen, plot: Plot, names: Sequence[str]) -> None:
    """Long names under the plot in up to two lines."""
    room = plot.slot(len(names)) - pen.size * 0.5
    for index, name in enumerate(names):
        for line, text in enumerate(two_lines(pen, name, width=room)):
            pen.text(
                plot.centre(index, len(names)),
                plot.names + pen.size * 1.2 * line,
                text,
                colour="text3",
                anchor="middle",
            )


def two_lines(pen: Pen, text: str, *, width: float) -> list[str]:
    """``text`` in one or two lines, broken at spaces and cut with «…» where it still does not fit."""
    if pen.width(text) <= width:
        return [text]
    words = text.split()
    first = 1
    while first < len(words) and pen.width(" ".join(words[: first + 1])) <= width:
        first += 1
    lines = [" ".join(words[:first]), " ".join(words[first:])]
    return [pen.fit(line, width) for line in lines if line]

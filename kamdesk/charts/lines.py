"""Lines: a forecast with its band, and the sparkline of a card."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.charts.axes import Plot, frame, names_below
from kamdesk.charts.pen import Pen
from kamdesk.charts.scale import PLAIN, Number, Unit, known
from kamdesk.charts.shapes import Box, Point
from kamdesk.words import _

BAND = 0.16


@dataclass(frozen=True)
class BandLine:
    """What happened as a line, what is expected as a dashed line inside the band from ``low`` to ``high``.

    All runs have one entry a label, None where there is none; ``expected``, ``low`` and ``high`` may be empty
    (a plain line). The dashed line starts at the last known value.
    """

    labels: tuple[str, ...]
    actual: tuple[Number | None, ...]
    expected: tuple[Number | None, ...] = ()
    low: tuple[Number | None, ...] = ()
    high: tuple[Number | None, ...] = ()
    unit: Unit = PLAIN
    name: str = ""
    expected_name: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not known(self.actual) and not known(self.expected)

    def _names(self) -> tuple[str, str]:
        return self.name or _("Actual"), self.expected_name or _("Forecast")

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then label, actual and, when given, expected, low and high."""
        write = self.unit.writer(short=short)
        name, expected = self._names()
        runs = [(name, self.actual), (expected, self.expected), (_("Lower end"), self.low), (_("Upper end"), self.high)]
        shown = [(title, run) for title, run in runs if run]
        return [
            ("", *(title for title, _run in shown)),
            *((label, *(write(run[index]) for _title, run in shown)) for index, label in enumerate(self.labels)),
        ]

    def summary(self) -> str:
        """The last known value and the last expected one with its band."""
        said = []
        last = _last(self.actual)
        if last is not None:
            said.append(_("{label}: {value}", label=self.labels[last], value=self.unit.short(self.actual[last])))
        ahead = _last(self.expected)
        if ahead is not None:
            said.append(
                _("forecast {label}: {value}", label=self.labels[ahead], value=self.unit.short(self.expected[ahead]))
                + self._between(ahead)
            )
        return " · ".join(said)

    def _between(self, index: int) -> str:
        if not self.low or not self.high:
            return ""
        return " " + _(
            "(between {low} and {high})", low=self.unit.short(self.low[index]), high=self.unit.short(self.high[index])
        )

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        name, expected = self._names()
        above = pen.legend([(name, "c1"), (expected, "c2")]) if known(self.expected) else pen.size
        plot = frame(
            pen,
            known((*self.actual, *self.expected, *self.low, *self.high)),
            unit=self.unit,
            above=above,
            below=pen.size * 2,
        )
        count, last, ahead = len(self.labels), _last(self.actual), _last(self.expected)
        lower, upper = self._points(plot, self.low, join=last), self._points(plot, self.high, join=last)
        pen.area(upper + lower[::-1], "c2", alpha=BAND)
        pen.polyline(self._points(plot, self.expected, join=last), "c2", dashed=True)
        for run in _runs(self.actual):
            pen.polyline([(plot.centre(index, count), plot.y(self.actual[index] or 0)) for index in run], "c1")
        for index, values, colour in ((last, self.actual, "c1"), (ahead, self.expected, "c2")):
            if index is not None:
                self._end(pen, plot, index, value=values[index] or 0, colour=colour)
        names_below(pen, plot, self.labels, current=-1 if last is None else last)
        for index, label in enumerate(self.labels):
            told = [run[index] for run in (self.actual, self.expected) if run and run[index] is not None]
            pen.hit(
                Box(plot.box.x + index * plot.slot(count), plot.box.y, plot.slot(count), plot.box.height),
                index,
                " · ".join((label, *(self.unit.text(value) for value in told))),
            )

    def _points(self, plot: Plot, run: tuple[Number | None, ...], *, join: int | None) -> list[Point]:
        """The points of an expected run, joined to the last known value."""
        count = len(self.labels)
        points = [(plot.centre(index, count), plot.y(value)) for index, value in enumerate(run) if value is not None]
        start = self.actual[join] if join is not None else None
        if points and join is not None and start is not None and points[0][0] > plot.centre(join, count):
            points.insert(0, (plot.centre(join, count), plot.y(start)))
        return points

    def _end(self, pen: Pen, plot: Plot, index: int, *, value: Number, colour: str) -> None:
        at = (plot.centre(index, len(self.labels)), plot.y(value))
        pen.dot(at, colour)
        text = self.unit.short(value)
        half = pen.width(text, weight=600) / 2
        x = min(max(at[0], plot.box.x + half), plot.box.right - half)
        pen.text(x, at[1] - pen.size * 0.6, text, colour="text", weight=600, anchor="middle")


def _last(values: tuple[Number | None, ...]) -> int | None:
    """The index of the last known value."""
    return max((index for index, value in enumerate(values) if value is not None), default=None)


def _runs(values: tuple[Number | None, ...]) -> list[list[int]]:
    """The indexes of values without a gap between them."""
    runs: list[list[int]] = [[]]
    for index, value in enumerate(values):
        if value is not None:
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


@dataclass(frozen=True)
class Sparkline:
    """A line without axes for a card; the last point is marked. Gaps are drawn over."""

    values: tuple[Number | None, ...]
    labels: tuple[str, ...] = ()
    unit: Unit = PLAIN
    colour: str = "c1"

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not known(self.values)

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then label and value."""
        write = self.unit.writer(short=short)
        labels = self.labels or tuple(str(index + 1) for index in range(len(self.values)))
        return [
            ("", _("Value")),
            *((label, write(value)) for label, value in zip(labels, self.values, strict=True)),
        ]

    def summary(self) -> str:
        """The first and the last value."""
        values = known(self.values)
        return _("from {first} to {last}", first=self.unit.short(values[0]), last=self.unit.short(values[-1]))

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        values = [float(value) for value in known(self.values)]
        low, high = min(values), max(values)
        span = high - low or 1.0
        edge = pen.size * 0.3
        width, height = pen.box.width - 2 * edge, pen.box.height - 2 * edge
        step = width / (len(values) - 1) if len(values) > 1 else 0.0
        points = [
            (pen.box.x + edge + index * step, pen.box.y + edge + (high - value) / span * height)
            for index, value in enumerate(values)
        ]
        if len(points) > 1:
            pen.area([*points, (points[-1][0], pen.box.bottom), (points[0][0], pen.box.bottom)], self.colour, alpha=0.1)
            pen.polyline(points, self.colour, width=1.6)
        pen.dot(points[-1], self.colour, radius=0.25)

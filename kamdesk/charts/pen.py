"""Pen: collects shapes inside a box, with text that fits."""

from __future__ import annotations

from kamdesk.charts.shapes import (
    Anchor,
    Box,
    Circle,
    Drawing,
    Hit,
    Line,
    Measure,
    Point,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Text,
)

ELLIPSIS = "…"


class Pen:
    """Draws into ``box`` with text of ``size``; every distance of a chart is a multiple of that size."""

    def __init__(self, box: Box, *, measure: Measure, size: float) -> None:
        self.box = box
        self.size = size
        self.measure = measure
        self.shapes: list[Shape] = []
        self.hits: list[Hit] = []

    def drawing(self) -> Drawing:
        """What was drawn so far."""
        return Drawing(self.box, tuple(self.shapes), tuple(self.hits))

    def width(self, text: str, *, weight: int = 400) -> float:
        """The width of ``text`` at the pen's size."""
        return self.measure(text, self.size, weight)

    def widest(self, texts: list[str], *, weight: int = 400) -> float:
        """The width of the longest of ``texts``, 0 when there is none."""
        return max((self.width(text, weight=weight) for text in texts), default=0.0)

    def fit(self, text: str, width: float, *, weight: int = 400) -> str:
        """``text``, cut with «…» when it is wider than ``width``; empty when not even one letter fits."""
        if self.width(text, weight=weight) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, weight=weight) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS if low else ""

    def text(
        self, x: float, y: float, text: str, *, colour: str = "text2", weight: int = 400, anchor: Anchor = "start"
    ) -> None:
        """One line with its baseline at ``y``; nothing for an empty text."""
        if text:
            self.shapes.append(Text(x, y, text, self.size, colour, weight, anchor))

    def rect(
        self, x: float, y: float, width: float, height: float, colour: str, *, alpha: float = 1.0, radius: float = 0.0
    ) -> None:
        """A filled rectangle; a radius larger than its half is reduced."""
        if width > 0 and height > 0:
            self.shapes.append(Rect(x, y, width, height, colour, alpha, min(radius, width / 2, height / 2)))

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "line", *, width: float = 1.0) -> None:
        """A straight stroke of ``width`` hairlines."""
        self.shapes.append(Line(x1, y1, x2, y2, colour, width * self.size / 11))

    def polyline(self, points: list[Point], colour: str, *, width: float = 2.0, dashed: bool = False) -> None:
        """A joined stroke, or a dot when there is a single point."""
        if len(points) == 1:
            self.dot(points[0], colour)
        elif points:
            self.shapes.append(Polyline(tuple(points), colour, width * self.size / 11, dashed=dashed))

    def area(self, points: list[Point], colour: str, *, alpha: float = 1.0) -> None:
        """A filled area; nothing without points."""
        if points:
            self.shapes.append(Polygon(tuple(points), colour, alpha))

    def dot(self, at: Point, colour: str, *, radius: float = 0.27) -> None:
        """A disc; ``radius`` in text sizes."""
        self.shapes.append(Circle(at[0], at[1], radius * self.size, colour))

    def hit(self, area: Box, index: int, text: str) -> None:
        """The pointer over ``area`` means value ``index``."""
        self.hits.append(Hit(area, index, text))

    def legend(self, names: list[tuple[str, str]], *, ticks: frozenset[str] = frozenset()) -> float:
        """Names with their colours in a line at the top right; the height it took."""
        square, x = self.size * 0.7, self.box.right
        baseline = self.box.y + self.size
        marks = len(names) * (square * 1.6 + self.size * 1.3)
        whole = sum(self.width(name) for name, _colour in names) + marks <= self.box.width
        for name, colour in reversed(names):
            label = name if whole else self.fit(name, (self.box.width - marks) / len(names))
            x -= self.width(label)
            self.text(x, baseline, label)
            x -= square * 1.6
            if name in ticks:
                self.rect(x - square * 0.3, baseline - square * 0.65, square * 1.3, square * 0.25, colour)
            else:
                self.rect(x, baseline - square, square, square, colour, radius=square * 0.25)
            x -= self.size * 1.3
        return self.size * 2.0

"""Painter: a reportlab canvas with its origin at the top left and colours by token name."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kamdesk.charts import Circle, Drawing, Line, Polygon, Polyline, Rect, Shape, Text
from kamdesk.pdf import fonts
from kamdesk.pdf.ink import Ink

THEME = Path(__file__).resolve().parents[2] / "resources" / "theme.toml"
Colour = tuple[float, float, float]


@cache
def tokens() -> dict[str, Colour]:
    """The colours of the light theme: paper is always white."""
    with THEME.open("rb") as file:
        named = tomllib.load(file)["light"]
    return {name: _rgb(value) for name, value in named.items() if isinstance(value, str)}


def _rgb(value: str) -> Colour:
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return red / 255, green / 255, blue / 255


class Painter:
    """Draws on the current page; every position is in points from the page's top left corner."""

    def __init__(self, canvas: Any, *, height: float, ink: Ink) -> None:
        self.canvas = canvas
        self.height = height
        self.ink = ink
        self.fresh()

    def fresh(self) -> None:
        """Forget what was set: a new page starts with the canvas's own state."""
        self._font: tuple[int, float] | None = None
        self._fill: tuple[str, float] | None = None
        self._stroke: tuple[str, float, float] | None = None

    def _use_fill(self, colour: str, alpha: float) -> None:
        if self._fill != (colour, alpha):
            self.canvas.setFillColorRGB(*tokens()[colour], alpha)
            self._fill = (colour, alpha)

    def _use_stroke(self, colour: str, width: float, alpha: float = 1.0) -> None:
        if self._stroke != (colour, width, alpha):
            self.canvas.setStrokeColorRGB(*tokens()[colour], alpha)
            self.canvas.setLineWidth(width)
            self._stroke = (colour, width, alpha)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str = "text",
        weight: int = 400,
        anchor: str = "start",
    ) -> None:
        """One line with its baseline at ``y``; characters the font lacks print as boxes."""
        shown = self.ink.clean(text)
        if anchor != "start":
            x -= fonts.width(shown, size, weight) / (1 if anchor == "end" else 2)
        self._use_fill(colour, 1.0)
        if self._font != (weight, size):
            self.canvas.setFont(fonts.font_name(weight), size)
            self._font = (weight, size)
        self.canvas.drawString(x, self.height - y, shown)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        radius: float = 0.0,
        alpha: float = 1.0,
        line: float = 0.6,
    ) -> None:
        """A rectangle, filled, outlined or both."""
        if fill:
            self._use_fill(fill, alpha)
        if stroke:
            self._use_stroke(stroke, line)
        bottom = self.height - y - height
        if radius:
            self.canvas.roundRect(x, bottom, width, height, radius, stroke=bool(stroke), fill=bool(fill))
        else:
            self.canvas.rect(x, bottom, width, height, stroke=bool(stroke), fill=bool(fill))

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = "line", width: float = 0.6) -> None:
        """A straight stroke."""
        self._use_stroke(colour, width)
        self.canvas.line(x1, self.height - y1, x2, self.height - y2)

    def disc(self, x: float, y: float, radius: float, *, colour: str, alpha: float = 1.0) -> None:
        """A filled disc."""
        self._use_fill(colour, alpha)
        self.canvas.circle(x, self.height - y, radius, stroke=0, fill=1)

    def picture(self, x: float, y: float, picture: Any, *, width: float, height: float) -> None:
        """An image inside a frame, in its own proportions, at the left top."""
        across, down = picture.getSize()
        scale = min(width / across, height / down)
        bottom = self.height - y - down * scale
        self.canvas.drawImage(picture, x, bottom, width=across * scale, height=down * scale)

    def drawing(self, drawing: Drawing, *, dx: float = 0.0, dy: float = 0.0) -> None:
        """The shapes of a chart, moved by ``dx`` and ``dy``."""
        for shape in drawing.shapes:
            self._shape(shape, dx, dy)

    def _shape(self, shape: Shape, dx: float, dy: float) -> None:
        if isinstance(shape, Text):
            self.text(
                shape.x + dx,
                shape.y + dy,
                shape.text,
                size=shape.size,
                colour=shape.colour,
                weight=shape.weight,
                anchor=shape.anchor,
            )
        elif isinstance(shape, Rect):
            self.rect(
                shape.x + dx,
                shape.y + dy,
                shape.width,
                shape.height,
                fill=shape.colour,
                radius=shape.radius,
                alpha=shape.alpha,
            )
        elif isinstance(shape, Line):
            self.line(
                shape.x1 + dx, shape.y1 + dy, shape.x2 + dx, shape.y2 + dy, colour=shape.colour, width=shape.width
            )
        elif isinstance(shape, Circle):
            self.disc(shape.x + dx, shape.y + dy, shape.radius, colour=shape.colour, alpha=shape.alpha)
        else:
            self._path(shape, dx, dy)

    def _path(self, shape: Polyline | Polygon, dx: float, dy: float) -> None:
        path = self.canvas.beginPath()
        for index, (x, y) in enumerate(shape.points):
            (path.lineTo if index else path.moveTo)(x + dx, self.height - y - dy)
        if isinstance(shape, Polygon):
            path.close()
            self._use_fill(shape.colour, shape.alpha)
            self.canvas.drawPath(path, stroke=0, fill=1)
            return
        self._use_stroke(shape.colour, shape.width, shape.alpha)
        self.canvas.setDash(*((3, 2) if shape.dashed else ()))
        self.canvas.setLineJoin(1)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.setDash()

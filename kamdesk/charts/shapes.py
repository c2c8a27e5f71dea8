"""What a chart is made of: plain shapes with colours by token name, painted by ui and by pdf alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Measure = Callable[[str, float, int], float]  # text, size, weight (400 or 600) -> width in the same unit as size
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """The rectangle a chart may fill; origin at the top left, y grows downwards (px on screen, pt in print)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Rect:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    alpha: float = 1.0
    radius: float = 0.0


@dataclass(frozen=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    alpha: float = 1.0


@dataclass(frozen=True)
class Polyline:
    """A joined stroke; ``dashed`` for what is expected rather than known."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    alpha: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Polygon:
    """A filled area."""

    points: tuple[Point, ...]
    colour: str
    alpha: float = 1.0


@dataclass(frozen=True)
class Circle:
    """A filled disc."""

    x: float
    y: float
    radius: float
    colour: str
    alpha: float = 1.0


@dataclass(frozen=True)
class Text:
    """One line of text; ``y`` is its baseline, ``weight`` 400 or 600. Always literal, never markup."""

    x: float
    y: float
    text: str
    size: float
    colour: str = "text2"
    weight: int = 400
    anchor: Anchor = "start"


Shape = Rect | Line | Polyline | Polygon | Circle | Text


def _bottom(shape: Shape) -> float:
    match shape:
        case Rect():
            return shape.y + shape.height
        case Line():
            return max(shape.y1, shape.y2)
        case Circle():
            return shape.y + shape.radius
        case Text():
            return shape.y + shape.size * 0.25
    return max(y for _x, y in shape.points)


@dataclass(frozen=True)
class Hit:
    """Where the pointer meets the value number ``index``, and what to say there."""

    area: Box
    index: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """Shapes in painting order and the areas that answer the pointer."""

    box: Box
    shapes: tuple[Shape, ...]
    hits: tuple[Hit, ...] = ()

    @property
    def bottom(self) -> float:
        """The y below which nothing is drawn."""
        return max((_bottom(shape) for shape in self.shapes), default=self.box.y)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text shown, in painting order."""
        return tuple(shape.text for shape in self.shapes if isinstance(shape, Text))

"""Design tokens: the colours, type roles and sizes of resources/theme.toml, and which theme is shown now."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DARK_LIMIT = 0.04045  # below it sRGB is linear
TEXT_RATIO, SHAPE_RATIO = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

Status = Literal["ok", "warn", "bad", "info", "plum", "mute"]


@dataclass(frozen=True)
class TextRole:
    """A role of the type scale: size in logical pixels at 100 %, weight 100–900."""

    px: int
    weight: int


@dataclass(frozen=True)
class Theme:
    """One look: its name («light» or «dark») and the colour of every token as #RRGGBB."""

    name: str
    colours: Mapping[str, str]

    @property
    def dark(self) -> bool:
        """Whether this is the dark look."""
        return self.name == "dark"


@dataclass(frozen=True)
class Shown:
    """What the window shows now; ``scale`` is the font scale, 1.0 to 1.5; ``motion`` allows animation."""

    theme: Theme
    scale: float = 1.0
    motion: bool = True


class Signals(QObject):
    """``changed`` tells whoever keeps pixmaps or other copies of colours that the look has changed."""

    changed = Signal()


@cache
def tokens() -> dict[str, Any]:
    """The tables of theme.toml."""
    return tomllib.loads((RESOURCES / "theme.toml").read_text(encoding="utf-8"))


@cache
def load(name: str, *, high_contrast: bool = False) -> Theme:
    """The theme called ``name``; with ``high_contrast`` hairlines and faint texts become as strong as they can."""
    theme = Theme(name, tokens()[name])
    if not high_contrast:
        return theme
    strong = {"line": theme.colours["line_strong"], "text3": theme.colours["text2"]}
    return replace(theme, colours={**theme.colours, **strong})


signals = Signals()
_shown = Shown(load("light"))


def shown() -> Shown:
    """The theme, font scale and motion shown now."""
    return _shown


def show(new: Shown) -> None:
    """Remember what is shown; only ui.style.apply calls this, which also dresses the application."""
    global _shown  # noqa: PLW0603  one window, one look
    _shown = new


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


def hex_of(token: str) -> str:
    """The colour of a token in the theme shown, as #RRGGBB."""
    return _shown.theme.colours[token]


def colour(token: str, *, alpha: float = 1.0) -> QColor:
    """The colour of a token in the theme shown; read it while painting, never keep it. ``alpha`` 0 to 1."""
    found = QColor(_colour(hex_of(token)))
    found.setAlphaF(alpha)
    return found


def role(name: str) -> TextRole:
    """A role of the type scale: display, title, subtitle, body, strong, small, caption, overline."""
    return TextRole(**tokens()["type"][name])


def size(name: str) -> int:
    """A size of theme.toml in logical pixels at font scale 100 %."""
    return int(tokens()["size"][name])


def px(value: float) -> int:
    """Logical pixels at font scale 100 % → at the scale shown; for whatever has to grow with its text."""
    return round(value * _shown.scale)


def contrast(first: str, second: str) -> float:
    """Contrast ratio, 1 to 21, of two #RRGGBB colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def audit(theme: Theme) -> dict[str, tuple[float, float]]:
    """Every declared pair of a theme («text on canvas») → its contrast and the contrast it needs."""
    needs = {"text": TEXT_RATIO, "shape": SHAPE_RATIO}
    found = {}
    for kind, needed in needs.items():
        for pair in tokens()["contrast"][kind]:
            front, ground = pair.split(" on ")
            found[pair] = (contrast(theme.colours[front], theme.colours[ground]), needed)
    return found


def _luminance(value: str) -> float:
    red, green, blue = (_linear(int(value[at:at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= DARK_LIMIT else float(((channel + 0.055) / 1.055) ** 2.4)

"""The embedded font: Inter in two weights, with tabular digits, and the width of text in it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kamdesk.pdf.tabular import use_tabular_digits

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = {400: "Inter-Regular", 600: "Inter-SemiBold"}
STRONG = 500  # weights from here on are set in semibold


def font_name(weight: int) -> str:
    """The registered name of the nearest weight."""
    return FILES[600 if weight >= STRONG else 400]


@cache
def load() -> frozenset[int]:
    """Register the fonts once a process; the code points that all weights cover."""
    rl_config.useA85 = 0  # text armour for streams: a quarter more bytes and a quarter more time for nothing
    covered: list[frozenset[int]] = []
    for name in FILES.values():
        font = TTFont(name, str(FONTS / f"{name}.ttf"))
        use_tabular_digits(font.face)
        pdfmetrics.registerFont(font)
        covered.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*covered)


@cache
def _widths(weight: int) -> dict[str, float]:
    """Width of each character per point of size."""
    load()
    face = pdfmetrics.getFont(font_name(weight)).face
    return {chr(code): width / 1000 for code, width in face.charWidths.items()}


@lru_cache(maxsize=16384)
def _width(text: str, weight: int) -> float:
    widths = _widths(weight)
    return sum([widths[char] for char in text])


def width(text: str, size: float, weight: int = 400) -> float:
    """The width in points of printable ``text`` (see ink.Ink)."""
    return _width(text, 600 if weight >= STRONG else 400) * size

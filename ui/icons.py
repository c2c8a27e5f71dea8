"""Lucide icons in the colours of the theme: one cache per name, colour, size and pixel ratio."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui import theme

FOLDER = theme.RESOURCES / "icons"
RATIOS = (1.0, 1.25, 1.5, 2.0)
STROKE = "1.9"


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    # QtSvg draws currentColor black, so the colour is written into the file's text.
    text = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    return QSvgRenderer(QByteArray(text.encode()))


@cache
def _pixmap(name: str, colour: str, width: int, height: int, ratio: float) -> QPixmap:
    renderer = _renderer(name, colour)
    made = QPixmap(QSize(round(width * ratio), round(height * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    side = height * ratio
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, *, token: str = "text2", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` in the colour of ``token``; ``size`` in logical pixels, ``ratio`` of the screen."""
    return _pixmap(name, theme.hex_of(token), size, size, ratio)


def icon(name: str, *, token: str = "text2", on: str | None = None, size: int = 16, gap: int = 0) -> QIcon:
    """A QIcon for buttons and menus; ``on`` is the token when checked, ``gap`` empty pixels to its right.

    Its colours are those of the theme shown now: make it again when ui.theme.signals.changed.
    """
    made = QIcon()
    states = ((QIcon.Mode.Normal, QIcon.State.Off, token), (QIcon.Mode.Normal, QIcon.State.On, on or token),
              (QIcon.Mode.Disabled, QIcon.State.Off, "text_disabled"))
    for mode, state, which in states:
        for ratio in RATIOS:
            made.addPixmap(_pixmap(name, theme.hex_of(which), size + gap, size, ratio), mode, state)
    return made


def paint(painter: QPainter, rect: QRectF, name: str, *, token: str = "text2") -> None:
    """Draw an icon into ``rect`` in a paintEvent or a delegate."""
    _renderer(name, theme.hex_of(token)).render(painter, rect)

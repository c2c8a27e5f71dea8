"""A section that is one page of its report: what does not fit is laid out on a larger page and drawn smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece, squeeze

SMALLEST = 0.76  # below it nobody reads the numbers: the section takes two pages
TRIES = 4
LAST = TRIES - 2  # the try after it is the smallest scale, when none has fitted


def fitted(lay: Callable[[float], list[Piece]], *, room: float) -> list[Piece]:
    """The pieces of ``lay(scale)`` at the largest scale found at which they fit ``room``; at 1 when none does.

    ``lay`` makes the pieces for lines 1 ÷ scale as long as the page is wide.
    """
    best = whole = squeeze(lay(1.0), room=room)
    if _height(whole) <= room:
        return whole
    low, high, scale = SMALLEST, 1.0, max(SMALLEST, (room / _height(whole)) ** 0.5)
    for attempt in range(TRIES):
        pieces = squeeze(lay(scale), room=room / scale)
        if _height(pieces) * scale <= room:
            best, low = [_smaller(piece, scale) for piece in pieces], scale
        elif scale == SMALLEST:
            return whole
        else:
            high = scale
        scale = SMALLEST if best is whole and attempt == LAST else (low + high) / 2
    return best


def _height(pieces: list[Piece]) -> float:
    return sum(piece.height for piece in pieces) + sum(piece.before for piece in pieces[1:])


def _smaller(piece: Piece, scale: float) -> Piece:
    """The piece drawn ``scale`` times as large, from its left upper corner."""

    def draw(painter: Painter, x: float, y: float) -> None:
        canvas, base = painter.canvas, painter.height - y
        canvas.saveState()
        painter.fresh()
        canvas.translate(x, base)
        canvas.scale(scale, scale)
        canvas.translate(-x, -base)
        piece.draw(painter, x, y)
        canvas.restoreState()
        painter.fresh()

    return replace(piece, height=piece.height * scale, before=piece.before * scale, draw=draw,
                   head=None if piece.head is None else _smaller(piece.head, scale))

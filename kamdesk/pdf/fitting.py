"""A section that is one page of its report: what does not fit is laid out on a larger page and drawn smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece, squeeze

SMALLEST = 0.76  # below it nobody reads the numbers: the section takes two pages
TRIES = 3
ENOUGH = 0.5  # how much of what is missing the wider lines of a smaller text usually give back


def fitted(lay: Callable[[float], list[Piece]], *, room: float) -> list[Piece]:
    """The pieces of ``lay(scale)`` at the largest scale tried at which they fit ``room``; at 1 when none does.

    ``lay`` makes the pieces for lines 1 ÷ scale as long as the page is wide.
    """
    whole = squeeze(lay(1.0), room=room)
    scale, need = 1.0, _height(whole) / room
    for _try in range(TRIES):
        if need <= 1.0:
            break
        scale = max(SMALLEST, scale * need ** -(ENOUGH if scale == 1.0 else 1.0))
        pieces = squeeze(lay(scale), room=room / scale)
        need = _height(pieces) * scale / room
        if need <= 1.0:
            return [_smaller(piece, scale) for piece in pieces]
    return whole


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

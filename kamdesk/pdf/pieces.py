"""Pieces: what a block breaks into, and how pieces fill pages without orphan headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kamdesk.pdf.painter import Painter

TIGHTEST = 0.4  # how far the spaces of a page may shrink so that its last lines need no page of their own
ROUNDING = 0.01  # of floats, in points
Draw = Callable[[Painter, float, float], None]  # painter, left, top


@dataclass(frozen=True)
class Piece:
    """Something that stays whole: its height, how to draw it, and how it clings to its neighbours.

    ``before`` is the space above it unless it opens a page; ``keep`` ties it to the next piece; ``head`` is drawn
    again above it when it opens a page (the head of a table); ``opens`` starts a new page.
    """

    height: float
    draw: Draw
    before: float = 0.0
    keep: bool = False
    head: Piece | None = None
    opens: bool = False


@dataclass
class Page:
    """Pieces with their tops, measured from the top of the page's body."""

    placed: list[tuple[float, Piece]] = field(default_factory=list)
    filled: float = 0.0

    def put(self, piece: Piece) -> None:
        """Add below what is there."""
        top = self.filled + (piece.before if self.placed else 0.0)
        self.placed.append((top, piece))
        self.filled = top + piece.height


def paginate(pieces: list[Piece], *, first: float, height: float) -> list[Page]:
    """Pieces on pages whose bodies are ``height`` high (the first one ``first``).

    A chain of kept pieces moves to the next page as a whole when it does not fit, unless it is taller than a page.
    """
    pages = [Page()]
    for index, piece in enumerate(pieces):
        page, room = pages[-1], first if len(pages) == 1 else height
        chain = piece.height + _tied(pieces, index)
        if piece.opens or page.filled + piece.before + (chain if chain <= height else piece.height) > room:
            page = _turn(pages)
            if piece.head is not None:
                page.put(piece.head)
        page.put(piece)
    return pages


def squeeze(pieces: list[Piece], *, room: float) -> list[Piece]:
    """The pieces with less space between them where that makes them fit one page; unchanged otherwise."""
    heights, spaces = sum(piece.height for piece in pieces), sum(piece.before for piece in pieces[1:])
    if heights + spaces <= room or heights + spaces * TIGHTEST > room:
        return pieces
    factor = (room - heights - ROUNDING) / spaces
    return [replace(piece, before=piece.before * factor) for piece in pieces]


def _turn(pages: list[Page]) -> Page:
    """A new page, unless the last one is still empty."""
    if pages[-1].placed:
        pages.append(Page())
    return pages[-1]


def _tied(pieces: list[Piece], index: int) -> float:
    """The height of what must stay with piece ``index``."""
    height = 0.0
    while pieces[index].keep and index + 1 < len(pieces):
        index += 1
        height += pieces[index].before + pieces[index].height
    return height


def stack(pieces: list[Piece]) -> Piece:
    """Pieces under one another as a single piece."""
    page = Page()
    for piece in pieces:
        page.put(piece)

    def draw(painter: Painter, x: float, y: float) -> None:
        for top, piece in page.placed:
            piece.draw(painter, x, y + top)

    return Piece(page.filled, draw)

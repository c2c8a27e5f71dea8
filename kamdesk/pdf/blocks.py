"""From a block of a report to pieces: which function lays out which block."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kamdesk.pdf import cards, figures, forms, photos, style, tables, texts
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece, stack
from kamdesk.reports.model import (
    Block,
    Cards,
    Chart,
    Exclusions,
    Facts,
    Fields,
    Heading,
    Lines,
    Note,
    Paragraph,
    Photos,
    Side,
    SignatureBox,
    Stack,
    Table,
)

GUTTER = 20.0


LAYOUTS: dict[type, Callable[..., list[Piece]]] = {
    Cards: cards.cards,
    Table: tables.table,
    Chart: figures.chart,
    Facts: texts.facts,
    Fields: forms.fields,
    Heading: texts.heading,
    Paragraph: texts.paragraph,
    Note: texts.note,
    Exclusions: texts.exclusions,
    SignatureBox: forms.signature_box,
    Lines: forms.writing_lines,
    Photos: photos.photos,
}


def pieces_of(block: Block, *, width: float, height: float, ink: Ink) -> list[Piece]:
    """The pieces of ``block`` in a column ``width`` wide on pages with ``height`` of room."""
    if isinstance(block, Side):
        return _side(block, width=width, height=height, ink=ink)
    if isinstance(block, Stack):
        return _under(block.blocks, width=width, height=height, ink=ink)
    return LAYOUTS[type(block)](block, width=width, ink=ink)


def _under(blocks: Sequence[Block], *, width: float, height: float, ink: Ink) -> list[Piece]:
    return [piece for part in blocks for piece in pieces_of(part, width=width, height=height, ink=ink)]


def _side(block: Side, *, width: float, height: float, ink: Ink) -> list[Piece]:
    """Blocks beside one another; under one another when they would be taller than a page."""
    weights = block.weights or (1.0,) * len(block.blocks)
    room = width - GUTTER * (len(block.blocks) - 1)
    widths = [room * weight / sum(weights) for weight in weights]
    columns = [stack(pieces_of(part, width=each, height=height, ink=ink))
               for part, each in zip(block.blocks, widths, strict=True)]
    tallest = max(column.height for column in columns)
    if tallest > height:
        return _under(block.blocks, width=width, height=height, ink=ink)

    def draw(painter: Painter, x: float, y: float) -> None:
        left = x
        for column, each in zip(columns, widths, strict=True):
            column.draw(painter, left, y)
            left += each + GUTTER

    return [Piece(tallest, draw, before=style.GAP)]

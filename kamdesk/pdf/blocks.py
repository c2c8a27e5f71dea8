"""From a block of a report to pieces: which function lays out which block."""

from __future__ import annotations

from kamdesk.pdf import cards, figures, forms, style, tables, texts
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
    Note,
    Paragraph,
    Side,
    SignatureBox,
    Table,
)

GUTTER = 20.0


def pieces_of(block: Block, *, width: float, height: float, ink: Ink) -> list[Piece]:
    """The pieces of ``block`` in a column ``width`` wide on pages with ``height`` of room."""
    if isinstance(block, Side):
        return _side(block, width=width, height=height, ink=ink)
    return _one(block, width=width, ink=ink)


def _one(block: Block, *, width: float, ink: Ink) -> list[Piece]:  # noqa: PLR0911, C901  one line a kind of block
    match block:
        case Cards():
            return cards.cards(block, width=width, ink=ink)
        case Table():
            return tables.table(block, width=width, ink=ink)
        case Chart():
            return figures.chart(block, width=width, ink=ink)
        case Facts():
            return texts.facts(block, width=width, ink=ink)
        case Fields():
            return forms.fields(block, width=width, ink=ink)
        case Heading():
            return texts.heading(block, width=width, ink=ink)
        case Paragraph():
            return texts.paragraph(block, width=width, ink=ink)
        case Note():
            return texts.note(block, width=width, ink=ink)
        case Exclusions():
            return texts.exclusions(block, width=width, ink=ink)
        case SignatureBox():
            return forms.signature_box(block, width=width, ink=ink)
        case Side():
            raise ValueError("Side inside Side")


def _side(block: Side, *, width: float, height: float, ink: Ink) -> list[Piece]:
    """Blocks beside one another; under one another when they would be taller than a page."""
    weights = block.weights or (1.0,) * len(block.blocks)
    room = width - GUTTER * (len(block.blocks) - 1)
    widths = [room * weight / sum(weights) for weight in weights]
    columns = [stack(_one(part, width=each, ink=ink)) for part, each in zip(block.blocks, widths, strict=True)]
    tallest = max(column.height for column in columns)
    if tallest > height:
        return [piece for part in block.blocks for piece in _one(part, width=width, ink=ink)]

    def draw(painter: Painter, x: float, y: float) -> None:
        left = x
        for column, each in zip(columns, widths, strict=True):
            column.draw(painter, left, y)
            left += each + GUTTER

    return [Piece(tallest, draw, before=style.GAP)]

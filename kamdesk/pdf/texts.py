"""Pieces made of lines of text: headings, paragraphs, notes, facts, the comment and the closing box."""

from __future__ import annotations

from kamdesk.pdf import style
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece, stack
from kamdesk.reports.model import Exclusions, Facts, Heading, Note, Paragraph
from kamdesk.words import _

SIGNS = {"ok": "✓", "warn": "!", "bad": "!", "info": "i"}
COMMENT_LINES = 2
LONGEST_BOX = 28  # lines of a box that must stay whole


def draw_lines(
    painter: Painter, x: float, y: float, lines: list[str], *, size: float, colour: str = "text", weight: int = 400
) -> None:
    """Lines of clean text from ``y`` (the top of the first) downwards."""
    for index, line in enumerate(lines):
        painter.text(
            x, y + size * (style.ASCENT + style.LEADING * index), line, size=size, colour=colour, weight=weight
        )


def height_of(lines: list[str], size: float) -> float:
    """The height that lines take."""
    return len(lines) * size * style.LEADING


def lines_piece(
    lines: list[str], *, size: float, colour: str = "text", weight: int = 400, before: float = 0.0, keep: bool = False
) -> Piece:
    """Lines that stay together."""

    def draw(painter: Painter, x: float, y: float) -> None:
        draw_lines(painter, x, y, lines, size=size, colour=colour, weight=weight)

    return Piece(height_of(lines, size), draw, before=before, keep=keep)


def title_pieces(title: str, *, width: float, ink: Ink) -> list[Piece]:
    """The title of a block, kept with what follows; nothing without a title."""
    if not title:
        return []
    lines = ink.wrap(title, width, size=style.HEADING, weight=600, lines=2)
    piece = lines_piece(lines, size=style.HEADING, weight=600, before=style.GAP, keep=True)
    return [piece, Piece(3.0, _nothing, keep=True)]


def _nothing(_painter: Painter, _x: float, _y: float) -> None:
    """Space."""


def empty_piece(said: str, *, width: float, ink: Ink, before: float = style.GAP) -> Piece:
    """One line for a block without content."""
    line = ink.fit(said or _("no data"), width, size=style.BODY)
    return lines_piece([line], size=style.BODY, colour="text3", before=before)


def heading(block: Heading, *, width: float, ink: Ink) -> list[Piece]:
    """A heading inside a section."""
    lines = ink.wrap(block.text, width, size=style.HEADING + 1, weight=600, lines=3)
    return [lines_piece(lines, size=style.HEADING + 1, weight=600, before=style.GAP + 4, keep=True)]


def paragraph(block: Paragraph, *, width: float, ink: Ink) -> list[Piece]:
    """Running text, split over pages line by line, the first and last two lines of a paragraph kept together."""
    pieces: list[Piece] = []
    for part in block.text.split("\n\n"):
        lines = ink.wrap(part, min(width, 430.0), size=style.BODY)
        groups = [lines[:2], *([line] for line in lines[2:-2]), lines[2:][-2:]] if len(lines) > 3 else [lines]  # noqa: PLR2004
        pieces.extend(
            lines_piece(group, size=style.BODY, colour="text", before=style.GAP * 0.6 if not index else 0.0)
            for index, group in enumerate(groups)
            if group
        )
    return pieces


def note(block: Note, *, width: float, ink: Ink) -> list[Piece]:
    """A sentence on soft ground with a bar in the colour of its status."""
    status = block.status or "mute"
    lines = ink.wrap(block.text, width - style.INSET * 2 - 4, size=style.BODY, lines=LONGEST_BOX)
    height = height_of(lines, style.BODY) + style.INSET * 1.3

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.rect(x, y, width, height, fill=f"{status}_soft", radius=style.RADIUS)
        draw_lines(painter, x + style.INSET, y + style.INSET * 0.65, lines, size=style.BODY, colour=status)

    return [Piece(height, draw, before=style.GAP * 0.8)]


def facts(block: Facts, *, width: float, ink: Ink) -> list[Piece]:
    """Sentences with a sign for how good or bad they are."""
    pieces = title_pieces(block.title, width=width, ink=ink)
    if not block.facts:
        return [*pieces, empty_piece(block.empty, width=width, ink=ink, before=2.0)]
    return [
        *pieces,
        *(
            _fact(ink.wrap(fact.text, width - 18.0, size=style.BODY, lines=LONGEST_BOX), fact.status)
            for fact in block.facts
        ),
    ]


def _fact(lines: list[str], status: str) -> Piece:
    tone, sign, radius = status or "mute", SIGNS.get(status, ""), 5.0

    def draw(painter: Painter, x: float, y: float) -> None:
        middle = y + style.BODY * style.LEADING / 2
        painter.disc(x + radius, middle, radius, colour=f"{tone}_soft")
        if sign:
            painter.text(x + radius, middle + 2.3, sign, size=6.5, colour=tone, weight=600, anchor="middle")
        else:
            painter.disc(x + radius, middle, 1.6, colour=f"{tone}_solid")
        draw_lines(painter, x + 18.0, y, lines, size=style.BODY)

    return Piece(height_of(lines, style.BODY), draw, before=4.0)


def comment(text: str, *, width: float, ink: Ink) -> list[Piece]:
    """The manager's comment, or two lines to write one by hand."""
    label = ink.clean(_("Comment"))
    inner = width - style.INSET * 2
    lines = ink.wrap(text, inner, size=style.BODY, lines=LONGEST_BOX) if text.strip() else []
    body = height_of(lines, style.BODY) if lines else COMMENT_LINES * 18.0
    height = body + style.CAPTION * style.LEADING + style.INSET * 1.6

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.rect(x, y, width, height, stroke="line", radius=style.RADIUS)
        top = y + style.INSET * 0.7
        painter.text(x + style.INSET, top + style.CAPTION, label, size=style.CAPTION, colour="text3", weight=600)
        top += style.CAPTION * style.LEADING + 3.0
        draw_lines(painter, x + style.INSET, top, lines, size=style.BODY)
        for row in range(0 if lines else COMMENT_LINES):
            rule = top + 18.0 * (row + 1) - 5.0
            painter.line(x + style.INSET, rule, x + width - style.INSET, rule, width=style.HAIR)

    return [Piece(height, draw, before=style.GAP * 1.2)]


def exclusions(block: Exclusions, *, width: float, ink: Ink) -> list[Piece]:
    """The closing box: what the figures leave out."""
    inner = width - style.INSET * 2 - 8.0
    items = [ink.wrap(item, inner, size=style.SMALL, lines=4) for item in block.items or (_("Nothing was left out."),)]
    parts = [lines_piece([ink.clean(_("What is not included"))], size=style.BODY, weight=600)]
    parts.extend(_bullet(lines) for lines in items[:LONGEST_BOX])
    if len(items) > LONGEST_BOX:
        parts.append(
            lines_piece(
                [ink.clean(_("and {n} more", n=len(items) - LONGEST_BOX))], size=style.SMALL, colour="text3", before=2.0
            )
        )
    inside = stack(parts)
    height = inside.height + style.INSET * 1.8

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.rect(x, y, width, height, fill="subtle", radius=style.RADIUS)
        inside.draw(painter, x + style.INSET, y + style.INSET * 0.9)

    return [Piece(height, draw, before=style.GAP * 1.2)]


def _bullet(lines: list[str]) -> Piece:
    def draw(painter: Painter, x: float, y: float) -> None:
        painter.disc(x + 2.0, y + style.SMALL * 0.68, 1.1, colour="text3")
        draw_lines(painter, x + 8.0, y, lines, size=style.SMALL, colour="text2")

    return Piece(height_of(lines, style.SMALL), draw, before=2.5)

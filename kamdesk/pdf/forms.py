"""Label and value pairs, and the box to sign."""

from __future__ import annotations

from kamdesk.pdf import style
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece
from kamdesk.pdf.texts import draw_lines, height_of, title_pieces
from kamdesk.reports.model import Field, Fields, Lines, Signature, SignatureBox
from kamdesk.words import _

GUTTER = 18.0
LABEL = 0.36  # of a column
ROOM_TO_SIGN = 44.0
ROOM_TO_WRITE = 20.0


def fields(block: Fields, *, width: float, ink: Ink) -> list[Piece]:
    """Pairs in columns, row by row."""
    count = max(1, block.columns)
    each = (width - GUTTER * (count - 1)) / count
    rows = [block.fields[start : start + count] for start in range(0, len(block.fields), count)]
    return [*title_pieces(block.title, width=width, ink=ink), *(_pairs(row, each=each, ink=ink) for row in rows)]


def _pairs(row: tuple[Field, ...], *, each: float, ink: Ink) -> Piece:
    label = each * LABEL
    laid = [
        (
            ink.wrap(field.label, label - 6.0, size=style.SMALL, lines=3),
            ink.wrap(field.value or "—", each - label, size=style.BODY, lines=12),
        )
        for field in row
    ]
    height = max(max(height_of(name, style.SMALL), height_of(value, style.BODY)) for name, value in laid) + 6.0

    def draw(painter: Painter, x: float, y: float) -> None:
        for index, (name, value) in enumerate(laid):
            left = x + index * (each + GUTTER)
            draw_lines(painter, left, y + 3.8, name, size=style.SMALL, colour="text3")
            draw_lines(painter, left + label, y + 3.0, value, size=style.BODY)
            painter.line(left, y + height, left + each, y + height, width=style.HAIR)

    return Piece(height, draw)


def writing_lines(block: Lines, *, width: float, ink: Ink) -> list[Piece]:
    """Ruled lines for notes by hand."""

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.line(x, y + ROOM_TO_WRITE, x + width, y + ROOM_TO_WRITE, width=style.HAIR)

    title = title_pieces(block.title, width=width, ink=ink)
    return [*title, *(Piece(ROOM_TO_WRITE, draw) for _line in range(block.count))]


def signature_box(block: SignatureBox, *, width: float, ink: Ink) -> list[Piece]:
    """Answers to tick, then a rule for each person with role, name and date; two in a row."""
    pieces = title_pieces(block.title or _("Signatures"), width=width, ink=ink)
    if block.answers:
        pieces.append(_answers([ink.clean(answer) for answer in block.answers], width=width))
    each = (width - GUTTER) / 2
    pieces.extend(
        _signers(block.signatures[start : start + 2], each=each, ink=ink)
        for start in range(0, len(block.signatures), 2)
    )
    return [*(Piece(one.height, one.draw, before=one.before, keep=True) for one in pieces[:-1]), pieces[-1]]


def _answers(answers: list[str], *, width: float) -> Piece:
    def draw(painter: Painter, x: float, y: float) -> None:
        left = x
        for answer in answers:
            painter.rect(left, y + 2.0, 9.0, 9.0, stroke="line_strong", radius=1.5)
            painter.text(left + 14.0, y + 9.6, answer, size=style.BODY)
            left += 14.0 + painter.ink.measure(answer, style.BODY) + GUTTER
        painter.line(x, y + 20.0, x + width, y + 20.0, width=style.HAIR)

    return Piece(20.0, draw, before=2.0)


def _signers(signers: tuple[Signature, ...], *, each: float, ink: Ink) -> Piece:
    laid = [
        (ink.fit(one.role, each, size=style.SMALL), ink.fit(one.name, each * 0.65, size=style.BODY, weight=600))
        for one in signers
    ]
    day = ink.clean(_("Date"))

    def draw(painter: Painter, x: float, y: float) -> None:
        for index, (role, name) in enumerate(laid):
            left, rule = x + index * (each + GUTTER), y + ROOM_TO_SIGN - 8.0
            painter.line(left, rule, left + each, rule, colour="line_strong", width=style.HAIR)
            painter.text(
                left, rule + 11.0, name or role, size=style.BODY if name else style.SMALL, weight=600 if name else 400
            )
            painter.text(left + each * 0.7, rule + 11.0, day, size=style.SMALL, colour="text3")
            if name:
                painter.text(left, rule + 21.0, role, size=style.SMALL, colour="text3")

    return Piece(ROOM_TO_SIGN + 18.0, draw)

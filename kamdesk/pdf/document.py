"""A report becomes a PDF: pieces, pages, and the outline."""

from __future__ import annotations

import io
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas

from kamdesk.pdf import fonts, style
from kamdesk.pdf.blocks import pieces_of
from kamdesk.pdf.fitting import fitted
from kamdesk.pdf.frame import HEAD, MARGIN, MASTHEAD, MASTHEAD_TOP, Frame, Sheet, sheet
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Page, Piece, paginate, squeeze
from kamdesk.pdf.texts import comment, draw_lines, height_of, note
from kamdesk.reports.model import Note, Report, Section
from kamdesk.version import VERSION
from kamdesk.words import _

NAMED = 12  # characters the font lacks that the note lists one by one


def watermark_of(report: Report) -> str:
    """«Confidencial — {lector} — n.º {número}» for a confidential report, else nothing."""
    if not report.confidential:
        return ""
    if not report.number:  # a draft has none yet
        return _("Confidential — {reader}", reader=report.reader)
    return _("Confidential — {reader} — No. {number}", reader=report.reader, number=report.number)


def render(
    report: Report, *, paper: str = "letter", landscape: bool = False, draft: bool = False, watermark: str | None = None
) -> bytes:
    """The report as a PDF; the same report and switches give the same bytes.

    ``paper`` is «letter» or «a4»; ``landscape`` lays any report across it; ``draft`` prints «borrador» across each
    page; ``watermark`` replaces the text that a confidential report prints by itself (see watermark_of). Raises
    ValueError for an unknown paper.
    """
    ink, page = Ink(), sheet(paper, landscape=landscape or report.landscape)
    frame = Frame(
        report, page=page, ink=ink, draft=draft, watermark=watermark_of(report) if watermark is None else watermark
    )
    pages = paginate(_pieces(report, page=page, ink=ink), first=page.first_height, height=page.body_height)
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(page.width, page.height),
        invariant=1,
        pageCompression=1,
        lang=report.language,
        initialFontName=fonts.font_name(400),
    )
    _describe(canvas, report)
    painter = Painter(canvas, height=page.height, ink=ink)
    for number, body in enumerate(pages, start=1):
        _page(painter, frame, body, number=number, count=len(pages))
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, report: Report) -> None:
    canvas.setTitle(_encodable(" · ".join(part for part in (report.title, report.period, report.scope) if part)))
    canvas.setAuthor(_encodable(report.manager))
    canvas.setSubject(_encodable(report.company))
    canvas.setCreator(f"Kamdesk {VERSION}")
    canvas.showOutline()


def _encodable(text: str) -> str:
    """Text without lone surrogates, which no PDF string can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _page(painter: Painter, frame: Frame, body: Page, *, number: int, count: int) -> None:
    painter.fresh()
    if number == 1:
        frame.first(painter)
    else:
        frame.header(painter)
    top = MASTHEAD_TOP + MASTHEAD if number == 1 else HEAD
    for offset, piece in body.placed:
        piece.draw(painter, MARGIN, top + offset)
    frame.footer(painter, number=number, count=count)
    frame.marks(painter)
    painter.canvas.showPage()


def _pieces(report: Report, *, page: Sheet, ink: Ink) -> list[Piece]:
    runs: list[list[Piece]] = []
    for index, section in enumerate(report.sections):
        made = _fitted(section, index=index, page=page, ink=ink)
        if section.new_page or not runs:
            runs.append(made)
        else:
            runs[-1].extend(made)
    pieces: list[Piece] = []
    for run in runs:
        pieces.extend(squeeze(run, room=page.body_height if pieces else page.first_height))
    if ink.lost:
        pieces.extend(note(Note(_lost(ink.lost), status="mute"), width=page.body_width, ink=ink))
    return pieces


def _fitted(section: Section, *, index: int, page: Sheet, ink: Ink) -> list[Piece]:
    def lay(scale: float) -> list[Piece]:
        return _section(section, index=index, width=page.body_width / scale, height=page.body_height / scale, ink=ink)

    return fitted(lay, room=page.body_height if index else page.first_height) if section.one_page else lay(1.0)


def _section(section: Section, *, index: int, width: float, height: float, ink: Ink) -> list[Piece]:
    pieces = [_title(section, index=index, width=width, ink=ink)]
    for block in section.blocks:
        pieces.extend(pieces_of(block, width=width, height=height, ink=ink))
    if section.comment is not None:
        pieces[-1] = replace(pieces[-1], keep=True)  # a comment alone on a page says nothing
        pieces.extend(comment(section.comment, width=width, ink=ink))
    return pieces


def _title(section: Section, *, index: int, width: float, ink: Ink) -> Piece:
    """The title of a section, with its entry in the outline."""
    lines = ink.wrap(section.title, width, size=style.SECTION, weight=600, lines=2)
    entry, key = ink.clean(section.title), f"section{index}"

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.canvas.bookmarkPage(key, fit="XYZ", left=0, top=painter.height - y + style.SECTION)
        painter.canvas.addOutlineEntry(entry, key, level=0)
        if not section.quiet:
            draw_lines(painter, x, y, lines, size=style.SECTION, weight=600)

    opens = bool(index) and section.new_page
    if section.quiet:
        return Piece(0.0, draw, keep=True, opens=opens)
    return Piece(height_of(lines, style.SECTION), draw, before=style.GAP * 1.6, keep=True, opens=opens)


def _lost(chars: set[str]) -> str:
    """Which characters print as a box."""
    codes = [f"U+{ord(char):04X}" for char in sorted(chars)]
    rest = len(codes) - NAMED
    listed = ", ".join(codes[:NAMED]) + (" " + _("and {n} more", n=rest) if rest > 0 else "")
    return _(
        "□ stands for characters that the font cannot print ({codes}). The text in Kamdesk is complete.", codes=listed
    )

"""What stands around the body of each page: masthead, header, footer, «borrador» and the watermark."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.pdf import fonts, style
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.reports.model import Report, digest
from kamdesk.words import _

SIZES = {"letter": (612.0, 792.0), "a4": (595.27, 841.89)}
MARGIN = 48.0
HEAD = 58.0  # from the top of the page to its body
FOOT = 52.0
MASTHEAD = 90.0  # of the first page, below the top margin
MASTHEAD_TOP = 44.0
BIG, LONG = 90.0, 30.0  # type across the page: one word, a sentence
FAINT = (0.45, 0.48, 0.55, 0.12)


@dataclass(frozen=True)
class Sheet:
    """The paper and where the body lies on it."""

    width: float
    height: float

    @property
    def body_width(self) -> float:
        """Between the margins."""
        return self.width - 2 * MARGIN

    @property
    def body_height(self) -> float:
        """Between header and footer."""
        return self.height - HEAD - FOOT

    @property
    def first_height(self) -> float:
        """The body of the first page, below the masthead."""
        return self.height - MASTHEAD_TOP - MASTHEAD - FOOT


def sheet(paper: str, *, landscape: bool) -> Sheet:
    """The sheet for «letter» or «a4». Raises ValueError for another paper."""
    if paper not in SIZES:
        raise ValueError(f"paper {paper!r}; known: {', '.join(SIZES)}")
    width, height = SIZES[paper]
    return Sheet(height, width) if landscape else Sheet(width, height)


class Frame:
    """The fixed parts of a report's pages."""

    def __init__(self, report: Report, *, page: Sheet, ink: Ink, draft: bool, watermark: str) -> None:
        self.report, self.page, self.ink = report, page, ink
        self.number = _("No. {number}", number=report.number) if report.number else ""
        self.digest = digest(report)
        self.across = [text for text in (_("draft") if draft else "", watermark) if text]
        for text in (
            *self.across,
            self.number,
            report.company,
            report.title,
            report.reader,
            report.manager,
            report.mark,
        ):
            ink.clean(text)  # what the font lacks must be known before the note about it is laid out

    def first(self, painter: Painter) -> None:
        """The masthead of the first page."""
        report, right = self.report, self.page.width - MARGIN
        top = MASTHEAD_TOP
        painter.rect(MARGIN, top, 26.0, 3.0, fill="accent", radius=1.5)
        room = self.page.body_width
        painter.text(
            MARGIN,
            top + 18.0,
            self.ink.fit(report.company, room * 0.62, size=9.0, weight=600),
            size=9.0,
            weight=600,
            colour="accent_text",
        )
        code = " · ".join(part for part in (report.code, self.number) if part)
        painter.text(
            right,
            top + 18.0,
            self.ink.fit(code, room * 0.36, size=style.SMALL),
            size=style.SMALL,
            colour="text3",
            anchor="end",
        )
        painter.text(
            MARGIN,
            top + 45.0,
            self.ink.fit(report.title, room, size=style.TITLE, weight=600),
            size=style.TITLE,
            weight=600,
        )
        said = " · ".join(part for part in (report.period, report.scope) if part)
        reader = _("For {reader}", reader=report.reader) if report.reader else ""
        painter.text(MARGIN, top + 63.0, self.ink.fit(said, room * 0.62, size=10.0), size=10.0, colour="text2")
        painter.text(
            right,
            top + 63.0,
            self.ink.fit(reader, room * 0.36, size=style.BODY),
            size=style.BODY,
            colour="text2",
            anchor="end",
        )
        painter.line(MARGIN, top + 76.0, right, top + 76.0, width=0.8)

    def header(self, painter: Painter) -> None:
        """The header of the other pages: company and report, period, scope and number."""
        report, right, base = self.report, self.page.width - MARGIN, 36.0
        left = " · ".join(part for part in (report.company, report.title) if part)
        place = " · ".join(part for part in (report.period, report.scope, self.number) if part)
        half = self.page.body_width / 2 - 8.0
        painter.text(
            MARGIN,
            base,
            self.ink.fit(left, half, size=style.SMALL, weight=600),
            size=style.SMALL,
            weight=600,
            colour="text2",
        )
        painter.text(
            right, base, self.ink.fit(place, half, size=style.SMALL), size=style.SMALL, colour="text3", anchor="end"
        )
        painter.line(MARGIN, base + 8.0, right, base + 8.0, width=style.HAIR)

    def footer(self, painter: Painter, *, number: int, count: int) -> None:
        """Manager and data date, confidentiality mark, page and digest."""
        report, right, base = self.report, self.page.width - MARGIN, self.page.height - 30.0
        third = self.page.body_width / 3 - 6.0
        painter.line(MARGIN, base - 13.0, right, base - 13.0, width=style.HAIR)
        through = _("data through {day}", day=report.data_through) if report.data_through else ""
        left = " · ".join(part for part in (report.manager, through) if part)
        place = _("page {page} of {count}", page=number, count=count) + f" · {self.digest}"
        painter.text(
            MARGIN, base, self.ink.fit(left, third * 1.3, size=style.CAPTION), size=style.CAPTION, colour="text3"
        )
        painter.text(
            self.page.width / 2 + third * 0.15,
            base,
            self.ink.fit(report.mark, third * 0.7, size=style.CAPTION, weight=600),
            size=style.CAPTION,
            colour="text2",
            weight=600,
            anchor="middle",
        )
        painter.text(right, base, place, size=style.CAPTION, colour="text3", anchor="end")

    def marks(self, painter: Painter) -> None:
        """«borrador» and the watermark across the page, faint enough to read through."""
        if not self.across:
            return
        canvas = painter.canvas
        canvas.saveState()
        painter.fresh()
        canvas.translate(self.page.width / 2, self.page.height / 2)
        canvas.rotate(45 if self.page.height > self.page.width else 32)
        room = (self.page.width**2 + self.page.height**2) ** 0.5 * 0.72
        for index, text in enumerate(self.across):
            largest = BIG if text == _("draft") else LONG
            size = min(largest, room / max(self.ink.measure(text, 1.0, 600), 0.1))
            _across(painter, text, size=size, down=(index - (len(self.across) - 1) / 2) * BIG * 0.6)
        canvas.restoreState()
        painter.fresh()


def _across(painter: Painter, text: str, *, size: float, down: float) -> None:
    """Faint centred text around the turned origin."""
    shown = painter.ink.clean(text)
    painter.canvas.setFillColorRGB(*FAINT)
    painter.canvas.setFont(fonts.font_name(600), size)
    painter.canvas.drawCentredString(0, -down - size * 0.35, shown)

"""The tab «Enviados»: reports that were issued, as they were, and which of their figures changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.app import App
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.documents import SENT_BY, Attachment, IssuedReport
from kamdesk.reports import declared
from kamdesk.reports.issuing import Change, Request, differences, request_of
from kamdesk.reports.spans import told
from kamdesk.store import Query
from kamdesk.words import _, day, plural
from ui import ask, theme
from ui.exporting import export_list
from ui.jobs import Progress
from ui.labels import ElidedLabel
from ui.printing import print_pages
from ui.screen import Address, Context
from ui.screens.reports.preview import Preview
from ui.screens.reports.telling import page_of, tell
from ui.widgets.buttons import Button, IconButton
from ui.widgets.messages import EmptyState, MessageBar
from ui.widgets.text_table import TextTable

NARROW, LEFT, SHOWN, HIGH = 300, 480, 300, 130


@dataclass(frozen=True)
class Opened:
    """An issued report read again: its pages as issued, whether they are the file kept, and what changed since."""

    issued: IssuedReport
    request: Request
    pdf: bytes
    kept: bool
    changes: Sequence[Change]


def open_issued(app: App, issued: IssuedReport, progress: Progress) -> Opened:
    """Read an issued report and compare its figures with those of now. Runs on the worker. Problem without period."""
    progress(_("Comparing the report with the data"))
    request = request_of(issued)
    report = request.build(app)
    file = app.store.maybe(Attachment, issued.file)
    pdf = app.store.blobs.open(file.sha256) if file is not None else render(report, paper=app.store.setting("paper"))
    return Opened(issued, request, pdf, file is not None, differences(issued.figures or (), report))


class Issued(QWidget):
    """The list at the left, the chosen report at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.every: list[IssuedReport] = []
        self.opened: Opened | None = None
        self.table = TextTable((_("Number"), _("Report"), _("Period"), _("Sent")), name=_("Reports issued"), wide=1)
        self.table.chosen.connect(self.open_row)
        self.changes = TextTable((_("Figure"), _("Whose"), _("It was"), _("It is")), name=_("What changed since"),
                                 right=frozenset((2, 3)), wide=1)
        self.changes.setFixedHeight(theme.px(HIGH))
        self.preview = Preview()
        self._title = ElidedLabel(role="strong")
        self._message = QVBoxLayout()
        self._verbs = [Button(_("Print"), icon="printer", on_click=self.print_page),
                       Button(_("Make it again"), icon="refresh-cw", on_click=self.make_again)]
        self._pages = QStackedLayout()
        self._lay_out()
        self.reread()

    def _lay_out(self) -> None:
        self._pages.addWidget(self._side())
        self._pages.addWidget(EmptyState("file-check", _("Choose a report"),
                                         _("You see it as it was issued, and what changed since.")))
        self._pages.setCurrentIndex(1)
        self._whole = QStackedLayout(self)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.table.setMinimumWidth(theme.px(NARROW))
        self.table.setMaximumWidth(theme.px(LEFT))
        row.addWidget(self.table, 2)
        right = QWidget()
        right.setLayout(self._pages)
        row.addWidget(right, 3)
        self._whole.addWidget(both)
        self._whole.addWidget(EmptyState(
            "send", _("No report was issued yet"), _("It gets its number when you prepare it to be sent."),
            actions=((_("Make a report"), self._go_make),)))

    def _side(self) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self._title, 1)
        for icon, tip, slot in (("zoom-out", _("Smaller"), self.preview.shrink),
                                ("zoom-in", _("Larger"), self.preview.grow)):
            verbs.addWidget(IconButton(icon, tip, on_click=slot))
        for button in self._verbs:
            verbs.addWidget(button)
        column.addLayout(verbs)
        column.addLayout(self._message)
        column.addWidget(self.changes)
        column.addWidget(self.preview, 1)
        return host

    def reread(self) -> None:
        """Read the list again; what is open stays open."""
        self.every = self.context.app.store.find(IssuedReport, sort=(("number", True),), limit=SHOWN)
        self.table.show_rows([_row(each) for each in self.every])
        self._whole.setCurrentIndex(0 if self.every else 1)

    def open(self, address: Address) -> None:
        """Show a report that a search or a link named."""
        at = next((at for at, each in enumerate(self.every) if each.id == address.record), -1)
        if at >= 0:
            self.table.selectRow(at)

    def open_row(self, at: int) -> None:
        """Read the report of a row and compare it."""
        issued, app = self.every[at], self.context.app
        self.context.jobs.start(lambda progress: open_issued(app, issued, progress), done=self._show,
                                failed=self._failed)

    def _show(self, opened: Opened) -> None:
        self.opened = opened
        self._title.setText(" · ".join((opened.issued.number, _called(opened.request.code),
                                        told(opened.request.period), opened.issued.scope)))
        self._say(opened)
        self.changes.setVisible(bool(opened.changes))
        self.changes.show_rows([(each.name, each.whose, each.before, each.now) for each in opened.changes])
        self.preview.show_pdf(opened.pdf)
        self._pages.setCurrentIndex(0)

    def _say(self, opened: Opened) -> None:
        while (item := self._message.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if opened.changes:
            text = plural("{n} figure is not what the report says any more.",
                          "{n} figures are not what the report says any more.", len(opened.changes))
        else:
            text = _("Its figures are still the same.")
        if not opened.kept:
            text += " " + _("No file was kept: the pages are made again with the data of now.")
        self._message.addWidget(MessageBar(text, status="warn" if opened.changes else "ok", closable=False))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        tell(self, error)

    def print_page(self) -> None:
        """Ctrl+P: the pages shown."""
        pages = self.preview.pages
        chosen = ask.printer(self, self.opened.issued.number) if self.opened and pages is not None else None
        if pages is not None and chosen is not None:
            print_pages(pages, chosen)
            self.context.window.tell(_("Sent to the printer"))

    def make_again(self) -> None:
        """The same choices in «Hacer», with the data as they are now."""
        if self.opened is not None:
            self.context.window.go(Address("reports", "make", IssuedReport.kind.name, self.opened.issued.id))

    def export(self) -> None:
        """Every report issued, as a workbook."""
        page = page_of(self)
        if page is not None:
            export_list(self.context, page, IssuedReport.kind, Query(sort=(("number", True),)))

    def _go_make(self) -> None:
        self.context.window.go(Address("reports", "make"))


def _row(each: IssuedReport) -> tuple[str, ...]:
    request = _asked(each)
    sent = f"{day(each.sent_on)} · {_(SENT_BY[each.sent_by])}" if each.sent_on and each.sent_by else "—"
    return (each.number, _called(each.report), told(request.period) if request else "", sent)


def _called(code: str) -> str:
    """The name of a report; its code where a newer Kamdesk made it."""
    try:
        return _(declared(code).name)
    except Problem:
        return code


def _asked(each: IssuedReport) -> Request | None:
    """What it was asked; None where its period was not kept."""
    return request_of(each) if each.start is not None and each.end is not None else None


def issued(context: Context) -> QWidget:
    """The tab «Enviados»."""
    return Issued(context)

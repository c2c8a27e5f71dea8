"""The tab «Hacer»: a report seen while it is chosen, then printed, saved, issued and sent."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.documents import IssuedReport
from kamdesk.reports.issuing import Request, request_of
from kamdesk.words import _, plural
from ui import ask
from ui.jobs import Progress
from ui.labels import ElidedLabel
from ui.printing import print_pages
from ui.screen import Address, Context, scrolled
from ui.screens.reports.choosing import Choosing
from ui.screens.reports.figures import FiguresPanel
from ui.screens.reports.made import Made, make_pages
from ui.screens.reports.preview import Preview
from ui.screens.reports.sending import Sender
from ui.screens.reports.telling import tell
from ui.shell.shell import host_of
from ui.widgets.buttons import Button, IconButton
from ui.widgets.messages import EmptyState

SHEET, SHEETS = "R07", ("client", "distributor")  # the report that a party is opened with


class Make(QWidget):
    """Choices at the left, pages at the right; a draft until it is issued."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.choosing, self.preview = Choosing(context.app.store), Preview()
        self.sending = Sender(context, self, self)
        self.made: Made | None = None
        self.busy = self._again = self._stale = False
        self._state = ElidedLabel(role="small", tone="text2")
        self.figures = IconButton("calculator", _("Where the figures come from"), on_click=self.show_figures)
        self._print = IconButton("printer", _("Print"), shortcut="Ctrl+P", on_click=self.print_page)
        self._save = Button(_("Save PDF"), icon="download", on_click=self.save_pdf)
        self.both = IconButton("copy", _("Save the versions"), on_click=self.save_versions)
        self._send = Button(_("Prepare to send"), kind="primary", icon="send", on_click=self.prepare)
        self._pages = QStackedLayout()
        self._lay_out()
        self.choosing.changed.connect(self.refresh)
        QTimer.singleShot(0, self.refresh)  # the frame is painted before the figures are asked

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self._state, 1)
        for icon, tip, slot in (("zoom-out", _("Smaller"), self.preview.shrink),
                                ("zoom-in", _("Larger"), self.preview.grow)):
            verbs.addWidget(IconButton(icon, tip, on_click=slot))
        for button in (self.figures, self.both, self._print, self._save, self._send):
            verbs.addWidget(button)
        self._pages.addWidget(self.preview)
        self._pages.addWidget(EmptyState("file-text", _("Choose whose report it is"),
                                         _("Write the name of a client or distributor at the left.")))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(verbs)
        right.addLayout(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        left = scrolled(self.choosing)
        left.setFixedWidth(self.choosing.width() + 14)
        row.addWidget(left)
        row.addLayout(right, 1)
        self._dress()

    def reread(self) -> None:
        """The data changed: read them again; an issued report stays as it was issued until another is chosen."""
        self._stale = True
        if self.made is None or self.made.issued is None:
            self.refresh()

    def open(self, address: Address) -> None:
        """Make what an issued report was asked, with the data as they are now; of a party its sheet."""
        issued = self.context.app.store.maybe(IssuedReport, address.record or None)
        if issued is not None:
            self.choosing.show_request(request_of(issued))
        elif address.kind in SHEETS and address.record:
            scope = Scope(client=address.record) if address.kind == "client" else Scope(distributor=address.record)
            self.choosing.show_request(Request(SHEET, Period.day(clock.today()), scope))

    def refresh(self) -> None:
        """Make the pages again as a job; one at a time, the last wish counts."""
        if self.busy:
            self._again = True
            return
        if not self.choosing.ready:
            self.made = None
            self._dress()
            return
        self.busy, stale, self._stale = True, self._stale, False
        request, before = self.choosing.request(), None if stale or self.made is None else self.made
        self._dress()

        def work(progress: Progress) -> Made:
            return make_pages(self.context.app, request, before, progress)

        job = self.context.jobs.start(work, done=self._show, failed=self._failed)
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        """Done, failed or stopped by the person: the pages before stay."""
        self.busy = False
        self._dress()

    def _show(self, made: Made) -> None:
        self.made = made
        if self._again:
            self._again = False
            self.refresh()
            return
        self.preview.show_pdf(made.pdf)
        self._dress()

    def _failed(self, error: Exception) -> None:
        self._again = False
        if not isinstance(error, Problem):
            raise error
        self.show_problem(error)

    def _dress(self) -> None:
        ready = self.made is not None and not self.busy
        for button in (self.figures, self._print, self._save, self.both, self._send):
            button.setEnabled(ready)
        versions = self.choosing.declared.versions
        self.both.setVisible(bool(versions))
        self.both.set_tip(_("Save the versions: {names}", names=", ".join(_(each.name) for each in versions)))
        self._pages.setCurrentIndex(0 if self.choosing.ready else 1)
        self._state.setText(self._told())

    def _told(self) -> str:
        if not self.choosing.ready:
            return ""
        if self.busy:
            return _("Making the report")
        if self.made is None:
            return _("Stopped")
        if self.made.issued is None:
            return _("Draft · {pages}", pages=plural("{n} page", "{n} pages", self.preview.count))
        return _("Issued as {number}", number=self.made.issued.number)

    def show_figures(self) -> None:
        """The figures of the pages, each with its rows."""
        if self.made is not None:
            FiguresPanel(self.context, host_of(self), self.made.gathered).open()

    def print_page(self) -> None:
        """Ctrl+P: the pages shown, through the system's dialog."""
        pages = self.preview.pages
        chosen = ask.printer(self, self.made.report.title) if self.made is not None and pages is not None else None
        if pages is not None and chosen is not None:
            print_pages(pages, chosen)
            self.context.window.tell(_("Sent to the printer"))

    def save_pdf(self) -> None:
        """The pages shown as a file."""
        if self.made is not None:
            self.sending.save(self.made)

    def save_versions(self) -> None:
        """One click, every printed version."""
        if self.made is not None:
            self.sending.versions(self.made)

    def prepare(self) -> None:
        """Issue the report if it is a draft, save it, show its folder, and copy the text that goes with it."""
        before = self.made
        final = self.sending.prepare(before) if before is not None else None
        if final is not None:
            self.made = final
            self.preview.show_pdf(final.pdf)
            self._dress()

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""
        tell(self, problem)


def make(context: Context) -> QWidget:
    """The tab «Hacer»."""
    return Make(context)

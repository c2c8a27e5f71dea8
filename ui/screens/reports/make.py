"""The tab «Hacer»: a report seen while it is chosen, then printed, saved, issued and sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import reports
from kamdesk.commands.reports import issue_report, numbered, send_report
from kamdesk.files import write_atomically
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.documents import IssuedReport
from kamdesk.reports.issuing import Request
from kamdesk.reports.model import Report
from kamdesk.words import _, plural
from ui import ask
from ui.jobs import Progress
from ui.labels import ElidedLabel
from ui.opening import show_folder
from ui.printing import print_pages
from ui.screen import Context, Screen, scrolled
from ui.screens.reports.choosing import Choosing
from ui.screens.reports.preview import Preview
from ui.widgets.buttons import Button, IconButton

PDF = "PDF (*.pdf)"


@dataclass(frozen=True)
class Made:
    """The pages shown: what was asked, what was read for it, the report and its PDF."""

    request: Request
    gathered: reports.Gathered
    report: Report
    pdf: bytes
    issued: IssuedReport | None = None


class Make(QWidget):
    """Choices at the left, pages at the right; a draft until it is issued."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.choosing, self.preview = Choosing(context.app.store), Preview()
        self.made: Made | None = None
        self.busy = self._again = self._stale = False
        self._state = ElidedLabel(role="small", tone="text2")
        self._print = Button(_("Print"), icon="printer", on_click=self.print_page)
        self._save = Button(_("Save PDF"), icon="download", on_click=self.save_pdf)
        self._send = Button(_("Prepare to send"), kind="primary", icon="send", on_click=self.prepare)
        self._lay_out()
        self.choosing.changed.connect(self.refresh)
        QTimer.singleShot(0, self.refresh)  # the frame is painted before the figures are asked

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self._state, 1)
        for icon, tip, slot in (("zoom-out", _("Smaller"), self.preview.shrink),
                                ("zoom-in", _("Larger"), self.preview.grow),
                                ("maximize-2", _("Fit the width"), self.preview.fit)):
            verbs.addWidget(IconButton(icon, tip, on_click=slot))
        for button in (self._print, self._save, self._send):
            verbs.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(verbs)
        right.addWidget(self.preview, 1)
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

    def refresh(self) -> None:
        """Make the pages again as a job; one at a time, the last wish counts."""
        if self.busy:
            self._again = True
            return
        self.busy, stale, self._stale = True, self._stale, False
        request, before = self.choosing.request(), None if stale or self.made is None else self.made
        self._dress()

        def work(progress: Progress) -> Made:
            progress(_("Making the report"))
            return self._made(request, before)

        self.context.jobs.start(work, done=self._show, failed=self._failed)

    def _made(self, request: Request, before: Made | None) -> Made:
        """On the worker; what was read is used again while only switches change."""
        app = self.context.app
        prices = bool(request.choices.prices)
        if before is not None and _same_data(before.request, request):
            gathered = reports.priced(before.gathered, prices=prices)
        else:
            gathered = reports.gather(request.code, app, request.period, request.scope, prices=prices)
        report = reports.finish(gathered, request.choices)
        return Made(request, gathered, report, render(report, paper=app.store.setting("paper"), draft=True))

    def _show(self, made: Made) -> None:
        self.busy = False
        if self._again:
            self._again, self.made = False, made
            self.refresh()
            return
        self.made = made
        self.preview.show_pdf(made.pdf)
        self._dress()

    def _failed(self, error: Exception) -> None:
        self.busy = self._again = False
        self._dress()
        if not isinstance(error, Problem):
            raise error
        self.show_problem(error)

    def _dress(self) -> None:
        ready = self.made is not None and not self.busy
        for button in (self._print, self._save, self._send):
            button.setEnabled(ready)
        if self.busy or self.made is None:
            self._state.setText(_("Making the report"))
        elif self.made.issued is None:
            self._state.setText(_("Draft · {pages}", pages=plural("{n} page", "{n} pages", self.preview.count)))
        else:
            self._state.setText(_("Issued as {number}", number=self.made.issued.number))

    def print_page(self) -> None:
        """Ctrl+P: the pages shown, through the system's dialog."""
        pages = self.preview.pages
        chosen = ask.printer(self, self.made.report.title) if self.made is not None and pages is not None else None
        if pages is not None and chosen is not None:
            print_pages(pages, chosen)
            self.context.window.tell(_("Sent to the printer"))

    def save_pdf(self) -> None:
        """The pages shown as a file."""
        made = self.made
        path = ask.save_file(self, _("Save PDF"), PDF, self._suggested(made.report)) if made else None
        if made is not None and path is not None and self._written(made.pdf, path):
            self.context.window.tell(_("Saved {file}", file=path.name))

    def prepare(self) -> None:
        """Issue the report if it is a draft, save it, show its folder, and copy the text that goes with it."""
        made = self.made
        if made is None:
            return
        if made.issued is None:
            made = self._issue(made)
        if made is None or made.issued is None:
            return
        path = ask.save_file(self, _("Save the report to send"), PDF, self._suggested(made.report))
        if path is None or not self._written(made.pdf, path):
            return
        sent = self.context.runner.attempt(self, send_report, issued=made.issued, by="file", file=path)
        if isinstance(sent, IssuedReport):
            self.made = replace(made, issued=sent)
        QGuiApplication.clipboard().setText(_covering(made.report))
        show_folder(path)
        self.context.window.tell(_("Report {number} saved; the text for the e-mail is copied",
                                   number=made.report.number))

    def _issue(self, made: Made) -> Made | None:
        reason = ""
        if made.report.confidential and self.context.app.store.setting("price_reason"):
            reason = ask.line(self, _("Prices leave the base"), _("Reason")) or ""
        issued = self.context.runner.attempt(self, issue_report, report=made.report, request=made.request,
                                             reason=reason)
        if not isinstance(issued, IssuedReport):
            return None
        final = numbered(made.report, issued)
        self.made = replace(made, report=final, issued=issued, pdf=render(
            final, paper=self.context.app.store.setting("paper")))
        self.preview.show_pdf(self.made.pdf)
        self._dress()
        return self.made

    def _suggested(self, report: Report) -> Path:
        name = " ".join(filter(None, (report.title, report.period, report.number))).replace("/", "-")
        return Path.home() / f"{name}.pdf"

    def _written(self, pdf: bytes, path: Path) -> bool:
        def write(file: BinaryIO) -> None:
            file.write(pdf)

        try:
            write_atomically(path, write)
        except Problem as problem:
            self.show_problem(problem)
            return False
        return True

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, Screen):
            parent = parent.parentWidget()
        if isinstance(parent, Screen):
            parent.show_problem(problem)


def _same_data(before: Request, now: Request) -> bool:
    """Whether only switches differ: the figures need not be asked again."""
    return (before.code, before.period, before.scope) == (now.code, now.period, now.scope)


def _covering(report: Report) -> str:
    """The text for the e-mail or message that carries the report."""
    return _("{title} · {period} · {scope}\n\nAttached is report {number}, with data through {day}.\n\n{manager}",
             title=report.title, period=report.period, scope=report.scope, number=report.number,
             day=report.data_through, manager=report.manager)


def make(context: Context) -> QWidget:
    """The tab «Hacer»."""
    return Make(context)

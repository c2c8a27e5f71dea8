"""Reports leave the window: numbered, saved as PDF, one version or several, with the text that goes along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kamdesk.commands.reports import issue_report, send_report
from kamdesk.files import write_atomically
from kamdesk.problems import Problem
from kamdesk.records.documents import IssuedReport
from kamdesk.reports.model import Report
from kamdesk.words import _, plural
from ui import ask
from ui.opening import show_folder
from ui.screen import Context
from ui.screens.reports.made import Made, version_of, with_number

PDF = "PDF (*.pdf)"


class Page(Protocol):
    """Whoever shows the report: dialogs open over it, and problems are told by it."""

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""


class Sender:
    """Issues and saves what a page shows."""

    def __init__(self, context: Context, page: Page, owner: QWidget) -> None:
        self._context, self._page, self._owner = context, page, owner

    def save(self, made: Made) -> None:
        """The pages as a file."""
        path = ask.save_file(self._owner, _("Save PDF"), PDF, suggested(made.report))
        if path is not None and self._write(made.pdf, path):
            self._context.window.tell(_("Saved {file}", file=path.name))

    def prepare(self, made: Made) -> Made | None:
        """Issue a draft, save it, show its folder, and copy the text that goes with it; the pages as they are now."""
        final = made if made.issued is not None else self.issue(made)
        if final is None or final.issued is None:
            return None
        path = ask.save_file(self._owner, _("Save the report to send"), PDF, suggested(final.report))
        if path is None or not self._write(final.pdf, path):
            return final
        sent = self._sent(final.issued, path)
        QGuiApplication.clipboard().setText(covering(final.report))
        show_folder(path)
        self._context.window.tell(_("Report {number} saved; the text for the e-mail is copied",
                                    number=final.report.number))
        return replace(final, issued=sent or final.issued)

    def versions(self, made: Made) -> None:
        """Every version the report is printed in, each with its own number, into one folder."""
        versions = made.gathered.declared.versions
        path = ask.save_file(self._owner, _("Save the versions"), PDF, suggested(made.report))
        if path is None:
            return
        saved = 0
        for version in versions:
            final = self.issue(version_of(made, version))
            if final is None or final.issued is None:
                return
            target = path.with_name(f"{path.stem} {_(version.name)} {final.report.number}.pdf")
            if not self._write(final.pdf, target):
                return
            self._sent(final.issued, target)
            saved += 1
        show_folder(path)
        self._context.window.tell(plural("{n} version saved", "{n} versions saved", saved))

    def issue(self, made: Made) -> Made | None:
        """Give a draft its number; one with prices asks why where the setting says so."""
        reason = ""
        if made.report.confidential and self._context.app.store.setting("price_reason"):
            reason = ask.line(self._owner, _("Prices leave the base"), _("Reason")) or ""
        issued = self._context.runner.attempt(self._page, issue_report, report=made.report, request=made.request,
                                              reason=reason)
        return with_number(self._context.app, made, issued) if isinstance(issued, IssuedReport) else None

    def _sent(self, issued: IssuedReport, path: Path) -> IssuedReport | None:
        sent = self._context.runner.attempt(self._page, send_report, issued=issued, by="file", file=path)
        return sent if isinstance(sent, IssuedReport) else None

    def _write(self, pdf: bytes, path: Path) -> bool:
        def write(file: BinaryIO) -> None:
            file.write(pdf)

        try:
            write_atomically(path, write)
        except Problem as problem:
            self._page.show_problem(problem)
            return False
        return True


def suggested(report: Report) -> Path:
    """The name a report's file is offered under."""
    name = " ".join(filter(None, (report.title, report.period, report.number))).replace("/", "-")
    return Path.home() / f"{name}.pdf"


def covering(report: Report) -> str:
    """The text for the e-mail or message that carries the report."""
    return _("{title} · {period} · {scope}\n\nAttached is report {number}, with data through {day}.\n\n{manager}",
             title=report.title, period=report.period, scope=report.scope, number=report.number,
             day=report.data_through, manager=report.manager)

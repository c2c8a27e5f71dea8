"""A report made as a job and saved as a PDF where the person says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PySide6.QtWidgets import QWidget

from kamdesk.commands.confidential import log_access
from kamdesk.files import write_atomically
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.reports.model import Report
from kamdesk.words import _
from ui import ask
from ui.jobs import Progress
from ui.run import FAILED, Place
from ui.screen import Context
from ui.veil import veil


def save_report(context: Context, widget: QWidget, place: Place, make: Callable[[], Report], name: str) -> None:
    """Make a report while the window goes on, then ask where its PDF called ``name`` goes.

    ``place`` shows a Problem; any other error is a bug and goes on.
    """

    def work(progress: Progress) -> bytes:
        progress(_("Making the document"))
        return render(make(), paper=context.app.store.setting("paper"))

    def done(pdf: bytes) -> None:
        path = ask.save_file(widget, _("Save PDF"), "PDF (*.pdf)", Path.home() / f"{name}.pdf")
        if path is None:
            return
        try:
            write_atomically(path, lambda file: _fill(file, pdf))
        except Problem as problem:
            place.show_problem(problem)
        else:
            context.window.tell(_("Saved in {file}", file=path.name))

    def failed(error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        place.show_problem(error)

    context.jobs.start(work, done=done, failed=failed)


def save_priced(context: Context, widget: QWidget, place: Place, make: Callable[[bool], Report], name: str) -> None:
    """A report with prices while they are shown, which is noted in the log of confidentiality; without them else."""
    prices = veil.is_open
    if prices and context.runner.attempt(place, log_access, action="exported", what=name, count=1) is FAILED:
        return
    save_report(context, widget, place, lambda: make(prices), name)


def _fill(file: BinaryIO, content: bytes) -> None:
    file.write(content)

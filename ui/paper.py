"""A report straight to the printer: made as a job, then the dialog of the system."""

from __future__ import annotations

from kamdesk import reports
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.words import _
from ui import ask
from ui.jobs import Progress
from ui.printing import PdfPages, print_pages
from ui.screen import Context, Screen


def print_report(context: Context, screen: Screen, code: str, span: Period, scope: Scope, *, title: str,
                 wide: bool = False) -> None:
    """Print a report of a period and scope; ``wide`` lays the paper on its side. A refusal shows above the screen."""
    app = context.app

    def work(progress: Progress) -> bytes:
        progress(_("Making the sheet"))
        report = reports.build(code, app, span, scope)
        return render(report, paper=app.store.setting("paper"), landscape=wide)

    def failed(error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        screen.show_problem(error)

    context.jobs.start(work, done=lambda pdf: _send(context, screen, pdf, title), failed=failed)


def _send(context: Context, screen: Screen, pdf: bytes, title: str) -> None:
    chosen = ask.printer(screen, title)
    if chosen is not None:
        pages = PdfPages(pdf)
        print_pages(pages, chosen)
        pages.close()
        context.window.tell(_("Sent to the printer"))

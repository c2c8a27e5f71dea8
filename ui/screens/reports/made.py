"""The pages of a report as made: what was asked, what was read for it, the report and its PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamdesk import reports
from kamdesk.app import App
from kamdesk.commands.reports import numbered
from kamdesk.pdf import render
from kamdesk.progress import Progress
from kamdesk.records.documents import IssuedReport
from kamdesk.reports.issuing import Request
from kamdesk.reports.model import Report
from kamdesk.reports.register import Version
from kamdesk.words import _


@dataclass(frozen=True)
class Made:
    """The pages shown; ``issued`` once they have a number."""

    request: Request
    gathered: reports.Gathered
    report: Report
    pdf: bytes
    issued: IssuedReport | None = None


def make_pages(app: App, request: Request, before: Made | None, progress: Progress) -> Made:
    """Draft pages; what was read ``before`` is used again while only switches change. Runs on the worker."""
    prices = bool(request.choices.prices)
    if before is not None and _same_data(before.request, request):
        gathered = reports.priced(before.gathered, prices=prices)
    else:
        gathered = reports.gather(request.code, app, request.period, request.scope, prices=prices, progress=progress)
    progress(_("Making the report"), 1, 1)
    report = reports.finish(gathered, request.choices)
    return Made(request, gathered, report, _rendered(app, report, draft=True))


def with_number(app: App, made: Made, issued: IssuedReport) -> Made:
    """The pages with the number they were given."""
    final = numbered(made.report, issued)
    return replace(made, report=final, issued=issued, pdf=_rendered(app, final, draft=False))


def version_of(made: Made, version: Version) -> Made:
    """The same reading for the reader of a version; not rendered, it has no number yet."""
    choices = replace(made.request.choices, prices=version.prices, amounts=version.amounts)
    gathered = reports.priced(made.gathered, prices=version.prices)
    request = replace(made.request, choices=choices)
    return Made(request, gathered, reports.finish(gathered, choices), b"")


def _rendered(app: App, report: Report, *, draft: bool) -> bytes:
    return render(report, paper=app.store.setting("paper"), draft=draft)


def _same_data(before: Request, now: Request) -> bool:
    """Whether only switches differ: the figures need not be asked again."""
    return (before.code, before.period, before.scope) == (now.code, now.period, now.scope)

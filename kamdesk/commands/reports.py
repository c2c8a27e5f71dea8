"""Reports: issued with a number, and sent (product/04 §4.12)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.documents import attach_file
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.documents import SENT_BY, IssuedReport
from kamdesk.records.system import ConfidentialAccess
from kamdesk.reports import declared
from kamdesk.reports.issuing import Request, figures_of
from kamdesk.reports.model import Report, digest
from kamdesk.store import CONTAINS, Reader, UnitOfWork, Where
from kamdesk.version import VERSION
from kamdesk.words import _

DIGITS = 3


def next_number(reader: Reader, on: datetime.date) -> str:
    """The next number of this laptop in the year of ``on``: «2026-MR-012»."""
    start = f"{on.year}-{reader.setting('laptop_code')}-"
    there = reader.find(IssuedReport, Where("number", CONTAINS, start), archived=None)
    used = [each.number.removeprefix(start) for each in there if each.number.startswith(start)]
    last = max((int(text) for text in used if text.isdigit()), default=0)
    return f"{start}{last + 1:0{DIGITS}d}"


@command
def issue_report(uow: UnitOfWork, *, report: Report, request: Request, reason: str = "") -> IssuedReport:
    """Give a report its number and keep what it said; a confidential one is written in the log of prices shown.

    ``report`` is what ``request`` builds; print ``numbered(report, issued)``. Problem without any section.
    """
    if not report.sections:
        raise Problem(_("Switch on at least one part of the report."))
    today = clock.today()
    final = replace(report, number=next_number(uow, today))
    choices = request.choices
    off = declared(request.code).unticked if choices.off is None else choices.off
    comments = {name: text for name, text in choices.comments.items() if text.strip()}
    issued = uow.add(IssuedReport(
        number=final.number, report=final.code, start=request.period.start, end=request.period.end, scope=final.scope,
        sections={"off": sorted(off), "comments": comments}, filters=request.filters(),
        language=final.language, program=VERSION, figures=figures_of(final), comment="\n".join(comments.values()),
        data_through=min(request.period.end, today), digest=digest(final), reader=final.reader,
        with_prices=final.confidential))
    if final.confidential:
        uow.add(ConfidentialAccess(at=clock.now(), action="exported", what=f"{final.title} {final.number}",
                                   count=len(issued.figures), reader=final.reader, reason=reason))
    uow.describe(_("Report {number}", number=final.number))
    return issued


def numbered(report: Report, issued: IssuedReport) -> Report:
    """The report with the number it was given: what is printed and sent."""
    return replace(report, number=issued.number)


@command
def send_report(uow: UnitOfWork, *, issued: IssuedReport, by: str, on: datetime.date | None = None,
                file: Path | None = None) -> IssuedReport:
    """Note that a report went out: by e-mail, message, on paper or as a file, on a day (default today).

    The first ``file`` sent is kept with the report, so that it can be opened as it was.
    """
    if by not in SENT_BY:
        raise Problem(_("Choose how the report was sent."), field="sent_by")
    day = on or clock.today()
    if day > clock.today():
        raise Problem(_("A report cannot have been sent in the future."), field="sent_on")
    kept = issued.file
    if file is not None and kept is None:
        about = Link(IssuedReport.kind.name, issued.id)
        kept = attach_file(uow, about=about, path=file, confidential=issued.with_prices).id
    uow.describe(_("Send report {number}", number=issued.number))
    return uow.change(issued, sent_on=day, sent_by=by, file=kept)

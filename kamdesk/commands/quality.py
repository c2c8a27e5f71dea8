"""Quality issues: opened with a task, analysed, answered, closed (product/04 §4.12)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.problems import Problem
from kamdesk.records.quality import ISSUE_STATES, SEVERITIES, QualityIssue
from kamdesk.records.tasks import Task
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _

STEPS = {"open": ("analysing",), "reopened": ("analysing",), "analysing": (), "answered": ("closed", "reopened"),
         "closed": ("reopened",)}  # an answer is written by ``reply_quality_issue``


@command
def open_quality_issue(uow: UnitOfWork, *, party: Link, product: Id, lot: str, description: str,
                       severity: str = "medium", found_on: datetime.date | None = None,
                       expires: datetime.date | None = None, quantity: Decimal | None = None,
                       adverse_event: bool = False) -> QualityIssue:
    """Open a case about a lot, with a task due by the working days of its severity."""
    issue = open_issue(uow, party=party, product=product, lot=lot, description=description, severity=severity,
                       found_on=found_on or clock.today(), expires=expires, quantity=quantity,
                       adverse_event=adverse_event)
    _described(uow, issue)
    return issue


def open_issue(uow: UnitOfWork, *, party: Link, product: Id, lot: str, description: str, found_on: datetime.date,
               severity: str = "medium", expires: datetime.date | None = None, quantity: Decimal | None = None,
               adverse_event: bool = False) -> QualityIssue:
    """Store a case and the task that answers it in time."""
    if severity not in SEVERITIES:
        raise Problem(_("Choose how severe it is."), field="severity")
    issue = uow.add(QualityIssue(
        number=uow.next_number("Q"), found_on=found_on, reported_on=clock.today(), party=party, product=product,
        lot=lot.strip(), expires=expires, quantity=quantity, description=description.strip(), severity=severity,
        adverse_event=adverse_event))
    due = answer_due(uow, issue)
    uow.add(Task(title=_("Answer quality issue {number}", number=issue.number), category="corrective",
                 about=Link("quality_issue", issue.id), due=due, first_due=due,
                 priority="high" if severity == "critical" else "normal"))
    return issue


@command
def advance_quality_issue(uow: UnitOfWork, *, issue: QualityIssue, state: str, cause: str = "", action: str = "",
                          effectiveness: str = "") -> QualityIssue:
    """Move a case on: to analysis, closed (cause and action known) or open again."""
    if state not in STEPS[issue.state or "open"]:
        raise Problem(_("From {state} it cannot go there.", state=_in_words(issue)), field="state")
    texts = {"cause": cause, "action": action, "effectiveness": effectiveness}
    given = {name: text.strip() for name, text in texts.items() if text.strip()}
    closed = clock.today() if state == "closed" else None
    moved = uow.change(issue, state=state, closed_on=closed, **given)
    _described(uow, moved)
    return moved


@command
def reply_quality_issue(uow: UnitOfWork, *, issue: QualityIssue, answer: str,
                        on: datetime.date | None = None) -> QualityIssue:
    """Note what was answered to the client, and when; the task of the case is done."""
    if issue.state not in ("analysing", "open", "reopened"):
        raise Problem(_("This case is already answered."))
    if not answer.strip():
        raise Problem(_("Write the answer."), field="answer")
    day = on or clock.today()
    if day > clock.today():
        raise Problem(_("An answer cannot be in the future."), field="answered_on")
    for task in uow.find(Task, about=Link("quality_issue", issue.id), category="corrective", state="pending"):
        uow.change(task, state="done", done_on=day, result=answer.strip())
    replied = uow.change(issue, state="answered", answer=answer.strip(), answered_on=day)
    _described(uow, replied)
    return replied


def answer_due(reader: Reader, issue: QualityIssue) -> datetime.date:
    """The last working day to answer, by the severity (setting)."""
    days = int(reader.setting("answer_days").get(issue.severity or "medium", 5))
    return calendar_of(reader).next_working_day(issue.reported_on or clock.today(), days)


def days_used(reader: Reader, issue: QualityIssue) -> int:
    """Working days from the report to the answer, or to today while there is none."""
    first = issue.reported_on or clock.today()
    last = issue.answered_on or clock.today()
    return max(0, int(calendar_of(reader).working(first, last)) - 1)


def _described(uow: UnitOfWork, issue: QualityIssue) -> None:
    uow.describe(_("Quality {number}: {state}", number=issue.number, state=_in_words(issue)))


def _in_words(issue: QualityIssue) -> str:
    return _(ISSUE_STATES[str(issue.state)]).lower()

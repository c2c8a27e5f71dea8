"""Alerts of emergencies, tasks, reports, messages and approvals: L25 to L30."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamdesk import clock
from kamdesk.alerts.model import BAD, MOST, NOTICE, WATCH, Alert, Look, link_to, rule
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.kinds import REGISTER
from kamdesk.methods.report_days import DueReport, latest_due
from kamdesk.problems import Problem
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.documents import IssuedReport
from kamdesk.records.interactions import Interaction
from kamdesk.records.tasks import TELL_WITHIN, Incident, Task
from kamdesk.records.visits import Visit
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, plural

if TYPE_CHECKING:
    from kamdesk.reports.register import Declared

ANSWERS = ("approve", "send_back", "reject")
OPEN_TASKS = ("pending", "running")
SUPPORT = ("promotion_support", "agent_support")


@rule("L25", N_("Emergencies"), "incident")
def incidents(look: Look) -> Iterator[Alert]:
    """Emergencies that are not closed; a critical one nobody told the company about says so."""
    found = look.reader.find(Incident, Where("state", IN, ("open", "contained")), sort=(("opened_at", True),))
    names = look.names(each.party for each in found)
    for each in found:
        untold = each.severity == "critical" and each.informed_at is None and each.opened_at is not None \
            and clock.now() - each.opened_at > TELL_WITHIN
        text = _("Tell the company: critical incident.") if untold else names.get(each.party.id, "") if each.party \
            else ""
        yield Alert("L25", link_to(each), _("Emergency open: {title}", title=each.title), text, BAD, N_("Open it"),
                    each.opened_at.astimezone().date() if each.opened_at else None, owner=each.coordinator)


@rule("L26", N_("Tasks due"), "task", days=(N_("Days before"), 1))
def tasks(look: Look) -> Iterator[Alert]:
    """My tasks due tomorrow or before; support asked for is told by its own rule."""
    found = [each for each in look.reader.find(
        Task, Where("due", "<=", look.ahead(look.limit("L26", "days"))), Where("state", IN, OPEN_TASKS),
        assigned_to=look.reader.me, sort=(("due", False),), limit=MOST) if each.category not in SUPPORT]
    names = look.names(each.about for each in found)
    for each in found:
        if each.due:
            title = _("Task of {who}: {title}", who=each.assigned_by, title=each.title) if each.assigned_by \
                else each.title
            text = _("Due {when}", when=look.when(each.due))
            about = names.get(each.about.id, "") if each.about else ""
            yield Alert("L26", link_to(each), title, " · ".join(filter(None, (text, about))),
                        BAD if each.due < look.today else WATCH, N_("Open it"), each.due, owner=each.assigned_to)


@rule("L27", N_("Reports due"), "issued_report", "non_working_day")
def reports(look: Look) -> Iterator[Alert]:
    """Reports of the calendar that are due today or late and were not issued; nothing before the first visit."""
    first = look.reader.find(Visit, Where("state", "=", "done"), sort=(("done_on", False),), limit=1)
    began = first[0].done_on if first else None
    for each in look.reader.setting("report_calendar"):
        declared = _declared(each["report"])
        if declared is None or began is None:
            continue
        found = latest_due(each["every"], each["due"], today=look.today, calendar=look.calendar)
        if found.end >= began and not _issued(look, declared.code, found):
            reader = each.get("reader") or _(declared.audience)
            yield Alert("L27", Link("issued_report", declared.code),
                        _("Report “{name}” is due {when}", name=_(declared.name), when=look.when(found.due)), reader,
                        BAD if found.due < look.today else WATCH, N_("Issue it"), found.due)


def _declared(code: str) -> Declared | None:
    """The report with a code; None while nothing makes it."""
    from kamdesk.reports import declared  # the summary of R03 asks the alerts

    try:
        return declared(code)
    except Problem:
        return None


def _issued(look: Look, code: str, due: DueReport) -> bool:
    return bool(look.reader.count(IssuedReport, Where("start", "<=", due.start), Where("end", ">=", due.end),
                                  report=code))


@rule("L28", N_("Messages to pass on"), "interaction", days=(N_("Days waiting"), 5))
def messages(look: Look) -> Iterator[Alert]:
    """What clients said that nobody passed on, or that was answered and not told to them."""
    old = Where("on", "<", look.ahead(-look.limit("L28", "days")))
    waiting = Where("relay", IN, ("to_relay", "answered"))
    count = look.reader.count(Interaction, waiting, old)
    for each in look.reader.find(Interaction, waiting, old, sort=(("on", False),), limit=1):
        yield Alert("L28", link_to(each), plural("{n} message to pass on", "{n} messages to pass on", count),
                    look.names([each.party]).get(each.party.id, "") if each.party else "", WATCH, N_("Pass on"),
                    each.on, owner=each.owner)


@rule("L29", N_("Answers received"), "approval_event", days=(N_("Days shown"), 7))
def answers(look: Look) -> Iterator[Alert]:
    """Answers to what was sent for approval that came in the last days, until postponed."""
    since = datetime.datetime.combine(look.ahead(-look.limit("L29", "days")), datetime.time(), datetime.UTC)
    found = look.reader.find(ApprovalEvent, Where("at", ">=", since), Where("action", IN, ANSWERS),
                             Where("origin", "=", "signed"), sort=(("at", True),), limit=MOST)
    names = look.names(each.document for each in found)
    for each in found:
        if each.document and not (each.actor_ref and each.actor_ref.id == look.reader.me):
            word = display(ApprovalEvent.kind.fields["action"], each.action)
            yield Alert("L29", each.document, _("Answer received: {document}", document=names.get(
                each.document.id, "")), _("{actor}: {answer}", actor=each.actor, answer=word), NOTICE, N_("Open it"),
                each.at.astimezone().date() if each.at else None)


@rule("L30", N_("Changed after approval"), "approval_event", *(
    kind.name for kind in REGISTER.values() if kind.approvable and "approval" in kind.fields))
def changed(look: Look) -> Iterator[Alert]:
    """Documents whose protected content was written after they were approved."""
    approved = {each.document.kind for each in look.reader.find(ApprovalEvent, Where("action", "=", "approve"))
                if each.document}
    for name in sorted(approved):
        kind = REGISTER[name]
        if "approval" not in kind.fields:
            continue
        title = kind.title[0]
        rows = look.reader.page(kind, Query((Where("approval", "=", "changed"),)), limit=MOST, columns=(title,)).rows
        names = look.names_of(name, [row.id for row in rows])
        for row in rows:
            yield Alert("L30", Link(name, row.id), _("{document} changed after it was approved",
                                                     document=names.get(row.id, "")),
                        _(kind.label), WATCH, N_("Send again"))

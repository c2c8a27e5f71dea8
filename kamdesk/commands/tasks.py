"""Tasks and postponed alerts (product/04 §4.12)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.methods.months import add_months_to_day
from kamdesk.problems import Problem
from kamdesk.records.system import AlertSnooze
from kamdesk.records.tasks import Task
from kamdesk.store import EMPTY, UnitOfWork, Where
from kamdesk.words import _, day

REPEATS = {"daily": (1, 0), "weekly": (7, 0), "monthly": (0, 1), "quarterly": (0, 3)}  # days, months
OPEN = ("pending", "running")


@command
def create_task(uow: UnitOfWork, *, title: str, due: datetime.date, category: str = "task", about: Link | None = None,
                assigned_by: str = "", assigned_to: Id | None = None, priority: str = "normal", expected: str = "",
                repeat: str = "no") -> Task:
    """Note something to do by a day, for me unless somebody else is named; its first due day stays for F97."""
    task = uow.add(Task(title=title.strip(), due=due, first_due=due, category=category, about=about, expected=expected,
                        assigned_by=assigned_by, assigned_to=assigned_to or uow.me, priority=priority, repeat=repeat))
    _describe(uow, task)
    return task


@command
def start_task(uow: UnitOfWork, *, task: Task) -> Task:
    """Say that a pending task is under way."""
    if task.state != "pending":
        raise Problem(_("Only a pending task can be started."), field="state")
    _describe(uow, task)
    return uow.change(task, state="running")


@command
def complete_task(uow: UnitOfWork, *, task: Task, result: str = "", on: datetime.date | None = None) -> Task:
    """Say that a task is done, today unless told otherwise; one that repeats makes the next."""
    _open(task)
    _describe(uow, task)
    done = uow.change(task, state="done", done_on=on or clock.today(), result=_added(task.result, result))
    _repeat(uow, done)
    return done


@command
def postpone_task(uow: UnitOfWork, *, task: Task, due: datetime.date, reason: str) -> Task:
    """Move the due day of a task; the reason stays in its result and the first due day where it was."""
    _open(task)
    if not reason.strip():
        raise Problem(_("Write down why it is postponed."), field="result")
    if task.due is not None and due <= task.due:
        raise Problem(_("Choose a day after {day}.", day=day(task.due)), field="due")
    _describe(uow, task)
    told = _("Postponed to {day}: {reason}", day=day(due), reason=reason.strip())
    return uow.change(task, due=due, result=_added(task.result, told))


@command
def cancel_task(uow: UnitOfWork, *, task: Task, reason: str) -> Task:
    """Give a task up, with its reason; one that repeats is not made again."""
    _open(task)
    if not reason.strip():
        raise Problem(_("Write down why it is cancelled."), field="result")
    _describe(uow, task)
    return uow.change(task, state="cancelled", result=_added(task.result, reason))


@command
def snooze_alert(uow: UnitOfWork, *, alert: str, record: Link, until: datetime.date) -> AlertSnooze:
    """Hear of an alert about a record later, at most 90 days from today; only for whoever asks."""
    return snooze_alerts(uow, alerts=[(alert, record)], until=until)[0]


@command
def snooze_alerts(uow: UnitOfWork, *, alerts: Sequence[tuple[str, Link]], until: datetime.date) -> list[AlertSnooze]:
    """Hear of several alerts later, as one step: pairs of a rule and the record it is about."""
    if until <= clock.today():
        raise Problem(_("Choose a day after today."), field="until")
    uow.describe(_("Postpone alert"))
    return [_snooze(uow, alert, record, until) for alert, record in alerts]


def _snooze(uow: UnitOfWork, alert: str, record: Link, until: datetime.date) -> AlertSnooze:
    mine = Where("person", "=", uow.me) if uow.me else Where("person", EMPTY)
    known = uow.find(AlertSnooze, mine, alert=alert, record=record, limit=1)
    if known:
        return uow.change(known[0], until=until)
    return uow.add(AlertSnooze(alert=alert, record=record, until=until, person=uow.me))


def next_due(due: datetime.date, *, repeat: str | None, today: datetime.date) -> datetime.date | None:
    """The next due day of a task that repeats, from its own due day on and not before today; None if it does not."""
    if repeat not in REPEATS:
        return None
    days, months = REPEATS[repeat]
    step, found = 1, due
    while found <= due or found < today:
        found = due + datetime.timedelta(days * step) if days else add_months_to_day(due, months * step)
        step += 1
    return found


def _repeat(uow: UnitOfWork, task: Task) -> None:
    due = next_due(task.due or clock.today(), repeat=task.repeat, today=clock.today())
    if due is not None:
        uow.add(Task(title=task.title, category=task.category, about=task.about, assigned_by=task.assigned_by,
                     assigned_to=task.assigned_to, due=due, first_due=due, priority=task.priority,
                     expected=task.expected, repeat=task.repeat))


def _open(task: Task) -> None:
    if task.state not in OPEN:
        raise Problem(_("This task is already closed."), field="state")


def _added(before: str, more: str) -> str:
    return "\n".join(filter(None, (before.strip(), more.strip())))


def _describe(uow: UnitOfWork, task: Task) -> None:
    uow.describe(_("Task: {title}", title=task.title))

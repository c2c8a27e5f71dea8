"""Support asked for a promotion or an agent, and given (product/04 §4.10)."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.store import UnitOfWork
from kamdesk.words import _

SUPPORT = ("promotion_support", "agent_support")
OF_PROMOTIONS = ("promotion_plan", "promotion_activity", "communication_plan", "media_launch", "content_piece")


@command
def request_support(uow: UnitOfWork, *, about: Link, what: str, needed_by: datetime.date, who: Id) -> Task:
    """Ask a person for something a promotion needs, or else an agent or a client, by a day."""
    if needed_by < clock.today():
        raise Problem(_("Choose today or a later day."), field="due")
    me = uow.maybe(Person, uow.me)
    uow.describe(_("Ask for support"))
    return uow.add(Task(title=what.strip(), category=SUPPORT[about.kind not in OF_PROMOTIONS], about=about,
                        assigned_by=me.name if me else "", assigned_to=uow.get(Person, who).id, due=needed_by,
                        first_due=needed_by))


@command
def answer_support(uow: UnitOfWork, *, task: Task, result: str) -> Task:
    """Say what was done about a request for support."""
    if task.category not in SUPPORT or task.state not in ("pending", "running"):
        raise Problem(_("This is not an open request for support."), field="state")
    if not result.strip():
        raise Problem(_("Write down what was done."), field="result")
    uow.describe(_("Give support"))
    return uow.change(task, state="done", done_on=clock.today(), result=result.strip())

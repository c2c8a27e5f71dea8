"""Who answers for which territory and line: assigned, ended (product/04 §4.4)."""

from __future__ import annotations

import datetime

from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.network import Assignment
from kamdesk.store import UnitOfWork
from kamdesk.words import _, day


@command
def assign_coverage(uow: UnitOfWork, *, assignee: Link, territory: Id, start: datetime.date, line: Id | None = None,
                    end: datetime.date | None = None, exclusive: bool = False, role: str = "") -> Assignment:
    """Put a person or distributor in charge of a territory, for a line or for all; exclusive rights never clash."""
    made = uow.add(Assignment(assignee=assignee, territory=territory, line=line, start=start, end=end,
                              exclusive=exclusive, role=role.strip()))
    uow.describe(_("Assign coverage to {name}", name=_name(uow, assignee)))
    return made


@command
def end_coverage(uow: UnitOfWork, *, assignment: Assignment, end: datetime.date) -> Assignment:
    """End an assignment on a day; it stays in the history."""
    if assignment.end is not None and assignment.end <= end:
        raise Problem(_("It already ends on {day}.", day=day(assignment.end)), field="end")
    if assignment.start is not None and end < assignment.start:
        raise Problem(_("It cannot end before it starts."), field="end")
    uow.describe(_("End the coverage of {name}", name=_name(uow, assignment.assignee)))
    return uow.change(assignment, end=end)


def end_all(uow: UnitOfWork, assignee: Link, on: datetime.date) -> int:
    """End on a day every assignment of somebody that goes further; one not begun yet is archived. Returns how many."""
    running = [each for each in uow.find(Assignment, assignee=assignee) if each.end is None or each.end > on]
    for each in running:
        if each.start is not None and each.start > on:
            uow.archive(each)
        else:
            uow.change(each, end=on)
    return len(running)


def _name(uow: UnitOfWork, assignee: Link | None) -> str:
    return uow.names([assignee]).get(assignee.id, "") if assignee else ""

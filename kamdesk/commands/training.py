"""Training sessions: planned, held, called off (product/04 §4.4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Link
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.budgets import Commitment
from kamdesk.records.training import TrainingAttendance, TrainingSession
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@dataclass(frozen=True)
class Result:
    """Whether somebody came, and the score of the test, 0 to 100, None without a test."""

    attended: bool = True
    score: Decimal | None = None


@command
def plan_training(uow: UnitOfWork, *, session: TrainingSession, attendees: Sequence[Link]) -> TrainingSession:
    """Plan a session with those who should come."""
    if not attendees:
        raise Problem(_("Choose who should come."), field="attendees")
    made = uow.add(dataclasses.replace(session, state="planned", owner=session.owner or uow.me))
    for each in dict.fromkeys(attendees):
        uow.add(TrainingAttendance(session=made.id, attendee=each))
    _reserve(uow, made)
    uow.describe(_("Plan training “{title}”", title=made.title))
    return made


def _reserve(uow: UnitOfWork, session: TrainingSession) -> None:
    """What it will cost is committed on its budget line."""
    if session.cost and session.budget_line is None:
        uow.warn(_("It has a cost and no budget line: note the expense when it is paid."), field="budget_line")
    elif session.cost and session.on is not None:
        uow.add(Commitment(line=session.budget_line, month=month_of(session.on), amount=session.cost, state="open",
                           source=Link(TrainingSession.kind.name, session.id)))


@command
def record_training(uow: UnitOfWork, *, session: TrainingSession, results: Mapping[Link, Result]) -> TrainingSession:
    """Note who came and with what score; who came without being planned is added, who is not named did not come."""
    if session.state != "planned":
        raise Problem(_("Only a planned session can be recorded."), field="state")
    if session.on is None or session.on > clock.today():
        raise Problem(_("It has not taken place yet."), field="on")
    if not any(each.attended for each in results.values()):
        raise Problem(_("Mark who attended."), field="attended")
    there = {each.attendee: each for each in uow.find(TrainingAttendance, session=session.id)}
    for attendee, known in there.items():
        result = results.get(attendee, Result(attended=False)) if attendee else Result(attended=False)
        uow.change(known, attended=result.attended, score=result.score)
    for attendee in results.keys() - there.keys():
        uow.add(TrainingAttendance(session=session.id, attendee=attendee, attended=results[attendee].attended,
                                   score=results[attendee].score))
    uow.describe(_("Record training “{title}”", title=session.title))
    return uow.change(session, state="done")


@command
def cancel_training(uow: UnitOfWork, *, session: TrainingSession, reason: str) -> TrainingSession:
    """Call a planned session off, with its reason."""
    if session.state != "planned":
        raise Problem(_("Only a planned session can be called off."), field="state")
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="cancel_reason")
    for each in uow.find(Commitment, source=Link(TrainingSession.kind.name, session.id), state="open"):
        uow.change(each, state="released", reason=_("The training was called off."))
    uow.describe(_("Call off training “{title}”", title=session.title))
    return uow.change(session, state="cancelled", cancel_reason=reason.strip())


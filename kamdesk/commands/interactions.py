"""What was said between visits, and what has to reach the company and come back (product/04 §4.2)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.aftermath import NEXT_TASKS
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.interactions import CHANNELS, Interaction
from kamdesk.records.tasks import Task
from kamdesk.store import IN, Reader, UnitOfWork, Where
from kamdesk.words import _, plural

DAYS_TO_FOLLOW = 7
OPEN_TASKS = ("pending", "running")


@command
def log_interaction(uow: UnitOfWork, *, party: Link, channel: str, text: str, topic: str | None = None,
                    on: datetime.date | None = None, at: datetime.time | None = None, direction: str = "outgoing",
                    contacts: Sequence[Id] = (), products: Sequence[Id] = (), messages: Sequence[Id] = (),
                    next_step: str = "none", next_on: datetime.date | None = None, relay: bool = False,
                    private: bool = False) -> Interaction:
    """Write down a call, message or meeting; a next step becomes a task, ``relay`` asks to pass it on."""
    if not text.strip():
        raise Problem(_("Write what happened."), field="text")
    made = uow.add(Interaction(
        party=party, channel=channel, topic=topic, text=text.strip(), on=on or clock.today(), at=at,
        direction=direction, contacts=tuple(contacts), products=tuple(products), messages=tuple(messages),
        relay="to_relay" if relay else "no", private=private))
    name = uow.names([party]).get(party.id, "")
    if next_step != "none":
        due = next_on or clock.today() + datetime.timedelta(DAYS_TO_FOLLOW)
        uow.add(Task(title=_(NEXT_TASKS[next_step], name=name), category="follow_up", about=party, due=due,
                     first_due=due))
    uow.describe(_("Log {channel} with {name}", channel=_(CHANNELS[channel]).lower(), name=name))
    return made


@command
def relay_feedback(uow: UnitOfWork, *, interactions: Sequence[Interaction], on: datetime.date, to: str = "",
                   answer: str = "", told: bool = False) -> list[Interaction]:
    """Pass on what clients said; with ``answer`` it came back, with ``told`` the client heard it.

    An answer leaves a task to tell the client, which ends when she was told.
    """
    if not interactions:
        raise Problem(_("Choose at least one record."))
    if on > clock.today():
        raise Problem(_("It cannot be in the future."), field="on")
    done = [_relayed(uow, each, on, to=to, answer=answer.strip(), told=told) for each in interactions]
    uow.describe(plural("Pass on {n} message", "Pass on {n} messages", len(done)))
    return done


def _relayed(uow: UnitOfWork, each: Interaction, on: datetime.date, *, to: str, answer: str, told: bool) -> Interaction:
    if each.relay not in ("to_relay", "relayed", "answered"):
        raise Problem(_("This note is not to be passed on."), field="relay")
    known = answer or each.relay_answer
    if told and not known:
        raise Problem(_("Write the answer before telling the client."), field="relay_answer")
    state = "returned" if told else "answered" if answer else "relayed"
    if state == each.relay:
        raise Problem(_("There is no change to save."), field="relay")
    moved = uow.change(each, relay=state, relay_to=to or each.relay_to, relayed_on=each.relayed_on or on,
                       relay_answer=known)
    if told:
        _end_tasks(uow, each, on, known)
    elif answer:
        _promise_to_tell(uow, each, answer)
    return moved


def _promise_to_tell(uow: UnitOfWork, each: Interaction, answer: str) -> None:
    name = uow.names([each.party]).get(each.party.id, "") if each.party else ""
    due = clock.today() + datetime.timedelta(DAYS_TO_FOLLOW)
    uow.add(Task(title=_("Tell {name} the answer", name=name), category="follow_up", about=about(each), due=due,
                 first_due=due, expected=answer, assigned_to=each.owner))


def _end_tasks(uow: UnitOfWork, each: Interaction, on: datetime.date, result: str) -> None:
    for task in tasks_of(uow, each):
        uow.change(task, state="done", done_on=on, result=result)


def tasks_of(reader: Reader, each: Interaction) -> list[Task]:
    """The open tasks to tell a client the answer."""
    return reader.find(Task, Where("state", IN, OPEN_TASKS), about=about(each))


def about(each: Interaction) -> Link:
    """The note as what a task is about."""
    return Link(Interaction.kind.name, each.id)

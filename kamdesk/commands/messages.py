"""Messages about products: written, approved, retired with those who heard them (product/04 §4.5)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Link
from kamdesk.methods.months import add_months_to_day
from kamdesk.problems import Problem
from kamdesk.records.interactions import Interaction
from kamdesk.records.products import KeyMessage
from kamdesk.records.tasks import Task
from kamdesk.records.visits import Visit
from kamdesk.store import AT_LEAST, CONTAINS, Reader, UnitOfWork, Where
from kamdesk.words import _

HEARD_MONTHS = 6
CORRECT_IN = datetime.timedelta(days=7)


@command
def save_message(uow: UnitOfWork, *, message: KeyMessage) -> KeyMessage:
    """Keep a message; an approved one whose text changes is a draft again, to be approved anew."""
    uow.describe(_("Save message {title}", title=message.title))
    stored = uow.maybe(KeyMessage, message.id or None)
    if stored is None:
        return uow.add(message)
    if stored.state == "approved" and stored.text != message.text:
        return uow.change(message, state="draft", approved_by="", approved_on=None, valid_until=None)
    return uow.save(message)


@command
def approve_message(uow: UnitOfWork, *, message: KeyMessage, by: str, on: datetime.date | None = None,
                    until: datetime.date | None = None) -> KeyMessage:
    """Approve a message; from then on it may be told, to its last day where it has one."""
    if message.state != "draft":
        raise Problem(_("Only a draft message is approved."))
    if not by.strip():
        raise Problem(_("Write down who approved it."), field="approved_by")
    day = on or clock.today()
    if until is not None and until < day:
        raise Problem(_("It would end before it is approved."), field="valid_until")
    uow.describe(_("Approve message {title}", title=message.title))
    return uow.change(message, state="approved", approved_by=by.strip(), approved_on=day, valid_until=until)


@command
def retire_message(uow: UnitOfWork, *, message: KeyMessage, reason: str, correct: Sequence[Link] = ()) -> KeyMessage:
    """Stop telling an approved message; ``correct`` are the parties, of those who heard it, that get a corrective task.

    See ``heard_by`` for who heard it.
    """
    if message.state != "approved":
        raise Problem(_("Only an approved message is retired."))
    if not reason.strip():
        raise Problem(_("Note the reason."), field="retire_reason")
    for party in correct:
        due = clock.today() + CORRECT_IN
        uow.add(Task(title=_("Correct what was told: {title}", title=message.title), category="corrective",
                     about=party, due=due, first_due=due, expected=reason.strip()))
    uow.describe(_("Retire message {title}", title=message.title))
    return uow.change(message, state="retired", retire_reason=reason.strip())


def heard_by(reader: Reader, message: KeyMessage) -> list[Link]:
    """The parties told a message in a visit or conversation of the last six months."""
    since = add_months_to_day(clock.today(), -HEARD_MONTHS)
    told = Where("messages", CONTAINS, message.id)
    visits = reader.find(Visit, told, Where("done_on", AT_LEAST, since), state="done")
    talks = reader.find(Interaction, told, Where("on", AT_LEAST, since))
    found = [*(each.party for each in visits), *(each.party for each in talks)]
    return list(dict.fromkeys(each for each in found if each is not None))

"""Personal data blanked for good: consent withdrawn, candidates long after their vacancy (product/04 §4.1)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands import aside, command
from kamdesk.fields import PERSONAL
from kamdesk.kinds import Kind, Record
from kamdesk.methods.months import add_months_to_day
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.team import Candidate, Vacancy
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _, day, plural

KEPT_MONTHS = 12  # of candidates after their vacancy closed
CLOSED = ("filled", "cancelled")


@aside
@command
def erase(uow: UnitOfWork, *, records: Sequence[Record], reason: str, confirmed: bool = False) -> list[str]:
    """Blank the personal values of people for good, in records and history; nothing brings them back.

    ``confirmed`` says that the person typed her confirmation. Returns the names of the backups that still hold the
    values, which is also told after the command. ``reason`` is kept for ever: it names nobody.
    """
    if not records:
        raise Problem(_("Choose at least one record."))
    if not reason.strip():
        raise Problem(_("Note the reason."), field="reason")
    if not confirmed:
        raise Problem(_("Confirm that the data are to be erased for good."), field="confirmed")
    for each in records:
        _may_be_erased(uow, each)
    kind = type(records[0]).kind
    names = personal(kind)
    held = uow.erase(records, names, reason=reason.strip())
    for each in records:
        if set(kind.title) <= set(names):  # a nameless record is of no use in lists and pickers
            uow.archive(each)
    uow.describe(_("Erase personal data"))
    if held:
        uow.warn(plural("{n} earlier backup still has them: {list}.", "{n} earlier backups still have them: {list}.",
                        len(held), list=", ".join(held)))
    return held


def personal(kind: Kind) -> list[str]:
    """The stored fields of a kind that hold personal data."""
    return [each.name for each in kind.stored if each.klass == PERSONAL]


def _may_be_erased(reader: Reader, record: Record) -> None:
    if isinstance(record, (Client, Contact)):
        if record.consent != "withdrawn":
            raise Problem(_("Only who withdrew consent is erased. Note the withdrawal first."), field="consent")
    elif isinstance(record, Candidate):
        _long_closed(reader, record)
    else:
        raise Problem(_("This has no personal data to erase."))


def _long_closed(reader: Reader, candidate: Candidate) -> None:
    vacancy = reader.maybe(Vacancy, candidate.vacancy)
    closed = _closed_on(reader, vacancy) if vacancy else datetime.date.min
    if closed is None:
        raise Problem(_("The vacancy of this candidate is still open."))
    until = add_months_to_day(closed, KEPT_MONTHS)
    if until > clock.today():
        raise Problem(_("Candidates are kept for 12 months after the vacancy closes: until {date}.", date=day(until)))


def _closed_on(reader: Reader, vacancy: Vacancy) -> datetime.date | None:
    """The day a vacancy was closed, from its history; None while it is open."""
    if vacancy.state not in CLOSED:
        return None
    moves = [past for past in reader.history(Vacancy, vacancy.id) if past.field == "state"]
    return moves[0].at.astimezone().date() if moves else vacancy.open_on

"""What is ahead as a calendar file: visits of some days, and with them tasks, tenders, contracts and promises."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.kinds import Record
from kamdesk.methods.calendar_files import Appointment, calendar_file
from kamdesk.planning.board import BoardDay, board
from kamdesk.records.contracts import Contract
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.tasks import Task
from kamdesk.records.tenders import Tender
from kamdesk.records.visits import PURPOSES
from kamdesk.store import AT_LEAST, AT_MOST, IN, Reader, Where
from kamdesk.words import N_, _

Span = tuple[datetime.date, datetime.date]
# kind, day, words, states: what has a day that somebody must not miss
DATES: tuple[tuple[type[Record], str, str, tuple[str, ...]], ...] = (
    (Task, "due", N_("Task: {name}"), ("pending", "running")),
    (Tender, "submit_by", N_("Offer due: {name}"), ("call", "preparation")),
    (Tender, "opening_on", N_("Opening of offers: {name}"), ("submitted", "preparation")),
    (Contract, "end", N_("Contract ends: {name}"), ("in_force",)),
    (PaymentPromise, "due", N_("Payment promised: {name}"), ("pending",)),
)


def agenda_calendar(reader: Reader, person: Id, first: datetime.date, last: datetime.date) -> tuple[bytes, int]:
    """The file of what a person has ahead from ``first`` to ``last``, and how many entries it holds.

    Names, reasons and places leave in it; notes and amounts do not.
    """
    found = [*_visits(board(reader, person, first, last)), *_dates(reader, person, (first, last))]
    return calendar_file(found, stamp=clock.now()), len(found)


def _visits(days: Iterable[BoardDay]) -> list[Appointment]:
    found = []
    for day in days:
        for card in day.cards:
            visit, purpose = card.visit, card.visit.purpose or "other"
            if visit.state == "planned":
                title = _("Visit: {name}", name=card.name)
                found.append(Appointment(f"{visit.id}@kamdesk", title, day.day, visit.start, visit.minutes or 0,
                                         _(PURPOSES[purpose]), card.city, card.point))
    return found


def _dates(reader: Reader, person: Id, span: Span) -> Iterator[Appointment]:
    for cls, field, words, states in DATES:
        found = reader.find(cls, Where(field, AT_LEAST, span[0]), Where(field, AT_MOST, span[1]),
                            Where("state", IN, states), Where(cls.kind.owner or "owner", "=", person))
        names = reader.names(_about(each) for each in found)
        for each in found:
            yield Appointment(f"{each.id}-{field}@kamdesk", _(words, name=names.get(_about(each).id, "")),
                              getattr(each, field))


def _about(record: Record) -> Link:
    """Whose name an entry says: the party of a promise (its own name holds the amount), else the record."""
    party = record.party if isinstance(record, PaymentPromise) else None
    return party or Link(type(record).kind.name, record.id)

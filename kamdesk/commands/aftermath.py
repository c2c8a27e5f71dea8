"""What a logged visit leaves behind: task, samples, shelf, prices seen, signals, a day together, a file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kamdesk import clock
from kamdesk.commands.documents import keep_file
from kamdesk.fields import Id, Link
from kamdesk.records.clients import Client
from kamdesk.records.market import MarketSignal, PriceSighting
from kamdesk.records.samples import SampleMove
from kamdesk.records.tasks import Task
from kamdesk.records.team import Coaching, Person
from kamdesk.records.visits import ShelfCheck, Visit
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import N_, _, base_currency

NEXT_TASKS = {"send_document": N_("Send a document to {name}"), "call": N_("Call {name}"), "visit": N_("Visit {name}")}
SEEN_IN = {"pharmacy": "pharmacy", "pharmacy_chain": "pharmacy", "public_hospital": "hospital",
           "private_hospital": "hospital", "clinic": "hospital"}


@dataclass(frozen=True)
class Sample:
    """Samples of one lot handed over on a visit; ``quantity`` in units, above zero."""

    product: Id
    lot: str
    quantity: int


@dataclass(frozen=True)
class Shelf:
    """What was seen of a product on the shelf: present, sold_out or absent, with the units when present."""

    product: Id
    presence: str
    units: int | None = None


@dataclass(frozen=True)
class PriceSeen:
    """The price of a rival's product; without a currency it is that of the base."""

    rival: Id
    price: Decimal
    currency: str = ""


@dataclass(frozen=True)
class Heard:
    """What was heard of the market: a category of signals, the words, and the competitor it is about."""

    category: str
    text: str
    competitor: Id | None = None
    product: Id | None = None


@dataclass(frozen=True)
class Left:
    """Everything a visit leaves besides its own fields and its next step."""

    samples: Sequence[Sample] = ()
    shelf: Sequence[Shelf] = ()
    prices: Sequence[PriceSeen] = ()
    heard: Sequence[Heard] = ()
    files: Sequence[Path] = ()


def leave(uow: UnitOfWork, visit: Visit, name: str, left: Left) -> None:
    """Write what a done visit leaves behind; ``name`` is that of the party."""
    _task(uow, visit, name)
    _samples(uow, visit, left.samples)
    _shelf(uow, visit, left.shelf)
    _prices(uow, visit, left.prices)
    _signals(uow, visit, name, left.heard)
    _coaching(uow, visit)
    for path in left.files:
        keep_file(uow, about=Link(Visit.kind.name, visit.id), path=path)


def _task(uow: UnitOfWork, visit: Visit, name: str) -> None:
    if visit.next_step in (None, "none"):
        return
    due = visit.next_on or clock.today() + datetime.timedelta(days=7)
    title = _(NEXT_TASKS[str(visit.next_step)], name=name)
    about: Link = Link(Visit.kind.name, visit.id)
    uow.add(Task(title=title, category="follow_up", about=visit.party or about, due=due, first_due=due,
                 assigned_to=visit.owner))


def _samples(uow: UnitOfWork, visit: Visit, samples: Sequence[Sample]) -> None:
    to = visit.party if visit.party and visit.party.kind == "client" else None
    for each in samples:
        uow.add(SampleMove(on=visit.done_on, person=visit.owner, product=each.product, lot=each.lot,
                           category="handed_over", quantity=-each.quantity, party=to, visit=visit.id))


def _shelf(uow: UnitOfWork, visit: Visit, shelf: Sequence[Shelf]) -> None:
    for each in shelf:
        units = None if each.units is None else Decimal(each.units)
        uow.add(ShelfCheck(party=visit.party, product=each.product, on=visit.done_on, presence=each.presence,
                           units=units, visit=visit.id))


def _prices(uow: UnitOfWork, visit: Visit, prices: Sequence[PriceSeen]) -> None:
    for each in prices:
        uow.add(PriceSighting(rival=each.rival, on=visit.done_on, price=each.price,
                              currency=each.currency or base_currency(), where=visit.party,
                              territory=_place(uow, visit), source=_seen_in(uow, visit)))


def _signals(uow: UnitOfWork, visit: Visit, name: str, heard: Sequence[Heard]) -> None:
    for each in heard:
        uow.add(MarketSignal(on=visit.done_on, category=each.category, text=each.text, source=name,
                             competitor=each.competitor, product=each.product, territory=_place(uow, visit)))


def _place(reader: Reader, visit: Visit) -> Id | None:
    """The territory of a market visit, else that of the client."""
    if visit.territory or visit.party is None or visit.party.kind != "client":
        return visit.territory
    return reader.get(Client, visit.party.id).territory


def _seen_in(reader: Reader, visit: Visit) -> str:
    if visit.party is None:
        return "other"
    if visit.party.kind == "distributor":
        return "distributor"
    return SEEN_IN.get(reader.get(Client, visit.party.id).category or "", "other")


def _coaching(uow: UnitOfWork, visit: Visit) -> None:
    """A visit made together is part of a day of coaching: planned until its five aspects are scored."""
    if visit.joint_with in (None, visit.owner):
        return
    person, observer = _pair(uow, visit)
    same = uow.find(Coaching, person=person, observer=observer, on=visit.done_on, limit=1)
    if not same:
        uow.add(Coaching(on=visit.done_on, person=person, observer=observer, visits=(visit.id,)))
    elif visit.id not in same[0].visits:
        uow.change(same[0], visits=(*same[0].visits, visit.id))


def _pair(reader: Reader, visit: Visit) -> tuple[Id | None, Id | None]:
    """Who is observed and who observes: whoever reports to the other is observed, else the owner is."""
    with_her = reader.maybe(Person, visit.joint_with)
    seen: set[Id] = set()
    while with_her and with_her.manager and with_her.manager not in seen:
        if with_her.manager == visit.owner:
            return visit.joint_with, visit.owner
        seen.add(with_her.manager)
        with_her = reader.maybe(Person, with_her.manager)
    return visit.owner, visit.joint_with

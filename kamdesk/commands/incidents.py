"""Emergencies: opened, logged, contained and closed (product/04 §4.12)."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.distributors import DistributorStock
from kamdesk.records.sales import Delivery, Order, OrderLine
from kamdesk.records.samples import SampleMove
from kamdesk.records.tasks import Incident, IncidentEntry, Task
from kamdesk.records.team import Person
from kamdesk.store import FILLED, IN, Reader, UnitOfWork, Where
from kamdesk.words import _


@command
def open_incident(uow: UnitOfWork, *, title: str, category: str, severity: str = "high",
                  opened_at: datetime.datetime | None = None, party: Link | None = None, product: Id | None = None,
                  lot: str = "", territory: Id | None = None, principle: Id | None = None,
                  coordinator: Id | None = None) -> Incident:
    """Open an emergency; the recall of a lot leaves a task for each client or distributor who received it."""
    incident = uow.add(Incident(
        title=title.strip(), category=category, severity=severity, opened_at=opened_at or clock.now(), party=party,
        product=product, lot=lot.strip(), territory=territory, principle=principle, coordinator=coordinator or uow.me))
    _describe(uow, incident)
    if category == "recall" and incident.product:
        _recall(uow, incident, incident.product)
    return incident


@command
def log_incident(uow: UnitOfWork, *, incident: Incident, text: str, action: bool = False, who: str = "",
                 at: datetime.datetime | None = None) -> IncidentEntry:
    """Write a line in the log of an emergency; by me and now unless told otherwise."""
    _not_closed(incident)
    me = uow.maybe(Person, uow.me)
    _describe(uow, incident)
    return uow.add(IncidentEntry(incident=incident.id, at=at or clock.now(), who=who or (me.name if me else ""),
                                 text=text.strip(), action=action))


@command
def inform_incident(uow: UnitOfWork, *, incident: Incident, informed: str) -> Incident:
    """Note who in the company was told of an emergency, now."""
    _not_closed(incident)
    if not informed.strip():
        raise Problem(_("Write down who was told."), field="informed")
    _describe(uow, incident)
    return uow.change(incident, informed=informed.strip(), informed_at=clock.now())


@command
def contain_incident(uow: UnitOfWork, *, incident: Incident) -> Incident:
    """Say that an open emergency is under control."""
    if incident.state != "open":
        raise Problem(_("Only an open emergency can be contained."), field="state")
    _describe(uow, incident)
    return uow.change(incident, state="contained", contained_at=clock.now())


@command
def close_incident(uow: UnitOfWork, *, incident: Incident, decision: str, lessons: str) -> Incident:
    """Close an emergency with what was decided and what was learnt; one still open counts as contained now."""
    _not_closed(incident)
    if not lessons.strip():
        raise Problem(_("Note what was learnt."), field="lessons")
    _describe(uow, incident)
    now = clock.now()
    return uow.change(incident, state="closed", decision=decision.strip(), lessons=lessons.strip(), closed_at=now,
                      contained_at=incident.contained_at or now)


def holders(reader: Reader, *, product: Id, lot: str) -> list[Link]:
    """Who received a lot: buyers it was delivered to, distributors that hold it, whoever got samples of it."""
    lines = {each.line for each in reader.find(Delivery, lot=lot) if each.line}
    orders = {each.order for each in reader.find(OrderLine, Where("id", IN, sorted(lines)), product=product)
              if each.order}
    found = [each.buyer for each in reader.find(Order, Where("id", IN, sorted(orders)))]
    found += [Link("distributor", each.distributor) for each in reader.find(DistributorStock, product=product, lot=lot)
              if each.distributor]
    found += [each.party for each in reader.find(SampleMove, Where("party", FILLED), product=product, lot=lot)]
    return list(dict.fromkeys(each for each in found if each is not None))


def _recall(uow: UnitOfWork, incident: Incident, product: Id) -> None:
    known = holders(uow, product=product, lot=incident.lot)
    names = uow.names([*known, Link("product", product)])
    due = clock.today() + datetime.timedelta(1)
    for each in known:
        title = _("Recall lot {lot} of {product}: {name}", lot=incident.lot, product=names.get(product, ""),
                  name=names.get(each.id, ""))
        uow.add(Task(title=title, category="corrective", about=each, assigned_to=incident.coordinator, due=due,
                     first_due=due, priority="high"))


def _not_closed(incident: Incident) -> None:
    if incident.state == "closed":
        raise Problem(_("This emergency is already closed."), field="state")


def _describe(uow: UnitOfWork, incident: Incident) -> None:
    uow.describe(_("Emergency: {title}", title=incident.title))

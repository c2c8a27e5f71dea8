"""R08 Hoja de ruta: the visits of one person on a day, in order, with what to know at each door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk.fields import Id, Link
from kamdesk.records.clients import Client, Contact
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.tasks import Task
from kamdesk.records.visits import Visit
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import option
from kamdesk.reports.model import Block, Column, Field, Fields, Lines, Row, Table
from kamdesk.reports.register import DAY, Part, report
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, day, long_day, number, plural

ON_THE_WAY = ("planned", "done")
NOTE_LINES = 8
MINUTES = 60  # to the hour


@dataclass(frozen=True)
class Door:
    """What the sheet says of a party: its name, address, whom to ask for with the phone, and its last visit."""

    name: str
    address: str = ""
    contact: str = ""
    last: str = ""


def blocks(desk: Desk) -> tuple[Block, ...]:
    """The day, its visits, and room to write."""
    visits = day_of(desk)
    return _head(desk, visits), _visits(desk, visits), Lines(NOTE_LINES, _("Notes"))


def day_of(desk: Desk) -> list[Visit]:
    """The visits of the day of the person asked for (default: me) by their hour."""
    found = desk.reader.find(Visit, Where("state", IN, ON_THE_WAY), planned_on=desk.period.start, owner=_person(desk))
    return sorted(found, key=lambda each: (each.start is None, each.start and each.start.isoformat(), each.id))


def _person(desk: Desk) -> Id | None:
    return desk.scope.person or desk.reader.me


def _head(desk: Desk, visits: Sequence[Visit]) -> Fields:
    person = _person(desk)
    names = desk.reader.names([Link("person", person)]) if person else {}
    hours = Decimal(sum(each.minutes or 0 for each in visits)) / MINUTES
    km = sum(each.km or 0 for each in visits)
    shown = [(_("Who"), names.get(person or "", "")), (_("Day"), long_day(desk.period.start)),
             (_("Visits"), plural("{n} visit", "{n} visits", len(visits))), (_("Hours with clients"), number(hours, 1))]
    if km:
        shown.append((_("Kilometres"), number(round(km))))
    return Fields(tuple(Field(name, value) for name, value in shown if value))


def _visits(desk: Desk, visits: Sequence[Visit]) -> Table:
    columns = (Column(_("No."), "right"), Column(_("Hour")), Column(_("Client and address"), weight=2.0),
               Column(_("Contact"), weight=1.0), Column(_("Why")), Column(_("Last visit")),
               Column(_("Pending"), weight=1.5))
    rows = tuple(_row(desk, visit, at) for at, visit in enumerate(visits, start=1))
    return Table(columns, rows, empty=_("No visit is planned for this day."))


def _row(desk: Desk, visit: Visit, at: int) -> Row:
    door = _door(desk, visit)
    hour = f"{visit.start:%H:%M}" if visit.start else ""
    where = " · ".join(filter(None, (door.name, door.address)))
    return Row((str(at), hour, where, door.contact, option(Visit.kind, "purpose", visit.purpose or ""), door.last,
                "; ".join(_pending(desk, visit.party))))


def _door(desk: Desk, visit: Visit) -> Door:
    party = visit.party
    if party is None:
        place = visit.territory
        return Door(desk.reader.names([Link("territory", place)]).get(place, "") if place else "")
    if party.kind == "distributor":
        partner = desk.reader.get(Distributor, party.id)
        return Door(partner.name, partner.address, partner.phone)
    client = desk.reader.get(Client, party.id)
    row = desk.reader.page(Client.kind, Query((Where("id", "=", client.id),)), columns=("last_visit",)).rows
    last = row[0].values.get("last_visit") if row else None
    return Door(client.name, client.address, _contact(desk, visit, client), day(last) if last else "")


def _contact(desk: Desk, visit: Visit, client: Client) -> str:
    """The contact of the visit with a phone, else the client's own phone."""
    for id_ in visit.contacts:
        contact = desk.reader.maybe(Contact, id_)
        if contact is not None:
            return " · ".join(filter(None, (contact.name, contact.phone or client.phone)))
    return client.phone


def _pending(desk: Desk, party: Link | None) -> list[str]:
    """Promises that are due and tasks of the party that should be done by the day."""
    if party is None:
        return []
    due = desk.reader.find(PaymentPromise, Where("due", "<=", desk.period.start), party=party, state="pending")
    late = desk.reader.find(Task, Where("about", "=", party), Where("state", IN, ("pending", "running")),
                            Where("due", "<=", desk.period.start))
    return [*(_("Payment promised for {day}", day=day(each.due)) for each in due if each.due),
            *(each.title for each in late)]


report("R08", N_("Route sheet"), audience=N_("Whoever goes"), period=DAY, amounts=False, comments=False,
       parts=(Part("route", N_("Visits of the day"), blocks),))

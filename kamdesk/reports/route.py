"""R08 Hoja de ruta: the visits of one person on a day with what to know at each door, or a week as a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kamdesk.fields import Link
from kamdesk.planning.board import BoardDay, Card, board
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact, phone_of
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.tasks import Task
from kamdesk.records.visits import Visit
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import option
from kamdesk.reports.model import Block, Column, Field, Fields, Lines, Row, Table
from kamdesk.reports.register import DAY, WEEK, Part, report
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, day, long_day, number, plural

ON_THE_WAY = ("planned", "done")
NOTE_LINES = 8
DAYS = 7  # of the longest sheet


@dataclass(frozen=True)
class Door:
    """What the sheet says of a party: its name, address, whom to ask for with the phone, and its last visit."""

    name: str
    address: str = ""
    contact: str = ""
    last: str = ""


def blocks(desk: Desk) -> tuple[Block, ...]:
    """The day, its visits and room to write; several days are a grid, a column a day. Problem beyond a week."""
    days = days_of(desk)
    if len(days) == 1:
        return _head(desk, days), _visits(desk, days[0]), Lines(NOTE_LINES, _("Notes"))
    return _head(desk, days), week_table(days)


def days_of(desk: Desk) -> list[BoardDay]:
    """The days of the period of the person asked for (default: me)."""
    if (desk.period.end - desk.period.start).days >= DAYS:
        raise Problem(_("The route sheet is of a day or a week. Choose one of them."), field="period")
    person = desk.scope.person or desk.reader.me
    found = board(desk.reader, person, desk.period.start, desk.period.end) if person else []
    return [replace(each, cards=tuple(card for card in each.cards if card.visit.state in ON_THE_WAY))
            for each in found] or [BoardDay(desk.period.start, (), 0.0, 0.0)]


def _head(desk: Desk, days: Sequence[BoardDay]) -> Fields:
    person = desk.scope.person or desk.reader.me
    names = desk.reader.names([Link("person", person)]) if person else {}
    count, hours, km = sum(len(each.cards) for each in days), sum(each.hours for each in days), sum(
        each.km for each in days)
    when = (_("Day"), long_day(days[0].day)) if len(days) == 1 else (_("Week"), _span(days))
    shown = [(_("Who"), names.get(person or "", "")), when,
             (_("Visits"), plural("{n} visit", "{n} visits", count)),
             (_("Hours on the way and with clients"), number(Decimal(hours), 1) if count else ""),
             (_("Kilometres"), number(round(km)) if round(km) else "")]
    return Fields(tuple(Field(name, value) for name, value in shown if value))


def _span(days: Sequence[BoardDay]) -> str:
    return f"{day(days[0].day)} – {day(days[-1].day)}"


def week_table(days: Sequence[BoardDay]) -> Table:
    """A column for each day that is worked or has visits, a visit a cell, the load of the day at the foot."""
    shown = [each for each in days if each.cards or each.part > 0]
    columns = tuple(Column(long_day(each.day).capitalize(), weight=1.0) for each in shown)
    deep = max((len(each.cards) for each in shown), default=0)
    rows = [Row(tuple(_cell(each, at) for each in shown)) for at in range(deep)]
    rows.append(Row(tuple(_load(each) for each in shown), kind="total"))
    return Table(columns, tuple(rows) if deep else (), empty=_("No visit is planned for this week."))


def _cell(content: BoardDay, at: int) -> str:
    """«09:00 Hospital Ángeles · A · León»."""
    if at >= len(content.cards):
        return ""
    card = content.cards[at]
    hour = f"{card.visit.start:%H:%M} " if card.visit.start else ""
    return hour + " · ".join(filter(None, (card.name, card.grade, card.city)))


def _load(content: BoardDay) -> str:
    if not content.cards:
        return content.off
    return " · ".join(filter(None, (
        plural("{n} visit", "{n} visits", len(content.cards)), _("{n} h", n=number(round(content.hours))),
        _("{n} km", n=number(round(content.km))) if round(content.km) else "")))


def _visits(desk: Desk, content: BoardDay) -> Table:
    columns = (Column(_("No."), "right"), Column(_("Hour")), Column(_("Client and address"), weight=2.0),
               Column(_("Contact"), weight=1.0), Column(_("Why")), Column(_("Last visit")),
               Column(_("To bring"), weight=0.9), Column(_("Pending"), weight=1.3))
    rows = tuple(_row(desk, card, at) for at, card in enumerate(content.cards, start=1))
    return Table(columns, rows, empty=_("No visit is planned for this day."))


def _row(desk: Desk, card: Card, at: int) -> Row:
    visit = card.visit
    door = _door(desk, visit)
    hour = f"{visit.start:%H:%M}" if visit.start else ""
    where = " · ".join(filter(None, (door.name, door.address or card.city)))
    return Row((str(at), hour, where, door.contact, option(Visit.kind, "purpose", visit.purpose or ""), door.last,
                _to_bring(desk, visit), "; ".join(_pending(desk, visit.party))))


def _to_bring(desk: Desk, visit: Visit) -> str:
    """The products and messages the visit is planned to tell of."""
    told = [*(Link("product", each) for each in visit.products),
            *(Link("key_message", each) for each in visit.messages)]
    names = desk.reader.names(told)
    return ", ".join(names[each.id] for each in told if each.id in names)


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
            return " · ".join(filter(None, (contact.name, phone_of(contact) or phone_of(client))))
    return phone_of(client)


def _pending(desk: Desk, party: Link | None) -> list[str]:
    """Promises that are due and tasks of the party that should be done by the day."""
    if party is None:
        return []
    due = desk.reader.find(PaymentPromise, Where("due", "<=", desk.period.start), party=party, state="pending")
    late = desk.reader.find(Task, Where("about", "=", party), Where("state", IN, ("pending", "running")),
                            Where("due", "<=", desk.period.start))
    return [*(_("Payment promised for {day}", day=day(each.due)) for each in due if each.due),
            *(each.title for each in late)]


report("R08", N_("Route sheet"), audience=N_("Whoever goes"), period=WEEK, also=(DAY,), amounts=False, comments=False,
       wide=True, parts=(Part("route", N_("Visits"), blocks),))

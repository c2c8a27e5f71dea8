"""The week as it stands: the visits of each day as cards, its hours and kilometres, and what keeps it free."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.methods.calendar import holidays_of
from kamdesk.methods.distance import Point
from kamdesk.methods.routing import ANY_HOUR, DayRules, Hours, Route, Stop, WeekHours, parse_week, timetable
from kamdesk.planning.panel import places_of, point_of, subject
from kamdesk.planning.proposal import rules_of
from kamdesk.records.clients import SEGMENTS, Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay, Visit
from kamdesk.store import AT_LEAST, AT_MOST, IN, Reader, Where

SHOWN_STATES = ("planned", "done", "missed")


@dataclass(frozen=True)
class Card:
    """A visit on the board: whom, what kind of place, segment or grade as shown, where, and when it receives."""

    visit: Visit
    name: str
    category: str = ""
    grade: str = ""
    city: str = ""
    point: Point | None = None
    hours: Hours = ()


@dataclass(frozen=True)
class BoardDay:
    """A day of the board.

    part      the part of it that is worked      off      the holiday or day off
    warning   «La ruta termina a las …» when its visits do not fit in the hours of the day
    """

    day: datetime.date
    cards: tuple[Card, ...]
    hours: float
    km: float
    part: Fraction = Fraction(1)
    off: str = ""
    warning: str = ""


def board(reader: Reader, person: Id, first: datetime.date, last: datetime.date) -> list[BoardDay]:
    """Each day from ``first`` to ``last`` with the visits of a person, in the order of their hours."""
    visits = reader.find(Visit, Where("planned_on", AT_LEAST, first), Where("planned_on", AT_MOST, last),
                         Where("state", IN, SHOWN_STATES), owner=person)
    parties = _parties(reader, visits)
    by_day: defaultdict[datetime.date, list[Card]] = defaultdict(list)
    for visit in sorted(visits, key=lambda each: (each.start or datetime.time.max, each.id)):
        by_day[visit.planned_on or first].append(_card(visit, parties))
    rules, calendar = rules_of(reader, person), calendar_of(reader, person)
    found = []
    for day in (first + datetime.timedelta(step) for step in range((last - first).days + 1)):
        free = day.weekday() in calendar.weekdays and calendar.part(day) < 1
        route = _route(by_day[day], rules)
        found.append(BoardDay(day, tuple(by_day[day]), route.hours, route.km, calendar.part(day),
                              day_off_name(reader, person, day) if free else "", route.warning()))
    return found


def agenda(reader: Reader, person: Id, day: datetime.date) -> list[Card]:
    """The visits of a person on a day, in the order of their hours."""
    return list(board(reader, person, day, day)[0].cards)


@dataclass(frozen=True)
class _Party:
    name: str
    category: str = ""
    grade: str = ""
    city: str = ""
    point: Point | None = None
    hours: WeekHours = ANY_HOUR


def _parties(reader: Reader, visits: Iterable[Visit]) -> dict[Id, _Party]:
    """What a card says of everybody visited, with one query a kind."""
    wanted: defaultdict[str, set[Id]] = defaultdict(set)
    for visit in visits:
        wanted[subject(visit).kind].add(subject(visit).id)
    tree = {each.id: each for each in reader.find(Territory)}
    found = {id_: _Party(tree[id_].name, "market", point=point_of(tree[id_].geo))
             for id_ in wanted["territory"] if id_ in tree}
    for client in reader.find(Client, Where("id", IN, sorted(wanted["client"])), archived=None):
        found[client.id] = _Party(client.name, client.category or "", SEGMENTS.get(client.segment or "", ""),
                                  places_of(tree, client.territory).city, point_of(client.geo),
                                  parse_week(client.visit_hours))
    for partner in reader.find(Distributor, Where("id", IN, sorted(wanted["distributor"])), archived=None):
        home = next(iter(partner.territories), None)
        found[partner.id] = _Party(partner.name, partner.role or "", SEGMENTS.get(partner.grade or "", ""),
                                   places_of(tree, home).city, point_of(partner.geo))
    return found


def _card(visit: Visit, parties: Mapping[Id, _Party]) -> Card:
    party = parties.get(subject(visit).id, _Party(""))
    hours = party.hours.on(visit.planned_on.weekday()) if visit.planned_on else ()
    return Card(visit, party.name, party.category, party.grade, party.city, party.point, hours)


def day_off_name(reader: Reader, person: Id, day: datetime.date) -> str:
    """Why a day of the working week is free: what somebody typed, else the holiday of the country."""
    rows = reader.find(NonWorkingDay, Where("on", AT_MOST, day))
    typed = next((each.name for each in rows if each.on and day <= (each.until or each.on)
                  and each.person in (None, person)), "")
    known = {each.on: each.name for each in holidays_of(reader.setting("country"), day.year)} if not typed else {}
    return typed or known.get(day, "")


def _route(cards: Sequence[Card], rules: DayRules) -> Route:
    """The road of a day and its visits in the order of their hours, one after another."""
    stops = [Stop(card.visit.id, card.name, card.point, card.city, card.visit.minutes or 0) for card in cards]
    return timetable(stops, rules)

"""The panel of a person: her clients, distributors and markets, the rule each follows, and the visits they had."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial

from kamdesk import clock
from kamdesk.fields import Geo, Id, Link
from kamdesk.figures.zones import manager_of
from kamdesk.methods import turns
from kamdesk.methods.distance import Point
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.methods.routing import ANY_HOUR, WeekHours, parse_week
from kamdesk.records.clients import SEGMENTS, WEEKDAYS, Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.store import AT_LEAST, EMPTY, FILLED, IN, UNDER, Reader, Where

LOOK_BACK = 400  # days of visits read: longer than the longest interval, six months
MICRO = 1_000_000
RuleFor = Callable[..., turns.Rule | None]
_WEEK = tuple(WEEKDAYS)


@dataclass(frozen=True)
class Places:
    """City, sector and zone of a territory, by their names; «» where the tree has no such level."""

    city: str = ""
    sector: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Member:
    """A party of the panel, or a market (then ``link`` names the territory); ``level`` is its segment or grade."""

    link: Link
    name: str
    category: str = ""
    level: str = ""
    territory: Id | None = None
    places: Places = Places()
    rule: turns.Rule | None = None
    phase: int = 0
    point: Point | None = None
    potential: int = 0
    visit_days: frozenset[int] = frozenset()
    hours: WeekHours = ANY_HOUR

    @property
    def market(self) -> bool:
        """Whether it is a market and not a party."""
        return self.link.kind == Territory.kind.name

    @property
    def grade(self) -> str:
        """Segment or grade as shown: «A»."""
        return SEGMENTS.get(self.level, "")


@dataclass(frozen=True)
class Panel:
    """Whom a person visits and what happened so far.

    done, planned   her visits by party or market
    waiting         visits carried over that have no day yet, by party and month
    """

    person: Id
    members: tuple[Member, ...]
    done: Mapping[Id, Sequence[Visit]]
    planned: Mapping[Id, Sequence[Visit]]
    waiting: Mapping[tuple[Id, str], Visit]
    fiscal_start: int
    today: datetime.date

    @cached_property
    def by_id(self) -> dict[Id, Member]:
        """The members by the id of their party."""
        return {member.link.id: member for member in self.members}

    def target(self, member: Member, month: str) -> int:
        """Visits due to a member in a month (F01); the rule of a market counts once a month."""
        rule = member.rule
        return turns.target(rule, month, month, phase=member.phase, fiscal_start=self.fiscal_start) if rule else 0

    def done_for(self, member: Member, month: str) -> int:
        """Visits done in the months that count for a turn in ``month`` (F02)."""
        first, last = turns.window(member.rule, month) if member.rule else (month, month)
        return sum(first <= month_of(visit.done_on) <= last for visit in self.done[member.link.id] if visit.done_on)

    def planned_in(self, member: Member, month: str) -> int:
        """Visits planned in a month and not logged yet; one carried over comes on top of the target."""
        return sum(month_of(visit.planned_on) == month for visit in self.planned[member.link.id]
                   if visit.planned_on and not visit.carried_from)

    def carried(self, member: Member, month: str) -> Visit | None:
        """The visit carried over to a month that waits for its day; it is lost at the end of that month."""
        return self.waiting.get((member.link.id, month))

    def status(self, member: Member) -> turns.Status:
        """How a member stands today (F14)."""
        ahead = [visit.planned_on for visit in self.planned[member.link.id] if visit.planned_on]
        return turns.status(member.rule, today=self.today, last_done=self.last_done(member),
                            next_planned=max(ahead, default=None))

    def last_done(self, member: Member) -> datetime.date | None:
        """The day of the last visit done."""
        return max((visit.done_on for visit in self.done[member.link.id] if visit.done_on), default=None)

    def busy_days(self, member: Member) -> list[datetime.date]:
        """The days on which a member was or will be visited."""
        days = [visit.done_on for visit in self.done[member.link.id]]
        days += [visit.planned_on for visit in self.planned[member.link.id]]
        return [day for day in days if day]


def panel_of(reader: Reader, person: Id) -> Panel:
    """The panel of a person as her parties are assigned today."""
    today = clock.today()
    since = today - datetime.timedelta(LOOK_BACK)
    done = reader.find(Visit, Where("done_on", AT_LEAST, since), owner=person, state="done")
    planned = reader.find(Visit, Where("planned_on", AT_LEAST, month_start(add_months(month_of(today), -1))),
                          owner=person, state="planned")
    waiting = {(subject(visit).id, month): visit for month, visit in waiting_of(reader, person)}
    return Panel(person, tuple(members_of(reader, person)), _by_party(done), _by_party(planned), waiting,
                 reader.setting("fiscal_start"), today)


def waiting_of(reader: Reader, person: Id) -> list[tuple[str, Visit]]:
    """Visits carried over that have no day yet, each with the month after the one it was missed in."""
    found = reader.find(Visit, Where("planned_on", EMPTY), Where("carried_from", FILLED), owner=person,
                        state="planned")
    missed = [(visit, reader.maybe(Visit, visit.carried_from)) for visit in found]
    return [(add_months(month_of(before.planned_on), 1), visit) for visit, before in missed
            if before and before.planned_on]


def subject(visit: Visit) -> Link:
    """Whom a visit is to: its party, or the territory of a market visit."""
    return visit.party or Link(Territory.kind.name, visit.territory or "")


def members_of(reader: Reader, person: Id) -> list[Member]:
    """Active clients, distributors and agents on trial or active, and the markets the person manages."""
    tree = {each.id: each for each in reader.find(Territory)}
    # Thousands of parties follow a handful of rules: each sort of party is asked for once.
    rules = cache(partial(turns.rule_for, [rule_of(each) for each in reader.find(VisitFrequency)]))
    members = [_client(each, tree, rules) for each in reader.find(Client, owner=person, status="active")]
    partners = reader.find(Distributor, Where("stage", IN, ("trial", "active")), owner=person)
    return members + [_partner(each, tree, rules) for each in partners] + _markets(reader, tree, person)


def rule_of(frequency: VisitFrequency) -> turns.Rule:
    """A frequency as the methods know it."""
    return turns.Rule(frequency.id, frequency.name, frequency.visits or 0, frequency.months,
                      frozenset(frequency.applies_to), frequency.segment or frequency.grade or "",
                      frequency.min_gap_days or 0)


def point_of(geo: Geo | None) -> Point | None:
    """A place in degrees."""
    return (geo.latitude / MICRO, geo.longitude / MICRO) if geo else None


def places_of(tree: Mapping[Id, Territory], at: Id | None) -> Places:
    """City, sector and zone that hold a territory, itself included."""
    names = {each.level: each.name for each in reversed(list(_upwards(tree, at)))}
    return Places(names.get("city", ""), names.get("sector", ""), names.get("zone", ""))


def _client(each: Client, tree: Mapping[Id, Territory], rules: RuleFor) -> Member:
    level = each.segment or ""
    rule = rules(category=each.category or "", level=level, override=each.visit_override)
    return Member(Link("client", each.id), each.name, each.category or "", level, each.territory,
                  places_of(tree, each.territory), rule, each.phase or 0, point_of(each.geo), each.potential or 0,
                  frozenset(_WEEK.index(day) for day in each.visit_days), parse_week(each.visit_hours))


def _partner(each: Distributor, tree: Mapping[Id, Territory], rules: RuleFor) -> Member:
    category = "agent" if each.role == "agent" else "distributor"
    rule = rules(category=category, level=each.grade or "", is_client=False)
    home = next(iter(each.territories), None)
    return Member(Link("distributor", each.id), each.name, category, each.grade or "", home, places_of(tree, home),
                  rule, 0, point_of(each.geo))


def _markets(reader: Reader, tree: Mapping[Id, Territory], person: Id) -> list[Member]:
    """Zones with active clients whose manager (or the one above, when none) is the person (F104)."""
    asked = reader.setting("market_visits")
    rule = turns.Rule("market", visits=asked, min_gap_days=0) if asked else None
    zones = [each for each in tree.values()
             if each.level == "zone" and manager_of(tree, each.id) == person] if rule else []
    return [Member(Link("territory", zone.id), zone.name, "market", "", zone.id, places_of(tree, zone.id), rule, 0,
                   point_of(zone.geo)) for zone in zones
            if reader.count(Client, Where("territory", UNDER, zone.id), status="active")]


def _upwards(tree: Mapping[Id, Territory], at: Id | None) -> Iterable[Territory]:
    seen: set[Id] = set()
    while at and at in tree and at not in seen:
        seen.add(at)
        yield tree[at]
        at = tree[at].parent


def _by_party(visits: Iterable[Visit]) -> Mapping[Id, Sequence[Visit]]:
    found: defaultdict[Id, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[subject(visit).id].append(visit)
    return found


def month_days(month: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a month."""
    return month_start(month), month_end(month)

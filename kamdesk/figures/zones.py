"""F104 Markets visited: zones with active clients that had a market visit in the month (product/05 §5.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.calendars import calendar_for
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import PERCENT, Ask, Figure, Scope, ratio
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import month_range
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.store import Reader
from kamdesk.words import N_, _

NOT_ASKED, NO_MARKETS = N_("market visits are not asked for"), N_("no market with active clients")
NONE_IN_CHARGE = N_("no market in charge with active clients")
READS = ("visit", "client", "territory", "person", "setting")


@dataclass(frozen=True)
class Markets:
    """Markets due and those visited, each with the months: (zone, month)."""

    due: frozenset[tuple[Id, str]]
    visited: frozenset[tuple[Id, str]]


def manager_of(tree: Mapping[Id, Territory], zone: Id) -> Id | None:
    """Who is in charge of a zone: its manager, else that of the nearest level above that has one."""
    seen: set[Id] = set()
    at = tree.get(zone)
    while at is not None and at.id not in seen:
        if at.manager:
            return at.manager
        seen.add(at.id)
        at = tree.get(at.parent or "")
    return None


def _visit_rows(facts: Facts, ask: Ask) -> Rows:
    return Rows(Visit.kind, facts.zones.visit_ids(ask, ask.until))


@figure("F104", N_("Markets visited"), unit=PERCENT,
        formula=N_("Markets with a visit of the market in the month ÷ markets due × 100"),
        reads=(*READS, "non_working_day"), rows=_visit_rows)
def markets_visited(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Markets with ≥ 1 done market visit, at the zone or below it, ÷ markets with active clients × 100, by month."""
    share = calendar_for(facts.reader, ask.scope).elapsed_share(ask.period.start, ask.until, ask.period.end)
    asked = bool(facts.reader.setting("market_visits"))
    found = {}
    for key, each in (_parts(facts, ask) if asked else {None: Markets(frozenset(), frozenset())}).items():
        seen, due = Fraction(len(each.visited & each.due)), Fraction(len(each.due))
        value = ratio(seen, due)
        nothing = NONE_IN_CHARGE if ask.scope.person else NO_MARKETS
        reason = "" if value is not None else nothing if asked else NOT_ASKED
        status = high(facts.reader, "F104", value, share=share) if share else None
        found[key] = Figure("F104", PERCENT, value, seen, due, ask.until, ask.period, ask.scope, key, status, reason)
    return found


def _parts(facts: Facts, ask: Ask) -> dict[Key, Markets]:
    """The markets of the scope under the keys of the breakdown."""
    tree = {each.id: each for each in facts.reader.find(Territory)}
    zones = _mine(facts.reader, tree, facts.zones.due(ask), ask.scope)
    months = month_range(ask.period.first_month, ask.period.last_month)
    due = [(zone, month) for zone in zones for month in months]
    visited = frozenset(facts.zones.visited(ask, ask.until))
    keyed: dict[Key, set[tuple[Id, str]]] = defaultdict(set)
    if ask.by is None:
        keyed[None] = set()
    for zone, month in due:
        keyed[_key(tree, ask.by, zone, month)].add((zone, month))
    return {key: Markets(frozenset(part), visited & part) for key, part in keyed.items()}


def _key(tree: Mapping[Id, Territory], by: str | None, zone: Id, month: str) -> Key:
    if by in ("market", "territory"):
        return zone
    if by == "person":
        return manager_of(tree, zone) or ""
    if by == "month":
        return month
    if by is None:
        return None
    raise Problem(_("This figure cannot be divided by that."), field="by")


def _mine(reader: Reader, tree: Mapping[Id, Territory], zones: Iterable[Id], scope: Scope) -> list[Id]:
    """The zones a person answers for, herself or through her team; without a person all of them."""
    if not scope.person:
        return list(zones)
    team = [scope.person]
    people = reader.find(Person) if not scope.alone else []
    for boss in team:  # grows while it is read
        team.extend(each.id for each in people if each.manager == boss and each.id not in team)
    return [zone for zone in zones if manager_of(tree, zone) in team]

"""The panel in turn as SQL: today's parties by their rule, and the frozen panel of closed cycles."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    union_all,
    values,
)
from sqlalchemy import Integer as Whole

from db.figures.rollup_tables import CLASS, PARTY
from db.figures.scopes import Attribution, of_party
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.facts import Turn
from kamdesk.figures.model import Ask, Scope
from kamdesk.kinds import kind_of

_OF_PARTY = ("territory", "person", "channel", "category", "segment")


def closed_cycles(cycle: Any) -> ColumnElement[bool]:
    """Cycles whose panel is frozen for good."""
    return and_(cycle.c.state == "closed", cycle.c.archived == 0)


def countable(ask: Ask) -> bool:
    """Whether parties can be counted by class: nobody asks for single ones."""
    return ask.by not in ("client", "distributor") and not (ask.scope.client or ask.scope.distributor)


def of_parties(scope: Scope) -> Scope:
    """What of a scope says which parties; line and product say which visits."""
    return replace(scope, line=None, product=None)


def _classes(source: FromClause) -> Attribution:
    c = CLASS.c
    return Attribution({"territory": c.territory, "person": c.owner, "channel": c.channel, "category": c.category,
                        "segment": c.level}, source)


def class_sizes(ask: Ask, turns: Sequence[Turn]) -> Select[Any]:
    """(key, parties in turn, visits due, 0) from the counts by class."""
    turn, c = _turns(turns).cte("turns"), CLASS.c
    fact, key = _classes(CLASS.join(turn, turn.c.party_class == c.turn)).by(ask.by)
    sums = (func.sum(c.n), func.sum(c.n * turn.c.target), literal(0))
    chosen = (c.active == 1, c.archived == 0, turn.c.target > 0, fact.within(of_parties(ask.scope)))
    return select(key.label("key"), *sums).select_from(fact.source).where(*chosen).group_by("key")


def member_sizes(ask: Ask, turns: Sequence[Turn]) -> Select[Any]:
    """(key, parties in turn, visits due, frozen ones) from the members one by one."""
    member = members(turns, ask.scope)
    (fact, key), m = member.by(ask.by), member.source.c
    return (select(key.label("key"), func.count(), func.sum(m.target), func.sum(m.frozen)).select_from(fact.source)
            .where(fact.within(of_parties(ask.scope))).group_by("key"))


def visited(ask: Ask, turns: Sequence[Turn], until: datetime.date, conditions: Sequence[Any]) -> Select[Any]:
    """(key, parties visited, visits done, done up to those due, parties with all due)."""
    each = _seen(ask, turns, until, conditions, members(turns, ask.scope)).subquery("seen")
    fact, key = Attribution({name: each.c[name] for name in (*_OF_PARTY, "client", "distributor")}, each).by(ask.by)
    n, target = each.c.n, each.c.target
    return (select(key.label("key"), func.count(), func.sum(n), func.sum(func.min(n, target)),
                   func.count().filter(n >= target)).select_from(fact.source).group_by("key"))


def listed(ask: Ask, turns: Sequence[Turn], until: datetime.date, conditions: Sequence[Any]) -> Select[Any]:
    """(kind code, party, visits due, visits done) of each member."""
    member = members(turns, ask.scope)
    seen, m = _seen(ask, turns, until, conditions, member).subquery("seen"), member.source.c
    return (select(m.kind, m.pk, m.target, func.coalesce(seen.c.n, 0))
            .select_from(member.source.outerjoin(seen, seen.c.pk == m.pk))
            .where(member.within(of_parties(ask.scope))).order_by(m.pk))


def _seen(ask: Ask, turns: Sequence[Turn], until: datetime.date, conditions: Sequence[Any],
          member: Attribution) -> Select[Any]:
    """Members with the done visits each received from the first day that counts."""
    m, visit = member.source.c, table_of(kind_of("visit"))
    earliest = min(turn.since for turn in turns).isoformat()
    whose = (member.columns[name].label(name) for name in (*_OF_PARTY, "client", "distributor"))
    return (select(m.pk, m.target, func.count().label("n"), *whose)
            .select_from(visit.join(member.source, m.pk == visit.c.party))
            .where(visit.c.archived == 0, visit.c.state == "done", visit.c.done_on.between(earliest, until.isoformat()),
                   visit.c.done_on >= m.since, member.within(of_parties(ask.scope)), *conditions)
            .group_by(visit.c.party))


def party_counts(ask: Ask) -> Select[Any]:
    """(key, active parties, parties no longer active)."""
    counted = countable(ask)
    fact, key = (_classes(CLASS) if counted else Attribution(of_party(PARTY.c.pk), PARTY)).by(ask.by)
    n: ColumnElement[int] = CLASS.c.n if counted else literal(1)
    c = CLASS.c if counted else PARTY.c
    there, gone = and_(c.active == 1, c.archived == 0), or_(c.active == -1, c.archived == 1)
    return (select(key.label("key"), func.sum(n).filter(there), func.sum(n).filter(gone)).select_from(fact.source)
            .where(fact.within(of_parties(ask.scope))).group_by("key"))


def members(turns: Sequence[Turn], scope: Scope) -> Attribution:
    """One row a party: kind, visits due in the period, the first day whose visits count, frozen or not.

    Where a scope names one party, its row alone.
    """
    one = scope.client or scope.distributor
    months = [turn.month for turn in turns if turn.month]
    rows = _live(turns, one) if not months else union_all(_live(turns, one), _frozen(turns, set(months), one))
    each = rows.subquery("rows")
    # A party in several months is one party; where its months differ the greatest value stands, whatever their order.
    merged = select(each.c.pk, func.max(each.c.kind).label("kind"), func.sum(each.c.target).label("target"),
                    func.min(each.c.since).label("since"), func.max(each.c.frozen).label("frozen"),
                    *(func.max(each.c[name]).label(name) for name in _OF_PARTY)).group_by(each.c.pk)
    member = (merged if months else select(each)).cte("member")
    c = member.c
    kinds = {name: func.iif(c.kind == kind_of(name).code, c.pk, None) for name in ("client", "distributor")}
    return Attribution({**{name: c[name] for name in _OF_PARTY}, **kinds}, member)


def _turns(turns: Sequence[Turn]) -> Any:
    columns = (column("party_class", String), column("month", String), column("target", Whole), column("since", String))
    data = [(turn.party_class, turn.month, turn.target, turn.since.isoformat()) for turn in turns]
    return values(*columns, name="turn").data(data)


def _live(turns: Sequence[Turn], one: Id | None) -> Select[Any]:
    """Active parties by their class, but for persons whose cycle of the month is closed."""
    turn, cycle = _turns(turns).cte("turns"), table_of(kind_of("visit_cycle"))
    closed = select(cycle.c.id).where(closed_cycles(cycle), cycle.c.person == PARTY.c.owner,
                                      cycle.c.month == turn.c.month).exists()
    return (select(PARTY.c.pk, PARTY.c.kind, turn.c.target, turn.c.since, literal(0).label("frozen"), PARTY.c.territory,
                   PARTY.c.owner.label("person"), PARTY.c.channel, PARTY.c.category, PARTY.c.level.label("segment"))
            .join(turn, turn.c.party_class == PARTY.c.turn)
            .where(PARTY.c.active == 1, PARTY.c.archived == 0, turn.c.target > 0, or_(turn.c.month == "", ~closed),
                   *([PARTY.c.pk == one] if one else [])))


def _frozen(turns: Sequence[Turn], months: set[str], one: Id | None) -> Select[Any]:
    """The panel that closed cycles keep; visits count from the window of the party's rule, else from the month."""
    turn, cycle = _turns(turns).cte("frozen_turns"), table_of(kind_of("visit_cycle"))
    client = table_of(kind_of("cycle_client"))
    since = func.coalesce(turn.c.since, func.concat(cycle.c.month, "-01"))
    joined = (client.join(cycle, cycle.c.id == client.c.cycle).outerjoin(PARTY, PARTY.c.pk == client.c.party)
              .outerjoin(turn, and_(turn.c.party_class == PARTY.c.turn, turn.c.month == cycle.c.month)))
    return (select(client.c.party, client.c.party_kind, client.c.target, since, literal(1), client.c.territory,
                   client.c.owner, PARTY.c.channel, PARTY.c.category, client.c.segment).select_from(joined)
            .where(closed_cycles(cycle), cycle.c.month.in_(months), client.c.archived == 0, client.c.target > 0,
                   *([client.c.party == one] if one else [])))

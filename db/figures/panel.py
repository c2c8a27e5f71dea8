"""The panel in turn as SQL: today's parties by their rule, and the frozen panel of closed cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, column, func, literal, or_, select, union_all, values
from sqlalchemy import Integer as Whole

from db.figures.rollup_tables import PARTY
from db.figures.scopes import Attribution
from db.schema import table_of
from kamdesk.figures.facts import Turn
from kamdesk.kinds import kind_of

_OF_PARTY = ("territory", "person", "channel", "category", "segment")


def closed_cycles(cycle: Any) -> ColumnElement[bool]:
    """Cycles whose panel is frozen for good."""
    return and_(cycle.c.state == "closed", cycle.c.archived == 0)


def members(turns: Sequence[Turn]) -> Attribution:
    """One row a party: kind, visits due in the period, the first day whose visits count, frozen or not."""
    months = [turn.month for turn in turns if turn.month]
    rows = _live(turns) if not months else union_all(_live(turns), _frozen(turns, set(months)))
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


def _live(turns: Sequence[Turn]) -> Select[Any]:
    """Active parties by their class, but for persons whose cycle of the month is closed."""
    turn, cycle = _turns(turns).cte("turns"), table_of(kind_of("visit_cycle"))
    closed = select(cycle.c.id).where(closed_cycles(cycle), cycle.c.person == PARTY.c.owner,
                                      cycle.c.month == turn.c.month).exists()
    return (select(PARTY.c.pk, PARTY.c.kind, turn.c.target, turn.c.since, literal(0).label("frozen"), PARTY.c.territory,
                   PARTY.c.owner.label("person"), PARTY.c.channel, PARTY.c.category, PARTY.c.level.label("segment"))
            .join(turn, turn.c.party_class == PARTY.c.turn)
            .where(PARTY.c.active == 1, PARTY.c.archived == 0, turn.c.target > 0, or_(turn.c.month == "", ~closed)))


def _frozen(turns: Sequence[Turn], months: set[str]) -> Select[Any]:
    """The panel that closed cycles keep; visits count from the window of the party's rule, else from the month."""
    turn, cycle = _turns(turns).cte("frozen_turns"), table_of(kind_of("visit_cycle"))
    client = table_of(kind_of("cycle_client"))
    since = func.coalesce(turn.c.since, func.concat(cycle.c.month, "-01"))
    joined = (client.join(cycle, cycle.c.id == client.c.cycle).outerjoin(PARTY, PARTY.c.pk == client.c.party)
              .outerjoin(turn, and_(turn.c.party_class == PARTY.c.turn, turn.c.month == cycle.c.month)))
    return (select(client.c.party, client.c.party_kind, client.c.target, since, literal(1), client.c.territory,
                   client.c.owner, PARTY.c.channel, PARTY.c.category, client.c.segment).select_from(joined)
            .where(closed_cycles(cycle), cycle.c.month.in_(months), client.c.archived == 0, client.c.target > 0))

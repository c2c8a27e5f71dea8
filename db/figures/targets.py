"""Which targets a question is about: the topmost ones within its scope, so that no level counts twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from db.figures.rollup_tables import PARTY, PLACE
from db.figures.scopes import branch, of_people
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.facts import Key, MoneyPart, MoneyParts
from kamdesk.figures.model import Ask, Scope
from kamdesk.kinds import kind_of

_NODES = ("territory", "person", "distributor", "client")


@dataclass(frozen=True)
class _Target:
    id: Id
    parent: Id | None
    key: str
    currency: str


def asked_of(connection: Connection, ask: Ask, measure: str) -> MoneyParts:
    """Values of the months of the period by key and month; plans in force, else closed ones of their year."""
    found = _candidates(connection, ask, measure)
    chosen = _topmost(found) if ask.by in (None, "month", "market") else _lowest(found)
    month, target = table_of(kind_of("target_month")), table_of(kind_of("target"))
    values = (select(month.c.target, month.c.month, func.sum(month.c.value)).join(target, target.c.id == month.c.target)
              .where(month.c.archived == 0, month.c.month.between(ask.period.first_month, ask.period.last_month),
                     target.c.plan.in_(_plans(ask, measure))).group_by(month.c.target, month.c.month))
    parts: dict[Key, list[MoneyPart]] = defaultdict(list)
    for id_, in_month, value in connection.execute(values):
        if id_ in chosen:
            key = None if ask.by is None else in_month if ask.by == "month" else chosen[id_].key
            parts[key].append(MoneyPart(in_month, chosen[id_].currency, value, 1))
    return parts


def _topmost(found: Mapping[Id, _Target]) -> dict[Id, _Target]:
    """Targets whose amount is in no other of the same key.

    One without a key is left out where it only holds, or is held by, targets that have one.
    """
    above = {id_: _ancestors(found, id_) for id_ in found}
    shared = {up for id_, each in found.items() if each.key for up in above[id_] if not found[up].key}
    return {id_: each for id_, each in found.items() if id_ not in shared
            and not any(found[up].key == each.key or (found[up].key and not each.key) for up in above[id_])}


def _ancestors(found: Mapping[Id, _Target], id_: Id) -> list[Id]:
    """What a target hangs on, the nearest first; a circle ends where it began."""
    up: list[Id] = []
    parent = found[id_].parent
    while parent is not None and parent in found and parent not in up and parent != id_:
        up.append(parent)
        parent = found[parent].parent
    return up


def _lowest(found: Mapping[Id, _Target]) -> dict[Id, _Target]:
    """Targets with a key of their own that is not divided among other keys."""
    divided = {each.parent for each in found.values() if each.key and each.parent and each.parent in found
               and found[each.parent].key != each.key}
    return {id_: each for id_, each in _topmost(found).items() if each.key and id_ not in divided}


def _plans(ask: Ask, measure: str) -> Any:
    plan = table_of(kind_of("target_plan"))
    other = plan.alias()
    replaced = select(other.c.id).where(other.c.year == plan.c.year, other.c.measure == plan.c.measure,
                                        other.c.state == "in_force", other.c.archived == 0).exists()
    return select(plan.c.id).where(
        plan.c.measure == measure, plan.c.archived == 0,
        plan.c.year.between(ask.period.start.year, ask.period.end.year),
        or_(plan.c.state == "in_force", and_(plan.c.state == "closed", ~replaced)))


def _candidates(connection: Connection, ask: Ask, measure: str) -> dict[Id, _Target]:
    target, plan, person = (table_of(kind_of(name)) for name in ("target", "target_plan", "person"))
    product = table_of(kind_of("product"))
    territory = case((_is(target, "territory"), target.c.node), (_is(target, "person"), person.c.territory),
                     else_=PARTY.c.territory)
    line = func.coalesce(target.c.line, product.c.line)
    joined = (target.join(plan, plan.c.id == target.c.plan).outerjoin(person, person.c.id == target.c.node)
              .outerjoin(PARTY, PARTY.c.pk == target.c.node).outerjoin(product, product.c.id == target.c.product)
              .outerjoin(PLACE, PLACE.c.pk == territory))
    key = _key(ask.by, target, line=line, market=PLACE.c.market)
    chosen = select(target.c.id, target.c.parent, func.coalesce(key, ""), func.coalesce(plan.c.currency, "")).where(
        target.c.archived == 0, target.c.plan.in_(_plans(ask, measure)),
        *_within(ask.scope, target, territory=territory, line=line))
    return {row[0]: _Target(*row) for row in connection.execute(chosen.select_from(joined))}


def _is(target: Any, kind: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = target.c.node_kind == kind_of(kind).code
    return found


def _key(by: str | None, target: Any, *, line: Any, market: Any) -> ColumnElement[Any]:
    if by in _NODES:
        return case((_is(target, str(by)), target.c.node), else_="")
    found: ColumnElement[Any] = {"line": line, "product": target.c.product, "market": market}.get(by or "", literal(""))
    return found


def _within(scope: Scope, target: Any, *, territory: Any, line: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if scope.territory:
        conditions.append(territory.in_(branch(scope.territory)))
    if scope.person:
        conditions += [_is(target, "person"), of_people(target.c.node, scope)]
    for kind in ("distributor", "client"):
        wanted = getattr(scope, kind)
        if wanted:
            conditions += [_is(target, kind), target.c.node == wanted]
    if scope.line:
        conditions.append(line == scope.line)
    if scope.product:
        conditions.append(target.c.product == scope.product)
    if scope.channel:
        conditions.append(PARTY.c.channel == scope.channel)
    return conditions

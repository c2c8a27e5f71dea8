"""The SQL behind visits: the panel in turn, what was done of it, plans kept and field days."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, true

from db.figures.calculated import effective
from db.figures.panel import (
    class_sizes,
    closed_cycles,
    countable,
    listed,
    member_sizes,
    of_parties,
    party_counts,
    visited,
)
from db.figures.rollup_tables import CLASS, PARTY
from db.figures.scopes import Attribution, of_party, of_people
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.facts import Key, PanelPart, PartyClass, PlanPart, Turn, UniversePart, VisitPart
from kamdesk.figures.model import Ask, Scope
from kamdesk.figures.panel import class_of
from kamdesk.kinds import kind_of

EXCUSES = ("holiday", "leave")


class StoredVisits:
    """``kamdesk.figures.facts.VisitFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def classes(self) -> list[PartyClass]:
        """The classes of the active parties."""
        chosen = select(CLASS.c.turn).where(CLASS.c.active == 1, CLASS.c.archived == 0).distinct()
        return [class_of(turn) for turn in self._connection.execute(chosen).scalars()]

    def closed_months(self, ask: Ask) -> set[str]:
        """Months of the period for which somebody's cycle is closed."""
        cycle = table_of(kind_of("visit_cycle"))
        chosen = select(cycle.c.month).where(closed_cycles(cycle), cycle.c.month.between(
            ask.period.first_month, ask.period.last_month)).distinct()
        return set(self._connection.execute(chosen).scalars())

    def panel(self, ask: Ask, turns: Sequence[Turn], until: datetime.date) -> Mapping[Key, PanelPart]:
        """The panel in turn and the done visits it received: parties are counted by class where that is enough."""
        if not turns:
            return {}
        by_class = countable(ask) and not any(turn.month for turn in turns)
        size = class_sizes(ask, turns) if by_class else member_sizes(ask, turns)
        seen = visited(ask, turns, until, _about(table_of(kind_of("visit")), ask.scope))
        found = {row[0]: PanelPart(parties=row[1], target=row[2], frozen=row[3]) for row in self._rows(size)}
        for key, *sums in self._rows(seen):
            found[key] = replace(found[key], **dict(zip(("visited", "done", "capped", "full"), sums, strict=True)))
        return {key: each for key, each in found.items() if each.parties}

    def _rows(self, chosen: Select[Any]) -> Sequence[Any]:
        return self._connection.execute(chosen).all()

    def panel_ids(self, ask: Ask, turns: Sequence[Turn], until: datetime.date) -> list[tuple[int, Id, int, int]]:
        """The panel itself: (kind code, party, visits due, visits done)."""
        if not turns:
            return []
        conditions = _about(table_of(kind_of("visit")), ask.scope)
        return [(row[0], row[1], row[2], row[3]) for row in self._rows(listed(ask, turns, until, conditions))]

    def universe(self, ask: Ask, until: datetime.date) -> Mapping[Key, UniversePart]:
        """Active parties, those visited in the period, and those that are no longer active."""
        visit = table_of(kind_of("visit"))
        seen = select(visit.c.party).where(*_done(visit, ask, until), *_about(visit, ask.scope)).distinct().subquery()
        fact, key = Attribution(of_party(PARTY.c.pk), PARTY.join(seen, seen.c.party == PARTY.c.pk)).by(ask.by)
        there = and_(PARTY.c.active == 1, PARTY.c.archived == 0)
        visits = (select(key.label("key"), func.count()).select_from(fact.source)
                  .where(there, fact.within(of_parties(ask.scope))).group_by("key"))
        found = {row[0]: UniversePart(row[1] or 0, 0, row[2] or 0) for row in self._rows(party_counts(ask))}
        for of, count in self._rows(visits):
            found[of] = replace(found[of], visited=count)
        return found

    def owners(self, ask: Ask) -> Mapping[Key, set[Id]]:
        """Who answers for active parties."""
        fact, key = Attribution(of_party(PARTY.c.pk), PARTY).by(ask.by)
        chosen = select(key, PARTY.c.owner).select_from(fact.source).where(
            PARTY.c.active == 1, PARTY.c.archived == 0, PARTY.c.owner.is_not(None),
            fact.within(of_parties(ask.scope))).distinct()
        found: dict[Key, set[Id]] = defaultdict(set)
        for of, owner in self._connection.execute(chosen):
            found[of].add(owner)
        return found

    def done(self, ask: Ask, until: datetime.date) -> Mapping[Key, VisitPart]:
        """Done visits of the period."""
        visit = table_of(kind_of("visit"))
        fact, key = _visits().by(ask.by)
        days = func.count(func.distinct(visit.c.done_on + visit.c.owner))
        chosen = (select(key.label("key"), func.count(), func.count().filter(effective(visit, PARTY.c.category)), days)
                  .select_from(fact.source).where(*_done(visit, ask, until), *_of_visits(fact, visit, ask.scope)))
        return {row[0]: VisitPart(*row[1:]) for row in self._connection.execute(chosen.group_by("key"))}

    def field_days(self, ask: Ask, until: datetime.date) -> Mapping[Key, Sequence[tuple[Id, datetime.date]]]:
        """The days on which each person made a visit."""
        visit = table_of(kind_of("visit"))
        fact, key = _visits().by(ask.by)
        chosen = select(key, visit.c.owner, visit.c.done_on).select_from(fact.source).where(
            *_done(visit, ask, until), *_of_visits(fact, visit, ask.scope)).distinct()
        found: dict[Key, list[tuple[Id, datetime.date]]] = defaultdict(list)
        for of, owner, day in self._connection.execute(chosen):
            found[of].append((owner, datetime.date.fromisoformat(day)))
        return found

    def planned(self, ask: Ask, until: datetime.date) -> Mapping[Key, PlanPart]:
        """Visits of the plan, first planned in the period to ``until``; done in the month they were planned for."""
        visit = table_of(kind_of("visit"))
        in_time = func.substr(visit.c.done_on, 1, 7) == func.substr(_first_planned(visit), 1, 7)
        return self._plans(ask, _of_plan(visit, ask, until), in_time)

    def planned_on(self, ask: Ask, on: datetime.date) -> Mapping[Key, PlanPart]:
        """Visits planned for one day, extra ones apart."""
        visit = table_of(kind_of("visit"))
        return self._plans(ask, and_(visit.c.planned_on == on.isoformat(), visit.c.origin == "plan"),
                           visit.c.done_on == on.isoformat())

    def _plans(self, ask: Ask, chosen: ColumnElement[bool], in_time: ColumnElement[bool]) -> Mapping[Key, PlanPart]:
        visit = table_of(kind_of("visit"))
        fact, key = _visits().by(ask.by)
        done = func.count().filter(visit.c.state == "done", in_time)
        excused = func.count().filter(visit.c.state == "cancelled", visit.c.missed_reason.in_(EXCUSES))
        rows = self._connection.execute(
            select(key.label("key"), func.count(), done, excused).select_from(fact.source)
            .where(visit.c.archived == 0, chosen, *_of_visits(fact, visit, ask.scope)).group_by("key"))
        return {row[0]: PlanPart(*row[1:]) for row in rows}

    def plan_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The visits behind plan adherence."""
        visit = table_of(kind_of("visit"))
        return self._ids(visit, ask, visit.c.archived == 0, _of_plan(visit, ask, until))

    def visit_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The done visits of the period."""
        visit = table_of(kind_of("visit"))
        return self._ids(visit, ask, *_done(visit, ask, until))

    def _ids(self, visit: Any, ask: Ask, *conditions: ColumnElement[bool]) -> list[Id]:
        fact = _visits()
        chosen = select(visit.c.id).select_from(fact.source).where(*conditions, *_of_visits(fact, visit, ask.scope))
        return list(self._connection.execute(chosen.order_by(visit.c.planned_on, visit.c.id)).scalars())


def _visits() -> Attribution:
    """Visits belong to their owner, and lie where their party does, those of a market in their territory."""
    visit = table_of(kind_of("visit"))
    columns = {**of_party(visit.c.party), "person": visit.c.owner, "month": func.substr(visit.c.done_on, 1, 7),
               "territory": case((visit.c.party.is_(None), visit.c.territory), else_=PARTY.c.territory)}
    return Attribution(columns, visit.outerjoin(PARTY, PARTY.c.pk == visit.c.party))


def _done(visit: Any, ask: Ask, until: datetime.date) -> list[ColumnElement[bool]]:
    return [visit.c.archived == 0, visit.c.state == "done",
            visit.c.done_on.between(ask.period.start.isoformat(), until.isoformat())]


def _first_planned(visit: Any) -> ColumnElement[Any]:
    return func.coalesce(visit.c.planned_first, visit.c.planned_on)


def _of_plan(visit: Any, ask: Ask, until: datetime.date) -> ColumnElement[bool]:
    days = (ask.period.start.isoformat(), until.isoformat())
    return and_(visit.c.origin == "plan", _first_planned(visit).between(*days))


def _of_visits(fact: Attribution, visit: Any, scope: Scope) -> list[ColumnElement[bool]]:
    return [fact.within(of_parties(scope)), *_about(visit, replace(scope, person=None))]


def _about(visit: Any, scope: Scope) -> list[ColumnElement[bool]]:
    """Visits of a team, and those that told of a product or a line."""
    conditions: list[ColumnElement[bool]] = [true()]
    if scope.person:
        conditions.append(of_people(visit.c.owner, scope))
    if scope.product:
        conditions.append(func.instr(visit.c.products, f'"{scope.product}"') > 0)
    if scope.line:
        product = table_of(kind_of("product"))
        told = func.json_each(visit.c.products).table_valued("value")
        conditions.append(select(told.c.value).where(told.c.value.in_(
            select(product.c.id).where(product.c.line == scope.line))).exists())
    return conditions

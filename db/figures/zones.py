"""The SQL behind markets visited: zones that hold active clients, and those with a done market visit."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from db.figures.rollup_tables import PARTY, PLACE
from db.figures.scopes import branch
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.model import Ask, Scope
from kamdesk.kinds import kind_of


class StoredZones:
    """``kamdesk.figures.facts.ZoneFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, ask: Ask) -> list[Id]:
        """Zones with active clients today, in the territory asked for."""
        client = kind_of("client").code
        chosen = (select(PLACE.c.market).select_from(PARTY.join(PLACE, PLACE.c.pk == PARTY.c.territory))
                  .where(PARTY.c.kind == client, PARTY.c.active == 1, PARTY.c.archived == 0,
                         PLACE.c.market.is_not(None), *_there(ask.scope)).distinct().order_by(PLACE.c.market))
        return list(self._connection.execute(chosen).scalars())

    def visited(self, ask: Ask, until: datetime.date) -> list[tuple[Id, str]]:
        """Zones with a done market visit, at the zone or below it, and the months of those visits."""
        visit = table_of(kind_of("visit"))
        month = func.substr(visit.c.done_on, 1, 7)
        chosen = select(PLACE.c.market, month).select_from(_placed(visit)).where(_done(visit, ask, until)).distinct()
        return [(zone, of) for zone, of in self._connection.execute(chosen)]

    def visit_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The market visits themselves."""
        visit = table_of(kind_of("visit"))
        chosen = (select(visit.c.id).select_from(_placed(visit)).where(_done(visit, ask, until), *_there(ask.scope))
                  .order_by(visit.c.done_on, visit.c.id))
        return list(self._connection.execute(chosen).scalars())


def _placed(visit: Any) -> Any:
    return visit.join(PLACE, PLACE.c.pk == visit.c.territory)


def _done(visit: Any, ask: Ask, until: datetime.date) -> ColumnElement[bool]:
    return and_(visit.c.archived == 0, visit.c.state == "done", visit.c.purpose == "market",
                PLACE.c.market.is_not(None), visit.c.done_on.between(ask.period.start.isoformat(), until.isoformat()))


def _there(scope: Scope) -> list[ColumnElement[bool]]:
    return [PLACE.c.market.in_(branch(scope.territory))] if scope.territory else []

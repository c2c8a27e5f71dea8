"""The SQL behind the sales network: reports that came in time, cities covered, agents signed and their cost."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from db.figures.calculated import COUNTED, is_link, live, of
from db.figures.rollup_tables import PARTY, PLACE, UNDER
from kamdesk.fields import Id
from kamdesk.figures.model import Period
from kamdesk.figures.network_facts import City, Reported, SignedPart, SpentPart

SIGNED = ("agency", "distribution", "recruitment")


class StoredNetwork:
    """``kamdesk.figures.network_facts.NetworkFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reported(self, first: str, last: str, *, day: int) -> Mapping[tuple[Id, str], Reported]:
        """A reading of the first days of a month is of the month before; sell-out counts by the day it was imported.

        Rows typed by hand do not say when they came: they count as in time.
        """
        found: dict[tuple[Id, str], set[str]] = defaultdict(set)
        for name, chosen in (("stock", _stock(first, last, day)), ("sell_out", _sell_out(first, last, day))):
            for distributor, month in self._connection.execute(chosen):
                found[distributor, month].add(name)
        return {key: Reported("stock" in names, "sell_out" in names) for key, names in found.items()}

    def cities(self, on: datetime.date, *, since: str) -> Sequence[City]:
        """One row a city and line."""
        place, line = of("territory"), of("product_line")
        chosen = (select(place.c.id, PLACE.c.market, line.c.id, _covered(place, line, on), _sized(place, line, since))
                  .select_from(place.outerjoin(PLACE, PLACE.c.pk == place.c.id).join(line, literal(1) == 1))
                  .where(live(place), live(line), place.c.level == "city").order_by(place.c.id, line.c.id))
        return [City(city, market, of_line, bool(covered), bool(potential))
                for city, market, of_line, covered, potential in self._connection.execute(chosen)]

    def clients_with_potential(self) -> set[Id]:
        """Cities of active clients whose potential is known."""
        client = of("client")
        joined = client.join(PARTY, PARTY.c.pk == client.c.id).join(PLACE, PLACE.c.pk == PARTY.c.territory)
        chosen = select(PLACE.c.city).select_from(joined).where(
            live(client), PARTY.c.active == 1, client.c.potential > 0, PLACE.c.city.is_not(None)).distinct()
        return set(self._connection.execute(chosen).scalars())

    def signed(self, period: Period, until: datetime.date) -> Sequence[SignedPart]:
        """By day; a contract that names no territory is for those of its party."""
        contract, party = of("contract"), of("distributor")
        joined = contract.join(party, and_(party.c.id == contract.c.party, is_link(contract, "party", "distributor")))
        places = func.coalesce(contract.c.territories, party.c.territories)
        chosen = (select(party.c.recruitment_plan, party.c.id, contract.c.signed_on, places, contract.c.lines)
                  .select_from(joined)
                  .where(live(contract), party.c.recruitment_plan.is_not(None), contract.c.category.in_(SIGNED),
                         contract.c.signed_on.between(period.start.isoformat(), until.isoformat()))
                  .order_by(contract.c.signed_on, contract.c.id))
        return [SignedPart(plan, id_, datetime.date.fromisoformat(on), _ids(territories), _ids(lines))
                for plan, id_, on, territories, lines in self._connection.execute(chosen)]

    def spent(self, period: Period, until: datetime.date) -> Sequence[SpentPart]:
        """Expenses of the plans themselves and of their activities."""
        expense, activity = of("expense"), of("promotion_activity")
        joined = expense.outerjoin(activity, and_(activity.c.id == expense.c.source,
                                                  is_link(expense, "source", "promotion_activity"),
                                                  is_link(activity, "plan", "recruitment_plan")))
        plan = case((is_link(expense, "source", "recruitment_plan"), expense.c.source), else_=activity.c.plan)
        named = (plan.label("of_plan"), func.substr(expense.c.on, 1, 7).label("of_month"),
                 func.coalesce(expense.c.currency, "").label("money"))
        chosen = (select(*named, func.sum(expense.c.amount)).select_from(joined)
                  .where(live(expense), expense.c.state.in_(COUNTED), plan.is_not(None),
                         expense.c.on.between(period.start.isoformat(), until.isoformat()))
                  .group_by("of_plan", "of_month", "money"))
        return [SpentPart(*row) for row in self._connection.execute(chosen)]


def _ids(stored: str | None) -> tuple[Id, ...]:
    """The ids of a refs cell."""
    return tuple(json.loads(stored)) if stored else ()


def _stock(first: str, last: str, day: int) -> Any:
    reading = of("distributor_stock")
    month = func.strftime("%Y-%m", reading.c.on, f"-{day} days")
    return select(reading.c.distributor, month).where(
        live(reading), month.between(first, last)).distinct()


def _sell_out(first: str, last: str, day: int) -> Any:
    sale, batch = of("sales_record"), of("import_batch")
    own = case((is_link(sale, "party", "distributor"), sale.c.party))
    who = func.coalesce(sale.c.via, own)
    due = func.date(sale.c.month.concat("-01"), "+1 month", f"+{day - 1} days")
    came = func.date(batch.c.at, "localtime")
    return select(who, sale.c.month).select_from(sale.outerjoin(batch, batch.c.id == sale.c.batch)).where(
        live(sale), sale.c.flow == "sell_out", sale.c.month.between(first, last), who.is_not(None),
        or_(came.is_(None), came <= due)).distinct()


def _covered(place: Any, line: Any, on: datetime.date) -> ColumnElement[bool]:
    """Somebody active is assigned the line, or all lines, in the city or in what holds it."""
    held, party = of("assignment"), of("distributor")
    day = on.isoformat()
    return select(literal(1)).select_from(
        held.join(party, party.c.id == held.c.assignee).join(UNDER, UNDER.c.above == held.c.territory)).where(
        live(held), live(party), party.c.stage == "active", is_link(held, "assignee", "distributor"),
        UNDER.c.pk == place.c.id, held.c.start <= day, or_(held.c.end.is_(None), held.c.end >= day),
        or_(held.c.line.is_(None), held.c.line == line.c.id)).correlate(place, line).exists()


def _sized(place: Any, line: Any, since: str) -> ColumnElement[bool]:
    """A market size of the line says that somebody buys there."""
    size = of("market_size")
    return select(literal(1)).select_from(size.join(UNDER, UNDER.c.above == size.c.territory)).where(
        live(size), UNDER.c.pk == place.c.id, size.c.line == line.c.id, size.c.measure == "amount", size.c.value > 0,
        or_(size.c.month >= since, size.c.year >= int(since[:4]))).correlate(place, line).exists()



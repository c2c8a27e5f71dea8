"""The SQL behind promotions: sales to the market of a plan, its expenses, its activities due and done."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from db.figures.calculated import spent_on
from db.figures.columns_network import activity_spend
from db.figures.sales import lines
from db.figures.scopes import Attribution, branch
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.model import Ask
from kamdesk.figures.promotion_facts import DonePart, Market, ProductSold
from kamdesk.kinds import kind_of

RAN = ("running", "to_evaluate", "evaluated")
GRACE = datetime.timedelta(days=2)


class StoredPromotions:
    """``kamdesk.figures.promotion_facts.PromotionFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sold(self, market: Market, ask: Ask, first: datetime.date, last: datetime.date, *,
             returned: bool = False) -> Sequence[ProductSold]:
        """Sales to a market by product and month, one query."""
        fact = lines()
        sale = fact.source_table
        chosen = [sale.c.archived == 0, sale.c.flow == "sell_in", sale.c.product.in_(market.products),
                  _dated(sale, first, last), _of_market(fact, market), fact.within(ask.scope)]
        if returned:
            chosen.append(sale.c.category == "return")
        added = (func.coalesce(func.sum(column), 0) for column in (sale.c.units, sale.c.amount))
        rows = select(sale.c.product, sale.c.month, *added).select_from(fact.source).where(*chosen)
        return [ProductSold(*row) for row in self._connection.execute(rows.group_by(sale.c.product, sale.c.month))]

    def spent(self, plan: Id) -> int:
        """Expenses of a plan and its activities."""
        id_ = literal(plan)
        cost = spent_on("promotion_plan", id_) + activity_spend("promotion_plan", id_)
        return int(self._connection.execute(select(cost)).scalar() or 0)

    def activities(self, ask: Ask) -> Mapping[str | None, DonePart]:
        """Activities due and done by key, one query."""
        fact, key = _activities().by(ask.by)
        activity = table_of(kind_of("promotion_activity"))
        done = func.sum(case((activity.c.state == "done", 1), else_=0))
        rows = select(key.label("key"), func.count(), done).select_from(fact.source).where(*_due(ask, fact))
        return {row[0]: DonePart(row[1], row[2]) for row in self._connection.execute(rows.group_by("key"))}

    def activity_ids(self, ask: Ask) -> list[Id]:
        """Those activities by date."""
        fact = _activities()
        activity = table_of(kind_of("promotion_activity"))
        rows = select(activity.c.id).select_from(fact.source).where(*_due(ask, fact))
        return list(self._connection.execute(rows.order_by(activity.c.on, activity.c.id)).scalars())


def _dated(sale: Any, first: datetime.date, last: datetime.date) -> ColumnElement[bool]:
    begins, days = sale.c.month.concat("-01"), (first.isoformat(), last.isoformat())
    whole = and_(begins >= days[0], func.date(begins, "+1 month", "-1 day") <= days[1])
    return and_(sale.c.month.between(days[0][:7], days[1][:7]),  # by the index of months
                or_(sale.c.on.between(*days), and_(sale.c.on.is_(None), whole)))


def _of_market(fact: Attribution, market: Market) -> ColumnElement[bool]:
    if market.clients:
        return fact.columns["client"].in_(market.clients)
    return or_(*(fact.columns["territory"].in_(branch(each)) for each in market.territories)) \
        if market.territories else literal(True)


def _activities() -> Attribution:
    """The activities of promotion plans, attributed to their market and to the person in charge."""
    activity, plan = table_of(kind_of("promotion_activity")), table_of(kind_of("promotion_plan"))
    person = func.iif(activity.c.responsible_kind == kind_of("person").code, activity.c.responsible, plan.c.owner)
    columns = {"territory": activity.c.territory, "person": person, "category": activity.c.category,
               "month": func.substr(activity.c.on, 1, 7), "promotion": plan.c.id}
    return Attribution(columns, activity.join(plan, plan.c.id == activity.c.plan))


def _due(ask: Ask, fact: Attribution) -> list[ColumnElement[bool]]:
    activity, plan = table_of(kind_of("promotion_activity")), table_of(kind_of("promotion_plan"))
    last = func.coalesce(activity.c.until, activity.c.on)
    return [activity.c.archived == 0, plan.c.archived == 0, plan.c.state.in_(RAN), activity.c.state != "cancelled",
            last.between(ask.period.start.isoformat(), ask.until.isoformat()),
            or_(activity.c.state == "done", last < (ask.today - GRACE).isoformat()), fact.within(ask.scope)]

"""The SQL behind sales and targets: roll-ups for whole months, the facts themselves for the rest."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, or_, select, union_all

from db.figures import targets
from db.figures.rollup_tables import PARTY, SALES, TOTALS
from db.figures.scopes import Attribution, asked, of_party
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.facts import Key, MoneyParts, Parts, SalesPart
from kamdesk.figures.model import Ask, Period
from kamdesk.kinds import kind_of

_SUMS = ("sales", "returns", "units", "cost", "costed", "rows", "precise", "monthly")
_ROLLED = ("territory", "person", "distributor", "channel", "market", "month", None)


class StoredSales:
    """``kamdesk.figures.facts.SalesFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sums(self, ask: Ask, until: datetime.date, *, flow: str = "sell_in") -> Parts:
        """Sales of the period to ``until`` by month, one query."""
        if until < ask.period.start:
            return {}
        if not self._later(until):
            until = Period.month(f"{until:%Y-%m}").end
        chosen = [query for query in (_whole_months(ask, until, flow), _days(ask, until, flow)) if query is not None]
        found: dict[Key, list[SalesPart]] = defaultdict(list)
        for row in self._connection.execute(union_all(*chosen) if len(chosen) > 1 else chosen[0]):
            key, month, *sums, archived, amount = row
            found[key].append(SalesPart(month, **dict(zip(_SUMS, sums, strict=True)), archived=(archived, amount)))
        return found

    def _later(self, day: datetime.date) -> bool:
        """Whether sales of the month are dated after a day, or not dated: else the month so far is the whole month."""
        sale = table_of(kind_of("sales_record"))
        month = select(sale.c.id).where(sale.c.month == f"{day:%Y-%m}").limit(1)
        ways = (month.where(sale.c.on > day.isoformat()), month.where(sale.c.on.is_(None)))
        return any(self._connection.execute(way).first() is not None for way in ways)

    def last_day(self) -> datetime.date | None:
        """The day of the last sale that has one."""
        sale = table_of(kind_of("sales_record"))
        last = select(func.max(sale.c.month)).where(sale.c.archived == 0, sale.c.on.is_not(None)).scalar_subquery()
        found = self._connection.execute(select(func.max(sale.c.on)).where(sale.c.month == last)).scalar()
        return None if found is None else datetime.date.fromisoformat(found)

    def targets(self, ask: Ask, measure: str) -> MoneyParts:
        """Targets of the months of the period."""
        return targets.asked_of(self._connection, ask, measure)

    def ids(self, ask: Ask, until: datetime.date, *, flow: str = "sell_in") -> list[Id]:
        """The sales behind a sum."""
        fact = lines()
        sale = fact.source_table
        chosen = select(sale.c.id).select_from(fact.source).where(
            sale.c.archived == 0, sale.c.flow == flow, fact.within(ask.scope), between(sale, ask, until))
        return list(self._connection.execute(chosen.order_by(sale.c.month, sale.c.id)).scalars())


class Lines(Attribution):
    """Sales lines with their attribution."""

    @property
    def source_table(self) -> FromClause:
        """The table of sales."""
        return table_of(kind_of("sales_record"))


def lines() -> Lines:
    """Every sale, attributed: its own territory, seller and channel, else those of its party or distributor."""
    sale = table_of(kind_of("sales_record"))
    via = PARTY.alias("via")
    party = of_party(sale.c.party)
    columns = {
        **party, "territory": func.coalesce(sale.c.territory, PARTY.c.territory),
        "person": func.coalesce(sale.c.seller, PARTY.c.owner),
        "distributor": func.coalesce(sale.c.via, party["distributor"]), "product": sale.c.product,
        "channel": func.coalesce(sale.c.own_channel, via.c.channel, PARTY.c.channel), "month": sale.c.month,
    }
    joined = sale.outerjoin(PARTY, PARTY.c.pk == sale.c.party).outerjoin(via, via.c.pk == sale.c.via)
    return Lines(columns, joined)


def rolled(table: FromClause) -> Attribution:
    """A roll-up, attributed when it was added up."""
    names = [name for name in ("territory", "person", "distributor", "channel", "product", "month") if name in table.c]
    return Attribution({name: table.c[name] for name in names}, table)


def roll_up_for(ask: Ask) -> FromClause | None:
    """The smallest roll-up that can answer, None when only the facts can."""
    wanted = {*asked(ask.scope), ask.by}
    if wanted <= set(_ROLLED):
        return TOTALS
    return SALES if wanted <= {*_ROLLED, "product", "line"} else None


def _whole_months(ask: Ask, until: datetime.date, flow: str) -> Select[Any] | None:
    """The months of the period that lie in it whole, from a roll-up if one knows the answer."""
    months = _inner_months(ask, until)
    if months is None:
        return None
    table = roll_up_for(ask)
    if table is None:
        return _added_lines(ask, flow, table_of(kind_of("sales_record")).c.month.between(*months))
    fact, key = rolled(table).by(ask.by)
    c = table.c
    sums = [func.sum(c[name]) for name in ("sales", "returns", "units", "cost", "costed", "rows")]
    # A whole month needs no split by day: rows of both precisions count.
    parts = [key.label("key"), c.month, *sums, func.sum(c.rows), func.sum(0 * c.rows),
             func.sum(c.archived_rows), func.sum(c.archived_amount)]
    chosen = (c.flow == flow, c.month.between(*months), fact.within(ask.scope))
    return select(*parts).select_from(fact.source).where(*chosen).group_by("key", c.month)


def _days(ask: Ask, until: datetime.date, flow: str) -> Select[Any] | None:
    """The parts of months at both ends of the period, from the facts."""
    sale = table_of(kind_of("sales_record"))
    months = _inner_months(ask, until)
    if months is None:
        return _added_lines(ask, flow, between(sale, ask, until))
    edges = [month for month in (f"{ask.period.start:%Y-%m}", f"{until:%Y-%m}") if not months[0] <= month <= months[1]]
    return _added_lines(ask, flow, and_(sale.c.month.in_(edges), between(sale, ask, until))) if edges else None


def _added_lines(ask: Ask, flow: str, chosen: ColumnElement[bool]) -> Select[Any]:
    fact, key = lines().by(ask.by)
    c = table_of(kind_of("sales_record")).c
    live, amount = c.archived == 0, func.coalesce(c.amount, 0)

    def added(value: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(value).filter(live, *conditions), 0)

    returned = c.category.is_not_distinct_from("return")
    parts = [key.label("key"), c.month, added(amount, ~returned), added(amount, returned), added(c.units),
             added(c.cost), added(amount, c.cost.is_not(None)), added(1), added(1, c.on.is_not(None)),
             added(amount, c.on.is_(None)), func.sum(c.archived), func.sum(c.archived * amount)]
    return (select(*parts).select_from(fact.source).where(c.flow == flow, chosen, *_of_one(ask), fact.within(ask.scope))
            .group_by("key", c.month))


def _of_one(ask: Ask) -> list[ColumnElement[bool]]:
    """The sales that can be those of the one party asked for, in words an index answers."""
    c, scope = table_of(kind_of("sales_record")).c, ask.scope
    one = [c.party == scope.client] if scope.client else []
    return [*one, or_(c.party == scope.distributor, c.via == scope.distributor)] if scope.distributor else one


def between(sale: FromClause, ask: Ask, until: datetime.date) -> ColumnElement[bool]:
    """Days of the period; a row known to the month only counts with its month when the month has begun."""
    first, last = ask.period.start.isoformat(), until.isoformat()
    by_month = and_(sale.c.on.is_(None), sale.c.month.between(f"{ask.period.start:%Y-%m}", f"{until:%Y-%m}"))
    return and_(sale.c.month.between(f"{ask.period.start:%Y-%m}", f"{until:%Y-%m}"),
                or_(sale.c.on.between(first, last), by_month))


def _inner_months(ask: Ask, until: datetime.date) -> tuple[str, str] | None:
    """First and last month that lie whole between the start of the period and ``until``."""
    start, day = ask.period.start, datetime.timedelta(1)
    first = start if start.day == 1 else (start.replace(day=28) + 4 * day).replace(day=1)
    last = until if (until + day).day == 1 else until.replace(day=1) - day
    return (f"{first:%Y-%m}", f"{last:%Y-%m}") if first <= last else None


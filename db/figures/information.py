"""The SQL behind «Cierre de información»: what each source brought, by month and by market or distributor."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, case, func, select

from db.figures.calculated import COUNTED
from db.figures.rollup_tables import PARTY, PLACE, TOTALS
from db.schema import table_of
from kamdesk.figures.facts import SourcePart
from kamdesk.figures.model import Period
from kamdesk.kinds import kind_of


@dataclass(frozen=True)
class Source:
    """Where the rows of a source lie: what counts, its day, month and currency, its amount, whose it is."""

    table: Table
    source: FromClause
    live: ColumnElement[bool]
    month: ColumnElement[Any]
    amount: ColumnElement[Any]
    place: ColumnElement[Any]
    currency: ColumnElement[Any] | None = None
    flow: str = ""  # of sales, by which their roll-up knows at once whether there are any


class StoredInformation:
    """``kamdesk.figures.facts.InformationFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last_day(self, source: str) -> datetime.date | None:
        """The day of the last live record of a source."""
        each = SOURCES[source]()
        known = select(TOTALS.c.month).where(TOTALS.c.flow == each.flow, TOTALS.c.rows > 0).limit(1)
        if each.flow and self._connection.execute(known).first() is None:
            return None
        day = each.table.c.on
        found = self._connection.execute(select(day).where(each.live, day.is_not(None)).order_by(day.desc()).limit(1))
        last = found.scalar()
        return None if last is None else datetime.date.fromisoformat(last)

    def monthly(self, source: str, period: Period) -> Mapping[tuple[str, str], SourcePart]:
        """Rows and sums of a source by (market or distributor, month)."""
        each = SOURCES[source]()
        currency = func.coalesce(each.currency, "") if each.currency is not None else func.coalesce("", "")
        named = (func.coalesce(each.place, "").label("place"), each.month.label("of_month"), currency.label("money"))
        chosen = (select(*named, func.count(), func.coalesce(func.sum(each.amount), 0)).select_from(each.source)
                  .where(each.live, each.month.between(period.first_month, period.last_month))
                  .group_by("place", "of_month", "money"))
        rows: dict[tuple[str, str], int] = defaultdict(int)
        sums: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for place, month, money, count, amount in self._connection.execute(chosen):
            rows[place, month] += count
            sums[place, month][money] = amount
        return {key: SourcePart(count, sums[key]) for key, count in rows.items()}


def _of_market(table: Table, own: ColumnElement[Any]) -> tuple[FromClause, ColumnElement[Any]]:
    """The source joined with the market of a territory."""
    return table.outerjoin(PLACE, PLACE.c.pk == own), PLACE.c.market


def _of_party(table: Table) -> tuple[FromClause, ColumnElement[Any]]:
    """The market of a row's own territory, else of its party's."""
    joined = table.outerjoin(PARTY, PARTY.c.pk == table.c.party)
    return (joined.outerjoin(PLACE, PLACE.c.pk == func.coalesce(table.c.territory, PARTY.c.territory)),
            PLACE.c.market)


def _sales() -> Source:
    sale = table_of(kind_of("sales_record"))
    source, place = _of_party(sale)
    return Source(sale, source, and_(sale.c.archived == 0, sale.c.flow == "sell_in"), sale.c.month,
                  sale.c.amount, place, flow="sell_in")


def _sell_out() -> Source:
    sale = table_of(kind_of("sales_record"))
    return Source(sale, sale, and_(sale.c.archived == 0, sale.c.flow == "sell_out"), sale.c.month, sale.c.amount,
                  sale.c.via, flow="sell_out")


def _invoices() -> Source:
    invoice = table_of(kind_of("invoice"))
    source, place = _of_party(invoice)
    signed = case((invoice.c.category == "credit_note", -invoice.c.amount), else_=invoice.c.amount)
    live = and_(invoice.c.archived == 0, invoice.c.category.is_distinct_from("opening_balance"))
    return Source(invoice, source, live, func.substr(invoice.c.on, 1, 7), signed, place, invoice.c.currency)


def _payments() -> Source:
    payment = table_of(kind_of("payment"))
    source, place = _of_party(payment)
    return Source(payment, source, payment.c.archived == 0, func.substr(payment.c.on, 1, 7), payment.c.amount, place,
                  payment.c.currency)


def _expenses() -> Source:
    expense, line, budget = (table_of(kind_of(name)) for name in ("expense", "budget_line", "budget"))
    joined = (expense.outerjoin(line, line.c.id == expense.c.line).outerjoin(budget, budget.c.id == line.c.budget)
              .outerjoin(PLACE, PLACE.c.pk == func.coalesce(line.c.territory, budget.c.territory)))
    live = and_(expense.c.archived == 0, expense.c.state.in_(COUNTED))
    return Source(expense, joined, live, func.substr(expense.c.on, 1, 7), expense.c.amount, PLACE.c.market,
                  expense.c.currency)


def _stock() -> Source:
    reading = table_of(kind_of("distributor_stock"))
    return Source(reading, reading, reading.c.archived == 0, func.substr(reading.c.on, 1, 7), reading.c.units,
                  reading.c.distributor)


SOURCES: Mapping[str, Callable[[], Source]] = {
    "sales": _sales, "invoices": _invoices, "payments": _payments, "expenses": _expenses, "stock": _stock,
    "sell_out": _sell_out}

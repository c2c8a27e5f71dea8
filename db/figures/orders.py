"""The SQL behind orders: confirmed, still to deliver, how late payments came, promises, where lots went."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from db.figures.calculated import half_away, of
from db.figures.columns_sales import TO_MINOR, net_price
from db.figures.receivables import due_day
from db.figures.rollup_tables import BOUGHT, PARTY
from db.figures.scopes import Attribution, of_party
from db.figures.shelves import Shelves
from kamdesk.fields import Id, Link
from kamdesk.figures.facts import DeliveredPart, Key, MoneyPart, MoneyParts
from kamdesk.figures.model import Ask
from kamdesk.figures.order_facts import LatePart, LotPart, LotStock, PendingPart, PromisePart, ShelfPart
from kamdesk.kinds import kind_by_code, kind_of

_PENDING = ("order", "currency", "quantity", "price", "discount", "tax_rate")
_PROMISED = ("kept", "partly_kept", "broken", "pending", "rescheduled")
RECEIVED = ("received", "resolved")


class StoredOrders:
    """``kamdesk.figures.order_facts.OrderFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def confirmed(self, ask: Ask, until: datetime.date) -> MoneyParts:
        """Confirmed orders dated in the period, net of tax; of cancelled ones what was delivered."""
        order, line = of("order"), of("order_line")
        handed = _handed(until)
        quantity = case((order.c.state == "cancelled", func.coalesce(handed.c.quantity, 0)), else_=line.c.quantity)
        worth = half_away(quantity * net_price(line), literal(TO_MINOR))
        fact, key = _lines(handed).by(ask.by)
        month, currency = func.substr(order.c.on, 1, 7), func.coalesce(order.c.currency, "")
        chosen = (select(key.label("key"), month.label("month"), currency.label("money"), func.sum(worth),
                         func.count(order.c.id.distinct())).select_from(fact.source)
                  .where(*_dated(ask, until), fact.within(ask.scope)).group_by("key", "month", "money"))
        found: dict[Key, list[MoneyPart]] = defaultdict(list)
        for row in self._connection.execute(chosen):
            found[row[0]].append(MoneyPart(*row[1:]))
        return found

    def order_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The confirmed orders of the period."""
        order, fact = of("order"), _lines(_handed(until))
        chosen = select(order.c.id).distinct().select_from(fact.source).where(*_dated(ask, until),
                                                                              fact.within(ask.scope))
        return list(self._connection.execute(chosen.order_by(order.c.id)).scalars())

    def pending(self, ask: Ask, on: datetime.date) -> Mapping[Key, Sequence[PendingPart]]:
        """Lines of confirmed orders with something to deliver on a day."""
        handed = _handed(on)
        fact, key = _lines(handed).by(ask.by)
        found: dict[Key, list[PendingPart]] = defaultdict(list)
        for row in self._connection.execute(_waiting(fact, handed, key, on).where(fact.within(ask.scope))):
            found[row[0]].append(_pending(row[1:]))
        return found

    def on_the_way(self, buyer: Id, on: datetime.date) -> tuple[Sequence[DeliveredPart], Sequence[PendingPart]]:
        """What a buyer received, and what it has still to receive, of its own orders."""
        return self._ways(on, of("order").c.buyer == buyer).get(buyer, ((), ()))

    def buyers(self, on: datetime.date) -> Mapping[Id, tuple[Sequence[DeliveredPart], Sequence[PendingPart]]]:
        """``on_the_way`` of every buyer."""
        return self._ways(on)

    def _ways(self, on: datetime.date, *conditions: ColumnElement[bool]) -> dict[
            Id, tuple[list[DeliveredPart], list[PendingPart]]]:
        handed, order = _handed(on), of("order")
        fact = _lines(handed)
        found: dict[Id, tuple[list[DeliveredPart], list[PendingPart]]] = defaultdict(lambda: ([], []))
        for row in self._connection.execute(_waiting(fact, handed, order.c.buyer, on).where(*conditions)):
            found[row[0]][1].append(_pending(row[1:]))
        for row in self._connection.execute(_received(fact, handed, on).where(*conditions)):
            values = dict(zip((*_PENDING, "invoiced"), row[1:-1], strict=True))
            found[row[0]][0].append(DeliveredPart(**values, last=datetime.date.fromisoformat(row[-1])))
        return found

    def first_sale_month(self) -> str | None:
        """The month of the first company sale."""
        first = select(func.min(BOUGHT.c.month)).where(BOUGHT.c.month != "")
        found: str | None = self._connection.execute(first).scalar()
        return found

    def new_buyers(self, ask: Ask, until: datetime.date, before: tuple[str, str]) -> Mapping[Key, int]:
        """Parties that bought in the months of the period and in none of the months ``before`` (first, last)."""
        fact, key = Attribution(of_party(PARTY.c.pk), PARTY).by(ask.by)
        chosen = select(key.label("key"), func.count()).select_from(fact.source).where(
            _bought(ask.period.first_month, f"{until:%Y-%m}"), ~_bought(*before),
            fact.within(ask.scope)).group_by("key")
        return {row[0]: row[1] for row in self._connection.execute(chosen)}

    def shelves(self, ask: Ask, since: datetime.date, until: datetime.date) -> Mapping[Key, ShelfPart]:
        """Active pharmacies with a product of the scope by its sales and shelf checks of some days."""
        chosen = Shelves(ask, since, until).counted(ask.by)
        return {row[0]: ShelfPart(*row[1:]) for row in self._connection.execute(chosen) if row[1]}

    def without_product(self, ask: Ask, since: datetime.date, until: datetime.date) -> list[Id]:
        """The pharmacies without it."""
        return list(self._connection.execute(Shelves(ask, since, until).lacking()).scalars())

    def lateness(self, ask: Ask, until: datetime.date) -> Mapping[Key, Sequence[LatePart]]:
        """Allocations of the payments of the period, weighted by the days they came late."""
        found: dict[Key, list[LatePart]] = defaultdict(list)
        for row in self._connection.execute(_late(ask, until)):
            key, month, currency, amount, weighted, rows, undated, without, credited, credit = row
            found[key].append(LatePart(month, currency, amount, weighted, rows, (undated, without),
                                       (credited, credit)))
        return found

    def promises(self, ask: Ask, until: datetime.date) -> Mapping[Key, PromisePart]:
        """Promises due in the period."""
        promise, later = of("payment_promise"), of("payment_promise").alias("later")
        source = promise.outerjoin(PARTY, PARTY.c.pk == promise.c.party)
        fact, key = Attribution({**of_party(promise.c.party), "month": func.substr(promise.c.due, 1, 7)},
                                source).by(ask.by)
        # The promise that took its place was made the day it was put off.
        moved = select(func.min(later.c.promised_on)).where(
            later.c.party == promise.c.party, later.c.id != promise.c.id,
            later.c.promised_on >= promise.c.promised_on).scalar_subquery()
        sums = [func.count().filter(promise.c.state == name) for name in _PROMISED]
        late = func.count().filter(promise.c.state == "rescheduled", moved > promise.c.due)
        chosen = select(key.label("key"), *sums, late).select_from(fact.source).where(
            promise.c.archived == 0, promise.c.due.between(ask.period.start.isoformat(), until.isoformat()),
            fact.within(ask.scope)).group_by("key")
        return {row[0]: PromisePart(*row[1:]) for row in self._connection.execute(chosen) if any(row[1:])}

    def lot(self, product: Id, lot: str) -> Sequence[LotPart]:
        """Who received a lot of a product; without a lot, any lot of it."""
        sums: dict[tuple[int, str], list[Any]] = defaultdict(lambda: [0, 0, None])
        for kind, party, units, last in self._connection.execute(_delivered_lot(product, lot)):
            sums[kind, party][0], sums[kind, party][2] = units, datetime.date.fromisoformat(last)
        for kind, party, units in self._connection.execute(_returned_lot(product, lot)):
            sums[kind, party][1] = units
        return [LotPart(Link(kind_by_code(kind).name, party), *each) for (kind, party), each in sums.items()]

    def lot_stock(self, product: Id, lot: str) -> Sequence[LotStock]:
        """The last stock of a lot of each distributor."""
        stock = of("distributor_stock")
        chosen = select(stock.c.distributor, stock.c.units, func.max(stock.c.on)).where(
            stock.c.archived == 0, stock.c.product == product, _lot(stock.c.lot, lot)).group_by(stock.c.distributor)
        return [LotStock(row[0], row[1], datetime.date.fromisoformat(row[2]))
                for row in self._connection.execute(chosen)]

    def without_lot(self, product: Id, lot: str) -> tuple[int, int]:
        """(deliveries, thousandths of a unit) of a product without lot since the first delivery of a lot."""
        delivery, line = of("delivery"), of("order_line")
        joined = delivery.join(line, line.c.id == delivery.c.line)
        live = (delivery.c.archived == 0, line.c.product == product)
        first = select(func.min(delivery.c.on)).select_from(joined).where(*live, _lot(delivery.c.lot, lot))
        since = self._connection.execute(first).scalar() or ""
        chosen = select(func.count(), func.coalesce(func.sum(delivery.c.quantity), 0)).select_from(joined).where(
            *live, func.coalesce(delivery.c.lot, "") == "", delivery.c.on >= since)
        count, units = self._connection.execute(chosen).one()
        return (count, units) if since else (0, 0)


def _handed(on: datetime.date) -> FromClause:
    """What each line had been handed over on a day."""
    delivery = of("delivery")
    return (select(delivery.c.line, func.sum(delivery.c.quantity).label("quantity"),
                   func.max(delivery.c.on).label("last"))
            .where(delivery.c.archived == 0, delivery.c.on <= on.isoformat()).group_by(delivery.c.line)
            .subquery("handed"))


def _lines(handed: FromClause) -> Attribution:
    """Order lines with their order, product and what was handed over, attributed to the buyer."""
    order, line, product = of("order"), of("order_line"), of("product")
    joined = (line.join(order, order.c.id == line.c.order).outerjoin(handed, handed.c.line == line.c.id)
              .outerjoin(product, product.c.id == line.c.product).outerjoin(PARTY, PARTY.c.pk == order.c.buyer))
    party = of_party(order.c.buyer)
    columns = {**party, "distributor": func.coalesce(order.c.via, party["distributor"]), "product": line.c.product,
               "person": func.coalesce(order.c.owner, PARTY.c.owner), "month": func.substr(order.c.on, 1, 7)}
    return Attribution(columns, joined)


def _dated(ask: Ask, until: datetime.date) -> list[ColumnElement[bool]]:
    order, line = of("order"), of("order_line")
    return [order.c.archived == 0, line.c.archived == 0, order.c.state.in_(("confirmed", "cancelled")),
            order.c.on.between(ask.period.start.isoformat(), until.isoformat())]


def _known() -> list[ColumnElement[Any]]:
    """Price, discount and tax of a line."""
    line, product = of("order_line"), of("product")
    return [func.coalesce(each, 0) for each in (line.c.price, line.c.discount, product.c.tax_rate)]


def _waiting(fact: Attribution, handed: FromClause, key: ColumnElement[Any], on: datetime.date) -> Select[Any]:
    order, line = of("order"), of("order_line")
    left = line.c.quantity - func.coalesce(handed.c.quantity, 0)
    told = (order.c.id, func.coalesce(order.c.currency, ""), left, *_known(), order.c.deliver_by)
    return select(key, *told).select_from(fact.source).where(
        order.c.archived == 0, line.c.archived == 0, order.c.state == "confirmed",
        order.c.on <= on.isoformat(), left > 0)


def _pending(row: Sequence[Any]) -> PendingPart:
    day = None if row[-1] is None else datetime.date.fromisoformat(row[-1])
    return PendingPart(**dict(zip(_PENDING, row[:-1], strict=True)), deliver_by=day)


def _received(fact: Attribution, handed: FromClause, on: datetime.date) -> Select[Any]:
    """Delivered lines of every order that was confirmed once, with what their order was invoiced."""
    order, line, invoice = of("order"), of("order_line"), of("invoice")
    invoiced = (select(func.coalesce(func.sum(invoice.c.amount), 0)).where(
        invoice.c.archived == 0, invoice.c.category == "invoice", invoice.c.on <= on.isoformat(),
        invoice.c.order == order.c.id).scalar_subquery())
    return select(order.c.buyer, order.c.id, func.coalesce(order.c.currency, ""), handed.c.quantity, *_known(),
                  invoiced, handed.c.last).select_from(fact.source).where(
        order.c.archived == 0, line.c.archived == 0, order.c.state != "draft", handed.c.quantity != 0)


def _late(ask: Ask, until: datetime.date) -> Select[Any]:
    allocation, payment, invoice = of("allocation"), of("payment"), of("invoice")
    note = of("invoice").alias("note")
    joined = (allocation.join(invoice, invoice.c.id == allocation.c.invoice)
              .outerjoin(payment, payment.c.id == allocation.c.source).outerjoin(note, note.c.id == allocation.c.source)
              .outerjoin(PARTY, PARTY.c.pk == invoice.c.party))
    columns = {**of_party(invoice.c.party), "territory": func.coalesce(invoice.c.territory, PARTY.c.territory),
               "person": func.coalesce(invoice.c.seller, PARTY.c.owner)}
    fact, key = Attribution(columns, joined).by(ask.by)
    paid_on, due = func.coalesce(payment.c.on, note.c.on), due_day(invoice)
    days = cast(func.julianday(paid_on) - func.julianday(due), Integer)
    amount, paid, dated = allocation.c.amount, payment.c.id.is_not(None), due.is_not(None)

    def added(value: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(value).filter(*conditions), 0)

    month, currency = func.substr(paid_on, 1, 7), func.coalesce(invoice.c.currency, "")
    sums = (added(amount, paid, dated), added(amount * func.max(0, days), paid, dated), added(1, paid, dated),
            added(1, paid, ~dated), added(amount, paid, ~dated), added(1, ~paid), added(amount, ~paid))
    return (select(key.label("key"), month.label("month"), currency.label("money"), *sums).select_from(fact.source)
            .where(allocation.c.archived == 0, allocation.c.on <= until.isoformat(), invoice.c.archived == 0,
                   or_(payment.c.archived == 0, payment.c.id.is_(None)),
                   paid_on.between(ask.period.start.isoformat(), until.isoformat()), fact.within(ask.scope))
            .group_by("key", "month", "money"))


def _bought(first: str, last: str) -> ColumnElement[bool]:
    """Whether a party bought in some months; what it only sent back is no purchase."""
    return exists(select(BOUGHT.c.pk).where(BOUGHT.c.pk == PARTY.c.pk, BOUGHT.c.month.between(first, last),
                                            BOUGHT.c.amount > 0).correlate(PARTY))


def _lot(column: ColumnElement[Any], lot: str) -> ColumnElement[bool]:
    """The same lot whatever its case; any lot where none is asked."""
    return func.upper(func.trim(column)) == lot.upper() if lot else func.coalesce(column, "") != ""


def _delivered_lot(product: Id, lot: str) -> Select[Any]:
    delivery, line, order = of("delivery"), of("order_line"), of("order")
    joined = delivery.join(line, line.c.id == delivery.c.line).join(order, order.c.id == line.c.order)
    return (select(order.c.buyer_kind, order.c.buyer, func.sum(delivery.c.quantity), func.max(delivery.c.on))
            .select_from(joined).where(delivery.c.archived == 0, line.c.product == product, _lot(delivery.c.lot, lot))
            .group_by(order.c.buyer_kind, order.c.buyer))


def _returned_lot(product: Id, lot: str) -> Select[Any]:
    case_ = of(kind_of("return").name)
    return (select(case_.c.party_kind, case_.c.party, func.sum(func.coalesce(case_.c.received, case_.c.quantity)))
            .where(case_.c.archived == 0, case_.c.product == product, _lot(case_.c.lot, lot),
                   case_.c.state.in_(RECEIVED)).group_by(case_.c.party_kind, case_.c.party))

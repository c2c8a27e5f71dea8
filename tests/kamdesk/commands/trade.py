"""A small trade for the tests of orders and receivables: a distributor with credit, a client, products with prices."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.orders import Handover, NewLine, confirm_order, create_order, deliver_order
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.products import Price, Product, ProductLine
from kamdesk.records.receivables import Invoice
from kamdesk.records.sales import Order, OrderLine
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.store import UnitOfWork
from tests.kamdesk.figures.build import day, put

JANUARY = datetime.date(2025, 1, 1)


class Trade:
    """Who buys, what is sold, at which price; no mandatory papers unless a test asks for them."""

    def __init__(self, app: App, me: Person) -> None:
        self.app, self.me = app, me
        app.run(self._found)  # one transaction: a test does not wait for nine
        self.buyer, self.hospital = Link("distributor", self.partner.id), Link("client", self.client.id)

    def _found(self, uow: UnitOfWork) -> None:
        uow.put_setting("mandatory_documents", {})
        self.zone = uow.add(Territory(name="Jalisco", level="zone"))
        self.line = uow.add(ProductLine(name="Cardiovascular"))
        self.plain = self._product(uow, "Losartán 50", "400", tax="0", price_list="list")
        self.taxed = self._product(uow, "Catéter", "1000", tax="16", price_list="list")
        self.partner = uow.add(Distributor(
            name="Médica del Bajío", role="distributor", territories=(self.zone.id,), owner=self.me.id,
            credit_limit=1_500_000_00, payment_days=45))
        self.client = uow.add(Client(name="Hospital Ángeles", category="private_hospital", territory=self.zone.id,
                                     owner=self.me.id, status="active"))

    def product(self, name: str, price: str, *, tax: str = "0", price_list: str = "list") -> Product:
        """A product with a price in force."""
        return self.app.run(self._product, name, price, tax=tax, price_list=price_list)

    def _product(self, uow: UnitOfWork, name: str, price: str, *, tax: str, price_list: str) -> Product:
        made = uow.add(Product(name=name, line=self.line.id, tax_rate=Decimal(tax)))
        uow.add(Price(product=made.id, price_list=price_list, amount=Decimal(price), start=JANUARY))
        return made

    def order(self, *lines: NewLine, buyer: Link | None = None, **more: Any) -> Order:
        """A draft order."""
        given = lines or (NewLine(self.plain.id, Decimal(10)),)
        return self.app.run(create_order, buyer=buyer or self.buyer, lines=given, **more)

    def confirmed(self, *lines: NewLine, **more: Any) -> Order:
        """A confirmed order, whatever its credit."""
        return self.app.run(confirm_order, order=self.order(*lines, **more), exception="de prueba")

    def lines(self, order: Order) -> Sequence[OrderLine]:
        """The lines of an order."""
        return self.app.store.find(OrderLine, order=order.id)

    def deliver(self, order: Order, quantity: str, *, lot: str = "24B88", on: datetime.date | None = None) -> None:
        """Hand over some of the first line."""
        self.app.run(deliver_order, order=order, on=on or clock.today(), deliveries=[
            Handover(self.lines(order)[0].id, Decimal(quantity), lot=lot)])

    def invoice(self, number: str, amount: int, *, on: str = "2025-10-01", due: str | None = "2025-11-01",
                party: Link | None = None, **more: Any) -> Invoice:
        """An invoice of the client."""
        return put(self.app, Invoice(number=number, party=party or self.hospital, on=day(on), amount=amount,
                                     due=day(due) if due else None, **more))

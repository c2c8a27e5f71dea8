"""Orders, deliveries and sales say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.problems import Problem
from kamdesk.records.products import Price
from kamdesk.records.sales import Delivery, Order, OrderLine, SalesRecord
from tests.kamdesk.records.things import Put, Said, distributor, hospital, link_to, product, someone, somewhere

ON = datetime.date(2025, 11, 20)


@pytest.fixture
def line(put: Put) -> OrderLine:
    """Ten boxes and two of bonus at 90.50."""
    order = put(Order(number="P-1", on=ON, buyer=link_to(hospital(put)), owner=someone(put).id))
    return put(OrderLine(order=order.id, product=product(put).id, quantity=Decimal(10), bonus=Decimal(2),
                         price=Decimal("90.50")))


def delivery(line: OrderLine, quantity: int, **more: object) -> Delivery:
    return Delivery(**{"line": line.id, "on": ON, "quantity": Decimal(quantity), "lot": "7F21", **more})


def test_nobody_orders_nothing(line: OrderLine, errors: Said) -> None:
    assert errors(dataclasses.replace(line, quantity=Decimal(0))) == {"quantity": "Cantidad debe ser mayor que cero."}
    assert errors(line) == {}


def test_a_price_below_the_minimum_in_force_is_marked(line: OrderLine, put: Put, cautions: Said) -> None:
    assert cautions(line) == {}
    put(Price(product=line.product, price_list="minimum", amount=Decimal(95), start=datetime.date(2025, 1, 1)))
    assert cautions(line) == {"price": "Precio por debajo del mínimo (95)."}
    assert cautions(dataclasses.replace(line, price=Decimal(95))) == {}


def test_a_minimum_that_is_over_does_not_count(line: OrderLine, put: Put, cautions: Said) -> None:
    put(Price(product=line.product, price_list="minimum", amount=Decimal(95), start=datetime.date(2024, 1, 1),
              end=datetime.date(2025, 10, 31)))
    assert cautions(line) == {}


def test_no_more_is_delivered_than_ordered_with_its_bonus(line: OrderLine, put: Put, errors: Said) -> None:
    put(delivery(line, 9))
    assert errors(delivery(line, 4)) == {"quantity": "Solo quedan 3 por entregar."}
    assert errors(delivery(line, 3)) == {}


def test_taking_a_delivery_back_makes_room(line: OrderLine, put: Put, errors: Said) -> None:
    put(delivery(line, 12))
    put(delivery(line, -5))
    assert errors(delivery(line, 5)) == {}


def test_a_delivery_is_not_changed(line: OrderLine, put: Put, store) -> None:
    made = put(delivery(line, 2))
    with pytest.raises(Problem), store.unit("test") as uow:
        uow.save(dataclasses.replace(made, quantity=Decimal(3)))


def test_a_delivery_is_a_fact(line: OrderLine, errors: Said) -> None:
    assert errors(delivery(line, 1, on=datetime.date(2025, 11, 25))) == {"on": "Una entrega no puede ser futura."}


def test_a_delivery_names_a_lot_that_is_not_expired(line: OrderLine, errors: Said, cautions: Said) -> None:
    assert cautions(delivery(line, 1, lot="")) == {"lot": "Sin lote no se sabrá a quién llegó si hay un retiro."}
    assert cautions(delivery(line, 1)) == {}
    expired = delivery(line, 1, expires=datetime.date(2025, 10, 31))
    assert errors(expired) == {"lot": "El lote 7F21 venció el 31 oct 2025."}
    assert errors(dataclasses.replace(expired, quantity=Decimal(-1))) == {}


def test_a_sale_without_territory_counts_in_no_market(put: Put, cautions: Said) -> None:
    sale = SalesRecord(on=ON, month="2025-11", product=product(put).id, units=Decimal(3), amount=30_000)
    assert cautions(sale) == {"territory": "Sin zona: contará en la región, no en un mercado."}
    assert cautions(dataclasses.replace(sale, territory=somewhere(put).id)) == {}


def test_a_return_is_stored_with_its_negative_amount(put: Put, store) -> None:
    sold = put(SalesRecord(on=ON, month="2025-11", category="return", party=link_to(distributor(put)),
                           product=product(put).id, units=Decimal("-2.5"), amount=-18_000, cost=-9_000))
    assert store.get(SalesRecord, sold.id).amount == -18_000
    assert store.get(SalesRecord, sold.id).units == Decimal("-2.5")

"""Selling and collecting by hand: an order typed, confirmed and delivered; a payment in three clicks; promises."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.orders import NewLine
from kamdesk.commands.payments import register_payment
from kamdesk.records.quality import Return
from kamdesk.records.receivables import Invoice, Payment, PaymentPromise
from kamdesk.records.sales import Delivery, Order, OrderLine, SalesRecord
from kamdesk.records.team import Person
from kamdesk.selling.debts import open_invoices, unapplied
from kamdesk.selling.orders import sheet_of
from kamdesk.words import _
from tests.journeys.hands import Hands
from tests.journeys.presses import presses
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import day, put
from ui.beside.board import LaneList
from ui.grid_keys import GridView
from ui.screen import Address
from ui.screens.orders.applying import InvoiceList
from ui.veil import veil

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups without a display
TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def trade(app: App, me: Person) -> Trade:
    """A distributor, a hospital, two products; before the window opens."""
    return Trade(app, me)


@pytest.fixture
def hands(trade: Trade, hands: Hands) -> Hands:
    """Laura at her window, the trade in her base."""
    return hands


def grid_of(hands: Hands, name: str) -> GridView:
    """The grid called so."""
    return hands.find(GridView, lambda each: each.accessibleName() == _(name), name)


def test_an_order_is_typed_without_the_mouse(hands: Hands, app: App, trade: Trade) -> None:
    hands.go("orders", "orders")
    with presses() as count:
        hands.press("Ctrl+N")
        hands.type("ánge")
        hands.press("Return", "Tab")
        hands.type("losar")
        hands.press("Return", "Tab")
        hands.type("12")
        hands.press("Tab", "Tab")  # past the discount to the next line
        hands.type("cat")
        hands.press("Return", "Tab")
        hands.type("2")
        hands.press("Ctrl+Return")
    assert count.clicks == 0
    order = app.store.find(Order)[0]
    assert (order.buyer, order.state) == (trade.hospital, "draft")
    assert [(each.name, each.line.quantity, each.net) for each in sheet_of(app.store, order).lines] == [
        ("Losartán 50", 12, 4_800_00), ("Catéter", 2, 2_000_00)]
    assert f"{order.number}" in hands.words()
    assert "Neto $6,800.00 · impuesto $320.00 · total $7,120.00" in hands.words()


def test_an_order_is_confirmed_and_delivered_in_parts(hands: Hands, app: App, trade: Trade) -> None:
    order = trade.order(NewLine(trade.plain.id, Decimal(10)))
    hands.go("orders", "orders")
    hands.click(hands.button("Confirmar"))
    assert app.store.get(Order, order.id).state == "confirmed"
    hands.click(hands.button("Entregar"))
    hands.fill("Unidades de Losartán 50", "4")
    hands.fill("Lote de Losartán 50", "24B88")
    hands.press("Ctrl+Return")
    handed = app.store.find(Delivery)[0]
    assert (handed.quantity, handed.lot, handed.on) == (4, "24B88", TODAY)
    assert "Entregado en parte" in hands.words()
    hands.press("Ctrl+Z")
    assert app.store.count(Delivery) == 0


def test_what_stops_an_order_is_said_and_above_the_credit_a_reason_is_asked(hands, app, trade):
    order = trade.order(NewLine(trade.taxed.id, Decimal(1_400)))
    hands.go("orders", "orders")
    hands.click(hands.button("Confirmar"))
    hands.fill("Excepción", "Pago el lunes")
    hands.press("Ctrl+Return")
    assert app.store.get(Order, order.id).exception == "Pago el lunes"
    high = trade.order(NewLine(trade.plain.id, Decimal(1), discount=Decimal(20)))
    hands.window.go(Address("orders", "orders", "order", high.id))
    hands.see("Enviar a aprobación")
    confirm = hands.button("Confirmar")
    assert not confirm.isEnabled()
    assert any(text.startswith("Supera tu facultad") for text in hands.words())


def test_lines_of_a_draft_are_typed_in_the_panel_and_prices_wear_the_veil(hands, app, trade):
    order = trade.order(NewLine(trade.plain.id, Decimal(10)))
    hands.go("orders", "orders")
    hands.pick("Producto por añadir", "cat")
    hands.type("3")
    hands.press("Return")
    assert sheet_of(app.store, order).net == 7_000_00
    line = app.store.find(OrderLine, order=order.id, product=trade.taxed.id)[0]
    grid = grid_of(hands, "Order lines")
    texts = [grid.model().index(0, column).data() for column in range(grid.model().columnCount())]
    assert "••••" in texts
    veil.open(60)
    texts = [grid.model().index(0, column).data() for column in range(grid.model().columnCount())]
    veil.close()
    assert "400.00" in texts
    assert line.price == 1000


def test_a_payment_is_recorded_in_three_clicks(hands: Hands, app: App, trade: Trade) -> None:
    trade.invoice("F-1", 100_00, due="2025-11-01")
    trade.invoice("F-2", 50_00, due="2025-12-15")
    hands.go("orders", "ageing")
    with presses() as count:
        table = grid_of(hands, "Receivables by age")
        hands.item(table, 0)
        hands.click(hands.button("Registrar cobro"))
        hands.click(hands.button("Guardar cobro"))
    assert (count.clicks, count.keys) == (3, 0)
    paid = app.store.find(Payment)[0]
    assert (paid.party, paid.amount, paid.on) == (trade.hospital, 100_00, TODAY)  # what is past due
    assert [each.number for each in open_invoices(app.store, trade.hospital)] == ["F-2"]


def test_a_promise_is_noted_and_settled_with_one_key(hands: Hands, app: App, trade: Trade) -> None:
    trade.invoice("F-1", 100_00, due="2025-11-01")
    hands.go("orders", "ageing")
    hands.item(grid_of(hands, "Receivables by age"), 0)
    hands.click(hands.button("Promesa de pago"))
    hands.press("Ctrl+Return")
    promise = app.store.find(PaymentPromise)[0]
    assert (promise.amount, promise.due) == (100_00, TODAY + datetime.timedelta(7))
    broken = put(app, PaymentPromise(party=trade.hospital, promised_on=day("2025-11-01"), due=day("2025-11-10"),
                                     amount=10_00))
    hands.go("orders", "payments", "payment_promise")
    table = hands.table()
    row = next(at for at in range(table.model().rowCount()) if table.model().index(at, 2).data() == "$10.00")
    hands.item(table, row)
    with presses() as count:
        hands.press("A")
    assert count.keys == 1
    assert app.store.get(PaymentPromise, broken.id).state == "broken"


def test_a_payment_is_applied_elsewhere_by_keys_and_reversed(hands: Hands, app: App, trade: Trade) -> None:
    trade.invoice("F-1", 100_00, due="2025-11-01")
    trade.invoice("F-2", 60_00, due="2025-11-05")
    paid = app.run(register_payment, party=trade.hospital, amount=60_00)
    hands.go("orders", "payments")
    pays = hands.find(InvoiceList, lambda each: each.accessibleName() == "Facturas que paga", "pays")
    hands.item(pays, 0)
    hands.press("Return")
    assert unapplied(app.store, paid) == 60_00
    others = hands.find(InvoiceList, lambda each: each.accessibleName() == "Facturas abiertas del cliente", "open")
    hands.item(others, 1)
    hands.press("Return")
    assert {each.number: each.open for each in open_invoices(app.store, trade.hospital)} == {"F-1": 100_00}
    hands.click(hands.button("Anular cobro"))
    hands.fill("Motivo", "Cheque devuelto")
    hands.press("Ctrl+Return")
    assert sorted(each.amount for each in app.store.find(Payment)) == [-60_00, 60_00]
    assert len(open_invoices(app.store, trade.hospital)) == 2


def test_an_invoice_is_disputed_and_paid_from_its_panel(hands: Hands, app: App, trade: Trade) -> None:
    invoice = trade.invoice("F-1", 100_00, due="2025-11-01")
    hands.go("orders", "invoices")
    hands.click(hands.button("Disputar"))
    hands.fill("Motivo de la disputa", "Faltan dos cajas")
    hands.press("Ctrl+Return")
    assert app.store.get(Invoice, invoice.id).disputed
    hands.click(hands.button("Resolver disputa"))
    hands.fill("Cómo terminó", "Se repusieron")
    hands.press("Ctrl+Return")
    assert not app.store.get(Invoice, invoice.id).disputed
    hands.click(hands.button("Registrar cobro"))
    hands.press("Ctrl+Return")
    assert open_invoices(app.store, trade.hospital) == []


def test_a_return_goes_over_the_board_by_keys(hands: Hands, app: App, trade: Trade) -> None:
    case = put(app, Return(number="D-1", category="return", party=trade.hospital, product=trade.plain.id,
                           quantity=Decimal(4), reason="damage", lot="24B88", on=TODAY))
    hands.go("orders", "returns")
    lane = hands.find(LaneList, lambda each: each.accessibleName() == "Solicitada", "lane")
    hands.item(lane, 0)
    hands.press("Ctrl+Right")
    assert app.store.get(Return, case.id).state == "authorised"
    assert "Ninguna entrega tiene este lote." in hands.words()
    hands.click(hands.button("Recibir mercancía"))
    hands.press("Ctrl+Return")
    got = app.store.get(Return, case.id)
    assert (got.state, got.received, got.received_on) == ("received", 4, TODAY)


def test_what_was_delivered_is_invoiced_and_its_payment_promised(hands: Hands, app: App, trade: Trade) -> None:
    order = trade.confirmed(NewLine(trade.taxed.id, Decimal(2)))
    trade.deliver(order, "2")
    hands.go("orders", "orders")
    hands.click(hands.button("Facturar"))
    hands.fill("Número", "F-77")
    hands.press("Ctrl+Return")
    made = app.store.find(Invoice, number="F-77")[0]
    assert (made.party, made.order, made.amount, made.due) == (trade.buyer, order.id, 2_320_00,
                                                               TODAY + datetime.timedelta(45))
    sold = app.store.find(SalesRecord, invoice=made.id)
    assert [(each.amount, each.units, each.source) for each in sold] == [(2_000_00, 2, "invoice")]
    hands.go("orders", "payments", "payment_promise")
    hands.press("Ctrl+N")
    hands.type("bajío")
    hands.press("Return")
    hands.fill("Importe", "2320")
    hands.press("Ctrl+Return")
    assert [(each.party, each.amount) for each in app.store.find(PaymentPromise)] == [(trade.buyer, 2_320_00)]

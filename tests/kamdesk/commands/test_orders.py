"""Orders: prices of the list in force, what stops a confirmation, deliveries with lots, cancelling, undo."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.orders import (
    Handover,
    NewLine,
    add_order_line,
    cancel_order,
    change_order_line,
    confirm_order,
    create_order,
    deliver_order,
    obstacles,
    remove_order_line,
)
from kamdesk.commands.products import set_price
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.figures.credit import credit_of
from kamdesk.problems import Problem, Warned
from kamdesk.records.clients import Client
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.sales import Delivery, Order
from kamdesk.records.team import Authority, Person
from kamdesk.selling.orders import sheet_of
from kamdesk.store import Query, Where
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def trade(app: App, me: Person) -> Trade:
    """A distributor, a hospital, two products."""
    return Trade(app, me)


def refusal(app: App, command: object, **given: object) -> str:
    """What a command says when it refuses; nothing may have been written."""
    before = app.store.undo_step()
    with pytest.raises(Problem) as refused:
        app.run(command, **given)  # type: ignore[arg-type]
    assert app.store.undo_step() == before
    return refused.value.message.translate({0xA0: " ", 0x202F: " "})


def test_an_order_takes_the_price_of_the_list_in_force(app, trade):
    app.run(set_price, product=trade.plain.id, price_list="distributor", amount=Decimal("328.50"), start=TODAY)
    order = trade.order(NewLine(trade.plain.id, Decimal(3)), NewLine(trade.taxed.id, Decimal(2), discount=Decimal(5)))
    assert [each.price for each in trade.lines(order)] == [Decimal("328.50"), Decimal(1000)]
    assert (order.number, order.payment_days, order.owner) == ("P-KD-0001", 45, trade.me.id)
    sheet = sheet_of(app.store, order)
    assert (sheet.net, sheet.tax, sheet.total) == (2_885_50, 304_00, 3_189_50)
    assert trade.lines(trade.order(buyer=trade.hospital))[0].price == Decimal(400)
    assert app.store.undo_step().label == "Crear pedido de Hospital Ángeles"


def test_a_price_agreed_with_the_buyer_comes_first(app, trade):
    app.run(set_price, product=trade.plain.id, price_list="list", amount=Decimal(311), start=TODAY, party=trade.buyer)
    assert trade.lines(trade.order())[0].price == Decimal(311)


def test_an_order_without_products_or_without_a_price_is_refused(app, trade):
    assert refusal(app, create_order, buyer=trade.buyer, lines=[]) == "El pedido no tiene productos."
    odd = trade.product("Nuevo", "5", price_list="tender")
    said = refusal(app, create_order, buyer=trade.buyer, lines=[NewLine(odd.id, Decimal(1))])
    assert said == "Nuevo no tiene precio vigente. Escríbelo o agrégalo a su lista de precios."
    assert trade.lines(trade.order(NewLine(odd.id, Decimal(1), price=Decimal(7))))[0].price == Decimal(7)


def test_lines_change_while_the_order_is_a_draft(app, trade):
    order = trade.order()
    line = app.run(add_order_line, order=order, line=NewLine(trade.taxed.id, Decimal(1)))
    app.run(change_order_line, line=dataclasses.replace(line, quantity=Decimal(4)))
    assert sheet_of(app.store, order).net == 8_000_00
    app.run(remove_order_line, line=line)
    assert len(trade.lines(order)) == 1
    app.undo()
    assert len(trade.lines(order)) == 2
    done = app.run(confirm_order, order=order)
    assert refusal(app, add_order_line, order=done, line=NewLine(trade.plain.id, Decimal(1))) == (
        "Solo se cambia o confirma un pedido en borrador.")


def test_confirming_counts_in_credit_use_and_is_undone(app, trade):
    before = credit_of(app.store.facts, trade.buyer)
    order = app.run(confirm_order, order=trade.order())
    after = credit_of(app.store.facts, trade.buyer)
    assert (before.exposure, after.exposure, after.pending) == (0, 4_000_00, 4_000_00)
    assert app.store.undo_step().label == f"Confirmar pedido {order.number}"
    app.undo()
    assert app.store.get(Order, order.id).state == "draft"
    assert credit_of(app.store.facts, trade.buyer).exposure == 0


def test_a_prospect_that_buys_becomes_active(app, trade):
    lead = put(app, Client(name="Clínica Norte", category="clinic", territory=trade.zone.id, status="prospect"))
    app.run(confirm_order, order=trade.order(buyer=Link("client", lead.id)))
    assert app.store.get(Client, lead.id).status == "active"


def test_above_the_credit_it_asks_for_a_reason(app, trade):
    order = trade.order(NewLine(trade.taxed.id, Decimal(1_300)))
    with pytest.raises(Warned) as asked:
        app.run(confirm_order, order=order)
    assert asked.value.message.translate({0xA0: " ", 0x202F: " "}) == (
        "Con este pedido Médica del Bajío llega al 100.5 % de su crédito. Confirma con motivo o reduce el pedido.")
    assert app.run(confirm_order, order=order, exception="Pago el lunes").exception == "Pago el lunes"
    app.undo()
    app.run(change_setting, name="credit_excess", value="stop")
    assert refusal(app, confirm_order, order=order, exception="Pago el lunes").startswith("Con este pedido")
    app.run(change_setting, name="credit_excess", value="warn")
    app.run(confirm_order, order=order)
    assert [field for _said, field in app.store.warnings] == ["exception"]


def test_blocked_credit_stops_the_buyer_and_the_distributor_between(app, trade):
    app.run(save, record=dataclasses.replace(trade.partner, credit_blocked=True, block_reason="cheque devuelto"))
    said = "El crédito de Médica del Bajío está bloqueado: cheque devuelto"
    order = trade.order()
    assert refusal(app, confirm_order, order=order) == said
    assert obstacles(app.store, order) == [said]
    assert refusal(app, confirm_order, order=trade.order(buyer=trade.hospital, via=trade.partner.id)) == said


def test_a_discount_stays_within_the_authority_or_is_approved(app, trade):
    order = trade.order(NewLine(trade.plain.id, Decimal(1), discount=Decimal(8)))
    assert refusal(app, confirm_order, order=order) == "Supera tu facultad (0.0 %). Envíalo a aprobación."
    put(app, Authority(person=trade.me.id, matter="discount", limit_pct=Decimal(5)))
    assert refusal(app, confirm_order, order=order) == "Supera tu facultad (5.0 %). Envíalo a aprobación."
    app.run(submit, document=order)
    app.run(mark_decision, document=order, action="approve", actor="Gerencia", how="correo")
    assert app.run(confirm_order, order=order).state == "confirmed"
    low = trade.order(NewLine(trade.plain.id, Decimal(1), discount=Decimal(5)))
    assert app.run(confirm_order, order=low).state == "confirmed"


def test_missing_and_expired_papers_warn_or_stop(app, trade):
    app.run(change_setting, name="mandatory_documents", value={
        "distributor": ["sanitary_licence"], "product": ["sanitary_registration"]})
    put(app, ComplianceDocument(category="sanitary_registration", holder=Link("product", trade.plain.id),
                                expires=datetime.date(2025, 10, 31)))
    order = trade.order()
    app.run(confirm_order, order=order)
    assert [said for said, _field in app.store.warnings] == [
        "Licencia sanitaria de Médica del Bajío falta.", "Registro sanitario de Losartán 50 venció el 31 oct 2025."]
    app.undo()
    app.run(change_setting, name="missing_document", value="stop")
    assert refusal(app, confirm_order, order=order) == "Licencia sanitaria de Médica del Bajío falta."
    assert len(obstacles(app.store, order)) == 2


def test_deliveries_in_parts_say_where_the_order_stands(app, trade):
    order = trade.confirmed(NewLine(trade.plain.id, Decimal(10), bonus=Decimal(2)))
    trade.deliver(order, "4")
    assert sheet_of(app.store, order).standing == "partly_delivered"
    trade.deliver(order, "8")
    assert sheet_of(app.store, order).standing == "delivered"
    row = app.store.page(Order.kind, Query((Where("id", "=", order.id),)), columns=["standing", "pending"]).rows[0]
    assert (row.values["standing"], row.values["pending"]) == ("delivered", 0)
    app.undo()
    assert sheet_of(app.store, order).standing == "partly_delivered"
    assert app.store.count(Delivery) == 1


def test_a_delivery_is_refused_when_it_cannot_be(app, trade):
    draft = trade.order()
    line = trade.lines(draft)[0]
    assert refusal(app, deliver_order, order=draft, deliveries=[Handover(line.id, Decimal(1))]) == (
        "Confirma el pedido antes de entregarlo.")
    order = app.run(confirm_order, order=draft)
    for deliveries, on, said in (
            ([], TODAY, "Escribe qué se entrega."),
            ([Handover(line.id, Decimal(0))], TODAY, "Escribe cuántas unidades se entregan."),
            ([Handover(line.id, Decimal(11))], TODAY, "Solo quedan 10 por entregar."),
            ([Handover(line.id, Decimal(1))], datetime.date(2025, 11, 25), "Una entrega no puede ser futura."),
            ([Handover(trade.lines(trade.order())[0].id, Decimal(1))], TODAY, "Este renglón es de otro pedido.")):
        assert refusal(app, deliver_order, order=order, deliveries=deliveries, on=on) == said


def test_only_the_rest_of_an_order_is_cancelled(app, trade):
    order = trade.confirmed()
    trade.deliver(order, "4")
    assert refusal(app, cancel_order, order=order, reason=" ") == "Anota el motivo."
    cancelled = app.run(cancel_order, order=order, reason="Cambió de proveedor")
    use = credit_of(app.store.facts, trade.buyer)
    assert (cancelled.state, use.pending, use.delivered) == ("cancelled", 0, 1_600_00)
    app.undo()
    assert credit_of(app.store.facts, trade.buyer).pending == 2_400_00
    trade.deliver(order, "6")
    assert refusal(app, cancel_order, order=order, reason="x").startswith("Está entregado por completo")

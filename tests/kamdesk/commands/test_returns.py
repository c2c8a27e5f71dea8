"""Returns from the request to the credit note, quality cases from opening to closing, where a lot went."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.orders import NewLine
from kamdesk.commands.quality import (
    advance_quality_issue,
    days_used,
    open_quality_issue,
    reply_quality_issue,
)
from kamdesk.commands.returns import decide_return, receive_return, request_return, resolve_return
from kamdesk.figures.lots import path_of
from kamdesk.figures.model import Period
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.records.receivables import Invoice
from kamdesk.records.sales import Order
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import day

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def trade(app: App, me: Person) -> Trade:
    """A distributor, a hospital, two products."""
    return Trade(app, me)


@pytest.fixture
def case(app: App, trade: Trade) -> Return:
    """Four units of a lot that the hospital wants to send back, 464 with tax."""
    return app.run(request_return, party=trade.hospital, product=trade.taxed.id, quantity=Decimal(4), reason="damage",
                   lot="24B88", amount=464_00)


def received(app: App, case: Return, quantity: str = "3") -> Return:
    """The case once the goods came."""
    authorised = app.run(decide_return, case=case, authorised=True)
    return app.run(receive_return, case=authorised, quantity=Decimal(quantity))


def test_a_return_is_asked_for_and_undone(app, trade, case):
    assert (case.number, case.state, case.owner) == ("D-KD-0001", "requested", trade.me.id)
    assert app.store.undo_step().label == "Solicitar devolución D-KD-0001"
    app.undo()
    assert app.store.count(Return) == 0
    given = {"party": trade.hospital, "product": trade.taxed.id, "reason": "damage"}
    assert refusal(app, request_return, **given, quantity=Decimal(0)) == "Escribe cuántas unidades vuelven."


def test_a_return_goes_through_its_states_in_order(app, case):
    assert refusal(app, receive_return, case=case) == "La devolución está solicitada; antes debe estar autorizada."
    assert refusal(app, decide_return, case=case, authorised=False) == "Anota por qué se rechaza."
    refused = app.run(decide_return, case=case, authorised=False, note="Fuera de plazo")
    assert (refused.state, refused.note) == ("rejected", "Fuera de plazo")
    app.undo()
    authorised = app.run(decide_return, case=case, authorised=True)
    assert app.store.undo_step().label == "Devolución D-KD-0001: autorizada"
    assert refusal(app, receive_return, case=authorised, on=day("2025-11-25")) == "No puede recibirse en el futuro."
    assert refusal(app, receive_return, case=authorised, quantity=Decimal(0)) == (
        "Escribe cuántas unidades se recibieron.")
    got = app.run(receive_return, case=authorised, quantity=Decimal(3))
    assert (got.state, got.received, got.received_on) == ("received", 3, TODAY)
    assert refusal(app, resolve_return, case=got, resolution="burn") == "Elige cómo termina la devolución."


def test_a_credit_note_ends_a_return_and_takes_it_out_of_the_sales(app, trade, case):
    got = received(app, case)
    assert refusal(app, resolve_return, case=got, resolution="credit_note") == (
        "Escribe el número de la nota de crédito.")
    done = app.run(resolve_return, case=got, resolution="credit_note", number="NC-7", amount=348_00)
    assert app.store.get(Invoice, done.credit_note).amount == 348_00
    assert app.ask("F20", Period.month("2025-11")).value == -300_00  # 348 less 16 % tax
    assert done.state == "resolved"
    app.undo()
    assert (app.store.count(Invoice), app.store.get(Return, case.id).state) == (0, "received")


def test_goods_sent_again_are_an_order_without_charge(app, trade, case):
    done = app.run(resolve_return, case=received(app, case), resolution="replacement")
    order = app.store.get(Order, done.replacement)
    line = trade.lines(order)[0]
    assert (order.state, order.buyer, line.quantity, line.price) == ("draft", trade.hospital, 3, 0)


def test_a_quality_problem_opens_with_a_return(app, trade):
    case = app.run(request_return, party=trade.hospital, product=trade.plain.id, quantity=Decimal(1),
                   reason="quality", lot="24B88", problem="Blíster abierto")
    issue = app.store.get(QualityIssue, case.issue)
    assert (issue.number, issue.description, issue.state) == ("Q-KD-0001", "Blíster abierto", "open")
    app.undo()
    assert (app.store.count(QualityIssue), app.store.count(Task)) == (0, 0)


def test_a_case_is_answered_in_its_working_days_and_closed_with_a_cause(app, trade):
    issue = app.run(open_quality_issue, party=trade.hospital, product=trade.plain.id, lot="24B88",
                    description="Tabletas rotas")
    assert app.store.undo_step().label == "Calidad Q-KD-0001: abierto"
    task = app.store.find(Task)[0]
    assert (task.due, task.category, days_used(app.store, issue)) == (day("2025-12-01"), "corrective", 0)
    assert refusal(app, advance_quality_issue, issue=issue, state="closed") == "Desde abierto no puede ir ahí."
    analysing = app.run(advance_quality_issue, issue=issue, state="analysing", cause="Caída en el almacén")
    assert refusal(app, reply_quality_issue, issue=analysing, answer=" ") == "Escribe la respuesta."
    answered = app.run(reply_quality_issue, issue=analysing, answer="Se repondrá el lote")
    assert (answered.answered_on, app.store.get(Task, task.id).state) == (TODAY, "done")
    assert refusal(app, advance_quality_issue, issue=answered, state="closed") == "Falta la causa y la acción."
    closed = app.run(advance_quality_issue, issue=answered, state="closed", action="Tarimas bajas",
                     effectiveness="Sin casos en un mes")
    assert (closed.state, closed.closed_on) == ("closed", TODAY)
    again = app.run(advance_quality_issue, issue=closed, state="reopened")
    assert (again.state, again.closed_on) == ("reopened", None)
    app.undo()
    assert app.store.get(QualityIssue, issue.id).state == "closed"


def test_a_lot_is_followed_to_whoever_received_it(app, trade):
    for buyer, quantity in ((trade.buyer, "300"), (trade.hospital, "180")):
        order = trade.confirmed(NewLine(trade.plain.id, Decimal(quantity)), buyer=buyer)
        trade.deliver(order, quantity, lot="7f21")
    trade.deliver(trade.confirmed(), "5", lot="")
    back = app.run(request_return, party=trade.hospital, product=trade.plain.id, quantity=Decimal(312),
                   reason="recall", lot="7F21")
    received(app, back, "312")
    path = path_of(app.store.facts, product=trade.plain.id, lot="7F21")
    assert (path.figure.value, path.figure.numerator, path.figure.denominator) == (65, 312, 480)
    assert [(each.party, each.delivered, each.returned) for each in path.parts] == [
        (trade.buyer, 300_000, 0), (trade.hospital, 180_000, 312_000)]
    assert [(gone.reason, gone.count) for gone in path.figure.exclusions] == [("deliveries without lot", 1)]

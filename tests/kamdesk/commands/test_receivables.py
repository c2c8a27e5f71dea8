"""Invoices, credit notes, payments applied oldest first, promises, disputes and write-offs; each one undone."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.invoices import (
    SoldLine,
    dispute_invoice,
    register_credit_note,
    register_invoice,
    settle_dispute,
    write_off,
)
from kamdesk.commands.payments import (
    allocate,
    move_allocation,
    register_payment,
    reverse_payment,
    take_back_allocation,
)
from kamdesk.commands.promises import promise_payment, settle_promise
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.records.receivables import Allocation, Invoice, Payment, PaymentPromise
from kamdesk.records.sales import SalesRecord
from kamdesk.records.team import Person
from kamdesk.selling.debts import open_invoices, proposals, unapplied
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import day, put

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def trade(app: App, me: Person) -> Trade:
    """A distributor, a hospital, two products."""
    return Trade(app, me)


def left(trade: Trade, party: Link | None = None) -> dict[str, int]:
    """What is open of each invoice by its number."""
    return {each.number: each.open for each in open_invoices(trade.app.store, party or trade.hospital)}


def balance(trade: Trade) -> int:
    """F40 of the hospital today."""
    return int(trade.app.ask("F40", Period.day(TODAY), Scope(client=trade.hospital.id)).value or 0)


def test_an_invoice_falls_due_by_the_payment_days_and_becomes_sales(app, trade):
    order = trade.confirmed()
    made = app.run(register_invoice, party=trade.buyer, number="F-1", on=TODAY, amount=4_000_00, order=order.id,
                   lines=[SoldLine(trade.plain.id, Decimal(10), 4_000_00)])
    assert (made.due, made.territory, made.seller) == (day("2026-01-08"), trade.zone.id, trade.me.id)
    sold = app.store.find(SalesRecord, invoice=made.id)[0]
    assert (sold.units, sold.amount, sold.source, sold.month, sold.document) == (
        10, 4_000_00, "invoice", "2025-11", "F-1")
    assert app.store.undo_step().label == "Registrar factura F-1"
    app.undo()
    assert (app.store.count(Invoice), app.store.count(SalesRecord)) == (0, 0)
    assert refusal(app, register_invoice, party=trade.buyer, number="F-1", on=TODAY, amount=0) == (
        "Escribe el importe del documento.")
    assert refusal(app, register_invoice, party=trade.buyer, number="F-1", on=TODAY, amount=1,
                   due=day("2025-11-01")) == "El vencimiento es anterior a la factura."


def test_a_repeated_number_is_told(app, trade):
    trade.invoice("F-1", 10_00)
    app.run(register_invoice, party=trade.hospital, number="F-1", on=TODAY, amount=10_00)
    assert app.store.warnings[0] == ("Ya existe un documento F-1 de este cliente. ¿Es el mismo?", "number")


@pytest.mark.parametrize(("choice", "sums"), [("replace", 50_00), ("add", 150_00), ("skip", 100_00)])
def test_a_month_with_imported_sales_asks_what_happens_to_them(app, trade, choice, sums):
    put(app, SalesRecord(month="2025-11", party=trade.hospital, product=trade.plain.id, units=Decimal(1),
                         amount=100_00, source="import"))
    given = {"party": trade.hospital, "number": "F-9", "on": TODAY, "amount": 50_00,
             "lines": [SoldLine(trade.plain.id, Decimal(1), 50_00)]}
    assert refusal(app, register_invoice, **given) == (
        "Este mes ya tiene ventas importadas. Elige: reemplazar, sumar u omitir.")
    app.run(register_invoice, **given, existing=choice)
    assert app.ask("F20", Period.month("2025-11")).value == sums


def test_a_credit_note_lowers_its_invoice_and_the_sales(app, trade):
    invoice = trade.invoice("F-1", 100_00)
    note = app.run(register_credit_note, party=trade.hospital, number="NC-1", on=TODAY, amount=130_00, invoice=invoice,
                   lines=[SoldLine(trade.plain.id, Decimal(2), 112_00)])
    assert (left(trade), balance(trade)) == ({}, -30_00)
    returned = app.store.find(SalesRecord, invoice=note.id)[0]
    assert (returned.units, returned.amount, returned.category) == (-2, -112_00, "return")
    assert app.store.undo_step().label == "Nota de crédito NC-1"
    app.undo()
    assert (left(trade), app.store.count(Allocation)) == ({"F-1": 100_00}, 0)


def test_a_payment_pays_the_oldest_due_first_and_disputed_ones_last(app, trade):
    trade.invoice("F-2", 50_00, due="2025-11-20")
    old = trade.invoice("F-1", 100_00, due="2025-10-20")
    trade.invoice("F-3", 70_00, due=None)
    app.run(dispute_invoice, invoice=old, reason="Faltan dos cajas")
    app.run(register_payment, party=trade.hospital, amount=60_00, reference="SPEI 1")
    assert left(trade) == {"F-1": 100_00, "F-3": 60_00}
    paid = app.run(register_payment, party=trade.hospital, amount=200_00)
    assert (left(trade), unapplied(app.store, paid), balance(trade)) == ({}, 40_00, -40_00)
    assert list(app.store.warnings) == [("Quedan $40.00 sin aplicar.", "amount")]
    assert app.store.undo_step().label == "Registrar cobro de Hospital Ángeles"
    app.undo()
    assert (left(trade), app.store.count(Payment)) == ({"F-1": 100_00, "F-3": 60_00}, 1)


def test_no_currency_is_the_currency_of_the_base(app, trade):
    named = trade.invoice("F-1", 100_00, currency="MXN")
    paid = app.run(register_payment, party=trade.hospital, amount=60_00)
    assert left(trade) == {"F-1": 40_00}
    app.run(take_back_allocation, source=Link("payment", paid.id), invoice=named.id)
    app.run(allocate, source=Link("payment", paid.id), invoice=named, amount=10_00)
    assert left(trade) == {"F-1": 90_00}


def test_a_payment_may_name_its_invoices(app, trade):
    trade.invoice("F-1", 100_00, due="2025-10-20")
    chosen = trade.invoice("F-2", 50_00, due="2025-11-20")
    app.run(register_payment, party=trade.hospital, amount=80_00, invoices=[chosen.id])
    assert left(trade) == {"F-1": 100_00}
    assert list(app.store.warnings) == [("Quedan $30.00 sin aplicar.", "amount")]


def test_a_payment_is_refused_when_it_cannot_be(app, trade):
    assert refusal(app, register_payment, party=trade.hospital, amount=0) == "Escribe el importe cobrado."
    assert refusal(app, register_payment, party=trade.hospital, amount=1, on=day("2025-11-25")) == (
        "Un cobro no puede ser futuro. Regístralo como promesa.")
    app.run(register_payment, party=trade.hospital, amount=5_00, reference="A")
    app.run(register_payment, party=trade.hospital, amount=5_00, reference="A")
    assert ("Ya existe un cobro de ese día, importe y referencia. ¿Es el mismo?", "reference") in app.store.warnings


def test_payments_of_another_currency_wait_for_their_own_invoices(app, trade):
    trade.invoice("F-1", 100_00)
    dollars = trade.invoice("F-2", 10_00, currency="USD")
    paid = app.run(register_payment, party=trade.hospital, amount=10_00, currency="USD")
    assert left(trade) == {"F-1": 100_00}
    pesos = app.run(register_payment, party=trade.hospital, amount=1_00, invoices=[])
    assert unapplied(app.store, paid) == 0
    assert refusal(app, allocate, source=Link("payment", pesos.id), invoice=dollars, amount=1) == (
        "El cobro y la factura están en monedas distintas.")


def test_what_is_left_is_applied_taken_back_and_moved(app, trade):
    first, second = trade.invoice("F-1", 100_00), trade.invoice("F-2", 60_00)
    paid = app.run(register_payment, party=trade.hospital, amount=80_00, invoices=[])
    source = Link("payment", paid.id)
    app.run(allocate, source=source, invoice=first, amount=70_00)
    assert (left(trade), unapplied(app.store, paid)) == ({"F-1": 30_00, "F-2": 60_00}, 10_00)
    assert refusal(app, allocate, source=source, invoice=second, amount=10_01) == "Solo quedan $10.00 por aplicar."
    assert refusal(app, allocate, source=source, invoice=second, amount=0) == "Escribe el importe por aplicar."
    app.run(move_allocation, source=source, invoice=first.id, to=second)
    assert (left(trade), unapplied(app.store, paid)) == ({"F-1": 100_00}, 20_00)
    assert refusal(app, move_allocation, source=source, invoice=first.id, to=second) == (
        "No hay nada de él aplicado a esa factura.")
    assert app.store.undo_step().label == "Aplicar cobro a F-2"
    app.undo()
    assert left(trade) == {"F-1": 30_00, "F-2": 60_00}
    app.run(take_back_allocation, source=source, invoice=first.id)
    assert (unapplied(app.store, paid), app.store.count(Allocation)) == (80_00, 2)


def test_reversing_leaves_counter_rows_and_the_invoices_open(app, trade):
    trade.invoice("F-1", 100_00)
    paid = app.run(register_payment, party=trade.hospital, amount=80_00)
    assert refusal(app, reverse_payment, payment=paid, reason="") == "Anota el motivo."
    counter = app.run(reverse_payment, payment=paid, reason="Cheque devuelto")
    assert (counter.amount, counter.reverses, counter.note) == (-80_00, paid.id, "Cheque devuelto")
    assert (left(trade), balance(trade), unapplied(app.store, paid)) == ({"F-1": 100_00}, 100_00, 0)
    assert refusal(app, reverse_payment, payment=paid, reason="x") == "Este cobro ya está anulado."
    assert refusal(app, reverse_payment, payment=counter, reason="x") == "Este renglón anula otro cobro."
    assert app.store.undo_step().label == "Anular cobro de Hospital Ángeles"
    app.undo()
    assert (left(trade), app.store.count(Payment)) == ({"F-1": 20_00}, 1)


def test_a_promise_is_noted_and_kept_by_the_payments_that_follow(app, trade):
    assert refusal(app, promise_payment, party=trade.hospital, due=TODAY, amount=1) == "Hospital Ángeles no debe nada."
    trade.invoice("F-1", 100_00)
    given = {"party": trade.hospital, "amount": 60_00}
    assert refusal(app, promise_payment, **given, due=day("2025-11-23")) == "Una promesa es para hoy o después."
    promise = app.run(promise_payment, **given, due=day("2025-11-28"))
    assert app.store.undo_step().label == "Promesa de Hospital Ángeles"
    app.run(register_payment, party=trade.hospital, amount=20_00)
    assert (proposals(app.store)[promise.id].state, app.store.get(PaymentPromise, promise.id).state) == (
        "pending", "pending")
    app.run(register_payment, party=trade.hospital, amount=40_00)
    assert app.store.get(PaymentPromise, promise.id).state == "kept"
    app.undo()
    assert app.store.get(PaymentPromise, promise.id).state == "pending"


def test_a_promise_is_settled_or_put_off(app, trade):
    trade.invoice("F-1", 100_00)
    promise = put(app, PaymentPromise(party=trade.hospital, promised_on=day("2025-11-01"), due=day("2025-11-10"),
                                      amount=60_00))
    assert proposals(app.store)[promise.id].state == "broken"
    assert refusal(app, settle_promise, promise=promise, state="pending") == "Elige cómo terminó la promesa."
    assert refusal(app, settle_promise, promise=promise, state="rescheduled") == (
        "Elige el nuevo día de la promesa, después de hoy.")
    new = app.run(settle_promise, promise=promise, state="rescheduled", new_due=day("2025-12-01"))
    assert (new.due, new.amount, new.promised_on, new.state) == (day("2025-12-01"), 60_00, TODAY, "pending")
    assert app.ask("F47", Period.day(TODAY)).more == {}
    assert app.ask("F47", Period.day(TODAY)).denominator == 1  # put off after its day: it counts as broken
    old = app.store.get(PaymentPromise, promise.id)
    assert refusal(app, settle_promise, promise=old, state="kept") == "Esta promesa ya está cerrada."
    app.undo()
    assert app.store.count(PaymentPromise) == 1


def test_a_dispute_begins_and_ends(app, trade):
    invoice = trade.invoice("F-1", 100_00)
    assert refusal(app, dispute_invoice, invoice=invoice, reason=" ") == "Anota el motivo de la disputa."
    disputed = app.run(dispute_invoice, invoice=invoice, reason="Faltan dos cajas")
    assert refusal(app, dispute_invoice, invoice=disputed, reason="x") == "Ya está en disputa."
    assert refusal(app, settle_dispute, invoice=disputed, note="") == "Anota cómo terminó la disputa."
    settled = app.run(settle_dispute, invoice=disputed, note="Se repusieron")
    assert (settled.disputed, settled.dispute_reason) == (False, "Faltan dos cajas · resuelta: Se repusieron")
    assert refusal(app, settle_dispute, invoice=settled, note="x") == "No está en disputa."
    app.run(register_payment, party=trade.hospital, amount=100_00)
    assert refusal(app, dispute_invoice, invoice=settled, reason="x") == (
        "No queda nada abierto: no hay qué disputar.")


def test_a_write_off_needs_approval(app, trade):
    invoice = trade.invoice("F-1", 100_00)
    assert refusal(app, write_off, invoice=invoice, amount=10_00, reason="x").startswith("Antes necesita aprobación")
    app.run(submit, document=invoice, comment="Castigar $10")
    app.run(mark_decision, document=invoice, action="approve", actor="Gerencia", how="correo")
    assert refusal(app, write_off, invoice=invoice, amount=100_01, reason="x") == (
        "Escribe un importe hasta lo abierto: $100.00.")
    assert refusal(app, write_off, invoice=invoice, amount=10_00, reason=" ") == "Anota el motivo."
    written = app.run(write_off, invoice=invoice, amount=10_00, reason="Quiebra")
    assert (written.written_off, left(trade), balance(trade)) == (10_00, {"F-1": 90_00}, 90_00)
    assert refusal(app, write_off, invoice=written, amount=1, reason="x").startswith("Cambió después de aprobarse")
    app.undo()
    assert left(trade) == {"F-1": 100_00}

"""Invoices, payments, allocations and promises say what is wrong with them (F40 in small)."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from kamdesk.records.receivables import Allocation, Invoice, Payment, PaymentPromise, open_balance
from tests.kamdesk.records.things import Put, Said, distributor, hospital, link_to, someone

ON = datetime.date(2025, 11, 3)
DUE = datetime.date(2025, 12, 3)


@pytest.fixture
def invoice(put: Put) -> Invoice:
    """100,000 cents that a hospital owes."""
    return put(Invoice(number="F-1", party=link_to(hospital(put)), on=ON, due=DUE, amount=100_000))


@pytest.fixture
def payment(invoice: Invoice, put: Put) -> Payment:
    """40,000 cents from the same hospital."""
    return put(Payment(party=invoice.party, on=ON, amount=40_000, reference="T1"))


def allocation(source: Payment | Invoice, invoice: Invoice, amount: int) -> Allocation:
    return Allocation(source=link_to(source), invoice=invoice.id, amount=amount, on=ON)


def test_an_invoice_falls_due_on_its_day_or_later(invoice: Invoice, errors: Said) -> None:
    early = dataclasses.replace(invoice, due=datetime.date(2025, 11, 2))
    assert errors(early) == {"due": "El vencimiento es anterior a la factura."}
    assert errors(dataclasses.replace(invoice, due=ON)) == {}


def test_a_dispute_says_what_it_is_about(invoice: Invoice, errors: Said) -> None:
    disputed = dataclasses.replace(invoice, disputed=True)
    assert errors(disputed) == {"dispute_reason": "Anota el motivo de la disputa."}
    assert errors(dataclasses.replace(disputed, dispute_reason="Faltó una caja")) == {}


def test_an_invoice_is_not_lowered_below_what_is_applied_to_it(
    invoice: Invoice, payment: Payment, put: Put, errors: Said,
) -> None:
    put(allocation(payment, invoice, 40_000))
    assert errors(dataclasses.replace(invoice, amount=40_000)) == {}
    assert errors(dataclasses.replace(invoice, amount=39_999)) == {
        "amount": "La factura F-1 tiene aplicado $400.00 de $399.99. Revisa las aplicaciones."}


def test_a_credit_note_is_not_lowered_below_what_it_paid(invoice: Invoice, put: Put, errors: Said) -> None:
    credit = put(Invoice(category="credit_note", number="N-1", party=invoice.party, on=ON, amount=5_000))
    put(allocation(credit, invoice, 5_000))
    assert errors(credit) == {}
    assert set(errors(dataclasses.replace(credit, amount=4_000))) == {"amount"}


def test_a_payment_is_a_fact(payment: Payment, errors: Said) -> None:
    tomorrow = dataclasses.replace(payment, on=datetime.date(2025, 11, 25))
    assert errors(tomorrow) == {"on": "Un cobro no puede ser futuro. Regístralo como promesa."}
    assert errors(payment) == {}


def test_only_a_counter_row_is_negative(payment: Payment, errors: Said) -> None:
    negative = dataclasses.replace(payment, amount=-40_000)
    assert errors(negative) == {"amount": "El importe no puede ser negativo."}
    assert errors(dataclasses.replace(negative, reverses=payment.id)) == {}


def test_what_is_not_applied_is_told(invoice: Invoice, payment: Payment, put: Put, cautions: Said) -> None:
    assert cautions(payment) == {"amount": "Quedan $400.00 sin aplicar."}
    put(allocation(payment, invoice, 15_000))
    assert cautions(payment) == {"amount": "Quedan $250.00 sin aplicar."}
    put(allocation(payment, invoice, 25_000))
    assert cautions(payment) == {}


def test_a_reversed_payment_has_nothing_left_to_apply(payment: Payment, put: Put, cautions: Said) -> None:
    back = put(Payment(party=payment.party, on=ON, amount=-40_000, reverses=payment.id))
    assert cautions(payment) == {}
    assert cautions(back) == {}


def test_no_more_is_applied_than_the_payment_has(invoice: Invoice, payment: Payment, put: Put, errors: Said) -> None:
    put(allocation(payment, invoice, 30_000))
    assert errors(allocation(payment, invoice, 10_001)) == {"amount": "Solo quedan $100.00 por aplicar."}
    assert errors(allocation(payment, invoice, 10_000)) == {}


def test_no_more_is_applied_than_the_invoice_owes(invoice: Invoice, payment: Payment, put: Put, errors: Said) -> None:
    small = put(Invoice(number="F-2", party=invoice.party, on=ON, amount=3_000, written_off=1_000))
    assert errors(allocation(payment, small, 2_001)) == {"amount": "Solo quedan $20.00 por aplicar."}
    assert errors(allocation(payment, small, 2_000)) == {}


def test_taking_an_application_back_needs_no_rest(invoice: Invoice, payment: Payment, put: Put, errors: Said) -> None:
    put(allocation(payment, invoice, 40_000))
    assert errors(allocation(payment, invoice, -40_000)) == {}


def test_a_party_pays_its_own_invoices(invoice: Invoice, put: Put, errors: Said) -> None:
    other = put(Payment(party=link_to(distributor(put)), on=ON, amount=1_000))
    assert errors(allocation(other, invoice, 1_000)) == {
        "invoice": "El cobro y la factura son de clientes distintos."}


def test_the_balance_leaves_out_what_was_paid_and_written_off(
    invoice: Invoice, payment: Payment, put: Put, store,
) -> None:
    put(allocation(payment, invoice, 40_000))
    assert open_balance(store, [store.get(Invoice, invoice.id)]) == 60_000
    assert open_balance(store, [dataclasses.replace(invoice, written_off=10_000)]) == 50_000
    assert open_balance(store, []) == 0


def test_a_promise_is_no_more_than_the_balance(invoice: Invoice, payment: Payment, put: Put, cautions: Said) -> None:
    put(allocation(payment, invoice, 40_000))
    promise = PaymentPromise(party=invoice.party, due=DUE, amount=60_001, owner=someone(put).id)
    assert cautions(promise) == {"amount": "La promesa supera el saldo ($600.00)."}
    assert cautions(dataclasses.replace(promise, amount=60_000)) == {}


def test_a_promise_for_named_invoices_counts_only_those(invoice: Invoice, put: Put, cautions: Said) -> None:
    small = put(Invoice(number="F-2", party=invoice.party, on=ON, amount=3_000))
    promise = PaymentPromise(party=invoice.party, due=DUE, amount=3_001)
    assert cautions(promise) == {}
    assert set(cautions(dataclasses.replace(promise, invoices=(small.id,)))) == {"amount"}


def test_a_promise_of_nothing_is_none(invoice: Invoice, errors: Said) -> None:
    promise = PaymentPromise(party=invoice.party, due=DUE, amount=0)
    assert errors(promise) == {"amount": "Importe debe ser mayor que cero."}

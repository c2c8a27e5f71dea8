"""Payments: registered and applied to the oldest due first, applied again by hand, reversed (product/04 §4.6)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.methods.receivables import KEPT, OpenInvoice, apply_payment
from kamdesk.problems import Problem
from kamdesk.records.receivables import Allocation, Invoice, Payment, PaymentPromise
from kamdesk.selling.debts import applied_parts, open_invoices, placed, proposals, same_currency
from kamdesk.selling.orders import called
from kamdesk.store import UnitOfWork
from kamdesk.words import _, money


@command
def register_payment(uow: UnitOfWork, *, party: Link, amount: int, on: datetime.date | None = None,
                     invoices: Sequence[Id] | None = None, method: str = "transfer", reference: str = "",
                     currency: str = "", note: str = "") -> Payment:
    """Note money collected, in minor units, and apply it: to the given invoices, else to the oldest due first (A8).

    What is left over stays as credit of the party. Promises that it keeps are settled.
    """
    if amount <= 0:
        raise Problem(_("Type the amount collected."), field="amount")
    place, day = placed(uow, party), on or clock.today()
    if uow.count(Payment, party=party, on=day, reference=reference.strip(), amount=amount):
        uow.warn(_("There is already a payment of that day, amount and reference. Is it the same?"), field="reference")
    owed = [each for each in open_invoices(uow, party, currency=currency) if invoices is None or each.id in invoices]
    payment = uow.add(Payment(party=party, on=day, amount=amount, currency=currency, method=method,
                              reference=reference.strip(), territory=place.territory, seller=place.seller,
                              note=note.strip()))
    _apply(uow, payment, owed)
    _settle(uow, party)
    uow.describe(_("Record payment of {client}", client=called(uow, party)))
    return payment


def _apply(uow: UnitOfWork, payment: Payment, owed: Sequence[OpenInvoice]) -> None:
    applied = apply_payment(payment.amount or 0, owed)
    for invoice, part in applied.parts:
        uow.add(Allocation(source=Link("payment", payment.id), invoice=invoice, amount=part, on=payment.on))
    if applied.left:
        uow.warn(_("{amount} not applied.", amount=money(applied.left, payment.currency or None)), field="amount")


def _settle(uow: UnitOfWork, party: Link) -> None:
    """Promises that are kept now; those that are not wait for somebody to decide."""
    for id_, state in proposals(uow, [party]).items():
        if state.state == KEPT:
            uow.change(uow.get(PaymentPromise, id_), state="kept")


@command
def allocate(uow: UnitOfWork, *, source: Link, invoice: Invoice, amount: int,
             on: datetime.date | None = None) -> Allocation:
    """Apply what is left of a payment or credit note to an invoice, in minor units."""
    if amount <= 0:
        raise Problem(_("Type the amount to apply."), field="amount")
    _demand_same_currency(uow, source, invoice)
    uow.describe(_("Apply a payment to {number}", number=invoice.number))
    return uow.add(Allocation(source=source, invoice=invoice.id, amount=amount, on=on or clock.today()))


@command
def take_back_allocation(uow: UnitOfWork, *, source: Link, invoice: Id) -> Allocation:
    """Free what a payment or credit note pays of an invoice: a counter row, so that both are seen."""
    counter = _counter(uow, source, invoice)
    uow.describe(_("Take back what was applied to {number}", number=uow.get(Invoice, invoice).number))
    return counter


@command
def move_allocation(uow: UnitOfWork, *, source: Link, invoice: Id, to: Invoice) -> Allocation:
    """Apply to another invoice what pays one now, as far as the other has something open."""
    if to.id == invoice:
        raise Problem(_("It is already applied there."), field="invoice")
    freed = -(_counter(uow, source, invoice).amount or 0)
    _demand_same_currency(uow, source, to)
    room = next((each.open for each in open_invoices(uow, to.party) if each.id == to.id), 0) if to.party else 0
    if room <= 0:
        raise Problem(_("Nothing is open of {number}.", number=to.number), field="invoice")
    uow.describe(_("Apply a payment to {number}", number=to.number))
    return uow.add(Allocation(source=source, invoice=to.id, amount=min(freed, room), on=clock.today()))


def _counter(uow: UnitOfWork, source: Link, invoice: Id) -> Allocation:
    applied = applied_parts(uow, source).get(invoice, 0)
    if applied <= 0:
        raise Problem(_("Nothing of it is applied to that invoice."))
    return uow.add(Allocation(source=source, invoice=invoice, amount=-applied, on=clock.today()))


@command
def reverse_payment(uow: UnitOfWork, *, payment: Payment, reason: str) -> Payment:
    """Take a payment back by an equal negative row; the invoices it paid are open again."""
    if payment.reverses:
        raise Problem(_("This row reverses another payment."))
    if uow.count(Payment, reverses=payment.id):
        raise Problem(_("This payment is already reversed."))
    if not reason.strip():
        raise Problem(_("Note the reason."), field="note")
    source = Link("payment", payment.id)
    for invoice in applied_parts(uow, source):
        _counter(uow, source, invoice)
    uow.describe(_("Reverse payment of {client}", client=called(uow, payment.party)))
    return uow.add(Payment(party=payment.party, on=clock.today(), amount=-(payment.amount or 0),
                           currency=payment.currency, method=payment.method, reference=payment.reference,
                           territory=payment.territory, seller=payment.seller, reverses=payment.id,
                           note=reason.strip()))


def _demand_same_currency(uow: UnitOfWork, source: Link, invoice: Invoice) -> None:
    paid: Payment | Invoice = (uow.get(Payment, source.id) if source.kind == "payment"
                               else uow.get(Invoice, source.id))
    if not same_currency(paid.currency, invoice.currency):
        raise Problem(_("The payment and the invoice are in different currencies."), field="invoice")

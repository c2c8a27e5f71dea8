"""Invoices and credit notes: registered with the sales they stand for, disputed, written off (product/04 §4.6)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.fields import Id, Link
from kamdesk.methods.months import month_of
from kamdesk.methods.receivables import due_date
from kamdesk.problems import Problem
from kamdesk.records.receivables import Allocation, Invoice, open_balance
from kamdesk.records.sales import Order, SalesRecord
from kamdesk.selling.debts import Placed, placed
from kamdesk.store import IN, UnitOfWork, Where
from kamdesk.words import N_, _, money

EXISTING = {"replace": N_("Replace"), "add": N_("Add"), "skip": N_("Skip")}  # sales already imported of the month


@dataclass(frozen=True)
class SoldLine:
    """What an invoice sells of one product: units, and the amount net of tax in minor units."""

    product: Id
    units: Decimal
    amount: int


@command
def register_invoice(uow: UnitOfWork, *, party: Link, number: str, on: datetime.date, amount: int,
                     due: datetime.date | None = None, order: Id | None = None, lines: Sequence[SoldLine] = (),
                     category: str = "invoice", tax: int | None = None, currency: str = "",
                     existing: str = "") -> Invoice:
    """Register what a party owes, with tax, in minor units; without a due day it is that of its payment days.

    ``lines`` become sales. Where the month of a product already has imported sales of the party, ``existing`` says
    what happens: one of ``EXISTING``.
    """
    if amount <= 0:
        raise Problem(_("Type the amount of the document."), field="amount")
    place = placed(uow, party)
    _warn_of_same(uow, party, number, category)
    invoice = uow.add(Invoice(
        category=category, number=number.strip(), party=party, on=on, amount=amount, tax=tax, currency=currency,
        due=due_date(on, due=due, payment_days=place.payment_days), order=order, territory=place.territory,
        seller=place.seller))
    _sell(uow, invoice, lines, place, existing=existing)
    uow.describe(_("Register invoice {number}", number=invoice.number))
    return invoice


@command
def register_credit_note(uow: UnitOfWork, *, party: Link, number: str, on: datetime.date, amount: int,
                         invoice: Invoice | None = None, lines: Sequence[SoldLine] = (), tax: int | None = None,
                         currency: str = "") -> Invoice:
    """Register what a party no longer owes; with an invoice it is applied to it, up to what is open.

    ``lines`` are what came back: positive units and amounts, kept as returned sales.
    """
    found = credit_note(uow, party=party, number=number, on=on, amount=amount, invoice=invoice, lines=lines, tax=tax,
                        currency=currency)
    uow.describe(_("Credit note {number}", number=found.number))
    return found


def credit_note(uow: UnitOfWork, *, party: Link, number: str, on: datetime.date, amount: int,
                invoice: Invoice | None = None, lines: Sequence[SoldLine] = (), tax: int | None = None,
                currency: str = "") -> Invoice:
    """Store a credit note with its allocation and returned sales."""
    if amount <= 0:
        raise Problem(_("Type the amount of the document."), field="amount")
    place = placed(uow, party)
    _warn_of_same(uow, party, number, "credit_note")
    found = uow.add(Invoice(category="credit_note", number=number.strip(), party=party, on=on, amount=amount, tax=tax,
                            currency=currency or (invoice.currency if invoice else ""), territory=place.territory,
                            seller=place.seller, order=invoice.order if invoice else None))
    applied = min(amount, open_balance(uow, [invoice])) if invoice else 0
    if invoice and applied > 0:
        uow.add(Allocation(source=Link("invoice", found.id), invoice=invoice.id, amount=applied, on=on))
    _sell(uow, found, lines, place)
    return found


@command
def dispute_invoice(uow: UnitOfWork, *, invoice: Invoice, reason: str) -> Invoice:
    """Mark an open invoice as disputed; it stays in its age and is paid last."""
    if invoice.disputed:
        raise Problem(_("It is already in dispute."))
    if open_balance(uow, [invoice]) <= 0:
        raise Problem(_("Nothing is open of it: there is nothing to dispute."))
    if not reason.strip():
        raise Problem(_("Note the reason of the dispute."), field="dispute_reason")
    uow.describe(_("Dispute invoice {number}", number=invoice.number))
    return uow.change(invoice, disputed=True, dispute_reason=reason.strip())


@command
def settle_dispute(uow: UnitOfWork, *, invoice: Invoice, note: str) -> Invoice:
    """End a dispute; how it ended is kept beside its reason."""
    if not invoice.disputed:
        raise Problem(_("It is not in dispute."))
    if not note.strip():
        raise Problem(_("Note how the dispute ended."), field="dispute_reason")
    uow.describe(_("Settle the dispute of {number}", number=invoice.number))
    return uow.change(invoice, disputed=False,
                      dispute_reason=_("{reason} · settled: {note}", reason=invoice.dispute_reason, note=note.strip()))


@command
def write_off(uow: UnitOfWork, *, invoice: Invoice, amount: int, reason: str) -> Invoice:
    """Give up an amount of an invoice, in minor units, once that was approved."""
    demand_approved(uow, invoice)
    left = open_balance(uow, [invoice])
    if not 0 < amount <= left:
        raise Problem(_("Type an amount up to what is open: {amount}.",
                        amount=money(max(0, left), invoice.currency or None)), field="written_off")
    if not reason.strip():
        raise Problem(_("Note the reason."), field="reason")
    uow.describe(_("Write off {amount} of {number}: {reason}", amount=money(amount, invoice.currency or None),
                   number=invoice.number, reason=reason.strip()))
    return uow.change(invoice, written_off=(invoice.written_off or 0) + amount)


def _warn_of_same(uow: UnitOfWork, party: Link, number: str, category: str) -> None:
    if uow.count(Invoice, party=party, number=number.strip(), category=category):
        uow.warn(_("There is already a document {number} of this party. Is it the same?", number=number.strip()),
                 field="number")


def _sell(uow: UnitOfWork, invoice: Invoice, lines: Sequence[SoldLine], place: Placed, *, existing: str = "") -> None:
    """The sales of a document: negative when it is a credit note, each on its day and of its party."""
    month, party = month_of(invoice.on or datetime.date.min), invoice.party
    back = invoice.category == "credit_note"
    kept = list(lines) if back else _settled(uow, party, month, lines, existing)
    order = uow.maybe(Order, invoice.order)
    for each in kept:
        sign = -1 if back else 1
        uow.add(SalesRecord(
            on=invoice.on, month=month, party=party, via=order.via if order else None, territory=place.territory,
            seller=place.seller, product=each.product, units=sign * abs(each.units), amount=sign * abs(each.amount),
            category="return" if back else "sale", document=invoice.number, invoice=invoice.id, source="invoice"))


def _settled(uow: UnitOfWork, party: Link | None, month: str, lines: Sequence[SoldLine],
             existing: str) -> list[SoldLine]:
    """The lines that become sales, once it is said what happens to those imported of the same month."""
    products = [each.product for each in lines]
    known = uow.find(SalesRecord, Where("product", IN, products), party=party, month=month,
                     source="import") if products else []
    if not known or existing == "add":
        return list(lines)
    if existing not in EXISTING:
        raise Problem(_("This month already has imported sales. Choose: replace, add or skip."), field="existing")
    if existing == "replace":
        for each in known:
            uow.archive(each)
        return list(lines)
    taken = {each.product for each in known}
    return [each for each in lines if each.product not in taken]

"""Promises of payment: noted, followed up, settled (product/04 §4.6, A8)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.receivables import PROMISE_STATES, PaymentPromise
from kamdesk.selling.debts import open_invoices
from kamdesk.selling.orders import called
from kamdesk.store import UnitOfWork
from kamdesk.words import _

PENDING, RESCHEDULED = "pending", "rescheduled"


@command
def promise_payment(uow: UnitOfWork, *, party: Link, due: datetime.date, amount: int,
                    invoices: Sequence[Id] = (), contact: Id | None = None, note: str = "") -> PaymentPromise:
    """Note that a party said it will pay an amount, in minor units, by a day."""
    if not open_invoices(uow, party):
        raise Problem(_("{client} owes nothing.", client=called(uow, party)), field="party")
    if due < clock.today():
        raise Problem(_("A promise is for today or later."), field="due")
    uow.describe(_("Promise of {client}", client=called(uow, party)))
    return uow.add(PaymentPromise(party=party, due=due, amount=amount, invoices=tuple(invoices), contact=contact,
                                  promised_on=clock.today(), note=note.strip()))


@command
def settle_promise(uow: UnitOfWork, *, promise: PaymentPromise, state: str,
                   new_due: datetime.date | None = None) -> PaymentPromise:
    """End a promise; ``state`` is one of ``PROMISE_STATES`` but pending. Put off, it leaves a new one for ``new_due``.

    Returns the promise that counts from now on.
    """
    if promise.state != PENDING:
        raise Problem(_("This promise is already settled."))
    if state not in PROMISE_STATES or state == PENDING:
        raise Problem(_("Choose how the promise ended."), field="state")
    settled = uow.change(promise, state=state)
    uow.describe(_("Settle promise of {client}", client=called(uow, promise.party)))
    if state != RESCHEDULED:
        return settled
    if new_due is None or new_due <= clock.today():
        raise Problem(_("Choose the new day of the promise, after today."), field="new_due")
    return uow.add(PaymentPromise(party=promise.party, due=new_due, amount=promise.amount, invoices=promise.invoices,
                                  contact=promise.contact, promised_on=clock.today(), note=promise.note,
                                  owner=promise.owner))

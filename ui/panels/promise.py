"""Promises of payment: note one, or say how one ended."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields
from kamdesk.commands.promises import promise_payment, settle_promise
from kamdesk.fields import Field, Link
from kamdesk.records.receivables import PROMISE_STATES, PaymentPromise
from kamdesk.selling.debts import open_invoices
from kamdesk.selling.orders import called
from kamdesk.words import N_, _, money
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.screen import Context

WEEK = datetime.timedelta(7)
NAMES = ("amount", "due", "contact", "note")
ENDS = {key: text for key, text in PROMISE_STATES.items() if key != "pending"}
ENDED: Field = fields.choice(N_("How it ended"), ENDS, required=True).named("state", "")
NEW_DUE: Field = fields.day(N_("New day, if it is put off")).named("new_due", "")


def open_promise(context: Context, host: QWidget, *, party: Link | None = None) -> FieldsPanel:
    """Note what a party says it will pay: what is past due is filled in, in a week; without a party it is asked for."""
    if party is None:
        asked = Asked(_("Payment promise"), "", _("Save promise"), _fields("party", *NAMES),
                      {"due": clock.today() + WEEK})
        return ask_fields(context, host, asked, said=_("Promise saved"),
                          run=lambda panel, values: context.runner.attempt(panel, promise_payment, **values))
    owed = open_invoices(context.app.store, party, currency="")
    late = sum(each.open for each in owed if each.due and each.due < clock.today())
    whole = sum(each.open for each in owed)
    asked = Asked(_("Payment promise"), _("{client} owes {amount}", client=called(context.app.store, party),
                                          amount=money(whole)), _("Save promise"),
                  _fields(*NAMES),
                  {"amount": late or whole or None, "due": clock.today() + WEEK})
    return ask_fields(context, host, asked, said=_("Promise saved"), run=lambda panel, values: context.runner.attempt(
        panel, promise_payment, party=party, **values))


def _fields(*names: str) -> list[Field]:
    return [PaymentPromise.kind.fields[name] for name in names]


def open_settling(context: Context, host: QWidget, *, promise: PaymentPromise, state: str = "") -> FieldsPanel:
    """Say how a promise ended; put off, it asks for the new day."""
    asked = Asked(_("Settle the promise"), _("{client}: {amount}", client=called(context.app.store, promise.party),
                                             amount=money(promise.amount or 0)), _("Settle"), [ENDED, NEW_DUE],
                  {"state": state or None})
    return ask_fields(context, host, asked, said=_("Promise settled"), run=lambda panel, values: context.runner.attempt(
        panel, settle_promise, promise=promise, **values))

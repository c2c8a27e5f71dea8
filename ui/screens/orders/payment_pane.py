"""The panel of a payment: what it pays, what is left to apply, and the open invoices it may pay instead."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt

from kamdesk import clock
from kamdesk.commands.payments import allocate, reverse_payment, take_back_allocation
from kamdesk.display import display
from kamdesk.fields import Field, Id, Link
from kamdesk.methods.receivables import OpenInvoice
from kamdesk.records.receivables import Invoice, Payment
from kamdesk.selling.debts import applied_parts, invoices_called, open_invoices, unapplied
from kamdesk.selling.orders import called
from kamdesk.words import _, day, money, relative_day
from ui.beside.parts import heading, terms, verbs
from ui.beside.side import Pane
from ui.labels import label
from ui.panels.fields import Asked, ask_fields
from ui.screen import Context
from ui.screens.orders.applying import InvoiceList
from ui.shell.shell import host_of
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

REASON: Field = dataclasses.replace(Payment.kind.fields["note"], required=True, label="Reason")


class PaymentPane(Pane):
    """One payment and its allocations."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.pays = InvoiceList(_("Invoices it pays"), key=Qt.Key.Key_Right)
        self.open_ones = InvoiceList(_("Open invoices of the client"), key=Qt.Key.Key_Left)
        self.pays.sent.connect(self.take_back)
        self.pays.dropped.connect(self.apply_to)
        self.open_ones.sent.connect(self.apply_to)
        self.open_ones.dropped.connect(self.take_back)

    def refresh(self) -> None:
        """The payment as it is stored now."""
        store = self.context.app.store
        for part in (self.pays, self.open_ones):  # kept: one of them may have the focus
            self.content.removeWidget(part.frame)
            part.frame.hide()
        cleared(self.content)
        payment = store.maybe(Payment, self.id or None)
        if payment is None:
            self.content.addWidget(EmptyState("banknote", _("No payment chosen"), _("Choose one of the list.")))
            return
        left, reversed_ = unapplied(store, payment), bool(store.count(Payment, reverses=payment.id))
        state = _("Reversed") if reversed_ or payment.reverses else _("To be applied") if left else _("Applied")
        self.content.addWidget(heading(called(store, payment.party), state, "warn" if left else "mute" if reversed_
                                       or payment.reverses else "ok"))
        self.content.addWidget(terms(self._terms(payment, left)))
        if payment.party is not None and not payment.reverses and not reversed_:
            self._lists(payment)
        self.content.addStretch(1)
        if not payment.reverses and not reversed_:
            self.content.addWidget(verbs([Button(_("Reverse payment"), icon="undo-2", on_click=self.reverse)]))

    def _terms(self, payment: Payment, left: int) -> list[tuple[str, str]]:
        currency = payment.currency or None
        return [(_("Amount"), money(payment.amount or 0, currency)),
                (_("Date"), day(payment.on, this_year=clock.today().year) if payment.on else ""),
                (_("Payment method"), display(Payment.kind.fields["method"], payment.method)),
                (_("Payment reference"), payment.reference),
                (_("Left to apply"), money(left, currency) if left else ""), (_("Note"), payment.note)]

    def _lists(self, payment: Payment) -> None:
        store, party = self.context.app.store, payment.party
        parts = applied_parts(store, Link(Payment.kind.name, payment.id))
        known = invoices_called(store, list(parts))
        self.pays.show_rows([(id_, f"{known[id_].number} · {money(amount, payment.currency or None)}")
                             for id_, amount in parts.items() if id_ in known])
        owed = open_invoices(store, party, currency=payment.currency) if party else []
        owed.sort(key=lambda each: (each.due is None, each.due or each.on, each.number))
        self.open_ones.show_rows([(each.id, words_of(each, payment.currency)) for each in owed])
        hint = label(_("Drag an invoice from one list to the other, or press Enter on it."), role="caption",
                     tone="text3", wrap=True)
        for title, part in ((_("Pays"), self.pays), (_("Open invoices"), self.open_ones)):
            self.content.addWidget(label(title, role="strong"))
            self.content.addWidget(part.frame)
            part.frame.show()
        self.content.addWidget(hint)

    def take_back(self, invoice: Id) -> None:
        """Free what it pays of an invoice."""
        self.context.runner.attempt(self, take_back_allocation, source=self._source(), invoice=invoice)

    def apply_to(self, invoice: Id) -> None:
        """Pay as much of an invoice as is left."""
        store = self.context.app.store
        payment, found = store.get(Payment, self.id), store.get(Invoice, invoice)
        room = next((each.open for each in open_invoices(store, found.party) if each.id == invoice), 0) if (
            found.party) else 0
        self.context.runner.attempt(self, allocate, source=self._source(), invoice=found,
                                    amount=min(unapplied(store, payment), room))

    def _source(self) -> Link:
        return Link(Payment.kind.name, self.id)

    def reverse(self) -> None:
        """Take it back by a counter row, with the reason."""
        payment = self.context.app.store.get(Payment, self.id)
        asked = Asked(_("Reverse payment"), _("An equal negative row takes it back; its invoices are open again."),
                      _("Reverse payment"), [REASON])
        ask_fields(self.context, host_of(self), asked, said=_("Payment reversed"),
                   run=lambda panel, values: self.context.runner.attempt(
                       panel, reverse_payment, payment=payment, reason=values["note"]))


def words_of(each: OpenInvoice, currency: str) -> str:
    """An open invoice in a line: «F-12 · $ 40,000 · venció hace 3 días»."""
    due = _("due {when}", when=relative_day(each.due, clock.today())) if each.due else _("without due date")
    parts = (each.number, money(each.open, currency or None), due, _("in dispute") if each.disputed else "")
    return " · ".join(filter(None, parts))

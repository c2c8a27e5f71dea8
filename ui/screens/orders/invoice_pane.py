"""The panel of an invoice: what is open of it, what paid it, and what can be done about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from kamdesk import clock
from kamdesk.commands.approvals import approval_of, submit
from kamdesk.commands.invoices import (
    dispute_invoice,
    register_credit_note,
    settle_dispute,
    write_off,
)
from kamdesk.display import display
from kamdesk.fields import Field, Link
from kamdesk.records.receivables import INVOICE_STATUSES, Allocation, Invoice
from kamdesk.selling.debts import written_off_because
from kamdesk.selling.orders import called
from kamdesk.store import Query, Where
from kamdesk.words import N_, _, day, money
from ui.beside.parts import day_words, heading, terms, verbs
from ui.beside.side import Pane
from ui.cells import status_of
from ui.labels import label
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.panels.payment import open_payment
from ui.shell.shell import host_of
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState


def _asked_for(of: str, **more: Any) -> Field:
    return dataclasses.replace(Invoice.kind.fields[of], required=True, **more)


DISPUTE, SETTLE = _asked_for("dispute_reason"), _asked_for("dispute_reason", label=N_("How it ended"))
NUMBER, ON, AMOUNT = (_asked_for(name) for name in ("number", "on", "amount"))
WRITTEN, REASON = _asked_for("written_off"), _asked_for("dispute_reason", name="reason", label="Reason")
PAID_BY = 12  # allocations shown


class InvoicePane(Pane):
    """One invoice or note."""

    def refresh(self) -> None:
        """The document as it is stored now."""
        store = self.context.app.store
        cleared(self.content)
        invoice = store.maybe(Invoice, self.id or None)
        if invoice is None:
            self.content.addWidget(EmptyState("receipt-text", _("No invoice chosen"), _("Choose one of the list.")))
            return
        query = Query((Where("id", "=", invoice.id),), archived=None)
        row = store.page(Invoice.kind, query, columns=("open", "status")).rows[0].values
        status = str(row.get("status") or "")
        self.content.addWidget(heading(invoice.number, _(INVOICE_STATUSES[status]) if status else "", (
            "bad" if status == "disputed" else status_of(status))))
        self.content.addWidget(terms(self._terms(invoice, int(row.get("open") or 0))))
        self._paid(invoice)
        self.content.addStretch(1)
        self.content.addWidget(verbs(self._verbs(invoice, int(row.get("open") or 0))))

    def _terms(self, invoice: Invoice, left: int) -> list[tuple[str, str]]:
        currency, this = invoice.currency or None, clock.today().year
        return [(_("Client"), called(self.context.app.store, invoice.party)),
                (_("Category"), display(Invoice.kind.fields["category"], invoice.category)),
                (_("Date"), day(invoice.on, this_year=this) if invoice.on else ""), (_("Due"), day_words(invoice.due)),
                (_("Amount"), money(invoice.amount or 0, currency)), (_("Open"), money(left, currency)),
                (_("Written off"), money(invoice.written_off, currency) if invoice.written_off else ""),
                (_("Why it was written off"), written_off_because(self.context.app.store, invoice)),
                (_("Dispute"), invoice.dispute_reason)]

    def _paid(self, invoice: Invoice) -> None:
        """What paid it, newest first."""
        store = self.context.app.store
        rows = store.find(Allocation, invoice=invoice.id, sort=(("on", True),), limit=PAID_BY)
        if not rows:
            return
        names = store.names([each.source for each in rows if each.source])
        self.content.addWidget(label(_("Paid by"), role="strong"))
        for each in rows:
            source = names.get(each.source.id, "") if each.source else ""
            amount = money(each.amount or 0, invoice.currency or None)
            when = day(each.on, this_year=clock.today().year) if each.on else ""
            self.content.addWidget(label(f"{when} · {amount} · {source}", role="small", tone="text2", wrap=True,
                                         figures=True))

    def _verbs(self, invoice: Invoice, left: int) -> list[Button]:
        found = []
        if left > 0:
            found.append(Button(_("Record payment"), kind="primary", icon="banknote", on_click=lambda: open_payment(
                self.context, host_of(self), invoice=invoice)))
            found.append(Button(_("Credit note"), icon="file-plus", on_click=self.credit))
        if invoice.disputed:
            found.append(Button(_("Settle the dispute"), icon="handshake", on_click=self.settle))
        elif left > 0:
            found.append(Button(_("Dispute"), icon="flag", on_click=self.dispute))
        if left > 0:
            found.append(Button(_("Write off"), icon="ban", on_click=self.write_off))
        return [*found, Button(_("All data"), kind="link", on_click=self.form)]

    def _invoice(self) -> Invoice:
        return self.context.app.store.get(Invoice, self.id)

    def _ask(self, asked: Asked, said: str, run: Callable[[FieldsPanel, dict[str, Any]], object]) -> FieldsPanel:
        return ask_fields(self.context, host_of(self), asked, said=said, run=run)

    def credit(self) -> None:
        """A credit note applied to it."""
        invoice, attempt = self._invoice(), self.context.runner.attempt
        asked = Asked(_("Credit note"), invoice.number, _("Save credit note"), [NUMBER, ON, AMOUNT],
                      {"on": clock.today()})
        party = invoice.party or Link("client", "")
        self._ask(asked, _("Credit note saved"), lambda panel, values: attempt(
            panel, register_credit_note, party=party, invoice=invoice, **values))

    def dispute(self) -> None:
        """Mark it as disputed, with the reason."""
        invoice, attempt = self._invoice(), self.context.runner.attempt
        asked = Asked(_("Dispute"), invoice.number, _("Mark as disputed"), [DISPUTE], {"dispute_reason": ""})
        self._ask(asked, _("Invoice in dispute"), lambda panel, values: attempt(
            panel, dispute_invoice, invoice=invoice, reason=values["dispute_reason"]))

    def settle(self) -> None:
        """End the dispute."""
        invoice, attempt = self._invoice(), self.context.runner.attempt
        asked = Asked(_("Settle the dispute"), invoice.dispute_reason, _("Settle the dispute"), [SETTLE],
                      {"dispute_reason": ""})
        self._ask(asked, _("Dispute settled"), lambda panel, values: attempt(
            panel, settle_dispute, invoice=invoice, note=values["dispute_reason"]))

    def write_off(self) -> None:
        """Give an amount up once that is approved; before, ask for the approval with amount and reason."""
        invoice, attempt = self._invoice(), self.context.runner.attempt
        values = {"written_off": None, "reason": ""}
        if approval_of(self.context.app.store, invoice) == "approved":
            asked = Asked(_("Write off"), invoice.number, _("Write off"), [WRITTEN, REASON], values)
            self._ask(asked, _("Amount written off"), lambda panel, typed: attempt(
                panel, write_off, invoice=invoice, amount=typed["written_off"], reason=typed["reason"]))
            return
        asked = Asked(_("Ask to write off"), _("It needs approval first: the amount and the reason go with it."),
                      _("Send for approval"), [WRITTEN, REASON], values)
        self._ask(asked, _("Sent for approval"), lambda panel, typed: attempt(
            panel, submit, document=invoice, comment=_("Write off {amount}: {reason}", reason=typed["reason"],
                                                       amount=money(typed["written_off"], invoice.currency or None))))

"""Register an invoice, a debit note, an opening balance or a credit note."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields
from kamdesk.commands.invoices import EXISTING, SoldLine, register_credit_note, register_invoice
from kamdesk.fields import Field, Id
from kamdesk.records.receivables import Invoice
from kamdesk.records.sales import Order
from kamdesk.selling.orders import sheet_of
from kamdesk.store import Reader
from kamdesk.words import N_, _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.screen import Context

NAMES = ("category", "party", "number", "on", "amount", "tax", "due", "order")
SELL: Field = fields.flag(N_("Counts as sold")).named("sell", "")
IMPORTED: Field = fields.choice(N_("Already loaded"), EXISTING).named("existing", "")
CREDIT_NOTE = "credit_note"


def open_invoice(context: Context, host: QWidget, *, order: Order | None = None) -> FieldsPanel:
    """Ask for a document: what it says, and whether the products of its order become sales.

    Without a due day it falls due after the payment days of the party; a credit note has neither due day nor order.
    """
    asked = Asked(_("New invoice"), order.number if order else "", _("Save invoice"),
                  [*(Invoice.kind.fields[name] for name in NAMES), SELL, IMPORTED],
                  {"category": "invoice", "on": clock.today(), **_of_order(context.app.store, order)})
    return ask_fields(context, host, asked, said=_("Invoice saved"),
                      run=lambda panel, values: _register(context, panel, values))


def _of_order(reader: Reader, order: Order | None) -> dict[str, Any]:
    if order is None:
        return {}
    sheet = sheet_of(reader, order)
    return {"party": order.buyer, "order": order.id, "amount": sheet.total, "tax": sheet.tax, "sell": True}


def _register(context: Context, panel: FieldsPanel, values: dict[str, Any]) -> object:
    attempt = context.runner.attempt
    given = {name: values[name] for name in ("party", "number", "on", "amount", "tax")}
    lines = lines_of(context.app.store, values["order"]) if values["sell"] else ()
    if values["category"] == CREDIT_NOTE:
        return attempt(panel, register_credit_note, lines=lines, **given)
    return attempt(panel, register_invoice, category=values["category"], due=values["due"], order=values["order"],
                   lines=lines, existing=values["existing"] or "", **given)


def lines_of(reader: Reader, order: Id | None) -> tuple[SoldLine, ...]:
    """What an order sells, product by product, net of tax in minor units; nothing without an order."""
    found = reader.maybe(Order, order)
    if found is None:
        return ()
    return tuple(SoldLine(each.line.product, each.line.quantity, each.net) for each in sheet_of(reader, found).lines
                 if each.line.product and each.line.quantity)

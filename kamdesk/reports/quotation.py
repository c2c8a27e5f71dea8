"""R27 Cotización y pedido: what a draft order offers, or what a confirmed one holds and was delivered of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from kamdesk import clock, reports
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.rules import quantity_words
from kamdesk.records.sales import ORDER_STATES, Order
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Column, Field, Fields, Heading, Note, Paragraph, Report, Row, Table
from kamdesk.reports.register import DAY, Part, report
from kamdesk.reports.statement import party_of
from kamdesk.selling.orders import LineSheet, OrderSheet, net_price, sheet_of
from kamdesk.store import AT_MOST, NOT_EQUAL, Where
from kamdesk.words import N_, _, base_currency, day, money, number, percent, plural

CODE = "R27"


def quotation(app: App, order: Order, *, prices: bool) -> Report:
    """The quotation of a draft, or the order once confirmed; without prices it is a list of quantities."""
    buyer = order.buyer
    scope = Scope(client=buyer.id) if buyer and buyer.kind == "client" else Scope(
        distributor=buyer.id if buyer else None)
    each = reports.declared(CODE)
    desk = Desk(app, Period.day(order.on or clock.today()), scope, prices=prices)
    gathered = reports.Gathered(each, desk, {part.name: of_order(desk, order) for part in each.parts})
    made = reports.finish(gathered, reports.Choices(prices=prices, amounts=prices, reader=desk.scope_name,
                                                    number=order.number))
    return dataclasses.replace(made, title=title_of(order))


def blocks(desk: Desk) -> tuple[Block, ...]:
    """The last order of the party to the day of the report."""
    found = desk.reader.find(Order, Where("on", AT_MOST, desk.until), Where("state", NOT_EQUAL, "cancelled"),
                             buyer=party_of(desk), sort=(("on", True), ("number", True)), limit=1)
    if not found:
        raise Problem(_("This client has no orders or quotations to that day."))
    return of_order(desk, found[0])


def of_order(desk: Desk, order: Order) -> tuple[Block, ...]:
    """Who, what, for how much, and on which terms."""
    sheet = sheet_of(desk.reader, order)
    parts: list[Block] = [_head(desk, sheet), _lines(sheet, prices=desk.prices)]
    if desk.prices:
        parts.append(_totals(sheet))
    if order.terms.strip():
        parts += [Heading(_("Terms")), Paragraph(order.terms.strip())]
    if order.state == "draft":
        until = _("Valid until {day}.", day=day(order.valid_until)) if order.valid_until else _(
            "Prices are those in force on the day of the order.")
        parts.append(Note(until))
    return tuple(parts)


def title_of(order: Order) -> str:
    """«Cotización» while it is a draft, «Pedido» afterwards."""
    return _("Quotation") if order.state == "draft" else _("Order")


def _head(desk: Desk, sheet: OrderSheet) -> Fields:
    order = sheet.order
    holder: Client | Distributor | None = None
    if order.buyer is not None:
        holder = (desk.reader.maybe(Client, order.buyer.id) if order.buyer.kind == "client"
                  else desk.reader.maybe(Distributor, order.buyer.id))
    names = desk.reader.names([Link("distributor", order.via)]) if order.via else {}
    days = "" if order.payment_days is None else plural("{n} day", "{n} days", order.payment_days)
    shown = ((title_of(order), order.number), (_("Date"), day(order.on) if order.on else ""),
             (_("Client"), holder.name if holder else ""), (_("Tax id"), holder.tax_id if holder else ""),
             (_("Address"), holder.address if holder else ""), (_("Distributor"), names.get(order.via or "", "")),
             (_("Payment days"), days), (_("Deliver by"), day(order.deliver_by) if order.deliver_by else ""),
             (_("State"), _(ORDER_STATES[sheet.standing])))
    return Fields(tuple(Field(name, value) for name, value in shown if value))


def _lines(sheet: OrderSheet, *, prices: bool) -> Table:
    """One row a product; delivered to date once the order is confirmed; without prices a list of quantities."""
    columns = [Column(_("Product"), weight=1.0), Column(_("Units"), "right"), Column(_("Bonus"), "right")]
    if sheet.order.state != "draft":
        columns.append(Column(_("Delivered"), "right"))
    if prices:
        columns += [Column(title, "right", secrecy="price") for title in (
            _("Price"), _("Discount"), _("Net price"), _("Amount"))]
    rows = tuple(Row(tuple(_cells(sheet, each))[:len(columns)]) for each in sheet.lines)
    return Table(tuple(columns), rows, _("Products"), empty=_("The order has no products."), per_product=True)


def _cells(sheet: OrderSheet, each: LineSheet) -> Iterator[str]:
    line = each.line
    yield " ".join(filter(None, (each.name, f"({each.unit})" if each.unit else "")))
    yield quantity_words(line.quantity) if line.quantity else ""
    yield quantity_words(line.bonus) if line.bonus else ""
    if sheet.order.state != "draft":
        yield quantity_words(each.delivered)
    yield number(line.price or 0, 2)
    yield percent(line.discount) if line.discount else ""
    yield number(net_price(line.price, line.discount), 2)
    yield money(each.net, sheet.order.currency or None)


def _totals(sheet: OrderSheet) -> Fields:
    currency = sheet.order.currency or base_currency()
    shown = ((_("Total net of tax"), sheet.net), (_("Tax"), sheet.tax), (_("Total"), sheet.total))
    return Fields(tuple(Field(name, money(amount, currency), secrecy="price") for name, amount in shown), columns=3)


report(CODE, N_("Quotation and order"), audience=N_("The client or distributor"), period=DAY, about="party",
       comments=False, prices=True, parts=(Part("order", N_("Products and prices"), blocks),))

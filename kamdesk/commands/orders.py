"""Orders: written, confirmed against credit, papers and authority, delivered with their lots, cancelled (§4.6)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock
from kamdesk.authority import demand_discount
from kamdesk.commands import command
from kamdesk.commands.approvals import approval_of
from kamdesk.fields import Id, Link
from kamdesk.figures.credit import CreditUse, credit_of
from kamdesk.problems import Problem, Warned
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.products import Product
from kamdesk.records.sales import NOTHING, Delivery, Order, OrderLine
from kamdesk.records.team import Person
from kamdesk.selling.orders import OrderSheet, called, sheet_of
from kamdesk.selling.papers import missing_papers
from kamdesk.selling.prices import price_for
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _, percent

FULL = 100  # per cent of a credit limit


@dataclass(frozen=True)
class NewLine:
    """One product of a new order; price per unit in units of currency, None takes the list in force; discount in %."""

    product: Id
    quantity: Decimal
    price: Decimal | None = None
    discount: Decimal = NOTHING
    bonus: Decimal = NOTHING


@dataclass(frozen=True)
class Handover:
    """Units of one order line handed over, with the lot they belong to."""

    line: Id
    quantity: Decimal
    lot: str = ""
    expires: datetime.date | None = None
    document: str = ""


@command
def create_order(uow: UnitOfWork, *, buyer: Link, lines: Sequence[NewLine], via: Id | None = None,
                 contract: Id | None = None, on: datetime.date | None = None, deliver_by: datetime.date | None = None,
                 payment_days: int | None = None, promotion: Id | None = None,
                 valid_until: datetime.date | None = None, terms: str = "", note: str = "",
                 currency: str = "") -> Order:
    """Write a draft order; lines without a price take that of the list in force."""
    if not lines:
        raise Problem(_("The order has no products."), field="lines")
    day = on or clock.today()
    order = uow.add(Order(number=uow.next_number("P"), on=day, buyer=buyer, via=via, contract=contract,
                          currency=currency, deliver_by=deliver_by, valid_until=valid_until, terms=terms.strip(),
                          payment_days=_days(uow, buyer) if payment_days is None else payment_days,
                          promotion=promotion, note=note.strip()))
    for each in lines:
        add_line(uow, order, each)
    uow.describe(_("Create order of {client}", client=called(uow, buyer)))
    return order


@command
def add_order_line(uow: UnitOfWork, *, order: Order, line: NewLine) -> OrderLine:
    """One more product on a draft order; without a price it takes that of the list in force."""
    _demand_draft(order)
    found = add_line(uow, order, line)
    uow.describe(_("Add a line to order {number}", number=order.number))
    return found


@command
def change_order_line(uow: UnitOfWork, *, line: OrderLine) -> OrderLine:
    """Store what changed in a line of a draft order."""
    _demand_draft(uow.get(Order, line.order or ""))
    return uow.save(line)


@command
def remove_order_line(uow: UnitOfWork, *, line: OrderLine) -> None:
    """Take a line out of a draft order."""
    order = uow.get(Order, line.order or "")
    _demand_draft(order)
    uow.describe(_("Take a line out of order {number}", number=order.number))
    uow.delete(line)


def add_line(uow: UnitOfWork, order: Order, line: NewLine) -> OrderLine:
    """Store a line, priced."""
    price = line.price
    if price is None:
        price = price_for(uow, product=line.product, buyer=order.buyer, on=order.on or clock.today())
    if price is None:
        name = uow.get(Product, line.product).name
        raise Problem(_("{product} has no price in force. Type it, or add it to its price list.", product=name),
                      field="price")
    return uow.add(OrderLine(order=order.id, product=line.product, quantity=line.quantity, bonus=line.bonus,
                             price=price, discount=line.discount))


@command
def confirm_order(uow: UnitOfWork, *, order: Order, exception: str = "") -> Order:
    """Confirm a draft: it counts in the buyer's credit use, and a prospect who buys becomes active.

    ``exception`` is the reason to go above the credit limit, where the settings allow one.
    """
    _demand_draft(order)
    sheet = sheet_of(uow, order)
    if not sheet.lines:
        raise Problem(_("The order has no products."), field="lines")
    _demand_open_credit(uow, order)
    _demand_discount(uow, order)
    _demand_papers(uow, sheet)
    _demand_room(uow, sheet, exception)
    uow.describe(_("Confirm order {number}", number=order.number))
    _wake(uow, order.buyer)
    return uow.change(order, state="confirmed", exception=exception.strip())


@command
def deliver_order(uow: UnitOfWork, *, order: Order, deliveries: Sequence[Handover],
                  on: datetime.date | None = None) -> list[Delivery]:
    """Hand over some or all of a confirmed order, lot by lot."""
    if order.state != "confirmed":
        raise Problem(_("Confirm the order before delivering it."))
    if not deliveries:
        raise Problem(_("Write what is delivered."), field="quantity")
    lines = {each.line.id: each for each in sheet_of(uow, order).lines}
    for each in deliveries:
        if each.line not in lines:
            raise Problem(_("This line belongs to another order."), field="line")
        if each.quantity <= 0:
            raise Problem(_("Write how many units are delivered."), field="quantity")
    uow.describe(_("Deliver order {number}", number=order.number))
    return [uow.add(Delivery(line=each.line, on=on or clock.today(), quantity=each.quantity, lot=each.lot.strip(),
                             expires=each.expires, document=each.document.strip())) for each in deliveries]


@command
def cancel_order(uow: UnitOfWork, *, order: Order, reason: str) -> Order:
    """Cancel an order, or what is still to be delivered of it; what was delivered stays delivered."""
    if order.state == "cancelled":
        raise Problem(_("This order is already cancelled."))
    if sheet_of(uow, order).standing == "delivered":
        raise Problem(_("It is wholly delivered and cannot be cancelled. Register a return instead."))
    if not reason.strip():
        raise Problem(_("Note the reason."), field="cancel_reason")
    uow.describe(_("Cancel order {number}", number=order.number))
    return uow.change(order, state="cancelled", cancel_reason=reason.strip())


def obstacles(reader: Reader, order: Order) -> list[str]:
    """Why an order cannot be confirmed now, a sentence each; empty when it can."""
    sheet = sheet_of(reader, order)
    found = [] if sheet.lines else [_("The order has no products.")]
    for demand in (_demand_open_credit, _demand_discount):
        try:
            demand(reader, order)
        except Problem as problem:
            found.append(problem.message)
    if reader.setting("missing_document") == "stop":
        found += missing_papers(reader, _holders(sheet))
    return found


def credit_after(reader: Reader, sheet: OrderSheet) -> CreditUse | None:
    """The credit use of the buyer once a draft is confirmed; None without a limit."""
    if sheet.order.buyer is None:
        return None
    use = credit_of(reader.facts, sheet.order.buyer)
    return use.plus(sheet.total, sheet.order.currency, reader) if use.limit else None


def _days(reader: Reader, buyer: Link) -> int | None:
    party = party_of(reader, buyer)
    return party.payment_days if party else None


def party_of(reader: Reader, link: Link | None) -> Client | Distributor | None:
    """The client or distributor a link refers to."""
    if link is None:
        return None
    return reader.maybe(Client, link.id) if link.kind == "client" else reader.maybe(Distributor, link.id)


def _demand_draft(order: Order) -> None:
    if order.state != "draft":
        raise Problem(_("Only a draft order can be changed or confirmed."))


def _demand_open_credit(reader: Reader, order: Order) -> None:
    for link in filter(None, (order.buyer, Link("distributor", order.via) if order.via else None)):
        party = party_of(reader, link)
        if isinstance(party, Distributor) and party.credit_blocked:
            raise Problem(_("The credit of {name} is blocked: {reason}", name=party.name,
                            reason=party.block_reason or _("no reason noted")), field="buyer")


def _demand_discount(reader: Reader, order: Order) -> None:
    seller = reader.maybe(Person, order.owner or reader.me)
    if seller is not None and approval_of(reader, order) != "approved":
        demand_discount(reader, seller, order)


def _demand_papers(uow: UnitOfWork, sheet: OrderSheet) -> None:
    said = missing_papers(uow, _holders(sheet))
    if said and uow.setting("missing_document") == "stop":
        raise Problem(said[0], field="buyer", details=tuple(said))
    for each in said:
        uow.warn(each, field="buyer")
    for line in sheet.lines:
        if uow.get(Product, line.line.product or "").status == "discontinued":
            uow.warn(_("{product} is discontinued.", product=line.name), field="lines")


def _holders(sheet: OrderSheet) -> list[Link]:
    order = sheet.order
    parties = [order.buyer, Link("distributor", order.via) if order.via else None]
    products = [Link("product", each.line.product) for each in sheet.lines if each.line.product]
    return [*filter(None, parties), *products]


def _demand_room(uow: UnitOfWork, sheet: OrderSheet, exception: str) -> None:
    use, rule = credit_after(uow, sheet), uow.setting("credit_excess")
    if use is None or use.share is None or use.share <= FULL:
        return
    said = _("With this order {client} reaches {share} of its credit. Confirm with a reason or reduce the order.",
             client=called(uow, sheet.order.buyer), share=percent(float(use.share)))
    if rule == "warn":
        uow.warn(said, field="exception")
    elif rule == "stop":
        raise Problem(said, field="lines")
    elif not exception.strip():
        raise Warned(said, field="exception")


def _wake(uow: UnitOfWork, buyer: Link | None) -> None:
    """A prospect that buys is an active client."""
    client = uow.maybe(Client, buyer.id) if buyer and buyer.kind == "client" else None
    if client is not None and client.status == "prospect":
        uow.save(dataclasses.replace(client, status="active"))

"""Returns and exchanges: asked for, decided, received, resolved (product/04 §4.12)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.invoices import SoldLine, credit_note
from kamdesk.commands.orders import NewLine, add_line
from kamdesk.commands.quality import open_issue
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.products import Product
from kamdesk.records.quality import RESOLUTIONS, RETURN_STATES, Return
from kamdesk.records.receivables import Invoice
from kamdesk.records.sales import NOTHING, Order
from kamdesk.selling.orders import HUNDRED, minor
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def request_return(uow: UnitOfWork, *, party: Link, product: Id, quantity: Decimal, reason: str,
                   category: str = "return", lot: str = "", expires: datetime.date | None = None,
                   order: Id | None = None, invoice: Id | None = None, amount: int | None = None, note: str = "",
                   problem: str = "") -> Return:
    """Note that a party wants to send units back; ``problem`` describes what is wrong and opens a quality issue."""
    if quantity <= 0:
        raise Problem(_("Write how many units come back."), field="quantity")
    issue = None
    if problem.strip():
        issue = open_issue(uow, party=party, product=product, lot=lot, expires=expires, quantity=quantity,
                           description=problem, found_on=clock.today())
    case = uow.add(Return(number=uow.next_number("D"), category=category, party=party, product=product, lot=lot.strip(),
                          expires=expires, quantity=quantity, reason=reason, order=order, invoice=invoice,
                          amount=amount, issue=issue.id if issue else None, note=note.strip()))
    uow.describe(_("Ask for return {number}", number=case.number))
    return case


@command
def decide_return(uow: UnitOfWork, *, case: Return, authorised: bool, note: str = "") -> Return:
    """Authorise a return, or refuse it with a reason."""
    _demand(case, "requested")
    if not authorised and not note.strip():
        raise Problem(_("Note why it is refused."), field="note")
    state = "authorised" if authorised else "rejected"
    return _moved(uow, case, state, note=_noted(case, note))


@command
def receive_return(uow: UnitOfWork, *, case: Return, on: datetime.date | None = None,
                   quantity: Decimal | None = None) -> Return:
    """Note that the goods came, and how many units of them."""
    _demand(case, "authorised")
    day, received = on or clock.today(), case.quantity if quantity is None else quantity
    if day > clock.today():
        raise Problem(_("It cannot be received in the future."), field="received_on")
    if received is None or received <= 0:
        raise Problem(_("Write how many units were received."), field="received")
    return _moved(uow, case, "received", received_on=day, received=received)


@command
def resolve_return(uow: UnitOfWork, *, case: Return, resolution: str, number: str = "", amount: int | None = None,
                   on: datetime.date | None = None, note: str = "") -> Return:
    """End a received return: with a credit note (``number``, ``amount`` with tax), goods sent again, or destroyed.

    ``resolution`` is one of ``RESOLUTIONS``. The credit note is applied to the invoice of the return and takes the
    units out of the sales, net of tax; goods sent again are a draft order without charge.
    """
    _demand(case, "received")
    if resolution not in RESOLUTIONS:
        raise Problem(_("Choose how the return ends."), field="resolution")
    made: dict[str, Id | None] = {}
    if resolution == "credit_note":
        made["credit_note"] = _credited(uow, case, number, amount, on or clock.today()).id
    elif resolution == "replacement":
        made["replacement"] = _replaced(uow, case).id
    return _moved(uow, case, "resolved", resolution=resolution, note=_noted(case, note), **made)


def _credited(uow: UnitOfWork, case: Return, number: str, amount: int | None, on: datetime.date) -> Invoice:
    total = case.amount if amount is None else amount
    if not number.strip():
        raise Problem(_("Type the number of the credit note."), field="number")
    if not total or case.party is None or case.product is None:
        raise Problem(_("Type the amount of the credit note, with tax."), field="amount")
    invoice = uow.maybe(Invoice, case.invoice)
    sold = SoldLine(case.product, case.received or NOTHING, _net(uow, case.product, total))
    return credit_note(uow, party=case.party, number=number, on=on, amount=total, invoice=invoice, lines=[sold])


def _net(uow: UnitOfWork, product: Id, amount: int) -> int:
    """An amount without the tax of its product."""
    return minor(Decimal(amount) * HUNDRED / (HUNDRED + (uow.get(Product, product).tax_rate or NOTHING)))


def _replaced(uow: UnitOfWork, case: Return) -> Order:
    order = uow.add(Order(number=uow.next_number("P"), on=clock.today(), buyer=case.party,
                          note=_("Replaces return {number}", number=case.number)))
    line = NewLine(case.product or "", case.received or NOTHING, NOTHING)
    add_line(uow, order, line)
    return order


def _noted(case: Return, note: str) -> str:
    return "\n".join(filter(None, (case.note, note.strip())))


def _demand(case: Return, state: str) -> None:
    if case.state != state:
        now = RETURN_STATES[str(case.state)]
        raise Problem(_("The return is {state}; it must be {wanted} first.", state=_(now).lower(),
                        wanted=_(RETURN_STATES[state]).lower()))


def _moved(uow: UnitOfWork, case: Return, state: str, **values: object) -> Return:
    uow.describe(_("Return {number}: {state}", number=case.number, state=_(RETURN_STATES[state]).lower()))
    return uow.change(case, state=state, **values)

"""R09 Estado de cuenta: what one client or distributor owes on a day, and how it came to it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator

from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures.model import Figure, Period
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Allocation, Invoice, Payment, PaymentPromise
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    Field,
    Fields,
    Note,
    Row,
    Signature,
    SignatureBox,
    Table,
)
from kamdesk.reports.pictures import ageing_chart
from kamdesk.reports.register import DAY, Part, report
from kamdesk.reports.texts import STATUS, cited
from kamdesk.store import AT_LEAST, AT_MOST, IN, Where
from kamdesk.words import N_, _, day, money, number, percent

BEFORE_DAYS = 90
CREDIT_NOTE = "credit_note"
CHART = 60.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Who, the balances, the movements, what is open, what was promised, and the slip to sign."""
    party, since = party_of(desk), _since(desk)
    chart = ageing_chart(desk.app, desk.until, scope=desk.scope)
    return (_who(desk, party), _balances(desk, since), _movements(desk, party, since), _open(desk, party),
            Chart(chart, _("Balance by age"), CHART, twin=False), _promises(desk, party),
            Note(_("If this balance does not agree with yours, answer within 10 days with the document that differs.")),
            SignatureBox((Signature(_("For {name}", name=desk.scope_name)),
                          Signature(_("For {name}", name=desk.reader.setting("company")))),
                         (_("I agree"), _("I do not agree")), _("Reconciliation")))


def party_of(desk: Desk) -> Link:
    """Whose statement it is; Problem when the scope names no client and no distributor."""
    if desk.scope.client:
        return Link("client", desk.scope.client)
    if desk.scope.distributor:
        return Link("distributor", desk.scope.distributor)
    raise Problem(_("Choose the client or distributor of the statement."))


def _since(desk: Desk) -> datetime.date:
    """The first day of the movements: that of the period, or 90 days back when a single day is asked."""
    start = desk.period.start
    return start if start < desk.period.end else desk.until - datetime.timedelta(days=BEFORE_DAYS)


def _who(desk: Desk, party: Link) -> Fields:
    holder: Client | Distributor = (desk.reader.get(Client, party.id) if party.kind == "client"
                                    else desk.reader.get(Distributor, party.id))
    shown = ((_("Client"), holder.name), (_("Tax id"), holder.tax_id), (_("Address"), holder.address),
             (_("Payment days"), "" if holder.payment_days is None else number(holder.payment_days)))
    return Fields(tuple(Field(name, value) for name, value in shown if value))


def _balances(desk: Desk, since: datetime.date) -> Cards:
    span = Period(since, desk.until)
    opening = desk.ask("F40", Period.day(since - datetime.timedelta(days=1)))
    billed, paid = desk.ask("F110", span), desk.ask("F44", span)
    closing, overdue = desk.ask("F40", Period.day(desk.until)), desk.ask("F42", Period.day(desk.until))
    collected = dataclasses.replace(paid, code="F44", unit=closing.unit, value=paid.numerator)
    late = _("{share} overdue", share=percent(float(overdue.value))) if overdue.value is not None else ""
    told = ((_("Balance on {day}", day=day(since - datetime.timedelta(days=1))), opening, ""),
            (_("Billed"), billed, ""), (_("Paid to us"), collected, ""),
            (_("Balance on {day}", day=day(desk.until)), closing, late))
    return Cards(tuple(Card(name, _exact(figure), note or _("since {day}", day=day(since)),
                            STATUS[overdue.status] if note else "", source=cited(figure, desk.scope_name))
                       for name, figure, note in told))


def _exact(figure: Figure) -> str:
    """A balance to the cent: somebody compares it with her books."""
    return _("no data") if figure.value is None else money(round(figure.value))


def amount(minor: int, currency: str = "") -> str:
    """Minor units to the cent, in the currency of the document."""
    return money(minor, currency or None)


def _movements(desk: Desk, party: Link, since: datetime.date) -> Table:
    rows = sorted((*_charges(desk, party, since), *_payments(desk, party, since)), key=lambda each: each[:2])
    columns = (Column(_("Date")), Column(_("Document")), Column(_("Detail"), weight=1.0), Column(_("Charge"), "right"),
               Column(_("Credit entry"), "right"))
    return Table(columns, tuple(Row((day(on), *cells)) for on, _key, cells in rows),
                 _("Movements since {day}", day=day(since)), empty=_("No movement in the period."))


Line = tuple[datetime.date, str, tuple[str, ...]]


def _span(since: datetime.date, until: datetime.date) -> tuple[Where, Where]:
    return Where("on", AT_LEAST, since), Where("on", AT_MOST, until)


def _charges(desk: Desk, party: Link, since: datetime.date) -> Iterator[Line]:
    for each in desk.reader.find(Invoice, *_span(since, desk.until), party=party):
        if each.on is None:
            continue
        written_amount = amount(each.amount or 0, each.currency)
        sides = ("", written_amount) if each.category == CREDIT_NOTE else (written_amount, "")
        yield each.on, each.number, (each.number, display(Invoice.kind.fields["category"], each.category), *sides)


def _payments(desk: Desk, party: Link, since: datetime.date) -> Iterator[Line]:
    for each in desk.reader.find(Payment, *_span(since, desk.until), party=party):
        if each.on is not None:
            detail = display(Payment.kind.fields["method"], each.method)
            yield each.on, each.reference, (each.reference, _("Payment") + (f" · {detail}" if detail else ""), "",
                                            amount(each.amount or 0, each.currency))


def _open(desk: Desk, party: Link) -> Table:
    """Invoices with something left on the day, by the allocations made until then."""
    found = [each for each in desk.reader.find(Invoice, Where("on", AT_MOST, desk.until), party=party)
             if each.category != CREDIT_NOTE]
    applied: dict[str, int] = {}
    for each in desk.reader.find(Allocation, Where("invoice", IN, [invoice.id for invoice in found]),
                                 Where("on", AT_MOST, desk.until)):
        applied[each.invoice or ""] = applied.get(each.invoice or "", 0) + (each.amount or 0)
    left = [(invoice, (invoice.amount or 0) - applied.get(invoice.id, 0) - (invoice.written_off or 0))
            for invoice in found]
    rows = [_open_row(desk, invoice, rest) for invoice, rest in sorted(
        left, key=lambda one: (one[0].due or datetime.date.max, one[0].number)) if rest > 0]
    columns = (Column(_("Invoice"), weight=1.0), Column(_("Date")), Column(_("Due")), Column(_("Days late"), "right"),
               Column(_("Amount"), "right"), Column(_("Open"), "right"))
    return Table(columns, tuple(rows), _("Open invoices"), empty=_("Nothing is open."))


def _open_row(desk: Desk, invoice: Invoice, rest: int) -> Row:
    late = (desk.until - invoice.due).days if invoice.due else 0
    days = Cell(number(late), "bad") if late > 0 else ""
    return Row((invoice.number, day(invoice.on) if invoice.on else "", day(invoice.due) if invoice.due else "", days,
                amount(invoice.amount or 0, invoice.currency), amount(rest, invoice.currency)))


def _promises(desk: Desk, party: Link) -> Table:
    rows = tuple(Row((day(each.due) if each.due else "", amount(each.amount or 0)))
                 for each in desk.reader.find(PaymentPromise, party=party, state="pending", sort=(("due", False),)))
    return Table((Column(_("Promised for"), weight=1.0), Column(_("Amount"), "right")), rows, _("Payment promises"),
                 empty=_("No payment is promised."))


report("R09", N_("Account statement"), audience=N_("The client or distributor"), period=DAY, about="party",
       comments=False, parts=(Part("statement", N_("Balance and movements"), blocks),))

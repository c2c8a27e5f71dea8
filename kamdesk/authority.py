"""Who may decide about a document: what a person can approve, up to what she was granted (K81, K107)."""

from __future__ import annotations

from decimal import Decimal

from kamdesk import clock, words
from kamdesk.budgeting.commitments import Plan, planned
from kamdesk.kinds import Record
from kamdesk.problems import Problem
from kamdesk.records.contracts import Contract
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.expenses import Expense, ExpenseClaim
from kamdesk.records.powers import EVERYTHING, MATTERS
from kamdesk.records.receivables import Invoice
from kamdesk.records.sales import Order, OrderLine
from kamdesk.records.team import Authority, Person
from kamdesk.store import Reader
from kamdesk.words import _


def demand_authority(reader: Reader, person: Person, document: Record) -> None:
    """Problem unless a person may decide about a document by herself."""
    demand_power(reader, person, type(document).kind.name, amount=amount_of(reader, document),
                 discount=discount_of(reader, document))


def demand_power(reader: Reader, person: Person, kind: str, *, amount: int | None, discount: Decimal | None) -> None:
    """The same about a document that is not in this base: its kind, money in minor units and discount are enough."""
    if not has_right(person, kind):
        raise Problem(_("You cannot approve this. Send it for approval."))
    for each in reader.find(Authority, person=person.id, matter=MATTERS[kind].matter):
        if each.until is None or each.until >= clock.today():
            _within(each, amount, discount)


def has_right(person: Person, kind: str) -> bool:
    """Whether a person approves documents of a kind at all."""
    return bool({EVERYTHING, MATTERS[kind].right} & set(person.can_approve))


def demand_discount(reader: Reader, person: Person, order: Order) -> None:
    """Problem unless a seller may give the discounts of an order herself: up to her authority, else by her right."""
    if not discount_of(reader, order):
        return
    held = [each for each in reader.find(Authority, person=person.id, matter="discount")
            if each.until is None or each.until >= clock.today()]
    for each in held:
        _within(each, amount_of(reader, order), discount_of(reader, order))
    if not held and not {EVERYTHING, "discount"} & set(person.can_approve):
        raise _beyond(words.percent(0))


def _within(authority: Authority, amount: int | None, share: Decimal | None) -> None:
    if authority.limit_pct is not None and share is not None and share > authority.limit_pct:
        raise _beyond(words.percent(authority.limit_pct))
    if authority.limit is not None and amount is not None and amount > authority.limit:
        raise _beyond(words.money(authority.limit))


def _beyond(limit: str) -> Problem:
    return Problem(_("It is above your authority ({limit}). Send it for approval.", limit=limit))


def amount_of(reader: Reader, document: Record) -> int | None:
    """The money a document decides about, in minor units of its currency; None when it is about none."""
    if isinstance(document, Plan):
        return sum(planned(reader, document).values())
    if isinstance(document, CreditAssessment):
        return document.proposed_limit
    if isinstance(document, Contract):
        return document.value
    if isinstance(document, ExpenseClaim):
        return sum(each.amount or 0 for each in reader.find(Expense, claim=document.id))
    if isinstance(document, Invoice):
        return document.written_off
    return getattr(document, "amount", None)


def discount_of(reader: Reader, document: Record) -> Decimal | None:
    """The highest discount of an order; None for other documents."""
    if not isinstance(document, Order):
        return None
    return max((each.discount or Decimal(0) for each in reader.find(OrderLine, order=document.id)), default=None)

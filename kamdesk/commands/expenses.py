"""Expenses: drafted, recorded against their rules, reviewed, sent again, claimed back (product/04 §4.9)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kamdesk import clock
from kamdesk.budgeting.spending import demand
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.commands.documents import keep_file
from kamdesk.fields import Id, Link
from kamdesk.identity import new_id
from kamdesk.problems import Problem
from kamdesk.records.expenses import Expense, ExpenseClaim, ExpenseRule
from kamdesk.store import IN, Reader, UnitOfWork, Where
from kamdesk.words import N_, _

DECISIONS = {"reviewed": N_("Approve"), "sent_back": N_("Send back")}


@command
def save_expense_draft(uow: UnitOfWork, *, line: Id | None, concept: str, amount: int | None,
                       on: datetime.date | None = None, payee: str = "", document: str = "",
                       receipt_file: Path | None = None, expense: Expense | None = None,
                       source: Link | None = None) -> Expense:
    """Keep an expense that is not presented yet; no rule stops a draft. ``amount`` in minor units."""
    if expense is not None and expense.state != "draft":
        raise Problem(_("Only drafts are changed this way. Correct its fields instead."))
    found = dataclasses.replace(expense or Expense(), on=on or clock.today(), line=line, concept=concept.strip(),
                                amount=amount, payee=payee.strip(), document=document.strip(),
                                source=source or (expense.source if expense else None))
    found = _with_receipt(uow, found, receipt_file)
    found = uow.save(found) if expense else uow.add(found)
    uow.describe(_("Draft of expense: {concept}", concept=found.concept))
    return found


@command
def record_expense(uow: UnitOfWork, *, line: Id | None, concept: str, amount: int | None,
                   on: datetime.date | None = None, payee: str = "", document: str = "", receipt: Id | None = None,
                   source: Link | None = None, recipient: Link | None = None, attendees: int | None = None,
                   tax: int | None = None, method: str | None = None, receipt_file: Path | None = None,
                   draft: Expense | None = None) -> Expense:
    """Present an expense for review, ``amount`` and ``tax`` in minor units; a rule that stops makes it a Problem (A12).

    ``draft`` is the expense saved before; what is not given here stays as it was there. ``receipt_file`` is kept with
    the expense and becomes its receipt.
    """
    base = draft or Expense()
    if base.state != "draft":
        raise Problem(_("This expense is already presented."))
    further = {"receipt": receipt, "source": source, "recipient": recipient, "attendees": attendees, "tax": tax,
               "method": method}
    kept: Mapping[str, Any] = {name: value for name, value in further.items() if value is not None}
    expense = dataclasses.replace(base, on=on or clock.today(), line=line, concept=concept.strip(), amount=amount,
                                  payee=payee.strip() or base.payee, document=document.strip() or base.document,
                                  person=base.person or uow.me, state="to_review", **kept)
    expense = _with_receipt(uow, expense, receipt_file)
    _warn(uow, expense)
    stored = uow.save(expense) if draft else uow.add(expense)
    uow.describe(_("Expense: {concept}", concept=stored.concept))
    return stored


@command
def prereview_expense(uow: UnitOfWork, *, expense: Expense, action: str, note: str = "") -> Expense:
    """Approve an expense or send it back with a reason; ``action`` is one of ``DECISIONS``."""
    if expense.state != "to_review":
        raise Problem(_("This expense is not waiting for review."))
    if action not in DECISIONS:
        raise Problem(_("Choose approve or send back."), field="state")
    if action == "sent_back" and not note.strip():
        raise Problem(_("Note why it is sent back."), field="review_note")
    uow.describe(_("Review expense: {concept}", concept=expense.concept))
    return uow.change(expense, state=action, review_note=note.strip(), reviewed_by=uow.me)


@command
def resubmit_expense(uow: UnitOfWork, *, expense: Expense, changes: Mapping[str, Any] | None = None,
                     receipt_file: Path | None = None) -> Expense:
    """Present an expense that was sent back again, with the fields mended; the rules decide as the first time."""
    if expense.state != "sent_back":
        raise Problem(_("Only expenses that were sent back are presented again."))
    mended = dataclasses.replace(expense, **{**(changes or {}), "state": "to_review"})
    mended = _with_receipt(uow, mended, receipt_file)
    _warn(uow, mended)
    uow.describe(_("Present expense again: {concept}", concept=mended.concept))
    return uow.save(mended)


@command
def set_rule(uow: UnitOfWork, *, rule: ExpenseRule) -> ExpenseRule:
    """Store a rule of expenses, new or changed."""
    uow.describe(_("Expense rule: {name}", name=rule.name))
    return uow.save(rule) if rule.id else uow.add(rule)


@command
def open_claim(uow: UnitOfWork, *, person: Id, start: datetime.date, end: datetime.date,
               expenses: Sequence[Id] | None = None, advance: int = 0) -> ExpenseClaim:
    """Put a person's expenses paid with own money into a claim; by default those of the period without one."""
    ids = list(expenses) if expenses is not None else [each.id for each in claimable(uow, person, start, end)]
    if not ids:
        raise Problem(_("There are no expenses to claim in those days."))
    claim = uow.add(ExpenseClaim(person=person, start=start, end=end, advance=advance))
    for expense in uow.find(Expense, Where("id", IN, ids)):
        if expense.claim and expense.claim != claim.id:
            raise Problem(_("{concept} is already in another claim.", concept=expense.concept), field="expenses")
        uow.change(expense, claim=claim.id)
    uow.describe(_("Claim of {name}", name=uow.names([Link("person", person)]).get(person, "")))
    return claim


@command
def reimburse_claim(uow: UnitOfWork, *, claim: ExpenseClaim, on: datetime.date | None = None) -> ExpenseClaim:
    """Pay an approved claim back: its reviewed expenses become reimbursed."""
    if claim.state != "draft":
        raise Problem(_("This claim is already reimbursed."))
    demand_approved(uow, claim)
    found = uow.find(Expense, claim=claim.id)
    waiting = [each for each in found if each.state not in ("reviewed", "reimbursed")]
    if waiting:
        raise Problem(_("{concept} is not reviewed yet. Review it or take it out.", concept=waiting[0].concept))
    for each in found:
        uow.change(each, state="reimbursed")
    uow.describe(_("Reimburse a claim"))
    return uow.change(claim, state="reimbursed", reimbursed_on=on or clock.today())


def claimable(reader: Reader, person: Id, start: datetime.date, end: datetime.date) -> list[Expense]:
    """A person's expenses of some days, paid with own money or an advance, in no claim yet."""
    return reader.find(Expense, Where("on", ">=", start), Where("on", "<=", end), Where("claim", "empty"),
                       Where("state", IN, ("to_review", "reviewed")), Where("method", IN, ("own", "advance")),
                       person=person, sort=(("on", False),))


def _with_receipt(uow: UnitOfWork, expense: Expense, file: Path | None) -> Expense:
    """The expense with a file kept as its receipt; a new one gets its id first, for the file to hang on."""
    if file is None:
        return expense
    named = dataclasses.replace(expense, id=expense.id or new_id())
    kept = keep_file(uow, about=Link(Expense.kind.name, named.id), path=file, category="receipt")
    return dataclasses.replace(named, receipt=kept.id)


def _warn(uow: UnitOfWork, expense: Expense) -> None:
    """Problem when a rule stops it; the others are told after the command."""
    for hit in demand(uow, expense).hits:
        uow.warn(hit.message, field="amount")

"""What a claim holds: expenses put in and taken out while it is a draft (product/04 §4.9)."""

from __future__ import annotations

from collections.abc import Sequence

from kamdesk.commands import command
from kamdesk.commands.expenses import claimable
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.records.expenses import Expense, ExpenseClaim
from kamdesk.store import IN, UnitOfWork, Where
from kamdesk.words import _


@command
def put_in_claim(uow: UnitOfWork, *, claim: ExpenseClaim, expenses: Sequence[Id] | None = None) -> list[Expense]:
    """Put expenses of its person into a draft claim; by default those of its days that are in none yet."""
    _demand_draft(claim)
    if claim.person is None or claim.start is None or claim.end is None:
        raise Problem(_("The claim needs a person and its days first."))
    free = claimable(uow, claim.person, claim.start, claim.end)
    found = free if expenses is None else uow.find(Expense, Where("id", IN, list(expenses)))
    if not found:
        raise Problem(_("There are no more expenses to claim in those days."))
    taken = next((each for each in found if each.claim and each.claim != claim.id), None)
    if taken is not None:
        raise Problem(_("{concept} is already in another claim.", concept=taken.concept), field="expenses")
    uow.describe(_("Put expenses into a claim"))
    return [uow.change(each, claim=claim.id) for each in found]


@command
def take_from_claim(uow: UnitOfWork, *, claim: ExpenseClaim, expense: Expense) -> Expense:
    """Take an expense out of a draft claim; it can be put into another."""
    _demand_draft(claim)
    if expense.claim != claim.id:
        raise Problem(_("{concept} is not in this claim.", concept=expense.concept))
    uow.describe(_("Take {concept} out of a claim", concept=expense.concept))
    return uow.change(expense, claim=None)


def _demand_draft(claim: ExpenseClaim) -> None:
    if claim.state != "draft":
        raise Problem(_("This claim is already reimbursed."))

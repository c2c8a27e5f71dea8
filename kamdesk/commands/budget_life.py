"""The life of a budget: reviewed line by line, put in force, moved, months closed and reopened (product/04 §4.9)."""

from __future__ import annotations

import datetime

from kamdesk import clock, words
from kamdesk.budgeting.sheet import sheet_of, year_months
from kamdesk.budgeting.spending import months_of
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.fields import Id
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.problems import Problem, Warned
from kamdesk.records.budgets import Budget, BudgetLine, BudgetTransfer, Commitment
from kamdesk.records.expenses import Expense
from kamdesk.store import IN, UnitOfWork, Where
from kamdesk.words import N_, _, money, plural
from kamdesk.words import month as month_text

REVIEWABLE = ("draft", "sent_back")
DECISIONS = {"agreed": N_("In agreement"), "adjust": N_("To adjust"), "send_back": N_("Send back")}


@command
def prereview_budget_line(uow: UnitOfWork, *, line: Id, decision: str, note: str,
                          suggested: int | None = None) -> BudgetLine:
    """Decide about a line beside what was requested: agreed, adjust (``suggested`` in minor units) or send back."""
    found = uow.get(BudgetLine, line)
    budget = uow.get(Budget, found.budget or "")
    if budget.state not in REVIEWABLE:
        raise Problem(_("This budget is already past its pre-review."))
    if decision not in DECISIONS:
        raise Problem(_("Choose in agreement, to adjust or send back."), field="review")
    sheet = sheet_of(uow, budget)
    uow.describe(_("Pre-review {name}", name=found.name))
    return uow.change(found, review=decision, review_note=note.strip(), suggested=suggested,
                      requested=sheet.plan(line, sheet.months) or 0)


@command
def prereview_budget(uow: UnitOfWork, *, budget: Budget, notes: str = "") -> Budget:
    """End the review: pre-reviewed, or sent back when a line was; every line without sublines is decided."""
    if budget.state not in REVIEWABLE:
        raise Problem(_("This budget is already past its pre-review."))
    sheet = sheet_of(uow, budget)
    lines = uow.find(BudgetLine, Where("id", IN, [line.id for line in sheet.lines if line.leaf]))
    left = sum(line.review == "undecided" for line in lines)
    if left or not lines:
        raise Problem(plural("{n} line is still to be decided.", "{n} lines are still to be decided.", left) if lines
                      else _("The budget has no lines yet."))
    groups = [line.id for line in sheet.lines if not line.leaf]
    for group in uow.find(BudgetLine, Where("id", IN, groups), review="undecided"):
        uow.change(group, review="agreed", review_note=_("Its lines were decided one by one."))
    uow.describe(_("Pre-review {name}", name=budget.name))
    sent_back = any(line.review == "send_back" for line in lines)
    return uow.change(budget, state="sent_back" if sent_back else "prereviewed", review_note=notes.strip())


@command
def activate_budget(uow: UnitOfWork, *, budget: Budget) -> Budget:
    """Put a pre-reviewed and approved budget in force: from now on expenses are held against it."""
    if budget.state != "prereviewed":
        raise Problem(_("Pre-review the budget first, line by line."))
    demand_approved(uow, budget)
    uow.describe(_("Put {name} in force", name=budget.name))
    return uow.change(budget, state="in_force")


@command
def close_month(uow: UnitOfWork, *, budget: Budget, month: str, confirmed: bool = False) -> Budget:
    """Close a month and those before it; with expenses to finish in it only when ``confirmed``."""
    if budget.state != "in_force":
        raise Problem(_("Only months of a budget in force are closed."))
    if budget.closed_through and month <= budget.closed_through:
        raise Problem(_("{month} is already closed.", month=_title(month)), field="month")
    open_ones = _unfinished(uow, budget, month)
    if open_ones and not confirmed:
        raise Warned(plural("{n} expense up to {month} is a draft or to review. Finish it, or close anyway.",
                            "{n} expenses up to {month} are drafts or to review. Finish them, or close anyway.",
                            open_ones, month=month_text(month)), field="month")
    uow.describe(_("Close {month}", month=month_text(month)))
    return uow.change(budget, closed_through=month)


@command
def reopen_month(uow: UnitOfWork, *, budget: Budget, month: str, reason: str) -> Budget:
    """Open a closed month and those after it; why is noted in the budget."""
    if not budget.closed_through or month > budget.closed_through:
        raise Problem(_("{month} is not closed.", month=_title(month)), field="month")
    if budget.state == "closed":
        raise Problem(_("{name} is closed and cannot change.", name=budget.name))
    if not reason.strip():
        raise Problem(_("Note the reason."), field="reason")
    line = _("{day}: {month} reopened. {reason}", day=words.day(clock.today()), month=_title(month),
             reason=reason.strip())
    uow.describe(_("Reopen {month}", month=month_text(month)))
    before = add_months(month, -1)
    first = year_months(uow, budget)[0]
    return uow.change(budget, closed_through=before if before >= first else None,
                      note="\n".join(filter(None, (budget.note, line))))


@command
def close_budget(uow: UnitOfWork, *, budget: Budget) -> Budget:
    """Close a budget in force whose months are all closed."""
    last = year_months(uow, budget)[-1]
    if budget.state != "in_force" or (budget.closed_through or "") < last:
        raise Problem(_("Close every month of the budget first."))
    uow.describe(_("Close {name}", name=budget.name))
    return uow.change(budget, state="closed")


@command
def transfer_budget(uow: UnitOfWork, *, source: Id, target: Id, amount: int, reason: str,
                    from_month: str | None = None, to_month: str | None = None,
                    on: datetime.date | None = None) -> BudgetTransfer:
    """Move plan in minor units to another line or month, as far as it is available.

    It takes effect at once up to the share of the source line's year in the settings, above it when approved.
    """
    day = on or clock.today()
    line = uow.get(BudgetLine, source)
    first, last = from_month or month_of(day), to_month or month_of(day)
    budget = uow.get(Budget, line.budget or "")
    months = months_of(uow, source, year_months(uow, budget))
    left = months[first].available if first in months else 0
    if amount > left:
        raise Problem(_("{line} has only {amount} available.", line=line.name, amount=money(max(left, 0))),
                      field="amount")
    moved = uow.add(BudgetTransfer(on=day, from_line=source, to_line=target, from_month=first, to_month=last,
                                   amount=amount, reason=reason.strip()))
    planned = sum(month.plan for month in months.values())
    if amount * 100 > planned * uow.setting("transfer_approval"):
        uow.warn(_("It moves more than {n} % of the line: it takes effect when it is approved.",
                   n=uow.setting("transfer_approval")), field="amount")
    uow.describe(_("Transfer {amount}", amount=money(amount)))
    return moved


@command
def release_commitment(uow: UnitOfWork, *, commitment: Commitment, reason: str) -> Commitment:
    """Give back what a commitment still holds."""
    if commitment.state != "open":
        raise Problem(_("This commitment is already released."))
    if not reason.strip():
        raise Problem(_("Note the reason."), field="reason")
    uow.describe(_("Release a commitment"))
    return uow.change(commitment, state="released", reason=reason.strip())


def _unfinished(uow: UnitOfWork, budget: Budget, month: str) -> int:
    """Expenses on the budget up to a month, since the last closed one, that are drafts or to review."""
    lines = [line.id for line in uow.find(BudgetLine, budget=budget.id)]
    opened = add_months(budget.closed_through, 1) if budget.closed_through else year_months(uow, budget)[0]
    return uow.count(Expense, Where("line", IN, lines), Where("state", IN, ("draft", "to_review")),
                     Where("on", ">=", month_start(opened)), Where("on", "<=", month_end(month)))


def _title(month: str) -> str:
    return month_text(month).capitalize()

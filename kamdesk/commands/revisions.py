"""A budget in force planned anew from a month on: a revision that replaces it there (product/04 §4.9, K55)."""

from __future__ import annotations

from kamdesk.budgeting.sheet import sheet_of
from kamdesk.commands import command
from kamdesk.commands.budget import copy_lines, next_revision, set_plan
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget
from kamdesk.store import UnitOfWork
from kamdesk.words import _
from kamdesk.words import month as month_text


@command
def revise_budget(uow: UnitOfWork, *, budget: Budget, from_month: str, reason: str) -> Budget:
    """Draft a revision with the same lines and, from a month on, the plan in force with its transfers.

    Once it is reviewed, approved and put in force it replaces the plan of those months; the old budget keeps the rest.
    """
    if budget.state != "in_force":
        raise Problem(_("Only a budget in force can be revised."), field="state")
    if not reason.strip():
        raise Problem(_("Note the reason."), field="reason")
    sheet = sheet_of(uow, budget)
    if from_month not in sheet.months or sheet.closed(from_month):
        raise Problem(_("Choose an open month of {name}.", name=budget.name), field="from_month")
    _demand_none_begun(uow, budget)
    made = uow.add(Budget(year=budget.year, name=budget.name, territory=budget.territory, currency=budget.currency,
                          closed_through=budget.closed_through, revises=budget.id,
                          revision=next_revision(uow, budget.year or 0, budget.name),
                          note=_("From {month} on: {reason}", month=month_text(from_month), reason=reason.strip())))
    lines = copy_lines(uow, budget, made)
    months = [month for month in sheet.months if month >= from_month]
    plans = {(lines[line.id], month): sheet.in_force(line.id, month)
             for line in sheet.lines if line.leaf for month in months}
    set_plan(uow, cells={spot: max(0, plan) for spot, plan in plans.items() if plan is not None})
    uow.describe(_("Revise {name}", name=budget.name))
    return made


def _demand_none_begun(uow: UnitOfWork, budget: Budget) -> None:
    """Two revisions of a budget in preparation at once would replace each other."""
    begun = [each for each in uow.find(Budget, revises=budget.id) if each.state != "closed"]
    if begun:
        raise Problem(_("{name} already has a revision {n}. Go on with that one.", name=budget.name,
                        n=begun[0].revision or 0), field="state")

"""Alerts of the budget: L20 to L22."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamdesk.alerts.model import AMOUNT, BAD, WATCH, Alert, Look, link_to, rule
from kamdesk.budgeting.sheet import IN_FORCE, Sheet, current_budget, sheet_of
from kamdesk.fields import Link
from kamdesk.figures import ask
from kamdesk.figures.budgets import READS
from kamdesk.figures.model import Period
from kamdesk.figures.thresholds import limits
from kamdesk.records.expenses import Expense
from kamdesk.store import Where
from kamdesk.words import N_, _, money, plural


@rule("L20", N_("Budget lines used up"), *READS)
def lines(look: Look) -> Iterator[Alert]:
    """Lines with little or nothing left of this month or of the year (F60)."""
    budget = current_budget(look.reader, look.today.year)
    if budget is None or budget.state not in IN_FORCE:
        return
    sheet, month = sheet_of(look.reader, budget), f"{look.today:%Y-%m}"
    for line in sheet.lines:
        if line.leaf:
            year = _left(look, sheet, line.id, sheet.months)
            span, judged = (_("its year"), year) if year else (_("its month"), _left(look, sheet, line.id, [month]))
            if judged:
                left, severity = judged
                title = _("{line} passed {span}: {amount}") if left < 0 else _(
                    "{line} has {amount} left of {span}")
                yield Alert("L20", Link("budget_line", line.id),
                            title.format(line=line.name, span=span, amount=money(abs(left), budget.currency or None)),
                            budget.name, severity, N_("See line"), amount=abs(left), tells=AMOUNT)


def _left(look: Look, sheet: Sheet, line: str, months: Sequence[str]) -> tuple[int, str] | None:
    """What is left of a line over some months when that is too little, with how bad it is."""
    plan = sheet.plan(line, months)
    if not plan:
        return None
    committed = sum(each.committed for month in months if (each := sheet.facts.get((line, month))))
    left = plan - sheet.actual(line, months) - committed
    watch, bad = limits(look.reader, "F60")
    if left < 0 or left * 100 < bad * plan:
        return left, BAD
    return (left, WATCH) if left * 100 < watch * plan else None


@rule("L21", N_("Projection over the budget"), *READS, "non_working_day")
def projection(look: Look) -> Iterator[Alert]:
    """The year will end over its budget (F63)."""
    figure = ask(look.facts, "F63", Period.year(look.today.year))
    budget = current_budget(look.reader, look.today.year)
    if figure.status == "bad" and budget and figure.value is not None:
        over = round(figure.value - (figure.denominator or 0))
        yield Alert("L21", link_to(budget), _("The projection passes the budget by {amount}", amount=money(over)),
                    budget.name, BAD, N_("See grid"), amount=over, tells=AMOUNT)


@rule("L22", N_("Expenses to review"), "expense", days=(N_("Urgent after, days"), 5))
def expenses(look: Look) -> Iterator[Alert]:
    """Expenses waiting for the pre-review, as one alert."""
    waiting = look.reader.find(Expense, Where("state", "=", "to_review"), sort=(("on", False),))
    if waiting:
        oldest = waiting[0].on or look.today
        old = (look.today - oldest).days > look.limit("L22", "days")
        total = sum(each.amount or 0 for each in waiting)
        yield Alert("L22", link_to(waiting[0]),
                    plural("{n} expense to review", "{n} expenses to review", len(waiting)), money(total),
                    BAD if old else WATCH, N_("Review them"), oldest, total, tells=AMOUNT)

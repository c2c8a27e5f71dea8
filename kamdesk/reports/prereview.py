"""The part of R19 about a budget: by department and line what was requested, suggested and decided, and the total."""

from __future__ import annotations

from kamdesk.budgeting.review import Reviewed, by_department, reviewed
from kamdesk.records.budgets import REVIEWS, Budget, BudgetLine
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import amount, option
from kamdesk.reports.model import Block, Cell, Column, Field, Fields, Note, Row, Status, Table
from kamdesk.words import _

DECIDED: dict[str, Status] = {"agreed": "ok", "adjust": "warn", "send_back": "bad"}


def review_blocks(desk: Desk, budget: Budget) -> tuple[Block, ...]:
    """The lines by department, then their sum against what was received."""
    lines = reviewed(desk.reader, budget)
    if not lines:
        return (Note(_("The budget has no lines."), "mute"),)
    return _table(lines), _against(budget, lines)


def _table(lines: list[Reviewed]) -> Table:
    rows: list[Row] = []
    for name, each in by_department(lines).items():
        department = option(BudgetLine.kind, "department", name) if name else _("Without department")
        rows.append(Row((_("{department}: {amount}", department=department, amount=amount(_sum(each))),), "group"))
        rows += [_line(one) for one in each]
    rows.append(Row((_("Total"), amount(_sum(lines)), amount(sum(each.before or 0 for each in lines)),
                     amount(sum(each.granted for each in lines)), amount(sum(each.granted for each in lines) -
                                                                        _sum(lines)), "", ""), "total"))
    money = (_("Requested"), _("Last year"), _("Suggested"), _("Difference"))
    columns = (Column(_("Budget line"), weight=1.0), *(Column(each, "right", secrecy="amount") for each in money),
               Column(_("Decision")), Column(_("Note"), weight=1.0))
    return Table(columns, tuple(rows), _("Pre-review by department"))


def _line(each: Reviewed) -> Row:
    review = str(each.line.review)
    decision = Cell(_(REVIEWS[review]), DECIDED.get(review, ""))
    return Row((each.line.name, amount(each.requested), "—" if each.before is None else amount(each.before),
                amount(each.granted), amount(each.granted - each.requested), decision, each.line.review_note))


def _sum(lines: list[Reviewed]) -> int:
    return sum(each.requested for each in lines)


def _against(budget: Budget, lines: list[Reviewed]) -> Fields:
    """Σ of what is granted against the total received; natures other than expense are told apart by their lines."""
    granted = sum(each.granted for each in lines if each.line.nature == "expense")
    received = budget.received_total
    shown = [Field(_("Expense granted"), amount(granted), "amount")]
    if received is not None:
        shown += [Field(_("Total received"), amount(received), "amount"),
                  Field(_("Difference with what was received"), amount(granted - received), "amount")]
    return Fields(tuple(shown), _("Against what was received"), 3)

"""The card of the thing to decide: what it is, which rules it meets, the note, and the verbs with their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from kamdesk import clock
from kamdesk.budgeting.review import Reviewed, reviewed
from kamdesk.budgeting.spending import simulate
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.methods.expense_rules import BLOCK
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.expenses import Expense
from kamdesk.store import Reader
from kamdesk.words import _, money, relative_day
from ui import theme
from ui.labels import ElidedLabel, label
from ui.panels.parts import line
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.chips import Key
from ui.widgets.fields import MoneyField
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar, field_message

WIDEST = 720  # logical pixels


class ReviewCard(Card):
    """One expense or budget line; ``acts`` are the verbs by the key that stands beside each."""

    def __init__(self, acts: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=8)
        self.setMaximumWidth(theme.px(WIDEST))
        self.messages, self.says = QVBoxLayout(), QVBoxLayout()
        self.count = label(role="small", tone="text2")
        self.title, self.amount = ElidedLabel(role="title"), ElidedLabel(role="display")
        self.facts = label(wrap=True)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Observation"))
        self.note.returnPressed.connect(acts["D"])
        self.suggested = MoneyField(None, name=_("Suggested"))
        self.adjusted = line(_("Suggested"), self.suggested)
        self.body.addLayout(self.messages)
        for part in (self.count, self.title, self.amount, self.facts):
            self.body.addWidget(part)
        self.body.addLayout(self.says)
        self.body.addWidget(self.note)
        self.body.addWidget(self.adjusted)
        self.body.addLayout(self._buttons(acts))

    def _buttons(self, acts: Mapping[str, Callable[[], object]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        made = {"A": Button(_("Approve"), kind="primary", icon="check", on_click=acts["A"]),
                "J": Button(_("Adjust"), icon="pencil", on_click=acts["J"]),
                "D": Button(_("Send back"), icon="undo-2", on_click=acts["D"]),
                "↓": Button(_("Next one"), kind="ghost", icon="arrow-down", on_click=acts["↓"])}
        keys = {key: Key(key) for key in made}
        for key, button in made.items():
            row.addWidget(button)
            row.addWidget(keys[key])
        row.addStretch(1)
        self._only_lines = (self.adjusted, made["J"], keys["J"])
        return row

    def _begin(self, counted: str, *, of_line: bool) -> None:
        self.count.setText(counted)
        self.note.clear()
        for layout in (self.messages, self.says):
            cleared(layout)
        for part in self._only_lines:
            part.setVisible(of_line)

    def show_expense(self, reader: Reader, expense: Expense, counted: str) -> None:
        """An expense with the rules it meets in words."""
        self._begin(counted, of_line=False)
        self.note.setPlaceholderText(_("Why it is sent back"))
        names = reader.names([Link("person", expense.person or ""), Link("budget_line", expense.line or "")])
        self.title.setText(expense.concept)
        self.amount.setText(money(expense.amount or 0, expense.currency or None))
        when = relative_day(expense.on, clock.today()) if expense.on else ""
        receipt = _("with receipt") if expense.receipt else _("without receipt")
        self.facts.setText("\n".join(filter(None, (
            " · ".join(filter(None, (names.get(expense.person or ""), when, names.get(expense.line or "")))),
            " · ".join(filter(None, (expense.payee, expense.document, receipt)))))))
        found = simulate(reader, expense)
        for hit in found.hits:
            self.says.addWidget(field_message(hit.message, bad=hit.action == BLOCK))
        if found.effect is not None:
            self.says.addWidget(label(_("Available on the line: {amount} this month, {year} this year.",
                                        amount=money(found.effect.month_after), year=money(found.effect.year_after)),
                                      role="small", tone="text2", wrap=True))

    def show_line(self, reader: Reader, of: BudgetLine, counted: str) -> None:
        """A line of a draft budget: what was requested beside last year."""
        self._begin(counted, of_line=True)
        budget = reader.get(Budget, of.budget or "")
        each = next(one for one in reviewed(reader, budget) if one.line.id == of.id)
        self.note.setPlaceholderText(_("Observation about the line"))
        self.note.setText(_("In agreement with what was requested"))
        self.suggested.set_value(of.suggested)
        self.title.setText(of.name)
        self.amount.setText(money(each.requested))
        self.facts.setText(line_words(reader, budget, each))

    def show_problem(self, problem: Problem) -> None:
        """Above the first line; what was typed stays."""
        cleared(self.messages)
        self.messages.addWidget(MessageBar(problem.message, status="bad"))


def line_words(reader: Reader, budget: Budget, each: Reviewed) -> str:
    """Who asked for a line, for which year, and what its like cost the year before."""
    of = each.line
    names = reader.names([Link("person", of.requested_by)]) if of.requested_by else {}
    department = display(BudgetLine.kind.fields["department"], of.department) if of.department else ""
    before = _("Last year: {amount}", amount=money(each.before)) if each.before is not None else _(
        "Last year there was no such line.")
    asked = " · ".join(filter(None, (department, names.get(of.requested_by or "", ""))))
    return "\n".join(filter(None, (_("Requested for {year}", year=budget.year), asked, before)))

"""«Reglas»: the rules of expenses as sentences, with the one chosen beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.budgeting.rules import sentence
from kamdesk.fields import Link
from kamdesk.methods.expense_rules import BLOCK
from kamdesk.records.expenses import RULE_ACTIONS, ExpenseRule
from kamdesk.words import _
from ui.screen import Context
from ui.screens.budget.panels import REVIEWS, switch
from ui.screens.budget.rule_pane import RulePane
from ui.widgets.buttons import Button
from ui.widgets.text_table import TextTable

LOOKS = {True: ("circle-x", "bad"), False: ("triangle-alert", "warn")}


class RulesPage(QWidget):
    """The list and the pane."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rules: list[ExpenseRule] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        top, row = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(12)
        top.addWidget(switch(context, "rules", REVIEWS))
        top.addStretch(1)
        top.addWidget(Button(_("New rule"), icon="plus", on_click=self.new))
        self.table = TextTable((_("What it does"), _("Rule")), name=_("Rules of expenses"), wide=1)
        self.pane = RulePane(context)
        self.table.chosen.connect(lambda at: self.pane.show_rule(self.rules[at]))
        self.pane.stored.connect(self.reread)
        row.addWidget(self.table, 1)
        row.addWidget(self.pane)
        layout.addLayout(top)
        layout.addLayout(row, 1)
        self.reread()

    def new(self) -> None:
        """An empty rule to fill in."""
        self.table.clearSelection()
        self.pane.show_rule(ExpenseRule())
        self.pane.editors["test"].control.setFocus()

    def reread(self, chosen: str | None = None) -> None:
        """The rules as they are stored now; ``chosen`` is marked, else the one shown, else the first."""
        store = self.context.app.store
        self.rules = store.find(ExpenseRule, sort=(("name", False),))
        names = store.names(Link("budget_line", each.line) for each in self.rules if each.line)
        rows = [(_(RULE_ACTIONS[str(each.action)]), sentence(each, line=names.get(each.line or "", "")))
                for each in self.rules]
        self.table.show_rows(rows, {(at, 0): LOOKS[each.action == BLOCK] for at, each in enumerate(self.rules)})
        wanted = self.pane.rule.id if chosen is None else chosen
        at = next((at for at, each in enumerate(self.rules) if each.id == wanted), 0)
        if self.rules:
            self.table.selectRow(at)
        self.pane.show_rule(self.rules[at] if self.rules else ExpenseRule())

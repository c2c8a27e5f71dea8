"""One rule of expenses: its sentence, its fields, and the expenses of the last 12 months it would have met."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.budgeting.rules import Preview, preview, sentence
from kamdesk.commands.expenses import set_rule
from kamdesk.commands.records import archive
from kamdesk.fields import Link
from kamdesk.methods.expense_rules import FORBIDDEN
from kamdesk.problems import Problem
from kamdesk.records.expenses import ExpenseRule
from kamdesk.words import _, day, money, plural
from ui import theme
from ui.beside.parts import verbs
from ui.editors import Editor, editor_for
from ui.labels import ElidedLabel, label
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context, scrolled
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar

FIELDS = ("test", "value", "words", "line", "action", "message", "name")
WIDE, SHOWN = 420, 8


class RulePane(Card):
    """Editors of a rule; a stored one saves itself field by field, a new one with its button. ``stored`` afterwards."""

    stored = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0)
        self.context, self.rule = context, ExpenseRule()
        self.setFixedWidth(theme.px(WIDE))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        self.messages = QVBoxLayout()
        self.says = label(role="subtitle", wrap=True)
        self.editors: dict[str, Editor] = {}
        self.rows: dict[str, QWidget] = {}
        column.addLayout(self.messages)
        column.addWidget(self.says)
        for name in FIELDS:
            editor = editor_for(ExpenseRule.kind.fields[name], context.app.store)
            editor.left.connect(lambda value, name=name: self.change(name, value))
            self.editors[name], self.rows[name] = editor, line(_(editor.of.label), editor)
            column.addWidget(self.rows[name])
        self.made = Button(_("Create rule"), kind="primary", icon="check", on_click=self.save)
        self.gone = Button(_("Archive"), icon="archive", on_click=self.archive)
        column.addWidget(verbs([self.made, self.gone]))
        self.found = QVBoxLayout()
        self.found.setSpacing(4)
        column.addLayout(self.found)
        column.addStretch(1)
        self.body.addWidget(scrolled(inner))
        self.show_rule(self.rule)

    def show_rule(self, rule: ExpenseRule) -> None:
        """Another rule, an empty one to begin."""
        self.rule = rule
        cleared(self.messages)
        names = self.context.app.store.names([Link("budget_line", rule.line)]) if rule.line else {}
        for name, editor in self.editors.items():
            editor.show_value(getattr(rule, name), names)
        self._dress()

    def change(self, name: str, value: Any) -> None:
        """A field was left: see what the rule would do, and keep it where it is stored already."""
        self.rule = dataclasses.replace(self.rule, **{name: value})
        self._dress()
        if self.rule.id:
            self.save()

    def _dress(self) -> None:
        store, rule = self.context.app.store, self.rule
        names = store.names([Link("budget_line", rule.line)]) if rule.line else {}
        self.says.setText(sentence(rule, line=names.get(rule.line or "", "")))
        self.rows["words"].setVisible(rule.test == FORBIDDEN)
        self.rows["value"].setVisible(rule.test != FORBIDDEN)
        self.made.setVisible(not rule.id)
        self.gone.setVisible(bool(rule.id))
        self._show(preview(store, rule))

    def _show(self, seen: Preview) -> None:
        """The expenses it would have met."""
        cleared(self.found)
        if not self.rule.test:
            return
        if not seen.known:
            self.found.addWidget(label(_("When past expenses were presented is not kept, so this cannot be tried."),
                                       role="small", tone="text2", wrap=True))
            return
        said = plural("It would have met {n} of the {of} expenses of the last 12 months: {amount}.",
                      "It would have met {n} of the {of} expenses of the last 12 months: {amount}.", len(seen.met),
                      of=seen.of, amount=money(seen.amount, None, 0))
        self.found.addWidget(label(said, role="strong", wrap=True))
        year = clock.today().year
        for each in seen.met[:SHOWN]:
            when = day(each.on, this_year=year) if each.on else ""
            words = " · ".join(filter(None, (when, each.concept, money(each.amount or 0, each.currency or None))))
            self.found.addWidget(ElidedLabel(words, role="small", tone="text2", least=80))
        more = len(seen.met) - SHOWN
        if more > 0:
            self.found.addWidget(label(plural("and {n} more", "and {n} more", more), role="small", tone="text2"))

    def save(self) -> None:
        """Keep the rule."""
        if not all(editor.commit() for editor in self.editors.values()):
            return
        cleared(self.messages)
        new = not self.rule.id
        done = self.context.runner.attempt(self, set_rule, rule=self.rule)
        if isinstance(done, ExpenseRule):
            self.rule = done
            if new:
                self.context.runner.tell(_("Rule created"))
            self.stored.emit(done.id)

    def archive(self) -> None:
        """Take the rule out of use."""
        if self.context.runner.attempt(self, archive, records=[self.rule]) is not FAILED:
            self.context.runner.tell(_("Rule archived"))
            self.stored.emit("")

    def show_problem(self, problem: Problem) -> None:
        """Above the sentence; what was typed stays."""
        cleared(self.messages)
        self.messages.addWidget(MessageBar(problem.message, status="bad"))

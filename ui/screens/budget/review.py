"""Pre-review, one at a time by keyboard: expenses with the rules they meet in words, then lines of a draft budget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.budgeting.sheet import current_budget, sheet_of
from kamdesk.budgeting.spending import simulate
from kamdesk.commands.budget_life import prereview_budget, prereview_budget_line
from kamdesk.commands.expenses import prereview_expense
from kamdesk.fields import Id, Link
from kamdesk.methods.expense_rules import BLOCK
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.expenses import Expense
from kamdesk.words import _, money, relative_day
from ui import theme
from ui.labels import ElidedLabel, label
from ui.run import FAILED
from ui.screen import Context, Screen
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.chips import Key
from ui.widgets.messages import EmptyState, MessageBar, field_message

WIDEST = 720  # logical pixels of the card
Item = tuple[str, Id]  # kind, id


class ReviewTab(QWidget):
    """One thing to decide after the other: A approves, D sends back, ↓ goes on."""

    def __init__(self, context: Context, screen: Screen) -> None:
        super().__init__()
        self.context, self.page = context, screen
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pre-review"))
        self._items: list[Item] = []
        self._at = 0
        self._message: MessageBar | None = None
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._stack.addWidget(EmptyState("circle-check", _("Nothing is waiting for review"),
                                         _("Expenses appear here as soon as they are presented."), status="ok"))
        self._stack.addWidget(self._page())
        self.reread()

    def _page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 8, 0, 0)
        card = Card(margins=(20, 16, 20, 16), spacing=8)
        card.setMaximumWidth(theme.px(WIDEST))
        self._card = card
        self._count = label(role="small", tone="text2")
        self._title = ElidedLabel(role="title")
        self._amount = ElidedLabel(role="display")
        self._facts, self._says = label(wrap=True), QVBoxLayout()
        self._note = QLineEdit()
        self._note.setAccessibleName(_("Observation"))
        self._note.returnPressed.connect(self.send_back)
        for part in (self._count, self._title, self._amount, self._facts):
            card.body.addWidget(part)
        card.body.addLayout(self._says)
        card.body.addWidget(self._note)
        card.body.addLayout(self._buttons())
        row.addStretch(1)
        row.addWidget(card, 6, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        return page

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._yes = Button(_("Approve"), kind="primary", icon="check", on_click=self.approve)
        self._no = Button(_("Send back"), icon="undo-2", on_click=self.send_back)
        self._skip = Button(_("Next one"), kind="ghost", icon="arrow-down", on_click=self.skip)
        for button, key in ((self._yes, "A"), (self._no, "D"), (self._skip, "Down")):
            row.addWidget(button)
            row.addWidget(Key("↓" if key == "Down" else key))
        row.addStretch(1)
        return row

    @property
    def item(self) -> Item | None:
        """What is shown, None when nothing waits."""
        return self._items[self._at] if self._items else None

    def reread(self) -> None:
        """What waits now; the one shown stays when it still waits."""
        before = self.item
        self._items = _waiting(self.context)
        self._at = self._items.index(before) if before in self._items else min(self._at, max(len(self._items) - 1, 0))
        self._show_item()

    def open(self) -> None:
        """The keys act here."""
        self.setFocus()

    def _show_item(self) -> None:
        self._stack.setCurrentIndex(1 if self._items else 0)
        item = self.item
        if item is None:
            return
        self._count.setText(_("{n} of {total} to review", n=self._at + 1, total=len(self._items)))
        self._note.clear()
        self._forget()
        if item[0] == "expense":
            self._show_expense(self.context.app.store.get(Expense, item[1]))
        else:
            self._show_line(self.context.app.store.get(BudgetLine, item[1]))

    def _show_expense(self, expense: Expense) -> None:
        store = self.context.app.store
        self._note.setPlaceholderText(_("Why it is sent back"))
        names = store.names([Link("person", expense.person or ""), Link("budget_line", expense.line or "")])
        self._title.setText(expense.concept)
        self._amount.setText(money(expense.amount or 0, expense.currency or None))
        when = relative_day(expense.on, clock.today()) if expense.on else ""
        receipt = _("with receipt") if expense.receipt else _("without receipt")
        self._facts.setText("\n".join(filter(None, (
            " · ".join(filter(None, (names.get(expense.person or ""), when, names.get(expense.line or "")))),
            " · ".join(filter(None, (expense.payee, expense.document, receipt)))))))
        found = simulate(store, expense)
        for hit in found.hits:
            self._says.addWidget(field_message(hit.message, bad=hit.action == BLOCK))
        if found.effect is not None:
            self._says.addWidget(label(_("Available on the line: {amount} this month, {year} this year.",
                                         amount=money(found.effect.month_after), year=money(found.effect.year_after)),
                                       role="small", tone="text2", wrap=True))

    def _show_line(self, line: BudgetLine) -> None:
        store = self.context.app.store
        sheet = sheet_of(store, store.get(Budget, line.budget or ""))
        self._note.setPlaceholderText(_("Observation about the line"))
        self._note.setText(_("In agreement with what was requested"))
        self._title.setText(line.name)
        self._amount.setText(money(sheet.plan(line.id, sheet.months) or 0))
        self._facts.setText(_("Planned for {year}", year=sheet.budget.year))

    def _forget(self) -> None:
        while (item := self._says.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if self._message is not None:
            self._message.deleteLater()
            self._message = None

    def approve(self) -> None:
        """A: the expense is reviewed, the line in agreement; the next one comes."""
        self._decide("reviewed", "agreed", _("Approved"))

    def send_back(self) -> None:
        """D: with the reason typed; the first D goes to its field."""
        item = self.item
        typed = self._note.text().strip()
        writing = self.window().focusWidget() is self._note
        if item is not None and not writing and (item[0] == "budget_line" or not typed):
            self._note.setFocus()
            self._note.selectAll()
            return
        self._decide("sent_back", "send_back", _("Sent back"))

    def _decide(self, expense: str, line: str, told: str) -> None:
        item, runner = self.item, self.context.runner
        if item is None:
            return
        if item[0] == "expense":
            found = self.context.app.store.get(Expense, item[1])
            note = self._note.text() if expense == "sent_back" else ""
            done: object = runner.attempt(self, prereview_expense, expense=found, action=expense, note=note)
        else:
            done = runner.attempt(self, prereview_budget_line, line=item[1], decision=line, note=self._note.text())
        if done is FAILED:
            return
        runner.tell(told)
        self._items.remove(item)
        self._at = min(self._at, max(len(self._items) - 1, 0))
        self._show_item()
        self.setFocus()
        if item[0] == "budget_line" and not any(kind == "budget_line" for kind, _id in self._items):
            self._finish()

    def _finish(self) -> None:
        """Every line is decided: the budget is pre-reviewed, or goes back."""
        budget = _draft(self.context)
        if budget is not None and self.context.runner.attempt(self, prereview_budget, budget=budget) is not FAILED:
            self.context.runner.tell(_("Budget pre-reviewed"))

    def skip(self) -> None:
        """↓: leave it for later."""
        if self._items:
            self._at = (self._at + 1) % len(self._items)
            self._show_item()

    def back(self) -> None:
        """↑: the one before."""
        if self._items:
            self._at = (self._at - 1) % len(self._items)
            self._show_item()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters act while no field has the focus."""
        acts = {Qt.Key.Key_A: self.approve, Qt.Key.Key_D: self.send_back, Qt.Key.Key_Down: self.skip,
                Qt.Key.Key_Up: self.back}
        act = acts.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers():
            act()
        elif event.key() == Qt.Key.Key_Escape:
            self.setFocus()
        else:
            super().keyPressEvent(event)

    def show_problem(self, problem: Problem) -> None:
        """Above the card's first line; what was typed stays."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self._card.body.insertWidget(0, self._message)


def _waiting(context: Context) -> list[Item]:
    """Expenses to review, oldest first, then the lines of the draft that are still to be decided."""
    store = context.app.store
    expenses = store.find(Expense, state="to_review", sort=(("on", False), ("id", False)))
    return [("expense", each.id) for each in expenses] + [("budget_line", id_) for id_ in _undecided(context)]


def _undecided(context: Context) -> Sequence[Id]:
    budget = _draft(context)
    if budget is None:
        return ()
    store = context.app.store
    open_ones = {line.id for line in store.find(BudgetLine, budget=budget.id, review="undecided")}
    return [line.id for line in sheet_of(store, budget).lines if line.leaf and line.id in open_ones]


def _draft(context: Context) -> Budget | None:
    """The budget of this year or the next that is in review."""
    year = clock.today().year
    found = [current_budget(context.app.store, each) for each in (year, year + 1)]
    return next((budget for budget in found if budget and budget.state in ("draft", "sent_back")), None)

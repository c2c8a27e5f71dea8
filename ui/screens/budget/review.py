"""Pre-review, one at a time by keyboard: expenses with the rules they meet in words, then lines of a draft budget."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.budgeting.sheet import current_budget, sheet_of
from kamdesk.commands.budget_life import prereview_budget, prereview_budget_line
from kamdesk.commands.expenses import prereview_expense
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.expenses import Expense
from kamdesk.reports.claims import review_sheet
from kamdesk.words import _
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Context, Screen
from ui.screens.budget.panels import REVIEWS, switch
from ui.screens.budget.review_card import ReviewCard
from ui.widgets.buttons import Button
from ui.widgets.messages import EmptyState

Item = tuple[str, Id]  # kind, id


class ReviewTab(QWidget):
    """One thing to decide after the other: A approves, J adjusts a line, D sends back, ↓ goes on."""

    def __init__(self, context: Context, screen: Screen) -> None:
        super().__init__()
        self.context, self.page = context, screen
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pre-review"))
        self._items: list[Item] = []
        self._at = 0
        self.card = ReviewCard({"A": self.approve, "J": self.adjust, "D": self.send_back, "↓": self.skip})
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(switch(context, "review", REVIEWS))
        top.addStretch(1)
        self.paper = Button(_("Pre-review PDF"), icon="file-down", on_click=self.save_paper)
        top.addWidget(self.paper)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self._stack.addWidget(EmptyState("circle-check", _("Nothing is waiting for review"),
                                         _("Expenses appear here as soon as they are presented."), status="ok"))
        self._stack.addWidget(self._page())
        self.reread()

    def _page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 8, 0, 0)
        row.addStretch(1)
        row.addWidget(self.card, 6, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        return page

    @property
    def item(self) -> Item | None:
        """What is shown, None when nothing waits."""
        return self._items[self._at] if self._items else None

    def reread(self) -> None:
        """What waits now; the one shown stays when it still waits."""
        before = self.item
        self._items = _waiting(self.context)
        self._at = self._items.index(before) if before in self._items else min(self._at, max(len(self._items) - 1, 0))
        self.paper.setVisible(_draft(self.context) is not None)
        self._show_item()

    def save_paper(self) -> None:
        """R19 of the budget in review."""
        budget = _draft(self.context)
        if budget is not None:
            save_report(self.context, self, self.page, partial(review_sheet, self.context.app, budget), budget.name)

    def open(self) -> None:
        """The keys act here."""
        self.setFocus()

    def _show_item(self) -> None:
        self._stack.setCurrentIndex(1 if self._items else 0)
        item = self.item
        if item is None:
            return
        store, counted = self.context.app.store, _("{n} of {total} to review", n=self._at + 1, total=len(self._items))
        if item[0] == "expense":
            self.card.show_expense(store, store.get(Expense, item[1]), counted)
        else:
            self.card.show_line(store, store.get(BudgetLine, item[1]), counted)

    def approve(self) -> None:
        """A: the expense is reviewed, the line in agreement; the next one comes."""
        self._decide("reviewed", "agreed", _("Approved"))

    def send_back(self) -> None:
        """D: with the reason typed; the first D goes to its field."""
        item = self.item
        typed = self.card.note.text().strip()
        writing = self.window().focusWidget() is self.card.note
        if item is not None and not writing and (item[0] == "budget_line" or not typed):
            self.card.note.setFocus()
            self.card.note.selectAll()
            return
        self._decide("sent_back", "send_back", _("Sent back"))

    def adjust(self) -> None:
        """J: a line gets what is suggested instead; the first J goes to its field."""
        item = self.item
        if item is None or item[0] != "budget_line":
            return
        if not self.card.suggested.commit() or self.card.suggested.value() is None:
            self.card.suggested.setFocus()
            return
        self._decide("", "adjust", _("Adjusted"))

    def _decide(self, expense: str, line: str, told: str) -> None:
        item, runner = self.item, self.context.runner
        if item is None:
            return
        if item[0] == "expense":
            found = self.context.app.store.get(Expense, item[1])
            note = self.card.note.text() if expense == "sent_back" else ""
            done: object = runner.attempt(self, prereview_expense, expense=found, action=expense, note=note)
        else:
            done = runner.attempt(self, prereview_budget_line, line=item[1], decision=line, note=self.card.note.text(),
                                  suggested=self.card.suggested.value() if line == "adjust" else None)
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
        acts = {Qt.Key.Key_A: self.approve, Qt.Key.Key_D: self.send_back, Qt.Key.Key_J: self.adjust,
                Qt.Key.Key_Down: self.skip, Qt.Key.Key_Up: self.back}
        act = acts.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers():
            act()
        elif event.key() == Qt.Key.Key_Escape:
            self.setFocus()
        else:
            super().keyPressEvent(event)

    def show_problem(self, problem: Problem) -> None:
        """Above the card's first line; what was typed stays."""
        self.card.show_problem(problem)


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

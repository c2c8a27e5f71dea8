"""What a budget asks for next: a message over the grid, and the verbs of its life in a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from kamdesk import clock, words
from kamdesk.budgeting.sheet import year_months
from kamdesk.commands.approvals import approval_of, mark_decision, submit, withdraw
from kamdesk.commands.budget_life import activate_budget, close_budget, close_month, reopen_month
from kamdesk.methods.months import add_months
from kamdesk.problems import Problem, Warned
from kamdesk.records.budgets import Budget
from kamdesk.records.expenses import Expense
from kamdesk.words import _, plural, relative_day
from ui import icons, labels
from ui.panels.approval import AnswerPanel
from ui.run import FAILED, Place
from ui.screen import Address, Context, Screen
from ui.screens.budget.panels import TextPanel
from ui.shell.shell import host_of
from ui.widgets.messages import MessageBar

Verb = tuple[str, Callable[[], object]]


class Life(QWidget):
    """The message and the verbs of one budget; takes no room while there is nothing to say."""

    next_year_asked = Signal()

    def __init__(self, context: Context, screen: Screen) -> None:
        super().__init__()
        self._context, self._screen = context, screen
        self._budget: Budget | None = None
        self._hushed = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_budget(self, budget: Budget | None) -> None:
        """Speak of another budget, or of the same as it is now."""
        self._budget = budget
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        bar = self._bar()
        if bar is not None and bar.accessibleName() != self._hushed:
            bar.closed.connect(partial(self._hush, bar.accessibleName()))
            self._column.addWidget(bar)
        self.setVisible(self._column.count() > 0)

    def _hush(self, name: str) -> None:
        """A message closed stays away until it says something else."""
        self._hushed = name
        self.hide()

    def _bar(self) -> MessageBar | None:
        budget = self._budget
        if budget is not None and budget.state in ("draft", "sent_back"):
            state = _("It is a draft") if budget.state == "draft" else _("A line was sent back")
            return MessageBar(state, _("Decide about each line to put it in force."), icon="clipboard-check",
                              actions=((_("Pre-review lines"), self._review),))
        if budget is not None and budget.state == "prereviewed":
            return self._approval_bar(budget)
        return self._expense_bar()

    def _approval_bar(self, budget: Budget) -> MessageBar:
        state = approval_of(self._context.app.store, budget)
        answer = (_("Note the answer"), self.answer)
        if state == "approved":
            return MessageBar(_("Approved"), _("Put it in force to follow what is spent."), status="ok",
                              actions=((_("Put in force"), self.activate),))
        if state == "sent":
            return MessageBar(_("Sent for approval"), _("Note the answer when it comes."), icon="send",
                              actions=(answer, (_("Withdraw"), self.withdraw)))
        told = {"unsent": _("Pre-reviewed"), "changed": _("It changed after it was approved"),
                "returned": _("The approval was sent back"), "rejected": _("The approval was refused")}[state]
        return MessageBar(told, _("Send it for approval, or note an answer you already have."),
                          status="info" if state == "unsent" else "warn",
                          actions=((_("Send for approval"), self.send), answer))

    def _expense_bar(self) -> MessageBar | None:
        waiting = self._context.app.store.find(Expense, state="to_review", sort=(("on", False),))
        if not waiting or waiting[0].on is None:
            return None
        total = words.money(sum(each.amount or 0 for each in waiting), decimals=0)
        oldest = _("{amount} in all. The oldest is of {day}.", amount=total,
                   day=relative_day(waiting[0].on, clock.today()))
        return MessageBar(plural("{n} expense to review", "{n} expenses to review", len(waiting)), oldest,
                          icon="receipt-text", actions=((_("Review expenses"), self._review),))

    def menu(self, parent: QWidget) -> QMenu:
        """The verbs that the budget allows now, made when the menu opens."""
        made = QMenu(parent)

        def fill() -> None:
            made.clear()
            for text, slot in self._verbs():
                action = QAction(icons.icon("chevron-right"), labels.literal(text), made)
                action.triggered.connect(lambda *_args, run=slot: run())
                made.addAction(action)

        made.aboutToShow.connect(fill)
        return made

    def _verbs(self) -> list[Verb]:
        budget = self._budget
        if budget is None:
            return []
        following = (budget.year or 0) + 1
        found: list[Verb] = [(_("Prepare the budget of {year}", year=following), self.next_year_asked.emit)]
        if budget.state == "in_force":
            month = self._next_month(budget)
            if month is not None:
                found.insert(0, (_("Close {month}", month=words.month(month)), lambda: self.close_next(month)))
            else:
                found.insert(0, (_("Close the budget"), self.end))
            last = budget.closed_through
            if last:
                found.append((_("Reopen {month}", month=words.month(last)), lambda: self.reopen(last)))
        return found

    def _next_month(self, budget: Budget) -> str | None:
        months = year_months(self._context.app.store, budget)
        after = add_months(budget.closed_through, 1) if budget.closed_through else months[0]
        return after if after in months else None

    def close_next(self, month: str, *, confirmed: bool = False) -> bool:
        """Close a month; what is unfinished is said and can be left so."""
        return self._run(_Asking(self._screen, _("Close anyway"), lambda: self.close_next(month, confirmed=True)),
                         close_month, _("Month closed"), month=month, confirmed=confirmed)

    def reopen(self, month: str) -> None:
        """Ask why a month opens again."""
        panel = TextPanel(host_of(self), _("Reopen {month}", month=words.month(month)), "", name=_("Reason"),
                          verb=_("Reopen"))
        panel.run = lambda: self._run(panel, reopen_month, _("Month open again"), month=month, reason=panel.value())
        panel.open()

    def end(self) -> bool:
        """Close the budget."""
        return self._run(self._screen, close_budget, _("Budget closed"))

    def send(self) -> bool:
        """Send it for approval."""
        budget = self._budget
        done = budget and self._context.runner.attempt(self._screen, submit, document=budget) is not FAILED
        return self._told(_("Sent for approval"), done=bool(done))

    def withdraw(self) -> bool:
        """Take it back."""
        budget = self._budget
        done = budget and self._context.runner.attempt(self._screen, withdraw, document=budget) is not FAILED
        return self._told(_("Taken back"), done=bool(done))

    def answer(self) -> None:
        """Ask for the answer that came."""
        budget = self._budget
        if budget is None:
            return
        panel = AnswerPanel(host_of(self), budget.name)

        def run() -> bool:
            if not panel.on.commit():
                return False
            done = self._context.runner.attempt(
                panel, mark_decision, document=budget, action=panel.action.value(), actor=panel.actor.text(),
                how=panel.how.text(), on=panel.on.value())
            return self._told(_("Answer noted"), done=done is not FAILED)

        panel.run = run
        panel.open()

    def activate(self) -> bool:
        """Put it in force."""
        return self._run(self._screen, activate_budget, _("Budget in force"))

    def _run(self, place: Place, verb: Callable[..., Budget], done: str, **values: object) -> bool:
        result = self._context.runner.attempt(place, verb, budget=self._budget, **values)
        return self._told(done, done=result is not FAILED)

    def _told(self, text: str, *, done: bool) -> bool:
        if done:
            self._screen.hush()
            self._context.runner.tell(text)
        return done

    def _review(self) -> None:
        self._context.window.go(Address("budget", "review"))


class _Asking:
    """A place that offers to go on when a verb only warns."""

    def __init__(self, screen: Screen, verb: str, again: Callable[[], object]) -> None:
        self._screen, self._verb, self._again = screen, verb, again

    def show_problem(self, problem: Problem) -> None:
        """A warning with its way on, a Problem as ever."""
        if isinstance(problem, Warned):
            self._screen.say(problem.message, status="warn", actions=((self._verb, self._again),))
        else:
            self._screen.show_problem(problem)

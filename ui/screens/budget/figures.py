"""The five figures over the grid: plan, executed, committed, available, projected close (F60–F63)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock, words
from kamdesk.app import App
from kamdesk.budgeting.sheet import TOTAL, Sheet
from kamdesk.fields import Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.model import Period
from kamdesk.methods.months import month_end, month_start
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.budgets import BUDGET_STATES, BudgetLine, Commitment
from kamdesk.store import IN, Where
from kamdesk.words import _, number, percent, plural
from ui import labels
from ui.labels import ElidedLabel
from ui.theme import Status
from ui.widgets.cards import Card
from ui.widgets.chips import Chip

STATUS: dict[str | None, Status] = {"good": "ok", "watch": "warn", "bad": "bad", None: "mute"}
MARKS = {"ok": "trending-up", "warn": "trending-up", "bad": "triangle-alert", "mute": "trending-up"}
CARDS = 5


@dataclass(frozen=True)
class Told:
    """A figure ready to show."""

    label: str
    value: str
    note: str = ""
    delta: str = ""
    status: Status = "mute"


class FigureCell(QWidget):
    """One figure of the strip."""

    def __init__(self) -> None:
        super().__init__()
        self._label = ElidedLabel(role="small", tone="text2")
        self._value = ElidedLabel(role="subtitle", figures=True)
        self._delta = Chip("", mark="")
        self._note = ElidedLabel(role="caption", tone="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 8, 0)
        column.setSpacing(1)
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self._value, 1)
        middle.addWidget(self._delta)
        column.addWidget(self._label)
        column.addLayout(middle)
        column.addWidget(self._note)

    def tell(self, told: Told) -> None:
        """Show a figure."""
        self._label.setText(told.label)
        self._value.setText(told.value)
        self._note.setText(told.note)
        falls = told.delta.startswith(words.MINUS)
        self._delta.set(told.delta, status=told.status, mark="trending-down" if falls else MARKS[told.status])
        self._delta.setVisible(bool(told.delta))
        self.setAccessibleName(" · ".join(filter(None, (told.label, told.value, told.delta, told.note))))


class FigureStrip(Card):
    """The five figures side by side."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 8, 0, 8), spacing=0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._cells = [FigureCell() for _at in range(CARDS)]
        for at, cell in enumerate(self._cells):
            if at:
                row.addWidget(self._rule())
            row.addWidget(cell, 1)
        self.body.addLayout(row)

    @staticmethod
    def _rule() -> QFrame:
        return labels.rule(vertical=True)

    def tell(self, figures: Sequence[Told]) -> None:
        """Show the figures in their order."""
        for cell, told in zip(self._cells, figures, strict=True):
            cell.tell(told)


def figures_of(app: App, sheet: Sheet) -> list[Told]:
    """The five figures of a year; of a budget that is not in force only what it plans is known."""
    label = _("Budget {year}", year=sheet.budget.year)
    if sheet.budget.state not in ("in_force", "closed"):
        state = _(BUDGET_STATES[sheet.budget.state or "draft"])
        none = _("Once it is in force")
        return [Told(label, _money(sheet.plan(TOTAL, sheet.months) or 0), state),
                *(Told(name, "–", none) for name in (_("Executed"), _("Committed"), _("Available"),
                                                    _("Projected close")))]
    period = Period(month_start(sheet.months[0]), month_end(sheet.months[-1]))
    left = app.ask("F60", period)
    plan, actual, committed = (int(left.more[name]) for name in ("plan", "actual", "committed"))
    return [Told(label, _money(plan), _approved(app, sheet)), _executed(app, period, plan, actual),
            Told(_("Committed"), _money(committed), _commitments(app, sheet)),
            Told(_("Available"), _money(plan - actual - committed), _days_left(app, sheet, period.end),
                 delta=_("Exceeded") if left.status == "bad" and plan < actual + committed else "", status="bad"),
            _projection(app, period)]


def _executed(app: App, period: Period, plan: int, actual: int) -> Told:
    found, share = app.ask("F61", period), app.ask("F62", period)
    change = found.more["percent"]
    due = Fraction(found.more["plan"]) * 100 / plan if plan else None
    note = "" if share.value is None or due is None else _(
        "{share} · today it should be {due}", share=percent(float(share.value), 0), due=percent(float(due), 0))
    delta = "" if change is None else percent(float(change), 1, signed=True)
    return Told(_("Executed"), _money(actual), note, delta, STATUS[found.status])


def _projection(app: App, period: Period) -> Told:
    found = app.ask("F63", period)
    value, plan = int(found.value or 0), int(found.more["plan"])
    over = value - plan
    delta = percent(over * 100 / plan, 1, signed=True) if plan else ""
    if over > 0:
        note = _("Exceeds the budget by {amount}", amount=_money(over))
    else:
        note = _("{amount} below the budget", amount=_money(-over)) if over else _("Within the budget")
    return Told(_("Projected close"), _money(value), note, delta if over else "", STATUS[found.status])


def _approved(app: App, sheet: Sheet) -> str:
    answers = app.store.find(ApprovalEvent, document=Link("budget", sheet.budget.id), action="approve",
                             sort=(("at", True),), limit=1)
    if not answers or answers[0].at is None:
        return _(BUDGET_STATES[sheet.budget.state or "draft"])
    return _("Approved on {day}", day=words.day(answers[0].at.date(), this_year=clock.today().year))


def _commitments(app: App, sheet: Sheet) -> str:
    lines = [line.id for line in app.store.find(BudgetLine, budget=sheet.budget.id)]
    count = app.store.count(Commitment, Where("line", IN, lines), state="open")
    return plural("{n} open commitment", "{n} open commitments", count) if count else _("Nothing is committed")


def _days_left(app: App, sheet: Sheet, last: datetime.date) -> str:
    days = calendar_of(app.store, territory=sheet.budget.territory).working(clock.today(), last)
    return _("For {n} working days", n=number(round(days))) if days > 0 else ""


def _money(value: int) -> str:
    return words.money(value, decimals=0)

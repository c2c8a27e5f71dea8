"""Mes: how full each day of a month is, coverage above it, and the visits of the day chosen."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months_to_day, month_of
from kamdesk.planning import BoardDay, board
from kamdesk.planning.due import capacity_of
from kamdesk.words import _, long_day, month, plural
from ui import theme
from ui.labels import ElidedLabel, label
from ui.screen import Context, scrolled
from ui.screens.plan.card import VisitCard
from ui.screens.plan.coverage import CoverageLine
from ui.screens.plan.looks import WEEKDAY_KEYS, face_of, hours_text, km_text
from ui.screens.plan.month_grid import MonthGrid
from ui.screens.plan.part import Line, PlanPart, Whose, clear
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.messages import EmptyState

SIDE = 282


class DayList(Card):
    """The visits of one day, in order, and what can be done with the day."""

    week_asked = Signal(object)

    def __init__(self, part: PlanPart) -> None:
        super().__init__(margins=(12, 10, 12, 12))
        self.setFixedWidth(theme.px(SIDE))
        self._part = part
        self.cards: list[VisitCard] = []
        self._title = ElidedLabel(role="subtitle")
        self._load = label(role="small", tone="text2", figures=True)
        host = QWidget()
        self._column = QVBoxLayout(host)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(6)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._column.addLayout(self._rows)
        self._column.addStretch(1)
        self._nothing = EmptyState("calendar-days", _("No visits on this day"))
        self._content: BoardDay | None = None
        for widget, stretch in ((self._title, 0), (self._load, 0), (scrolled(host), 1), (self._nothing, 1)):
            self.body.addWidget(widget, stretch)
        self.add = Button(_("Add visit"), kind="add", icon="plus", on_click=self._add)
        self.body.addWidget(self.add)
        self.body.addWidget(Button(_("See the week"), icon="calendar-days", on_click=self._see_week))

    def show_day(self, content: BoardDay) -> None:
        """Show a day."""
        self._content = content
        self._title.setText(long_day(content.day).capitalize())
        count = len(content.cards)
        load = [plural("{n} visit", "{n} visits", count), hours_text(content.hours), km_text(content.km)]
        self._load.setText(" · ".join(load) if count else content.off)
        clear(self._rows)
        self.cards = []
        for card in content.cards:
            made = VisitCard(face_of(card, following=False), card.visit)
            made.opened.connect(partial(self._part.open_visit, card.visit))
            made.menu_asked.connect(partial(self._part.menu_of, card.visit))
            self._rows.addWidget(made)
            self.cards.append(made)
        self._nothing.setVisible(not count)
        self.add.setVisible(content.part > 0)

    def _add(self) -> None:
        if self._content is not None:
            self._part.add_visit(self._content.day)

    def _see_week(self) -> None:
        if self._content is not None:
            self.week_asked.emit(self._content.day)


class MonthView(PlanPart):
    """The month of a person."""

    walks = True
    week_asked = Signal(object)

    def __init__(self, context: Context, whose: Whose) -> None:
        super().__init__(context, whose)
        self.month = month_of(clock.today())
        self.days: list[BoardDay] = []
        self.grid, self.side, self.coverage = MonthGrid(), DayList(self), CoverageLine(context)
        self._lay_out()
        self.grid.chosen.connect(self.choose)
        self.grid.entered.connect(self.week_asked)
        self.grid.left.connect(self.show_day)
        self.side.week_asked.connect(self.week_asked)
        self.reread()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.coverage)
        column.addLayout(self.messages)
        column.addWidget(self.grid, 1)
        row.addLayout(column, 1)
        row.addWidget(self.side)

    @property
    def day(self) -> datetime.date:
        """The day chosen."""
        return self.grid.day

    def subtitle(self) -> str:
        """«Noviembre 2025»."""
        return month(self.month).capitalize()

    def span(self) -> Period:
        """The day chosen."""
        return Period.day(self.day)

    def verbs(self) -> Sequence[Line]:
        """What can be done with the month and the day chosen."""
        day, of = self.day, month(self.month)
        return (
            (_("Put the route in order"), "route", partial(self.acts.order_day, day)),
            (_("Mark days off…"), "calendar-x", partial(self.ask_days_off, day)),
            (_("Publish the cycle of {month}", month=of), "send", partial(self.acts.publish, self.month)),
        )

    def turn(self, steps: int) -> None:
        """Some months on or back; 0 is the month of today."""
        self.show_day(add_months_to_day(self.day, steps) if steps else clock.today())

    def show_day(self, day: datetime.date) -> None:
        """The month of a day, with the day chosen."""
        self.month, self.grid.day = month_of(day), day
        self.reread()

    def choose(self, day: datetime.date) -> None:
        """The visits of a day beside the month."""
        content = next((each for each in self.days if each.day == day), None)
        if content is not None:
            self.side.show_day(content)

    def new(self) -> None:
        """A visit on the day chosen."""
        self.add_visit(self.day)

    def focus_filter(self) -> None:
        """The month has nothing to filter: the keyboard goes to its days."""
        self.grid.setFocus()

    def reread(self) -> None:
        """Read the month again."""
        self.hush()
        if self.nobody():
            return
        store, person = self.context.app.store, self.whose.person or ""
        period = Period.month(self.month)
        self.days = board(store, person, period.start, period.end)
        self.grid.show_days(self.days, capacity=capacity_of(store, person),
                            first_weekday=WEEKDAY_KEYS.index(store.setting("week_start")))
        self.coverage.show_month(self.month, person)
        self.coverage.show_week(self.days, None)
        self.choose(self.day)
        self.retitled.emit()

"""What can be done to a visit from the board: log, open, move, repeat, say why it did not happen, cancel."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from kamdesk import clock
from kamdesk.commands.cycles import repeat_visit
from kamdesk.commands.visits import cancel_visit, mark_missed, move_visit
from kamdesk.records.visits import MISSED_REASONS, Visit
from kamdesk.words import N_, _, day, long_day
from ui import icons, labels
from ui.run import FAILED, Place
from ui.screen import Context
from ui.screens.plan.repeating import RepeatPanel
from ui.shell.shell import host_of

SERIES = ((7, 4, N_("Every week, 4 times")), (14, 4, N_("Every 2 weeks, 4 times")),
          (28, 3, N_("Every 4 weeks, 3 times")))
AHEAD = 10  # days offered for moving


class VisitMenu(QMenu):
    """The menu of one visit; ``open_`` and ``log`` are what the board does for double click and R."""

    def __init__(self, context: Context, place: Place, visit: Visit, *, open_: Callable[[], object],
                 log: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._place, self._visit, self._host = context, place, visit, host_of(parent)
        planned = visit.state == "planned"
        if planned:
            self._line(self, _("Log visit"), "check", log)
        self._line(self, _("Open the visit"), "external-link", open_)
        if planned:
            self.addSeparator()
            self._moves()
        self._repeats()
        if planned:
            self.addSeparator()
            if visit.planned_on and visit.planned_on <= clock.today():
                self._reasons(_("Was not made"), "calendar-x", self._miss)
            self._reasons(_("Cancel the visit"), "x", self._cancel)

    @staticmethod
    def _line(menu: QMenu, text: str, icon: str, slot: Callable[[], object]) -> None:
        action = menu.addAction(icons.icon(icon) if icon else icons.icon("chevron-right"), labels.literal(text))
        action.triggered.connect(lambda *_args: slot())

    def _moves(self) -> None:
        menu = self.addMenu(icons.icon("calendar"), _("Move to"))
        first = max(clock.today(), (self._visit.planned_on or clock.today()) - datetime.timedelta(AHEAD // 2))
        for step in range(AHEAD):
            on = first + datetime.timedelta(step)
            if on.weekday() < 5 and on != self._visit.planned_on:  # noqa: PLR2004  Saturday
                self._line(menu, long_day(on).capitalize(), "", partial(self._move, on))

    def _repeats(self) -> None:
        menu = self.addMenu(icons.icon("refresh-cw"), _("Repeat"))
        for every, times, text in SERIES:
            self._line(menu, _(text), "", partial(self._repeat, every, times))
        self._line(menu, _("Every so many days…"), "", self._ask_repetition)

    def _reasons(self, title: str, icon: str, slot: Callable[[str], object]) -> None:
        menu = self.addMenu(icons.icon(icon), title)
        for key, text in MISSED_REASONS.items():
            self._line(menu, _(text), "", partial(slot, key))

    def _move(self, on: datetime.date) -> None:
        if self._context.runner.attempt(self._place, move_visit, visit=self._visit, on=on) is not FAILED:
            self._context.runner.tell(_("Visit moved to {day}", day=day(on, this_year=clock.today().year)))

    def _repeat(self, every: int, times: int) -> None:
        until = (self._visit.planned_on or clock.today()) + datetime.timedelta(every * times)
        self._repeat_until(self._place, every, until)

    def _repeat_until(self, place: Place, every: int, until: datetime.date) -> bool:
        made = self._context.runner.attempt(place, repeat_visit, visit=self._visit, every_days=every, until=until)
        if made is FAILED:
            return False
        self._context.runner.tell(_("Visit repeated until {day}", day=day(until, this_year=clock.today().year)))
        return True

    def _ask_repetition(self) -> None:
        RepeatPanel(self._context, self._host, self._visit, repeat=self._repeat_until).open()

    def _miss(self, reason: str) -> None:
        if self._context.runner.attempt(self._place, mark_missed, visit=self._visit, reason=reason) is not FAILED:
            self._context.runner.tell(_("Visit marked as not made"))

    def _cancel(self, reason: str) -> None:
        if self._context.runner.attempt(self._place, cancel_visit, visit=self._visit, reason=reason) is not FAILED:
            self._context.runner.tell(_("Visit cancelled"))

"""The week: coverage, board, «Por planificar», and the preview of what would complete it."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.methods.months import month_of
from kamdesk.planning import BoardDay, Due, Outlook, board, month_of_week, outlook
from kamdesk.problems import Problem
from kamdesk.records.visits import Visit
from kamdesk.words import _, month, number
from ui import theme
from ui.screen import Address, Context, scrolled
from ui.screens.plan.acts import WEEK, Acts
from ui.screens.plan.adding import AddPanel
from ui.screens.plan.board import Board
from ui.screens.plan.coverage import CoverageLine
from ui.screens.plan.menu import VisitMenu
from ui.screens.plan.preview import Preview, PreviewBar
from ui.screens.plan.side import ToPlan
from ui.shell.shell import host_of
from ui.widgets.messages import MessageBar

DAYS = 7
WIDE = 1180  # logical pixels of the window from which «Por planificar» stands beside the board
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WeekView(QWidget):
    """The visits of the person of this laptop, week by week."""

    week_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.first = self._week_of(clock.today())
        self.days: list[BoardDay] = []
        self.due_count = 0
        self._asked_for = False  # whether the side panel was opened by hand in a narrow window
        self.acts = Acts(context, self)
        self.preview = Preview(context, self.acts, self, self)
        self.board, self.side = Board(), ToPlan()
        self.coverage, self.bar = CoverageLine(context), PreviewBar()
        self._messages = QVBoxLayout()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._read_rest)
        self._lay_out()
        self._connect()
        self._read()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(8)
        self._messages.setSpacing(8)
        column.addWidget(self.coverage)
        column.addLayout(self._messages)
        column.addWidget(self.bar)
        column.addWidget(scrolled(self.board), 1)
        row.addLayout(column, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        self.board.opened.connect(self._open)
        self.board.log_asked.connect(self._log)
        self.board.menu_asked.connect(self._menu)
        self.board.moved.connect(self.acts.move)
        self.board.party_dropped.connect(self._plan)
        self.board.add_asked.connect(self._add)
        self.board.accepted.connect(self.preview.accept)
        self.board.discarded.connect(self.preview.discard)
        self.side.chosen.connect(self._plan_by_hand)
        self.side.completing.connect(self.complete)
        self.preview.changed.connect(self._show)
        self.preview.nothing.connect(lambda text: self._say(text, status="info"))
        self.bar.accept.clicked.connect(lambda *_args: self.preview.accept_all())
        self.bar.discard.clicked.connect(lambda *_args: self.preview.drop())

    @property
    def last(self) -> datetime.date:
        """The last day of the week."""
        return self.first + datetime.timedelta(DAYS - 1)

    @property
    def month(self) -> str:
        """The month whose cycle the week belongs to."""
        return month_of_week(self.first)

    @property
    def narrow(self) -> bool:
        """Whether the side panel gives way to a button."""
        return self.window().width() < WIDE * theme.shown().scale

    @property
    def next_day(self) -> datetime.date:
        """The day a new visit is offered for: today, or the first one of a later week."""
        return max(self.first, min(clock.today(), self.last))

    def turn(self, weeks: int) -> None:
        """Some weeks on or back; 0 is the week of today."""
        self.show_day(self.first + weeks * WEEK if weeks else clock.today())

    def show_day(self, day: datetime.date) -> None:
        """The week of a day."""
        self.first = self._week_of(day)
        self.preview.proposal = None
        self._read()

    def reread(self) -> None:
        """Read the week again; a preview made before the data changed is calculated again."""
        self.preview.heard()
        self._read()

    def complete(self) -> None:
        """«Completar la semana»: propose, show the preview, save nothing."""
        self._hush()
        self.preview.propose(self.first, self.last)

    def new(self) -> None:
        """Plan a visit by hand."""
        self._add(self.next_day)

    def focus_filter(self) -> None:
        """The filter of «Por planificar»."""
        self._asked_for = True
        self.fit()
        self.side.field.setFocus()

    def toggle_side(self) -> None:
        """Show or hide «Por planificar» in a narrow window."""
        self._asked_for = not self._asked_for
        self.fit()

    def fit(self) -> None:
        """Breakpoints: in a narrow window the side panel waits for its button."""
        self.side.setVisible(self._asked_for or not self.narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breakpoints."""
        super().resizeEvent(event)
        self.fit()

    def show_problem(self, problem: Problem) -> None:
        """A verb refused: above the board."""
        self._hush()
        self._say(problem.message, status="bad")

    def _read(self) -> None:
        store, person = self.context.app.store, self.context.app.store.me
        self._hush()
        if person is None:
            self._say(_("Say who you are in Settings › Profile: the plan is yours."), status="info")
            return
        worked = store.setting("working_days")
        self.days = [each for each in board(store, person, self.first, self.last)
                     if each.cards or _WEEK[each.day.weekday()] in worked]
        self._show()
        self._rest.start()

    def _read_rest(self) -> None:
        """What looks at the whole panel of the month; the board is already on the screen."""
        store, person = self.context.app.store, self.context.app.store.me or ""
        look = outlook(store, person, self.month)
        self.due_count = len(look.due)
        self.side.show_due(look.due)
        self.coverage.show_month(self.month, person)
        self._warn(look)
        self.week_changed.emit()

    def _show(self) -> None:
        self.board.show_days(self.days, self.preview.proposal)
        self.coverage.show_week(self.days, self.preview.proposal)
        self.bar.show_proposal(self.preview.proposal)
        self.week_changed.emit()

    def _warn(self, look: Outlook) -> None:
        beyond = look.rescue.missing - look.rescue.capacity
        if beyond > 0 and look.month >= month_of(clock.today()):
            self._say(_("The cycle of {month} does not fit: {n} visits are missing.", month=month(look.month),
                        n=number(beyond)), text=f"{look.rescue.label()}.")

    def _say(self, title: str, *, text: str = "", status: str = "warn") -> None:
        self._messages.addWidget(MessageBar(title, text, status=status))  # type: ignore[arg-type]

    def _hush(self) -> None:
        while (item := self._messages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _week_of(self, day: datetime.date) -> datetime.date:
        start = _WEEK.index(self.context.app.store.setting("week_start"))
        return day - datetime.timedelta((day.weekday() - start) % DAYS)

    def _open(self, visit: Visit) -> None:
        self.context.window.go(Address("plan", "list", "visit", visit.id))

    def _log(self, visit: Visit) -> None:
        self.context.window.quick("visit", visit=visit)

    def _menu(self, visit: Visit, at: QPoint) -> None:
        menu = VisitMenu(self.context, self, visit, open_=lambda: self._open(visit), log=lambda: self._log(visit),
                         parent=self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _plan(self, party: str, day: datetime.date) -> None:
        due = self.side.due_of(party)
        if due is not None:
            self.acts.plan(due, day)

    def _plan_by_hand(self, due: Due) -> None:
        if due.member.market or due.carried is not None:
            self.acts.plan(due, self.next_day)
        else:
            self._add(self.next_day, due)

    def _add(self, day: datetime.date, due: Due | None = None) -> None:
        AddPanel(self.context, host_of(self), day=day, party=due.member.link if due else None).open()

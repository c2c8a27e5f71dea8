"""«Posponer»: until tomorrow, Monday or a day the person picks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from kamdesk import clock
from kamdesk.alerts import Alert
from kamdesk.commands.tasks import snooze_alerts
from kamdesk.problems import Problem
from kamdesk.words import _, day, plural
from ui import labels
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED, Place
from ui.screen import Context
from ui.shell.shell import host_of
from ui.widgets.fields import DateField

WEEK = 7


def days_offered(today: datetime.date) -> list[tuple[str, datetime.date]]:
    """Tomorrow and next Monday (on Sundays they are one)."""
    tomorrow, monday = today + datetime.timedelta(1), today + datetime.timedelta(WEEK - today.weekday())
    offered = [(_("Until tomorrow"), tomorrow), (_("Until Monday, {day}", day=day(monday, this_year=today.year)),
                                                 monday)]
    return offered[1:] if tomorrow == monday else offered


class SnoozePanel(AskPanel):
    """Until which day."""

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, _("Postpone until"), title, _("Postpone"))
        self.until = DateField(clock.today() + datetime.timedelta(WEEK), name=_("Until"))
        self.body.body.addWidget(line(_("Until"), self.until))


class Snoozer:
    """Postpones alerts for a card, which shows what was refused."""

    def __init__(self, context: Context, card: QWidget) -> None:
        self._context, self._card = context, card

    def fill(self, menu: QMenu, alerts: Sequence[Alert]) -> None:
        """The lines of «Posponer» for one alert, or for all that are shown."""
        menu.clear()
        for text, until in days_offered(clock.today()):
            menu.addAction(labels.literal(text), partial(self.snooze, self, alerts, until))
        menu.addSeparator()
        menu.addAction(_("Choose a day…"), lambda: self.choose(alerts))

    def snooze(self, place: Place, alerts: Sequence[Alert], until: datetime.date) -> bool:
        """Postpone alerts and say so; False when it was refused."""
        pairs = [(each.code, each.about) for each in alerts]
        if self._context.runner.attempt(place, snooze_alerts, alerts=pairs, until=until) is FAILED:
            return False
        self._context.runner.tell(plural("{n} alert postponed to {day}", "{n} alerts postponed to {day}", len(alerts),
                                         day=day(until, this_year=clock.today().year)))
        return True

    def choose(self, alerts: Sequence[Alert]) -> SnoozePanel:
        """Ask for the day."""
        panel = SnoozePanel(host_of(self._card), alerts[0].title if len(alerts) == 1 else "")

        def run() -> bool:
            until = panel.until.value() if panel.until.commit() else None
            return until is not None and self.snooze(panel, alerts, until)

        panel.run = run
        panel.open()
        return panel

    def show_problem(self, problem: Problem) -> None:
        """What was refused, as a toast: a menu has no place of its own."""
        self._context.window.tell(problem.message)

"""The plan on paper and in a telephone: the sheet of a day (upright) or week (wide), and the calendar file."""

from __future__ import annotations

import datetime
from pathlib import Path

from kamdesk import clock
from kamdesk.commands.calendar import export_calendar
from kamdesk.figures.model import Period, Scope
from kamdesk.words import _, plural
from ui import ask
from ui.paper import print_report
from ui.run import Failed
from ui.screen import Context, Screen
from ui.screens.plan.part import Whose

WEEK = 6  # days from the first to the last


class Paper:
    """Makes R08 as a job, then asks for the printer."""

    def __init__(self, context: Context, screen: Screen, whose: Whose) -> None:
        self._context, self._screen, self._whose = context, screen, whose

    def print(self, span: Period) -> None:
        """A day as its sheet, several days as a week."""
        print_report(self._context, self._screen, "R08", span, Scope(person=self._whose.person),
                     title=_("Visit plan"), wide=span.start != span.end)

    def print_day(self, span: Period) -> None:
        """The sheet of today when it is in the span, else of its first day."""
        self.print(Period.day(day_in(span)))

    def print_week(self, span: Period) -> None:
        """The sheet of a week; that around the day when the span is one day."""
        self.print(span if span.start != span.end else week_around(span.start))

    def save_calendar(self, span: Period) -> None:
        """What is ahead in the week of the span, for a telephone or a mail program."""
        week = span if span.start != span.end else week_around(span.start)
        suggested = Path.home() / f"{_('Visit plan')} {week.start.isoformat()}.ics"
        path = ask.save_file(self._screen, _("Save the calendar file"), "iCalendar (*.ics)", suggested)
        if path is None:
            return
        count = self._context.runner.attempt(self._screen, export_calendar, path=path, person=self._whose.person,
                                             first=week.start, last=week.end)
        if not isinstance(count, Failed):
            self._context.window.tell(plural("{n} entry saved in {file}", "{n} entries saved in {file}", count,
                                             file=path.name))


def day_in(span: Period) -> datetime.date:
    """Today when it is in a span, else the first day of it."""
    return clock.today() if span.start <= clock.today() <= span.end else span.start


def week_around(day: datetime.date) -> Period:
    """Monday to Sunday around a day."""
    monday = day - datetime.timedelta(day.weekday())
    return Period(monday, monday + datetime.timedelta(WEEK))

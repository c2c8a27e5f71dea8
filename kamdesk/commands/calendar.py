"""export_calendar: what is ahead, for a telephone or a mail program (product/04 §4.13)."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import BinaryIO

from kamdesk import clock
from kamdesk.commands import aside, command
from kamdesk.fields import Id
from kamdesk.files import write_atomically
from kamdesk.planning.ical import agenda_calendar
from kamdesk.problems import Problem
from kamdesk.store import UnitOfWork
from kamdesk.words import _

AHEAD = datetime.timedelta(90)  # days of a file nobody asked an end of


@command
@aside
def export_calendar(uow: UnitOfWork, *, path: Path, person: Id | None = None, first: datetime.date | None = None,
                    last: datetime.date | None = None) -> int:
    """Write visits, tasks, tenders, contract ends and promises of a person as iCalendar; returns how many entries.

    From ``first`` (default today) to ``last`` (default 90 days later). Problem when nobody works on this laptop yet
    or the file cannot be written.
    """
    whose = person or uow.me
    if whose is None:
        raise Problem(_("Say who you are in Settings › Profile: the plan is yours."), field="person")
    begin = first or clock.today()
    content, count = agenda_calendar(uow, whose, begin, last or begin + AHEAD)

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(path, write)
    return count

"""The planned visits of some days as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable

from kamdesk import clock
from kamdesk.methods.calendar_files import Appointment, calendar_file
from kamdesk.planning.board import BoardDay
from kamdesk.records.visits import PURPOSES
from kamdesk.words import _


def week_calendar(days: Iterable[BoardDay]) -> bytes:
    """An entry for each planned visit: names, reasons and places leave in it; notes and amounts do not."""
    found = []
    for day in days:
        for card in day.cards:
            visit, purpose = card.visit, card.visit.purpose or "other"
            if visit.state == "planned":
                title = _("Visit: {name}", name=card.name)
                found.append(Appointment(f"{visit.id}@kamdesk", title, day.day, visit.start, visit.minutes or 0,
                                         _(PURPOSES[purpose]), card.city, card.point))
    return calendar_file(found, stamp=clock.now())

"""Visits: what is planned, what happened, how often, and the samples left behind (product/03 §3.2)."""

from __future__ import annotations

import datetime

from kamdesk.fields import Id, choice, day, flag, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import Reader, Where
from kamdesk.words import _, plural

DAY_OFF = {"holiday": "Holiday", "vacation": "Vacation", "leave": "Leave", "meeting": "Internal meeting",
           "training": "Training"}


@record(
    "Non-working day", "Non-working days", code=14, place="settings/calendar", title="name",
    columns=("on", "name", "category", "person", "territory"), search=("name",), filters=("category", "on", "person"),
    natural=("on", "person", "territory", "category"), owner="person", join="owner", deletable=True,
)
class NonWorkingDay(Record):
    """A day, or a run of days, on which nobody or one person does not work."""

    on: datetime.date | None = day("Day", required=True)
    until: datetime.date | None = day("Until")
    category: str | None = choice("Category", DAY_OFF, required=True, default="holiday")
    person: Id | None = ref("Person", "person")
    territory: Id | None = ref("Territory", "territory")
    half_day: bool = flag("Half day")
    name: str = text("Name", required=True)

    @check("until")
    def in_order(self, reader: Reader) -> str | None:
        """Days off end after they start."""
        if self.on and self.until and self.until < self.on:
            return _("{end} cannot be before {start}.", end=_("Until"), start=_("Day").lower())
        return None

    @caution("on")
    def visits_to_move(self, reader: Reader) -> str | None:
        """Planned visits on that day should be moved."""
        if self.on is None:
            return None
        planned = reader.count(Visit, Where("planned_on", "=", self.on), state="planned")
        return plural("There is {n} planned visit. Move it.", "There are {n} planned visits. Move them.", planned) if planned else None

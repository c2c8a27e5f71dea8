"""Who is still to be planned: visits missing in the month, the most urgent first, and whether they still fit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.methods import turns
from kamdesk.methods.months import month_of
from kamdesk.methods.visit_cycle import still_due
from kamdesk.planning.panel import Member, Panel, month_days, panel_of
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from kamdesk.store import Reader
from kamdesk.words import fold

THURSDAY = 3  # the month of a week is the one that holds its Thursday, as weeks are numbered (ISO 8601)


@dataclass(frozen=True)
class Due:
    """A party with visits still without a day: how many, how it stands, and the carried one that waits."""

    member: Member
    missing: int
    status: turns.Status
    last_done: datetime.date | None = None
    carried: Visit | None = None


def month_of_week(week: datetime.date) -> str:
    """The month whose cycle a week belongs to; ``week`` is its first day, a Monday."""
    return month_of(week + datetime.timedelta(THURSDAY))


def to_plan(reader: Reader, person: Id, week: datetime.date) -> list[Due]:
    """«Por planificar» of the month of a week: carried over, then late, never visited, due soon and the rest."""
    return due_in(panel_of(reader, person), month_of_week(week))


def due_in(panel: Panel, month: str) -> list[Due]:
    """Parties of a panel with visits to plan in a month, most urgent first."""
    found = [Due(member, missing, panel.status(member), panel.last_done(member), panel.carried(member, month))
             for member in panel.members if (missing := missing_in(panel, member, month))]
    return sorted(found, key=_urgency)


def missing_in(panel: Panel, member: Member, month: str) -> int:
    """Visits to plan: target − done − planned, plus the carried one (product/06 A2.1)."""
    return still_due(target=panel.target(member, month), done=panel.done_for(member, month),
                     planned=panel.planned_in(member, month), carried=int(panel.carried(member, month) is not None))


@dataclass(frozen=True)
class Outlook:
    """What the rest of a month looks like: who is still to be planned, and whether they fit (F15)."""

    month: str
    due: tuple[Due, ...]
    rescue: turns.Rescue


def outlook(reader: Reader, person: Id, month: str) -> Outlook:
    """Who is still to be planned in a month and what fits in its working days left, with one reading of the panel."""
    return outlook_in(reader, panel_of(reader, person), month)


def outlook_in(reader: Reader, panel: Panel, month: str) -> Outlook:
    """The same for a panel that was read already."""
    calendar = calendar_of(reader, panel.person)
    first, last = month_days(month)
    first = max(first, panel.today)
    ahead = sum(first <= visit.planned_on <= last for visits in panel.planned.values() for visit in visits
                if visit.planned_on)
    due = due_in(panel, month)
    missing = [turns.Missing(each.member.link.id, each.member.name, each.missing, each.member.level,
                             each.member.potential, each.status.days_late) for each in due]
    working = calendar.working(first, last) if first <= last else Fraction(0)
    return Outlook(month, tuple(due), turns.rescue(missing, working_days=working, planned_ahead=ahead,
                                                   capacity_per_day=capacity_of(reader, panel.person)))


def capacity_of(reader: Reader, person: Id) -> int:
    """Visits a day of a person, her own or that of the settings."""
    found = reader.maybe(Person, person)
    return (found.capacity_per_day if found else None) or int(reader.setting("capacity_per_day"))


def _urgency(due: Due) -> tuple[object, ...]:
    rank = {turns.LATE: 0, turns.NEVER: 1, turns.SOON: 2}.get(due.status.state, 3)
    member = due.member
    return (due.carried is None, rank, -due.status.days_late if rank == 0 else 0, member.level or "~",
            -member.potential, fold(member.name), member.link.id)

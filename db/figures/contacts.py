"""The SQL behind contact: the timeline of a party, and who was reached when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from db.figures.calculated import live, of, one
from db.figures.rollup_tables import PARTY
from db.figures.timeline import timeline
from kamdesk.fields import Id, Link
from kamdesk.figures.contact_facts import Happening, Standing


class StoredContacts:
    """``kamdesk.figures.contact_facts.ContactFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def timeline(self, party: Link, limit: int) -> list[Happening]:
        """The last happenings of a party, newest first."""
        return timeline(self._connection, party, limit)

    def standings(self, parties: Sequence[Id], today: datetime.date) -> Mapping[Id, Standing]:
        """How some parties stand with their visits."""
        visit, p = of("visit"), PARTY.c
        hour = one(select(func.min(func.coalesce(visit.c.start, "00:00"))).where(
            live(visit), visit.c.party == p.pk, visit.c.state == "planned", visit.c.planned_on == today.isoformat()))
        chosen = select(p.pk, p.last_on, p.due_on, p.ahead_on, p.every, hour).where(p.pk.in_(parties))
        return {row[0]: Standing(_day(row[1]), _day(row[2]), _day(row[3]), row[4], _time(row[5]))
                for row in self._connection.execute(chosen)}


def _day(cell: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(cell) if cell else None


def _time(cell: Any) -> datetime.time | None:
    return datetime.time.fromisoformat(cell) if cell else None

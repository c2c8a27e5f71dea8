"""The SQL behind samples: what each person holds of each lot, the sum of its moves."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.facts import SampleLot
from kamdesk.kinds import kind_of


class StoredSamples:
    """``kamdesk.figures.facts.SampleFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self, persons: Sequence[Id] | None = None) -> list[SampleLot]:
        """Lots with their stock; ``persons`` None: of everybody."""
        move = table_of(kind_of("sample_move"))
        of = [move.c.person, move.c.product, move.c.lot]
        chosen = select(*of, func.sum(move.c.quantity), func.max(move.c.expires),
                        func.max(move.c.on).filter(move.c.category == "handed_over"),
                        -func.coalesce(func.sum(move.c.quantity).filter(move.c.category == "handed_over"), 0))
        conditions = [move.c.archived == 0]
        if persons is not None:
            conditions.append(move.c.person.in_(persons))
        rows = self._connection.execute(chosen.where(*conditions).group_by(*of).order_by(*of))
        return [SampleLot(row[0], row[1], row[2], row[3], _day(row[4]), _day(row[5]), row[6]) for row in rows]


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

"""What was archived or deleted lately and is still so, from the journal; and putting back what was deleted."""

from __future__ import annotations

import datetime
import json
from bisect import bisect_right
from typing import NamedTuple

from sqlalchemy import Connection

from db.journal import COUNTER
from db.rows import record_of
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.kinds import Kind, Record, kind_by_code
from kamdesk.records.numbering import DELETED, RESERVED

# Own transactions first: the numbers of their lines say where to begin.
_SELF = "r IN (SELECT rid FROM kd_replica WHERE is_self > 0)"
_STAMPS = f"SELECT CASE WHEN {_SELF} THEN NULL ELSE r END, s_from, s_to, hlc, action FROM kd_txn WHERE hlc >= ?"
_LINES = ("SELECT t, pk, f, v, r, coalesce(s, seq) FROM kd_journal WHERE seq >= ?"
          " AND (f = ? AND v = 1 OR f = ?) ORDER BY seq")


class Left(NamedTuple):
    """A record that was archived or deleted: ``row`` is what it held, None for an archived one."""

    kind: Kind
    id: Id
    row: str | None
    hlc: int


def left_since(connection: Connection, since: datetime.datetime) -> list[Left]:
    """All that was archived or deleted since an instant and still is, newest first.

    What is gone because its creation was undone is not there: redo brings it back, and nobody deleted it.
    """
    stamps: dict[int | None, list[tuple[int, int, int, str]]] = {}
    least = int(since.timestamp() * 1000) << COUNTER
    for r, *stamp in connection.exec_driver_sql(f"{_STAMPS} ORDER BY s_from", (least,)):
        stamps.setdefault(r, []).append(tuple(stamp))
    if None not in stamps:
        return []
    rows = connection.exec_driver_sql(_LINES, (stamps[None][0][0], RESERVED["archived"], DELETED))
    found: dict[tuple[int, Id], Left] = {}
    for t, pk, f, row, r, at in rows:
        hlc, action = _stamped(stamps.get(r, []), at)
        there = found.pop((t, pk), None)
        if hlc and (f != DELETED or action != "undo" or there):
            found[t, pk] = Left(kind_by_code(t), pk, row if f == DELETED else None, hlc)
    still = _still_gone(connection, list(found.values()))
    return [each for each in reversed(found.values()) if (each.kind.name, each.id) in still]


def _stamped(stamps: list[tuple[int, int, int, str]], at: int) -> tuple[int, str]:
    """Stamp and command of the transaction that a line belongs to."""
    where = bisect_right(stamps, at, key=lambda stamp: stamp[0]) - 1
    if where < 0 or at > stamps[where][1]:
        return 0, ""
    return stamps[where][2], stamps[where][3]


def _still_gone(connection: Connection, found: list[Left]) -> set[tuple[str, Id]]:
    """Those that are archived, or have no row, now."""
    still: set[tuple[str, Id]] = set()
    for kind in {each.kind.name: each.kind for each in found}.values():
        mine = [each for each in found if each.kind is kind]
        sql = f'SELECT id, archived FROM "{kind.name}" WHERE id IN (SELECT value FROM json_each(?))'
        now = {row[0]: row[1] for row in connection.exec_driver_sql(sql, (json.dumps([each.id for each in mine]),))}
        still |= {(kind.name, each.id) for each in mine if now.get(each.id) == (1 if each.row is None else None)}
    return still


def record_then(kind: Kind, row: str) -> Record:
    """The record in the line of its deletion; a field that is newer than the line is empty."""
    values = json.loads(row)
    return record_of(kind.cls, [values.get(column.name) for column in table_of(kind).c])


def deleted_row(connection: Connection, kind: Kind, id_: Id) -> str | None:
    """The row of a deleted record as it was, None when its deletion is not in the journal."""
    sql = "SELECT v FROM kd_journal WHERE t = ? AND pk = ? AND f = ? ORDER BY seq DESC LIMIT 1"
    found: str | None = connection.exec_driver_sql(sql, (kind.code, id_, DELETED)).scalar()
    return found

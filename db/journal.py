"""The record of every write, per field: transactions stamped by range, undo steps, history."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, insert

from db.schema import table_of
from kamdesk import clock
from kamdesk.kinds import Kind, kind_by_code
from kamdesk.records.numbering import BORN, DELETED, field_by_number

COUNTER = 16  # the low bits of a hybrid logical clock count events within a millisecond
AHEAD = 24 * 3600 * 1000 << COUNTER  # a day
CHUNK = 5_000  # lines hashed, records looked at at once


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    seq: int
    kind: Kind
    pk: str
    number: int
    value: Any
    before: Any


def last_seq(connection: Connection) -> int:
    """The number of the newest line."""
    found: int = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM kd_journal").scalar_one()
    return found


def entries(connection: Connection, first: int, last: int) -> list[Entry]:
    """The lines of a range, oldest first."""
    sql = "SELECT seq, t, pk, f, v, o FROM kd_journal WHERE seq BETWEEN ? AND ? ORDER BY seq"
    rows = connection.exec_driver_sql(sql, (first, last))
    return [Entry(row[0], kind_by_code(row[1]), *row[2:]) for row in rows]


def touched(connection: Connection, after: int) -> dict[Kind, set[str]]:
    """The records written after a line, by kind."""
    found: dict[Kind, set[str]] = {}
    for code, pk in connection.exec_driver_sql("SELECT DISTINCT +t, pk FROM kd_journal WHERE seq > ?", (after,)):
        found.setdefault(kind_by_code(code), set()).add(pk)
    return found


def next_hlc(connection: Connection) -> int:
    """The next value of the hybrid logical clock: milliseconds << 16 | counter, never going back.

    A clock of somebody else that runs more than a day ahead is not adopted.
    """
    now = int(clock.now().timestamp() * 1000) << COUNTER
    newest: int = connection.exec_driver_sql(
        "SELECT coalesce(max(hlc), 0) FROM kd_txn WHERE hlc <= ?"
        " OR r IN (SELECT rid FROM kd_replica WHERE is_self > 0)", (now + AHEAD,)).scalar_one()
    return max(now, newest + 1)


def instant(hlc: int) -> datetime.datetime:
    """When a stamp of the hybrid logical clock was given, to the millisecond."""
    return datetime.datetime.fromtimestamp((hlc >> COUNTER) / 1000, tz=datetime.UTC)


def stamp(connection: Connection, *, first: int, last: int, person: str | None, action: str) -> None:
    """Sign a range of lines with who, when and which command, chained by hash to the transaction before."""
    rid, head = connection.exec_driver_sql("SELECT rid, head_hash FROM kd_replica WHERE is_self = 1").one()
    hlc = next_hlc(connection)
    digest = hashlib.sha256(f"{head}|{rid}|{first}|{last}|{hlc}|{action}".encode())
    written = ("SELECT json_group_array(json_array(t, pk, f, v) ORDER BY seq) FROM kd_journal"
               " WHERE seq BETWEEN ? AND ? AND r IS NULL")
    for start in range(first, last + 1, CHUNK):
        part = (start, min(start + CHUNK - 1, last))
        digest.update(connection.exec_driver_sql(written, part).scalar_one().encode())
    sql = "INSERT INTO kd_txn (r, s_from, s_to, hlc, person, action, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    connection.exec_driver_sql(sql, (rid, first, last, hlc, person, action, head, digest.hexdigest()))
    connection.exec_driver_sql("UPDATE kd_replica SET head_hash = ? WHERE is_self = 1", (digest.hexdigest(),))


def add_step(connection: Connection, *, first: int, last: int, label: str,
             undoes: int | None = None, redoes: int | None = None) -> int:
    """Put a step on the stack; after a new one, what had been undone before can no longer be redone."""
    if undoes is None and redoes is None:
        connection.exec_driver_sql("UPDATE kd_step SET undone = -1 WHERE undoes IS NOT NULL AND undone IS NULL")
    sql = "INSERT INTO kd_step (s_from, s_to, label, undoes) VALUES (?, ?, ?, ?) RETURNING n"
    number: int = connection.exec_driver_sql(sql, (first, last, label, undoes)).scalar_one()
    connection.exec_driver_sql("UPDATE kd_step SET undone = ? WHERE n = ?", (number, undoes or redoes))
    return number


def top(connection: Connection, *, redo: bool = False) -> Any:
    """The step that undo (or redo) would take back: (n, s_from, s_to, label, hlc), or None."""
    which = "undoes IS NOT NULL" if redo else "undoes IS NULL"
    sql = (f"SELECT n, s_from, s_to, label, (SELECT hlc FROM kd_txn t WHERE t.s_from = kd_step.s_from LIMIT 1)"
           f" FROM kd_step WHERE {which} AND undone IS NULL ORDER BY n DESC LIMIT 1")
    return connection.exec_driver_sql(sql).first()


def revert(connection: Connection, lines: Iterable[Entry]) -> list[str]:
    """Write the values before, newest line first; the fields that somebody wrote later stay and are named."""
    skipped: list[Entry] = []
    newest = sorted(lines, key=lambda line: -line.seq)
    # Between births and deaths the lines of different fields never meet: they go in sets, each newest first.
    for whole, stretch in groupby(newest, key=_is_whole):
        for _same, group in groupby(stretch if whole else sorted(stretch, key=_place), key=_place):
            skipped += _revert(connection, list(group))
    skipped.sort(key=lambda line: -line.seq)
    names = (field_by_number(line.kind.name, line.number) for line in skipped)
    return [name for name in names if name]


def _is_whole(line: Entry) -> bool:
    """Whether a line speaks of a whole record, not of one of its fields."""
    return line.number in (BORN, DELETED)


def _place(line: Entry) -> tuple[int, int]:
    return line.kind.code, line.number


def _revert(connection: Connection, lines: Sequence[Entry]) -> list[Entry]:
    """Take back lines of one kind and sort; returns those that something written later keeps."""
    kind, number = lines[0].kind, lines[0].number
    name = field_by_number(kind.name, number)
    if number == BORN:
        connection.exec_driver_sql(f'DELETE FROM "{kind.name}" WHERE id = ?', [(line.pk,) for line in lines])
    elif number == DELETED:
        rows: Iterable[dict[str, Any]] = (json.loads(line.value) for line in lines)
        for _columns, alike in groupby(rows, key=tuple):
            connection.execute(insert(table_of(kind)), list(alike))
    elif name is not None:
        return _put_back(connection, kind, name, lines)
    return []


def _put_back(connection: Connection, kind: Kind, name: str, lines: Sequence[Entry]) -> list[Entry]:
    """Give the cells of one field that still hold what a line wrote what they held before; returns the other lines."""
    columns = ["archived"] if name == "archived" else [column.name for column in kind.fields[name].columns]
    now = _now(connection, kind, columns, list({line.pk for line in lines}))
    changes, skipped = [], []
    for line in lines:
        if now.get(line.pk) == _cells(columns, line.value):
            now[line.pk] = _cells(columns, line.before)
            changes.append((*now[line.pk], line.pk))
        else:
            skipped.append(line)
    if changes:
        targets = ", ".join(f'"{column}" = ?' for column in columns)
        connection.exec_driver_sql(f'UPDATE "{kind.name}" SET {targets} WHERE id = ?', changes)
    return skipped


def _now(connection: Connection, kind: Kind, columns: Sequence[str], ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """What some columns of records hold, by id."""
    wanted = ", ".join(f'"{column}"' for column in columns)
    found: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(ids), CHUNK):
        part = tuple(ids[start:start + CHUNK])
        marks = ", ".join("?" * len(part))
        rows = connection.exec_driver_sql(f'SELECT id, {wanted} FROM "{kind.name}" WHERE id IN ({marks})', part)
        found.update((row[0], tuple(row[1:])) for row in rows)
    return found


def _cells(columns: Sequence[str], cell: Any) -> tuple[Any, ...]:
    """What the columns of a field hold for a cell of the journal."""
    if len(columns) == 1:
        return (cell,)
    return tuple(json.loads(cell)) if cell else (None,) * len(columns)

"""The record of every write, per field: transactions stamped by range, undo steps, history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from db.schema import table_of
from kamdesk import clock
from kamdesk.kinds import Kind, kind_by_code
from kamdesk.records.numbering import BORN, DELETED, field_by_number

COUNTER = 16  # the low bits of a hybrid logical clock count events within a millisecond


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
    """The next value of the hybrid logical clock: milliseconds << 16 | counter, never going back."""
    newest: int = connection.exec_driver_sql("SELECT coalesce(max(hlc), 0) FROM kd_txn").scalar_one()
    return max(int(clock.now().timestamp() * 1000) << COUNTER, newest + 1)


def stamp(connection: Connection, *, first: int, last: int, person: str | None, action: str) -> None:
    """Sign a range of lines with who, when and which command, chained by hash to the transaction before."""
    rid, head = connection.exec_driver_sql("SELECT rid, head_hash FROM kd_replica WHERE is_self = 1").one()
    hlc = next_hlc(connection)
    digest = hashlib.sha256(f"{head}|{rid}|{first}|{last}|{hlc}|{action}".encode())
    written = "SELECT t, pk, f, v FROM kd_journal WHERE seq BETWEEN ? AND ?"
    for line in connection.exec_driver_sql(written, (first, last)).all():
        digest.update(json.dumps(list(line), separators=(",", ":")).encode())
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
    skipped = []
    for line in sorted(lines, key=lambda each: -each.seq):
        field = _revert(connection, line)
        if field:
            skipped.append(field)
    return skipped


def _revert(connection: Connection, line: Entry) -> str | None:
    table = table_of(line.kind)
    if line.number == BORN:
        connection.execute(table.delete().where(table.c.id == line.pk))
        return None
    if line.number == DELETED:
        connection.execute(insert(table).values(json.loads(line.value)))
        return None
    name = field_by_number(line.kind.name, line.number)
    if name is None:
        return None
    columns = _cells(line.kind, name, line.value)
    still = [table.c[column].is_not_distinct_from(value) for column, value in columns.items()]
    undone = connection.execute(table.update().where(table.c.id == line.pk, *still)
                                .values(_cells(line.kind, name, line.before)))
    return None if undone.rowcount else name


def _cells(kind: Kind, name: str, cell: Any) -> dict[str, Any]:
    """The columns that a cell of the journal stands for."""
    if name == "archived":
        return {"archived": cell}
    columns = [column.name for column in kind.fields[name].columns]
    if len(columns) == 1:
        return {columns[0]: cell}
    return dict(zip(columns, json.loads(cell) if cell else (None, None), strict=True))

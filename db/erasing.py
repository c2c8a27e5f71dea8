"""Erases values for good (consent withdrawn): from rows, journal, cells, search and the words of undo steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from db import backup, search
from db.schema import table_of
from kamdesk.fields import Field, Id
from kamdesk.kinds import Kind
from kamdesk.records.numbering import DELETED, ERASED, field_numbers
from kamdesk.words import _


def erase(connection: Connection, kind: Kind, ids: Sequence[Id], fields: Sequence[Field], *, reason: str) -> None:
    """Blank the fields of some records and leave the mark that does the same wherever the journal arrives.

    Triggers keep silent, or the values would be journalled once more as what was there before. The chain of hashes
    says what was written that day and no longer matches the blanked lines: their marks tell why.
    """
    for id_ in ids:
        _blank_row(connection, kind, id_, fields)
        _blank_journal(connection, kind, id_, fields)
        _blank_steps(connection, kind, id_)
        _mark(connection, kind, id_, fields, reason)
    search.refresh(connection, kind, ids)
    # Deleted entries of the index keep their trigrams until their segments are merged.
    connection.exec_driver_sql("INSERT INTO kd_search (kd_search) VALUES ('optimize')")


def still_held(connection: Connection, kind: Kind, ids: Sequence[Id], base: Path, chosen: str) -> list[str]:
    """The names of the backups made since the first of some records was born, newest first."""
    marks = ", ".join("?" * len(ids))
    sql = f"SELECT min(seq) FROM kd_journal WHERE t = ? AND pk IN ({marks})"
    born: int = connection.exec_driver_sql(sql, (kind.code, *ids)).scalar_one() or 0
    return [each.path.name for each in backup.backups(base, chosen) if each.seq >= born]


def _blank_row(connection: Connection, kind: Kind, id_: Id, fields: Sequence[Field]) -> None:
    table = table_of(kind)
    blank = {column.name: None for each in fields for column in each.columns}
    connection.exec_driver_sql("INSERT INTO kd_busy VALUES (1)")
    connection.execute(table.update().where(table.c.id == id_).values(blank))
    connection.exec_driver_sql("DELETE FROM kd_busy")


def _blank_journal(connection: Connection, kind: Kind, id_: Id, fields: Sequence[Field]) -> None:
    marks = ", ".join(map(str, _numbers(kind, fields)))
    own = (kind.code, id_)
    connection.exec_driver_sql(f"UPDATE kd_journal SET v = NULL, o = NULL WHERE t = ? AND pk = ? AND f IN ({marks})",
                               own)
    for table in ("kd_cell", "kd_alt", "kd_hist", "kd_quarantine"):
        connection.exec_driver_sql(f"UPDATE {table} SET v = NULL WHERE t = ? AND pk = ? AND f IN ({marks})", own)
    paths = ", ".join(f"'$.{column.name}'" for each in fields for column in each.columns)
    connection.exec_driver_sql(f"UPDATE kd_journal SET v = json_remove(v, {paths}) WHERE t = ? AND pk = ? AND f = ?",
                               (*own, DELETED))


def _mark(connection: Connection, kind: Kind, id_: Id, fields: Sequence[Field], reason: str) -> None:
    said = json.dumps({"fields": _numbers(kind, fields), "reason": reason}, ensure_ascii=False)
    connection.exec_driver_sql("INSERT INTO kd_journal (t, pk, f, v) VALUES (?, ?, ?, ?)",
                               (kind.code, id_, ERASED, said))


def _numbers(kind: Kind, fields: Sequence[Field]) -> list[int]:
    return sorted(field_numbers(kind.name)[each.name] for each in fields)


def _blank_steps(connection: Connection, kind: Kind, id_: Id) -> None:
    """Steps are named after records, and no step that wrote these values can be done again."""
    connection.exec_driver_sql(
        "UPDATE kd_step SET label = ? WHERE EXISTS (SELECT 1 FROM kd_journal j WHERE j.t = ? AND j.pk = ?"
        " AND j.seq BETWEEN kd_step.s_from AND kd_step.s_to)", (_("Erased"), kind.code, id_))

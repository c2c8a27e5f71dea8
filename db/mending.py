"""Mends what the check of the data found and a program can decide; after a backup, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db import backup, checking, search
from db.figures import rollup
from db.schema import table_of
from kamdesk.doors import Finding
from kamdesk.kinds import REGISTER, kind_of
from kamdesk.stored import canonical_json

if TYPE_CHECKING:
    from db.store import BaseStore


def mend(store: BaseStore, findings: Sequence[Finding]) -> int:
    """Mend the findings that can be; returns how many. Lost references are emptied, circles opened, indexes renewed."""
    able = [each for each in findings if each.mendable]
    if not able:
        return 0
    backup.back_up(store)
    with store.aside("mend_data"):
        for each in able:
            _mend(store, each)
    store.forget()
    return len(able)


def _mend(store: BaseStore, finding: Finding) -> None:
    connection = store.writer
    if finding.code == checking.ORPHAN:
        for sha256 in checking.orphans(store):
            store.blobs.drop(sha256)
    elif finding.code == checking.ROLLUP:
        rollup.rebuild(connection)
    elif finding.code == checking.SEARCH:
        kind = REGISTER[finding.kind]
        search.refresh(connection, kind, search.stale(connection, kind))
    else:
        _empty(connection, finding)


def _empty(connection: Connection, finding: Finding) -> None:
    """Take the reference away: all of it, or what is lost of a list. Drafts say themselves what they lack."""
    kind = kind_of(finding.kind)
    of = kind.fields[finding.field]
    table = table_of(kind)
    values: dict[str, str | None] = {column.name: None for column in of.columns}
    if of.type in ("refs", "links"):
        cell = connection.exec_driver_sql(f'SELECT "{of.name}" FROM "{kind.name}" WHERE id = ?',
                                          (finding.id,)).scalar_one()
        rest = checking.left(connection, of, cell)
        values = {of.name: canonical_json(rest) if rest else None}
    connection.execute(table.update().where(table.c.id == finding.id).values(values))

"""Takes an import back: exactly, by the backup made before it, or, once something was written since, by new writes."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from db import backup, copies, engine
from db.merging import ground
from db.merging.cells import cells, shared_kinds
from db.merging.opened import fold, raw_of
from db.merging.settling import referring
from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.files import in_place_of
from kamdesk.kinds import Kind
from kamdesk.problems import Problem
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing.exchange import UNDO_DAYS, Undone
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore


class Import(NamedTuple):
    """A line of kd_import."""

    number: int
    at: datetime.datetime
    last: int
    backup: str


def undo(store: BaseStore, event: Id) -> Undone:
    """Take back the import that an event of the history tells of."""
    with store.alone(), store.writer.begin():
        raw = raw_of(store)
        found = _import(raw, event)
        untouched = ground.one(raw, "SELECT max(seq) FROM kd_journal") == found.last
    kept = next((each.path for each in backup.backups(store.path, store.setting("backup_folder"))
                 if each.path.name == found.backup), None)
    if untouched and kept is not None:
        return _exactly(store, event, kept)
    return _by_writing(store, event, found)


def _import(raw: Any, event: Id) -> Import:
    row = raw.execute("SELECT id, at, s_to, backup FROM kd_import WHERE event = ? AND undone IS NULL",
                      (event,)).fetchone()
    if row is None:
        raise Problem(_("This import was undone before, or it is not of this base."))
    found = Import(row[0], datetime.datetime.fromisoformat(row[1]), row[2], row[3])
    if clock.now() - found.at > UNDO_DAYS:
        raise Problem(_("It can only be undone for 30 days."))
    return found


def _exactly(store: BaseStore, event: Id, kept: Path) -> Undone:
    """Nothing was written or handed over since: the base of before, under its own name, and a line that says so."""
    told = store.get(ExchangeEvent, event)
    restored = _brought(store, event)
    with store.shut(store.key), in_place_of(store.path) as staging:
        copies.copy(kept, store.key, staging)
        for side in engine.side_files(store.path):
            side.unlink(missing_ok=True)
    with store.aside("undo_receive") as unit:
        unit.add(dataclasses.replace(told, undone_at=clock.now()))
    return Undone(exact=True, restored=restored, kept=0)


def _brought(store: BaseStore, event: Id) -> int:
    """How many values and records an import brought."""
    with store.alone(), store.writer.begin():
        raw = raw_of(store)
        number = ground.one(raw, "SELECT id FROM kd_import WHERE event = ?", event)
        found: int = ground.one(raw, "SELECT (SELECT count(*) FROM kd_hist WHERE imp = ?)"
                                     " + (SELECT count(*) FROM kd_row WHERE imp = ?)", number, number)
    return found


def _by_writing(store: BaseStore, event: Id, found: Import) -> Undone:
    """Cells that still show the version of the import get the one before, records born in it go: as own writes."""
    with store.alone():
        fold(store)
    restored = kept = 0
    with store.aside("undo_receive") as unit:
        raw = raw_of(store)
        for kind in shared_kinds():
            if not kind.append_only:
                restored += _put_back(raw, kind, found.number)
        gone, kept = _take_out(raw, found.number)
        unit.change(store.get(ExchangeEvent, event), undone_at=clock.now())
        raw.execute("UPDATE kd_import SET undone = ? WHERE id = ?", (clock.now().isoformat(), found.number))
        unit.describe(_("Undo import"))
    with store.alone():
        fold(store)
    return Undone(exact=False, restored=restored + gone, kept=kept)


def _put_back(raw: Any, kind: Kind, number: int) -> int:
    restored = 0
    for cell in cells(kind):
        rows = raw.execute("""SELECT h.v, c.pk FROM kd_cell c JOIN kd_hist h ON h.t = c.t AND h.pk = c.pk AND h.f = c.f
            AND h.imp = c.imp AND h.by_r = c.r AND h.by_s = c.s WHERE c.t = ? AND c.f = ? AND c.imp = ?
            GROUP BY c.pk HAVING h.hlc = max(h.hlc)""", (kind.code, cell.number, number)).fetchall()
        targets = ", ".join(f'"{column}" = {part}' for column, part in cell.puts("?1"))
        for row in rows:
            restored += raw.execute(f'UPDATE "{kind.name}" SET {targets} WHERE id = ?2', row).rowcount
    return restored


def _take_out(raw: Any, number: int) -> tuple[int, int]:
    """Delete the records born in an import, children first; those that others refer to by now stay."""
    born = {(kind, pk) for kind in shared_kinds()
            for (pk,) in raw.execute("SELECT pk FROM kd_row WHERE t = ? AND imp = ?", (kind.code, number))}
    every = len(born)
    while True:
        free = {(kind, pk) for kind, pk in born if not any(_referred(raw, kind, pk))}
        if not free:
            return every - len(born), len(born)
        for kind, pk in free:
            raw.execute(f'DELETE FROM "{kind.name}" WHERE id = ?', (pk,))
        born -= free


def _referred(raw: Any, kind: Kind, pk: Id) -> Iterator[bool]:
    for other, _number, column, condition in referring(kind):
        yield ground.one(raw, f'SELECT 1 FROM "{other.name}" q WHERE q."{column}" = ? AND {condition} AND q.id <> ?'
                              " LIMIT 1", pk, pk) is not None

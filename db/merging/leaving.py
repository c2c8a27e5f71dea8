"""What is not taken, of a sender's part or of a withdrawn laptop, and records that leave the part this base holds."""

from __future__ import annotations

import datetime
import json
from typing import Any

from db.journal import COUNTER
from db.merging import ground, planning
from db.merging.cells import cells, columns, mask, shared_kinds
from db.merging.contexts import FRONT
from db.merging.ground import one
from db.merging.settling import referring
from kamdesk.kinds import REGISTER, Kind
from kamdesk.records.numbering import BORN, DELETED
from kamdesk.sharing.exchange import CHANGES, REVOKED_DEVICE, WITHHELD_CELL
from kamdesk.sharing.manifest import Manifest


def refuse(raw: Any, manifest: Manifest, imp: int) -> None:
    """Values that a part's reader never had cannot come back from her: they go to quarantine.

    The attached file is our own copy: what is refused is taken out of it.
    """
    uid, _slash, version = manifest.holder.partition("/")
    row = raw.execute("SELECT share FROM kd_profile WHERE uid = ? AND version = ?", (uid, version)).fetchone()
    if manifest.holder == CHANGES or row is None:
        return
    hidden = planning.left_out(raw, planning.share_of(row[0]))
    for kind in shared_kinds():
        gone = hidden.get(kind.name, ())
        if not gone:
            continue
        listed = ", ".join(str(cell.number) for cell in gone)
        for table in ("kd_cell", "kd_alt"):
            chosen = f"FROM file.{table} WHERE t = {kind.code} AND f IN ({listed})"
            raw.execute(f"INSERT OR IGNORE INTO kd_quarantine SELECT t, pk, f, r, s, hlc, o, v, ?, ? {chosen}",
                        (WITHHELD_CELL, imp))
            raw.execute(f"DELETE {chosen}")
        raw.execute(f"UPDATE file.kd_row SET m = m & ~{mask(gone)} WHERE t = {kind.code}")


def withdraw(raw: Any, imp: int) -> None:
    """What a withdrawn laptop wrote after its day is not taken, whoever hands it on; what it wrote before is."""
    late = _withdrawn(raw)
    for rid, after in late:
        for table in ("kd_cell", "kd_alt"):
            chosen = f"FROM file.{table} WHERE r = ? AND hlc > ?"
            raw.execute("INSERT OR IGNORE INTO kd_quarantine SELECT t, pk, f, r, s, hlc, o, v,"
                        f" '{REVOKED_DEVICE}', {imp} {chosen}", (rid, after))
            raw.execute(f"DELETE {chosen}", (rid, after))
        raw.execute(f"INSERT OR IGNORE INTO kd_quarantine SELECT t, pk, {BORN}, r, s, hlc, o, NULL, '{REVOKED_DEVICE}',"
                    f" {imp} FROM file.kd_row WHERE r = ? AND hlc > ?", (rid, after))
        raw.execute("DELETE FROM file.kd_row WHERE r = ? AND hlc > ?", (rid, after))
        raw.execute("""DELETE FROM file.kd_journal WHERE r = ?1 AND EXISTS (SELECT 1 FROM file.kd_txn x WHERE x.r = ?1
            AND kd_journal.s BETWEEN x.s_from AND x.s_to AND x.hlc > ?2)""", (rid, after))
    if late:
        _promote(raw)


def _withdrawn(raw: Any) -> list[tuple[int, int]]:
    """The names that withdrawn laptops write under, with the clock of the day they were withdrawn."""
    found = []
    for (text,) in raw.execute("SELECT value FROM kd_meta WHERE key LIKE 'card:%'").fetchall():
        card = json.loads(text)
        if card["revoked_after"] and card.get("peer"):
            after = int(datetime.datetime.fromisoformat(card["revoked_after"]).timestamp() * 1000) << COUNTER
            rids = raw.execute("SELECT rid FROM kd_replica WHERE device = ?1 UNION SELECT rid FROM file.kd_replica"
                               " WHERE device = ?1", (card["peer"],)).fetchall()
            found += [(rid, after) for (rid,) in rids]
    return found


def _promote(raw: Any) -> None:
    """Where the version shown was not taken, the next one is shown."""
    raw.execute("""INSERT INTO file.kd_cell SELECT t, pk, f, r, s, hlc, o, v FROM (SELECT *, row_number() OVER (
        PARTITION BY t, pk, f ORDER BY o DESC, hlc DESC, r DESC, s DESC) AS n FROM file.kd_alt a WHERE NOT EXISTS (
            SELECT 1 FROM file.kd_cell c WHERE c.t = a.t AND c.pk = a.pk AND c.f = a.f)) WHERE n = 1""")
    raw.execute("DELETE FROM file.kd_alt WHERE (t, pk, f, r, s) IN (SELECT t, pk, f, r, s FROM file.kd_cell)")


def leave(raw: Any, manifest: Manifest) -> None:
    """Records that left the part this base holds go, unless something written here did not arrive there yet."""
    if manifest.key != ground.profile(raw) or manifest.holder != CHANGES:
        return
    for t, pk in raw.execute("SELECT t, pk FROM file.kd_gone").fetchall():
        kind = next((kind for kind in REGISTER.values() if kind.code == t), None)
        if kind is not None and not _unsent(raw, (t, pk), manifest):
            _forget(raw, kind, pk)


def _unsent(raw: Any, place: tuple[int, str], manifest: Manifest) -> bool:
    versions = f"SELECT r, s FROM {FRONT} WHERE t = ? AND pk = ? UNION SELECT r, s FROM kd_row WHERE t = ? AND pk = ?"
    own = {rid for (rid,) in raw.execute("SELECT rid FROM kd_replica WHERE is_self > 0")}
    return any(r in own and s > manifest.seen.get(r, 0) for r, s in raw.execute(versions, (*place, *place)).fetchall())


def _forget(raw: Any, kind: Kind, pk: str) -> None:
    """No cell, no value: a row that others refer to keeps its name only."""
    for table in ("kd_row", "kd_cell", "kd_alt", "kd_hist", "kd_withheld"):
        raw.execute(f"DELETE FROM {table} WHERE t = ? AND pk = ?", (kind.code, pk))
    raw.execute("DELETE FROM kd_journal WHERE t = ? AND pk = ?", (kind.code, pk))
    row = ", ".join(f"'{name}', \"{name}\"" for name in ("id", *columns(kind)))
    raw.execute(f"INSERT INTO kt_effect SELECT {kind.code}, id, {DELETED}, json_object({row}), NULL"
                f' FROM "{kind.name}" WHERE id = ?', (pk,))
    if any(_referred(raw, other, column, condition, pk) for other, _n, column, condition in referring(kind)):
        title = kind.fields[kind.title[0]]
        kept = {column.name for column in title.columns if title.type in {"text", "note"}}
        blank = ", ".join(f'"{column}" = {"0" if column in cell.flags else "NULL"}' for cell in cells(kind)
                          for column in cell.columns if column not in {*kept, "archived"})
        raw.execute(f'UPDATE "{kind.name}" SET archived = 1, {blank} WHERE id = ?', (pk,))
        raw.execute("INSERT OR REPLACE INTO kd_stub VALUES (?, ?, '')", (kind.code, pk))
        raw.execute("INSERT INTO kt_effect VALUES (?, ?, -1, NULL, NULL)", (kind.code, pk))
    else:
        raw.execute(f'DELETE FROM "{kind.name}" WHERE id = ?', (pk,))


def _referred(raw: Any, other: Kind, column: str, condition: str, pk: str) -> bool:
    return one(raw, f'SELECT 1 FROM "{other.name}" q WHERE q."{column}" = ? AND {condition} LIMIT 1', pk) is not None

"""Joins an attached file into the base, inside the open transaction: all of it or nothing (SHARING.md, «Import»)."""

from __future__ import annotations

from typing import Any

from db import shape
from db.merging import following, ground, leaving, settling, taking
from db.merging.cells import ERASED, LIFE, by_number
from db.merging.classify import Part, births, classify
from db.merging.ground import Vector, one
from kamdesk.kinds import Kind, kind_by_code, kind_of
from kamdesk.records.numbering import DELETED, field_numbers
from kamdesk.sharing.exchange import CHANGES
from kamdesk.sharing.manifest import Manifest

# A line without a value may have it in the cell it wrote, of one column (db/merging/exporting.py).
_LINES = """INSERT INTO kd_journal (t, pk, f, v, o, r, s) SELECT a.t, a.pk, a.f,
    iif(a.v IS NOT NULL OR a.f < 0, a.v, (SELECT c.v FROM file.kd_cell c JOIN file.kd_field d USING (t, f)
        WHERE c.t = a.t AND c.pk = a.pk AND c.f = a.f AND c.r = a.r AND c.s = a.s
        AND json_array_length(d.columns) = 1)), a.o, a.r, a.s FROM file.kd_journal a"""
# A line that is not here, neither as one of another laptop nor as one of our own that comes home.
_UNKNOWN = """NOT EXISTS (SELECT 1 FROM kd_journal j WHERE j.t = a.t AND j.pk = a.pk AND ((j.r = a.r AND j.s = a.s)
    OR (j.r IS NULL AND j.seq = a.s AND a.r IN (SELECT rid FROM kd_replica WHERE is_self > 0))))"""


def join(raw: Any, manifest: Manifest, imp: int) -> None:
    """Everything but what follows (search, roll-ups, log); the journal was folded before.

    kt_effect says afterwards what changed here.
    """
    raw.execute("PRAGMA defer_foreign_keys = ON")
    following.begin(raw)
    ground.put_meta(raw, ground.PROFILE, profile_for(raw, manifest))
    leaving.refuse(raw, manifest, imp)
    leaving.withdraw(raw, imp)
    with ground.quiet(raw):
        _contexts(raw, manifest)
        taking.open_general(raw)
        for part in _parts(raw, imp):
            births(part)
            classify(part)
            taking.take(part)
            ground.clear(raw, "kt_join", "kt_new")
        taking.settle_general(raw, imp)
        _stubs(raw)
        leaving.leave(raw, manifest)
        _absorb(raw)
    settling.settle(raw)
    _history(raw)
    _vectors(raw, manifest)


def _contexts(raw: Any, manifest: Manifest) -> None:
    raw.execute("INSERT INTO kd_epoch SELECT r, peer, s_from, upto FROM file.kd_epoch WHERE 1"
                " ON CONFLICT DO UPDATE SET upto = max(upto, excluded.upto)")
    raw.execute("INSERT OR IGNORE INTO kd_xctx SELECT r, s, f, peer, lo, hi FROM file.kd_xctx")
    raw.execute("INSERT OR IGNORE INTO kd_txn SELECT r, s_from, s_to, hlc, person, action, prev_hash, hash, sig"
                " FROM file.kd_txn")
    raw.execute("INSERT OR IGNORE INTO kd_replica (rid, uid, device, person, label, code, is_self, retired_hlc)"
                " SELECT rid, uid, device, person, label, code, 0, retired_hlc FROM file.kd_replica")
    own = ground.profile(raw)
    if manifest.key == own != CHANGES and manifest.holder == CHANGES:
        raw.execute("DELETE FROM kd_keep")
        raw.execute("INSERT INTO kd_keep SELECT t, pk, r, s FROM file.kd_keep")
    if manifest.key == own:
        raw.execute("INSERT OR IGNORE INTO kd_withheld SELECT w.t, w.pk, w.f FROM file.kd_withheld w"
                    " WHERE w.pk = '*' OR EXISTS (SELECT 1 FROM file.kd_row b WHERE b.t = w.t AND b.pk = w.pk)")


def _parts(raw: Any, imp: int) -> list[Part]:
    """The kinds the file has something of."""
    named = {of.code: of for of in shape.read_fields(raw, "file")}
    codes = [t for (t,) in raw.execute("SELECT DISTINCT t FROM file.kd_row UNION SELECT DISTINCT t FROM file.kd_cell"
                                       " ORDER BY 1")]
    return [Part(raw, code, named.get(code), known(code), imp) for code in codes]


def known(code: int) -> Kind | None:
    """The kind with a number, None for one that only a newer version knows."""
    try:
        return kind_by_code(code)
    except KeyError:
        return None


def _stubs(raw: Any) -> None:
    """Records outside the file that those in it refer to: a row with a name, not shared on, until they come."""
    for t, pk, title in raw.execute("SELECT t, pk, title FROM file.kd_stub").fetchall():
        kind = known(t)
        if kind is None or one(raw, f'SELECT 1 FROM "{kind.name}" WHERE id = ?', pk):
            continue
        if one(raw, "SELECT 1 FROM kd_cell WHERE t = ? AND pk = ? LIMIT 1", t, pk):
            continue  # known and dead: whoever refers to it brings it back
        named = kind.fields[kind.title[0]]
        column = f', "{named.name}"' if named.type in ("text", "note") else ""
        # Archived: no list and no picker offers what is only a name here.
        raw.execute(f'INSERT INTO "{kind.name}" (id, archived{column}) VALUES (?, 1{", ?" if column else ""})',
                    (pk, title) if column else (pk,))
        raw.execute("INSERT OR REPLACE INTO kd_stub VALUES (?, ?, ?)", (t, pk, title))
        raw.execute("INSERT INTO kt_effect VALUES (?, ?, -1, NULL, NULL)", (t, pk))


def _absorb(raw: Any) -> None:
    """What was erased elsewhere is erased here: in the journal, in what was overwritten, in what waits."""
    for t, pk, f in raw.execute(f"SELECT t, pk, f FROM file.kd_cell WHERE o = {ERASED}").fetchall():
        kind = known(t)
        cell = by_number(kind, f) if kind else None
        if kind is None or cell is None:
            continue
        numbers = field_numbers(kind.name)
        listed = ", ".join(str(numbers[each.name]) for each in cell.fields)
        for table in ("kd_hist", "kd_quarantine"):
            raw.execute(f"UPDATE {table} SET v = NULL WHERE t = ? AND pk = ? AND f = ?", (t, pk, f))
        raw.execute(f"UPDATE kd_journal SET v = NULL, o = NULL WHERE t = ? AND pk = ? AND f IN ({listed})", (t, pk))
        paths = ", ".join(f"'$.{column}'" for column in cell.columns)
        raw.execute(f"UPDATE kd_journal SET v = json_remove(v, {paths}) WHERE t = ? AND pk = ? AND f = {DELETED}",
                    (t, pk))


def _history(raw: Any) -> None:
    """The lines of others, as they wrote them and in the order of their clocks; those that are here are left out.

    Nothing above the highest line held of a replica is here: to look for each of those costs more than to write them.
    """
    held = ground.pairs(raw, "SELECT r, max(s) FROM kd_journal WHERE r IS NOT NULL GROUP BY r")
    held |= ground.pairs(raw, "SELECT rid, 1 << 62 FROM kd_replica WHERE is_self > 0")
    stamped = "file.kd_txn x JOIN file.kd_journal a ON a.r = x.r AND a.s BETWEEN x.s_from AND x.s_to"
    if one(raw, "SELECT count(*) FROM file.kd_journal") > one(raw, f"SELECT count(*) FROM {stamped}"):
        raw.execute(f"{_LINES} WHERE (a.r, a.s) NOT IN (SELECT a.r, a.s FROM {stamped}) AND {_UNKNOWN}")
    for r, first, last in raw.execute("SELECT r, s_from, s_to FROM file.kd_txn ORDER BY hlc, r, s_from").fetchall():
        fresh = "1" if first > held.get(r, -1) else _UNKNOWN
        raw.execute(f"{_LINES} WHERE a.r = ? AND a.s BETWEEN ? AND ? AND {fresh} ORDER BY a.s", (r, first, last))


def _vectors(raw: Any, manifest: Manifest) -> None:
    """R1: a file that covers what this base holds moves all its vectors, another one at most its maker's own entry."""
    own, before = ground.profile(raw), ground.seen(raw)
    covers = manifest.whole or manifest.key == own
    if covers:
        ground.raise_seen(raw, manifest.seen)
        ground.raise_complete(raw, own, manifest.upto)
    elif manifest.holder == manifest.key:
        said: Vector = {manifest.replica: manifest.upto.get(manifest.replica, 0)}
        ground.raise_seen(raw, said)
        ground.raise_complete(raw, own, said)
    raw.executemany("INSERT INTO kd_peer VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET acked = max(acked, excluded.acked)",
                    [(manifest.device, manifest.holder, *each) for each in manifest.holds.items()])
    me, after = ground.me(raw), ground.seen(raw)
    ground.open_epoch(raw, me, ground.top(raw), {peer: upto for peer, upto in after.items()
                                                 if before.get(peer) != upto})


def profile_for(raw: Any, manifest: Manifest) -> str:
    """The profile of this base once the file is joined: a base without records becomes what its first file is."""
    own = ", ".join(str(kind_of(name).code) for name in ("setting", "person"))  # who says who she is, and how she works
    begun = one(raw, "SELECT 1 FROM exchange_event LIMIT 1") \
        or one(raw, f"SELECT 1 FROM kd_row WHERE t NOT IN ({own}) LIMIT 1") \
        or one(raw, f"SELECT 1 FROM kd_cell WHERE f = {LIFE} LIMIT 1")
    return ground.profile(raw) if begun or manifest.holder != CHANGES else manifest.key


def advances(manifest: Manifest, own: str) -> bool:
    """Whether a file moves a vector of a base with this profile: only then nothing may be missing before it."""
    return manifest.whole or manifest.key in {own, manifest.holder}


def missing(raw: Any, manifest: Manifest, own: str) -> list[tuple[int, int, int]]:
    """Whose changes lie between what this base holds and what a file begins with: replica, first and last write."""
    held = ground.complete(raw, own)
    return [(r, held.get(r, 0) + 1, begins) for r, begins in manifest.since.items()
            if r in manifest.upto and held.get(r, 0) < begins]


def broken(raw: Any) -> list[Any]:
    """References that lead nowhere, in the tables this import may have touched."""
    found: list[Any] = []
    codes = [t for (t,) in raw.execute("SELECT DISTINCT t FROM kt_effect")]
    dead = one(raw, f"SELECT 1 FROM kt_effect WHERE f = {LIFE} LIMIT 1")
    kinds = [kind for kind in map(known, codes) if kind] if not dead else None
    for name in ([kind.name for kind in kinds] if kinds is not None else [None]):
        sql = "PRAGMA foreign_key_check" if name is None else f'PRAGMA foreign_key_check("{name}")'
        found += raw.execute(sql).fetchall()
    return found

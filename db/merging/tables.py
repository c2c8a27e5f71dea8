"""The tables of joining (SHARING.md): the frontier of each cell, contexts of writes, vectors, what came and went."""

from __future__ import annotations

# r, s: a write, by replica and number; hlc dates it and breaks ties; o: 1 by the record's owner, 2 a withdrawn consent.
_VERSION = "r INTEGER NOT NULL, s INTEGER NOT NULL, hlc INTEGER NOT NULL, o INTEGER NOT NULL"
_PLACE = "t INTEGER NOT NULL, pk TEXT NOT NULL"

MERGING = (
    "CREATE TABLE kd_device (uid TEXT PRIMARY KEY, ed25519_pub TEXT, age_pub TEXT, person TEXT, role TEXT,"
    " added_by TEXT, sig TEXT, revoked_after INTEGER) WITHOUT ROWID",
    # Context of the writes of r from s_from on: of each peer, all up to a number. Changed entries only.
    "CREATE TABLE kd_epoch (r INTEGER NOT NULL, peer INTEGER NOT NULL, s_from INTEGER NOT NULL, upto INTEGER NOT NULL,"
    " PRIMARY KEY (r, peer, s_from)) WITHOUT ROWID",
    # What one write had seen beyond its epoch; f = -5: what a deletion had seen of its record.
    "CREATE TABLE kd_xctx (r INTEGER NOT NULL, s INTEGER NOT NULL, f INTEGER NOT NULL, peer INTEGER NOT NULL,"
    " lo INTEGER NOT NULL, hi INTEGER NOT NULL, PRIMARY KEY (r, s, f, peer, lo, hi)) WITHOUT ROWID",
    # A birth: one version of each cell in the mask m that has no kd_cell.
    f"CREATE TABLE kd_row ({_PLACE}, {_VERSION}, m INTEGER NOT NULL, imp INTEGER, PRIMARY KEY (t, pk)) WITHOUT ROWID",
    f"CREATE TABLE kd_cell ({_PLACE}, f INTEGER NOT NULL, {_VERSION}, v, imp INTEGER, PRIMARY KEY (t, pk, f))"
    " WITHOUT ROWID",
    f"CREATE TABLE kd_alt ({_PLACE}, f INTEGER NOT NULL, {_VERSION}, v, imp INTEGER, PRIMARY KEY (t, pk, f, r, s))"
    " WITHOUT ROWID",
    # What an import, or a decision, overwrote here: for taking it back. The history of records is the journal.
    f"CREATE TABLE kd_hist ({_PLACE}, f INTEGER NOT NULL, {_VERSION}, v, by_r INTEGER, by_s INTEGER, imp INTEGER,"
    " PRIMARY KEY (t, pk, f, r, s)) WITHOUT ROWID",
    f"CREATE TABLE kd_keep ({_PLACE}, r INTEGER NOT NULL, s INTEGER NOT NULL, PRIMARY KEY (t, pk, r, s)) WITHOUT ROWID",
    # Records that live although a deletion stands in their frontier. Derived.
    f"CREATE TABLE kd_alive ({_PLACE}, PRIMARY KEY (t, pk)) WITHOUT ROWID",
    "CREATE TABLE kd_seen (r INTEGER PRIMARY KEY, upto INTEGER NOT NULL)",
    "CREATE TABLE kd_complete (profile TEXT NOT NULL, r INTEGER NOT NULL, upto INTEGER NOT NULL,"
    " PRIMARY KEY (profile, r)) WITHOUT ROWID",
    "CREATE TABLE kd_peer (device TEXT NOT NULL, profile TEXT NOT NULL, r INTEGER NOT NULL, acked INTEGER NOT NULL,"
    " PRIMARY KEY (device, profile, r)) WITHOUT ROWID",
    # Records a partial profile holds: since which write of mine, and since which no more.
    f"CREATE TABLE kd_sent (profile TEXT NOT NULL, {_PLACE}, at INTEGER NOT NULL, gone INTEGER,"
    " PRIMARY KEY (profile, t, pk)) WITHOUT ROWID",
    # Cells that did not come; pk '*': those that never come to this base.
    f"CREATE TABLE kd_withheld ({_PLACE}, f INTEGER NOT NULL, PRIMARY KEY (t, pk, f)) WITHOUT ROWID",
    "CREATE TABLE kd_profile (uid TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, device TEXT NOT NULL,"
    " share TEXT NOT NULL, PRIMARY KEY (uid, version)) WITHOUT ROWID",
    "CREATE TABLE kd_import (id INTEGER PRIMARY KEY AUTOINCREMENT, file_uid TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,"
    " source INTEGER NOT NULL, device TEXT NOT NULL, profile TEXT NOT NULL, at TEXT NOT NULL, event TEXT NOT NULL,"
    " s_from INTEGER NOT NULL, s_to INTEGER NOT NULL, backup TEXT NOT NULL, report TEXT NOT NULL, undone TEXT)",
    "CREATE TABLE kd_inbox (file_uid TEXT PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL, content BLOB NOT NULL,"
    " trust TEXT NOT NULL)",
    f"CREATE TABLE kd_quarantine ({_PLACE}, f INTEGER NOT NULL, {_VERSION}, v, reason TEXT NOT NULL,"
    " imp INTEGER NOT NULL, PRIMARY KEY (t, pk, f, r, s)) WITHOUT ROWID",
    f"CREATE TABLE kd_stub ({_PLACE}, title TEXT NOT NULL, PRIMARY KEY (t, pk)) WITHOUT ROWID",
    "CREATE INDEX kd_life ON kd_cell (t, pk) WHERE f = -2",
)
# Lines that came from others keep who wrote them; those of this base have neither.
JOURNAL = ("ALTER TABLE kd_journal ADD COLUMN r INTEGER", "ALTER TABLE kd_journal ADD COLUMN s INTEGER")

"""The tables of a shared file: those of the kinds without what only our program understands, and what it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column

from db.schema import table_of
from kamdesk.kinds import REGISTER, Kind
from kamdesk.sharing.manifest import Manifest

BATCH = 5_000
# No STRICT, no search tables, no triggers; the journal keeps the history of the records.
HOUSE = {
    "kd_meta": "CREATE TABLE kd_meta (key TEXT PRIMARY KEY, value)",
    "kd_replica": "CREATE TABLE kd_replica (rid INTEGER PRIMARY KEY, uid TEXT, device TEXT, person TEXT, label TEXT,"
                  " code TEXT, retired_hlc INTEGER, head_hash TEXT)",
    "kd_journal": "CREATE TABLE kd_journal (seq INTEGER PRIMARY KEY, t INTEGER, pk TEXT, f INTEGER, v, o)",
    "kd_txn": "CREATE TABLE kd_txn (r INTEGER, s_from INTEGER, s_to INTEGER, hlc INTEGER, person TEXT, action TEXT,"
              " prev_hash TEXT, hash TEXT, sig TEXT, PRIMARY KEY (r, s_from))",
    "kd_withheld": "CREATE TABLE kd_withheld (t INTEGER, pk TEXT, f INTEGER, PRIMARY KEY (t, pk, f))",
}
# The table a person reads first: its name and the statement that makes it, by language.
GUIDES = {"es": ("LEEME", "CREATE TABLE LEEME (n INTEGER PRIMARY KEY, tema TEXT, texto TEXT)"),
          "en": ("README", "CREATE TABLE README (n INTEGER PRIMARY KEY, topic TEXT, text TEXT)")}
_ORDER = {"kd_txn": "r, s_from", "kd_withheld": "t, pk, f"}  # else the first column


@cache
def shared_kinds() -> list[Kind]:
    """The kinds that travel: all but what is kept of this laptop alone."""
    return [kind for kind in REGISTER.values() if not kind.local]


@cache
def tables() -> dict[str, str]:
    """The statement that makes each table, in the order they are made."""
    return {**{kind.name: _table(kind) for kind in shared_kinds()}, **HOUSE}


def _table(kind: Kind) -> str:
    columns = ", ".join(_column(column) for column in table_of(kind).c)
    return f'CREATE TABLE "{kind.name}" ({columns})'


def _column(column: Column[Any]) -> str:
    text = f'"{column.name}" {column.type}'
    if column.primary_key:
        return text + " PRIMARY KEY NOT NULL"
    references = [] if stays(column) else [key.column.table.name for key in column.foreign_keys]
    return text + "".join(f' REFERENCES "{name}" (id)' for name in references)


def stays(column: Column[Any]) -> bool:
    """Whether a column refers to what is kept of this laptop alone (the import a sale came in)."""
    return any(REGISTER[key.column.table.name].local for key in column.foreign_keys)


def digests(raw: Any, manifest: Manifest) -> dict[str, str]:
    """SHA-256 of each table, of the views and of what the manifest says, whatever pages they lie on."""
    guide = GUIDES[manifest.language][0]
    found = {name: _digest(raw, _rows(raw, name)) for name in (*tables(), guide) if name != "kd_meta"}
    views = "SELECT quote(name) || quote(sql) FROM main.sqlite_master WHERE type = 'view' ORDER BY name"
    return {**found, "views": _digest(raw, views), "manifest": manifest.own_digest}


def _rows(raw: Any, name: str) -> str:
    """SQL for the rows of a table as text, in the order of their keys."""
    columns = [row[1] for row in raw.execute(f'PRAGMA main.table_info("{name}")')]
    row = " || ',' || ".join(f'quote("{column}")' for column in columns)
    return f'SELECT {row} FROM main."{name}" ORDER BY {_ORDER.get(name, columns[0])}'


def _digest(raw: Any, sql: str) -> str:
    digest = hashlib.sha256()
    for line in _lines(raw, sql):
        digest.update(line)
    return digest.hexdigest()


def _lines(raw: Any, sql: str) -> Iterator[bytes]:
    rows = raw.execute(sql)
    while batch := rows.fetchmany(BATCH):
        yield "\n".join(line for (line,) in batch).encode() + b"\n"

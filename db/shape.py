"""The tables of a shared file: those of its kinds without what only our program understands, and what joining needs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from db.merging.cells import Cell, cells, types
from kamdesk.kinds import Kind
from kamdesk.records.numbering import LAST
from kamdesk.sharing.manifest import Manifest

BATCH = 5_000
_PLACE = "t INTEGER, pk TEXT"
_VERSION = "r INTEGER, s INTEGER, hlc INTEGER, o INTEGER"
# No STRICT, no search tables, no functions: any SQLite reads it. In the order of their keys, as they are joined.
HOUSE = {
    "kd_meta": "CREATE TABLE kd_meta (key TEXT PRIMARY KEY, value)",
    "kd_field": "CREATE TABLE kd_field (t INTEGER, f INTEGER, kind TEXT, columns TEXT, PRIMARY KEY (t, f))",
    "kd_replica": "CREATE TABLE kd_replica (rid INTEGER PRIMARY KEY, uid TEXT, device TEXT, person TEXT, label TEXT,"
                  " code TEXT, retired_hlc INTEGER)",
    "kd_txn": "CREATE TABLE kd_txn (r INTEGER, s_from INTEGER, s_to INTEGER, hlc INTEGER, person TEXT, action TEXT,"
              " prev_hash TEXT, hash TEXT, sig TEXT, PRIMARY KEY (r, s_from)) WITHOUT ROWID",
    "kd_epoch": "CREATE TABLE kd_epoch (r INTEGER, peer INTEGER, s_from INTEGER, upto INTEGER,"
                " PRIMARY KEY (r, peer, s_from)) WITHOUT ROWID",
    "kd_xctx": "CREATE TABLE kd_xctx (r INTEGER, s INTEGER, f INTEGER, peer INTEGER, lo INTEGER, hi INTEGER,"
               " PRIMARY KEY (r, s, f, peer, lo, hi)) WITHOUT ROWID",
    "kd_row": f"CREATE TABLE kd_row ({_PLACE}, {_VERSION}, m INTEGER, PRIMARY KEY (t, pk)) WITHOUT ROWID",
    "kd_cell": f"CREATE TABLE kd_cell ({_PLACE}, f INTEGER, {_VERSION}, v, PRIMARY KEY (t, pk, f)) WITHOUT ROWID",
    "kd_alt": f"CREATE TABLE kd_alt ({_PLACE}, f INTEGER, {_VERSION}, v, PRIMARY KEY (t, pk, f, r, s)) WITHOUT ROWID",
    "kd_keep": f"CREATE TABLE kd_keep ({_PLACE}, r INTEGER, s INTEGER, PRIMARY KEY (t, pk, r, s)) WITHOUT ROWID",
    "kd_journal": f"CREATE TABLE kd_journal (r INTEGER, s INTEGER, {_PLACE}, f INTEGER, v, o, PRIMARY KEY (r, s))"
                  " WITHOUT ROWID",
    "kd_withheld": f"CREATE TABLE kd_withheld ({_PLACE}, f INTEGER, PRIMARY KEY (t, pk, f)) WITHOUT ROWID",
    "kd_stub": f"CREATE TABLE kd_stub ({_PLACE}, title TEXT, PRIMARY KEY (t, pk)) WITHOUT ROWID",
    "kd_gone": f"CREATE TABLE kd_gone ({_PLACE}, PRIMARY KEY (t, pk)) WITHOUT ROWID",
    "kd_blob": "CREATE TABLE kd_blob (sha256 TEXT PRIMARY KEY, content BLOB)",
}
# The table a person reads first: its name and the statement that makes it, by language.
GUIDES = {"es": ("LEEME", "CREATE TABLE LEEME (n INTEGER PRIMARY KEY, tema TEXT, texto TEXT)"),
          "en": ("README", "CREATE TABLE README (n INTEGER PRIMARY KEY, topic TEXT, text TEXT)")}
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TYPES = {"TEXT", "INTEGER"}


class Described(NamedTuple):
    """A kind as a file describes it: its number, its name, and the columns of each cell with their types."""

    code: int
    name: str
    cells: Mapping[int, tuple[tuple[str, str], ...]]

    @property
    def table(self) -> str:
        """The statement that makes its table."""
        parts = "".join(f', "{name}" {type_}' for columns in self.cells.values() for name, type_ in columns)
        return f'CREATE TABLE "{self.name}" ("id" TEXT PRIMARY KEY NOT NULL{parts})'


def described(kind: Kind, shown: Iterable[Cell]) -> Described:
    """One of our kinds with some of its cells."""
    of = types(kind)
    return Described(kind.code, kind.name,
                     {cell.number: tuple((name, of[name]) for name in cell.columns) for cell in shown})


def field_lines(of: Described) -> list[tuple[int, int, str, str]]:
    """What kd_field says of a kind."""
    return [(of.code, number, of.name, json.dumps(columns)) for number, columns in of.cells.items()]


def read_fields(raw: Any, schema: str = "main") -> list[Described]:
    """The kinds of a file; ValueError when what it says of them is not what Kamdesk writes."""
    found: dict[tuple[int, str], dict[int, tuple[tuple[str, str], ...]]] = {}
    for t, f, kind, columns in raw.execute(f"SELECT t, f, kind, columns FROM {schema}.kd_field ORDER BY t, f"):
        if not (isinstance(t, int) and isinstance(f, int) and 0 < f <= LAST and _IDENTIFIER.fullmatch(kind)):
            raise ValueError("kd_field")
        read = tuple((str(name), str(type_)) for name, type_ in json.loads(columns))
        if not read or not all(_IDENTIFIER.fullmatch(name) and type_ in _TYPES for name, type_ in read):
            raise ValueError("kd_field")
        found.setdefault((t, kind), {})[f] = read
    listed = [Described(code, name, of) for (code, name), of in found.items()]
    if len({each.code for each in listed}) < len(listed) or any(each.name.startswith("kd_") for each in listed):
        raise ValueError("kd_field")
    return listed


def agrees(of: Described, kind: Kind) -> bool:
    """Whether a file means by the cells we know what we mean by them."""
    ours = described(kind, cells(kind)).cells
    return of.name == kind.name and all(ours.get(number, columns) == columns for number, columns in of.cells.items())


def tables(kinds: Iterable[Described]) -> dict[str, str]:
    """The statement that makes each table, in the order they are made."""
    return {**{each.name: each.table for each in kinds}, **HOUSE}


def digests(raw: Any, manifest: Manifest, *, schema: str = "main") -> dict[str, str]:
    """SHA-256 of each table, of the views, of the triggers and of what the manifest says, whatever the pages."""
    names = [*tables(read_fields(raw, schema)), GUIDES[manifest.language][0]]
    found = {name: _digest(raw, _rows(raw, name, schema)) for name in names if name != "kd_meta"}
    return {**found, "views": views_digest(raw, schema=schema), "manifest": manifest.own_digest}


def views_digest(raw: Any, *, schema: str = "main") -> str:
    """SHA-256 of what a browser shows and of what notes edits made there."""
    acting = "type IN ('view', 'trigger')"
    return _digest(raw, f"SELECT quote(name) || quote(sql) FROM {schema}.sqlite_master WHERE {acting} ORDER BY name")


def _rows(raw: Any, name: str, schema: str) -> str:
    """SQL for the rows of a table as text, in the order of their keys."""
    info = raw.execute(f'PRAGMA {schema}.table_info("{name}")').fetchall()
    row = " || ',' || ".join(f'quote("{column[1]}")' for column in info)
    key = ", ".join(f'"{column[1]}"' for column in sorted(info, key=lambda column: column[5]) if column[5])
    return f'SELECT {row} FROM {schema}."{name}" ORDER BY {key}'


def _digest(raw: Any, sql: str) -> str:
    digest = hashlib.sha256()
    for line in _lines(raw, sql):
        digest.update(line)
    return digest.hexdigest()


def _lines(raw: Any, sql: str) -> Iterator[bytes]:
    rows = raw.execute(sql)
    while batch := rows.fetchmany(BATCH):
        yield "\n".join(line for (line,) in batch).encode() + b"\n"

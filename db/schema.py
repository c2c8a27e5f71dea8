"""Kinds -> tables, triggers that journal every write, and the search index."""

from __future__ import annotations

import hashlib
import threading
from functools import cache

from sqlalchemy import INTEGER, TEXT, Column, Connection, ForeignKey, Index, MetaData, Table
from sqlalchemy.schema import SchemaItem

from db.merging.tables import MERGING
from kamdesk import records  # noqa: F401  importing the kinds fills the register
from kamdesk.fields import Field
from kamdesk.kinds import REGISTER, Kind
from kamdesk.records.numbering import BORN, DELETED, field_numbers

VERSION = 2
_TYPES: dict[str, type[TEXT | INTEGER]] = {"TEXT": TEXT, "INTEGER": INTEGER}
_CAPTURING = "NOT EXISTS (SELECT 1 FROM kd_busy)"

# What the house keeps beside the kinds; names and columns of SHARING.md.
HOUSE = (
    "CREATE TABLE kd_meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE kd_busy (x INTEGER)",
    # is_self: 1 the name this base writes under, 2 one it wrote under before.
    "CREATE TABLE kd_replica (rid INTEGER PRIMARY KEY, uid TEXT UNIQUE, device TEXT, person TEXT, label TEXT,"
    " code TEXT, is_self INTEGER NOT NULL DEFAULT 0, retired_hlc INTEGER, head_hash TEXT)",
    # r, s: who wrote a line that came from others; those of this base have neither.
    "CREATE TABLE kd_journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, t INTEGER NOT NULL, pk TEXT NOT NULL,"
    " f INTEGER NOT NULL, v, o, r INTEGER, s INTEGER)",
    "CREATE INDEX kd_journal_record ON kd_journal (t, pk)",
    "CREATE TABLE kd_txn (r INTEGER NOT NULL, s_from INTEGER NOT NULL, s_to INTEGER NOT NULL, hlc INTEGER NOT NULL,"
    " person TEXT, action TEXT, prev_hash TEXT, hash TEXT, sig TEXT, PRIMARY KEY (r, s_from)) WITHOUT ROWID",
    # What can be undone: local, never exported. «undoes»: the step it took back; «undone»: the step that took it back.
    "CREATE TABLE kd_step (n INTEGER PRIMARY KEY AUTOINCREMENT, s_from INTEGER NOT NULL, s_to INTEGER NOT NULL,"
    " label TEXT NOT NULL, undoes INTEGER, undone INTEGER)",
    "CREATE TABLE kd_doc (n INTEGER PRIMARY KEY, t INTEGER NOT NULL, pk TEXT NOT NULL, title TEXT NOT NULL,"
    " fold TEXT NOT NULL, UNIQUE (pk, t))",
    "CREATE INDEX kd_doc_fold ON kd_doc (t, fold, pk)",
    "CREATE VIRTUAL TABLE kd_search USING fts5(body, tokenize='trigram remove_diacritics 1')",
    *MERGING,
)

# Beyond parents and references, what lists and figures look up (table, columns).
_HOT = (("visit", ("owner", "planned_on")), ("visit", ("done_on",)), ("visit", ("party", "done_on")),
        ("sales_record", ("month", "on")), ("sales_record", ("on",)), ("sales_record", ("party", "month")),
        ("sales_record", ("document",)),
        ("invoice", ("party", "due")), ("invoice", ("on",)), ("payment", ("party", "on")),
        ("interaction", ("party", "on")), ("expense", ("on",)), ("order", ("on",)), ("order", ("buyer",)),
        ("contact", ("party",)), ("client", ("tax_id",)), ("client", ("code",)), ("task", ("due",)),
        ("setting", ("name",)))


_METADATA = MetaData()
_MAKING = threading.Lock()


def tables() -> MetaData:
    """One table a kind, all of them."""
    for kind in REGISTER.values():
        table_of(kind)
    return _METADATA


def table_of(kind: Kind) -> Table:
    """The table of a kind; made when it is first asked for: a window that shows some kinds does not wait for all."""
    found = _METADATA.tables.get(kind.name)
    if found is None:
        with _MAKING:
            found = _METADATA.tables.get(kind.name)
            if found is None:
                found = _table(kind)
    return found


def _table(kind: Kind) -> Table:
    columns: list[SchemaItem] = [Column("id", TEXT, primary_key=True, nullable=False),
                                 Column("archived", INTEGER, nullable=False, server_default="0")]
    for each in kind.stored:
        columns += _columns(each)
    table = Table(kind.name, _METADATA, *columns, sqlite_strict=True)
    Index(f"ix_{kind.name}_archived", table.c.archived, sqlite_where=table.c.archived == 1)
    for each in kind.stored:
        if each.type == "ref" or (each.type == "link" and each.name == kind.parent):
            column = table.c[each.name]
            Index(f"ix_{kind.name}_{each.name}_ref", column, sqlite_where=column.is_not(None))
    for columns_ in (hot for name, hot in _HOT if name == kind.name):
        Index(f"ix_{kind.name}_{'_'.join(columns_)}", *(table.c[column] for column in columns_))
    return table


def _columns(each: Field) -> list[SchemaItem]:
    if each.type == "flag":
        return [Column(each.name, INTEGER, nullable=False, server_default="0")]
    if each.type == "ref":
        # Deferred: inside one transaction rows may come in any order.
        return [Column(each.name, TEXT, ForeignKey(f"{each.to[0]}.id", deferrable=True, initially="DEFERRED"))]
    return [Column(column.name, _TYPES[column.sql]) for column in each.columns]


def create(connection: Connection) -> None:
    """Everything a new base needs, in the open transaction."""
    for statement in HOUSE:
        connection.exec_driver_sql(statement)
    tables().create_all(connection)
    create_triggers(connection)
    connection.exec_driver_sql("INSERT INTO kd_meta VALUES ('schema', ?), ('triggers', ?)",
                               (VERSION, triggers_digest()))


def create_triggers(connection: Connection) -> None:
    """(Re)generate the triggers of every kind: table rebuilds drop them."""
    for kind in REGISTER.values():
        for name, statement in triggers(kind):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(statement)


def refresh_triggers(connection: Connection) -> bool:
    """Regenerate the triggers of a base whose own were made by another version; returns whether they were."""
    made_with = connection.exec_driver_sql("SELECT value FROM kd_meta WHERE key = 'triggers'").scalar()
    if made_with != triggers_digest():
        drop_triggers(connection)
        create_triggers(connection)
        connection.exec_driver_sql("UPDATE kd_meta SET value = ? WHERE key = 'triggers'", (triggers_digest(),))
    return bool(made_with != triggers_digest())


def drop_triggers(connection: Connection) -> None:
    """Capture off: no trigger is left, whoever made it."""
    for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


@cache
def triggers_digest() -> str:
    """Digest of all trigger texts, compared at open with what the base was made with."""
    text = "\n".join(statement for kind in REGISTER.values() for _name, statement in triggers(kind))
    return hashlib.sha256(text.encode()).hexdigest()


def triggers(kind: Kind) -> list[tuple[str, str]]:
    """Names and texts of the triggers of a kind: birth, death, each field, the key, and append-only."""
    t, code = f'"{kind.name}"', kind.code
    own = [column.name for each in kind.stored for column in each.columns]
    row = ", ".join(f"'{name}', OLD.\"{name}\"" for name in ("id", "archived", *own))
    made = [
        (f"kd_{kind.name}_born", f"AFTER INSERT ON {t} WHEN {_CAPTURING} BEGIN"
         f" INSERT INTO kd_journal (t, pk, f) VALUES ({code}, NEW.id, {BORN}); END"),
        (f"kd_{kind.name}_dead", f"AFTER DELETE ON {t} WHEN {_CAPTURING} BEGIN"
         f" INSERT INTO kd_journal (t, pk, f, v) VALUES ({code}, OLD.id, {DELETED}, json_object({row})); END"),
        (f"kd_{kind.name}_key", f"BEFORE UPDATE OF id ON {t} WHEN OLD.id IS NOT NEW.id BEGIN"
         " SELECT RAISE(ABORT, 'ids never change'); END"),
    ]
    if kind.append_only:
        names = ", ".join(f'"{name}"' for name in own)
        made.append((f"kd_{kind.name}_append", f"BEFORE UPDATE OF {names} ON {t} WHEN {_CAPTURING} BEGIN"
                     " SELECT RAISE(ABORT, 'append-only: reverse it with a counter row'); END"))
    made += _written(kind)
    return [(name, f"CREATE TRIGGER {name} {body}") for name, body in made]


def _written(kind: Kind) -> list[tuple[str, str]]:
    """One line for each field that changed; values that a file kept back may not change.

    One trigger for all fields: every program that opens the file reads them all, and a trigger for each field cost
    seven megabytes and 25 ms a connection.
    """
    numbers = field_numbers(kind.name)
    cells: dict[int, tuple[str, ...]] = {numbers["archived"]: ("archived",)}
    cells |= {numbers[each.name]: tuple(part.name for part in each.columns) for each in kind.stored}
    lines = " UNION ALL ".join(f"SELECT {number}, {_cell('NEW', columns)}, {_cell('OLD', columns)}"
                               f" WHERE {_differs(columns)}" for number, columns in cells.items())
    kept = f"FROM kd_withheld WHERE t = {kind.code} AND pk IN (NEW.id, '*')"
    written = " OR ".join(f"f = {number} AND ({_differs(columns)})" for number, columns in cells.items())
    return [
        (f"kd_{kind.name}_kept", f'AFTER UPDATE ON "{kind.name}" WHEN EXISTS (SELECT 1 {kept}) AND {_CAPTURING} BEGIN'
         f" SELECT RAISE(ABORT, 'withheld') {kept} AND ({written}); END"),
        (f"kd_{kind.name}_set", f'AFTER UPDATE ON "{kind.name}" WHEN {_CAPTURING} BEGIN'
         f" INSERT INTO kd_journal (f, v, o, t, pk) SELECT *, {kind.code}, NEW.id FROM ({lines}); END"),
    ]


def _differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)


def _cell(side: str, columns: tuple[str, ...]) -> str:
    if len(columns) == 1:
        return f'{side}."{columns[0]}"'
    parts = ", ".join(f'{side}."{column}"' for column in columns)
    return f'CASE WHEN {side}."{columns[-1]}" IS NULL THEN NULL ELSE json_array({parts}) END'

"""Opens a file from somebody without trusting it, and joins a whole one into an empty base."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from db import backup, engine, journal, replica, schema, search, shape
from db.figures import rollup
from db.restoring import refuse_itself
from db.scratch import scratch
from db.writing import Unit
from kamdesk import clock
from kamdesk.changes import Changes
from kamdesk.doors import Incoming
from kamdesk.kinds import REGISTER
from kamdesk.problems import Problem
from kamdesk.records.numbering import BORN
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing import container
from kamdesk.sharing.manifest import WHOLE, Manifest, of_lines
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from db.store import BaseStore


def inspect(store: BaseStore, file: Path, passphrase: str | None) -> Incoming:
    """Decrypt, check every page, table and digest of a file; Problem says what is wrong with it."""
    refuse_itself(store.path, file)
    if file.stat().st_size > container.LARGEST:
        raise Problem(_("The file is too large to be received."))
    content = _content(file, passphrase)
    with scratch(len(content)) as path:
        path.write_bytes(content)
        manifest = _examined(path, file.name)
    return Incoming(file, manifest.author, manifest.device, manifest.instant, manifest.currency, manifest.counts,
                    manifest.withheld, hashlib.sha256(content).hexdigest(), content)


def _content(file: Path, passphrase: str | None) -> bytes:
    found = file.read_bytes()
    if found.startswith(engine.PLAIN):
        return found
    if not found.startswith(container.MAGIC):
        raise Problem(_("{name} was not made by Kamdesk to be shared.", name=file.name))
    if not passphrase:
        raise Problem(_("The file has a password. Ask the sender for it and type it here."), field="passphrase")
    content = container.unpack(found, container.with_passphrase(passphrase))
    if not content.startswith(engine.PLAIN):
        raise Problem(_("{name} was not made by Kamdesk to be shared.", name=file.name))
    return content


def _examined(path: Path, name: str) -> Manifest:
    try:
        raw = engine.look(path, None)
    except Problem as problem:
        raise _damaged(name) from problem
    try:
        return _manifest(raw, name)
    except engine.DatabaseError as error:
        raise _damaged(name) from error
    finally:
        raw.close()


def _damaged(name: str) -> Problem:
    return Problem(_("{name} is damaged. Nothing was changed; ask for it again.", name=name))


def _manifest(raw: Any, name: str) -> Manifest:
    """From the cheapest question to the dearest; what the file says is believed only once its digests hold."""
    _ours(raw, name)
    lines = dict(raw.execute("SELECT key, value FROM kd_meta LIMIT 100"))
    if isinstance(lines.get("min_reader"), int) and lines["min_reader"] > schema.VERSION:
        raise Problem(_("{name} was made with a newer Kamdesk. Update the program to receive it.", name=name))
    if raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok" or not _same_shape(raw):
        raise _damaged(name)
    try:
        manifest = of_lines(lines)
        found = shape.digests(raw, manifest)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(name) from error
    if manifest.digests != found or manifest.counts != _counts(raw):
        raise Problem(_("{name} was changed after it was made. Ask for it again.", name=name))
    return manifest


def _ours(raw: Any, name: str) -> None:
    mark = raw.execute("PRAGMA application_id").fetchone()[0]
    if mark == engine.APPLICATION_ID:
        raise Problem(_("{name} is a whole base or a backup. Restore it under Exchange, Backups.", name=name))
    there = raw.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kd_meta'").fetchone()
    if mark != engine.SHARED_ID or not there:
        raise Problem(_("{name} was not made by Kamdesk to be shared.", name=name))


def _same_shape(raw: Any) -> bool:
    """Exactly our tables, word for word, and nothing that acts; views are for people and never read here."""
    if raw.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
        return False
    listed = raw.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    found = {name: sql for sort, name, sql in listed if sort == "table"}
    guides = [{**shape.tables(), name: sql} for name, sql in shape.GUIDES.values()]
    return found in guides and all(sort in ("table", "view") for sort, _name, _sql in listed)


def _counts(raw: Any) -> dict[str, int]:
    found = {kind.name: raw.execute(f'SELECT count(*) FROM "{kind.name}"').fetchone()[0]
             for kind in shape.shared_kinds()}
    return {name: count for name, count in found.items() if count}


def receive(store: BaseStore, incoming: Incoming) -> int:
    """Join a whole file into an empty base after a backup: records, history and all, or nothing."""
    if any(store.count(kind.cls, archived=None) for kind in shape.shared_kinds() if kind.name != "setting"):
        raise Problem(_("This base already has records. Joining files into it comes with the exchange between "
                        "colleagues; receive the file into a new, empty base."))
    backup.back_up(store)
    with scratch(len(incoming.content)) as path:
        path.write_bytes(incoming.content)
        with store.alone(), _beside(store, path), store.writer.begin():
            unit = Unit(store.writer, store.blobs)
            _join(store.writer)
            last = journal.last_seq(store.writer)
            _birth_of_own(store.writer)
            _note(unit, incoming)
            store.settle(unit, last, "receive_package")
            _index(store.writer)
            if store.writer.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise _damaged(incoming.path.name)
    store.announce(Changes(touched=dict.fromkeys(REGISTER)))
    return incoming.records


@contextmanager
def _beside(store: BaseStore, path: Path) -> Iterator[None]:
    """A plain file attached as «beside»; outside the transaction, where SQLite allows it."""
    raw: Any = store.writer.connection.driver_connection
    raw.execute("ATTACH ? AS beside KEY ''", (path.resolve().as_uri() + "?mode=ro&immutable=1",))
    try:
        yield
    finally:
        raw.execute("DETACH beside")


def _join(connection: Connection) -> None:
    """The rows and their history as they were written, under the names of those who wrote them.

    The own journal of an empty base makes room: lines keep the numbers they have everywhere, and no number is used
    again, because this base goes on under a new name.
    """
    run = connection.exec_driver_sql
    run("INSERT INTO kd_busy VALUES (1)")
    for table in ("kd_journal", "kd_txn", "kd_step"):
        run(f"DELETE FROM {table}")
    run("INSERT INTO kd_journal (seq, t, pk, f, v, o) SELECT seq, t, pk, f, v, o FROM beside.kd_journal")
    run("INSERT INTO kd_txn SELECT * FROM beside.kd_txn")
    run("INSERT OR IGNORE INTO kd_replica (rid, device, person, label, code, is_self, retired_hlc, head_hash, uid)"
        " SELECT rid, device, person, label, code, 0, retired_hlc, head_hash, uid FROM beside.kd_replica")
    replica.renew(connection)
    run("DELETE FROM setting WHERE id IN (SELECT id FROM beside.setting)")
    for kind in shape.shared_kinds():
        columns = ", ".join(f'"{column.name}"' for column in schema.table_of(kind).c)
        run(f'INSERT INTO "{kind.name}" ({columns}) SELECT {columns} FROM beside."{kind.name}"')
    run("DELETE FROM kd_busy")


def _birth_of_own(connection: Connection) -> None:
    """What this laptop had of its own (settings, logs) is written anew above the history received."""
    for kind in REGISTER.values():
        theirs = "SELECT 0" if kind.local else f'SELECT id FROM beside."{kind.name}"'
        connection.exec_driver_sql(f'INSERT INTO kd_journal (t, pk, f) SELECT {kind.code}, id, {BORN}'
                                   f' FROM "{kind.name}" WHERE id NOT IN ({theirs})')


def _index(connection: Connection) -> None:
    for table in ("kd_search", "kd_doc"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    for kind in REGISTER.values():
        search.enter_new(connection, kind, 0)
    rollup.rebuild(connection)


def _note(unit: Unit, incoming: Incoming) -> None:
    withheld = plural("{n} value withheld", "{n} values withheld", incoming.withheld) if incoming.withheld else ""
    unit.add(ExchangeEvent(direction="received", profile=WHOLE, other=incoming.author, at=clock.now(),
                           file_name=incoming.path.name, digest=incoming.digest,
                           counts=plural("{n} record", "{n} records", incoming.records), withheld=withheld))

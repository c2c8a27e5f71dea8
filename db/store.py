"""The store: one base, one connection to write, one to read for each thread, one unit of work at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from db import engine, journal, migrate, replica, schema, search
from db.blobs import FileBlobs, folder_of
from db.figures import rollup
from db.readers import Held, Readers, let_go
from db.reading import Reading
from db.refusals import refused
from db.writing import Unit
from kamdesk.changes import ALL_ABOVE, Changes
from kamdesk.fields import Id
from kamdesk.kinds import REGISTER, Kind
from kamdesk.problems import Problem
from kamdesk.store import Step, UnitOfWork
from kamdesk.words import _

PATIENCE = 2.0  # seconds
READ_CACHE = "PRAGMA cache_size = -16384"  # the system keeps the pages too: measured as quick as with 64 MB
EVERYTHING = Changes(touched=dict.fromkeys(REGISTER))


def _prepare(writer: Connection) -> None:
    """A new file gets its tables; a known one must have a schema this version can write."""
    with writer.begin():
        names = writer.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
        if not names:
            writer.exec_driver_sql(f"PRAGMA application_id = {engine.APPLICATION_ID}")
            schema.create(writer)
            replica.new_replica(writer)
        upgraded = bool(names) and schema.refresh_triggers(writer)
        rollup.ensure(writer)
        if upgraded:
            from db.merging import reviving  # once a version, not at every start

            reviving.revive(writer)


def _reader_of(path: Path, key: str | None) -> Connection:
    raw = engine.connect(path, key)
    raw.execute("PRAGMA query_only = ON")
    raw.execute(READ_CACHE)
    return engine.engine_for(raw, writable=False).connect()


class BaseStore(Reading):
    """``kamdesk.store.Store`` over a SQLite file, plain or encrypted."""

    def __init__(self, path: Path, *, passphrase: str | None = None, create: bool = True) -> None:
        """Open a base, or make a new one; Problem when it cannot be."""
        if not create and not path.exists():
            raise Problem(_("There is no base at {path}.", path=str(path)))
        self.path = path
        self.last = Changes()
        self.warnings: tuple[tuple[str, str | None], ...] = ()
        self._listeners: list[Callable[[Changes], None]] = []
        self._writing = threading.Lock()
        self._lock = engine.Lock(path)
        try:
            self._open(engine.key_of(path, passphrase))
        except BaseException:
            self._lock.release()
            raise

    def _open(self, key: str | None) -> None:
        migrate.bring_up(self.path, key)
        self.key = key
        raw = engine.connect(self.path, key)
        raw.execute("PRAGMA cache_spill = OFF")  # a long write would lock the window's reads out
        self._writer = engine.engine_for(raw).connect()
        try:
            _prepare(self._writer)
            self._readers = Readers(partial(_reader_of, self.path, key))
        except BaseException:
            let_go(self._writer)
            raise
        self.blobs.sweep()

    @property
    def _held(self) -> Held:
        return self._readers.held

    def forget(self) -> None:
        """Something was written: what any thread remembered is stale."""
        self._readers.forget()

    @property
    def encrypted(self) -> bool:
        """Whether the base has a password."""
        return self.key is not None

    @property
    def blobs(self) -> FileBlobs:
        """The contents of attachments, beside the base and under its key."""
        return FileBlobs(folder_of(self.path), self.key)

    @property
    def writer(self) -> Connection:
        """The connection that writes; for what db does to the whole file while it holds the store."""
        return self._writer

    @contextmanager
    def unit(self, action: str) -> Iterator[UnitOfWork]:
        """A transaction: search entries, transaction stamp and undo step are written just before COMMIT."""
        with self.alone(), self._writer.begin():
            before = journal.last_seq(self._writer)
            unit = Unit(self._writer, self.blobs)
            yield unit
            changes = self._finish(unit, before, action)
        self.announce(changes, tuple(unit.warnings))

    @contextmanager
    def aside(self, action: str) -> Iterator[Unit]:
        """A transaction that undo does not take back: files sent and received, mended data."""
        with self.alone(), self._writer.begin():
            before = journal.last_seq(self._writer)
            unit = Unit(self._writer, self.blobs)
            yield unit
            touched = self.settle(unit, before, action)
        if touched:
            self.announce(Changes(None, unit.label, action, _named(touched)), tuple(unit.warnings))

    @contextmanager
    def shut(self, key: str | None) -> Iterator[None]:
        """The file let go while another is put in its place, which ``key`` opens; the lock is kept.

        Whatever happens the file that is there then is opened again. Call it where nobody reads.
        """
        with self.alone():
            before = self.key
            self._release()
            try:
                yield
            except BaseException:
                self._open(before)
                raise
            self._open(key)
        self.announce(EVERYTHING)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One writer at a time: the window does not wait for a job that is writing."""
        if not self._writing.acquire(timeout=PATIENCE):
            raise Problem(_("Kamdesk is still writing. Try again when it has finished."))
        try:
            with refused(self.path):
                yield
        finally:
            self._writing.release()

    def _finish(self, unit: Unit, before: int, action: str, **step: int) -> Changes:
        touched = self.settle(unit, before, action)
        if not touched:
            return Changes(label=unit.label, action=action)
        last = journal.last_seq(self._writer)
        number = journal.add_step(self._writer, first=before + 1, last=last, label=unit.label or action, **step)
        return Changes(number, unit.label, action, _named(touched), _related(unit, touched))

    def settle(self, unit: Unit, before: int, action: str) -> dict[Kind, set[Id]]:
        """What follows from the lines written after one: entries, roll-ups, stamp; returns the records touched."""
        touched = journal.touched(self._writer, before)
        for kind, ids in touched.items():
            search.refresh(self._writer, kind, ids - unit.entered.get(kind.name, set()))
        last = journal.last_seq(self._writer)
        if last > before:
            rollup.refresh(self._writer, before)
            journal.stamp(self._writer, first=before + 1, last=last, person=unit.me, action=action)
        return touched

    def announce(self, changes: Changes, warnings: tuple[tuple[str, str | None], ...] = ()) -> None:
        """Tell what was committed, and forget what was read before."""
        self.last, self.warnings = changes, warnings
        self.forget()
        if changes.touched:
            for listener in list(self._listeners):
                listener(changes)

    @property
    def last_line(self) -> int:
        """The number of the newest line of the journal."""
        return journal.last_seq(self._connection)

    def listen(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call ``listener`` after each commit."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def undo_step(self) -> Step | None:
        """The step ``undo`` would take back."""
        return _step(journal.top(self._connection))

    def redo_step(self) -> Step | None:
        """The step ``redo`` would do again."""
        return _step(journal.top(self._connection, redo=True))

    def undo(self) -> Changes:
        """Take back the last step, as a new transaction."""
        return self._turn(journal.top(self._connection), redo=False)

    def redo(self) -> Changes:
        """Do the last undone step again."""
        return self._turn(journal.top(self._connection, redo=True), redo=True)

    def _turn(self, step: Any, *, redo: bool) -> Changes:
        if step is None:
            raise Problem(_("There is nothing to redo.") if redo else _("There is nothing to undo."))
        with self.alone(), self._writer.begin():
            before = journal.last_seq(self._writer)
            unit = Unit(self._writer, self.blobs)
            skipped = journal.revert(self._writer, journal.entries(self._writer, step.s_from, step.s_to))
            unit.describe(step.label)
            which = {"redoes": step.n} if redo else {"undoes": step.n}
            changes = self._finish(unit, before, "redo" if redo else "undo", **which)
            if changes.step is None:  # everything was written again later: the step is spent
                journal.add_step(self._writer, first=before + 1, last=before, label=step.label, **which)
        told = Changes(changes.step, step.label, changes.action, changes.touched, changes.related, tuple(skipped))
        self.announce(told)
        return told

    def rest(self) -> None:
        """Give back the pages that this thread read."""
        self._connection.exec_driver_sql("PRAGMA shrink_memory")

    def close(self) -> None:
        """Let go of the file."""
        self._release()
        self._lock.release()

    def suspend(self) -> None:
        """Let go of the connections and of the key; the file stays this program's until ``resume``."""
        with self.alone():
            self._release()
            self.key = None

    def resume(self, passphrase: str | None = None) -> None:
        """Open the connections again; Problem with another password, and nothing changed. All is read again."""
        self._open(engine.key_of(self.path, passphrase))
        self.announce(EVERYTHING)

    def _release(self) -> None:
        self._readers.close()
        let_go(self._writer)


def _named(touched: dict[Kind, set[Id]]) -> dict[str, frozenset[Id] | None]:
    return {kind.name: None if len(ids) > ALL_ABOVE else frozenset(ids) for kind, ids in touched.items()}


def _related(unit: Unit, touched: dict[Kind, set[Id]]) -> frozenset[Id]:
    """The records that touched children and links hang on."""
    found: set[Id] = set()
    for kind, ids in touched.items():
        if len(ids) <= ALL_ABOVE:
            found |= unit.referred(kind, ids)
    return frozenset(found)


def _step(row: Any) -> Step | None:
    return None if row is None else Step(row.n, row.label)

"""A laptop of the property tests: a base with few triggers, its files, and beside it the model it must agree with."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db import engine, schema
from db.merging import exporting, folding, following, ground, importing, naming, planning
from db.merging.cells import LIFE, cells
from db.merging.conflicts import OPEN
from db.migrate import open_for
from kamdesk.fields import AMOUNT, CLASSES, CREDIT
from kamdesk.kinds import Kind, kind_of
from kamdesk.records.numbering import DELETED
from kamdesk.sharing.exchange import CHANGES, ZONE, Share
from kamdesk.sharing.manifest import Manifest
from tests.db.sharing.model import Line, Model, Packet, Place, Truth

KINDS = tuple(kind_of(name) for name in ("person", "territory", "client", "invoice", "payment"))
PART = Share(profile=ZONE, uid="part", classes=frozenset(CLASSES) - {CREDIT, AMOUNT})
PART_KEY = "part/1"
NUMBERS = itertools.count(1)


class Missing(Exception):
    """A file is missing before this one."""


def template(folder: Path) -> Path:
    """A closed base with all tables, and triggers for a few kinds only: bases of tests open in a millisecond."""
    path = folder / "template"
    with open_for(engine.connect(path, None)) as connection, connection.begin():
        for statement in schema.HOUSE:
            if "kd_search" not in statement:
                connection.exec_driver_sql(statement)
        schema.tables().create_all(connection)
        for kind in KINDS:
            for _name, statement in schema.triggers(kind):
                connection.exec_driver_sql(statement)
    return path


def visible(pk: str) -> bool:
    """Whether the partial laptop sees a record: those of the first zone, and all people."""
    return pk[0] in "1p"


def fill_part(raw: Any, _share: Share) -> None:
    """What ``scopes.fill`` does, by the first letter of ids."""
    ground.temp(raw, "kt_visible", "t, pk, PRIMARY KEY (t, pk)")
    raw.execute("INSERT INTO kt_visible SELECT t, pk FROM kd_row WHERE substr(pk, 1, 1) IN ('1', 'p')"
                " UNION SELECT t, pk FROM kd_cell WHERE substr(pk, 1, 1) IN ('1', 'p')")


class Desk:
    """``do`` writes like a person; ``fold`` puts what was written in cells and tells the model."""

    def __init__(self, name: str, base: Path, *, skew: int = 0, part: bool = False,
                 truth: Truth | None = None) -> None:
        self.name, self.skew, self.part = name, skew, part
        self.path = base.with_name(f"{name}{next(NUMBERS)}")
        shutil.copyfile(base, self.path)
        self.raw = self._open()
        self.rid = (ord(name) - 64) * 1_000_000
        self.model = Model(self.rid, part=part, truth={} if truth is None else truth)
        self._named()

    def _open(self) -> Any:
        raw = engine.driver.connect(str(self.path), isolation_level=None, cached_statements=4000)
        for pragma in ("foreign_keys=ON", "recursive_triggers=ON", "synchronous=OFF", "temp_store=MEMORY",
                       "journal_mode=MEMORY", "locking_mode=EXCLUSIVE"):
            raw.execute(f"PRAGMA {pragma}")
        return raw

    def _named(self) -> None:
        self.raw.execute("INSERT INTO kd_replica (rid, uid, device, is_self, head_hash) VALUES (?, ?, ?, 1, '')",
                         (self.rid, str(self.rid), self.name))
        self.raw.execute("INSERT INTO setting (id, name, value, scope) VALUES ('me', 'me', ?, 'base')",
                         (json.dumps(f"p{self.name}"),))
        if not self.part:  # who exchanged before stays what she is
            self.raw.execute("INSERT INTO exchange_event (id) VALUES ('before')")

    def close(self) -> None:
        """Let the file go."""
        self.raw.close()

    # writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.raw.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.raw.execute("ROLLBACK")
            raise
        self.raw.execute("COMMIT")

    def do(self, now: int, *statements: tuple[str, Sequence[Any] | dict[str, Any]]) -> None:
        """One transaction of a person, stamped with her clock."""
        with self.transaction():
            before = ground.top(self.raw)
            for sql, values in statements:
                self.raw.execute(sql, values)
            self.stamp(now, before)

    def stamp(self, now: int, before: int) -> None:
        """Sign the lines after one with who and when."""
        last = ground.top(self.raw)
        if last > before:
            hlc = max(ground.meta(self.raw, "hlc", 0) + 1, now + self.skew)
            ground.put_meta(self.raw, "hlc", hlc)
            self.raw.execute("INSERT INTO kd_txn (r, s_from, s_to, hlc, person) VALUES (?, ?, ?, ?, ?)",
                             (self.rid, before + 1, last, hlc, f"p{self.name}"))

    def has(self, kind: str, pk: str) -> bool:
        """Whether a record is there."""
        return ground.one(self.raw, f'SELECT 1 FROM "{kind}" WHERE id = ?', pk) is not None

    def fold(self) -> None:
        """Fold, and tell the model the same lines."""
        lines = self.raw.execute("SELECT seq, t, pk, f, v FROM kd_journal WHERE seq > ? AND r IS NULL ORDER BY seq",
                                 (ground.meta(self.raw, "folded", 0),)).fetchall()
        lines = [(*line, ground.one(self.raw, f"SELECT {folding.dated(str(line[0]))}")) for line in lines]
        rows = {(t, pk): self.row(t, pk) for _s, t, pk, *_rest in lines}
        with self.transaction():
            following.begin(self.raw)
            folding.fold(self.raw)
        for line in self._with_rows(lines, rows):
            self.model.line(line, person=f"p{self.name}")
        if lines:
            self.model.folded(lines[-1][0])

    def _with_rows(self, lines: list[Any], rows: dict[Any, Any]) -> list[Line]:
        """Each line with the record as it was at the end of that life."""
        found = []
        for seq, t, pk, f, v, hlc in reversed(lines):
            if f == DELETED:
                rows[t, pk] = json.loads(v)
            found.append(Line(seq, t, pk, f, hlc, self.values(t, rows[t, pk])))
        return found[::-1]

    def row(self, t: int, pk: str) -> dict[str, Any]:
        """The columns of a record as they are."""
        kind = kind_by_number(t)
        cursor = self.raw.execute(f'SELECT * FROM "{kind.name}" WHERE id = ?', (pk,))
        row = cursor.fetchone()
        return {} if row is None else dict(zip((each[0] for each in cursor.description), row, strict=True))

    def values(self, t: int, row: dict[str, Any]) -> dict[int, Any]:
        """The cells of a record given by columns."""
        found: dict[int, Any] = {}
        for cell in cells(kind_by_number(t)):
            parts = [row.get(column) for column in cell.columns]
            if len(parts) == 1:
                found[cell.number] = parts[0]
            elif cell.grouped or parts[-1] is not None:
                found[cell.number] = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
            else:
                found[cell.number] = None
        return found


class Laptop(Desk):
    """``export`` and ``receive`` exchange files; ``check`` compares the base with the model."""

    def export(self, *, part: bool, since: dict[int, int]) -> Packet:
        """A file of everything, or of the part."""
        self.fold()
        path = self.path.with_name(f"f{next(NUMBERS)}")
        share = Share() if self.part or not part else PART
        self.raw.execute("ATTACH ? AS out KEY ''", (str(path),))
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            self.raw.execute(f"PRAGMA out.{pragma}")
        with self.transaction():
            plan = planning.plan(self.raw, share)
            plan = planning.Plan(plan.share, plan.key, plan.holder, since, plan.hidden, plan.scoped)
            exporting.fill(self.raw, plan)
            holds = ground.complete(self.raw, plan.holder)
            manifest = Manifest(
                file=str(path), profile=CHANGES, key=plan.key, name="", holder=plan.holder, replica=self.rid, author="",
                device=self.name, label="", to="", made_at="", hlc=0, schema=2, min_reader=2, currency="",
                language="es", since=since,
                upto=planning.upto(self.raw, plan), seen=ground.seen(self.raw), holds=holds,
                hidden={}, counts={}, withheld=0, digests={})
            if plan.scoped:
                exporting.note_sent(self.raw, plan, ground.top(self.raw))
        held = self._held()
        self.raw.execute("DETACH out")
        return Packet(self.name, path, manifest, self.model.export(part=part, since=since, held=held))

    def _held(self) -> set[Place]:
        """The cells that the file just made holds: what is new, and what travels with it."""
        found = set(self.raw.execute("SELECT t, pk, f FROM out.kd_cell UNION SELECT t, pk, f FROM out.kd_alt"))
        for t, pk, m in self.raw.execute("SELECT t, pk, m FROM out.kd_row"):
            found |= {(t, pk, LIFE), *((t, pk, f) for f in range(63) if m >> f & 1)}
        return found

    def receive(self, packet: Packet, *, stop: bool = False) -> None:
        """Join a file; Missing when one lies before it. ``stop``: die before the commit."""
        self.fold()
        manifest = packet.manifest
        own = importing.profile_for(self.raw, manifest)
        if importing.advances(manifest, own) and importing.missing(self.raw, manifest, own):
            raise Missing
        self.raw.execute("ATTACH ? AS file KEY ''", (str(packet.path),))
        try:
            with self.transaction():
                self.raw.execute("INSERT INTO kd_import (file_uid, digest, source, device, profile, at, event, s_from,"
                                 " s_to, backup, report) VALUES ('', ?, 0, '', '', '', '', 0, 0, '', '')",
                                 (f"{next(NUMBERS)}",))
                importing.join(self.raw, manifest, ground.one(self.raw, "SELECT max(id) FROM kd_import"))
                if stop:
                    raise KeyboardInterrupt
        finally:
            self.raw.execute("DETACH file")
        self.model.receive(packet.content)

    def cursor(self) -> dict[int, int]:
        """What is held fully."""
        return ground.complete(self.raw, ground.profile(self.raw))

    def backup(self) -> tuple[Path, Model]:
        """A copy of the base as it is."""
        self.fold()
        path = self.path.with_name(f"b{next(NUMBERS)}")
        shutil.copyfile(self.path, path)
        return path, self.model.copy()

    def restore(self, saved: tuple[Path, Model], *, renew: bool = True) -> None:
        """Put a copy in the place of the base, under a name of its own."""
        self.raw.close()
        shutil.copyfile(saved[0], self.path)
        self.raw, self.model = self._open(), saved[1].copy()
        if renew:
            self.rid += 1
            while ground.one(self.raw, "SELECT 1 FROM kd_replica WHERE rid = ?", self.rid):
                self.rid += 1
            with self.transaction():
                naming.rename(self.raw, self.rid, uid=str(next(NUMBERS)), device=self.name)
            self.model.rid = self.rid
        else:
            self.rid = self.model.rid

    # comparing

    def state(self) -> tuple[Any, ...]:
        """Frontier, records, conflicts and context."""
        return self.frontier(), self.table(), self.conflicts(), {r: s for r, s in ground.seen(self.raw).items() if s}

    def check(self, what: str) -> None:
        """The base is what the model says."""
        ours, theirs = self.state(), self.model.state()
        for name, one, other in zip(("frontier", "records", "conflicts", "seen"), ours, theirs, strict=True):
            if one != other:
                different = {key for key in set(one) | set(other)
                             if (key in one) != (key in other) or (isinstance(one, dict) and one[key] != other[key])}
                told = {key: (one.get(key), other.get(key)) if isinstance(one, dict) else key for key in different}
                raise AssertionError(f"{what}: {name} of {self.name} differs from the model: {told}")
        assert self.raw.execute("PRAGMA foreign_key_check").fetchall() == []

    def frontier(self) -> dict[tuple[int, str, int], frozenset[Any]]:
        """Every version of every cell, births spelled out."""
        found: dict[tuple[int, str, int], set[Any]] = {}
        for t, pk, f, *version in self.raw.execute("SELECT t, pk, f, r, s, hlc, o, v FROM kd_cell"
                                                   " UNION ALL SELECT t, pk, f, r, s, hlc, o, v FROM kd_alt"):
            found.setdefault((t, pk, f), set()).add(tuple(version))
        for t, pk, r, s, hlc, o, m in self.raw.execute("SELECT t, pk, r, s, hlc, o, m FROM kd_row").fetchall():
            values = self.values(t, self.row(t, pk))
            for cell in cells(kind_by_number(t)):
                if m >> cell.number & 1 and (t, pk, cell.number) not in found:
                    value = values[cell.number]
                    found[t, pk, cell.number] = {(r, s, hlc, cell.counts(o, value), value)}
            found.setdefault((t, pk, LIFE), {(r, s, hlc, 0, 0)})
        return {place: frozenset(versions) for place, versions in found.items()}

    def table(self) -> dict[tuple[int, str], dict[int, Any]]:
        """The cells of every record that is there."""
        return {(kind.code, pk): self.values(kind.code, self.row(kind.code, pk)) for kind in KINDS
                for (pk,) in self.raw.execute(f'SELECT id FROM "{kind.name}"').fetchall()}

    def conflicts(self) -> set[tuple[int, str, int]]:
        """Cells to decide."""
        return {(t, pk, f) for t, pk, f in self.raw.execute(OPEN)}


def kind_by_number(t: int) -> Kind:
    """One of the kinds of these tests."""
    return next(kind for kind in KINDS if kind.code == t)



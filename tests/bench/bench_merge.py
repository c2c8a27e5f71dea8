"""Joining, capturing and handing over, each against a floor on the same machine in the same run (SHARING.md)."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.merging import importing, joining
from db.merging.following import follow
from db.merging.opened import attached, fold, raw_of
from db.store import BaseStore
from kamdesk.kinds import kind_of
from kamdesk.sharing.exchange import Incoming, Share
from tests.db.files import DOORS

ROWS = 200_000
FIELDS = ("name", "code", "address", "visit_hours", "status_reason")
EDITS, NEW, DEAD = 20_000, 2_000, 300
CLIENT = kind_of("client")


def rows(count: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """Clients as an import brings them."""
    for number in range(first, first + count):
        yield {"id": f"{number:032x}", "name": f"Hospital {number}", "code": f"C{number}", "address": f"Calle {number}",
               "visit_hours": "mañana", "category": "public_hospital"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("merge")


@pytest.fixture(scope="module", autouse=True)
def own_backups(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        yield


@pytest.fixture(scope="module")
def ana(folder: Path) -> Iterator[BaseStore]:
    """A base with many clients."""
    store = BaseStore(folder / "ana.kamdesk")
    with store.aside("fill") as unit:
        unit.add_many(CLIENT, rows(ROWS))
    yield store
    store.close()


@pytest.fixture(scope="module")
def ben(folder: Path) -> Iterator[BaseStore]:
    store = BaseStore(folder / "ben.kamdesk")
    yield store
    store.close()


def hand_over(store: BaseStore, share: Share, out: Path) -> float:
    start = time.perf_counter()
    DOORS.send(store, share, out, seal=None)
    return time.perf_counter() - start


def joined(store: BaseStore, incoming: Incoming) -> tuple[float, float]:
    """Seconds to join (classify, history, life, rows, checks), and with search, roll-ups and commit."""
    with store.alone(), joining._beside(store, incoming) as (raw, manifest):
        fold(store)
        start = time.perf_counter()
        with store.writer.begin():
            number = joining._enter(raw, manifest, incoming)
            importing.join(raw, manifest, number)
            assert not importing.broken(raw)
            spent = time.perf_counter() - start
            follow(store.writer, raw)
        return spent, time.perf_counter() - start


class Loop:
    """The same done value by value: looked up, judged by what its writer had seen, kept, written."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.columns = dict(raw.execute("SELECT f, json_extract(columns, '$[0][0]') FROM file.kd_field"))
        self.seen = dict(raw.execute("SELECT r || ' ' || peer, max(upto) FROM (SELECT * FROM file.kd_epoch UNION ALL"
                                     " SELECT * FROM kd_epoch) GROUP BY 1").fetchall())

    def knew(self, by: int, peer: int, at: int) -> bool:
        """Whether what ``by`` wrote last had seen a write."""
        return by == peer or self.seen.get(f"{by} {peer}", 0) >= at

    def take(self, pk: str, f: int, theirs: tuple[Any, ...]) -> None:
        """One value."""
        ours = self.raw.execute("SELECT r, s, hlc, o, v FROM kd_cell WHERE t = 2 AND pk = ? AND f = ?",
                                (pk, f)).fetchone()
        cell = ours is not None
        if not cell:
            ours = self.raw.execute(f'SELECT b.r, b.s, b.hlc, b.o, d."{self.columns[f]}" FROM kd_row b JOIN client d'
                                    " ON d.id = b.pk WHERE b.t = 2 AND b.pk = ?", (pk,)).fetchone()
        shown = theirs
        if ours is not None:
            if self.knew(ours[0], *theirs[:2]):
                return
            beaten = self.knew(theirs[0], *ours[:2])
            if not beaten:
                shown, other = (theirs, ours) if theirs[2:4] > ours[2:4] else (ours, theirs)
                self.raw.execute("INSERT INTO kd_alt VALUES (2, ?, ?, ?, ?, ?, ?, ?, 0)", (pk, f, *other))
            if shown is theirs:
                self.raw.execute("INSERT INTO kd_hist VALUES (2, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                                 (pk, f, *ours, *theirs[:2]))
        self.raw.execute("INSERT OR REPLACE INTO kd_cell VALUES (2, ?, ?, ?, ?, ?, ?, ?, 0)", (pk, f, *shown))
        if shown is theirs:
            self.raw.execute(f'UPDATE client SET "{self.columns[f]}" = ? WHERE id = ?', (theirs[4], pk))


def row_loop(store: BaseStore, content: bytes, folder: Path) -> tuple[float, int]:
    """What a careful program does, value by value, with history and conflicts; without search and roll-ups."""
    path, base = folder / "loop.sqlite", folder / "loop.kamdesk"
    path.write_bytes(content)
    shutil.copyfile(store.path, base)
    other = BaseStore(base)
    raw = raw_of(other)
    with attached(raw, path, "file"):
        fold(other)
        loop = Loop(raw)
        start = time.perf_counter()
        with other.writer.begin():
            raw.execute("INSERT INTO kd_busy VALUES (1)")
            cells = raw.execute("SELECT pk, f, r, s, hlc, o, v FROM file.kd_cell WHERE t = 2 LIMIT 200000").fetchall()
            for pk, f, *theirs in cells:
                loop.take(pk, f, tuple(theirs))
            lines = raw.execute("SELECT t, pk, f, v, o, r, s FROM file.kd_journal LIMIT 200000").fetchall()
            raw.executemany("INSERT INTO kd_journal (t, pk, f, v, o, r, s) VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
            raw.execute("DELETE FROM kd_busy")
        spent = time.perf_counter() - start
    other.close()
    return spent, len(cells)


def test_join(ana: BaseStore, ben: BaseStore, folder: Path, record_property):
    hand_over(ana, Share(to="Ben"), folder / "all.sqlite")
    fields = ROWS * len(next(rows(1)))
    spent, _whole = joined(ben, DOORS.examine(ben, folder / "all.sqlite"))
    record_property("bench", (f"join {fields / 1e6:.1f} M fields of new records, at 1 M/s", spent, fields / 1e6, "s"))
    device = greet(ben, ana, folder)
    sets = ", ".join(f"{name} = {name} || 'x'" for name in FIELDS[:4]) + ", status_reason = 'a', beds = 7"
    with ana.aside("edit"):
        ana.writer.exec_driver_sql(f"UPDATE client SET {sets}")
    with ben.aside("edit"):
        ben.writer.exec_driver_sql("UPDATE client SET name = name || 'y'")
    hand_over(ana, Share(to="Ben", device=device), folder / "changes.sqlite")
    incoming = DOORS.examine(ben, folder / "changes.sqlite")
    changes = ROWS * 6
    loop, done = row_loop(ben, incoming.content, folder)
    spent, whole = joined(ben, incoming)
    floor = loop * changes / done
    record_property("bench", (f"join {changes / 1e6:.1f} M changes, by row loop", spent, floor, "s"))
    record_property("bench", ("the same with search, roll-ups and commit", whole, floor, "s"))
    start = time.perf_counter()
    again = DOORS.examine(ben, folder / "changes.sqlite")
    record_property("bench", ("the same file again, floor 50 ms", time.perf_counter() - start, 0.05, "s"))
    assert again.state == "applied"


def greet(store: BaseStore, other: BaseStore, folder: Path) -> str:
    """A file back, so that the next one holds only changes; returns the laptop's name."""
    hand_over(store, Share(to="Ana"), folder / "back.sqlite")
    incoming = DOORS.examine(other, folder / "back.sqlite")
    joined(other, incoming)
    return incoming.device


def test_incremental_export(folder: Path, record_property):
    store = BaseStore(folder / "small.kamdesk")
    other = BaseStore(folder / "peer.kamdesk")
    with store.aside("fill") as unit:
        unit.add_many(CLIENT, rows(ROWS // 4))
    hand_over(store, Share(to="Ben"), folder / "first.sqlite")
    joined(other, DOORS.examine(other, folder / "first.sqlite"))
    device = greet(other, store, folder)
    with store.aside("edit") as unit:
        store.writer.exec_driver_sql(f"UPDATE client SET address = address || ' bis' WHERE rowid <= {EDITS}")
        unit.add_many(CLIENT, rows(NEW, first=10**6))
        store.writer.exec_driver_sql(f"DELETE FROM client WHERE rowid BETWEEN {EDITS} + 1 AND {EDITS + DEAD}")
    start = time.perf_counter()
    with store.alone():
        fold(store)
    folded = time.perf_counter() - start
    start = time.perf_counter()
    DOORS.send(store, Share(to="Ben", device=device), folder / "part.kdx", seal=lambda content: content)
    spent, packed = time.perf_counter() - start, (folder / "part.kdx").read_bytes()
    record_property("bench", ("export of 20 k edits after folding, floor 0.3 s", spent, 0.3, "s"))
    record_property("bench", ("the same with folding, floor 1 s", spent + folded, 1.0, "s"))
    record_property("bench", ("its size, floor 300 kB", len(packed) / 1e3, 300, "kB"))
    store.close()
    other.close()


def captured(folder: Path, name: str, *, silent: bool, through_store: bool) -> tuple[float, float]:
    """Seconds to insert and to update in bulk, with the triggers on or silent."""
    store = BaseStore(folder / f"{name}.kamdesk")
    raw = raw_of(store)
    with store.writer.begin():
        if silent:
            raw.execute("DELETE FROM kd_busy")
            for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                          " AND tbl_name = 'client'").fetchall():
                raw.execute(f'DROP TRIGGER "{trigger}"')
    whole = [tuple(row.values()) for row in rows(50_000)]
    names = ", ".join(next(rows(1)))
    start = time.perf_counter()
    if through_store:
        with store.aside("fill") as unit:
            unit.add_many(CLIENT, rows(50_000))
    else:
        with store.writer.begin():
            raw.executemany(f"INSERT INTO client ({names}) VALUES ({', '.join('?' * len(whole[0]))})", whole)
    inserted = time.perf_counter() - start
    start = time.perf_counter()
    with store.writer.begin():
        raw.executemany("UPDATE client SET address = ? WHERE id = ?", [(f"Otra {n}", row[0]) for n, row
                                                                       in zip(itertools.count(), whole, strict=False)])
    updated = time.perf_counter() - start
    store.close()
    return inserted, updated


def test_capture(folder: Path, record_property):
    bare = captured(folder, "bare", silent=True, through_store=False)
    raw = captured(folder, "raw", silent=False, through_store=False)
    record_property("bench", ("raw insert with triggers, without", raw[0], bare[0], "s"))
    record_property("bench", ("raw bulk update with triggers, without", raw[1], bare[1], "s"))



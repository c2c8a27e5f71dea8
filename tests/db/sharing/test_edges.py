"""Erasures, newer files, copied laptops, interruptions and any SQL at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from db import engine, journal, replica, shape
from db.merging.cells import LIFE
from db.merging.opened import fold, raw_of
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.market import Channel
from kamdesk.records.numbering import field_numbers
from kamdesk.records.territories import Territory
from kamdesk.sharing.exchange import APPLIED, FORK, NEWER, ZONE, Share
from kamdesk.sharing.manifest import of_lines
from tests.db.files import DOORS
from tests.db.sharing.laptop import Laptop, template

STOPS = 400 if os.environ.get("KAMDESK_FULL") else 12
WORDS = st.sampled_from(("", "a", "Ñandú", "x'y", "«z»"))
IDS = st.sampled_from(("1a", "1b", "2a", "1t", "2t"))


@pytest.fixture
def other(empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    path = tmp_path / "other.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    yield store
    store.close()


def pack(store: BaseStore, name: str = "cambios.sqlite") -> Path:
    return DOORS.send(store, Share(to="Marta"), store.path.with_name(name), seal=None).path


def hand(store: BaseStore, other: BaseStore, name: str = "cambios.sqlite") -> None:
    DOORS.apply(other, DOORS.examine(other, pack(store, name)))


def everything(store: BaseStore) -> dict[str, list[Any]]:
    """Every row of every table but what is only remembered for speed."""
    with store.writer.begin():
        raw = raw_of(store)
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'"
                                                 " AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        return {name: sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"').fetchall())) for name in names}


def test_what_is_erased_is_erased_everywhere(base: BaseStore, other: BaseStore):
    contact = base.find(Contact)[0]
    App(base).run(save, record=replace(contact, consent="pending", phone="555 0001"))
    hand(base, other)
    App(other).run(save, record=replace(other.get(Contact, contact.id), phone="555 0002"))
    with base.unit("erase") as unit:
        unit.erase([base.get(Contact, contact.id)], ["phone"], reason="pidió que se borre")
    assert said(base) == []
    hand(base, other, "borrado.sqlite")
    hand(other, base, "vuelta.sqlite")
    for store in (base, other):
        assert store.get(Contact, contact.id).phone == ""
        assert DOORS.conflicts(store) == []
        assert said(store) == []


def said(store: BaseStore) -> list[Any]:
    """Where a telephone number still stands."""
    with store.writer.begin():
        raw = raw_of(store)
        return [row for table in ("kd_journal", "kd_cell", "kd_alt", "kd_hist")
                for row in raw.execute(f"SELECT v FROM {table} WHERE v LIKE '555 000%'").fetchall()]


def newer(path: Path) -> None:
    """The file as a later version would make it: one more field, one schema later."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute('ALTER TABLE client ADD COLUMN "future" TEXT')
    raw.execute("INSERT INTO kd_field VALUES (2, 62, 'client', '[[\"future\", \"TEXT\"]]')")
    raw.execute("UPDATE client SET future = 'de mañana'")
    raw.execute("UPDATE kd_row SET m = m | (1 << 62) WHERE t = 2")
    raw.execute("UPDATE kd_meta SET value = value + 1 WHERE key = 'schema'")
    lines = dict(raw.execute("SELECT key, value FROM kd_meta"))
    manifest = of_lines(lines)
    manifest = replace(manifest, digests=shape.digests(raw, manifest))
    raw.execute("UPDATE kd_meta SET value = ? WHERE key = 'digests'", (dict(manifest.lines())["digests"],))
    raw.close()


def test_what_a_newer_version_knows_is_kept_and_handed_on(base: BaseStore, other: BaseStore, empty_base: Path,
                                                         tmp_path: Path):
    file = pack(base)
    newer(file)
    incoming = DOORS.examine(other, file)
    assert incoming.schema == NEWER
    DOORS.apply(other, incoming)
    third_path = tmp_path / "third.kamdesk"
    shutil.copyfile(empty_base, third_path)
    third = BaseStore(third_path)
    with third.writer.begin():
        replica.renew(third.writer)  # its file is a copy of the other one's
    hand(other, third, "relevo.sqlite")
    with third.writer.begin():
        kept = raw_of(third).execute("SELECT v, count(*) FROM kd_cell WHERE t = 2 AND f = 62 GROUP BY v").fetchall()
    assert kept == [("de mañana", 2)]
    assert third.count(Client) == 2
    third.close()


def test_what_a_newer_version_wrote_comes_alive_once_it_is_known(base: BaseStore):
    """As it lies in a base after the update: cells that were handed on, an empty new column, a kind without rows."""
    pk = base.find(Client)[0].id
    beds, name = field_numbers("client")["beds"], field_numbers("channel")["name"]
    with base.alone():
        fold(base)
    with base.writer.begin():
        raw = raw_of(base)
        for place, value in (((2, pk, beds), 120), ((Channel.kind.code, "canal", name), "Farmacias"),
                             ((Channel.kind.code, "canal", LIFE), 0)):
            raw.execute("INSERT INTO kd_cell VALUES (?, ?, ?, 7, 1, 1, 0, ?, NULL)", (*place, value))
        raw.execute("UPDATE kd_meta SET value = 'older' WHERE key = 'triggers'")
    base.close()
    with closing(BaseStore(base.path)) as updated:
        assert updated.get(Client, pk).beds == 120
        assert [each.name for each in updated.find(Channel)] == ["Farmacias"]
        assert [hit.title for hit in updated.search("farmacias")] == ["Farmacias"]
        App(updated).run(save, record=replace(updated.get(Client, pk), beds=None))
        with updated.writer.begin():
            raw_of(updated).execute("UPDATE kd_meta SET value = 'older' WHERE key = 'triggers'")
    with closing(BaseStore(base.path)) as again:
        assert again.get(Client, pk).beds is None  # written since: what was kept is no longer what stands


def test_a_copied_laptop_is_named_and_nothing_of_it_is_joined(base: BaseStore, other: BaseStore, tmp_path: Path):
    copied = tmp_path / "copied.kamdesk"
    with base.alone():
        shutil.copyfile(base.path, copied)
    clone = BaseStore(copied)
    for store, word in ((base, "uno"), (clone, "dos")):
        App(store).run(save, record=replace(store.find(Client)[0], note=word))
    hand(base, other)
    twice = DOORS.examine(other, pack(clone, "clon.sqlite"))
    before = everything(other)
    assert twice.state == FORK
    with pytest.raises(Problem, match="una base copiada"):
        DOORS.apply(other, twice)
    assert everything(other) == before
    assert DOORS.examine(base, pack(clone, "clon2.sqlite")).state == FORK
    clone.close()


def test_a_copied_laptop_is_known_inside_a_part_by_what_it_wrote(base: BaseStore, other: BaseStore, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch):
    copied = tmp_path / "copied.kamdesk"
    with base.alone():
        shutil.copyfile(base.path, copied)
    clone = BaseStore(copied)
    with base.writer.begin():
        hlc = journal.next_hlc(base.writer)
    monkeypatch.setattr(journal, "next_hlc", lambda _connection: hlc)  # both wrote in the same millisecond
    zone = base.find(Territory)[0]
    part = Share(profile=ZONE, territories=(zone.id,), to="Rosa", name="Jalisco", classes=frozenset())
    for store, at in ((base, 0), (clone, 1)):
        App(store).run(save, record=replace(store.find(Client, sort=(("name", False),))[at], note="palabra"))
    first, twice = (DOORS.examine(other, DOORS.send(store, part, tmp_path / f"{n}.sqlite", seal=None).path)
                    for n, store in enumerate((base, clone)))
    DOORS.apply(other, first)
    before = other.find(Client)
    with pytest.raises(Problem, match="una base copiada"):
        DOORS.preview(other, twice)
    assert other.find(Client) == before
    clone.close()


def test_a_restored_copy_gets_a_name_of_its_own_and_goes_on(base: BaseStore, other: BaseStore, tmp_path: Path):
    saved = DOORS.back_up(base, out=tmp_path / "saved.kamdesk")
    App(base).run(save, record=replace(base.find(Client)[0], note="después"))
    hand(base, other)
    DOORS.restore(base, saved.path)
    App(base).run(save, record=replace(base.find(Client)[1], note="otra vez"))
    hand(other, base, "vuelta.sqlite")
    hand(base, other, "sigue.sqlite")
    assert sorted(each.note for each in base.find(Client)) == sorted(each.note for each in other.find(Client)) == [
        "después", "otra vez"]
    assert DOORS.conflicts(base) == DOORS.conflicts(other) == []


@contextmanager
def stopped(raw: Any, after: int | None) -> Iterator[list[int]]:
    """The database gives up once, after so many steps of its machine; how many there were."""
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return int(after is not None and steps[0] == after + 1)

    raw.set_progress_handler(step, 20)
    try:
        yield steps
    finally:
        raw.set_progress_handler(None, 0)


def test_interrupted_anywhere_nothing_changed(base: BaseStore, other: BaseStore):
    incoming = DOORS.examine(other, pack(base))
    before = everything(other)
    with stopped(raw_of(other), None) as every:
        DOORS.preview(other, incoming)
    halted = 0
    for part in range(STOPS):
        with stopped(raw_of(other), every[0] * part // STOPS), suppress(engine.DatabaseError, DBAPIError):
            DOORS.apply(other, incoming)
        changed = [name for name, rows in everything(other).items() if rows != before[name]]
        halted += not changed
        if changed:  # the step given up was one that may be, such as a setting of the file that is thrown away
            break
    else:
        DOORS.apply(other, incoming)
    assert halted > STOPS // 3
    assert (other.count(Client), DOORS.check(other)) == (2, [])
    assert DOORS.examine(other, incoming.path).state == APPLIED


def test_an_interrupted_file_is_not_there_and_the_next_one_is_whole(base: BaseStore, tmp_path: Path):
    out = tmp_path / "out.sqlite"
    with stopped(raw_of(base), None) as every:
        DOORS.summary(base, Share())
    for part in range(0, STOPS, 2):
        with stopped(raw_of(base), every[0] * part // STOPS), suppress(engine.DatabaseError, DBAPIError):
            DOORS.send(base, Share(to="Marta"), out, seal=None)
        assert list(tmp_path.glob(".out*")) == []
        if out.exists():
            assert DOORS.examine(base, out).counts["client"] == 2
            out.unlink()


STATEMENTS = st.one_of(
    st.tuples(st.just("INSERT OR IGNORE INTO client (id, name, note) VALUES (:a, :b, :c)"), IDS, WORDS, WORDS),
    st.tuples(st.just("INSERT OR IGNORE INTO territory (id, name, code) VALUES (:a, :b, :c)"), IDS, WORDS, WORDS),
    st.tuples(st.just("INSERT OR REPLACE INTO invoice (id, number, currency) VALUES (:a, :b, :c)"), IDS, WORDS, WORDS),
    st.tuples(st.just("UPDATE client SET name = :b, tax_id = :c"), IDS, WORDS, WORDS),
    st.tuples(st.just("UPDATE client SET status = :b, status_reason = :c WHERE id >= :a"), IDS, WORDS, WORDS),
    st.tuples(st.just("UPDATE invoice SET amount = length(:b), currency = :c WHERE id = :a"), IDS, WORDS, WORDS),
    st.tuples(st.just("UPDATE client SET name = upper(name), note = NULL WHERE id = :a"), IDS, WORDS, WORDS),
    st.tuples(st.just("DELETE FROM invoice WHERE id <= :a"), IDS, WORDS, WORDS),
    st.tuples(st.just("DELETE FROM client WHERE id = :a"), IDS, WORDS, WORDS),
    st.tuples(st.just("DELETE FROM territory WHERE name = :b"), IDS, WORDS, WORDS),
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("any"))


@settings(max_examples=40)
@given(transactions=st.lists(st.lists(STATEMENTS, min_size=1, max_size=6), min_size=1, max_size=6),
       folds=st.sets(st.integers(0, 5)))
def test_any_sql_in_an_empty_base_makes_the_same(start: Path, transactions: list[list[Any]], folds: set[int]):
    one, two = Laptop("A", start), Laptop("B", start)
    try:
        for number, statements in enumerate(transactions):
            one.do(number, *((sql, {"a": id_, "b": text, "c": more}) for sql, id_, text, more in statements))
            if number in folds:
                one.fold()
        two.receive(one.export(part=False, since={}))
        assert two.table() == one.table()
        two.check("any SQL")
    finally:
        for laptop in (one, two):
            laptop.close()
            laptop.path.unlink()

"""The example region, with records of nearly every kind, handed over whole and as a zone without anything secret."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.merging.cells import cells, columns, shared_kinds
from db.merging.opened import raw_of
from db.store import BaseStore
from kamdesk.kinds import Kind
from kamdesk.records.territories import Territory
from kamdesk.sharing.exchange import ZONE, Share
from tests.db.files import DOORS

NEVER = ("sales_record", "batch")  # the import a sale came in is of one laptop


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[BaseStore]:
    path = tmp_path / "demo.kamdesk"
    shutil.copyfile(demo_file, path)
    store = BaseStore(path)
    yield store
    store.close()


@pytest.fixture
def other(empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    path = tmp_path / "other.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    yield store
    store.close()


def hand(store: BaseStore, other: BaseStore, share: Share) -> None:
    path = DOORS.send(store, share, store.path.with_name("file.sqlite"), seal=None).path
    DOORS.apply(other, DOORS.examine(other, path))


def rows(store: BaseStore, kind: Kind) -> list[Any]:
    listed = ", ".join(f'"{name}"' for name in ("id", *columns(kind)) if (kind.name, name) != NEVER)
    team = " WHERE scope = 'team'" if kind.name == "setting" else ""
    with store.writer.begin():
        found: list[Any] = raw_of(store).execute(f'SELECT {listed} FROM "{kind.name}"{team} ORDER BY id').fetchall()
    return found


def test_a_whole_file_is_the_whole_region(demo: BaseStore, other: BaseStore):
    hand(demo, other, Share(to="Marta"))
    filled = 0
    for kind in shared_kinds():
        ours = rows(demo, kind)
        assert rows(other, kind) == ours, kind.name
        filled += bool(ours)
    assert filled > 90
    assert DOORS.conflicts(other) == []
    hand(other, demo, Share(to="Laura"))
    assert DOORS.conflicts(demo) == []


def test_a_zone_without_secrets_has_none(demo: BaseStore, other: BaseStore):
    zone = demo.find(Territory, level="zone")[0]
    hand(demo, other, Share(profile=ZONE, territories=(zone.id,), to="Rosa", classes=frozenset()))
    with other.writer.begin():
        raw = raw_of(other)
        for kind in shared_kinds():
            for cell in cells(kind):
                if cell.klass:
                    filled = " OR ".join(f'"{name}" IS NOT NULL' for name in cell.columns if name not in cell.flags)
                    told = raw.execute(f'SELECT count(*) FROM "{kind.name}" WHERE {filled or "0"}').fetchone()
                    assert told == (0,), f"{kind.name}.{cell.name}"
    assert [each.message for each in DOORS.check(other)] == []
    assert 0 < other.count(Territory) < demo.count(Territory)

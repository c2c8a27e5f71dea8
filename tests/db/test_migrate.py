"""Older bases are brought up to date in one transaction after a backup; newer and foreign files stay untouched."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from db import backup, engine, migrate, schema
from db.store import BaseStore
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from tests.db.files import DOORS
from tests.shared import DATA, needs_data

NOW = schema.VERSION
KEPT = sorted((Path(__file__).parent / "kept").glob("base_v*.kamdesk.gz"))
REBUILD = """
def upgrade(op):
    with op.batch_alter_table("client", recreate="always") as table:
        table.alter_column("note", server_default="-")
"""
TRIGGERS = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'client'"
RENAME = """
def upgrade(op):
    op.execute("UPDATE client SET name = name || 'X'")
"""
BROKEN_REFERENCE = """
def upgrade(op):
    op.execute("DELETE FROM territory")
"""
FAILING = """
def upgrade(op):
    op.execute("UPDATE client SET name = 'changed'")
    raise RuntimeError("stop here")
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    folder.mkdir()
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    raw = engine.look(path, None)
    found = raw.execute(sql).fetchall()
    raw.close()
    return [tuple(row) for row in found]


def test_a_table_is_rebuilt_and_its_children_stay(base: BaseStore, steps: Path):
    base.close()
    (steps / f"v{NOW + 1:04}_note.py").write_text(REBUILD)
    before = rows(base.path, "SELECT id, name, territory FROM client ORDER BY id")
    children = rows(base.path, "SELECT id, party FROM contact")
    triggers = rows(base.path, TRIGGERS)
    migrate.bring_up(base.path, None, steps=steps, target=NOW)  # nothing to do
    assert migrate.version_of(base.path, None) == NOW
    migrate.bring_up(base.path, None, steps=steps, target=NOW + 1)
    assert migrate.version_of(base.path, None) == NOW + 1
    assert rows(base.path, "SELECT id, name, territory FROM client ORDER BY id") == before
    assert rows(base.path, "SELECT id, party FROM contact") == children
    assert rows(base.path, TRIGGERS) == triggers
    assert rows(base.path, "PRAGMA foreign_key_check") == []
    assert backup.backups(base.path) != []


def test_steps_run_in_order_and_once(base: BaseStore, steps: Path):
    base.close()
    (steps / f"v{NOW + 2:04}_b.py").write_text(RENAME.replace("X", "3"))
    (steps / f"v{NOW + 1:04}_a.py").write_text(RENAME.replace("X", "2"))
    migrate.bring_up(base.path, None, steps=steps, target=NOW + 2)
    migrate.bring_up(base.path, None, steps=steps, target=NOW + 2)
    assert sorted(rows(base.path, "SELECT name FROM client")) == [("Clínica <b>Ñandú</b>23",), ("Hospital Ángeles23",)]
    lines = rows(base.path, "SELECT count(*) FROM kd_journal WHERE f > 0 AND t = 2")
    assert lines == [(0,)]  # capture was off


@pytest.mark.parametrize(("step", "message"), [(BROKEN_REFERENCE, "references"), (FAILING, "stop here"),
                                               (None, "no step")])
def test_a_failing_step_leaves_the_base_as_it_was(base: BaseStore, steps: Path, step: str | None, message: str):
    base.close()
    if step:
        (steps / f"v{NOW + 1:04}_bad.py").write_text(step)
    before = rows(base.path, "SELECT * FROM client ORDER BY id")
    with pytest.raises(RuntimeError, match=message):
        migrate.bring_up(base.path, None, steps=steps, target=NOW + 1)
    assert rows(base.path, "SELECT * FROM client ORDER BY id") == before
    again = BaseStore(base.path)
    assert again.count(Client) == 2
    again.close()


def test_alembic_is_imported_only_when_the_file_is_older(base: BaseStore):
    code = ("import sys; from pathlib import Path; from db.store import BaseStore;"
            f" BaseStore(Path({str(base.path)!r})).close(); print('alembic' in sys.modules)")
    base.close()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "False"


def test_a_newer_base_is_refused_untouched(base: BaseStore):
    with base.writer.begin():
        base.writer.exec_driver_sql("UPDATE kd_meta SET value = ? WHERE key = 'schema'", (schema.VERSION + 1,))
    base.close()
    before = digest(base.path)
    with pytest.raises(Problem, match=r"Kamdesk más nuevo|más nueva"):
        DOORS.open(base.path)
    assert digest(base.path) == before


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_the_bases_of_older_versions_keep_every_value(tmp_path: Path, kept: Path):
    path = tmp_path / "base.kamdesk"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    there = {name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = [name for name in schema.tables().tables if name in there]
    before = {name: rows(path, f'SELECT * FROM "{name}" ORDER BY id') for name in names}
    migrate.bring_up(path, None)
    assert migrate.version_of(path, None) == NOW
    assert sum(map(len, before.values())) > 6
    assert {name: [line[:len(before[name][0])] for line in rows(path, f'SELECT * FROM "{name}" ORDER BY id')]
            for name in names if before[name]} == {name: found for name, found in before.items() if found}
    assert [len(rows(path, f'SELECT * FROM "{name}"')) for name in names] == list(map(len, before.values()))
    assert rows(path, "PRAGMA foreign_key_check") == []


@needs_data
@pytest.mark.parametrize("name", ["Chinook_Sqlite.sqlite", "EssentialSQL.db", "lodiser.db", "northwind.db"])
def test_a_foreign_database_is_refused_untouched(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes((DATA / "sqlite" / name).read_bytes())
    before = digest(path)
    with pytest.raises(Problem, match="no es una base de Kamdesk"):
        DOORS.open(path)
    assert digest(path) == before
    assert not (tmp_path / f"{name}-journal").exists()


def test_text_called_base_is_refused(tmp_path: Path):
    path = tmp_path / "notes.kamdesk"
    path.write_text("Hola " * 500)
    with pytest.raises(Problem):
        DOORS.open(path, passphrase="cualquiera")
    assert path.read_text() == "Hola " * 500

"""Two programs, read-only folders, private files: nobody writes over anybody, nobody else reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import engine
from db.store import BaseStore
from kamdesk.problems import Problem
from tests.db.files import DOORS, filled, mode

HOLD = """
import sys, time
from pathlib import Path
from db import engine
lock = engine.Lock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_program_is_refused_and_changes_nothing(base_path: Path):
    store = BaseStore(base_path)
    with pytest.raises(Problem, match="abierto con esta base"):
        BaseStore(base_path)
    with pytest.raises(Problem, match="abierto con esta base"):
        DOORS.restore_at(base_path, _copy(base_path))
    store.close()
    BaseStore(base_path).close()


def _copy(path: Path) -> Path:
    copy = path.with_name("copy.kamdesk")
    copy.write_bytes(path.read_bytes())
    return copy


def test_a_lock_of_a_dead_program_does_not_hold(base_path: Path):
    dead = subprocess.Popen([sys.executable, "-c", HOLD, str(base_path)], stdout=subprocess.PIPE, text=True)
    assert dead.stdout is not None
    assert dead.stdout.readline() == "held\n"
    with pytest.raises(Problem, match="abierto con esta base"):
        engine.Lock(base_path)
    dead.kill()
    dead.wait()
    dead.stdout.close()
    store = BaseStore(base_path)
    assert store.undo_step() is None
    store.close()


def test_all_files_are_private_whatever_the_umask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = os.umask(0o022)
    try:
        store = filled(tmp_path / "base.kamdesk")
        DOORS.back_up(store)
        DOORS.back_up(store, out=tmp_path / "copy.kamdesk")
        DOORS.share(store, tmp_path / "out.sqlite", to="Marta", plain=True)
        DOORS.set_passphrase(store, "una clave larga")
        DOORS.restore(store, DOORS.backups(store)[0].path)
        store.close()
    finally:
        os.umask(before)
    modes = {path.name: mode(path) for path in tmp_path.rglob("*") if path.is_file()}
    assert set(modes.values()) == {"600"}, modes


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root writes everywhere")
def test_a_read_only_folder_is_named(base_path: Path):
    base_path.parent.chmod(0o500)
    try:
        with pytest.raises(Problem, match="No se puede escribir en la carpeta"):
            BaseStore(base_path)
    finally:
        base_path.parent.chmod(0o700)


def test_a_folder_that_is_gone_is_a_problem(base_path: Path, tmp_path: Path):
    store = BaseStore(base_path)
    with pytest.raises(Problem, match="carpeta"):
        DOORS.back_up(store, out=tmp_path / "gone" / "copy.kamdesk")
    store.close()

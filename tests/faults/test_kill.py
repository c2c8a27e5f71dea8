"""kill -9 at any moment: what was acknowledged is there, nothing is there in part, and files are whole."""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import copies, engine
from db.store import BaseStore
from kamdesk.records.clients import Client
from kamdesk.records.territories import Territory
from tests.db.files import DOORS, filled
from tests.faults import files

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.files", "db.migrate", "db.restoring", "db.export"])
FULL = bool(os.environ.get("KAMDESK_FULL"))
COMMITS, HANDLINGS = (1_000, 300) if FULL else (60, 5)


def kill(work: Callable[..., None], *given: Any, after: float) -> list[int]:
    """Run ``work`` in a child, kill it some time after its first acknowledgement, and return all of them."""
    ours, theirs = SERVER.Pipe(duplex=False)
    child = SERVER.Process(target=work, args=(given[0], theirs, *given[1:]))
    child.start()
    theirs.close()
    assert ours.poll(30)
    time.sleep(after)
    child.kill()
    child.join()
    said = []
    while ours.poll():
        try:
            said.append(ours.recv())
        except EOFError:
            break
    ours.close()
    child.close()
    return said


def test_no_commit_is_lost_or_partial(base_path: Path):
    chance = random.Random(1)
    promised: set[int] = set()
    for _time in range(COMMITS):
        start = max(promised, default=0) + 1
        promised |= set(kill(files.commit, base_path, start * 1000, after=chance.uniform(0, 0.04)))
        raw = engine.look(base_path, None)
        assert raw.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        names = {name for (name,) in raw.execute("SELECT name FROM territory")}
        born = raw.execute("SELECT count(*) FROM kd_journal WHERE t = 1 AND f = -1").fetchone()[0]
        raw.close()
        assert {f"{number} {half}" for number in promised for half in "ab"} <= names
        first, second = ({name[:-2] for name in names if name.endswith(half)} for half in "ab")
        assert first == second
        assert born == len(names)
    store = BaseStore(base_path)
    assert len(promised) >= COMMITS
    assert store.count(Territory) == len(names)
    assert DOORS.check(store) == []
    store.close()


def test_backup_restore_and_export_leave_the_old_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "base.kamdesk"
    filled(path).close()
    chance = random.Random(2)
    for _time in range(HANDLINGS):
        kill(files.handle_files, path, str(tmp_path / "state"), after=chance.uniform(0, 0.6))
        store = BaseStore(path)
        assert store.count(Client) == 2
        made = DOORS.backups(store)
        store.close()
        assert all(copies.verify(each.path, None).counts["client"] == 2 for each in made)
        if (tmp_path / "out.sqlite").exists():
            connection = sqlite3.connect(tmp_path / "out.sqlite")
            assert connection.execute("SELECT count(*) FROM client").fetchone() == (2,)
            connection.close()

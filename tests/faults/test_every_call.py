"""Killed at a system call, or refused one: whatever the moment, a base is as it was or as it should become.

strace makes the calls that write stop the child (SIGKILL), or answers them with an I/O error or a full disk, once each.
A few of them in the short run, some hundreds with ``--full``: every sync, rename and removal, and writes from first to
last.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from db import copies, engine
from db.store import BaseStore
from kamdesk.records.clients import Client
from kamdesk.records.territories import Territory
from kamdesk.sharing.exchange import Share
from tests.db.files import DOORS, filled
from tests.faults import operations

CALLS = ("pwrite64", "fsync", "rename", "ftruncate", "unlink", "openat", "write", "fdatasync", "sendfile",
         "copy_file_range")
MOST = 40  # of one sort in the long run: a migration alone writes 1,600 pages
FULL = bool(os.environ.get("KAMDESK_FULL"))
POINTS = {"signal=SIGKILL": 2, "error=EIO": 1, "error=ENOSPC": 0}  # of each operation in the short run
SERVER: ForkServerContext = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.operations", "tests.faults.files", "db.restoring", "db.backup",
                               "kamdesk.sheets.child"])


class State(NamedTuple):
    """What a base holds: its version, the names of its clients, and how many lines its journal has."""

    version: int
    clients: frozenset[str]
    lines: int


def traceable() -> bool:
    """Whether this system lets us watch the system calls of our own children."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-q", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not traceable(), reason="strace is not installed, or may not trace (ptrace)")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a base and what each operation needs beside it; copy it."""
    folder = tmp_path_factory.mktemp("ready") / "folder"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        store = filled(folder / "base.kamdesk")
        DOORS.back_up(store, out=folder / "older.kamdesk")
        with store.unit("rename") as uow:
            for client in uow.find(Client):
                uow.change(client, name=f"{client.name} 2")
        store.close()
    theirs = BaseStore(folder / "theirs.kamdesk")
    with theirs.unit("add") as uow:
        zone = uow.add(Territory(name="Colima", level="zone"))
        uow.add(Client(name="Clínica de Marta", category="clinic", status="prospect", territory=zone.id))
    DOORS.send(theirs, Share(to="Laura"), folder / "theirs.sqlite", seal=None)
    theirs.close()
    (folder / "theirs.kamdesk").unlink()
    (folder / "clients.csv").write_text(operations.SHEET, encoding="utf-8")
    (folder / "steps").mkdir()
    (folder / "steps" / f"v{operations.NEXT:04}_names.py").write_text(operations.STEP, encoding="utf-8")
    return folder


def started(folder: Path, name: str, log: Path, *more: str) -> tuple[BaseProcess, Any, subprocess.Popen[bytes]]:
    """A child that waits at the door of an operation, and strace beside it, watching."""
    ours, theirs = SERVER.Pipe()
    child = SERVER.Process(target=operations.run, args=(folder / "base.kamdesk", theirs, name))
    child.start()
    theirs.close()
    assert ours.recv() == "ready"
    trace = ["strace", "-f", "-q", "-o", str(log), "-p", str(child.pid), "-e", f"trace={','.join(CALLS)}", *more]
    watching = subprocess.Popen(trace, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{child.pid}/status")
    while not re.search(r"TracerPid:\t[1-9]", status.read_text(encoding="ascii")):
        time.sleep(0.005)
    ours.send("go")
    return child, ours, watching


def ended(child: BaseProcess, ours: Any, watching: subprocess.Popen[bytes]) -> str:
    """What the child said last, «» when it could not."""
    child.join(60)
    watching.wait(60)
    said = ""
    try:
        while ours.poll():
            said = ours.recv()
    except (EOFError, ConnectionResetError):
        pass  # it was killed before it could speak
    ours.close()
    return said


def play(ready: Path, tmp_path: Path, name: str, *more: str) -> tuple[Path, str, Counter[str]]:
    """An operation in a fresh folder: the folder, how it ended, and the system calls it made."""
    folder = tmp_path / "play"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ready, folder)
    log = tmp_path / "calls.txt"
    said = ended(*started(folder, name, log, *more))
    return folder, said, Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(encoding="utf-8"), re.MULTILINE))


def points(calls: Counter[str], few: int) -> list[tuple[str, int]]:
    """Calls of every sort, at most ``MOST`` of each, from the first to the last; in a short run ``few`` in all."""
    if not FULL:
        sorts = [call for call in CALLS if calls[call]]
        return [(call, (calls[call] + 1) // 2) for call in sorts[:few]]
    return [(call, at) for call, count in sorted(calls.items()) for at in _spread(count)]


def _spread(count: int) -> list[int]:
    """Numbers from 1 to a count, the first and the last among them."""
    if count <= MOST:
        return list(range(1, count + 1))
    return [1 + step * (count - 1) // (MOST - 1) for step in range(MOST)]


def state_of(path: Path) -> State:
    """What a base holds after SQLite rolled back what was left in the middle; it must be whole."""
    raw = engine.connect(path, None)
    assert raw.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    names = frozenset(name for (name,) in raw.execute("SELECT name FROM client"))
    version, = raw.execute("SELECT value FROM kd_meta WHERE key = 'schema'").fetchone()
    lines, = raw.execute("SELECT count(*) FROM kd_journal").fetchone()
    raw.close()
    return State(version, names, lines)


@pytest.mark.parametrize("name", operations.OPERATIONS)
def test_old_or_new_whatever_the_call(ready: Path, tmp_path: Path, name: str) -> None:
    old = state_of(Path(shutil.copytree(ready, tmp_path / "old")) / "base.kamdesk")
    folder, said, calls = play(ready, tmp_path, name)
    assert said == "done"
    new = state_of(folder / "base.kamdesk")
    assert (old == new) == (name == "backup")
    for fault, few in POINTS.items():
        for call, at in points(calls, few):
            folder, said, _calls = play(ready, tmp_path, name, "-e", f"inject={call}:{fault}:when={at}")
            where = f"{name}: {fault} at {call} {at}: {said}"
            now = state_of(folder / "base.kamdesk")
            assert now in {old, new}, where
            assert now == new or said != "done", where
            whole_files(folder, where)
            again(folder, name, new)


def whole_files(folder: Path, where: str) -> None:
    """A copy or a file that bears its name is whole; nothing else that looks like a base lies about."""
    made = [*folder.rglob("made.kamdesk"), *folder.rglob("state/**/*.kamdesk")]
    for path in made:
        assert copies.verify(path, None).counts["client"] == 2, where
    if (folder / "sent.sqlite").exists():
        with closing(sqlite3.connect(folder / "sent.sqlite")) as sent:
            assert sent.execute("SELECT count(*) FROM client").fetchone() == (2,), where


def again(folder: Path, name: str, new: State) -> None:
    """The next start is an ordinary one, and the same work then comes to its end, once."""
    operations.OPERATIONS[name](folder / "base.kamdesk")
    after = state_of(folder / "base.kamdesk")
    assert (after.version, after.clients) == (new.version, new.clients)
    if name != "migration":  # a later version than the one that runs here
        store = BaseStore(folder / "base.kamdesk")
        assert DOORS.check(store) == []
        store.close()

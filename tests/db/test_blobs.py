"""Contents beside the base: once each, under its key, through a change of password, a backup, a restore, a crash."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import backup, blobs, checking, copies, mending, restoring
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.documents import attach_file
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.documents import Attachment
from kamdesk.records.team import Person

CANARY = b"canary of a contract, 4,711 boxes at 12.50"
MONTH = 31 * 24 * 3600


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file of somebody."""
    path = tmp_path / "papers" / "Contrato.pdf"
    path.parent.mkdir()
    path.write_bytes(CANARY)
    return path


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[BaseStore]:
    """A base with a password."""
    folder = tmp_path / "locked"
    folder.mkdir()
    store = BaseStore(folder / "base.kamdesk", passphrase="correct horse")
    yield store
    store.close()


def attach(store: BaseStore, paper: Path) -> Attachment:
    """The file, attached to a person."""
    app = App(store)
    person = app.store.find(Person) or [_person(app)]
    return app.run(attach_file, about=Link("person", person[0].id), path=paper, category="contract")


def _person(app: App) -> Person:
    return app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))


def holds_canary(folder: Path) -> list[Path]:
    """The files under a folder that hold the canary as it is."""
    return [path for path in folder.rglob("*") if path.is_file() and CANARY in path.read_bytes()]


def test_kept_once_with_modes(store: BaseStore, paper: Path) -> None:
    """One file of 0600 in a folder of 0700, however often it is put."""
    first, again = store.blobs.put(paper), store.blobs.put(paper)
    assert first == again
    assert (first.size, first.type) == (len(CANARY), "application/pdf")
    assert [path.name for path in store.blobs.folder.iterdir()] == [first.sha256]
    assert stat.S_IMODE(store.blobs.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.blobs.path(first.sha256).stat().st_mode) == 0o600
    assert store.blobs.open(first.sha256) == CANARY


def test_export(store: BaseStore, paper: Path, tmp_path: Path) -> None:
    """A content comes out as it went in, for its owner only."""
    out = tmp_path / "out.pdf"
    store.blobs.export(store.blobs.put(paper).sha256, out)
    assert out.read_bytes() == CANARY
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_no_plain_bytes_under_a_password(locked: BaseStore, paper: Path) -> None:
    """Neither the base nor its contents nor its backups hold the canary as it is."""
    attached = attach(locked, paper)
    made = backup.back_up(locked)
    assert locked.blobs.open(attached.sha256) == CANARY
    assert holds_canary(locked.path.parent) == []
    assert holds_canary(made.path.parent) == []


def test_altered_content_is_refused(locked: BaseStore, store: BaseStore, paper: Path) -> None:
    """One bit more or less and it is not given out, with or without a password."""
    for each in (locked, store):
        path = each.blobs.path(each.blobs.put(paper).sha256)
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        with pytest.raises(Problem, match="alteró"):
            each.blobs.open(path.name[:64])


def test_no_way_out_of_the_folder(store: BaseStore) -> None:
    """A digest from outside is no path."""
    with pytest.raises(Problem):
        store.blobs.open("../base.kamdesk")


@pytest.mark.parametrize("fixture", ["store", "locked"])
def test_change_of_password(fixture: str, paper: Path, request: pytest.FixtureRequest) -> None:
    """The same contents under the new key, nothing left of the old one."""
    store: BaseStore = request.getfixturevalue(fixture)
    attached = attach(store, paper)
    restoring.set_passphrase(store, "another horse", "correct horse" if store.encrypted else None)
    assert store.blobs.open(attached.sha256) == CANARY
    assert len(list(store.blobs.folder.iterdir())) == 1
    assert holds_canary(store.blobs.folder) == []


def test_password_not_changed_after_all(store: BaseStore, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that fails leaves the contents readable as before, and none under the key that never came."""
    attached = attach(store, paper)

    def failing(*_args: object, **_named: object) -> None:
        raise Problem("no room")

    monkeypatch.setattr(backup, "back_up", lambda _store: None)
    monkeypatch.setattr(copies, "copy", failing)
    with pytest.raises(Problem, match="no room"):
        restoring.set_passphrase(store, "another horse")
    assert store.blobs.open(attached.sha256) == CANARY
    assert [path.name for path in store.blobs.folder.iterdir()] == [attached.sha256]


def test_backups_share_contents_but_not_with_the_base(store: BaseStore, paper: Path) -> None:
    """The second backup names the same file as the first; the base has its own."""
    attached = attach(store, paper)
    first, second = backup.back_up(store), backup.back_up(store)
    places = [blobs.folder_of(each.path) / attached.sha256 for each in (first, second)]
    assert places[0].samefile(places[1])
    assert not places[0].samefile(store.blobs.path(attached.sha256))


def test_contents_go_with_their_backup(store: BaseStore, paper: Path) -> None:
    """A folder whose backup is gone is cleared away by the next one."""
    attach(store, paper)
    first = backup.back_up(store)
    first.path.unlink()
    second = backup.back_up(store)
    assert [path for path in second.path.parent.iterdir() if path.is_dir()] == [blobs.folder_of(second.path)]


def test_restore_brings_contents_back(store: BaseStore, paper: Path, tmp_path: Path) -> None:
    """A content lost from the base comes back with the backup, and under the password that the base has now."""
    attached = attach(store, paper)
    out = tmp_path / "copy" / "mine.kamdesk"
    out.parent.mkdir()
    backup.back_up_to(store, out)
    restoring.set_passphrase(store, "another horse")
    store.blobs.drop(attached.sha256)
    restoring.restore(store, out)
    assert store.encrypted
    assert store.blobs.open(attached.sha256) == CANARY
    assert holds_canary(store.blobs.folder) == []


def test_check_lists_lost_and_altered(store: BaseStore, paper: Path) -> None:
    """What a file names and is not there is listed with the file."""
    attached = attach(store, paper)
    assert checking.check(store) == []
    store.blobs.path(attached.sha256).write_bytes(b"something else")
    found = checking.check(store)
    assert [(each.code, each.kind, each.id, each.mendable) for each in found] == [
        (checking.CONTENT, "attachment", attached.id, False)]


def test_orphans_are_mended_after_a_month(store: BaseStore, paper: Path) -> None:
    """A content nobody names stays for a month, for a step that is done again, and is then cleared away."""
    kept = store.blobs.put(paper)
    assert checking.check(store) == []
    path = store.blobs.path(kept.sha256)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - MONTH))
    found = checking.check(store)
    assert [each.code for each in found] == [checking.ORPHAN]
    assert mending.mend(store, found) == 1
    assert not path.exists()
    assert checking.check(store) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.documents import attach_file
from kamdesk.fields import Link
store = BaseStore(Path(sys.argv[1]), create=False)
put = store.blobs.__class__.put
def dying(self, path):
    put(self, path)
    os.kill(os.getpid(), signal.SIGKILL)
store.blobs.__class__.put = dying
App(store).run(attach_file, about=Link("person", sys.argv[3]), path=Path(sys.argv[2]))
"""


def test_killed_between_content_and_row(store: BaseStore, paper: Path) -> None:
    """The content is on the disk, no row names it, and attaching again just works."""
    person = _person(App(store))
    store.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.path), str(paper), person.id],
                          cwd=Path(__file__).parents[2], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    again = BaseStore(store.path, create=False)
    try:
        assert again.find(Attachment) == []
        assert len(list(again.blobs.kept())) == 1
        assert checking.check(again) == []
        assert again.blobs.open(attach(again, paper).sha256) == CANARY
    finally:
        again.close()

"""Backups: made and verified outside the data folder, thinned as they grow old, listed."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from db import blobs, copies
from kamdesk import clock
from kamdesk.doors import Backup
from kamdesk.files import backups_home
from kamdesk.methods import thinning
from kamdesk.problems import Problem
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore

STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(?P<stem>.+)\.(?P<at>\d{8}T\d{12}Z)\.(?P<seq>\d+)\.kamdesk")


def folder_of(path: Path, chosen: str = "") -> Path:
    """Where the backups of a base lie: in the folder of the setting or of the program, one folder a base."""
    where = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return (Path(chosen) if chosen else backups_home()) / f"{path.stem}-{where}"


def back_up(store: BaseStore) -> Backup:
    """A verified copy of an open base in its folder; only then old copies go."""
    with store.alone():
        return back_up_file(store.path, store.key, store.setting("backup_folder"))


def back_up_to(store: BaseStore, out: Path) -> Backup:
    """A verified copy where the person wants it."""
    with store.alone():
        store.blobs.copy_to(blobs.folder_of(out))
        found = copies.copy(store.path, store.key, out)
    return Backup(out, clock.now(), out.stat().st_size, found.seq)


def back_up_file(path: Path, key: str | None, chosen: str = "") -> Backup:
    """A verified copy of a base that nobody writes."""
    folder = folder_of(path, chosen)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(_("The backup folder {folder} cannot be used. Choose another one in Settings.",
                        folder=str(folder))) from error
    at = clock.now()
    with copies.looked(path, key) as raw:
        seq = copies.last_line(raw)
    target = folder / f"{path.stem}.{at.strftime(STAMP)}.{seq}.kamdesk"
    # Contents first: a base never lies there without what its rows name.
    newest = max(_in(folder), key=lambda each: each.at, default=None)
    blobs.FileBlobs(blobs.folder_of(path), key).copy_to(
        blobs.folder_of(target), like=blobs.folder_of(newest.path) if newest else None)
    copies.copy(path, key, target)
    _thin(folder, at)
    return Backup(target, at, target.stat().st_size, seq)


def backups(path: Path, chosen: str = "") -> list[Backup]:
    """The backups of a base, newest first."""
    return sorted(_in(folder_of(path, chosen)), key=lambda each: each.at, reverse=True)


def back_up_if_due(store: BaseStore, *, starting: bool) -> Backup | None:
    """A backup when something was written since the last one and, but at the start, that one is old enough."""
    made = backups(store.path, store.setting("backup_folder"))
    every = datetime.timedelta(minutes=store.setting("backup_minutes"))
    recent = bool(made) and not starting and clock.now() - made[0].at < every
    if recent or (made and made[0].seq == store.last_line):
        return None
    return back_up(store)


def _in(folder: Path) -> Iterator[Backup]:
    for path in folder.glob("*.kamdesk"):
        match = _NAME.fullmatch(path.name)
        if match:
            at = datetime.datetime.strptime(match["at"], STAMP).replace(tzinfo=datetime.UTC)
            yield Backup(path, at, path.stat().st_size, int(match["seq"]))


def _thin(folder: Path, now: datetime.datetime) -> None:
    made = list(_in(folder))
    kept = thinning.keep((each.at for each in made), now.astimezone())
    for each in made:
        if each.at not in kept:
            each.path.unlink(missing_ok=True)
    for contents in folder.glob("*.kamdesk.files"):
        if not contents.with_suffix("").exists():  # its base was thinned, or a crash came before it was made
            shutil.rmtree(contents)

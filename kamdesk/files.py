"""Writing a file so that a crash, a full disk or an antivirus leaves the old one or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from kamdesk.problems import Problem
from kamdesk.words import _

ATTEMPTS = 10
PAUSE = 0.05  # seconds after the first refusal, growing by as much each time


def backups_home() -> Path:
    """Where backups lie unless the person chose another folder: away from the bases themselves."""
    import platformdirs

    return platformdirs.user_state_path("Kamdesk", appauthor=False) / "backups"


def write_atomically(path: str | Path, write: Callable[[BinaryIO], None]) -> None:
    """Let ``write`` fill the file at ``path``, all of it or nothing; whatever ``write`` raises passes through.

    Raises Problem when the disk is full, the folder cannot be written or the target is in use.
    """
    with in_place_of(Path(path)) as temporary, temporary.open("r+b") as file:
        write(file)


@contextlib.contextmanager
def in_place_of(target: Path) -> Iterator[Path]:
    """An empty temporary file (0600) beside ``target`` to be filled; it takes its place for good when the block ends.

    Flushed and synced with its folder before it counts as written; removed on any error. Problems as above.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _problem(error, target) from error
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        _sync(temporary, os.O_RDWR)
        _replace(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _problem(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _replace(temporary: Path, target: Path) -> None:
    """An antivirus or an indexer may hold the target for a moment: try for a few seconds."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            temporary.replace(target)
        except PermissionError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE * attempt)
        else:
            return


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":  # Windows opens no folders; its replace is written through
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _problem(error: OSError, target: Path) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            _("There is no room on the disk for “{file}”. Free some space or choose another folder.", file=target.name)
        )
    if error.errno == errno.ENOENT:
        return Problem(_("The folder {folder} is not there any more. Choose another one.", folder=target.parent))
    if isinstance(error, PermissionError):
        return Problem(
            _(
                "“{file}” cannot be written: it is open in another program or the folder is read-only. "
                "Close it or choose another folder.",
                file=target.name,
            )
        )
    return Problem(_("“{file}” could not be written: {reason}.", file=target.name, reason=error.strerror or ""))

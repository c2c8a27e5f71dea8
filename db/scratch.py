"""A place for a file that must not outlive the moment: in memory where the system has room there, 0600, removed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  a file system in memory, only for this user's folder in it


@contextmanager
def scratch(room: int) -> Iterator[Path]:
    """An empty file of this user alone that may grow to ``room`` bytes."""
    with tempfile.TemporaryDirectory(prefix="kamdesk-", dir=MEMORY if _has_room(room) else None) as folder:
        path = Path(folder) / "file"
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        yield path


def _has_room(room: int) -> bool:
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > room

"""The base used last on this laptop: what the window opens, and the command line when it is given none."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO


def remember(base: Path) -> None:
    """The base that was opened just now."""
    from kamdesk.files import write_atomically  # the window asks for ``last`` before it is painted, and needs no more

    path = _note()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(file: BinaryIO) -> None:
        file.write(str(base.resolve()).encode())

    write_atomically(path, write)


def last() -> Path | None:
    """The base used last, when it is still there."""
    note = _note()
    if not note.exists():
        return None
    found = Path(note.read_text(encoding="utf-8").strip())
    return found if found.is_file() else None


def _note() -> Path:
    import platformdirs

    return platformdirs.user_config_path("Kamdesk", appauthor=False) / "last-base"

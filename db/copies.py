"""Verified copies of a base: made beside their place, opened and compared, then put there for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import engine
from db.migrate import read_version
from db.refusals import refused
from kamdesk.files import in_place_of
from kamdesk.problems import Problem
from kamdesk.words import _


@dataclass(frozen=True)
class Content:
    """What a base holds: version, last journal line, rows of each table, references that lead nowhere."""

    version: int
    seq: int
    counts: Mapping[str, int]
    broken: int


def copy(source: Path, key: str | None, target: Path, *, target_key: str | None = None, rekey: bool = False) -> Content:
    """Copy a base to ``target`` (0600), under its own key or with ``rekey`` under another, and verify the copy.

    Returns what is in it. Problem, with ``target`` as it was, when there is no room or the copy is not the original.
    """
    with in_place_of(target) as temporary, refused(target):
        with looked(source, key) as raw:
            expected = content(raw, source)
            if rekey:
                _export(raw, temporary, target_key)
            else:
                raw.execute("VACUUM INTO ?", (str(temporary),))
        found = verify(temporary, target_key if rekey else key)
        if found != expected:
            raise Problem(_("The copy {name} is not complete. Nothing was changed; try again.", name=target.name))
    return found


def _export(raw: Any, target: Path, key: str | None) -> None:
    """VACUUM INTO keeps the key; this does not (nor does it keep the mark of whose file it is)."""
    raw.execute("ATTACH ? AS other KEY ?", (target.resolve().as_uri() + "?mode=rw", key or ""))
    raw.execute("SELECT sqlcipher_export('other')")
    raw.execute(f"PRAGMA other.application_id = {engine.APPLICATION_ID}")
    raw.execute("DETACH other")


@contextmanager
def looked(path: Path, key: str | None) -> Iterator[Any]:
    """A base that this process may have open, read over a connection of its own."""
    raw = engine.connect(path, key, writable=False)
    try:
        yield raw
    finally:
        raw.close()


def verify(path: Path, key: str | None) -> Content:
    """Open a copy, check every page and reference, and say what is in it; Problem when it is damaged or no base."""
    raw = engine.look(path, key)
    try:
        found = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise Problem(_("The file {name} is damaged. Choose another one.", name=path.name))
        return content(raw, path)
    except engine.DatabaseError as error:
        raise Problem(_("The file {name} is damaged. Choose another one.", name=path.name)) from error
    finally:
        raw.close()


def content(raw: Any, path: Path) -> Content:
    """What an open base holds."""
    version = read_version(raw, path)
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    counts = {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    return Content(version, last_line(raw), counts, len(raw.execute("PRAGMA foreign_key_check").fetchall()))


def last_line(raw: Any) -> int:
    """The number of the newest line of the journal."""
    found: int = raw.execute("SELECT coalesce(max(seq), 0) FROM kd_journal").fetchone()[0]
    return found

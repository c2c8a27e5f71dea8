"""What SQLite says when a disk is full, read-only or broken, or a value withheld, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from db import engine
from kamdesk.problems import Problem
from kamdesk.words import _


@contextmanager
def refused(target: Path) -> Iterator[None]:
    """Turn such an error into a Problem that names the file; everything else passes through."""
    try:
        yield
    except (engine.DatabaseError, DBAPIError) as error:
        problem = _problem(str(getattr(error, "orig", error)), target)
        if problem is None:
            raise
        raise problem from error


def _problem(said: str, target: Path) -> Problem | None:
    if said == "withheld":
        return Problem(_("This value did not come in the file; you cannot change it."))
    if "is full" in said:
        return Problem(_("There is no room on the disk for “{file}”. Free some space or choose another folder.",
                         file=target.name))
    if "readonly" in said:
        return Problem(_("“{file}” cannot be written: it is open in another program or the folder is read-only. "
                         "Close it or choose another folder.", file=target.name))
    if "malformed" in said or "not a database" in said:
        return Problem(_("The base is damaged. Restore a backup."))
    if "disk I/O error" in said:
        return Problem(_("The disk did not answer while “{file}” was written. Nothing was changed; check the disk and "
                         "try again.", file=target.name))
    return None

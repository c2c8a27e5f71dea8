"""Files kept with a record: attached once each content, taken away again (product/04 §4.1)."""

from __future__ import annotations

from pathlib import Path

from kamdesk import checks
from kamdesk.commands import command
from kamdesk.fields import Link
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.records.documents import Attachment
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def attach_file(uow: UnitOfWork, *, about: Link, path: Path, category: str = "other", confidential: bool = False,
                note: str = "") -> Attachment:
    """Keep a file with a record. Its content is on the disk before its row is; one content is attached once.

    Problem for programs, for files above the setting (megabytes of 1,000,000 bytes) and for archived records.
    """
    if uow.get(kind_of(about.kind).cls, about.id).archived:
        raise Problem(_("{record} is archived. Restore it first.", record=uow.names([about]).get(about.id, "")))
    uow.describe(_("Attach {name}", name=path.name))
    return keep_file(uow, about=about, path=path, category=category, confidential=confidential, note=note)


@command
def detach_file(uow: UnitOfWork, *, attachment: Attachment) -> Attachment:
    """Take a file away from its record; undo brings it back."""
    uow.describe(_("Take away {name}", name=attachment.name))
    return uow.archive(attachment)


def keep_file(uow: UnitOfWork, *, about: Link, path: Path, category: str = "other", confidential: bool = False,
              note: str = "") -> Attachment:
    """Keep a file with a record that the same command may still be making; Problems as ``attach_file``."""
    wanted = Attachment(name=path.name, about=about, category=category, confidential=confidential, note=note,
                        size=path.stat().st_size if path.is_file() else None)
    checks.demand(wanted, uow)  # before its bytes are read
    blob = uow.blobs.put(path)
    there = uow.find(Attachment, about=about, sha256=blob.sha256, archived=None, limit=1)
    if there and not there[0].archived:
        raise Problem(_("{name} is already attached.", name=there[0].name), field="path")
    if there:
        return uow.archive(there[0], archived=False)
    return uow.add(Attachment(name=path.name, about=about, category=category, confidential=confidential, note=note,
                              size=blob.size, type=blob.type, sha256=blob.sha256))

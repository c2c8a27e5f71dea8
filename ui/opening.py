"""Opens a file kept with a record in the program of the system: a copy for its owner, gone when Kamdesk ends."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from kamdesk.blobs import Blobs
from kamdesk.problems import Problem
from kamdesk.records.documents import Attachment, is_program
from kamdesk.words import _

LONGEST = 120  # characters of a name that every file system takes


def open_attachment(blobs: Blobs, attachment: Attachment) -> Path:
    """Show a file; returns the copy that was opened. Problem when it is a program, is not here or nothing opens it."""
    if is_program(attachment.name):  # it may have come in a file from outside
        raise Problem(_("Programs are not accepted."))
    folder = Path(tempfile.mkdtemp(dir=_place()))
    copy = folder / _safe(attachment.name)
    blobs.export(attachment.sha256, copy)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
        raise Problem(_("No program on this computer opens {name}.", name=attachment.name))
    return copy


def show_folder(path: Path) -> None:
    """Show the folder of a file that was just saved; where no program does, nothing happens."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


@cache
def _place() -> str:
    """One folder (0700) for all copies of this run; a program that still holds one keeps it from nobody else."""
    place = tempfile.mkdtemp(prefix="kamdesk-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _safe(name: str) -> str:
    """A name as a file may have it anywhere: no folders, nothing a shell or Windows reads as something else."""
    bare = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:LONGEST]}{dot}{ending[:20]}" if stem else bare[:LONGEST] or "_"

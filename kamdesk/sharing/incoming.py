"""Opens a file somebody handed over: a letter about an approval, or a part of a base."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kamdesk.doors import Exchange
from kamdesk.problems import Problem
from kamdesk.sharing import container
from kamdesk.sharing.approving import open_letter, opener
from kamdesk.sharing.devices import Devices
from kamdesk.sharing.exchange import EDITED, NEW, Incoming, Judge, Preview, Signature
from kamdesk.sharing.letters import Letter
from kamdesk.sharing.signing import judge_for
from kamdesk.store import Store
from kamdesk.words import _

REQUESTS = ".kdreq"


class Opening(Exchange, Devices, Protocol):
    """What opening a file asks of the doors."""


@dataclass(frozen=True)
class Opened:
    """What was in a file: a letter, or a part of a base, what it would do, and the public key that signed it."""

    letter: Letter | None = None
    incoming: Incoming | None = None
    preview: Preview | None = None
    signer: str = ""


@dataclass
class _Witness:
    """Judges a signature and remembers whose it was."""

    judge: Judge
    key: str = field(default="")

    def __call__(self, signature: Signature | None, digest: bytes) -> str:
        found = self.judge(signature, digest)
        self.key = signature.key if signature else ""
        return found


def open_file(store: Store, doors: Opening, file: Path, *, passphrase: str | None = None) -> Opened:
    """Open and check a file, and say what applying it would do, with nothing changed.

    Problem when it is missing, none of ours, damaged, altered or sealed for somebody else; with the field
    ``passphrase`` when a password is missing or wrong.
    """
    if not file.is_file():
        raise Problem(_("“{file}” is not there any more. Choose it again.", file=file.name))
    letter = open_letter(store, doors, file, passphrase=passphrase)
    if letter is not None:
        return Opened(letter=letter)
    witness = _Witness(judge_for(doors.devices(store)))
    with file.open("rb") as start:
        head = start.read(len(container.MAGIC) + 40)
    unseal = opener(store, doors, head, passphrase=passphrase) if head.startswith(container.MAGIC) else None
    incoming = doors.examine(store, file, unseal=unseal, judge=witness)
    preview = _looked_through(store, doors, incoming)
    return Opened(incoming=incoming, preview=preview, signer=witness.key)


def open_waiting(store: Store, doors: Opening, file: str) -> Opened:
    """A file of the inbox again, with what applying it would do if it can be applied by now."""
    incoming = doors.from_inbox(store, file)
    return Opened(incoming=incoming, preview=_looked_through(store, doors, incoming))


def _looked_through(store: Store, doors: Opening, incoming: Incoming) -> Preview | None:
    return doors.preview(store, incoming) if incoming.state in (NEW, EDITED) else None

"""What the window and the command line may ask of the files of a base; db/doors.py does it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kamdesk.fields import Id
from kamdesk.sharing import exchange
from kamdesk.sharing.container import Cipher
from kamdesk.sharing.devices import Devices
from kamdesk.store import Store


@dataclass(frozen=True)
class Backup:
    """A verified copy of a base: where it lies, when it was made, its bytes, and the last journal line in it."""

    path: Path
    at: datetime.datetime
    size: int
    seq: int


@dataclass(frozen=True)
class Finding:
    """Something wrong in the data: what sort, a sentence for the person, the record, and whether we can mend it."""

    code: str
    message: str
    kind: str = ""
    id: Id = ""
    field: str = ""
    mendable: bool = False


@dataclass(frozen=True)
class Shared:
    """A file made for somebody: where, how many records by kind, how many values withheld, its bytes."""

    path: Path
    counts: Mapping[str, int]
    withheld: int
    size: int

    @property
    def records(self) -> int:
        """All records in it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Incoming:
    """A file from somebody, opened and checked, with nothing changed yet; ``content`` is its database."""

    path: Path
    author: str
    device: str
    made_at: datetime.datetime
    currency: str
    counts: Mapping[str, int]
    withheld: int
    digest: str
    content: bytes = field(repr=False)

    @property
    def records(self) -> int:
        """All records in it."""
        return sum(self.counts.values())


class Exchange(Protocol):
    """Sharing by file: parts of a base handed over, and files of others joined into it (SHARING.md)."""

    def peers(self, store: Store) -> list[exchange.Peer]:
        """The laptops files were exchanged with, the last first."""

    def summary(self, store: Store, share: exchange.Share) -> exchange.Summary:
        """What a file would hold, in numbers."""

    def send(self, store: Store, share: exchange.Share, out: Path, *, seal: Cipher | None,
             sign: exchange.Signer | None = None) -> Shared:
        """Make a file: encrypted by ``seal``, a plain database when None; noted in the log of exchanges."""

    def examine(self, store: Store, file: Path, *, unseal: Cipher | None = None,
                judge: exchange.Judge | None = None) -> exchange.Incoming:
        """Open and check a file; Problem when it is none, damaged, altered, too new or of another currency."""

    def preview(self, store: Store, incoming: exchange.Incoming) -> exchange.Preview:
        """What applying it would do, with nothing changed. Problem unless its state is NEW or EDITED."""

    def apply(self, store: Store, incoming: exchange.Incoming,
              decisions: Sequence[exchange.Decision] = ()) -> exchange.Applied:
        """Join it after a verified backup, all or nothing; then write the decisions, as a step that undo takes back.

        Conflicts without a decision stay listed; of a file that is EDITED only what was decided is written. A file
        whose state is GAP goes to the inbox instead (Problem).
        """

    def inbox(self, store: Store) -> list[exchange.Waiting]:
        """Files that wait for an earlier one."""

    def from_inbox(self, store: Store, file: str) -> exchange.Incoming:
        """A waiting file again, its state as it is now."""

    def drop_waiting(self, store: Store, file: str) -> None:
        """Take a file out of the inbox."""

    def conflicts(self, store: Store) -> list[exchange.Conflict]:
        """What is open to decide, by kind and record."""

    def resolve(self, store: Store, decisions: Sequence[exchange.Decision]) -> int:
        """Decide conflicts: ordinary writes in one step that undo takes back; returns how many were open."""

    def undo_receive(self, store: Store, event: Id) -> exchange.Undone:
        """Take an import back, within 30 days. Call it where nobody reads: the exact way puts a backup back."""

    def request(self, store: Store, incoming: exchange.Incoming, out: Path) -> Path:
        """Write a .kdreq that makes the sender's program produce exactly what is missing."""

    def answer(self, store: Store, request: Path) -> exchange.Share:
        """The share that answers a .kdreq of a colleague: give it to ``summary`` and ``send``."""


class Doors(Exchange, Devices, Protocol):
    """Opening, copying, sharing and mending bases. Every refusal is a Problem, and nothing was changed."""

    def open(self, path: Path, *, passphrase: str | None = None) -> Store:
        """The store of an existing base; an older one is brought up to date first, a newer one refused untouched."""

    def create(self, path: Path, *, passphrase: str | None = None) -> Store:
        """The store of a new base; Problem when there is a file already."""

    def needs_passphrase(self, path: Path) -> bool:
        """Whether an existing base has a password. Not for a base that is open."""

    def back_up(self, store: Store, *, out: Path | None = None) -> Backup:
        """A verified copy in the backup folder, older ones thinned, or one at ``out``."""

    def back_up_if_due(self, store: Store, *, starting: bool = False) -> Backup | None:
        """A backup when something changed since the last one, and that one is as old as the setting says.

        When the program is ``starting`` its age does not matter. None when it is not due.
        """

    def backups(self, store: Store) -> list[Backup]:
        """The backups of a base, newest first."""

    def restore(self, store: Store, file: Path, *, passphrase: str | None = None) -> None:
        """Put a backup in the place of the base, after a backup of what is there; the same store goes on.

        ``passphrase`` is that of the backup, when the base's own does not open it. Call it where nobody reads.
        """

    def restore_at(self, path: Path, file: Path, *, passphrase: str | None = None) -> None:
        """Put a backup where a base is missing or cannot be opened; what is there is kept beside it."""

    def lock(self, store: Store) -> None:
        """Close an open base for a while and forget its key; the file stays ours, and nothing may read meanwhile."""

    def unlock(self, store: Store, *, passphrase: str | None = None) -> None:
        """Open it again, the same store; Problem with another password."""

    def check(self, store: Store) -> list[Finding]:
        """What is wrong in the data, worst first."""

    def mend(self, store: Store, findings: Sequence[Finding]) -> int:
        """Mend what can be mended, after a backup; returns how many."""

    def measure(self, store: Store) -> Mapping[str, int]:
        """How many records of each kind a whole file would hold."""

    def share(self, store: Store, out: Path, *, to: str, passphrase: str | None = None, plain: bool = False) -> Shared:
        """The whole base as a file for ``to``: .kdx with a password, or a plain .sqlite when ``plain`` says so."""

    def inspect(self, store: Store, file: Path, *, passphrase: str | None = None) -> Incoming:
        """Open and check a file from somebody; says who made it and what is in it."""

    def receive(self, store: Store, incoming: Incoming) -> int:
        """Join a whole file into an empty base, all or nothing; returns how many records."""

    def set_passphrase(self, store: Store, new: str, *, current: str | None = None) -> None:
        """Give a base a password, or another one in place of ``current``."""

    def recovery_key(self, store: Store) -> str:
        """The key of a base with a password, to be printed: typed instead of the password it opens the base."""

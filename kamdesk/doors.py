"""What the window and the command line may ask of the files of a base; db/doors.py does it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kamdesk.fields import Id
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


class Doors(Protocol):
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

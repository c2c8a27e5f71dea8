"""What joining files speaks of: what is shared, what came in, what it would change, true conflicts and decisions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamdesk.fields import CLASSES, Id, Link

# Profiles of product/08.
COPY, CHANGES, ZONE, PUBLIC, ASKED, ANSWERED, SELECTION = "P1", "P2", "P3", "P4", "P5", "P6", "P7"
# What a received file is to this base.
NEW, APPLIED, GAP, FORK, OWN = "new", "applied", "gap", "fork", "own"
EDITED = "edited"  # own or applied, and somebody without Kamdesk wrote into it
# Whose signature it carries.
KNOWN, UNKNOWN, UNSIGNED, REVOKED = "known", "unknown", "unsigned", "revoked"
# Its version of the tables beside ours.
SAME, OLDER, NEWER = "same", "older", "newer"
# Sorts of conflict.
VALUE, DELETED_EDITED, DUPLICATE, RULE, CYCLE = "value", "deleted_edited", "duplicate", "rule", "cycle"
# Sorts of what a guest wrote: a value, a new record, one taken out.
WRITTEN, ADDED, REMOVED = "written", "added", "removed"
GUEST = "guest"  # as a profile in the log
# Why writes of a file are not taken.
NOT_YOURS, WITHHELD_CELL, APPEND_ONLY, REVOKED_DEVICE, SAME_NAME = (
    "not_yours", "withheld", "append_only", "revoked", "same_identity")
NO_VALUE, GONE = "no_value", "gone"  # of a guest: nothing that the field can hold; a record that is not here any more
UNDO_DAYS = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Signature:
    """An Ed25519 signature: the public key and the signature, both in hexadecimal."""

    key: str
    value: str


Signer = Callable[[bytes], Signature]  # signs the content digest of a file (32 bytes)
Judge = Callable[[Signature | None, bytes], str]  # KNOWN, UNKNOWN, UNSIGNED or REVOKED for a signature and a digest


@dataclass(frozen=True)
class Share:
    """What a file holds and for whom.

    profile      P2, P3, P4 or P7            name, uid, version  of a saved profile; another version is another profile
    territories  P3: with their descendants  people   whose work travels     kinds  P4: which kinds
    records      P7: the records ticked      classes  classes of confidentiality included (all in P2)
    notes        P4: free texts ticked, as «kind.field»        since, until  period (P4)
    attachments  with their contents         to       name of the reader     device  of the peer, «» for a new one
    """

    profile: str = CHANGES
    name: str = ""
    uid: str = ""
    version: int = 1
    territories: tuple[Id, ...] = ()
    people: tuple[Id, ...] = ()
    kinds: tuple[str, ...] = ()
    records: tuple[Link, ...] = ()
    classes: frozenset[str] = frozenset(CLASSES)
    notes: frozenset[str] = frozenset()
    since: datetime.date | None = None
    until: datetime.date | None = None
    attachments: bool = True
    to: str = ""
    device: str = ""

    @property
    def whole(self) -> bool:
        """Everything that is ever exchanged: only such a file says all about what its maker had."""
        return self.profile == CHANGES and self.classes >= set(CLASSES)


@dataclass(frozen=True)
class Peer:
    """A laptop files were exchanged with: its person and name, and when last."""

    device: str
    name: str
    label: str
    received: datetime.datetime | None
    sent: datetime.datetime | None


@dataclass(frozen=True)
class Summary:
    """A file in numbers before it is made.

    counts    records by kind that travel (new or changed since ``since``)      files  contents of attachments
    withheld  values left out by their class        classes  those left out     since  the last file the reader
    confirmed, None for a whole copy
    """

    counts: Mapping[str, int]
    files: int
    withheld: int
    classes: tuple[str, ...]
    since: datetime.datetime | None

    @property
    def records(self) -> int:
        """All records in it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Missing:
    """Changes that lie between what this base has and what a file begins with: whose, on which laptop, from–to."""

    replica: int
    person: str
    device: str
    first: int
    last: int


@dataclass(frozen=True)
class Edit:
    """What somebody without Kamdesk did to a record of a plain file: its columns before and after, None for none."""

    kind: str
    id: Id
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime.datetime


@dataclass(frozen=True)
class Incoming:
    """A file from somebody, opened and checked, with nothing changed yet; ``content`` is its database, as it came."""

    path: Path
    file: str
    author: str
    device: str
    label: str
    to: str
    made_at: datetime.datetime
    profile: str
    name: str
    currency: str
    counts: Mapping[str, int]
    withheld: int
    digest: str
    state: str
    missing: tuple[Missing, ...]
    trust: str
    schema: str
    content: bytes = field(repr=False)
    edits: tuple[Edit, ...] = field(default=(), repr=False)

    @property
    def records(self) -> int:
        """All records in it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Version:
    """One of the values that stand against each other: whose it is, where and when it was written."""

    value: Any
    person: str
    device: str
    at: datetime.datetime
    mine: bool
    replica: int
    seq: int


@dataclass(frozen=True)
class Conflict:
    """What a person must decide.

    field     name of the field (the first of a group, then ``fields`` has all and values are tuples); «» for a record
    sort      value · deleted_edited (values: True = deleted) · duplicate (versions hold the ids) · rule · cycle; of a
              guest: written · added (True = take it in; before: values of ``fields``) · removed (True = archive it)
    before    the value before both, None when it is not known        shown  index of the version that is shown
    message   rule and cycle: what is broken
    """

    kind: str
    id: Id
    title: str
    field: str
    sort: str
    before: Any
    versions: tuple[Version, ...]
    shown: int = 0
    fields: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person decided: a value (a tuple for a group), or for a record whether it stays deleted."""

    kind: str
    id: Id
    field: str
    value: Any


@dataclass(frozen=True)
class KindChange:
    """What a file does to the records of a kind; ``heavy``: it archives or replaces much of what is there."""

    kind: str
    new: int = 0
    changed: int = 0
    archived: int = 0
    deleted: int = 0
    equal: int = 0
    heavy: bool = False


@dataclass(frozen=True)
class Refused:
    """Values of a file that are not taken, and why."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True)
class Preview:
    """What applying a file would do; ``by_owner``: concurrent values shown without asking; ``ahead``: its clock."""

    kinds: tuple[KindChange, ...]
    by_owner: int
    conflicts: tuple[Conflict, ...]
    withheld: int
    refused: tuple[Refused, ...]
    ahead: datetime.timedelta | None = None

    @property
    def heavy(self) -> tuple[str, ...]:
        """Kinds of which much would be archived or replaced: ask with the counts."""
        return tuple(each.kind for each in self.kinds if each.heavy)


@dataclass(frozen=True)
class Applied:
    """What a file did: the number of the import, its event in the history, what is left to decide."""

    number: int
    event: Id
    kinds: tuple[KindChange, ...]
    conflicts: int
    refused: tuple[Refused, ...]

    @property
    def records(self) -> int:
        """New and changed records."""
        return sum(each.new + each.changed + each.archived + each.deleted for each in self.kinds)


@dataclass(frozen=True)
class Undone:
    """An import taken back: ``exact`` as if it had never been, else by new writes; ``kept``: written again since."""

    exact: bool
    restored: int
    kept: int


@dataclass(frozen=True)
class Waiting:
    """A file in the inbox: it cannot be applied before another one comes."""

    file: str
    name: str
    author: str
    at: datetime.datetime
    missing: tuple[Missing, ...]

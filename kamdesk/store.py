"""What the house asks of storage: reading, one unit of work, and the store itself (typing.Protocol)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kamdesk.blobs import Blobs
from kamdesk.changes import Changes
from kamdesk.fields import Id, Link
from kamdesk.kinds import Kind, Record

if TYPE_CHECKING:
    from kamdesk.figures.facts import Facts

R = TypeVar("R", bound=Record)

EQUAL, NOT_EQUAL, LESS, AT_MOST, MORE, AT_LEAST = "=", "!=", "<", "<=", ">", ">="
IN, CONTAINS, EMPTY, FILLED, UNDER = "in", "contains", "empty", "filled", "under"


@dataclass(frozen=True)
class Where:
    """One condition on a field: ``Where("amount", ">=", 1000)``.

    The value is a Python value as in records (Decimal, date, Link…). ``in`` takes a collection; ``contains`` looks
    inside text or a list of choices and references; ``empty`` and ``filled`` take no value; ``under`` takes the id of
    a record of a tree and matches it and its descendants.
    """

    field: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class Query:
    """Which records of a kind, in which order. ``sort``: (field, descending). ``archived``: None means both."""

    where: tuple[Where, ...] = ()
    search: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    archived: bool | None = False


@dataclass(frozen=True)
class Row:
    """A record in a list: its id, its values (calc fields included) and the names of the records it refers to."""

    id: Id
    values: Mapping[str, Any]
    names: Mapping[Id, str]
    archived: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of a list and how many there are in all."""

    total: int
    offset: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class Hit:
    """A record found by its words."""

    kind: str
    id: Id
    title: str
    subtitle: str = ""


@dataclass(frozen=True)
class Past:
    """One change in the history of a record: who changed which field when, from what to what."""

    at: datetime.datetime
    person: str
    device: str
    action: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Gone:
    """A record that was archived or deleted and still is: what it is called and when it left."""

    kind: str
    id: Id
    title: str
    at: datetime.datetime
    deleted: bool


@dataclass(frozen=True)
class Step:
    """A step that can be undone or redone."""

    number: int
    label: str


class Reader(Protocol):
    """Reading records of any kind."""

    @property
    def facts(self) -> Facts:
        """What figures ask of storage; inside a unit of work, roll-ups are as of its beginning."""

    @property
    def me(self) -> Id | None:
        """The person of this laptop, None until she said who she is."""

    def get(self, kind: type[R], id_: Id) -> R:
        """The record; Problem when there is none."""

    def maybe(self, kind: type[R], id_: Id | None) -> R | None:
        """The record, or None."""

    def find(self, kind: type[R], *where: Where, archived: bool | None = False,
             sort: Sequence[tuple[str, bool]] = (), limit: int | None = None, **equal: Any) -> list[R]:
        """Records that match all conditions; ``name=value`` is short for ``Where(name, "=", value)``."""

    def count(self, kind: type[Record], *where: Where, archived: bool | None = False, **equal: Any) -> int:
        """How many records match."""

    def page(self, kind: Kind, query: Query, *, offset: int = 0, limit: int = 100,
             columns: Sequence[str] | None = None) -> Page:
        """A page of a list, sorted, filtered and searched by the store; calc columns included."""

    def columns(self, kind: Kind) -> list[str]:
        """The list columns of a kind that can be read: stored fields, and calc fields whose SQL is there."""

    def readable(self, kind: Kind) -> set[str]:
        """Every field of a kind that ``page`` can be asked for."""

    def used(self, kind: Kind, field: str, *, limit: int = 40) -> list[Any]:
        """The values that records of a kind have in a stored field, the most frequent first."""

    def ids(self, kind: Kind, query: Query) -> list[Id]:
        """The ids of all records a list would show, in its order."""

    def names(self, links: Iterable[Link]) -> dict[Id, str]:
        """What the records are called, by id; unknown ones are left out."""

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Records whose words contain all words of ``text``, best first, accents and case ignored."""

    def resolve(self, kind: str, text: str) -> list[Id]:
        """Records of a kind that a person may mean by an id, a key or a name, exact matches only."""

    def history(self, kind: type[Record], id_: Id) -> list[Past]:
        """The changes of a record, newest first."""

    def gone(self, since: datetime.datetime) -> list[Gone]:
        """The records archived or deleted since an instant that still are, newest first."""

    def setting(self, name: str) -> Any:
        """The value of a setting declared in kamdesk.settings, its default when nobody set it."""


class UnitOfWork(Reader, Protocol):
    """One transaction: everything that a command does, or nothing."""

    @property
    def blobs(self) -> Blobs:
        """The contents of attachments; one put by a command that fails belongs to nobody and is cleared away."""

    def add(self, record: R) -> R:
        """Store a new record; gives it its id (natural identity or a new one) and its defaults.

        With a natural identity that exists: an archived one is restored with the new values, a live one is a Problem.
        """

    def save(self, record: R) -> R:
        """Store the fields of a record that differ from what is stored. Rules of the kind are checked."""

    def change(self, record: R, **values: Any) -> R:
        """``save`` of the record with some values replaced."""

    def archive(self, record: R, *, archived: bool = True) -> R:
        """Hide a record, or show it again."""

    def delete(self, record: Record) -> None:
        """Take a record out for good (drafts, and kinds that allow it)."""

    def put_back(self, link: Link) -> str:
        """Show an archived record again, or write a deleted one as it was; returns what it is called.

        Problem when its deletion is no longer in the history, or what it refers to is gone.
        """

    def erase(self, records: Sequence[Record], fields: Sequence[str], *, reason: str) -> list[str]:
        """Blank some fields of records of a kind for good: in the records, their history and the words of undo.

        No undo brings them back, and the mark that says so, with its reason, joins every file. Returns the names of
        the backups that still hold the values, newest first.
        """

    def add_many(self, kind: Kind, rows: Iterable[Mapping[str, Any]]) -> int:
        """Insert many new records set by set (imports, the demo): values by field name, ``id`` included.

        No per-record rules; the caller checked the rows. Journalled as births. Returns how many.
        """

    def change_many(self, kind: Kind, rows: Iterable[Mapping[str, Any]]) -> int:
        """Change many records set by set: each row has ``id`` and the fields to set, the same in every row."""

    def next_number(self, prefix: str) -> str:
        """The next automatic number with this laptop's code: «D-MR-0018»."""

    def put_setting(self, name: str, value: Any) -> None:
        """Store the value of a setting."""

    def warn(self, message: str, *, field: str | None = None) -> None:
        """Tell the person something after the command, without stopping it."""

    def describe(self, label: str) -> None:
        """Name the undo step («Registrar visita a Hospital Ángeles»)."""


class Store(Reader, Protocol):
    """The base: reads at any time, writes through one unit of work at a time."""

    @property
    def blobs(self) -> Blobs:
        """The contents of attachments."""

    def unit(self, action: str) -> AbstractContextManager[UnitOfWork]:
        """Begin a transaction; committed when the block ends, rolled back when it raises."""

    def aside(self, action: str) -> AbstractContextManager[UnitOfWork]:
        """A transaction that undo does not take back: what was shown, sent, received or mended."""

    @property
    def last(self) -> Changes:
        """What the last committed unit did."""

    @property
    def warnings(self) -> Sequence[tuple[str, str | None]]:
        """What the last committed unit warned of: sentences, each with its field or None."""

    def listen(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call ``listener`` after each commit; the result stops it."""

    def undo_step(self) -> Step | None:
        """The step ``undo`` would take back."""

    def redo_step(self) -> Step | None:
        """The step ``redo`` would do again."""

    def undo(self) -> Changes:
        """Take back the last step, as a new transaction; Problem when there is none."""

    def redo(self) -> Changes:
        """Do the last undone step again; Problem when there is none."""

    def rest(self) -> None:
        """Nobody is asking just now: give back the memory that answers were read into."""

    def close(self) -> None:
        """Let go of the file."""

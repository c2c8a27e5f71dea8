"""Who looks like whom (A9): the look before a client is created, the pairs of a base, and the pairs told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kamdesk.fields import Id
from kamdesk.kinds import Kind, Record, values_of
from kamdesk.methods.duplicates import POSSIBLE, DuplicateIndex, Entry, Match, reasons
from kamdesk.methods.names import name_words
from kamdesk.records.clients import Client, Contact
from kamdesk.records.distributors import Distributor
from kamdesk.sheets.finding import entry_of
from kamdesk.sheets.tree import Tree
from kamdesk.store import EQUAL, IN, Reader, Where

COMPARED: tuple[type[Record], ...] = (Client, Distributor, Contact)
APART = "not_the_same"  # the setting that remembers the pairs
WHOLE = 5_000  # records up to which all are compared; above, those that share a word, a telephone or a tax id
HITS, BEGINNING = 300, 4


@dataclass(frozen=True)
class Pair:
    """Two records that look like the same one: score 0 to 100, and why (marked messages)."""

    first: Entry
    second: Entry
    score: int
    reasons: tuple[str, ...]


def alike(reader: Reader, record: Record, *, minimum: int = POSSIBLE) -> list[Match]:
    """Stored records that score ``minimum`` or more against one that may not be stored yet, best first."""
    entry = entry_for(record, Tree(reader))
    return DuplicateIndex(_near(reader, type(record), entry)).find(entry, minimum=minimum, apart=told_apart(reader))


def pairs(reader: Reader, kind: Kind, *, minimum: int = POSSIBLE) -> list[Pair]:
    """Every pair of a kind that may be the same, the surest first."""
    return list(_compared(tuple(entries_of(reader, kind.cls)), minimum, told_apart(reader)))


@lru_cache(maxsize=len(COMPARED))
def _compared(entries: tuple[Entry, ...], minimum: int, apart: frozenset[frozenset[str]]) -> Sequence[Pair]:
    """The pairs of some entries: comparing is the long part, and most changes of a record are not of its name."""
    index = DuplicateIndex(entries)
    known = {each.id: each for each in index.entries}
    found = [Pair(known[one], known[match.id], int(match.score), tuple(reasons(known[one], known[match.id])))
             for one, match in index.pairs(minimum=minimum, apart=apart)]
    return sorted(found, key=lambda pair: (-pair.score, pair.first.name, pair.first.id))


def told_apart(reader: Reader) -> frozenset[frozenset[str]]:
    """The pairs of which somebody said «No es el mismo»."""
    return frozenset(frozenset(pair) for pair in reader.setting(APART))


def entries_of(reader: Reader, cls: type[Record], *where: Where) -> list[Entry]:
    """The live records of a kind as A9 compares them."""
    tree = Tree(reader)
    return [entry_for(each, tree) for each in reader.find(cls, *where)]


def entry_for(record: Record, tree: Tree) -> Entry:
    """What A9 looks at of a client, distributor or contact."""
    if isinstance(record, Contact):
        return Entry(record.id, record.name, person=True, phones=_filled(record.phone, record.mobile),
                     emails=_filled(record.email), parent=record.party.id if record.party else "",
                     specialty=record.specialty)
    return entry_of(values_of(record), tree)


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))


def _near(reader: Reader, cls: type[Record], entry: Entry) -> list[Entry]:
    """All records of a kind while they are few; else those that could be the same."""
    if reader.count(cls) <= WHOLE:
        return entries_of(reader, cls)
    return entries_of(reader, cls, Where("id", IN, sorted(_ids(reader, cls, entry))))


def _ids(reader: Reader, cls: type[Record], entry: Entry) -> set[Id]:
    kind = cls.kind.name
    found = {hit.id for word in name_words(entry.name) if len(word) >= BEGINNING
             for hit in reader.search(word[:BEGINNING], kinds=(kind,), limit=HITS)}
    return found | {each.id for name, value in _keys(cls.kind, entry)
                    for each in reader.find(cls, Where(name, EQUAL, value), limit=HITS)}


def _keys(kind: Kind, entry: Entry) -> Iterable[tuple[str, str]]:
    given = (("tax_id", entry.tax_id), *(("phone", each) for each in entry.phones),
             *(("email", each) for each in entry.emails))
    return [(name, value) for name, value in given if value and name in kind.fields]


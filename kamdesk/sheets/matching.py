"""Which record of the base a row is: by its id, its code or a business key; and when it is not, in spite of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamdesk import checks
from kamdesk.fields import Id, Link
from kamdesk.identity import imported_id, imported_key_id, natural_id
from kamdesk.kinds import ERROR, Kind, Record, kind_of, record_from
from kamdesk.methods.names import name_words, similarity
from kamdesk.sheets.mapping import KEYED, SheetMapping, fingerprint
from kamdesk.sheets.proposing import words_of
from kamdesk.sheets.tables import Table
from kamdesk.sheets.tree import Tree
from kamdesk.store import IN, Reader, Where

CHUNK = 5_000  # ids looked up at once
LIKE = 0.5  # names of one record under one code are at least so alike, or its territory is the same


@dataclass
class Line:
    """A row on its way: what it says, the id it will have, the record it is."""

    row: int
    values: dict[str, Any]
    id: Id
    refused: bool = False
    known: Record | None = None


def scope(table: Table, mapping: SheetMapping) -> str:
    """What tells the keys of this sort of sheet from those of others, "" where a key means the same in all.

    A column headed only «id» numbers the rows of one system: its 44 is not the 44 of another.
    """
    codes = [header for header, to in mapping.columns.items() if to.field == "code"]
    opaque = mapping.kind in KEYED and mapping.key == ("code",) and all(words_of(each) == ("id",) for each in codes)
    return fingerprint(table.headers) if opaque else ""


class Matcher:
    """Finds the lines of one sheet in the base."""

    def __init__(self, reader: Reader, table: Table, mapping: SheetMapping, tree: Tree) -> None:
        self._reader, self._mapping, self._tree = reader, mapping, tree
        self._kind = kind_of(mapping.kind)
        self._scope = scope(table, mapping)

    def identity(self, id_: Id) -> Id:
        """The id of a staged row, told from equal keys of other systems."""
        return imported_id(self._kind.code, self._scope, (id_,)) if self._scope and id_ else id_

    def find(self, lines: Sequence[Line]) -> None:
        """Give each line its id and, where the base knows it, its record."""
        if self._kind.natural:
            self._name_naturally(lines)
        found = self._by_id(line.id for line in lines)
        taken: set[Id] = set()
        for line in lines:
            line.known = found.get(line.id)
            if line.known is not None and self._elsewhere(line, line.known):
                self._rename(line)
                line.known = self._by_id([line.id]).get(line.id)
            if line.known is not None:
                taken.add(line.known.id)
        for key in self._keys():
            self._find_by(key, [line for line in lines if line.known is None], taken)
        seen: Counter[Id] = Counter()
        for line in lines:
            line.id = line.known.id if line.known else line.id
            seen[line.id] += 1
            if seen[line.id] > 1 and line.known is None:
                line.id = imported_id(self._kind.code, self._mapping.identity(), (line.id,), occurrence=seen[line.id])

    def _by_id(self, ids: Iterable[Id]) -> dict[Id, Record]:
        wanted = list(ids)
        if not wanted or not self._reader.count(self._kind.cls, archived=None):
            return {}
        return {each.id: each for start in range(0, len(wanted), CHUNK) for each in self._reader.find(
            self._kind.cls, Where("id", IN, wanted[start:start + CHUNK]), archived=None)}

    def _elsewhere(self, line: Line, known: Record) -> bool:
        """The same code for another thing: systems number their rows from 1, and two of them meet in one base."""
        if self._kind.name not in KEYED or "name" in self._mapping.key or "territory" not in line.values:
            return False
        there: Id | None = getattr(known, "territory", None)
        if there is None or self._tree.related(there, line.values["territory"]):
            return False
        mine, theirs = name_words(line.values.get("name", "")), name_words(getattr(known, "name", ""))
        return bool(similarity(mine, theirs) < LIKE)

    def _rename(self, line: Line) -> None:
        key = [str(line.values.get(name, "")) for name in (*self._mapping.key, "name")]
        line.id = imported_key_id(self._kind.code, "+".join((*self._mapping.key, "name")), "|".join(key))

    def _keys(self) -> Iterator[tuple[str, ...]]:
        """The keys by which a record made by hand is the row's: those of one text, else the kind's business keys."""
        given = {to.field for to in self._mapping.columns.values()}
        if self._kind.append_only or self._kind.join == "sum":
            return
        if self._kind.name in KEYED:
            if len(self._mapping.key) == 1 and self._mapping.key[0] in ("code", "tax_id") and not self._scope:
                yield self._mapping.key
            return
        for key in self._kind.unique:
            if given >= set(key) - {"category"} and any(self._kind.fields[name].type == "text" for name in key):
                yield key

    def _find_by(self, key: tuple[str, ...], lines: Sequence[Line], taken: set[Id]) -> None:
        text = next(name for name in key if self._kind.fields[name].type == "text")
        wanted = sorted({line.values[text] for line in lines if line.values.get(text)})
        if not wanted or not self._reader.count(self._kind.cls):
            return
        found: dict[tuple[Any, ...], list[Record]] = {}
        for start in range(0, len(wanted), CHUNK):
            for each in self._reader.find(self._kind.cls, Where(text, IN, wanted[start:start + CHUNK])):
                found.setdefault(tuple(getattr(each, name) for name in key), []).append(each)
        initial = {name: self._kind.fields[name].initial() for name in key}
        for line in lines:
            same = found.get(tuple(line.values.get(name, initial[name]) for name in key), [])
            if len(same) == 1 and same[0].id not in taken and not self._elsewhere(line, same[0]):
                line.known = same[0]
                taken.add(same[0].id)

    def _name_naturally(self, lines: Iterable[Line]) -> None:
        """Ids by the natural key, once its references are known; the last row of a key counts."""
        initial = {name: self._kind.fields[name].initial() for name in self._kind.natural}
        for line in lines:
            parts = [line.values.get(name, initial[name]) for name in self._kind.natural]
            line.id = natural_id(self._kind.code, [each.id if isinstance(each, Link) else each for each in parts])


class Judge:
    """Says whether a whole record may be stored; no cautions, an import would drown in them."""

    def __init__(self, kind: Kind, reader: Reader) -> None:
        self._kind, self._reader = kind, reader
        self._checked = [of for of in kind.stored if of.type in ("day", "money", "pct")]
        self._required = [of for of in kind.stored if of.required and of.default is None]
        self._rules = [rule for rule in kind.rules if rule.level == ERROR]

    def fault(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """The first error of a record: (field, sentence)."""
        for of in self._required:
            if values.get(of.name) in (None, "", ()):
                return of.name, checks.missing(of)
        for of in self._checked:
            value = values.get(of.name)
            message = checks.fault(of, value) if value is not None else None
            if message:
                return of.name, message
        if not self._rules:
            return None
        record = record_from(self._kind.cls, values)
        return next(((rule.field, message) for rule in self._rules
                     if (message := rule.method(record, self._reader))), None)

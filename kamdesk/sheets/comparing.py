"""Rows of a sheet against the records of the base: which are new, which change and how, which enter not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamdesk import checks
from kamdesk.fields import Field, Id, Link
from kamdesk.identity import imported_id, imported_key_id, natural_id
from kamdesk.kinds import ERROR, Kind, Record, kind_of
from kamdesk.methods.names import name_words, similarity
from kamdesk.problems import Problem
from kamdesk.sheets.cells import column_letter
from kamdesk.sheets.finding import WORK, Finder, entry_of
from kamdesk.sheets.mapping import KEYED, SheetMapping, fingerprint
from kamdesk.sheets.preview import CHANGED, NEW, REFUSED, SAME, SKIPPED, Difference, Refusal, RowPreview
from kamdesk.sheets.proposing import words_of
from kamdesk.sheets.staging import StagedRow
from kamdesk.sheets.tables import Table
from kamdesk.store import IN, Reader, Where
from kamdesk.words import _, fold

CHUNK = 5_000  # ids looked up at once
LIKE = 0.5  # names of one record under one code are at least so alike, or its territory is the same
REFERENCES = ("ref", "refs", "link", "links")


@dataclass
class Line:
    """A row on its way: what it says, the id it will have, the record it is."""

    row: int
    values: dict[str, Any]
    id: Id
    refused: bool = False
    known: Record | None = None


@dataclass
class Outcome:
    """What the comparison found, ready for a preview."""

    rows: list[RowPreview] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    births: list[dict[str, Any]] = field(default_factory=list)
    edits: list[tuple[Id, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    revived: list[Id] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Comparison:
    """Staged rows of one table become lines, lines are found in the base, and each gets its status."""

    def __init__(self, reader: Reader, table: Table, mapping: SheetMapping, finder: Finder, *, file_name: str) -> None:
        kind = kind_of(mapping.kind)
        self._reader, self._table, self._mapping, self._kind = reader, table, mapping, kind
        self._finder, self._file = finder, file_name
        given = dict.fromkeys((*(to.field for to in mapping.columns.values()), *mapping.constants))
        self._references = [kind.fields[name] for name in given if kind.fields[name].type in REFERENCES]
        self._checked = [of for of in kind.stored if of.type in ("day", "money", "pct")]
        self._required = [of for of in kind.stored if of.required]
        self._rules = [rule for rule in kind.rules if rule.level == ERROR]
        self._scope = scope(table, mapping)
        self._headers = {to.field: header for header, to in reversed(list(mapping.columns.items()))}
        self.out = Outcome()

    def take(self, row: StagedRow, told: Mapping[str, Mapping[str, Any]]) -> None:
        """Resolve the references of a staged row, fill in what follows from the sheet, keep it for ``settle``."""
        for issue in row.issues:
            self._refuse(row.number, issue.column, issue.header, issue.text, issue.message, whole=row.refused)
        if row.skipped:
            self.out.rows.append(RowPreview(row.number, SKIPPED, "", self._title(row.values)))
            return
        id_ = imported_id(self._kind.code, self._scope, (row.id,)) if self._scope else row.id
        line = Line(row.number, dict(row.values), id_, refused=row.refused)
        if not row.refused:
            for of in self._references:
                if of.name in line.values:
                    self._refer(line, of, told.get(of.name, {}))
            follow(line.values, self._kind, self._finder, self._file)
        self.out.lines.append(line)

    def _refer(self, line: Line, of: Field, told: Mapping[str, Any]) -> None:
        value = line.values.pop(of.name)
        try:
            line.values[of.name] = self._finder.value(of, value, told)
        except Problem as problem:
            text = getattr(value, "text", "") or ", ".join(name for _level, name in getattr(value, "levels", ()))
            line.refused = line.refused or of.required
            self._complain(line, of.name, text, problem.message)

    def _complain(self, line: Line, name: str, text: str, message: str) -> None:
        header = self._headers.get(name, "")
        column = column_letter(self._table.first_column + self._table.headers.index(header)) if header else ""
        self._refuse(line.row, column, header, text, message, whole=line.refused)

    def _refuse(self, row: int, column: str, header: str, text: str, reason: str, *, whole: bool) -> None:
        self.out.refusals.append(Refusal(row, column, header, text, reason, whole))

    def settle(self) -> Outcome:
        """Find each line in the base and say what becomes of it."""
        live = [line for line in self.out.lines if not line.refused]
        if self._kind.natural:
            self._name_naturally(live)
        self._find(live)
        alike = self._alike(live)
        for line in self.out.lines:
            self.out.rows.append(self._status(line, alike.get(line.row, ())))
        self.out.rows.sort(key=lambda each: each.row)
        return self.out

    def _name_naturally(self, lines: Iterable[Line]) -> None:
        """Ids by the natural key, once its references are known; the last row of a key counts."""
        initial = {name: self._kind.fields[name].initial() for name in self._kind.natural}
        for line in lines:
            parts = [line.values.get(name, initial[name]) for name in self._kind.natural]
            line.id = natural_id(self._kind.code, [each.id if isinstance(each, Link) else each for each in parts])

    def _find(self, lines: Sequence[Line]) -> None:
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
        if there is None or self._finder.tree.related(there, line.values["territory"]):
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

    def _alike(self, lines: Sequence[Line]) -> dict[int, tuple[Id, ...]]:
        """New clients and distributors that A9 takes for known ones; too many are left to «Posibles duplicados»."""
        kind, new = self._kind.name, [line for line in lines if line.known is None]
        if kind not in ("client", "distributor") or not new or not self._reader.count(self._kind.cls):
            return {}
        if len(new) * self._finder.known(kind) > WORK:
            return {}
        found = ((line.row, self._finder.alike(kind, entry_of(line.values, self._finder.tree))) for line in new)
        return {row: ids for row, ids in found if ids}

    def _status(self, line: Line, alike: tuple[Id, ...]) -> RowPreview:
        title = self._title(line.values)
        if line.refused:
            return RowPreview(line.row, REFUSED, "", title)
        if line.known is None:
            return self._born(line, title, alike)
        return self._compared(line, line.known, title)

    def _born(self, line: Line, title: str, alike: tuple[Id, ...]) -> RowPreview:
        if not self._sound(line, {}):
            return RowPreview(line.row, REFUSED, "", title)
        self.out.births.append({**line.values, "id": line.id})
        return RowPreview(line.row, NEW, line.id, title, alike=alike)

    def _compared(self, line: Line, known: Record, title: str) -> RowPreview:
        if known.archived:
            self.out.revived.append(known.id)
        differences = self._differences(line, known)
        if differences:
            if not self._sound(line, {of.name: getattr(known, of.name) for of in self._kind.stored}):
                return RowPreview(line.row, REFUSED, "", title)
            differences = self._differences(line, known)
        if not differences:
            return RowPreview(line.row, CHANGED if known.archived else SAME, known.id, title)
        self.out.edits.append((known.id, {each.field: each.after for each in differences},
                               {each.field: each.before for each in differences}))
        return RowPreview(line.row, CHANGED, known.id, title, differences)

    def _differences(self, line: Line, known: Record) -> tuple[Difference, ...]:
        return tuple(Difference(name, before, value) for name, value in line.values.items()
                     if (before := getattr(known, name)) != value and self._may_change(name, before))

    def _sound(self, line: Line, known: Mapping[str, Any]) -> bool:
        """Whether the row may be stored; a value that is at fault and not needed is left out and listed."""
        while fault := self._fault({**known, **line.values}):
            name, message = fault
            text = str(line.values.get(name, ""))
            line.refused = name not in line.values or self._kind.fields[name].required
            if not line.refused:
                del line.values[name]
            self._complain(line, name, text, message)
            if line.refused:
                return False
        return True

    def _may_change(self, name: str, before: Any) -> bool:
        """Notes are the person's own, keys and fixed fields stay, a value taken for all rows fills only gaps."""
        of = self._kind.fields[name]
        if name in self._headers and of.type != "note":
            return not of.fixed and not self._kind.append_only
        return bool(before == of.empty)

    def _fault(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """The first error of a whole record: (field, sentence); no cautions, an import would drown in them."""
        for of in self._required:
            if of.default is None and values.get(of.name) in (None, "", ()):
                return of.name, checks.missing(of)
        for of in self._checked:
            value = values.get(of.name)
            message = checks.fault(of, value) if value is not None else None
            if message:
                return of.name, message
        if not self._rules:
            return None
        record = self._kind.cls(**values)
        return next(((rule.field, message) for rule in self._rules
                     if (message := rule.method(record, self._reader))), None)

    def _title(self, values: Mapping[str, Any]) -> str:
        shown = (values.get(name) for name in ("name", "number", "document", *self._kind.title))
        return next((str(getattr(each, "text", each)) for each in shown if each), "")


def follow(values: dict[str, Any], kind: Kind, finder: Finder, file_name: str) -> None:
    """What a row says without a column: a return by its sign, a dispute by its file, the market of its client."""
    if kind.name == "sales_record":
        values.setdefault("source", "import")
        negative = min(values.get("units") or 0, values.get("amount") or 0) < 0
        values.setdefault("category", "return" if negative else "sale")
    if values.get("disputed") and "dispute_reason" in kind.fields:
        values.setdefault("dispute_reason", _("According to {file}", file=file_name))
    if "territory" in kind.fields and "party" in kind.fields and "territory" not in values and values.get("party"):
        place = finder.place(values["party"])
        if place:
            values["territory"] = place


def scope(table: Table, mapping: SheetMapping) -> str:
    """What tells the keys of this sort of sheet from those of others, "" where a key means the same in all.

    A column headed only «id» numbers the rows of one system: its 44 is not the 44 of another.
    """
    codes = [header for header, to in mapping.columns.items() if to.field == "code"]
    opaque = mapping.kind in KEYED and mapping.key == ("code",) and all(words_of(each) == ("id",) for each in codes)
    return fingerprint(table.headers) if opaque else ""


def own_names(rows: Iterable[StagedRow]) -> dict[str, Id]:
    """The rows of a sheet by what they are called, for references among themselves."""
    return {fold(row.values["name"]): row.id for row in rows if row.values.get("name") and row.id and not row.refused}

"""Rows of a sheet against the records of the base: which are new, which change and how, which enter not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamdesk.fields import Field, Id
from kamdesk.kinds import Kind, Record, kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.cells import column_letter
from kamdesk.sheets.finding import WORK, Finder, entry_of
from kamdesk.sheets.mapping import SheetMapping
from kamdesk.sheets.matching import Judge, Line, Matcher
from kamdesk.sheets.preview import CHANGED, NEW, REFUSED, SAME, SKIPPED, Difference, Refusal, RowPreview
from kamdesk.sheets.staging import StagedRow
from kamdesk.sheets.tables import Table
from kamdesk.store import Reader
from kamdesk.words import _, day, fold

REFERENCES = ("ref", "refs", "link", "links")


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
        self._matcher = Matcher(reader, table, mapping, finder.tree)
        self._judge = Judge(kind, reader)
        self._headers = {to.field: header for header, to in reversed(list(mapping.columns.items()))}
        self.out = Outcome()
        self._days: dict[datetime.date, str] = {}

    def take(self, row: StagedRow, told: Mapping[str, Mapping[str, Any]]) -> None:
        """Resolve the references of a staged row, fill in what follows from the sheet, keep it for ``settle``."""
        for issue in row.issues:
            self._refuse(row.number, issue.column, issue.header, issue.text, issue.message, whole=row.refused)
        if row.skipped:
            self.out.rows.append(RowPreview(row.number, SKIPPED, "", self._title(row.values)))
            return
        line = Line(row.number, dict(row.values), self._matcher.identity(row.id), refused=row.refused)
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
        self._matcher.find(live)
        alike = self._alike(live)
        for line in self.out.lines:
            self.out.rows.append(self._status(line, alike.get(line.row, ())))
        self.out.rows.sort(key=lambda each: each.row)
        return self.out

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
        while fault := self._judge.fault({**known, **line.values} if known else line.values):
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

    def _title(self, values: Mapping[str, Any]) -> str:
        shown = (values.get(name) for name in ("name", "number", "document", *self._kind.title))
        first = next((each for each in shown if each), "")
        if not isinstance(first, datetime.date):
            return str(getattr(first, "text", first))
        if first not in self._days:  # thousands of rows share a few hundred days
            self._days[first] = day(first)
        return self._days[first]


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


def own_names(rows: Iterable[StagedRow]) -> dict[str, Id]:
    """The rows of a sheet by what they are called, for references among themselves."""
    return {fold(row.values["name"]): row.id for row in rows if row.values.get("name") and row.id and not row.refused}

"""An import up to its mapping: open the file, choose the table, say which column feeds which field."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kamdesk.fields import Id
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.progress import Progress, silent
from kamdesk.settings import BASE, Option, declare
from kamdesk.sheets.calm import uncollected
from kamdesk.sheets.derived import derived
from kamdesk.sheets.details import category_of
from kamdesk.sheets.mapping import SheetMapping, Target, fingerprint, from_data, target
from kamdesk.sheets.preview import Preview
from kamdesk.sheets.proposing import best, propose_choices, propose_key
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.tables import Table, hidden_only, tables
from kamdesk.sheets.tree import only_top
from kamdesk.store import Reader
from kamdesk.words import N_, _, fold

MAPPINGS = "import_mappings"  # kind and fingerprint of the headings -> the mapping last applied

declare(Option(MAPPINGS, N_("Remembered columns of spreadsheets"), N_("Exchange"), "data", {}, BASE))


@dataclass(frozen=True)
class Source:
    """A file that was read: its name, its digest and its tables, those of hidden sheets last."""

    file_name: str
    sha256: str
    tables: tuple[Table, ...]

    @property
    def visible(self) -> tuple[Table, ...]:
        """The tables anybody sees; those of hidden sheets are taken only when asked for."""
        return tuple(each for each in self.tables if not each.hidden)

    def table(self, sheet: str | None) -> Table:
        """The first table of a sheet; Problem when it has none."""
        for each in self.tables:
            if sheet is not None and fold(each.sheet) == fold(sheet):
                return each
        names = ", ".join(dict.fromkeys(each.sheet for each in self.tables))
        raise Problem(_("“{file}” has no table in a sheet “{sheet}”. Sheets with tables: {sheets}.",
                        file=self.file_name, sheet=sheet, sheets=names))


def open_source(path: Path, *, progress: Progress = silent) -> Source:
    """Read a file, guarded; Problem with a sentence for the person when it holds no table."""
    def stop() -> bool:
        progress(_("Reading {file}", file=path.name), 0, 0)
        return False

    with uncollected():
        workbook = read_workbook(path, stop=stop)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found = sorted(tables(workbook, hidden=True), key=lambda each: each.hidden)
        return Source(path.name, digest, tuple(map(derived, found)))


def choose(source: Source, kind: str, reader: Reader, *, sheet: str | None = None) -> tuple[Table, SheetMapping]:
    """The table that suits a kind and its mapping: the one remembered for its headings, else proposed.

    Without ``sheet`` only visible ones are looked at; Problem when there is none.
    """
    if kind_of(kind).local:
        raise Problem(_("{records} are not imported from spreadsheets.", records=_(kind_of(kind).labels)))
    chosen = (source.table(sheet),) if sheet else source.visible
    if not chosen:
        raise hidden_only(source.file_name)
    for table in chosen:
        known = reader.setting(MAPPINGS).get(_memory(kind, table.headers))
        if known:
            mapping = from_data(known)
            return table, replace(mapping, choices={**propose_choices(table, mapping), **mapping.choices})
    return best(chosen, kind)


def _memory(kind: str, headers: Sequence[str]) -> str:
    return f"{kind}:{fingerprint(headers)}"


def remembered(reader: Reader, told: Preview) -> dict[str, Any]:
    """The value of the setting MAPPINGS with the mapping of a preview, without what was assumed of its file."""
    own = {name: text for name, text in told.mapping.constants.items() if name not in told.assumed}
    known: dict[str, Any] = reader.setting(MAPPINGS)
    return {**known, _memory(told.kind, told.headers): replace(told.mapping, constants=own).as_data()}


def remap(table: Table, mapping: SheetMapping, columns: Mapping[str, str]) -> SheetMapping:
    """A mapping with some columns decided by the person; an empty field leaves its column out.

    Raises Problem when the table has no such column.
    """
    headers = {fold(header): header for header in table.headers}
    fed = dict(mapping.columns)
    for given, field in columns.items():
        header = headers.get(fold(given))
        if header is None:
            raise Problem(_("The table has no column “{header}”. Map its columns again.", header=given))
        to = target(field)
        fed = {each: other for each, other in fed.items() if each != header and (not field or not _clash(other, to))}
        if field:
            fed[header] = to
    kind = kind_of(mapping.kind)
    for to in fed.values():
        if to.field not in kind.fields or not kind.fields[to.field].stored:
            raise Problem(_("{kind} has no field “{field}”.", kind=_(kind.label), field=to.field), field=to.field)
    ordered = {header: fed[header] for header in table.headers if header in fed}
    changed = replace(mapping, columns=ordered)
    return replace(changed, key=propose_key(table, changed), choices=propose_choices(table, changed))


def _clash(a: Target, b: Target) -> bool:
    return a.field == b.field and (a.part == b.part or not a.part or not b.part)


def assume(table: Table, mapping: SheetMapping, source: Source, reader: Reader, *, owner: Id | None) -> SheetMapping:
    """Values for required fields no column gives, where the sheet or the base tells them: what all its rows are."""
    kind = kind_of(mapping.kind)
    given = {to.field for to in mapping.columns.values()} | set(mapping.constants)
    found = dict(mapping.constants)
    for of in kind.stored:
        if not of.required or of.default is not None or of.name in given:
            continue
        if of.name == "category" and kind.name == "client":
            named = (header for header, to in mapping.columns.items() if to.field == "name")
            says = (source.file_name, table.sheet, *named)
            found[of.name] = category_of(*(each.replace("_", " ") for each in says))
        elif of.name == "territory" and (top := only_top(reader)):
            found[of.name] = top
        elif of.name == kind.owner and (owner or reader.me):
            found[of.name] = owner or reader.me or ""
        elif of.type == "choice" and "other" in of.options:
            found[of.name] = "other"
    return replace(mapping, constants=found)

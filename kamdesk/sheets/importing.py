"""An import from the file to the preview: open, choose the table, map its columns, compare with the base."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from kamdesk.fields import Id
from kamdesk.kinds import Kind, kind_of
from kamdesk.problems import Problem
from kamdesk.records.system import ImportBatch
from kamdesk.settings import BASE, Option, declare
from kamdesk.sheets import settled
from kamdesk.sheets.comparing import Comparison, Outcome, own_names, scope
from kamdesk.sheets.details import category_of, details
from kamdesk.sheets.finding import CREATED, REVIVABLE, Finder
from kamdesk.sheets.mapping import KEYED, SheetMapping, Target, fingerprint, from_data, target
from kamdesk.sheets.preview import Batch, Decisions, Preview
from kamdesk.sheets.proposing import best, propose_choices, propose_key
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.staging import questions, stage
from kamdesk.sheets.tables import Table, tables
from kamdesk.store import EMPTY, FILLED, IN, Reader, Where
from kamdesk.words import N_, _, fold

MAPPINGS = "import_mappings"  # kind and fingerprint of the headings -> the mapping last applied
STEP = 2_000  # rows between two reports of progress
COMPARABLE = 5  # a sheet of less than a fifth of the known records says nothing about those it lacks

declare(Option(MAPPINGS, N_("Remembered columns of spreadsheets"), N_("Exchange"), "data", {}, BASE))


class Progress(Protocol):
    """Told how far the work is; raises to stop it (ui.jobs.Progress)."""

    def __call__(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is."""


def silent(_text: str, _done: int = 0, _total: int = 0) -> None:
    """The progress of who does not want to know."""


@dataclass(frozen=True)
class Source:
    """A file that was read: its name, its digest and its tables."""

    file_name: str
    sha256: str
    tables: tuple[Table, ...]

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
        progress(_("Reading {file}", file=path.name))
        return False

    workbook = read_workbook(path, stop=stop)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(path.name, digest, tuple(tables(workbook)))


def choose(source: Source, kind: str, reader: Reader, *, sheet: str | None = None) -> tuple[Table, SheetMapping]:
    """The table that suits a kind and its mapping: the one remembered for its headings, else proposed."""
    if kind_of(kind).local:
        raise Problem(_("{records} are not imported from spreadsheets.", records=_(kind_of(kind).labels)))
    chosen = (source.table(sheet),) if sheet else source.tables
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
    return {**reader.setting(MAPPINGS), _memory(told.kind, told.headers): replace(told.mapping, constants=own).as_data()}


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
            found[of.name] = category_of(*(each.replace("_", " ") for each in (source.file_name, table.sheet, *named)))
        elif of.name == kind.owner and (owner or reader.me):
            found[of.name] = owner or reader.me or ""
        elif of.type == "choice" and "other" in of.options:
            found[of.name] = "other"
    return replace(mapping, constants=found)


def preview(reader: Reader, source: Source, table: Table, mapping: SheetMapping, *, owner: Id | None = None,
            decisions: Decisions | None = None, progress: Progress = silent) -> Preview:
    """Compare a table with the base. Nothing is written; ``kamdesk.commands.sheets.import_sheet`` applies the result.

    owner      who answers for the new records when no column says it (default: me)
    decisions  what the person said about the doubts of an earlier preview
    Raises Problem when the mapping does not fit; open questions give a preview with nothing but them.
    """
    kind = kind_of(mapping.kind)
    before = set(mapping.constants)
    mapping = assume(table, mapping, source, reader, owner=owner)
    assumed = {name: text for name, text in mapping.constants.items() if name not in before}
    bare = Preview(kind.name, source.file_name, source.sha256, table.sheet, table.headers, mapping, read=len(table.rows),
                   left_out=table.left_out, assumed=assumed, earlier=_earlier(reader, source))
    asked = questions(table, mapping)
    if asked:
        return replace(bare, questions=tuple(asked))
    finder = Finder(reader, owner=owner or reader.me, decisions=decisions or {})
    outcome = _compare(reader, table, mapping, kind, finder, source, progress)
    progress(_("Preparing the preview"), len(table.rows), len(table.rows))
    return _told(reader, table, bare, outcome, finder, owner=owner)


def _compare(reader: Reader, table: Table, mapping: SheetMapping, kind: Kind, finder: Finder, source: Source,
             progress: Progress) -> Outcome:
    work = Comparison(reader, table, mapping, kind, finder, file_name=source.file_name)
    total, rows = len(table.rows), []
    for done, row in enumerate(stage(table, mapping)):
        if done % STEP == 0:
            progress(_("Comparing rows"), done, total)
        rows.append(row)
    references = list({to.field: 0 for to in mapping.columns.values() if kind.fields[to.field].to})
    if any(kind.fields[name].to == (kind.name,) for name in references):
        finder.own_kind, finder.own = kind.name, own_names(rows)
    beside = {name: list(details(table, mapping, name)) for name in references}
    for at, row in enumerate(rows):
        work.take(row, {name: told[at] for name, told in beside.items()})
    return work.settle()


def _earlier(reader: Reader, source: Source) -> datetime.date | None:
    same = reader.find(ImportBatch, Where("undone_at", EMPTY), sha256=source.sha256, sort=(("at", True),), limit=1)
    return same[0].at.astimezone().date() if same and same[0].at else None


def _told(reader: Reader, table: Table, bare: Preview, outcome: Outcome, finder: Finder, *,
          owner: Id | None) -> Preview:
    kind = kind_of(bare.kind)
    payments, allocations, header = _payments(reader, table, bare.mapping, outcome)
    batch = _batch(reader, kind, outcome, finder, owner=owner, payments=payments, allocations=allocations)
    return replace(
        bare, counts=Counter(each.status for each in outcome.rows), duplicates=sum(bool(each.alike) for each in outcome.rows),
        rows=outcome.rows, refusals=outcome.refusals, references=finder.counts(), doubts=finder.doubts(),
        creations={name: [str(each["name"]) for each in rows] for name, rows in batch.births.items()
                   if name != kind.name and rows and "name" in rows[0]},
        absent=_absent(reader, kind, table, bare.mapping, outcome, finder), settlement=header, through=_through(outcome),
        batch=batch)


def _payments(reader: Reader, table: Table, mapping: SheetMapping, outcome: Outcome) -> tuple[settled.Rows, settled.Rows, str]:
    header = settled.heading(table, mapping)
    if not header:
        return [], [], ""
    order = next(iter(mapping.orders.values()), None)
    return *settled.settlements(reader, outcome.lines, settled.days(table, header, order=order)), header


def _batch(reader: Reader, kind: Kind, outcome: Outcome, finder: Finder, *, owner: Id | None, payments: settled.Rows,
           allocations: settled.Rows) -> Batch:
    """Everything to write; what others refer to comes first."""
    made = {name: list(rows.values()) for name, rows in finder.births.items()}
    births: dict[str, Sequence[Mapping[str, Any]]] = {"territory": list(finder.tree.births.values())}
    births |= {name: made[name] for name in CREATED if name != "territory"}
    rows = [{kind.owner: owner, **each} for each in outcome.births] if owner and kind.owner else outcome.births
    births[kind.name] = [*births.get(kind.name, ()), *rows]
    births |= {"payment": payments, "allocation": allocations} if payments else {}
    ordered = sorted(outcome.edits, key=lambda each: sorted(each[1]))
    revived = {name: _archived(reader, name, finder.used.get(name, ())) for name in REVIVABLE}
    revived["territory"] = finder.tree.revived()
    revived[kind.name] = sorted({*revived.get(kind.name, ()), *outcome.revived})
    return Batch({name: rows for name, rows in births.items() if rows},
                 {kind.name: [{"id": id_, **values} for id_, values, _before in ordered]},
                 {kind.name: [{"id": id_, **values} for id_, _values, values in ordered]},
                 {name: ids for name, ids in revived.items() if ids})


def _archived(reader: Reader, name: str, ids: Any) -> list[Id]:
    if not ids:
        return []
    return [each.id for each in reader.find(kind_of(name).cls, Where("id", IN, sorted(ids)), archived=True)]


def _absent(reader: Reader, kind: Kind, table: Table, mapping: SheetMapping, outcome: Outcome, finder: Finder) -> list[tuple[Id, str]]:
    """Known records with a key, of the territories the sheet speaks of, that are not in it."""
    if kind.name not in KEYED or scope(table, mapping) or len(mapping.key) != 1 or kind.fields[mapping.key[0]].type != "text":
        return []
    if reader.count(kind.cls) > len(outcome.lines) * COMPARABLE:
        return []
    here = {each.id for each in outcome.rows if each.id}
    places = {finder.tree.top(line.values.get("territory")) for line in outcome.lines} - {None}
    return [(each.id, getattr(each, "name", "")) for each in reader.find(kind.cls, Where(mapping.key[0], FILLED))
            if each.id not in here and finder.tree.top(getattr(each, "territory", None)) in places]


def _through(outcome: Outcome) -> datetime.date | None:
    """The last day the rows speak of; of a month, its last day."""
    last: datetime.date | None = None
    for line in outcome.lines:
        day = line.values.get("on")
        if day is None and line.values.get("month"):
            year, month = map(int, line.values["month"].split("-"))
            day = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
        if isinstance(day, datetime.date) and (last is None or day > last):
            last = day
    return last

"""An import from its mapping to the preview: rows staged, references found, all compared with the base."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kamdesk.fields import Id
from kamdesk.kinds import Kind, kind_of
from kamdesk.progress import Progress, silent
from kamdesk.records.system import ImportBatch
from kamdesk.sheets import settled
from kamdesk.sheets.calm import uncollected
from kamdesk.sheets.comparing import Comparison, Outcome, own_names
from kamdesk.sheets.details import details
from kamdesk.sheets.finding import CREATED, REVIVABLE, Finder
from kamdesk.sheets.importing import Source, assume
from kamdesk.sheets.loading import information_of
from kamdesk.sheets.mapping import KEYED, SheetMapping
from kamdesk.sheets.matching import scope
from kamdesk.sheets.preview import Batch, Decisions, Preview
from kamdesk.sheets.staging import StagedRow, questions, stage
from kamdesk.sheets.tables import Table
from kamdesk.store import EMPTY, FILLED, IN, Reader, Where
from kamdesk.words import _

STEP = 2_000  # rows between two reports of progress
COMPARABLE = 5  # a sheet of less than a fifth of the known records says nothing about those it lacks

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Work:
    """What the steps of one preview share."""

    reader: Reader
    table: Table
    mapping: SheetMapping
    kind: Kind
    finder: Finder
    owner: Id | None


def preview(reader: Reader, source: Source, table: Table, mapping: SheetMapping, *, owner: Id | None = None,
            decisions: Decisions | None = None, progress: Progress = silent) -> Preview:
    """Compare a table with the base. Nothing is written; ``kamdesk.commands.sheets.import_sheet`` applies the result.

    owner      who answers for the new records when no column says it (default: me)
    decisions  what the person said about the doubts of an earlier preview
    Raises Problem when the mapping does not fit; open questions give a preview with nothing but them.
    """
    given = set(mapping.constants)
    mapping = assume(table, mapping, source, reader, owner=owner)
    assumed = {name: text for name, text in mapping.constants.items() if name not in given}
    bare = Preview(mapping.kind, source.file_name, source.sha256, table.sheet, table.headers, mapping,
                   read=len(table.rows), left_out=table.left_out, assumed=assumed, earlier=_earlier(reader, source))
    asked = questions(table, mapping)
    if asked:
        return replace(bare, questions=tuple(asked))
    finder = Finder(reader, owner=owner or reader.me, decisions=decisions or {})
    work = Work(reader, table, mapping, kind_of(mapping.kind), finder, owner)
    with uncollected():
        outcome = _compare(work, source, progress)
        progress(_("Preparing the preview"), len(table.rows), len(table.rows))
        return _told(work, bare, outcome)


def _earlier(reader: Reader, source: Source) -> datetime.date | None:
    same = reader.find(ImportBatch, Where("undone_at", EMPTY), sha256=source.sha256, sort=(("at", True),), limit=1)
    return same[0].at.astimezone().date() if same and same[0].at else None


def _compare(work: Work, source: Source, progress: Progress) -> Outcome:
    kind, rows = work.kind, list(_staged(work, progress))
    fields = dict.fromkeys(to.field for to in work.mapping.columns.values())
    references = [name for name in fields if kind.fields[name].to]
    if any(kind.fields[name].to == (kind.name,) for name in references):
        work.finder.own_kind, work.finder.own = kind.name, own_names(rows)
    beside = {name: list(details(work.table, work.mapping, name)) for name in references}
    comparison = Comparison(work.reader, work.table, work.mapping, work.finder, file_name=source.file_name)
    for at, row in enumerate(rows):
        comparison.take(row, {name: told[at] for name, told in beside.items()})
    return comparison.settle()


def _staged(work: Work, progress: Progress) -> Iterable[StagedRow]:
    total = len(work.table.rows)
    for done, row in enumerate(stage(work.table, work.mapping)):
        if done % STEP == 0:
            progress(_("Comparing rows"), done, total)
        yield row


def _told(work: Work, bare: Preview, outcome: Outcome) -> Preview:
    header = settled.heading(work.table, work.mapping)
    batch = _batch(work, outcome, _payments(work, outcome, header))
    source, last, months = information_of(work.kind, outcome.lines)
    creations = {name: [str(each["name"]) for each in rows] for name, rows in batch.births.items()
                 if name != work.kind.name and "name" in rows[0]}
    return replace(
        bare, counts=Counter(each.status for each in outcome.rows), rows=outcome.rows, refusals=outcome.refusals,
        duplicates=sum(bool(each.alike) for each in outcome.rows), references=work.finder.counts(),
        doubts=work.finder.doubts(), creations=creations, absent=_absent(work, outcome), settlement=header,
        through=max(last.values(), default=None), batch=batch, source=source, loaded=last if source else {},
        months=months)


def _payments(work: Work, outcome: Outcome, header: str) -> Mapping[str, Rows]:
    if not header:
        return {}
    order = next(iter(work.mapping.orders.values()), None)
    paid = settled.days(work.table, header, order=order)
    payments, allocations = settled.settlements(work.reader, outcome.lines, paid)
    return {"payment": payments, "allocation": allocations}


def _batch(work: Work, outcome: Outcome, payments: Mapping[str, Rows]) -> Batch:
    """Everything to write; what others refer to comes first."""
    kind, made = work.kind, work.finder.births
    births: dict[str, Rows] = {"territory": list(work.finder.tree.births.values())}
    births |= {name: list(made[name].values()) for name in CREATED if name != "territory"}
    own: Rows = outcome.births
    if work.owner and kind.owner:
        own = [{kind.owner: work.owner, **each} for each in own]
    births[kind.name] = [*births.pop(kind.name, ()), *own]
    ordered = sorted(outcome.edits, key=lambda each: sorted(each[1]))
    births.update(payments)
    edits = {kind.name: [{"id": id_, **values} for id_, values, _before in ordered]} if ordered else {}
    before = {kind.name: [{"id": id_, **values} for id_, _values, values in ordered]} if ordered else {}
    return Batch({name: rows for name, rows in births.items() if rows}, edits, before, _revived(work, outcome))


def _revived(work: Work, outcome: Outcome) -> Mapping[str, Sequence[Id]]:
    """Archived records that the sheet names again."""
    found: dict[str, list[Id]] = {"territory": work.finder.tree.revived()}
    for name in REVIVABLE:
        ids = sorted(work.finder.used[name])
        found[name] = [each.id for each in work.reader.find(kind_of(name).cls, Where("id", IN, ids), archived=True)] \
            if ids else []
    found[work.kind.name] = sorted({*found.get(work.kind.name, ()), *outcome.revived})
    return {name: ids for name, ids in found.items() if ids}


def _absent(work: Work, outcome: Outcome) -> list[tuple[Id, str]]:
    """Known records with a key, of the territories the sheet speaks of, that are not in it."""
    kind, key = work.kind, work.mapping.key
    if kind.name not in KEYED or len(key) != 1 or kind.fields[key[0]].type != "text" or scope(work.table, work.mapping):
        return []
    if work.reader.count(kind.cls) > len(outcome.lines) * COMPARABLE:
        return []
    tree, here = work.finder.tree, {each.id for each in outcome.rows if each.id}
    places = {tree.top(line.values.get("territory")) for line in outcome.lines if not line.refused} - {None}
    return [(each.id, getattr(each, "name", "")) for each in work.reader.find(kind.cls, Where(key[0], FILLED))
            if each.id not in here and tree.top(getattr(each, "territory", None)) in places]

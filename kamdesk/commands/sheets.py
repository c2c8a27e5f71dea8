"""Spreadsheets into the base and out of it again (product/06 A14, product/04 §4.13)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id
from kamdesk.figures.information import short_of, total_text
from kamdesk.identity import new_id
from kamdesk.kinds import REGISTER, Kind, Record, kind_of
from kamdesk.problems import Problem
from kamdesk.progress import Progress, silent
from kamdesk.records.system import UNDO_DAYS, ImportBatch
from kamdesk.sheets.calm import uncollected
from kamdesk.sheets.importing import MAPPINGS, remembered
from kamdesk.sheets.loading import TOTALS, close, closing, reopen, replaced, restorable
from kamdesk.sheets.preview import CHANGED, REFUSED, SAME, SKIPPED, Preview
from kamdesk.store import IN, Reader, UnitOfWork, Where
from kamdesk.stored import from_cell, to_cell
from kamdesk.words import _, day

CHUNK = 5_000  # records written between two reports of progress
NAMED = 200  # refused rows kept with the batch


@command
def import_sheet(uow: UnitOfWork, *, preview: Preview, replace: bool = False, control_total: int | None = None,
                 progress: Progress = silent) -> ImportBatch | None:
    """Write what a preview shows: its records, those its references need, one ImportBatch, one step to undo.

    ``replace`` archives the sales of the same source and months that the file does not hold. ``control_total`` of its
    month (minor units; stock: thousandths) is kept and compared with what is there now: a difference is a warning.
    Returns None, and writes nothing, when there is nothing to do. Problem when a question is open or the base changed
    since the preview was made. ``progress`` may raise to stop: then nothing was written either.
    """
    if preview.questions:
        raise Problem(_("Answer first which comes first in “{header}”: the day or the month.",
                        header=preview.questions[0].header), field=preview.questions[0].header)
    gone = replaced(uow, preview) if replace else []
    said = closing(uow, preview, control_total)
    if preview.changes_nothing and not gone:
        close(uow, {TOTALS: said[TOTALS]})
        _compared(uow, preview, control_total)
        return None
    _unchanged(uow, preview)
    kind = kind_of(preview.kind)
    with uncollected():
        batch = uow.add(_record(preview, new_id(), gone, restorable(uow, said)))
        _write(uow, preview, batch.id, progress)
        for at in range(0, len(gone), CHUNK):
            uow.change_many(kind, [{"id": each, "archived": True} for each in gone[at:at + CHUNK]])
    uow.put_setting(MAPPINGS, remembered(uow, preview))
    close(uow, said)
    _compared(uow, preview, control_total)
    count = preview.count("new") + preview.count(CHANGED)
    uow.describe(_("Import {n} {records}", n=count, records=_(kind.labels).lower()))
    return batch


def _unchanged(uow: UnitOfWork, preview: Preview) -> None:
    """The records still are as the preview found them."""
    for name, rows in preview.batch.births.items():
        ids = [row["id"] for row in rows] if uow.count(kind_of(name).cls, archived=None) else []
        if any(uow.count(kind_of(name).cls, Where("id", IN, ids[at:at + CHUNK]), archived=None)
               for at in range(0, len(ids), CHUNK)):
            raise _stale()
    for name, rows in preview.batch.before.items():
        now = _by_id(uow, kind_of(name), [row["id"] for row in rows])
        for row in rows:
            if row["id"] not in now or any(getattr(now[row["id"]], field) != value for field, value in row.items()):
                raise _stale()


def _stale() -> Problem:
    return Problem(_("The base changed since the preview. Look at it again."))


def _by_id(reader: Reader, kind: Kind, ids: Sequence[Id]) -> dict[Id, Record]:
    return {each.id: each for at in range(0, len(ids), CHUNK)
            for each in reader.find(kind.cls, Where("id", IN, list(ids[at:at + CHUNK])), archived=None)}


def _record(preview: Preview, id_: Id, gone: Sequence[Id], said: Sequence[Sequence[Any]]) -> ImportBatch:
    """The batch, with what undoing it needs: ids of what it made and brought back, cells and ``said`` before and after.

    ``said`` is what it changes of how complete its months are.
    """
    batch, own = preview.batch, preview.kind
    made = [[name, [row["id"] for row in rows]] for name, rows in batch.births.items()]  # in the order of writing
    after = {row["id"]: row for row in batch.edits.get(own, ())}
    cells = [[before["id"], name, _cell(own, name, before[name]), _cell(own, name, after[before["id"]][name])]
             for before in batch.before.get(own, ()) for name in before if name != "id"]
    worst = [each for each in preview.refusals if each.whole][:NAMED]
    return ImportBatch(
        id=id_, at=clock.now(), file_name=preview.file_name, sha256=preview.sha256, target=own,
        mapping={"columns": preview.mapping.as_data(), "made": made, "changed": cells,
                 "revived": {name: list(ids) for name, ids in batch.revived.items()}, "replaced": list(gone),
                 "closing": said},
        read=preview.read, created=preview.count("new"), updated=preview.count(CHANGED),
        skipped=preview.count(SKIPPED) + preview.count(SAME), rejected=preview.count(REFUSED),
        problems="\n".join(f"{each.row} {each.column} {each.header}: {each.reason}" for each in worst),
        data_through=preview.through)


def _cell(kind: str, name: str, value: Any) -> Any:
    return to_cell(kind_of(kind).fields[name], value)


def _write(uow: UnitOfWork, preview: Preview, batch: Id, progress: Progress) -> None:
    for name, ids in preview.batch.revived.items():
        uow.change_many(kind_of(name), [{"id": each, "archived": False} for each in ids])
    total, done = sum(map(len, preview.batch.births.values())), 0
    for name, rows in preview.batch.births.items():
        kind = kind_of(name)
        own = {"batch": batch} if "batch" in kind.fields else {}
        for at in range(0, len(rows), CHUNK):
            progress(_("Writing records"), done + at, total)
            uow.add_many(kind, [{**own, **row} for row in rows[at:at + CHUNK]] if own else rows[at:at + CHUNK])
        done += len(rows)
    for name, rows in preview.batch.edits.items():
        progress(_("Writing records"), total, total)
        uow.change_many(kind_of(name), rows)


def _compared(uow: UnitOfWork, preview: Preview, total: int | None) -> None:
    """Say what lacks against the control total of the file's month."""
    if total is None or not preview.totalled:
        return
    missing = short_of(uow.facts, preview.source, next(iter(preview.loaded)), preview.months[0], total)
    if missing:
        said = total_text(preview.source, abs(missing))
        uow.warn(_("{amount} are missing against the control total.", amount=said) if missing > 0 else
                 _("There are {amount} more than the control total.", amount=said), field="control_total")


@command
def undo_import(uow: UnitOfWork, *, batch: ImportBatch) -> list[str]:
    """Archive what an import made and put the cells it changed back; returns what it left, and why.

    A record that somebody changed or used since stays, and so does a cell that was written again.
    """
    if batch.undone_at is not None:
        raise Problem(_("This import was already undone."))
    if batch.at is not None and clock.now() - batch.at > UNDO_DAYS:
        raise Problem(_("It can only be undone for 30 days."))
    kept = _put_back(uow, batch) + _take_away(uow, batch)
    for name, ids in batch.mapping.get("revived", {}).items():
        uow.change_many(kind_of(name), [{"id": each, "archived": True} for each in ids])
    uow.change_many(kind_of(batch.target), [{"id": each, "archived": False}
                                            for each in batch.mapping.get("replaced", ())])
    reopen(uow, batch.mapping.get("closing", ()))
    uow.change(batch, undone_at=clock.now())
    uow.describe(_("Undo the import of {file}", file=batch.file_name))
    for line in kept:
        uow.warn(line)
    return kept


def _put_back(uow: UnitOfWork, batch: ImportBatch) -> list[str]:
    kind, kept = kind_of(batch.target), []
    cells = batch.mapping.get("changed", ())
    now = _by_id(uow, kind, list(dict.fromkeys(cell[0] for cell in cells)))
    rows = []
    for id_, name, before, after in cells:
        of = kind.fields[name]
        if id_ in now and getattr(now[id_], name) == from_cell(of, after):
            rows.append({"id": id_, name: from_cell(of, before)})
        elif id_ in now:
            kept.append(_("{record}: {field} was changed since and stays.", record=_title(now[id_]), field=_(of.label)))
    uow.change_many(kind, sorted(rows, key=lambda row: list(row)[1]))
    return kept


def _take_away(uow: UnitOfWork, batch: ImportBatch) -> list[str]:
    """Archive what was made, rows before what they refer to; keep what is still used or was changed."""
    made: Mapping[str, Sequence[Id]] = dict(batch.mapping.get("made", ()))
    leaving: dict[str, set[Id]] = {}
    kept: list[str] = []
    for name in reversed(list(made)):
        kind, ids = kind_of(name), set(made[name])
        changed = set() if kind.bulk or kind.append_only else _changed(uow, kind, ids)
        used = _used(uow, kind, ids, leaving, changed)
        leaving[name] = ids - changed - used
        uow.change_many(kind, [{"id": each, "archived": True} for each in sorted(leaving[name])])
        staying = _by_id(uow, kind, sorted(ids & (changed | used)))
        kept += [_("{record} was changed or used since and stays.", record=_title(each)) for each in staying.values()]
    return kept


def _changed(reader: Reader, kind: Kind, ids: set[Id]) -> set[Id]:
    """Those with a change that is not of the transaction that made them."""
    found = set()
    for each in ids:
        past = reader.history(kind.cls, each)
        if past and past[0].at != past[-1].at:
            found.add(each)
    return found


def _used(reader: Reader, kind: Kind, ids: set[Id], leaving: Mapping[str, set[Id]], staying: set[Id]) -> set[Id]:
    """Those that live records refer to, other than records that leave with them; what stays keeps what it needs."""
    own = [of.name for of in kind.stored if of.type == "ref" and of.to == (kind.name,)]
    found: set[Id] = set()
    for other in REGISTER.values():
        for of in other.stored:
            if of.type in ("ref", "link") and (not of.to or kind.name in of.to):
                gone = ids if other is kind else leaving.get(other.name, set())
                found |= _pointed(reader, other, of.name, ids, gone)
    more = found | staying
    while own and more:
        kept = found | staying
        above = {getattr(each, name) for each in _by_id(reader, kind, sorted(more)).values() for name in own}
        more = (above & ids) - kept
        found |= more
    return found


def _pointed(reader: Reader, other: Kind, name: str, ids: set[Id], gone: set[Id]) -> set[Id]:
    if not reader.count(other.cls):
        return set()
    wanted, found = sorted(ids), set()
    for at in range(0, len(wanted), CHUNK):
        for each in reader.find(other.cls, Where(name, IN, wanted[at:at + CHUNK])):
            value = getattr(each, name)
            if each.id not in gone:
                found.add(getattr(value, "id", value))
    return found & ids


def _title(record: Record) -> str:
    value = next((getattr(record, name) for name in type(record).kind.title if getattr(record, name)), record.id)
    return day(value) if isinstance(value, datetime.date) else str(value)

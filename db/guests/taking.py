"""Takes in what a person accepted of a guest's edits: ordinary writes of her own, in one step that undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.merging.cells import cells
from db.merging.joining import drop_waiting
from kamdesk import clock
from kamdesk.kinds import Kind, Record, kind_of, record_from
from kamdesk.problems import Problem
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing.exchange import GUEST, Applied, Decision, Edit, Incoming, KindChange
from kamdesk.store import UnitOfWork
from kamdesk.stored import from_columns
from kamdesk.words import plural

if TYPE_CHECKING:
    from db.store import BaseStore


def apply(store: BaseStore, incoming: Incoming, decisions: Sequence[Decision]) -> Applied:
    """Write the decisions; Problem names the record that cannot be so, and nothing was written."""
    edits = {(edit.kind, edit.id): edit for edit in incoming.edits}
    # New records first: others may refer to them.
    wanted = sorted((each for each in decisions if (each.kind, each.id) in edits), key=lambda each: each.field != "")
    found: dict[str, list[int]] = {}
    with store.unit("take_guest_edits") as unit:
        for decision in wanted:
            edit = edits[decision.kind, decision.id]
            at = _taken(unit, edit, decision)
            if at is not None:
                found.setdefault(edit.kind, [0, 0, 0])[at] += 1
        total = sum(map(sum, found.values()))
        unit.describe(plural("Take in {n} edit of {name}", "Take in {n} edits of {name}", total, name=incoming.to))
    kinds = tuple(KindChange(name, new=new, changed=changed, archived=archived)
                  for name, (new, changed, archived) in found.items())
    return Applied(0, _noted(store, incoming, total), kinds, 0, ())


def _taken(unit: UnitOfWork, edit: Edit, decision: Decision) -> int | None:
    """0 for a new record, 1 for a changed value, 2 for an archived record, None when nothing changes."""
    kind = kind_of(edit.kind)
    try:
        if decision.field:
            return 1 if _changed(unit, kind, edit.id, decision) else None
        return _whole(unit, kind, edit) if decision.value else None
    except Problem as problem:
        there = unit.maybe(kind.cls, edit.id) if edit.before is not None else _record(kind, edit)
        raise Problem(f"{_title(there)}: {problem.message}") from problem


def _whole(unit: UnitOfWork, kind: Kind, edit: Edit) -> int:
    if edit.after is None:
        unit.archive(unit.get(kind.cls, edit.id))
        return 2
    unit.add(_record(kind, edit))
    return 0


def _title(record: Record | None) -> str:
    name = getattr(record, type(record).kind.title[0], None) if record is not None else None
    return name if isinstance(name, str) else ""


def _changed(unit: UnitOfWork, kind: Kind, pk: str, decision: Decision) -> bool:
    record = unit.get(kind.cls, pk)
    if decision.field == "archived":
        unit.archive(record, archived=bool(decision.value))
        return record.archived != bool(decision.value)
    cell = next(cell for cell in cells(kind) if cell.name == decision.field)
    values: tuple[Any, ...] = decision.value if cell.grouped else (decision.value,)
    names = [each.name for each in cell.fields]
    return unit.change(record, **dict(zip(names, values, strict=True))) != record


def _record(kind: Kind, edit: Edit) -> Record:
    row = edit.after or {}
    values = {each.name: from_columns(each, tuple(row[column.name] for column in each.columns))
              for each in kind.stored if all(column.name in row for column in each.columns)}
    return record_from(kind.cls, {**values, "id": edit.id, "archived": bool(row.get("archived"))})


def _noted(store: BaseStore, incoming: Incoming, total: int) -> str:
    """The line in the history of exchanges; the file waits no more."""
    drop_waiting(store, incoming.file)
    with store.aside("receive_package") as unit:
        event = unit.add(ExchangeEvent(
            direction="received", profile=GUEST, other=incoming.to, at=clock.now(), file_name=incoming.path.name,
            digest=incoming.digest, counts=plural("{n} edit", "{n} edits", total)))
    return event.id

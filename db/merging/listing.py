"""Conflicts as a person reads them: the record, the value before, each version with who, where and when; decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from db import checking
from db.journal import instant
from db.merging import ground
from db.merging.cells import LIFE, Cell, by_number, cells
from db.merging.conflicts import OPEN, decide
from db.merging.contexts import FRONT
from db.merging.opened import fold, raw_of
from db.reading import Reading
from db.rows import columns_of
from kamdesk.doors import Finding
from kamdesk.fields import Link
from kamdesk.kinds import Kind, kind_by_code, kind_of
from kamdesk.problems import Problem
from kamdesk.records.numbering import field_numbers
from kamdesk.sharing.exchange import CYCLE, DELETED_EDITED, DUPLICATE, RULE, VALUE, Conflict, Decision, Version
from kamdesk.stored import from_columns
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from db.store import BaseStore

Place = tuple[int, str, int]
_SORTS = {checking.CYCLE: CYCLE, checking.OVER_APPLIED: RULE, checking.DUPLICATE: DUPLICATE}


def places(raw: Any) -> list[Place]:
    """The cells to decide, in a base whose journal is folded."""
    return [(t, pk, f) for t, pk, f in raw.execute(f"{OPEN} ORDER BY 1, 2, 3") if _shown(t, f)]


def _shown(t: int, f: int) -> bool:
    """Whether this version knows the cell: others wait for the update."""
    try:
        return f == LIFE or by_number(kind_by_code(t), f) is not None
    except KeyError:
        return False


def open_conflicts(store: BaseStore) -> list[Conflict]:
    """Everything to decide."""
    with store.alone():
        fold(store)
        with store.writer.begin():
            raw = raw_of(store)
            return [*conflicts(store, raw, places(raw)), *_broken(store, raw)]


def _broken(store: BaseStore, raw: Any) -> list[Conflict]:
    """Rules that records which came in files break among those here: each is mended on its record."""
    if not ground.one(raw, "SELECT 1 FROM kd_import LIMIT 1"):
        return []
    return [Conflict(each.kind, each.id, _title(store, each), each.field, _SORTS[each.code], None, (),
                     message=each.message)
            for each in checking.broken_rules(store) if _came(raw, kind_of(each.kind).code, each.id)]


def _title(store: BaseStore, finding: Finding) -> str:
    return Reading(store.writer).names([Link(finding.kind, finding.id)]).get(finding.id, finding.id)


def _came(raw: Any, t: int, pk: str) -> bool:
    """Whether something of a record came in a file."""
    return bool(ground.one(raw, "SELECT 1 FROM kd_row WHERE t = ? AND pk = ? AND imp IS NOT NULL UNION ALL"
                                " SELECT 1 FROM kd_cell WHERE t = ? AND pk = ? AND imp IS NOT NULL LIMIT 1",
                           t, pk, t, pk))


def conflicts(store: BaseStore, raw: Any, wanted: Iterable[Place]) -> list[Conflict]:
    """Some places, told; inside a transaction of the connection that writes."""
    names = Reading(store.writer)
    selves = {rid for (rid,) in raw.execute("SELECT rid FROM kd_replica WHERE is_self > 0")}
    return [_conflict(raw, names, selves, place) for place in wanted]


def _conflict(raw: Any, names: Any, selves: set[int], place: Place) -> Conflict:
    t, pk, f = place
    kind = kind_by_code(t)
    rows = raw.execute(f"SELECT r, s, hlc, v, o FROM {FRONT} WHERE t = ? AND pk = ? AND f = ?"
                       " ORDER BY o DESC, hlc DESC, r DESC, s DESC", place).fetchall()
    title = names.names([Link(kind.name, pk)]).get(pk, pk)
    if f == LIFE:
        versions = [_version(raw, names, selves, row[:3], bool(row[3])) for row in rows]
        versions += _edits(raw, names, selves, place, {(row[0], row[1]) for row in rows})
        return Conflict(kind.name, pk, title, "", DELETED_EDITED, None, tuple(versions))
    cell = next(cell for cell in cells(kind) if cell.number == f)
    versions = [_version(raw, names, selves, row[:3], told(raw, cell, row[3])) for row in rows if row[4] == rows[0][4]]
    return Conflict(kind.name, pk, title, cell.name, VALUE, _before(raw, kind, cell, place), tuple(versions),
                    fields=tuple(each.name for each in cell.fields))


def told(raw: Any, cell: Cell, value: Any) -> Any:
    """The value of a cell as Python has it: of a group a tuple."""
    parts = cell.puts("?1")
    row = raw.execute(f"SELECT {', '.join(part for _column, part in parts)}", (value,)).fetchone()
    by_column = dict(zip(cell.columns, row, strict=True))
    if not cell.fields:
        return bool(row[0])
    values = tuple(from_columns(each, tuple(by_column[column.name] for column in each.columns))
                   for each in cell.fields)
    return values if cell.grouped else values[0]


def _version(raw: Any, names: Any, selves: set[int], dot: tuple[int, int, int], value: Any) -> Version:
    r, s, hlc = dot
    person, label = writer_of(raw, r, s)
    name = names.names([Link("person", person)]).get(person, "") if person else ""
    return Version(value, name, label, instant(hlc), r in selves, r, s)


def writer_of(raw: Any, r: int, s: int) -> tuple[str | None, str]:
    """Person and laptop of a write."""
    person = ground.one(raw, "SELECT person FROM kd_txn WHERE r = ? AND s_from <= ? ORDER BY s_from DESC LIMIT 1", r, s)
    return person, ground.one(raw, "SELECT label FROM kd_replica WHERE rid = ?", r) or ""


def _edits(raw: Any, names: Any, selves: set[int], place: Place, lives: set[tuple[int, int]]) -> list[Version]:
    """The newest write on a deleted record that its deletion had not seen."""
    rows = raw.execute(f"SELECT r, s, max(hlc) FROM {FRONT} WHERE t = ? AND pk = ? AND f <> {LIFE} GROUP BY r"
                       " ORDER BY 3 DESC LIMIT 2", place[:2]).fetchall()
    return [_version(raw, names, selves, row, value=False) for row in rows if (row[0], row[1]) not in lives][:1]


def _before(raw: Any, kind: Kind, cell: Cell, place: Place) -> Any:
    """What stood there before: what an import overwrote last, else what the lines of one version say."""
    t, pk, f = place
    found = raw.execute("SELECT v FROM kd_hist h WHERE t = ? AND pk = ? AND f = ? AND NOT EXISTS ("
                        f" SELECT 1 FROM {FRONT} c WHERE c.t = h.t AND c.pk = h.pk AND c.f = h.f AND c.r = h.r"
                        " AND c.s = h.s) ORDER BY hlc DESC LIMIT 1", place).fetchone()
    if found:
        return told(raw, cell, found[0])
    if cell.grouped:
        return None
    number = field_numbers(kind.name).get(cell.name, f)
    line = raw.execute("""SELECT j.o FROM kd_journal j JOIN kd_cell c ON c.t = j.t AND c.pk = j.pk AND c.f = ?
        WHERE j.t = ? AND j.pk = ? AND j.f = ? AND ((j.r = c.r AND j.s = c.s) OR (j.r IS NULL AND j.seq = c.s))
        LIMIT 1""", (f, t, pk, number)).fetchone()
    return told(raw, cell, line[0]) if line and not isinstance(line[0], bytes) else None


def resolve(store: BaseStore, decisions: Sequence[Decision]) -> int:
    """Write decisions about what is open as one step of this person; returns how many were."""
    with store.alone():
        fold(store)
        with store.writer.begin():
            open_places = set(places(raw_of(store)))
    wanted = [(decision, _place(decision)) for decision in decisions]
    wanted = [(decision, place) for decision, place in wanted if place in open_places]
    if not wanted:
        return 0
    with store.unit("resolve_conflict") as unit:
        raw = raw_of(store)
        for decision, place in wanted:
            decide(raw, kind_of(decision.kind), (place[1], place[2]), _value(raw, decision, place[2]))
        unit.describe(plural("Decide {n} conflict", "Decide {n} conflicts", len(wanted)))
    with store.alone():
        fold(store)
    return len(wanted)


def _place(decision: Decision) -> Place:
    kind = kind_of(decision.kind)
    if not decision.field:
        return kind.code, decision.id, LIFE
    for cell in cells(kind):
        if decision.field == cell.name or decision.field in {each.name for each in cell.fields}:
            return kind.code, decision.id, cell.number
    raise Problem(_("{kind} has no field {field}.", kind=_(kind.label), field=decision.field))


def _value(raw: Any, decision: Decision, number: int) -> Any:
    """The decided value as its cell holds it."""
    kind = kind_of(decision.kind)
    if number == LIFE:
        return int(bool(decision.value))
    cell = next(cell for cell in cells(kind) if cell.number == number)
    if not cell.fields:
        return int(bool(decision.value))
    values = decision.value if cell.grouped else (decision.value,)
    held = columns_of(kind, dict(zip((each.name for each in cell.fields), values, strict=True)))
    given = ", ".join(f'? AS "{column}"' for column in cell.columns)
    row = raw.execute(f"SELECT {cell.value('d')} FROM (SELECT {given}) d", [held[column] for column in cell.columns])
    return row.fetchone()[0]



"""What a guest wrote, as questions for a person beside what stands here now."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from db.guests.reading import Row
from db.merging import ground
from db.merging.cells import LIFE, Cell, cells, types
from db.merging.opened import fold, raw_of
from db.reading import Reading
from kamdesk.checks import fault
from kamdesk.fields import Field, Link
from kamdesk.kinds import REGISTER, Kind
from kamdesk.records.team import Person
from kamdesk.sharing.exchange import (
    ADDED,
    APPEND_ONLY,
    GONE,
    NO_VALUE,
    REMOVED,
    WRITTEN,
    Conflict,
    Edit,
    Incoming,
    KindChange,
    Preview,
    Refused,
    Version,
)
from kamdesk.stored import from_columns
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore

_Found = Conflict | str  # a question, or why there is none


class Desk(NamedTuple):
    """Where edits are looked at: what reads the base, the driver connection, who sits there, and who wrote."""

    reader: Reading
    raw: Any
    me: str
    label: str
    guest: str


def preview(store: BaseStore, incoming: Incoming) -> Preview:
    """The questions about what was written into a file; values that say what is so already are none."""
    with store.alone():
        fold(store)
        with store.writer.begin():
            desk = _desk(store, incoming)
            refused: Counter[tuple[str, str]] = Counter()
            asked: list[Conflict] = []
            for edit in incoming.edits:
                kind = REGISTER.get(edit.kind)
                for found in _looked_at(desk, kind, edit) if kind is not None else (GONE,):
                    if isinstance(found, Conflict):
                        asked.append(found)
                    else:
                        refused[edit.kind, found] += 1
    return Preview(kinds=_counts(asked), by_owner=0, conflicts=tuple(asked), withheld=0,
                   refused=tuple(Refused(name, reason, count) for (name, reason), count in refused.items()
                                 if name in REGISTER))


def _desk(store: BaseStore, incoming: Incoming) -> Desk:
    raw = raw_of(store)
    me = store.maybe(Person, store.me)
    label = ground.one(raw, "SELECT label FROM kd_replica WHERE is_self = 1") or ""
    guest = _("{name}, without Kamdesk", name=incoming.to) if incoming.to else _("Somebody without Kamdesk")
    return Desk(Reading(store.writer), raw, me.name if me else label, label, guest)


def _counts(asked: Sequence[Conflict]) -> tuple[KindChange, ...]:
    """What taking everything in would do, by kind."""
    places = Counter({(each.kind, each.sort): 0 for each in asked})
    places.update((kind, sort) for kind, _id, sort in {(each.kind, each.id, each.sort) for each in asked})
    return tuple(KindChange(name, new=places[name, ADDED], changed=places[name, WRITTEN],
                            archived=places[name, REMOVED]) for name in dict.fromkeys(each.kind for each in asked))


def _looked_at(desk: Desk, kind: Kind, edit: Edit) -> Iterator[_Found]:
    now = _row(desk.raw, kind, edit.id)
    if edit.after is None:
        if now is not None and not now["archived"]:
            yield _whole(desk, kind, edit, REMOVED)
    elif now is None:
        yield _new(desk, kind, edit, edit.after) if edit.before is None else GONE
    else:
        yield from _written(desk, kind, edit, now)


def _row(raw: Any, kind: Kind, pk: str) -> Row | None:
    names = list(types(kind))
    listed = ", ".join(f'"{name}"' for name in names)
    row = raw.execute(f'SELECT {listed} FROM "{kind.name}" WHERE id = ?', (pk,)).fetchone()
    return None if row is None else dict(zip(names, row, strict=True))


def _written(desk: Desk, kind: Kind, edit: Edit, now: Row) -> Iterator[_Found]:
    """A question for each cell that says something else than before and than now."""
    before, after = edit.before or {}, edit.after or {}
    for cell in cells(kind):
        if not all(column in after for column in cell.columns):
            continue
        was, is_, here = (tuple(row.get(column) for column in cell.columns) for row in (before, after, now))
        if is_ in (was, here):
            continue
        if kind.append_only:
            yield APPEND_ONLY
        elif not _holds(desk, kind, cell, after):
            yield NO_VALUE
        else:
            yield Conflict(kind.name, edit.id, _title(desk, kind, edit.id), cell.name, WRITTEN, _told(cell, before),
                           _versions(desk, edit, cell.number, (_told(cell, now), _told(cell, after))),
                           fields=tuple(each.name for each in cell.fields))


def _versions(desk: Desk, edit: Edit, number: int, values: tuple[Any, Any]) -> tuple[Version, ...]:
    """What stands here, since when, and what the guest wrote."""
    mine, theirs = values
    place = (REGISTER[edit.kind].code, edit.id)
    hlc = ground.one(desk.raw, "SELECT hlc FROM kd_cell WHERE t = ? AND pk = ? AND f = ? UNION ALL"
                               " SELECT hlc FROM kd_row WHERE t = ? AND pk = ? LIMIT 1", *place, number, *place)
    since = edit.at if hlc is None else datetime.datetime.fromtimestamp(hlc / 65536 / 1000, tz=datetime.UTC)
    return (Version(mine, desk.me, desk.label, since, mine=True, replica=0, seq=0),
            Version(theirs, desk.guest, "", edit.at, mine=False, replica=0, seq=0))


def _whole(desk: Desk, kind: Kind, edit: Edit, sort: str, *, title: str = "") -> Conflict:
    return Conflict(kind.name, edit.id, title or _title(desk, kind, edit.id), "", sort, None,
                    _versions(desk, edit, LIFE, (False, True)))


def _title(desk: Desk, kind: Kind, pk: str) -> str:
    return desk.reader.names([Link(kind.name, pk)]).get(pk, pk)


def _new(desk: Desk, kind: Kind, edit: Edit, after: Row) -> _Found:
    known = [cell for cell in cells(kind) if all(column in after for column in cell.columns)]
    if not all(_holds(desk, kind, cell, after) for cell in known):
        return NO_VALUE
    told = {each.name: from_columns(each, _parts(each, after)) for cell in known for each in cell.fields}
    filled = {name: value for name, value in told.items()
              if value not in (None, "", ()) and kind.fields[name].type != "flag"}
    title = told.get(kind.title[0])
    question = _whole(desk, kind, edit, ADDED, title=title if isinstance(title, str) and title else _(kind.label))
    return replace(question, fields=tuple(filled), before=tuple(filled.values()))


def _parts(of: Field, row: Row) -> tuple[Any, ...]:
    return tuple(row.get(column.name) for column in of.columns)


def _told(cell: Cell, row: Row) -> Any:
    """What the fields of a cell hold in a row: one value, or a tuple for a group."""
    if not cell.fields:
        return bool(row.get("archived"))
    values = tuple(from_columns(each, _parts(each, row)) for each in cell.fields)
    return values if cell.grouped else values[0]


def _holds(desk: Desk, kind: Kind, cell: Cell, row: Row) -> bool:
    """Whether what a browser let in is something the fields of a cell can hold."""
    of = types(kind)
    if not all(isinstance(row[column], int if of[column] == "INTEGER" else str) for column in cell.columns
               if row[column] is not None):
        return False
    try:
        values = [(each, from_columns(each, _parts(each, row))) for each in cell.fields]
        return all(value in (None, "", ()) or (fault(each, value) is None and _there(desk, each, value))
                   for each, value in values)
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return False


def _there(desk: Desk, of: Field, value: Any) -> bool:
    """Whether what is referred to is here."""
    if of.type not in ("ref", "link"):
        return True
    link = value if of.type == "link" else Link(of.to[0], value)
    return link.id in desk.reader.names([link])

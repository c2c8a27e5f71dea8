"""Records that were deleted, came back or were erased, folded line by line: what a deletion had seen matters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from db.merging import folding
from db.merging.cells import ERASED as ERASED_VALUE
from db.merging.cells import LIFE, OWNERS, ROW, Cell, by_number, cell_by_field, cells, columns, owner_of
from db.merging.contexts import FRONT
from db.merging.ground import one, person
from kamdesk.kinds import Kind, kind_by_code
from kamdesk.records.numbering import BORN, DELETED, ERASED


class Event(NamedTuple):
    """A line of the journal, dated."""

    seq: int
    t: int
    pk: str
    f: int
    v: Any
    hlc: int


class Spot(NamedTuple):
    """A record on its way through its lines."""

    kind: Kind
    pk: str
    own: int


def fold(raw: Any, own: int) -> None:
    """Follow the lines of the records in kt_hard."""
    lines = raw.execute(f"""SELECT seq, t, pk, f, v, {folding.dated("j.seq")} FROM kd_journal j
        WHERE r IS NULL AND seq > (SELECT coalesce((SELECT value FROM kd_meta WHERE key = 'folded'), 0))
        AND (t, pk) IN (SELECT t, pk FROM kt_hard) ORDER BY t, pk, seq""").fetchall()
    for (t, pk), group in groupby((Event(*line) for line in lines), key=lambda event: (event.t, event.pk)):
        _record(raw, Spot(kind_by_code(t), pk, own), list(group))


def _record(raw: Any, spot: Spot, events: list[Event]) -> None:
    lives = _lives(raw, spot, events)
    for event, row in zip(events, lives, strict=True):
        if event.f == DELETED:
            _died(raw, spot, event, row)
        elif event.f == BORN:
            _born_again(raw, spot, event, row)
        elif event.f == folding.KEPT:
            expand(raw, spot.kind, spot.pk)
            _overwrite(raw, spot, event, LIFE)
            _put(raw, spot, event, LIFE, (0, 0))
        elif event.f == ERASED:
            _erased(raw, spot, event, row)
        elif event.f > 0:
            _changed(raw, spot, event, row)


def _lives(raw: Any, spot: Spot, events: list[Event]) -> list[Mapping[str, Any]]:
    """For each line the record as it was at the end of that life: at its next deletion, or now."""
    row = _now(raw, spot)
    found: list[Mapping[str, Any]] = []
    for event in reversed(events):
        if event.f == DELETED:
            row = json.loads(event.v)
        found.append(row)
    return found[::-1]


def _now(raw: Any, spot: Spot) -> Mapping[str, Any]:
    names = columns(spot.kind)
    listed = ", ".join(f'"{name}"' for name in names)
    row = raw.execute(f'SELECT {listed} FROM "{spot.kind.name}" WHERE id = ?', (spot.pk,)).fetchone()
    return {} if row is None else dict(zip(names, row, strict=True))


def _values(raw: Any, kind: Kind, row: Mapping[str, Any]) -> dict[int, Any]:
    """The value of every cell of a record given as columns."""
    names = columns(kind)
    given = ", ".join(f'? AS "{name}"' for name in names)
    wanted = cells(kind)
    values = ", ".join(cell.value("d") for cell in wanted)
    found = raw.execute(f"SELECT {values} FROM (SELECT {given}) d", [row.get(name) for name in names]).fetchone()
    return {cell.number: value for cell, value in zip(wanted, found, strict=True)}


def expand(raw: Any, kind: Kind, pk: str, row: Mapping[str, Any] | None = None) -> None:
    """Turn the birth of a record into cells, with its values in ``row`` or in the table."""
    birth = raw.execute("SELECT r, s, hlc, o, m, imp FROM kd_row WHERE t = ? AND pk = ?", (kind.code, pk)).fetchone()
    if birth is None:
        return
    r, s, hlc, o, m, imp = birth
    values = _values(raw, kind, _now(raw, Spot(kind, pk, 0)) if row is None else row)
    made = [(kind.code, pk, cell.number, r, s, hlc, cell.counts(o, values[cell.number]), values[cell.number], imp)
            for cell in cells(kind) if m >> cell.number & 1]
    raw.executemany("INSERT OR IGNORE INTO kd_cell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [*made, (kind.code, pk, LIFE, r, s, hlc, 0, 0, imp)])
    raw.execute("DELETE FROM kd_row WHERE t = ? AND pk = ?", (kind.code, pk))


def _overwrite(raw: Any, spot: Spot, event: Event, cell: int) -> None:
    """Take the versions of a cell away, and inherit what they had seen."""
    place = f"t = {spot.kind.code} AND pk = '{_quoted(spot.pk)}' AND f = {cell}"
    over = f"SELECT {cell} AS f, {event.seq} AS s, {cell} AS g, r AS by, s AS at FROM {FRONT} WHERE {place}"
    folding.inherited(raw, spot.own, over)
    if cell == LIFE and event.f == DELETED:
        _inherit_deaths(raw, spot, event, place)
    raw.execute(f"DELETE FROM kd_alt WHERE {place}")
    raw.execute(f"DELETE FROM kd_cell WHERE {place}")


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _inherit_deaths(raw: Any, spot: Spot, event: Event, place: str) -> None:
    """A deletion over another one inherits what that one had seen of the record."""
    own, seq, write = spot.own, event.seq, "INSERT OR IGNORE INTO kd_xctx"
    deaths = f"SELECT r AS by, s AS at FROM {FRONT} WHERE {place} AND v = 1"
    raw.execute(f"{write} SELECT {own}, {seq}, {ROW}, by, 0, at FROM ({deaths}) WHERE by <> {own}")
    raw.execute(f"""{write} SELECT {own}, {seq}, {ROW}, e.peer, 0, max(e.upto) FROM ({deaths}) d JOIN kd_epoch e
        ON e.r = d.by AND e.s_from <= d.at WHERE e.peer <> {own} GROUP BY d.by, d.at, e.peer""")
    raw.execute(f"""{write} SELECT {own}, {seq}, {ROW}, x.peer, x.lo, x.hi FROM ({deaths}) d JOIN kd_xctx x
        ON x.r = d.by AND x.s = d.at AND x.f = {ROW}""")


def _put(raw: Any, spot: Spot, event: Event, cell: int, held: tuple[int, Any]) -> None:
    """Make the event the one version of a cell; ``held``: what it counts, and the value."""
    raw.execute("INSERT INTO kd_cell VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                (spot.kind.code, spot.pk, cell, spot.own, event.seq, event.hlc, *held))


def _died(raw: Any, spot: Spot, event: Event, row: Mapping[str, Any]) -> None:
    """What it had seen of the record beyond our context is kept as exact writes, never as a vector."""
    expand(raw, spot.kind, spot.pk, row)
    raw.execute(f"""INSERT OR IGNORE INTO kd_xctx SELECT ?, ?, {ROW}, c.r, c.s, c.s FROM {FRONT} c
        WHERE t = ? AND pk = ? AND NOT (f = {LIFE} AND v = 1) AND c.r <> ?
        AND c.s > coalesce((SELECT upto FROM kd_seen k WHERE k.r = c.r), 0)""",
                (spot.own, event.seq, spot.kind.code, spot.pk, spot.own))
    _overwrite(raw, spot, event, LIFE)
    _put(raw, spot, event, LIFE, (0, 1))


def _born_again(raw: Any, spot: Spot, event: Event, row: Mapping[str, Any]) -> None:
    expand(raw, spot.kind, spot.pk, row)
    values, owners = _values(raw, spot.kind, row), _owners(raw, spot, row)
    for cell in folding.known(raw, spot.kind):
        _overwrite(raw, spot, event, cell.number)
        _put(raw, spot, event, cell.number, (cell.counts(owners, values[cell.number]), values[cell.number]))
    _overwrite(raw, spot, event, LIFE)
    _put(raw, spot, event, LIFE, (0, 0))


def _changed(raw: Any, spot: Spot, event: Event, row: Mapping[str, Any]) -> None:
    cell = by_number(spot.kind, cell_by_field(spot.kind).get(event.f, event.f))
    if cell is not None:
        expand(raw, spot.kind, spot.pk, row)
        value = _values(raw, spot.kind, row)[cell.number] if cell.grouped else event.v
        _overwrite(raw, spot, event, cell.number)
        _put(raw, spot, event, cell.number, (cell.counts(_owners(raw, spot, row), value), value))


def _erased(raw: Any, spot: Spot, event: Event, row: Mapping[str, Any]) -> None:
    expand(raw, spot.kind, spot.pk, row)
    values = _values(raw, spot.kind, row)
    for cell in _cells_of(spot.kind, json.loads(event.v)["fields"]):
        _overwrite(raw, spot, event, cell.number)
        _put(raw, spot, event, cell.number, (ERASED_VALUE, values[cell.number]))


def _cells_of(kind: Kind, fields: list[int]) -> Iterator[Cell]:
    numbers = {cell_by_field(kind).get(field, field) for field in fields}
    return (cell for cell in cells(kind) if cell.number in numbers)


def _owners(raw: Any, spot: Spot, row: Mapping[str, Any]) -> int:
    """1 when the person of this laptop is the record's owner."""
    owner, writer = owner_of(spot.kind, "d"), person(raw)
    if owner is None or writer is None:
        return 0
    names = columns(spot.kind)
    given = ", ".join(f'? AS "{name}"' for name in names)
    return OWNERS if one(raw, f"SELECT {owner} FROM (SELECT {given}) d", *(row.get(name) for name in names)) == writer \
        else 0

"""Which records live: dead is what a deletion saw whole and nothing that lives refers to; and their rows."""

from __future__ import annotations

from typing import Any

from db.merging.cells import LIFE, ROW, cells, columns, references, shared_kinds
from db.merging.classify import expand_all
from db.merging.contexts import FRONT, saw
from db.merging.ground import clear, one, quiet, temp
from kamdesk.kinds import Kind
from kamdesk.records.numbering import BORN, DELETED


def settle(raw: Any) -> None:
    """Recompute life wherever a deletion stands in the frontier, and make the rows follow; kt_effect notes which."""
    if one(raw, f"SELECT 1 FROM kd_cell WHERE f = {LIFE} LIMIT 1") is None:
        return
    with quiet(raw):
        _judge(raw)
        _assemble(raw)
        while _hold(raw):
            _assemble(raw)
        _bury(raw)
    raw.execute("DELETE FROM kd_alive")
    raw.execute("INSERT INTO kd_alive SELECT t, pk FROM kt_dead WHERE NOT dead")
    clear(raw, "kt_dead")


def _judge(raw: Any) -> None:
    """kt_dead: records with a deletion, dead iff some deletion saw every write that lives on them."""
    temp(raw, "kt_dead", "t, pk, dead, PRIMARY KEY (t, pk)")
    raw.execute(f"INSERT INTO kt_dead SELECT DISTINCT t, pk, 0 FROM kd_cell WHERE f = {LIFE}")
    seen = saw(("d.r", "d.s"), ("w.r", "w.s"), str(ROW))
    raw.execute(f"""UPDATE kt_dead SET dead = 1 WHERE EXISTS (
        SELECT 1 FROM {FRONT} d WHERE d.t = kt_dead.t AND d.pk = kt_dead.pk AND d.f = {LIFE} AND d.v = 1
        AND NOT EXISTS (SELECT 1 FROM kd_keep q WHERE q.t = d.t AND q.pk = d.pk AND q.r = d.r AND q.s = d.s)
        AND NOT EXISTS (SELECT 1 FROM {FRONT} w WHERE w.t = kt_dead.t AND w.pk = kt_dead.pk
            AND NOT (w.f = {LIFE} AND w.v = 1) AND NOT {seen})
        AND NOT EXISTS (SELECT 1 FROM kd_row w WHERE w.t = kt_dead.t AND w.pk = kt_dead.pk AND NOT {seen}))""")


def _hold(raw: Any) -> int:
    """A parent lives while a live record refers to it, by the value shown or by another candidate; how many rose."""
    risen = 0
    for target in _with(raw, "dead"):
        for kind, number, column, condition in referring(target):
            alive = f"NOT EXISTS (SELECT 1 FROM kt_dead e WHERE e.t = {kind.code} AND e.pk = q.id AND e.dead)"
            risen += raw.execute(f"""UPDATE kt_dead SET dead = 0 WHERE t = {target.code} AND dead AND (pk IN (
                SELECT q."{column}" FROM "{kind.name}" q WHERE q."{column}" IN (
                    SELECT pk FROM kt_dead WHERE t = {target.code} AND dead) AND {condition} AND {alive})
                OR pk IN (SELECT {_target_of(kind, number, column)} FROM kd_alt a JOIN "{kind.name}" q ON q.id = a.pk
                    WHERE a.t = {kind.code} AND a.f = {number} AND {alive}))""").rowcount
    return risen


def referring(target: Kind) -> list[tuple[Kind, int, str, str]]:
    """Kind, cell, column and further condition of what may refer to a kind."""
    found = []
    for kind in shared_kinds():
        for cell, field in references(kind):
            if not field.to or target.name in field.to:
                linked = f'q."{field.columns[0].name}" = {target.code}' if field.type == "link" else "1"
                found.append((kind, cell.number, field.columns[-1].name, linked))
    return found


def _target_of(kind: Kind, number: int, column: str) -> str:
    """SQL for the id in another candidate of a reference."""
    cell = next(cell for cell in cells(kind) if cell.number == number)
    return dict(cell.puts("a.v"))[column]


def _with(raw: Any, condition: str) -> list[Kind]:
    """The kinds that have such records in kt_dead."""
    there = {code for (code,) in raw.execute(f"SELECT DISTINCT t FROM kt_dead WHERE {condition}")}
    return [kind for kind in shared_kinds() if kind.code in there]


def _assemble(raw: Any) -> None:
    """Rows of what lives again, made of the values shown."""
    for kind in _with(raw, "NOT dead"):
        parts = [part for cell in cells(kind) for part in cell.puts(f"max(iif(c.f = {cell.number}, c.v, NULL))")]
        listed = ", ".join(f'"{column}"' for column, _sql in parts)
        values = ", ".join(sql for _column, sql in parts)
        absent = f"""d.t = {kind.code} AND NOT d.dead
            AND NOT EXISTS (SELECT 1 FROM "{kind.name}" q WHERE q.id = d.pk)"""
        raw.execute(f"INSERT INTO kt_effect SELECT d.t, d.pk, {BORN}, NULL, NULL FROM kt_dead d WHERE {absent}")
        raw.execute(f"""INSERT INTO "{kind.name}" (id, {listed}) SELECT d.pk, {values} FROM kt_dead d
            JOIN kd_cell c ON c.t = d.t AND c.pk = d.pk WHERE {absent} GROUP BY d.pk""")


def _bury(raw: Any) -> None:
    """Rows of the dead go; their values stay in cells, in case they live again."""
    for kind in _with(raw, "dead"):
        dead = f"SELECT pk FROM kt_dead WHERE t = {kind.code} AND dead"
        expand_all(raw, kind, dead)
        row = ", ".join(f"'{name}', \"{name}\"" for name in ("id", *columns(kind)))
        raw.execute(f"INSERT INTO kt_effect SELECT {kind.code}, id, {DELETED}, json_object({row}), NULL"
                    f' FROM "{kind.name}" WHERE id IN ({dead})')
        raw.execute(f'DELETE FROM "{kind.name}" WHERE id IN ({dead})')



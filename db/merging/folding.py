"""The journal of this base folded into cells: whole sets at once, records that died or came back line by line."""

from __future__ import annotations

from typing import Any

from db.merging import folding_rows, settling
from db.merging.cells import (
    OWNERS,
    WITHDRAWN,
    Cell,
    cell_by_field,
    cells,
    mask,
    owner_of,
    shared_kinds,
    staying,
    withdrawn,
)
from db.merging.contexts import FRONT
from db.merging.ground import (
    FOLDED,
    clear,
    me,
    meta,
    person,
    profile,
    put_meta,
    raise_complete,
    raise_seen,
    temp,
)
from kamdesk.kinds import Kind, kind_of
from kamdesk.records.numbering import BORN, DELETED, ERASED

KEPT = -4  # a line that says: the record stays, whoever deleted it
_LOCAL = "(98, 99, 100)"


def fold(raw: Any) -> int:
    """Fold the lines written here since the last time, inside the open transaction; returns how many there were."""
    after = meta(raw, FOLDED, 0)
    fresh, last = raw.execute("SELECT count(*), max(seq) FROM kd_journal WHERE seq > ? AND r IS NULL",
                              (after,)).fetchone()
    if fresh:
        own = me(raw)
        _sort(raw, after)
        _own(raw)
        _born(raw, own)
        inherit(raw, own)
        _written(raw, own)
        folding_rows.fold(raw, own)
        clear(raw, "kt_line", "kt_hard", "kt_group")
        raise_seen(raw, {own: last})
        raise_complete(raw, profile(raw), {own: last})
        put_meta(raw, FOLDED, last)
        settling.settle(raw)
    return int(fresh)


def _sort(raw: Any, after: int) -> None:
    """kt_line: the last line of each cell; kt_hard: records whose lines must be followed one by one."""
    groups(raw)
    temp(raw, "kt_hard", "t, pk, PRIMARY KEY (t, pk)")
    temp(raw, "kt_line", "t, pk, f, s, hlc, o, v, PRIMARY KEY (t, pk, f)")
    raw.execute(f"""INSERT OR IGNORE INTO kt_hard SELECT t, pk FROM kd_journal j WHERE seq > ? AND r IS NULL
        AND (f IN ({DELETED}, {ERASED}, {KEPT}) OR (f = {BORN} AND (
            EXISTS (SELECT 1 FROM kd_row b WHERE b.t = j.t AND b.pk = j.pk)
            OR EXISTS (SELECT 1 FROM kd_cell b WHERE b.t = j.t AND b.pk = j.pk)))) AND {_travels('j')}""", (after,))
    # A bare column beside max() is that of the newest line.
    raw.execute(f"""INSERT INTO kt_line SELECT j.t, j.pk, coalesce(g.c, j.f) AS f, max(j.seq), 0, 0, j.v
        FROM kd_journal j LEFT JOIN kt_group g ON g.t = j.t AND g.f = j.f
        WHERE j.seq > ? AND j.r IS NULL AND {_travels('j')}
        AND NOT EXISTS (SELECT 1 FROM kt_hard h WHERE h.t = j.t AND h.pk = j.pk)
        GROUP BY j.t, j.pk, coalesce(g.c, j.f)""", (after,))
    raw.execute(f"UPDATE kt_line SET hlc = {dated('s')}")


def groups(raw: Any) -> None:
    """kt_group: the cell of fields that share one."""
    temp(raw, "kt_group", "t, f, c, PRIMARY KEY (t, f)")
    raw.executemany("INSERT INTO kt_group VALUES (?, ?, ?)", [
        (kind.code, field, cell) for kind in shared_kinds() for field, cell in cell_by_field(kind).items()])


def _travels(line: str) -> str:
    """SQL: a line is of something that is exchanged; settings of a base or laptop are not."""
    code = kind_of("setting").code
    never = ", ".join(map(str, staying()))
    return (f"{line}.t NOT IN {_LOCAL} AND ({line}.t << 6 | {line}.f) NOT IN ({never})"
            f" AND NOT ({line}.t = {code} AND EXISTS"
            f" (SELECT 1 FROM setting q WHERE q.id = {line}.pk AND q.scope IS NOT 'team'))")


def dated(line: str) -> str:
    """SQL for the clock of the transaction a line of this base was written in."""
    range_ = f"x.s_from <= {line} ORDER BY x.s_from DESC LIMIT 1"
    return (f"coalesce((SELECT x.hlc FROM kd_txn x WHERE x.r = (SELECT rid FROM kd_replica WHERE is_self = 1)"
            f" AND {range_}), (SELECT x.hlc FROM kd_txn x WHERE x.r IN (SELECT rid FROM kd_replica WHERE is_self = 2)"
            f" AND {range_}), 0)")


def _own(raw: Any) -> None:
    """The value of groups and what each line counts, from the records as they are."""
    writer = person(raw)
    for kind in _kinds(raw):
        _fill_groups(raw, kind)
        owner = owner_of(kind, "d")
        if owner and writer:
            listed = ", ".join(map(str, (BORN, *(cell.number for cell in cells(kind) if not cell.asks))))
            raw.execute(f'UPDATE kt_line SET o = {OWNERS} WHERE t = {kind.code} AND f IN ({listed}) AND EXISTS'
                        f' (SELECT 1 FROM "{kind.name}" d WHERE d.id = kt_line.pk AND {owner} = ?)', (writer,))
        for cell in cells(kind):
            if cell.consents:
                raw.execute(f"UPDATE kt_line SET o = {WITHDRAWN} WHERE t = {kind.code} AND f = {cell.number}"
                            f" AND {withdrawn('v')}")


def _kinds(raw: Any) -> list[Kind]:
    """The kinds that have lines."""
    there = {code for (code,) in raw.execute("SELECT DISTINCT t FROM kt_line")}
    return [kind for kind in shared_kinds() if kind.code in there]


def _fill_groups(raw: Any, kind: Kind) -> None:
    grouped = [cell for cell in cells(kind) if cell.grouped]
    if grouped:
        cases = " ".join(f"WHEN {cell.number} THEN {cell.value('d')}" for cell in grouped)
        listed = ", ".join(str(cell.number) for cell in grouped)
        raw.execute(f'UPDATE kt_line SET v = (SELECT CASE kt_line.f {cases} END FROM "{kind.name}" d'
                    f' WHERE d.id = kt_line.pk) WHERE t = {kind.code} AND f IN ({listed})')


def known(raw: Any, kind: Kind) -> list[Cell]:
    """The cells of a kind that this base may know: all but those withheld from it for good."""
    hidden = {number for (number,) in raw.execute("SELECT f FROM kd_withheld WHERE t = ? AND pk = '*'", (kind.code,))}
    return [cell for cell in cells(kind) if cell.number not in hidden]


def _born(raw: Any, own: int) -> None:
    for kind in _kinds(raw):
        raw.execute(f"INSERT INTO kd_row SELECT t, pk, ?, s, hlc, o, {mask(known(raw, kind))}, NULL FROM kt_line"
                    f" WHERE t = {kind.code} AND f = {BORN}", (own,))


def inherit(raw: Any, own: int) -> None:
    """R2: a write inherits what the versions it overwrites had seen, less what its epoch covers."""
    temp(raw, "kt_over", "f, s, by, at", keyed=False)
    raw.execute(f"""INSERT INTO kt_over
        SELECT l.f, l.s, c.r AS by, c.s AS at FROM kt_line l JOIN {FRONT} c USING (t, pk, f) WHERE l.f > 0
        UNION ALL SELECT l.f, l.s, b.r, b.s FROM kt_line l JOIN kd_row b USING (t, pk) WHERE l.f > 0
            AND b.m >> l.f & 1
            AND NOT EXISTS (SELECT 1 FROM kd_cell c WHERE c.t = l.t AND c.pk = l.pk AND c.f = l.f)""")
    inherited(raw, own, "SELECT f, s, f AS g, by, at FROM kt_over")
    clear(raw, "kt_over")


def inherited(raw: Any, own: int, over: str) -> None:
    """Exceptions of writes (own, s) in cell ``f`` that overwrite versions (by, at) whose exceptions are under ``g``.

    ``over`` is SQL giving f, s, g, by, at. Kept: the dot, its epoch and its exceptions, where our epoch is behind.
    """
    behind = "coalesce((SELECT upto FROM kd_seen WHERE r = {0}), 0)"
    write = "INSERT OR IGNORE INTO kd_xctx"
    raw.execute(f"{write} SELECT {own}, s, f, by, 0, at FROM ({over}) WHERE by <> {own} AND at > {behind.format('by')}")
    raw.execute(f"""{write} SELECT {own}, v.s, v.f, e.peer, 0, max(e.upto) FROM ({over}) v JOIN kd_epoch e
        ON e.r = v.by AND e.s_from <= v.at WHERE v.by <> {own} AND e.peer <> {own}
        GROUP BY v.s, v.f, v.by, v.at, e.peer HAVING max(e.upto) > {behind.format('e.peer')}""")
    raw.execute(f"""{write} SELECT {own}, v.s, v.f, x.peer, x.lo, x.hi FROM ({over}) v JOIN kd_xctx x
        ON x.r = v.by AND x.s = v.at AND x.f = v.g""")


def _written(raw: Any, own: int) -> None:
    """The lines take the place of every version they overwrite."""
    raw.execute("DELETE FROM kd_alt WHERE (t, pk, f) IN (SELECT t, pk, f FROM kt_line WHERE f > 0)")
    raw.execute("""INSERT INTO kd_cell SELECT t, pk, f, ?, s, hlc, o, v, NULL FROM kt_line WHERE f > 0
        ON CONFLICT (t, pk, f) DO UPDATE SET r = excluded.r, s = excluded.s, hlc = excluded.hlc, o = excluded.o,
        v = excluded.v, imp = NULL""", (own,))

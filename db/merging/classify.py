"""Each incoming version beside the one shown here: same, newer, older, unknown here, or concurrent. Set by set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.merging.cells import ERASED, LIFE, Cell, cells
from db.merging.contexts import relation
from db.merging.ground import clear, one, temp
from db.shape import Described
from kamdesk.kinds import Kind

# rel: 0 the same, 1 theirs had seen ours, -1 ours theirs, 2 unknown here, 10 concurrent, 11 concurrent and shown,
# 20 with other versions beside it on either side. kb: ours is of a birth and has no cell yet; nw: the record is new.
TAKEN = "rel IN (1, 2, 11)"


@dataclass(frozen=True)
class Part:
    """One kind of a file being joined. ``kind``: ours, None when this version does not know it. ``imp``: the import."""

    raw: Any
    code: int
    of: Described | None
    kind: Kind | None
    imp: int

    @property
    def cells(self) -> list[Cell]:
        """The cells of ours that the file has columns for."""
        if self.kind is None or self.of is None:
            return []
        return [cell for cell in cells(self.kind) if cell.number in self.of.cells]

    @property
    def unknown(self) -> list[int]:
        """The cells that only a newer version knows: kept and handed on as they are."""
        ours = {cell.number for cell in cells(self.kind)} if self.kind else set()
        return [number for number in (self.of.cells if self.of else ()) if number not in ours]

    def theirs(self, number: int, row: str) -> str:
        """SQL for the value of an unknown cell in their row."""
        columns = self.of.cells[number] if self.of else ()
        parts = ", ".join(f'{row}."{name}"' for name, _type in columns)
        return parts if len(columns) == 1 else f"json_array({parts})"


def births(part: Part) -> None:
    """kt_new: records unknown here, joined in one pass. kt_seed: births known here otherwise, as single versions."""
    raw, t = part.raw, part.code
    for name in ("kt_new", "kt_twice"):
        temp(raw, name, "pk PRIMARY KEY")
    temp(raw, "kt_seed", "pk, f, r, s, hlc, o, v, PRIMARY KEY (pk, f)")
    if one(raw, "SELECT 1 FROM file.kd_row WHERE t = ? LIMIT 1", t) is None:
        return
    known = "EXISTS (SELECT 1 FROM {0} b WHERE b.t = w.t AND b.pk = w.pk)"
    if part.kind is not None:
        raw.execute(f"INSERT INTO kt_new SELECT w.pk FROM file.kd_row w WHERE w.t = {t}"
                    f" AND NOT {known.format('kd_row')} AND NOT {known.format('kd_cell')}")
        _new_records(part, part.kind)
    raw.execute(f"""INSERT INTO kt_twice SELECT w.pk FROM file.kd_row w LEFT JOIN kd_row b ON b.t = w.t AND b.pk = w.pk
        WHERE w.t = {t} AND w.pk NOT IN (SELECT pk FROM kt_new)
        AND (b.pk IS NULL OR b.r <> w.r OR b.s <> w.s OR w.m & ~b.m <> 0)""")
    if one(raw, "SELECT 1 FROM kt_twice LIMIT 1"):
        if part.kind is not None:
            expand_all(raw, part.kind, "SELECT pk FROM kt_twice")
        _seed(part, "kt_twice")


def _new_records(part: Part, kind: Kind) -> None:
    raw, t = part.raw, part.code
    raw.execute(f"INSERT INTO kd_row SELECT w.t, w.pk, w.r, w.s, w.hlc, w.o, w.m, {part.imp} FROM file.kd_row w"
                f" JOIN kt_new n ON n.pk = w.pk WHERE w.t = {t}")
    if one(raw, "SELECT 1 FROM kd_stub WHERE t = ? LIMIT 1", t):
        stub = f"SELECT s.pk FROM kd_stub s JOIN kt_new n ON n.pk = s.pk WHERE s.t = {t}"
        raw.execute(f'DELETE FROM "{kind.name}" WHERE id IN ({stub})')
        raw.execute(f"DELETE FROM kd_stub WHERE t = {t} AND pk IN (SELECT pk FROM kt_new)")
    names = [name for cell in part.cells for name in cell.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    read = ", ".join(f'd."{name}"' for name in names)
    raw.execute(f'INSERT INTO "{kind.name}" (id, {listed}) SELECT d.id, {read} FROM file."{kind.name}" d'
                " WHERE d.id IN (SELECT pk FROM kt_new) ORDER BY d.id")
    for number in part.unknown:
        raw.execute(f"""INSERT OR IGNORE INTO kd_cell SELECT {t}, w.pk, {number}, w.r, w.s, w.hlc, 0,
            {part.theirs(number, 'd')}, {part.imp} FROM kt_new n JOIN file.kd_row w ON w.t = {t} AND w.pk = n.pk
            JOIN file."{kind.name}" d ON d.id = n.pk WHERE w.m >> {number} & 1 AND {_not_listed(number)}""")
    raw.execute(f"INSERT INTO kt_effect SELECT {t}, pk, -1, NULL, NULL FROM kt_new")


def _not_listed(number: int) -> str:
    return f"NOT EXISTS (SELECT 1 FROM file.kd_cell e WHERE e.t = w.t AND e.pk = w.pk AND e.f = {number})"


def _seed(part: Part, which: str) -> None:
    """The births of ``which`` as versions of their cells, but for the cells the file lists itself."""
    raw, t = part.raw, part.code
    table = part.of.name if part.of else ""
    values = {cell.number: (cell.standing("w.o", cell.value("d")), cell.value("d")) for cell in part.cells}
    values |= {number: ("0", part.theirs(number, "d")) for number in part.unknown}
    for number, (standing, value) in values.items():
        raw.execute(f"""INSERT INTO kt_seed SELECT w.pk, {number}, w.r, w.s, w.hlc, {standing}, {value} FROM {which} n
            JOIN file.kd_row w ON w.t = {t} AND w.pk = n.pk JOIN file."{table}" d ON d.id = n.pk
            WHERE w.m >> {number} & 1 AND {_not_listed(number)}""")
    raw.execute(f"""INSERT INTO kt_seed SELECT w.pk, {LIFE}, w.r, w.s, w.hlc, 0, 0 FROM {which} n
        JOIN file.kd_row w ON w.t = {t} AND w.pk = n.pk WHERE {_not_listed(LIFE)}""")


def expand_all(raw: Any, kind: Kind, which: str) -> None:
    """Turn the births of many records into cells, from the table."""
    t = kind.code
    rows = f'FROM kd_row b JOIN "{kind.name}" d ON d.id = b.pk WHERE b.t = {t} AND b.pk IN ({which})'
    for cell in cells(kind):
        value = cell.value("d")
        raw.execute(f"INSERT OR IGNORE INTO kd_cell SELECT {t}, b.pk, {cell.number}, b.r, b.s, b.hlc,"
                    f" {cell.standing('b.o', value)}, {value}, b.imp {rows} AND b.m >> {cell.number} & 1")
    raw.execute(f"INSERT OR IGNORE INTO kd_cell SELECT {t}, b.pk, {LIFE}, b.r, b.s, b.hlc, 0, 0, b.imp {rows}")
    raw.execute(f"DELETE FROM kd_row WHERE t = {t} AND pk IN ({which})")


def classify(part: Part) -> None:
    """kt_join: every incoming version with the one shown here and how they stand, in the order of keys."""
    raw, t = part.raw, part.code
    temp(raw, "kt_join", "pk, f, rel, r, s, hlc, o, v, kr, ks, kh, ko, kv, kimp, kb, nw, PRIMARY KEY (pk, f)")
    source = f"SELECT pk, f, r, s, hlc, o, v FROM file.kd_cell WHERE t = {t}"
    if one(raw, "SELECT 1 FROM kt_seed LIMIT 1"):
        source += " UNION ALL SELECT pk, f, r, s, hlc, o, v FROM kt_seed ORDER BY 1, 2"
    beside = ""
    if one(raw, "SELECT 1 FROM kd_alt LIMIT 1") or one(raw, "SELECT 1 FROM file.kd_alt LIMIT 1"):
        other = f"EXISTS (SELECT 1 FROM {{0}} a WHERE a.t = {t} AND a.pk = w.pk AND a.f = w.f)"
        beside = f"WHEN {other.format('kd_alt')} OR {other.format('file.kd_alt')} THEN 20"
    rows, value, asks = _ours(part)
    raw.execute(f"""INSERT INTO kt_join SELECT pk, f, CASE {beside} WHEN kr IS NULL THEN 2
        ELSE {relation(('w.kr', 'w.ks'), ('w.r', 'w.s'), 'w.f')} END,
        r, s, hlc, o, v, kr, ks, kh, ko, kv, kimp, kb, nw FROM (
            SELECT w.*, coalesce(k.r, b.r) AS kr, coalesce(k.s, b.s) AS ks, coalesce(k.hlc, b.hlc) AS kh,
            coalesce(k.o, {asks}) AS ko, iif(k.pk IS NULL, iif(b.pk IS NULL, NULL, {value}), k.v) AS kv,
            iif(k.pk IS NULL, b.imp, k.imp) AS kimp, k.pk IS NULL AND b.pk IS NOT NULL AS kb, n.pk IS NOT NULL AS nw
            FROM ({source}) w LEFT JOIN kd_cell k ON k.t = {t} AND k.pk = w.pk AND k.f = w.f
            LEFT JOIN kt_new n ON n.pk = w.pk
            LEFT JOIN kd_row b ON k.pk IS NULL AND n.pk IS NULL AND b.t = {t} AND b.pk = w.pk
                AND (w.f = {LIFE} OR b.m >> w.f & 1) {rows}) w""")
    raw.execute(f"UPDATE kt_join SET rel = iif(o = {ERASED}, 1, -1) WHERE rel = 10"
                f" AND (o = {ERASED}) <> (ko = {ERASED})")
    raw.execute("UPDATE kt_join SET rel = 11 WHERE rel = 10 AND (o, hlc, r, s) > (ko, kh, kr, ks)")
    clear(raw, "kt_seed", "kt_twice")


def _ours(part: Part) -> tuple[str, str, str]:
    """SQL: the join to our rows, the value of a cell in them, and what a birth counts in a cell."""
    if part.kind is None:
        return "", "NULL", "0"
    values = " ".join(f"WHEN {cell.number} THEN {cell.value('d')}" for cell in cells(part.kind))
    owned = ", ".join(str(cell.number) for cell in cells(part.kind) if not cell.asks) or "-99"
    counts = f"iif(w.f IN ({owned}), b.o, 0)"
    for cell in cells(part.kind):
        if cell.consents:
            counts = f"iif(w.f = {cell.number}, {cell.standing('b.o', cell.value('d'))}, {counts})"
    return (f'LEFT JOIN "{part.kind.name}" d ON b.pk IS NOT NULL AND d.id = w.pk',
            f"CASE w.f {values} WHEN {LIFE} THEN 0 END", counts)

"""Takes what was classified: cells, other versions, what was overwritten, and the rows of the records."""

from __future__ import annotations

from typing import Any

from db.merging.cells import ERASED, cells
from db.merging.classify import TAKEN, Part
from db.merging.contexts import saw
from db.merging.ground import clear, one, temp
from kamdesk.kinds import Kind, kind_by_code

_SHOWN_HERE = "kr, ks, kh, ko, kv"


def open_general(raw: Any) -> None:
    """kt_place: cells with several versions on either side, with what is shown here; kt_every: all their versions."""
    temp(raw, "kt_place", "t, pk, f, r, s, hlc, o, v, nw, PRIMARY KEY (t, pk, f)")
    temp(raw, "kt_every", "t, pk, f, r, s, hlc, o, v, imp, PRIMARY KEY (t, pk, f, r, s)")


def take(part: Part) -> None:
    """The versions of kt_join, but for those beside others, which wait in kt_place."""
    raw, t, imp = part.raw, part.code, part.imp
    raw.execute(f"INSERT OR IGNORE INTO kd_hist SELECT {t}, pk, f, {_SHOWN_HERE}, r, s, {imp} FROM kt_join"
                " WHERE rel IN (1, 11)")
    if one(raw, "SELECT 1 FROM kt_join WHERE rel IN (10, 11, 20) LIMIT 1"):
        shown = ", ".join(f"iif(rel = 10, {a}, {b})" for a, b in zip(
            ("r", "s", "hlc", "o", "v", str(imp)), ("kr", "ks", "kh", "ko", "kv", "kimp"), strict=True))
        raw.execute(f"INSERT OR IGNORE INTO kd_alt SELECT {t}, pk, f, {shown} FROM kt_join WHERE rel IN (10, 11)")
        # The version of a birth that stays beside another one becomes a cell of its own.
        raw.execute(f"INSERT OR IGNORE INTO kd_cell SELECT {t}, pk, f, {_SHOWN_HERE}, kimp FROM kt_join"
                    " WHERE rel IN (10, 20) AND kb")
        _put_aside(part)
    raw.execute(f"""INSERT INTO kd_cell SELECT {t}, pk, f, r, s, hlc, o, v, {imp} FROM kt_join WHERE {TAKEN}
        ON CONFLICT (t, pk, f) DO UPDATE SET r = excluded.r, s = excluded.s, hlc = excluded.hlc, o = excluded.o,
        v = excluded.v, imp = excluded.imp""")
    raw.execute(f"INSERT INTO kt_effect SELECT {t}, pk, f, v, kv FROM kt_join WHERE {TAKEN} AND NOT nw AND f > 0"
                " AND v IS NOT kv")
    if part.kind is not None:
        write(raw, part.kind, f"kt_join WHERE {TAKEN} AND NOT nw AND f > 0 AND v IS NOT kv")


def _put_aside(part: Part) -> None:
    raw, t, imp = part.raw, part.code, part.imp
    raw.execute(f"INSERT OR IGNORE INTO kt_place SELECT {t}, pk, f, {_SHOWN_HERE}, nw FROM kt_join WHERE rel = 20")
    place = f"FROM kt_place p JOIN {{0}} a USING (t, pk, f) WHERE p.t = {t}"
    for table in ("kd_cell", "kd_alt"):
        raw.execute("INSERT OR IGNORE INTO kt_every SELECT a.t, a.pk, a.f, a.r, a.s, a.hlc, a.o, a.v, a.imp "
                    + place.format(table))
    raw.execute(f"INSERT OR IGNORE INTO kt_every SELECT {t}, pk, f, r, s, hlc, o, v, {imp} FROM kt_join WHERE rel = 20")
    raw.execute(f"INSERT OR IGNORE INTO kt_every SELECT a.t, a.pk, a.f, a.r, a.s, a.hlc, a.o, a.v, {imp} "
                + place.format("file.kd_alt"))


def write(raw: Any, kind: Kind, source: str) -> None:
    """Give the rows of a kind the values of ``source`` (pk, f, v): only the columns that change are named."""
    written = {f for (f,) in raw.execute(f"SELECT DISTINCT f FROM {source}")}
    wanted = [cell for cell in cells(kind) if cell.number in written]
    if not wanted:
        return
    pivot = ", ".join(f"max(iif(f = {cell.number}, v, NULL)) AS v{cell.number}" for cell in wanted)
    targets = ", ".join(f'"{column}" = iif(x.m >> {cell.number} & 1, {value}, "{kind.name}"."{column}")'
                        for cell in wanted for column, value in cell.puts(f"x.v{cell.number}"))
    raw.execute(f'UPDATE "{kind.name}" SET {targets} FROM (SELECT pk, sum(1 << f) AS m, {pivot} FROM {source}'
                f' GROUP BY pk) x WHERE "{kind.name}".id = x.pk')


def settle_general(raw: Any, imp: int) -> None:
    """Cells with several versions: the maximal ones stay, the highest is shown."""
    if one(raw, "SELECT 1 FROM kt_place LIMIT 1") is None:
        clear(raw, "kt_place", "kt_every")
        return
    temp(raw, "kt_beaten", "t, pk, f, r, s, PRIMARY KEY (t, pk, f, r, s)")
    ours, theirs = ("a.r", "a.s"), ("b.r", "b.s")
    raw.execute(f"""INSERT OR IGNORE INTO kt_beaten SELECT a.t, a.pk, a.f, a.r, a.s FROM kt_every a
        JOIN kt_every b USING (t, pk, f) WHERE (a.r, a.s) <> (b.r, b.s) AND ({saw(theirs, ours, 'a.f')}
            OR (b.o = {ERASED} AND a.o <> {ERASED} AND NOT {saw(ours, theirs, 'a.f')}))""")
    raw.execute("DELETE FROM kt_every WHERE (t, pk, f, r, s) IN (SELECT t, pk, f, r, s FROM kt_beaten)")
    raw.execute("DELETE FROM kd_alt WHERE (t, pk, f) IN (SELECT t, pk, f FROM kt_place)")
    temp(raw, "kt_rank", "t, pk, f, n, r, s, hlc, o, v, imp, PRIMARY KEY (t, pk, f, n)")
    raw.execute("""INSERT INTO kt_rank SELECT t, pk, f, row_number() OVER (
        PARTITION BY t, pk, f ORDER BY o DESC, hlc DESC, r DESC, s DESC), r, s, hlc, o, v, imp FROM kt_every""")
    raw.execute("INSERT OR REPLACE INTO kd_cell SELECT t, pk, f, r, s, hlc, o, v, imp FROM kt_rank WHERE n = 1")
    raw.execute("INSERT INTO kd_alt SELECT t, pk, f, r, s, hlc, o, v, imp FROM kt_rank WHERE n > 1")
    changed = """FROM kt_rank x JOIN kt_place p USING (t, pk, f) WHERE x.n = 1 AND p.r IS NOT NULL
        AND (x.r, x.s) <> (p.r, p.s)"""
    raw.execute(f"INSERT OR IGNORE INTO kd_hist SELECT p.t, p.pk, p.f, p.r, p.s, p.hlc, p.o, p.v, x.r, x.s, {imp}"
                f" {changed}")
    raw.execute("""INSERT INTO kt_effect SELECT x.t, x.pk, x.f, x.v, p.v FROM kt_rank x JOIN kt_place p USING (t, pk, f)
        WHERE x.n = 1 AND x.f > 0 AND NOT p.nw AND x.v IS NOT p.v""")
    for (code,) in raw.execute("SELECT DISTINCT t FROM kt_rank").fetchall():
        kind = _known(code)
        if kind is not None:
            write(raw, kind, f"kt_rank WHERE t = {code} AND n = 1 AND f > 0")
    clear(raw, "kt_place", "kt_every", "kt_beaten", "kt_rank")


def _known(code: int) -> Kind | None:
    try:
        return kind_by_code(code)
    except KeyError:
        return None

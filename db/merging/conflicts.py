"""What is open to decide, read from the frontier; and decisions, which are ordinary writes."""

from __future__ import annotations

from typing import Any

from db.merging.cells import LIFE, OWNERS, cells
from db.merging.folding import KEPT
from kamdesk.kinds import Kind

_LIVES = (f"(NOT EXISTS (SELECT 1 FROM kd_cell d WHERE d.t = c.t AND d.pk = c.pk AND d.f = {LIFE})"
          " OR EXISTS (SELECT 1 FROM kd_alive l WHERE l.t = c.t AND l.pk = c.pk))")
_WRITER = "(SELECT x.person FROM kd_txn x WHERE x.r = {0}.r AND x.s_from <= {0}.s ORDER BY x.s_from DESC LIMIT 1)"
# Different values that count the same, unless one owner wrote them on two laptops; and deleted against edited.
OPEN = f"""SELECT DISTINCT c.t, c.pk, c.f FROM kd_alt a JOIN kd_cell c USING (t, pk, f)
    WHERE a.v IS NOT c.v AND a.o = c.o AND c.f > 0 AND {_LIVES}
    AND NOT (c.o = {OWNERS} AND {_WRITER.format("a")} = {_WRITER.format("c")})
    UNION SELECT c.t, c.pk, c.f FROM kd_cell c JOIN kd_alive l USING (t, pk) WHERE c.f = {LIFE} AND (c.v = 1
        OR EXISTS (SELECT 1 FROM kd_alt a WHERE a.t = c.t AND a.pk = c.pk AND a.f = {LIFE} AND a.v = 1))"""


def decide(raw: Any, kind: Kind, place: tuple[str, int], value: Any) -> None:
    """Write a decision about (record, cell): the row changes, or, when it shows that value already, a line says so.

    For a record's life the value is 0 to keep it and 1 to delete it.
    """
    pk, number = place
    if number == LIFE:
        _decide_life(raw, kind, pk, value)
        return
    cell = next(cell for cell in cells(kind) if cell.number == number)
    now = raw.execute(f'SELECT {cell.value("d")} FROM "{kind.name}" d WHERE d.id = ?', (pk,)).fetchone()[0]
    if now == value:
        column = raw.execute(f'SELECT "{cell.columns[0]}" FROM "{kind.name}" WHERE id = ?', (pk,)).fetchone()[0] \
            if cell.grouped else value
        raw.execute("INSERT INTO kd_journal (t, pk, f, v, o) VALUES (?, ?, ?, ?, ?)",
                    (kind.code, pk, number, column, column))
    else:
        targets = ", ".join(f'"{column}" = {part}' for column, part in cell.puts("?1"))
        raw.execute(f'UPDATE "{kind.name}" SET {targets} WHERE id = ?2', (value, pk))


def _decide_life(raw: Any, kind: Kind, pk: str, value: Any) -> None:
    if value:
        raw.execute(f'DELETE FROM "{kind.name}" WHERE id = ?', (pk,))
    else:
        raw.execute("INSERT INTO kd_journal (t, pk, f) VALUES (?, ?, ?)", (kind.code, pk, KEPT))

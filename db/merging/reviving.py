"""What came from newer versions and was kept unknown comes alive once this version knows it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from db.merging import folding, following, ground, settling, taking
from db.merging.cells import Cell, cells, shared_kinds
from kamdesk.kinds import Kind


def revive(connection: Connection) -> None:
    """Give new columns the values their cells hold, and new kinds their rows; in an open transaction.

    New are columns that are empty in every row: whatever else differs from its cell is left as it is.
    """
    raw = connection.connection.driver_connection
    following.begin(raw)
    folding.fold(raw)
    with ground.quiet(raw):
        for kind in shared_kinds():
            for cell in cells(kind):
                if cell.fields and _waits(raw, kind, cell):
                    _fill(raw, kind, cell)
    settling.settle(raw)
    following.follow(connection, raw)


def _waits(raw: Any, kind: Kind, cell: Cell) -> bool:
    held = "SELECT 1 FROM kd_cell WHERE t = ? AND f = ? AND v IS NOT NULL LIMIT 1"
    if ground.one(raw, held, kind.code, cell.number) is None:
        return False
    filled = " OR ".join(f'"{name}" <> 0' if name in cell.flags else f'"{name}" IS NOT NULL' for name in cell.columns)
    return ground.one(raw, f'SELECT 1 FROM "{kind.name}" WHERE {filled} LIMIT 1') is None


def _fill(raw: Any, kind: Kind, cell: Cell) -> None:
    ground.temp(raw, "kt_known", "pk, f, v, PRIMARY KEY (pk, f)")
    raw.execute(f'INSERT INTO kt_known SELECT c.pk, c.f, c.v FROM kd_cell c JOIN "{kind.name}" d ON d.id = c.pk'
                " WHERE c.t = ? AND c.f = ? AND c.v IS NOT NULL", (kind.code, cell.number))
    raw.execute("INSERT INTO kt_effect SELECT ?, pk, f, v, NULL FROM kt_known", (kind.code,))
    taking.write(raw, kind, "kt_known")
    ground.clear(raw, "kt_known")

"""What follows from joined rows: the search index and the roll-ups, told by kt_effect what changed here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from db import search
from db.figures import rollup
from db.merging.ground import one, temp
from kamdesk.kinds import Kind, kind_by_code
from kamdesk.records.numbering import BORN, DELETED, field_numbers


def begin(raw: Any) -> None:
    """kt_effect: each change of a row: kind, record, cell, value after and before; births and deaths by their marks."""
    temp(raw, "kt_effect", "t, pk, f, v, o", keyed=False)


def follow(connection: Connection, raw: Any) -> dict[Kind, set[str]]:
    """Bring search and roll-ups up to date; returns the records touched, by kind."""
    if one(raw, "SELECT 1 FROM kt_effect LIMIT 1") is None:
        return {}
    _roll_up(connection, raw)
    touched: dict[Kind, set[str]] = {}
    for code in [code for (code,) in raw.execute("SELECT DISTINCT t FROM kt_effect")]:
        kind = _known(code)
        if kind is not None:
            touched[kind] = {pk for (pk,) in raw.execute("SELECT DISTINCT pk FROM kt_effect WHERE t = ?", (code,))}
            _index(connection, raw, kind)
    return touched


def _known(code: int) -> Kind | None:
    try:
        return kind_by_code(code)
    except KeyError:
        return None


def _roll_up(connection: Connection, raw: Any) -> None:
    """Roll-ups follow lines of the journal: what changed here is shown to them as such, then taken away again."""
    before = one(raw, "SELECT coalesce(max(seq), 0) FROM kd_journal")
    raw.execute("INSERT INTO kd_journal (t, pk, f, v, o) SELECT t, pk, f, v, o FROM kt_effect")
    rollup.refresh(connection, before)
    raw.execute("DELETE FROM kd_journal WHERE seq > ?", (before,))


def _index(connection: Connection, raw: Any, kind: Kind) -> None:
    if not search.has_entry(kind):
        return
    numbers = field_numbers(kind.name)
    said = {numbers[name] for name in (*kind.title, *(each.name for each in kind.own_text)) if name in numbers}
    listed = ", ".join(map(str, {BORN, DELETED, *said}))
    search.refresh(connection, kind, [pk for (pk,) in raw.execute(
        f"SELECT DISTINCT pk FROM kt_effect WHERE t = {kind.code} AND f IN ({listed})")])

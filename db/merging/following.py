"""What follows from joined rows: the search index and the roll-ups, told by kt_effect what changed here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from db import search
from db.figures import rollup, rollup_tables
from db.merging.ground import one, temp
from kamdesk.kinds import Kind, kind_by_code, kind_of
from kamdesk.records.numbering import BORN, DELETED, field_numbers

_FACTS = ("sales_record", "visit", "invoice", "payment")


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
    """Roll-ups follow lines of the journal: what changed here is shown to them as such, then taken away again.

    Of a record they ask whether it changed, and where it belonged before: the month and the party of its facts.
    """
    before = one(raw, "SELECT coalesce(max(seq), 0) FROM kd_journal")
    followed = ", ".join(str(code) for code in rollup_tables.codes().values())
    places = ", ".join(str(kind.code << 6 | field_numbers(kind.name)[name]) for kind in map(kind_of, _FACTS)
                       for name in ("month", "party") if name in kind.fields)
    said = f"f < 0 OR (t << 6 | f) IN ({places})"
    raw.execute(f"""INSERT INTO kd_journal (t, pk, f, v, o)
        SELECT t, pk, f, v, o FROM kt_effect WHERE t IN ({followed}) AND ({said})
        UNION ALL SELECT t, pk, max(f), NULL, NULL FROM kt_effect WHERE t IN ({followed}) AND NOT ({said})
        GROUP BY t, pk""")
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

"""Reads what a guest changed in a plain file and puts the file back as it was made, so that its digests can be proved.

What was changed without being noted stays changed, and the digests tell.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import engine
from db.guests.capture import BORN, DEAD, NAME
from db.shape import Described, read_fields
from db.views import quoted
from kamdesk.sharing.exchange import Edit

Row = Mapping[str, Any]
MOST = 100_000  # lines of edits that are followed


def edited(raw: Any) -> bool:
    """Whether somebody changed something in an open file."""
    there = raw.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (NAME,)).fetchone()
    return bool(there and raw.execute(f"SELECT 1 FROM {NAME} LIMIT 1").fetchone())


def restore(path: Path) -> tuple[Edit, ...]:
    """Put a file of ours back as it was made; returns what was changed. ValueError when its notes make no sense."""
    raw = engine.look(path, None, alter=True)
    try:
        raw.execute("PRAGMA journal_mode = OFF")
        kinds = {of.code: of for of in read_fields(raw)}
        lines = raw.execute(f"SELECT at, t, pk, c, o FROM {NAME} ORDER BY n DESC LIMIT {MOST + 1}").fetchall()
        if len(lines) > MOST or not all(_sound(kinds.get(line[1]), line) for line in lines):
            raise ValueError(NAME)
        places = {(t, pk): at for at, t, pk, *_rest in reversed(lines)}
        after = {place: _row(raw, kinds[place[0]], place[1]) for place in places}
        _still(raw)
        raw.execute("BEGIN")
        for _at, t, pk, column, before in lines:
            _back(raw, kinds[t], pk, (column, before))
        raw.execute(f"DELETE FROM {NAME}")
        raw.execute("COMMIT")
        return tuple(Edit(kinds[t].name, pk, _row(raw, kinds[t], pk), after[t, pk], _instant(at))
                     for (t, pk), at in places.items())
    finally:
        raw.close()


def _sound(of: Described | None, line: tuple[Any, ...]) -> bool:
    _at, _t, pk, column, _before = line
    if of is None or not isinstance(pk, str):
        return False
    return column in (BORN, DEAD) or any(column == name for columns in of.cells.values() for name, _type in columns)


def _still(raw: Any) -> None:
    """Nothing in the file acts any more."""
    for sort in ("trigger", "view"):
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = ?", (sort,)).fetchall():
            raw.execute(f"DROP {sort.upper()} {quoted(name)}")


def _back(raw: Any, of: Described, pk: str, line: tuple[str, Any]) -> None:
    """Take one line back; they come newest first."""
    column, before = line
    table = quoted(of.name)
    if column == BORN:
        raw.execute(f"DELETE FROM {table} WHERE id = ?", (pk,))
    elif column == DEAD:
        raw.execute(f"INSERT INTO {table} (id) VALUES (?)", (pk,))
    else:
        raw.execute(f"UPDATE {table} SET {quoted(column)} = ? WHERE id = ?", (before, pk))


def _row(raw: Any, of: Described, pk: str) -> Row | None:
    names = [name for columns in of.cells.values() for name, _type in columns]
    listed = ", ".join(map(quoted, names))
    row = raw.execute(f"SELECT {listed} FROM {quoted(of.name)} WHERE id = ?", (pk,)).fetchone()
    return None if row is None else dict(zip(names, row, strict=True))


def _instant(at: Any) -> datetime.datetime:
    return datetime.datetime.fromisoformat(str(at)).replace(tzinfo=datetime.UTC)

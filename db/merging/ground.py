"""What joining stands on: the base's own name, profile and numbers, vectors, and tables of the moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kamdesk.sharing.exchange import CHANGES

FOLDED, PROFILE = "folded", "profile"
_JOINED = " ON CONFLICT DO UPDATE SET upto = max(upto, excluded.upto)"
_TYPES = {**dict.fromkeys(("t", "f", "c", "r", "s", "kr", "ks", "n"), "INTEGER"), "pk": "TEXT"}
Vector = dict[int, int]


def one(raw: Any, sql: str, *values: Any) -> Any:
    """The first column of the first row, None without any."""
    row = raw.execute(sql, values).fetchone()
    return None if row is None else row[0]


def pairs(raw: Any, sql: str, *values: Any) -> Vector:
    """Rows of two columns as a dictionary."""
    return dict(raw.execute(sql, values).fetchall())


def me(raw: Any) -> int:
    """The name this base writes under."""
    found: int = one(raw, "SELECT rid FROM kd_replica WHERE is_self = 1")
    return found


def person(raw: Any) -> str | None:
    """The id of the person of this laptop."""
    found = one(raw, "SELECT json_extract(value, '$') FROM setting WHERE name = 'me' AND archived = 0")
    return found if isinstance(found, str) else None


def meta(raw: Any, key: str, default: Any = None) -> Any:
    """A value of kd_meta."""
    found = one(raw, "SELECT value FROM kd_meta WHERE key = ?", key)
    return default if found is None else found


def put_meta(raw: Any, key: str, value: Any) -> None:
    """Write a value of kd_meta."""
    raw.execute("INSERT OR REPLACE INTO kd_meta VALUES (?, ?)", (key, value))


def profile(raw: Any) -> str:
    """The profile this base holds: P2 when it holds everything."""
    found: str = meta(raw, PROFILE, CHANGES)
    return found


def seen(raw: Any) -> Vector:
    """The causal context of what is written here."""
    return pairs(raw, "SELECT r, upto FROM kd_seen")


def complete(raw: Any, of: str) -> Vector:
    """What this base holds fully of a profile."""
    return pairs(raw, "SELECT r, upto FROM kd_complete WHERE profile = ?", of)


def raise_seen(raw: Any, vector: Mapping[int, int]) -> None:
    """Join a vector into the causal context."""
    raw.executemany("INSERT INTO kd_seen VALUES (?, ?)" + _JOINED, list(vector.items()))


def raise_complete(raw: Any, of: str, vector: Mapping[int, int]) -> None:
    """Join a vector into what is held fully."""
    raw.executemany("INSERT INTO kd_complete VALUES (?, ?, ?)" + _JOINED,
                    [(of, *each) for each in vector.items()])


def open_epoch(raw: Any, own: int, after: int, peers: Mapping[int, int]) -> None:
    """The context of what ``own`` writes above a line."""
    raw.executemany("INSERT INTO kd_epoch VALUES (?, ?, ?, ?)" + _JOINED,
                    [(own, peer, after + 1, upto) for peer, upto in peers.items() if peer != own])


def top(raw: Any) -> int:
    """The highest number a line of the journal ever had."""
    return one(raw, "SELECT seq FROM sqlite_sequence WHERE name = 'kd_journal'") or 0


def temp(raw: Any, name: str, columns: str, *, keyed: bool = True) -> None:
    """A table of the moment, empty; made once a connection, or every statement would be compiled anew."""
    listed, key, rest = columns.partition(", PRIMARY KEY (")
    typed = ", ".join(map(_typed, listed.split(", ")))
    raw.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} ({typed}{key}{rest}){' WITHOUT ROWID' if keyed else ''}")
    raw.execute(f"DELETE FROM temp.{name}")


def _typed(part: str) -> str:
    """A column with the type it has elsewhere: without it no key would be used to look it up."""
    name, _space, rest = part.partition(" ")
    return f"{name} {_TYPES[name]} {rest}".strip() if name in _TYPES else part


def clear(raw: Any, *names: str) -> None:
    """Let the rows of tables of the moment go."""
    for name in names:
        raw.execute(f"DELETE FROM temp.{name}")


@contextmanager
def quiet(raw: Any) -> Iterator[None]:
    """Triggers keep silent: what is written was journalled where it was written first."""
    raw.execute("INSERT INTO kd_busy VALUES (1)")
    yield
    raw.execute("DELETE FROM kd_busy")

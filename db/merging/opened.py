"""A base at work with files: its driver connection, the journal folded, files attached beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.merging import folding, following

if TYPE_CHECKING:
    from db.store import BaseStore


def raw_of(store: BaseStore) -> Any:
    """The driver connection that writes; call it while the store is held."""
    return store.writer.connection.driver_connection


def fold(store: BaseStore) -> dict[str, frozenset[str] | None]:
    """Fold what was written since the last time, in a transaction of its own; returns records that came or went."""
    with store.writer.begin():
        raw = raw_of(store)
        following.begin(raw)
        folding.fold(raw)
        touched = following.follow(store.writer, raw)
    return {kind.name: frozenset(ids) for kind, ids in touched.items()}


@contextmanager
def attached(raw: Any, path: Path, name: str) -> Iterator[None]:
    """A plain file beside the base; outside transactions, where SQLite allows it."""
    raw.execute(f"ATTACH ? AS {name} KEY ''", (path.resolve().as_uri() + "?mode=rw",))
    try:
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            raw.execute(f"PRAGMA {name}.{pragma}")
        yield
    finally:
        raw.execute(f"DETACH {name}")

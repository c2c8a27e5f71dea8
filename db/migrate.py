"""Brings an older base up to date: one step a version, all in one transaction after a backup; newer ones stay as is."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from db import engine, schema
from kamdesk.problems import Problem
from kamdesk.words import _

STEPS = Path(__file__).with_name("migrations")


def bring_up(path: Path, key: str | None, *, steps: Path = STEPS, target: int = schema.VERSION,
             copied: bool = False) -> None:
    """Run the steps that a base lacks; nothing for a missing, empty or current file; ``copied``: it is a copy itself.

    Problem, with the file untouched byte for byte, when it is no base or was made by a newer version.
    """
    if not path.exists() or not path.stat().st_size:
        return
    version = version_of(path, key)
    if version > target:
        raise Problem(_("This base was made with a newer Kamdesk. Update the program to open it."))
    if version < target:
        if not copied:
            from db.backup import back_up_file

            back_up_file(path, key)
        _upgrade(path, key, version, steps, target)


def version_of(path: Path, key: str | None) -> int:
    """The version of the schema of a base; Problem when it is none."""
    raw = engine.look(path, key)
    try:
        return read_version(raw, path)
    finally:
        raw.close()


def read_version(raw: Any, path: Path) -> int:
    """The version that an open file says; Problem when it is not a base of Kamdesk."""
    mark = raw.execute("PRAGMA application_id").fetchone()[0]
    if mark == engine.SHARED_ID:
        raise Problem(_("{name} is a shared file, not a base. Open it under Exchange, Receive.", name=path.name))
    found = mark == engine.APPLICATION_ID and raw.execute(
        "SELECT 1 FROM sqlite_master WHERE name = 'kd_meta' AND type = 'table'").fetchone()
    row = raw.execute("SELECT value FROM kd_meta WHERE key = 'schema'").fetchone() if found else None
    if row is None or not isinstance(row[0], int):
        raise Problem(_("This file is not a Kamdesk base: {name}.", name=path.name))
    return row[0]


def _upgrade(path: Path, key: str | None, version: int, steps: Path, target: int) -> None:
    raw = engine.connect(path, key)
    raw.execute("PRAGMA foreign_keys = OFF")  # ignored inside a transaction; a rebuilt table would take its children
    with open_for(raw) as connection, connection.begin():
        schema.drop_triggers(connection)  # capture off; table rebuilds drop them anyway
        _run(connection, version, steps, target)
        schema.create_triggers(connection)
        values = ((target, "schema"), (schema.triggers_digest(), "triggers"))
        connection.exec_driver_sql("UPDATE kd_meta SET value = ? WHERE key = ?", list(values))
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The steps to version {target} break {len(broken)} references")


@contextmanager
def open_for(raw: Any) -> Iterator[Connection]:
    """A driver connection as SQLAlchemy's, closed at the end."""
    try:
        with engine.engine_for(raw).connect() as connection:
            yield connection
        connection.engine.dispose()
    finally:
        raw.close()


def _run(connection: Connection, version: int, steps: Path, target: int) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    op = Operations(MigrationContext.configure(connection))
    for number, upgrade in _missing(version, steps, target):
        upgrade(op)
        version = number
    if version != target:
        raise RuntimeError(f"There is no step from version {version} to {target}")


def _missing(version: int, steps: Path, target: int) -> Iterator[tuple[int, Callable[[Any], None]]]:
    """The steps after a version up to another, in order."""
    for path in sorted(steps.glob("v[0-9][0-9][0-9][0-9]_*.py")):
        number = int(path.name[1:5])
        if version < number <= target:
            yield number, runpy.run_path(str(path))["upgrade"]

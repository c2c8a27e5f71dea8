"""Puts another file in the place of a base: a backup, or the same base under another key."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db import backup, blobs, copies, engine, migrate, replica, schema
from kamdesk import clock
from kamdesk.files import in_place_of
from kamdesk.problems import Problem
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore

SHORTEST = 8  # characters of a password


def restore(store: BaseStore, file: Path, passphrase: str | None = None) -> None:
    """Replace an open base by a backup, after a backup of what is there; a password it has stays."""
    refuse_itself(store.path, file)
    key = _key_of(file, passphrase, store.key)
    copies.verify(file, key)
    backup.back_up(store)
    final = store.key or key
    contents = blobs.FileBlobs(store.blobs.folder, final)
    contents.take_from(blobs.FileBlobs(blobs.folder_of(file), key))
    contents.take_from(store.blobs)
    with store.shut(final), in_place_of(store.path) as staging:
        _stage(file, key, staging, final)
        _drop_side_files(store.path)


def restore_at(path: Path, file: Path, passphrase: str | None = None) -> None:
    """Put a backup where nothing can be opened; what is there is kept under another name."""
    refuse_itself(path, file)
    key = _key_of(file, passphrase, None)
    copies.verify(file, key)
    lock = engine.Lock(path)
    try:
        blobs.FileBlobs(blobs.folder_of(path), key).take_from(blobs.FileBlobs(blobs.folder_of(file), key))
        with in_place_of(path) as staging:
            _stage(file, key, staging, key)
            if path.exists():
                shutil.copy2(path, path.with_name(f"{path.name}.{clock.now().strftime(backup.STAMP)}.damaged"))
            _drop_side_files(path)
    finally:
        lock.release()


def set_passphrase(store: BaseStore, new: str, current: str | None = None) -> None:
    """The same base under a new key: copied, verified, and only then put in place; backups before and after."""
    if store.key is not None and (current is None or not opens(store.key, current)):
        raise Problem(_("That is not the password of this base."), field="current")
    if len(new) < SHORTEST:
        raise Problem(_("A password has at least {n} characters.", n=SHORTEST), field="passphrase")
    backup.back_up(store)
    before, after = store.key, engine.key_for(new, secrets.token_bytes(engine.SALT))
    blobs.FileBlobs(store.blobs.folder, after).take_from(store.blobs)
    with store.shut(after), in_place_of(store.path) as staging:
        copies.copy(store.path, before, staging, target_key=after, rekey=True)
        _drop_side_files(store.path)
    backup.back_up(store)


def opens(key: str, passphrase: str) -> bool:
    """Whether a password gives this key."""
    return secrets.compare_digest(engine.key_for(passphrase, bytes.fromhex(key[66:98])), key)


def refuse_itself(path: Path, file: Path) -> None:
    """Opening the live file behind SQLite's back would drop its locks."""
    if not file.is_file():
        raise Problem(_("There is no file {name}.", name=file.name))
    if path.exists() and file.samefile(path):
        raise Problem(_("{name} is the base that is open. Choose another file.", name=file.name))


def _key_of(file: Path, passphrase: str | None, known: str | None) -> str | None:
    """The key of a backup: that of the base it was made from, or of the password typed."""
    if not engine.is_encrypted(file):
        return None
    salt = engine.salt_of(file)
    if passphrase is not None:
        return engine.key_for(passphrase, salt)
    if known is not None and bytes.fromhex(known[66:98]) == salt:
        return known
    raise Problem(_("This backup has another password. Type the one it was made with."), field="passphrase")


def _stage(file: Path, key: str | None, staging: Path, final: str | None) -> None:
    """A copy that may become a base: up to date, with our triggers only, under a name of its own."""
    copies.copy(file, key, staging, target_key=final, rekey=final != key)
    migrate.bring_up(staging, final, copied=True)
    with migrate.open_for(engine.connect(staging, final)) as connection, connection.begin():
        _only_ours(connection, file)
        schema.drop_triggers(connection)
        schema.create_triggers(connection)
        replica.renew(connection)
    _drop_side_files(staging)


def _only_ours(connection: Connection, file: Path) -> None:
    """Whatever the file brought, its tables are ours and nothing in it acts by itself."""
    listed = connection.exec_driver_sql("SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')")
    for name, sort, sql in listed.fetchall():
        ours = name in schema.tables().tables or name.startswith(("kd_", "sqlite_"))
        virtual = (sql or "").upper().startswith("CREATE VIRTUAL") and name != "kd_search"
        if sort != "table" or not ours or virtual:
            raise Problem(_("The file {name} holds things that are not of Kamdesk. It was not used.", name=file.name))
    for name, table in schema.tables().tables.items():
        found = {row[1] for row in connection.exec_driver_sql(f'PRAGMA table_xinfo("{name}")')}
        if found != {column.name for column in table.c}:
            raise Problem(_("The file {name} holds things that are not of Kamdesk. It was not used.", name=file.name))


def _drop_side_files(path: Path) -> None:
    """What SQLite left beside a file that is closed: a journal applied to another file would ruin it."""
    for side in engine.side_files(path):
        side.unlink(missing_ok=True)

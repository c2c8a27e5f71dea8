"""Opens the file: driver, pragmas, key and the lock that lets one program in at a time."""

from __future__ import annotations

import base64
import os
import secrets
import sys
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Dialect, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from kamdesk.problems import Problem
from kamdesk.words import _, fold

APPLICATION_ID = 0x4B44534B  # «KDSK» in the header says whose file it is
SHARED_ID = 0x4B445358  # «KDSX»: a file made to be handed over
DatabaseError = driver.DatabaseError
PLAIN = b"SQLite format 3\0"
SALT = 16
STATEMENTS = 1_000  # kept as they were written
PRINTED = 52  # characters of a recovery key: 32 bytes in base 32
# TRUNCATE and EXTRA lost no commit in 18,664 simulated power cuts; WAL breaks when people copy the file (STACK.md).
PRAGMAS = ("journal_mode=TRUNCATE", "synchronous=EXTRA", "foreign_keys=ON", "recursive_triggers=ON",
           "secure_delete=ON", "temp_store=MEMORY", "trusted_schema=OFF", "cache_size=-65536", "cell_size_check=ON",
           "busy_timeout=10000")


def derive_key(passphrase: str, salt: bytes) -> bytes:
    """The 32-byte key of a passphrase: Argon2id, 64 MiB, 3 passes, 4 lanes (RFC 9106, second recommendation)."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(passphrase.encode())


def is_encrypted(path: Path) -> bool:
    """Whether an existing base needs a passphrase (an empty file does not)."""
    with path.open("rb") as file:
        head = file.read(SALT)
    return bool(head) and head != PLAIN


def key_of(path: Path, passphrase: str | None) -> str | None:
    """The key pragma's value for a base, new or existing; None for a plain one. Problem when they do not match."""
    exists = path.exists() and path.stat().st_size > 0
    if exists and not is_encrypted(path):
        return None
    if passphrase is None:
        if exists:
            raise Problem(_("This base has a password. Type it to open it."), field="passphrase")
        return None
    return key_for(passphrase, salt_of(path) if exists else secrets.token_bytes(SALT))


def key_for(passphrase: str, salt: bytes) -> str:
    """The key pragma's value for a password, or for a recovery key typed in its place."""
    bare = passphrase.strip().upper().replace("-", "").replace(" ", "")
    key = _unprinted(bare) if len(bare) == PRINTED else None
    return f"x'{(key or derive_key(passphrase, salt)).hex()}{salt.hex()}'"


def _unprinted(bare: str) -> bytes | None:
    try:
        return base64.b32decode(bare + "====")
    except ValueError:
        return None  # a long password, nothing more


def recovery_key(key: str) -> str:
    """A key as people copy it from paper, 13 groups of four characters; the salt is no secret and stays out."""
    text = base64.b32encode(bytes.fromhex(key[2:66])).decode().rstrip("=")
    return "-".join(text[at:at + 4] for at in range(0, PRINTED, 4))


def salt_of(path: Path) -> bytes:
    """The first bytes of an encrypted file. Never of one that is open: closing it would drop SQLite's locks."""
    with path.open("rb") as file:
        return file.read(SALT)


def connect(path: Path, key: str | None, *, writable: bool = True) -> Any:
    """A driver connection with the pragmas of the house; Problem when the file is not a base or the key is wrong."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    raw = _unlocked(path, key, "mode=rw" if writable else "mode=ro")
    raw.create_function("kd_fold", 1, lambda text: fold(text or ""), deterministic=True)
    for pragma in PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    return raw


def look(path: Path, key: str | None, *, alter: bool = False) -> Any:
    """A driver connection that only reads a file nobody writes (a copy, something from outside) and never touches it.

    A base left in the middle of a write by a crash is rolled back first, which SQLite must do before anybody reads.
    ``alter``: the file is a copy of our own that may be changed.
    """
    broken = any(side.exists() and side.stat().st_size for side in side_files(path))
    raw = _unlocked(path, key, "mode=rw" if broken or alter else "mode=ro&immutable=1")
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def side_files(path: Path) -> tuple[Path, ...]:
    """What SQLite keeps beside a base while it writes."""
    return tuple(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))


def _unlocked(path: Path, key: str | None, mode: str) -> Any:
    raw = driver.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")
        if key:
            raw.execute(f'PRAGMA key = "{key}"')
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError:
        raw.close()
        if key:
            raise Problem(_("The password does not open this base. Check it and try again."),
                          field="passphrase") from None
        raise Problem(_("This file is not a Kamdesk base, or it is damaged: {name}.", name=path.name)) from None
    return raw


@cache
def _shared() -> tuple[Dialect, LRUCache[Any, Any]]:
    """What all engines share: how SQL is written, and what was written before; a new thread writes nothing anew."""
    first = create_engine("sqlite://", module=driver)
    first.connect().close()  # the dialect looks at the driver once
    return first.dialect, LRUCache(STATEMENTS)


def engine_for(raw: Any, *, writable: bool = True) -> Engine:
    """A SQLAlchemy engine over one driver connection; a writer begins IMMEDIATE, or DDL would not be transactional."""
    dialect, statements = _shared()
    pool = StaticPool(lambda: raw, dialect=dialect)
    engine = Engine(pool, dialect, make_url("sqlite://"), hide_parameters=True,
                    execution_options={"compiled_cache": statements})
    if writable:
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


class Lock:
    """One program per base: an operating system lock on «<base>.lock», let go when the program ends."""

    def __init__(self, base: Path) -> None:
        """Problem when another program has the base open."""
        path = base.with_name(base.name + ".lock")
        try:
            self._file = os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b")
        except OSError as error:
            raise Problem(_("The folder {folder} cannot be written. Move the base to another folder or ask for "
                            "permission.", folder=str(path.parent))) from error
        try:
            _lock(self._file.fileno())
        except OSError:
            self._file.close()
            raise Problem(_("Kamdesk is open with this base. Close it there first.")) from None

    def release(self) -> None:
        """Let others in."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

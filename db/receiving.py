"""Opens a file from somebody without trusting it: container, pages, exact shape, digests, signature, and its state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import engine, schema, shape
from db.guests import capture, reading
from db.merging import ground, importing
from db.merging.opened import fold, raw_of
from db.restoring import refuse_itself
from db.scratch import scratch
from kamdesk import words
from kamdesk.problems import Problem
from kamdesk.sharing import container, exchange
from kamdesk.sharing.container import Cipher
from kamdesk.sharing.exchange import Edit, Incoming, Judge, Missing
from kamdesk.sharing.manifest import Manifest, of_lines
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore


def examine(store: BaseStore, file: Path, *, unseal: Cipher | None, judge: Judge | None) -> Incoming:
    """Decrypt, check every page, table and digest of a file; Problem says what is wrong with it."""
    refuse_itself(store.path, file)
    if file.stat().st_size > container.LARGEST:
        raise Problem(_("The file is too large to be received."))
    return of_content(store, file, _content(file, unseal), judge)


def of_content(store: BaseStore, file: Path, content: bytes, judge: Judge | None) -> Incoming:
    """A database in hand, examined."""
    digest = hashlib.sha256(content).hexdigest()
    with scratch(len(content)) as path:
        path.write_bytes(content)
        manifest, txns, edits = _examined(path, file.name, known=_joined(store, digest))
    if manifest.currency != words.base_currency():
        raise Problem(_("This file uses {other}; your base uses {own}.", other=manifest.currency,
                        own=words.base_currency()))
    trust = judge(manifest.signed, manifest.content_digest) if judge else exchange.UNSIGNED
    with store.alone():
        state, missing = _state(store, manifest, digest, txns)
    if edits and state in (exchange.APPLIED, exchange.OWN):
        state = exchange.EDITED
    version = (manifest.schema > schema.VERSION) - (manifest.schema < schema.VERSION)
    return Incoming(
        path=file, file=manifest.file, author=manifest.author, device=manifest.device, label=manifest.label,
        to=manifest.to, made_at=manifest.instant, profile=manifest.profile, name=manifest.name,
        currency=manifest.currency, counts=manifest.counts, withheld=manifest.withheld, digest=digest, state=state,
        missing=missing, trust=trust, schema=(exchange.SAME, exchange.NEWER, exchange.OLDER)[version], content=content,
        edits=edits)


def _content(file: Path, unseal: Cipher | None) -> bytes:
    found = file.read_bytes()
    if found.startswith(engine.PLAIN):
        return found
    if not found.startswith(container.MAGIC):
        raise _foreign(file.name)
    if unseal is None:
        raise Problem(_("The file has a password. Ask the sender for it and type it here."), field="passphrase")
    content = container.unpack(found, unseal)
    if not content.startswith(engine.PLAIN):
        raise _foreign(file.name)
    return content


def _foreign(name: str) -> Problem:
    return Problem(_("{name} was not made by Kamdesk to be shared.", name=name))


def damaged(name: str) -> Problem:
    """What is said of a file whose pages, tables or values are not what they were."""
    return Problem(_("{name} is damaged. Nothing was changed; ask for it again.", name=name))


def _joined(store: BaseStore, digest: str) -> bool:
    """Whether these very bytes were joined before, when every page and digest of them was checked."""
    with store.alone(), store.writer.begin():
        return ground.one(raw_of(store), "SELECT 1 FROM kd_import WHERE digest = ?", digest) is not None


def _examined(path: Path, name: str, *, known: bool) -> tuple[Manifest, list[Any], tuple[Edit, ...]]:
    """What a file says of itself, its transactions, and what a guest wrote into it, which is taken out of our copy."""
    try:
        with _opened(path, name) as raw:
            changed = reading.edited(raw)
            if known and not changed:
                return of_lines(dict(raw.execute("SELECT key, value FROM kd_meta"))), [], ()
            manifest, views = _manifest(raw, name), shape.views_digest(raw)
        edits = reading.restore(path) if changed else ()
        with _opened(path, name) as raw:
            if manifest.digests != {**shape.digests(raw, manifest), "views": views}:
                raise Problem(_("{name} was changed after it was made. Ask for it again.", name=name))
            return manifest, raw.execute("SELECT r, s_from, s_to, hlc, hash FROM kd_txn").fetchall(), edits
    except (engine.DatabaseError, ValueError, KeyError, TypeError) as error:  # bytes that are no text among them
        raise damaged(name) from error


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Any]:
    try:
        raw = engine.look(path, None)
    except (Problem, ValueError) as error:
        raise damaged(name) from error
    try:
        yield raw
    finally:
        raw.close()


def manifest_of(raw: Any) -> Manifest:
    """The manifest of an attached file that was examined before."""
    return of_lines(dict(raw.execute("SELECT key, value FROM file.kd_meta")))


def _manifest(raw: Any, name: str) -> Manifest:
    """From the cheapest question to the dearest; what the file says is believed only once its digests hold."""
    _ours(raw, name)
    lines = dict(raw.execute("SELECT key, value FROM kd_meta LIMIT 100"))
    if isinstance(lines.get("min_reader"), int) and lines["min_reader"] > schema.VERSION:
        raise Problem(_("{name} was made with a newer Kamdesk. Update the program to receive it.", name=name))
    if raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok" or not _same_shape(raw):
        raise damaged(name)
    return of_lines(lines)


def _ours(raw: Any, name: str) -> None:
    mark = raw.execute("PRAGMA application_id").fetchone()[0]
    if mark == engine.APPLICATION_ID:
        raise Problem(_("{name} is a whole base or a backup. Restore it under Exchange, Backups.", name=name))
    there = raw.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kd_meta'").fetchone()
    if mark != engine.SHARED_ID or not there:
        raise _foreign(name)


def _same_shape(raw: Any) -> bool:
    """Exactly the tables the file speaks of, word for word; views are never read here, triggers never fired.

    Triggers are only those that note edits: the digests prove them.
    """
    if raw.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
        return False
    listed = raw.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    found = {name: sql for sort, name, sql in listed if sort == "table"}
    if found.get("kd_field") != shape.HOUSE["kd_field"]:
        return False
    kinds = shape.read_fields(raw)
    ours = ((of, importing.known(of.code)) for of in kinds)
    if not all(kind is None or (not kind.local and shape.agrees(of, kind)) for of, kind in ours):
        return False
    guides = [{**shape.tables(kinds), name: sql} for name, sql in shape.GUIDES.values()]
    noted = found.pop(capture.NAME, None)
    sorts = {"table", "view", "trigger"} if noted == capture.TABLE else {"table", "view"}
    return found in guides and noted in (None, capture.TABLE) and all(sort in sorts for sort, _name, _sql in listed)


def _state(store: BaseStore, manifest: Manifest, digest: str, txns: list[Any]) -> tuple[str, tuple[Missing, ...]]:
    """Whether the file can be joined now."""
    with store.writer.begin():
        applied = ground.one(raw_of(store), "SELECT 1 FROM kd_import WHERE (digest = ? OR file_uid = ?)"
                                            " AND undone IS NULL", digest, manifest.file)
    if applied:
        return exchange.APPLIED, ()
    fold(store)
    with store.writer.begin():
        raw = raw_of(store)
        if _forked(raw, txns):
            return exchange.FORK, ()
        if manifest.replica == ground.me(raw):
            return exchange.OWN, ()
        own = importing.profile_for(raw, manifest)
        lacking = importing.missing(raw, manifest, own) if importing.advances(manifest, own) else []
        return (exchange.GAP, tuple(_named(raw, *each) for each in lacking)) if lacking else (exchange.NEW, ())


def _forked(raw: Any, txns: list[Any]) -> bool:
    """One name written under on two laptops: the same numbers, other content; or numbers of ours we never wrote."""
    own, top = ground.me(raw), ground.top(raw)
    ours = {(r, s_from): (s_to, hlc, hash_) for r, s_from, s_to, hlc, hash_
            in raw.execute("SELECT r, s_from, s_to, hlc, hash FROM kd_txn")}
    for r, s_from, s_to, hlc, hash_ in txns:
        mine = ours.get((r, s_from))
        if mine is None:
            if r == own and s_from <= top:
                return True
        elif mine[:2] != (s_to, hlc) or (None not in (mine[2], hash_) and mine[2] != hash_):
            return True
        if r == own and s_to > top:
            return True
    return False


def _named(raw: Any, r: int, first: int, last: int) -> Missing:
    row = raw.execute("SELECT label, (SELECT person FROM kd_txn x WHERE x.r = k.rid AND person IS NOT NULL"
                      " ORDER BY s_from DESC LIMIT 1) FROM kd_replica k WHERE rid = ?", (r,)).fetchone()
    label, person = row or ("", None)
    name = ground.one(raw, "SELECT name FROM person WHERE id = ?", person) if person else None
    return Missing(r, name or "", label or "", first, last)



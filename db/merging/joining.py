"""A file joined into an open base: tried out first, then for good after a verified backup, or kept waiting."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from db import backup, engine, journal, receiving
from db.guests import reading
from db.merging import doubles, ground, importing, listing
from db.merging.following import follow
from db.merging.opened import attached, fold, raw_of
from db.scratch import scratch
from db.writing import Unit
from kamdesk import clock
from kamdesk.changes import ALL_ABOVE, Changes
from kamdesk.kinds import Kind
from kamdesk.problems import Problem
from kamdesk.records.numbering import BORN, DELETED
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing.exchange import (
    APPLIED,
    FORK,
    GAP,
    NEW,
    OWN,
    REVOKED,
    UNDO_DAYS,
    Applied,
    Decision,
    Incoming,
    KindChange,
    Preview,
    Refused,
    Waiting,
)
from kamdesk.sharing.manifest import Manifest
from kamdesk.words import N_, _, plural

if TYPE_CHECKING:
    from db.store import BaseStore

_REFUSALS = {
    APPLIED: N_("This file was joined before. Nothing changed."),
    OWN: N_("You made this file yourself. Nothing changed."),
    GAP: N_("A file is missing before this one. It waits in the inbox until that one comes."),
    FORK: N_("Two laptops write under the name of one: a copied base. Restore the copy from a backup in Kamdesk, so "
             "that it gets a name of its own, and ask for the file again."),
}
_SMALL = 10  # records of a kind below which «much of it» means nothing


def preview(store: BaseStore, incoming: Incoming) -> Preview:
    """The file joined, looked at, and taken back."""
    _refuse(incoming)
    with store.alone(), _beside(store, incoming) as (raw, manifest):
        fold(store)
        with store.writer.begin() as transaction:
            before = set(listing.places(raw))
            number = _enter(raw, manifest, incoming)
            _join(raw, manifest, number, incoming)
            fresh = [place for place in listing.places(raw) if place not in before]
            found = Preview(
                kinds=_kinds(raw, store.setting("ask_above")), by_owner=_by_owner(raw, number),
                conflicts=tuple(listing.conflicts(store, raw, fresh)),
                withheld=manifest.withheld, refused=_refused(raw, number), ahead=_ahead(manifest))
            transaction.rollback()
    store.forget()
    return found


def apply(store: BaseStore, incoming: Incoming, decisions: Sequence[Decision]) -> Applied:
    """Joined after a backup, in one transaction; then the decisions, as one step of this person."""
    if incoming.state == GAP:
        _wait(store, incoming)
    _refuse(incoming)
    with store.alone(), _beside(store, incoming) as (raw, manifest):
        fold(store)
        made = backup.back_up_file(store.path, store.key, store.setting("backup_folder"))
        with store.writer.begin():
            number = _enter(raw, manifest, incoming, backup=made.path.name)
            _join(raw, manifest, number, incoming)
            _keep_contents(store, raw)
            kinds, refused = _kinds(raw, store.setting("ask_above")), _refused(raw, number)
            touched = follow(store.writer, raw)
            event = _note(store, manifest, incoming, kinds)
            raw.execute("UPDATE kd_import SET event = ?, s_to = ?, report = ? WHERE id = ?",
                        (event, ground.top(raw), json.dumps([asdict(each) for each in kinds]), number))
            if not incoming.edits:  # what a guest wrote into it is still to be looked through
                raw.execute("DELETE FROM kd_inbox WHERE file_uid = ?", (incoming.file,))
            left = len(listing.places(raw))
    store.announce(Changes(None, _("Received file"), "receive_package", _named(touched)))
    if decisions:
        left -= listing.resolve(store, decisions)
    return Applied(number, event, kinds, left, refused)


def _named(touched: dict[Kind, set[str]]) -> dict[str, frozenset[str] | None]:
    return {kind.name: None if len(ids) > ALL_ABOVE else frozenset(ids) for kind, ids in touched.items()}


def _refuse(incoming: Incoming) -> None:
    if incoming.state != NEW:
        raise Problem(_(_REFUSALS[incoming.state]))
    if incoming.trust == REVOKED:
        raise Problem(_("The laptop that signed this file was withdrawn. Nothing of it is joined."))


@contextmanager
def _beside(store: BaseStore, incoming: Incoming) -> Iterator[tuple[Any, Manifest]]:
    """The file attached to the connection that writes."""
    raw = raw_of(store)
    with scratch(len(incoming.content)) as path:
        path.write_bytes(incoming.content)
        if incoming.edits:
            reading.restore(path)  # what a guest wrote is looked through afterwards
        with attached(raw, path, "file"):
            yield raw, receiving.manifest_of(raw)


def _enter(raw: Any, manifest: Manifest, incoming: Incoming, *, backup: str = "") -> int:
    """The number of the import; Problem when the file came meanwhile."""
    if ground.one(raw, "SELECT 1 FROM kd_import WHERE file_uid = ? AND undone IS NULL", manifest.file):
        raise Problem(_(_REFUSALS[APPLIED]))
    raw.execute("DELETE FROM kd_import WHERE digest = ? AND undone IS NOT NULL", (incoming.digest,))
    old = (clock.now() - UNDO_DAYS).isoformat()  # what can no longer be taken back needs no values from before
    raw.execute("DELETE FROM kd_hist WHERE imp IN (SELECT id FROM kd_import WHERE at < ?)", (old,))
    raw.execute("INSERT INTO kd_import (file_uid, digest, source, device, profile, at, event, s_from, s_to, backup,"
                " report) VALUES (?, ?, ?, ?, ?, ?, '', ?, 0, ?, '')",
                (manifest.file, incoming.digest, manifest.replica, manifest.device, manifest.key,
                 clock.now().isoformat(), ground.top(raw) + 1, backup))
    number: int = ground.one(raw, "SELECT max(id) FROM kd_import")
    return number


def _join(raw: Any, manifest: Manifest, number: int, incoming: Incoming) -> None:
    own = importing.profile_for(raw, manifest)
    if importing.advances(manifest, own) and importing.missing(raw, manifest, own):
        raise Problem(_(_REFUSALS[GAP]))
    if doubles.doubled(raw):
        raise Problem(_(_REFUSALS[FORK]))
    try:
        importing.join(raw, manifest, number)
        sound = not importing.broken(raw)
    except (engine.DatabaseError, IntegrityError) as error:
        if "constraint" not in str(error).lower() and "datatype" not in str(error).lower():
            raise
        raise receiving.damaged(incoming.path.name) from error
    if not sound:
        raise receiving.damaged(incoming.path.name)


def _keep_contents(store: BaseStore, raw: Any) -> None:
    """Contents are written and synced before the rows that name them are."""
    for sha256, content in raw.execute("SELECT sha256, content FROM file.kd_blob"):
        if hashlib.sha256(content).hexdigest() == sha256:
            store.blobs.keep(content)


def _kinds(raw: Any, much: int) -> tuple[KindChange, ...]:
    """What changed here, by kind, from kt_effect; what the file held and changed nothing counts as equal.

    A kind of which ``much`` per cent or more would be archived or replaced is heavy.
    """
    held = dict(raw.execute("""SELECT t, count(*) FROM (
        SELECT t, pk FROM file.kd_row UNION SELECT t, pk FROM file.kd_cell) GROUP BY t""").fetchall())
    ground.temp(raw, "kt_what", "t, pk, born, dead, archived, PRIMARY KEY (t, pk)")
    raw.execute(f"""INSERT INTO kt_what SELECT t, pk, max(f = {BORN}) AS born, max(f = {DELETED}) AS dead,
        max(f = 1 AND v = 1) AS archived FROM kt_effect GROUP BY t, pk""")
    found = []
    for t, new, deleted, archived, every in raw.execute("""SELECT t, sum(born AND NOT dead), sum(dead AND NOT born),
            sum(archived AND NOT born AND NOT dead), count(*) FROM kt_what GROUP BY t""").fetchall():
        kind = importing.known(t)
        if kind is not None:
            changed = every - new - deleted - archived
            there = ground.one(raw, f'SELECT count(*) FROM "{kind.name}"') + deleted - new
            heavy = there >= _SMALL and 100 * (changed + archived + deleted) >= much * there
            found.append(KindChange(kind.name, new, changed, archived, deleted, max(held.pop(t, 0) - every, 0), heavy))
    ground.clear(raw, "kt_what")
    equal = [(importing.known(t), n) for t, n in held.items()]
    return (*found, *(KindChange(kind.name, equal=n) for kind, n in equal if kind is not None))


def _by_owner(raw: Any, number: int) -> int:
    """Cells where the owner's word is shown without asking."""
    found: int = ground.one(raw, """SELECT count(*) FROM (SELECT DISTINCT t, pk, f FROM kd_alt a JOIN kd_cell c
        USING (t, pk, f) WHERE c.o > a.o AND c.v IS NOT a.v AND (a.imp = ? OR c.imp = ?))""", number, number)
    return found


def _refused(raw: Any, number: int) -> tuple[Refused, ...]:
    rows = raw.execute("SELECT t, reason, count(*) FROM kd_quarantine WHERE imp = ? GROUP BY t, reason", (number,))
    return tuple(Refused(kind.name, reason, n) for kind, reason, n in
                 ((importing.known(t), reason, n) for t, reason, n in rows.fetchall()) if kind is not None)


def _ahead(manifest: Manifest) -> datetime.timedelta | None:
    """How far the clock of a file runs ahead of ours, when that is more than a day."""
    ahead = (manifest.hlc >> journal.COUNTER) - int(clock.now().timestamp() * 1000)
    return datetime.timedelta(milliseconds=ahead) if ahead > journal.AHEAD >> journal.COUNTER else None


def _note(store: BaseStore, manifest: Manifest, incoming: Incoming, kinds: Sequence[KindChange]) -> str:
    """The line in the history of exchanges, written by this base."""
    last = journal.last_seq(store.writer)
    unit = Unit(store.writer, store.blobs)
    records = sum(each.new + each.changed + each.archived + each.deleted for each in kinds)
    withheld = plural("{n} value withheld", "{n} values withheld", manifest.withheld) if manifest.withheld else ""
    event = unit.add(ExchangeEvent(
        direction="received", profile=manifest.profile, other=manifest.author, at=clock.now(),
        file_name=incoming.path.name, digest=incoming.digest, counts=plural("{n} record", "{n} records", records),
        withheld=withheld))
    store.settle(unit, last, "receive_package")
    return event.id


def _wait(store: BaseStore, incoming: Incoming) -> None:
    with store.alone(), store.writer.begin():
        raw_of(store).execute("INSERT OR REPLACE INTO kd_inbox VALUES (?, ?, ?, ?, ?)",
                              (incoming.file, incoming.path.name, clock.now().isoformat(), incoming.content,
                               incoming.trust))


def inbox(store: BaseStore) -> list[Waiting]:
    """The files that wait, the first first."""
    with store.alone(), store.writer.begin():
        rows = raw_of(store).execute("SELECT file_uid, at FROM kd_inbox ORDER BY at").fetchall()
    found = []
    for file, at in rows:
        incoming = again(store, file)
        found.append(Waiting(file, incoming.path.name, incoming.author, datetime.datetime.fromisoformat(at),
                             incoming.missing))
    return found


def again(store: BaseStore, file: str) -> Incoming:
    """A waiting file, its state as it is now."""
    with store.alone(), store.writer.begin():
        row = raw_of(store).execute("SELECT name, content, trust FROM kd_inbox WHERE file_uid = ?", (file,)).fetchone()
    if row is None:
        raise Problem(_("This file is not in the inbox any more."))
    name, content, trust = row
    return receiving.of_content(store, Path(name), bytes(content), lambda _signature, _digest: str(trust))


def drop_waiting(store: BaseStore, file: str) -> None:
    """Take a file out of the inbox."""
    with store.alone(), store.writer.begin():
        raw_of(store).execute("DELETE FROM kd_inbox WHERE file_uid = ?", (file,))

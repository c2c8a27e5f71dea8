"""Makes the file that is handed over: what it holds in numbers, the file itself, and the log of what left."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import engine, schema, shape
from db.guests import capture, viewing
from db.merging import exporting, ground, planning
from db.merging.opened import attached, fold, raw_of
from db.merging.planning import Plan
from db.refusals import refused
from db.scratch import scratch
from db.views import view_names, views
from kamdesk import clock, words
from kamdesk.doors import Shared
from kamdesk.fields import CLASSES
from kamdesk.files import in_place_of
from kamdesk.identity import new_id
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.records.system import ConfidentialAccess, ExchangeEvent
from kamdesk.records.team import Person
from kamdesk.sharing import container
from kamdesk.sharing.container import Cipher
from kamdesk.sharing.exchange import Share, Signer, Summary
from kamdesk.sharing.guide import guide_lines
from kamdesk.sharing.manifest import Manifest
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from db.store import BaseStore

PAGE = 16_384  # bytes: larger pages leave less between the rows, and more alike for the compression
BY_MAIL = 32_000_000  # bytes of a file that is packed tight: it takes less than a second
ROOM = 4_000_000_000  # bytes: an intermediate goes to memory only where there is much


def summary(store: BaseStore, share: Share) -> Summary:
    """The file in numbers: it is made in memory and thrown away, so that they are true."""
    with _made(store, share, keep=False) as (_path, manifest, plan, files):
        since = _confirmed(store, plan)
    hidden = sorted(set(CLASSES) - share.classes, key=CLASSES.index)
    return Summary(manifest.counts, files, manifest.withheld, tuple(hidden), since)


def send(store: BaseStore, share: Share, out: Path, *, seal: Cipher | None, sign: Signer | None = None) -> Shared:
    """The file, noted in the log of exchanges and of confidential data."""
    if not share.to.strip():
        raise Problem(_("Say who the file is for."), field="to")
    with _made(store, share, sign=sign, plain=seal is None, keep=True) as (path, manifest, _plan, _files):
        content = path.read_bytes()
        packed = content if seal is None else container.pack(content, seal)
        with in_place_of(out) as target, refused(out):
            target.write_bytes(packed)
    _note(store, out, manifest, hashlib.sha256(content).hexdigest(), share)
    return Shared(out, manifest.counts, manifest.withheld, out.stat().st_size)


@contextmanager
def _made(store: BaseStore, share: Share, *, keep: bool, sign: Signer | None = None, plain: bool = False
          ) -> Iterator[tuple[Path, Manifest, Plan, int]]:
    """A plain file that is gone afterwards, its manifest, plan and number of contents; ``keep``: it leaves."""
    with store.alone(), scratch(_room(store)) as path:
        raw = raw_of(store)
        fold(store)
        with attached(raw, path, "out"):
            raw.execute(f"PRAGMA out.page_size = {PAGE}")
            raw.execute(f"PRAGMA out.application_id = {engine.SHARED_ID}")
            with store.writer.begin() as transaction:
                plan = planning.plan(raw, share)
                kinds = exporting.fill(raw, plan, readable=plain)
                files = _contents(store, raw, share)
                manifest = _manifest(store, raw, plan, kinds)
                _explain(raw, manifest, kinds if plain else [])
                manifest = replace(manifest, digests=shape.digests(raw, manifest, schema="out"))
                if sign is not None:
                    signature = sign(manifest.content_digest)
                    manifest = replace(manifest, signer=signature.key, signature=signature.value)
                raw.executemany("INSERT INTO out.kd_meta VALUES (?, ?)", manifest.lines())
                if not keep:
                    transaction.rollback()
                elif plan.scoped:
                    exporting.note_sent(raw, plan, ground.top(raw))
        if keep and path.stat().st_size <= BY_MAIL:
            _pack(path)
        yield path, manifest, plan, files


def _pack(path: Path) -> None:
    """Rows side by side, on a connection of its own: that of an encrypted base cannot do it."""
    with closing(engine.look(path, None, alter=True)) as file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("VACUUM")


def _room(store: BaseStore) -> int:
    return min(3 * store.path.stat().st_size, ROOM)


def _contents(store: BaseStore, raw: Any, share: Share) -> int:
    """The contents of the attachments born in the file; those that are not here stay unnamed."""
    there = raw.execute("SELECT 1 FROM out.sqlite_master WHERE name = 'attachment'").fetchone()
    if not share.attachments or there is None:
        return 0
    made = 0
    for (sha256,) in raw.execute("SELECT DISTINCT sha256 FROM out.attachment WHERE sha256 <> ''").fetchall():
        if store.blobs.path(sha256).exists():
            raw.execute("INSERT INTO out.kd_blob VALUES (?, ?)", (sha256, store.blobs.open(sha256)))
            made += 1
    return made


def _manifest(store: BaseStore, raw: Any, plan: Plan, kinds: list[shape.Described]) -> Manifest:
    me = store.maybe(Person, store.me)
    rid, device, label = raw.execute("SELECT rid, device, label FROM kd_replica WHERE is_self = 1").fetchone()
    hidden = {name: [cell.number for cell in left_out] for name, left_out in plan.hidden.items()}
    return Manifest(
        file=new_id(), profile=plan.share.profile, key=plan.key, name=plan.share.name, holder=plan.holder, replica=rid,
        author=me.name if me else label, device=device, label=label, to=plan.share.to,
        made_at=clock.now().isoformat(timespec="seconds"),
        hlc=ground.one(raw, "SELECT coalesce(max(hlc), 0) FROM out.kd_txn"), schema=schema.VERSION,
        min_reader=schema.VERSION, currency=words.base_currency(), language=words.language(), since=plan.since,
        upto=planning.upto(raw, plan), seen=ground.seen(raw), holds=ground.complete(raw, plan.holder), hidden=hidden,
        counts=exporting.counts(raw, kinds), withheld=exporting.left_out(raw, plan), digests={})


def _explain(raw: Any, manifest: Manifest, kinds: list[shape.Described]) -> None:
    """What a person needs who opens the file without Kamdesk: a page of text, views in her words, notes of edits."""
    name, statement = shape.GUIDES[manifest.language]
    columns = {of.name: frozenset(column for cell in of.cells.values() for column, _type in cell) for of in kinds}
    names = view_names([kind_of(of.name) for of in kinds], [*shape.tables(kinds), name])
    raw.execute(statement.replace("CREATE TABLE ", "CREATE TABLE out.", 1))
    raw.executemany(f"INSERT INTO out.{name} VALUES (NULL, ?, ?)", guide_lines(manifest, names))
    for view in views(columns, names):
        raw.execute(view.replace("CREATE VIEW ", "CREATE VIEW out.", 1))
    if kinds:
        raw.execute(capture.TABLE.replace("CREATE TABLE ", "CREATE TABLE out.", 1))
    for of in kinds:
        for trigger in (*capture.triggers(of), *viewing.triggers(kind_of(of.name), names[of.name], columns)):
            raw.execute(trigger.replace("CREATE TRIGGER ", "CREATE TRIGGER out.", 1))


def _confirmed(store: BaseStore, plan: Plan) -> datetime.datetime | None:
    """When the reader's laptop last said what it has."""
    if not plan.since:
        return None
    with store.writer.begin():
        at = ground.one(raw_of(store), "SELECT max(at) FROM kd_import WHERE device = ?", plan.share.device)
    return None if at is None else datetime.datetime.fromisoformat(at)


def _note(store: BaseStore, out: Path, manifest: Manifest, digest: str, share: Share) -> None:
    total = sum(manifest.counts.values())
    withheld = plural("{n} value withheld", "{n} values withheld", manifest.withheld) if manifest.withheld else ""
    with store.aside("export_package") as unit:
        unit.add(ExchangeEvent(
            direction="sent", profile=manifest.profile, other=manifest.to, at=clock.now(), file_name=out.name,
            digest=digest, counts=plural("{n} record", "{n} records", total), withheld=withheld))
        if share.classes:
            what = _("Whole base handed over") if share.whole else _("Part of the base handed over")
            unit.add(ConfidentialAccess(at=clock.now(), action="sent", what=out.name, count=total, reader=manifest.to,
                                        reason=what))


def measure(store: BaseStore) -> Mapping[str, int]:
    """Records by kind that a whole file would hold; kinds without any are left out."""
    return summary(store, Share()).counts

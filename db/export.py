"""Makes the file that is handed over: a new plain database, built by INSERT…SELECT, that any SQLite browser reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import engine, schema, shape
from db.refusals import refused
from db.scratch import scratch
from db.views import quoted, view_names, views
from kamdesk import clock, words
from kamdesk.doors import Shared
from kamdesk.files import in_place_of
from kamdesk.identity import new_id
from kamdesk.kinds import Kind, kind_of
from kamdesk.problems import Problem
from kamdesk.records.numbering import DELETED, field_numbers
from kamdesk.records.system import ConfidentialAccess, ExchangeEvent
from kamdesk.records.team import Person
from kamdesk.sharing import container
from kamdesk.sharing.guide import guide_lines
from kamdesk.sharing.manifest import WHOLE, Manifest
from kamdesk.store import Where
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from db.store import BaseStore

# Ways to reach a person who withdrew consent never travel (product/08).
_WITHDRAWN = {"client": ("phone", "email"), "contact": ("phone", "mobile", "email")}
_TEAM_ONLY = "scope = 'team'"


def measure(store: BaseStore) -> dict[str, int]:
    """Records by kind that a whole file would hold; kinds without any are left out."""
    found = {kind.name: store.count(kind.cls, *_travelling(kind), archived=None) for kind in shape.shared_kinds()}
    return {name: count for name, count in found.items() if count}


def _travelling(kind: Kind) -> tuple[Where, ...]:
    return (Where("scope", "=", "team"),) if kind.name == "setting" else ()


def _chosen(kind: Kind) -> str:
    return _TEAM_ONLY if kind.name == "setting" else "1"


def share(store: BaseStore, out: Path, *, to: str, passphrase: str | None, plain: bool) -> Shared:
    """The whole base as a file, noted in the log of exchanges and of confidential data."""
    if not to.strip():
        raise Problem(_("Say who the file is for."), field="to")
    if plain:
        with in_place_of(out) as target, refused(out):
            manifest = build(store, target, to=to)
    else:
        manifest = _sealed(store, out, to=to, passphrase=passphrase or "")
    _note(store, out, manifest)
    return Shared(out, manifest.counts, manifest.withheld, out.stat().st_size)


def _sealed(store: BaseStore, out: Path, *, to: str, passphrase: str) -> Manifest:
    from db.restoring import SHORTEST

    if len(passphrase) < SHORTEST:
        raise Problem(_("A password has at least {n} characters.", n=SHORTEST), field="passphrase")
    with scratch(2 * store.path.stat().st_size) as target, refused(out):
        manifest = build(store, target, to=to)
        content = target.read_bytes()
    packed = container.pack(content, container.by_passphrase(passphrase))
    with in_place_of(out) as target:
        target.write_bytes(packed)
    return manifest


def _note(store: BaseStore, out: Path, manifest: Manifest) -> None:
    total = sum(manifest.counts.values())
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    counts = plural("{n} record", "{n} records", total)
    withheld = plural("{n} value withheld", "{n} values withheld", manifest.withheld) if manifest.withheld else ""
    with store.aside("export_package") as unit:
        unit.add(ExchangeEvent(direction="sent", profile=manifest.profile, other=manifest.to, at=clock.now(),
                               file_name=out.name, digest=digest, counts=counts, withheld=withheld))
        unit.add(ConfidentialAccess(at=clock.now(), action="sent", what=out.name, count=total, reader=manifest.to,
                                    reason=_("Whole base handed over")))


def build(store: BaseStore, target: Path, *, to: str) -> Manifest:
    """Fill a new plain file from one state of the base; returns what it says about itself."""
    raw = engine.connect(target, None)
    try:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("ATTACH ? AS base KEY ?", (store.path.resolve().as_uri() + "?mode=ro", store.key or ""))
        with _begun(raw):
            raw.execute(f"PRAGMA main.application_id = {engine.SHARED_ID}")
            _fill(raw)
            manifest = _manifest(store, raw, to)
            _explain(raw, manifest)
            manifest = replace(manifest, digests=shape.digests(raw, manifest))
            raw.executemany("INSERT INTO main.kd_meta VALUES (?, ?)", manifest.lines())
        raw.execute("DETACH base")
    finally:
        raw.close()
    return manifest


@contextmanager
def _begun(raw: Any) -> Iterator[None]:
    raw.execute("BEGIN")
    yield
    raw.execute("COMMIT")


def _fill(raw: Any) -> None:
    for statement in shape.tables().values():
        raw.execute(statement)
    for kind in shape.shared_kinds():
        columns = [column.name for column in schema.table_of(kind).c]
        listed = ", ".join(map(quoted, columns))
        read = ", ".join(_read(kind, name) for name in columns)
        raw.execute(f'INSERT INTO main."{kind.name}" ({listed}) SELECT {read} FROM base."{kind.name}"'
                    f" WHERE {_chosen(kind)}")
    raw.execute("INSERT INTO main.kd_replica SELECT rid, uid, device, person, label, code, retired_hlc, head_hash"
                " FROM base.kd_replica")
    raw.execute("INSERT INTO main.kd_txn SELECT r, s_from, s_to, hlc, person, action, prev_hash, hash, sig"
                " FROM base.kd_txn")
    _fill_journal(raw)
    for name, fields in _WITHDRAWN.items():
        for each in fields:
            raw.execute(f"INSERT INTO main.kd_withheld SELECT {kind_of(name).code}, id, {field_numbers(name)[each]}"
                        f""" FROM base."{name}" WHERE consent = 'withdrawn' AND "{each}" <> ''""")


def _read(kind: Kind, column: str) -> str:
    """A column as the file may hold it: values that must not travel are never written, so no page keeps them."""
    if column in _WITHDRAWN.get(kind.name, ()):
        return f"CASE WHEN consent IS 'withdrawn' THEN NULL ELSE {quoted(column)} END"
    if shape.stays(schema.table_of(kind).c[column]):
        return "NULL"
    return quoted(column)


def _fill_journal(raw: Any) -> None:
    """The history of what travels, without what must not."""
    codes = ", ".join(str(kind.code) for kind in shape.shared_kinds())
    setting = kind_of("setting").code
    hidden = [f"(t = {setting} AND pk NOT IN (SELECT id FROM main.setting))"]
    dead = "v"
    for name, fields in _WITHDRAWN.items():
        code, numbers = kind_of(name).code, ", ".join(str(field_numbers(name)[each]) for each in fields)
        hidden.append(f"(t = {code} AND f IN ({numbers})"
                      f""" AND pk IN (SELECT id FROM base."{name}" WHERE consent = 'withdrawn'))""")
        paths = ", ".join(f"'$.{each}'" for each in fields)
        dead = (f"CASE WHEN t = {code} AND f = {DELETED} AND json_extract(v, '$.consent') = 'withdrawn'"
                f" THEN json_remove(v, {paths}) ELSE {dead} END")
    raw.execute(f"INSERT INTO main.kd_journal SELECT seq, t, pk, f, {dead}, o FROM base.kd_journal"
                f" WHERE t IN ({codes}) AND NOT ({' OR '.join(hidden)})")


def _manifest(store: BaseStore, raw: Any, to: str) -> Manifest:
    me = store.maybe(Person, store.me)
    device = raw.execute("SELECT label FROM base.kd_replica WHERE is_self = 1").fetchone()[0]
    counts = {kind.name: raw.execute(f'SELECT count(*) FROM main."{kind.name}"').fetchone()[0]
              for kind in shape.shared_kinds()}
    return Manifest(
        file=new_id(), profile=WHOLE, author=me.name if me else device, device=device, to=to,
        made_at=clock.now().isoformat(timespec="seconds"), schema=schema.VERSION, min_reader=schema.VERSION,
        currency=words.base_currency(), language=words.language(),
        last=raw.execute("SELECT coalesce(max(seq), 0) FROM main.kd_journal").fetchone()[0],
        withheld=raw.execute("SELECT count(*) FROM main.kd_withheld").fetchone()[0],
        counts={name: count for name, count in counts.items() if count}, digests={})


def _explain(raw: Any, manifest: Manifest) -> None:
    """What a person needs who opens the file without Kamdesk: a page of text, and views in her words."""
    kinds = shape.shared_kinds()
    name = shape.GUIDES[manifest.language][0]
    names = view_names(kinds, [*shape.tables(), name])
    raw.execute(shape.GUIDES[manifest.language][1])
    raw.executemany(f"INSERT INTO main.{name} VALUES (NULL, ?, ?)", guide_lines(manifest, names))
    for statement in views(kinds, names):
        raw.execute(statement)

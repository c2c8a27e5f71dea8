"""Requests for what is missing, and the laptops files were exchanged with."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.merging import ground, planning
from db.merging.opened import raw_of
from kamdesk.files import in_place_of
from kamdesk.identity import new_id
from kamdesk.problems import Problem
from kamdesk.records.system import ExchangeEvent
from kamdesk.records.team import Person
from kamdesk.sharing.exchange import CHANGES, Incoming, Peer, Share
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore

_KIND = "kamdesk-request"
LARGEST = 200_000  # bytes of a request


def request(store: BaseStore, incoming: Incoming, out: Path) -> Path:
    """Write what this base holds, so that the sender's program makes exactly what lies before the file."""
    me = store.maybe(Person, store.me)
    with store.alone(), store.writer.begin():
        raw = raw_of(store)
        own = ground.profile(raw)
        device, label = raw.execute("SELECT device, label FROM kd_replica WHERE is_self = 1").fetchone()
        said = {"kind": _KIND, "id": new_id(), "device": device, "name": me.name if me else label, "profile": own,
                "holds": {str(r): upto for r, upto in ground.complete(raw, own).items()}, "to": incoming.author,
                "before": incoming.file}
    with in_place_of(out) as target:
        target.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    return out


def answer(store: BaseStore, file: Path) -> Share:
    """The share that a request asks for; what its laptop says it holds replaces what was known of it."""
    said = _read(file)
    key, device = str(said["profile"]), str(said["device"])
    with store.alone(), store.writer.begin():
        raw = raw_of(store)
        share = _share(raw, key)
        raw.execute("DELETE FROM kd_peer WHERE device = ? AND profile = ?", (device, key))
        raw.executemany("INSERT INTO kd_peer VALUES (?, ?, ?, ?)",
                        [(device, key, r, upto) for r, upto in said["holds"].items()])
    values = {**share.__dict__, "to": str(said["name"]), "device": device}
    return Share(**values)


def _share(raw: Any, key: str) -> Share:
    if key in {CHANGES, ground.profile(raw)}:
        return Share()
    uid, _slash, version = key.partition("/")
    row = raw.execute("SELECT share, name FROM kd_profile WHERE uid = ? AND version = ?", (uid, version)).fetchone()
    if row is None:
        raise Problem(_("This request asks for a part that was not made here. Choose what to send yourself."))
    share = planning.share_of(row[0])
    return Share(**{**share.__dict__, "uid": uid, "version": int(version), "name": row[1]})


def _read(file: Path) -> dict[str, Any]:
    try:
        said = dict(json.loads(file.read_bytes()[:LARGEST]))
        said["holds"] = {int(r): int(upto) for r, upto in said["holds"].items()}
        sound = said["kind"] == _KIND and all(isinstance(said[name], str) for name in ("device", "name", "profile")) \
            and all(0 <= value < 1 << 63 for pair in said["holds"].items() for value in pair)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Problem(_("{name} is no request of Kamdesk, or it is damaged.", name=file.name)) from error
    if not sound:
        raise Problem(_("{name} is no request of Kamdesk, or it is damaged.", name=file.name))
    return said


def peers(store: BaseStore) -> list[Peer]:
    """The laptops whose files were joined here, the last first."""
    with store.alone(), store.writer.begin():
        rows = raw_of(store).execute("""SELECT i.device, max(i.at), (SELECT k.label FROM kd_replica k
            WHERE k.rid = i.source), i.event FROM kd_import i WHERE i.undone IS NULL GROUP BY i.device
            ORDER BY 2 DESC""").fetchall()
    found = []
    for device, at, label, event in rows:
        told = store.maybe(ExchangeEvent, event)
        name = told.other if told else label or ""
        sent = store.find(ExchangeEvent, direction="sent", other=name, sort=(("at", True),), limit=1)
        found.append(Peer(device, name, label or "", datetime.datetime.fromisoformat(at), sent[0].at if sent else None))
    return found

"""What a file will hold: its profile, what its reader confirmed, the cells left out, the records in its scope."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.merging import scopes
from db.merging.cells import Cell, cells, mask, shared_kinds
from db.merging.ground import Vector, complete, one, pairs, profile, temp
from kamdesk.fields import AMOUNT, PRICE, Link
from kamdesk.identity import new_id
from kamdesk.kinds import Kind
from kamdesk.sharing.exchange import CHANGES, PUBLIC, Share

# Without prices, the amounts of records that also carry units would give them away (product/08).
_TELLING = ("order", "order_line", "sales_record", "tender_line", "promotion_evaluation")
_TRACES = {("invoice", "order"), ("delivery", "document")}
_APPLIED = ("allocation", "amount")  # what was applied tells the amount of the invoice


@dataclass(frozen=True)
class Plan:
    """A share made precise.

    key     P2, or identity/version of its profile     holder  the profile this base holds itself
    since   what the reader confirmed, empty for a full copy      hidden  cells left out, by kind
    scoped  whether temp.kt_visible lists the records it may hold
    """

    share: Share
    key: str
    holder: str
    since: Vector
    hidden: Mapping[str, tuple[Cell, ...]]
    scoped: bool

    @property
    def partial(self) -> bool:
        """Whether it leaves out something that this base knows or that its maker does not know."""
        return self.key != CHANGES

    def shown(self, kind: Kind) -> list[Cell]:
        """The cells of a kind that it holds."""
        gone = self.hidden.get(kind.name, ())
        return [cell for cell in cells(kind) if cell not in gone]


def plan(raw: Any, share: Share) -> Plan:
    """Make a share precise, inside a transaction; temp.kt_allow and, when scoped, temp.kt_visible are filled."""
    holder = profile(raw)
    key = holder if share.whole else _key(raw, share)
    hidden = left_out(raw, share)
    made = Plan(share, key, holder, acknowledged(raw, share.device, key), hidden, scopes.scoped(share))
    temp(raw, "kt_allow", "t PRIMARY KEY, m")
    raw.executemany("INSERT INTO kt_allow VALUES (?, ?)",
                    [(kind.code, mask(made.shown(kind))) for kind in shared_kinds()])
    if made.scoped:
        scopes.fill(raw, share)
        scopes.keep_dead(raw, key)
    return made


def left_out(raw: Any, share: Share) -> dict[str, tuple[Cell, ...]]:
    """The cells that a file leaves out, by kind."""
    never = set(raw.execute("SELECT t, f FROM kd_withheld WHERE pk = '*'").fetchall())
    found = {kind.name: tuple(_hidden(never, share, kind)) for kind in shared_kinds()}
    return {name: gone for name, gone in found.items() if gone}


def acknowledged(raw: Any, device: str, key: str) -> Vector:
    """What a laptop confirmed to hold of a profile."""
    return pairs(raw, "SELECT r, acked FROM kd_peer WHERE device = ? AND profile = ?", device, key) if device else {}


def _key(raw: Any, share: Share) -> str:
    """The identity of a profile: given, or that of the same share for the same reader; else a new one, kept."""
    said = definition(share)
    if share.uid:  # kept too: a request names it only
        raw.execute("INSERT OR IGNORE INTO kd_profile VALUES (?, ?, ?, ?, ?)",
                    (share.uid, share.version, share.name, share.device or share.to, said))
        return f"{share.uid}/{share.version}"
    found = raw.execute("SELECT uid, version FROM kd_profile WHERE device = ? AND name = ? AND share = ?",
                        (share.device or share.to, share.name, said)).fetchone()
    if found is None:
        found = (new_id(), share.version)
        raw.execute("INSERT INTO kd_profile VALUES (?, ?, ?, ?, ?)",
                    (*found, share.name, share.device or share.to, said))
    return f"{found[0]}/{found[1]}"


def definition(share: Share) -> str:
    """What a share holds, as text that is equal for equal shares."""
    values = dataclasses.asdict(share)
    for name in ("to", "device", "uid", "version", "name"):
        del values[name]
    return json.dumps(values, sort_keys=True, default=_plain)


def share_of(said: str) -> Share:
    """The share a definition was made of."""
    values = json.loads(said)
    for name in ("classes", "notes"):
        values[name] = frozenset(values[name])
    for name in ("territories", "people", "kinds"):
        values[name] = tuple(values[name])
    values["records"] = tuple(Link(*each) for each in values["records"])
    for name in ("since", "until"):
        values[name] = None if values[name] is None else scopes.day_of(values[name])
    return Share(**values)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value.isoformat()


def _hidden(never: set[tuple[int, int]], share: Share, kind: Kind) -> Iterator[Cell]:
    """The cells of a kind that the file leaves out, or that never came to this base."""
    for cell in cells(kind):
        telling = PRICE not in share.classes and (
            (cell.klass == AMOUNT and kind.name in _TELLING) or (kind.name, cell.name) in _TRACES)
        telling = telling or (AMOUNT not in share.classes and (kind.name, cell.name) == _APPLIED)
        text = share.profile == PUBLIC and any(
            each.type == "note" and f"{kind.name}.{each.name}" not in share.notes for each in cell.fields)
        if (kind.code, cell.number) in never or telling or text or (cell.klass and cell.klass not in share.classes):
            yield cell


def upto(raw: Any, made: Plan) -> Vector:
    """What the reader holds fully of the profile once she has the file: a part vouches for its maker's writes only."""
    holds = complete(raw, made.holder)
    if made.holder == CHANGES:
        return holds
    own: int = one(raw, "SELECT rid FROM kd_replica WHERE is_self = 1")
    return {own: holds.get(own, 0)}

"""What a write had seen of others, as SQL: by its number, by the context of its epoch, or by its own exceptions."""

from __future__ import annotations

# Every version in the frontier, births without cells apart. No view: a base holds tables only.
FRONT = ("(SELECT t, pk, f, r, s, hlc, o, v, imp FROM kd_cell"
         " UNION ALL SELECT t, pk, f, r, s, hlc, o, v, imp FROM kd_alt)")


def seen_by(r: str, s: str, peer: str) -> str:
    """SQL for the newest write of ``peer`` in the epoch of the write (r, s); NULL for none."""
    return (f"(SELECT e.upto FROM kd_epoch e WHERE e.r = {r} AND e.peer = {peer} AND e.s_from <= {s}"
            " ORDER BY e.s_from DESC LIMIT 1)")


def excepted(r: str, s: str, cell: str, *, peer: str, at: str) -> str:
    """SQL: the write (r, s) had seen (peer, at) beyond its epoch, in a cell."""
    return (f"EXISTS (SELECT 1 FROM kd_xctx x WHERE x.r = {r} AND x.s = {s} AND x.f = {cell} AND x.peer = {peer}"
            f" AND {at} BETWEEN x.lo AND x.hi)")


def saw(by: tuple[str, str], what: tuple[str, str], cell: str) -> str:
    """SQL: a write had seen another, both as (r, s), in a cell."""
    (r, s), (peer, at) = by, what
    return (f"CASE WHEN {r} = {peer} THEN {s} > {at} WHEN coalesce({seen_by(r, s, peer)}, 0) >= {at} THEN 1"
            f" ELSE {excepted(r, s, cell, peer=peer, at=at)} END")


def relation(ours: tuple[str, str], theirs: tuple[str, str], cell: str) -> str:
    """SQL: 0 the same write, 1 theirs had seen ours, -1 ours had seen theirs, 10 neither."""
    (r, s), (w, x) = ours, theirs
    return f"""CASE WHEN {r} = {w} THEN sign({x} - {s})
        WHEN {seen_by(w, x, r)} >= {s} THEN 1 WHEN {seen_by(r, s, w)} >= {x} THEN -1
        WHEN {excepted(w, x, cell, peer=r, at=s)} THEN 1 WHEN {excepted(r, s, cell, peer=w, at=x)} THEN -1
        ELSE 10 END"""

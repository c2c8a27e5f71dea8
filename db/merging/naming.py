"""Another name to write under: after a restore, a copy or a base received, no number is ever used twice."""

from __future__ import annotations

from typing import Any

from db.merging import ground


def rename(raw: Any, rid: int, *, uid: str, device: str, label: str = "", retired: int = 0) -> None:
    """Retire the name used so far, once its lines are folded; the new one knows all that was known under it.

    ``rid``: random 48 bits; ``uid``: identity of the name; ``device``: of the laptop; ``retired``: clock.
    """
    raw.execute("UPDATE kd_replica SET is_self = 2, retired_hlc = ? WHERE is_self = 1", (retired,))
    raw.execute("INSERT INTO kd_replica (rid, uid, device, label, code, is_self, head_hash)"
                " VALUES (?, ?, ?, ?, '', 1, '')", (rid, uid, device, label))
    ground.open_epoch(raw, rid, ground.top(raw), ground.seen(raw))

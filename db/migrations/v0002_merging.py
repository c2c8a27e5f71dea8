"""Version 2: the tables of joining files. What was written before is folded into cells when that is first needed."""

from __future__ import annotations

from typing import Any

from db.merging.tables import JOURNAL, MERGING


def upgrade(op: Any) -> None:
    """Make the tables; names that wrote in this base before, its own or of a base it received whole, are its own."""
    for statement in (*JOURNAL, *MERGING):
        op.execute(statement)
    op.execute("UPDATE kd_replica SET is_self = 2 WHERE is_self = 0")

"""The records a partial file may hold: of some territories and people, of some kinds and a period, or ticked."""

from __future__ import annotations

import datetime
from typing import Any

from db.merging.ground import temp
from kamdesk.sharing.exchange import CHANGES, Share


def scoped(share: Share) -> bool:
    """Whether a share chooses among records at all."""
    return share.profile != CHANGES


def day_of(text: str) -> datetime.date:
    """A day as its text."""
    return datetime.date.fromisoformat(text)


def fill(raw: Any, share: Share) -> None:
    """temp.kt_visible: kind number and id of each record of a share."""
    temp(raw, "kt_visible", "t, pk, PRIMARY KEY (t, pk)")

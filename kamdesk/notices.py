"""What is told on the desktop while the window is minimised; never a name or an amount (product/06 A10)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.visits import Visit
from kamdesk.store import FILLED, Reader, Where
from kamdesk.words import _, plural

BEFORE = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Notice:
    """One thing to tell once: ``key`` tells it from others."""

    key: str
    text: str


def due_notices(reader: Reader, now: datetime.datetime) -> list[Notice]:
    """My visits that begin within 15 minutes, and my promises due today; ``now`` in local time."""
    today = now.date()
    soon = [each for each in reader.find(Visit, Where("start", FILLED), planned_on=today, state="planned",
                                         owner=reader.me)
            if each.start and now <= datetime.datetime.combine(today, each.start, now.tzinfo) <= now + BEFORE]
    found = [Notice(f"visit {each.id}", _("You have a visit at {hour}", hour=f"{each.start:%H:%M}")) for each in soon]
    due = reader.count(PaymentPromise, due=today, state="pending", owner=reader.me)
    if due:
        found.append(Notice(f"promises {today}", plural("{n} payment promise is due today",
                                                        "{n} payment promises are due today", due)))
    return found

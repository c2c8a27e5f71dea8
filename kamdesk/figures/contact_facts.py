"""What is asked of storage about one party, and about contact with all of them: parts as integers and days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kamdesk.fields import Id, Link


@dataclass(frozen=True)
class Happening:
    """One thing that happened with a party, of any kind that is dated.

    what   the choice that tells what it was (outcome, channel, method…), or its number or title
    state  where it stands     until  the day it leads to (next step, delivery, due)
    amount minor units of ``currency`` («» the base's), None where it has none
    """

    kind: str
    id: Id
    on: datetime.date
    at: datetime.time | None = None
    what: str = ""
    text: str = ""
    amount: int | None = None
    currency: str = ""
    contacts: tuple[Id, ...] = ()
    products: tuple[Id, ...] = ()
    state: str = ""
    until: datetime.date | None = None
    step: str = ""
    owner: Id | None = None


@dataclass(frozen=True)
class Standing:
    """How a party stands with its visits (F14): last done, day the next one is due, last one planned, days between.

    ``today_at`` is the hour of its visit planned for today, midnight when it has none; None without such a visit.
    """

    last: datetime.date | None = None
    due: datetime.date | None = None
    ahead: datetime.date | None = None
    every: int | None = None
    today_at: datetime.time | None = None


class ContactFacts(Protocol):
    """Everything dated of a party, and who was reached when."""

    def timeline(self, party: Link, limit: int) -> list[Happening]:
        """The last ``limit`` happenings of a party, newest first; one query."""

    def standings(self, parties: Sequence[Id], today: datetime.date) -> Mapping[Id, Standing]:
        """How some clients and distributors stand; one query for a page of a list."""

"""What is asked of storage about one party, and about contact with all of them: parts as integers and days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kamdesk.fields import Id, Link
from kamdesk.figures.model import Ask

if TYPE_CHECKING:
    from kamdesk.figures.facts import MoneyPart

Key = str | None


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


@dataclass(frozen=True)
class StatusPart:
    """How many parties stand how (F14); ``overdue_days`` and ``due`` are told of a single one."""

    overdue: int = 0
    soon: int = 0
    on_track: int = 0
    planned: int = 0
    never: int = 0
    without: int = 0
    overdue_days: int = 0

    @property
    def followed(self) -> int:
        """Parties that have a frequency."""
        return self.overdue + self.soon + self.on_track + self.planned + self.never


@dataclass(frozen=True)
class ReachPart:
    """Parties by days since their last contact against the limit of their class (F103).

    days, limit   those of the party, the greatest where there are several
    units, reached   key units, and those whose deciding contact was reached     complaints  open ones
    """

    within: int = 0
    late: int = 0
    lost: int = 0
    without: int = 0
    days: int | None = None
    limit: int | None = None
    units: int = 0
    reached: int = 0
    complaints: int = 0


@dataclass(frozen=True)
class JointPart:
    """Coaching days to the cut-off, and those held."""

    planned: int = 0
    done: int = 0


@dataclass(frozen=True)
class PatientPart:
    """Patients of client and product pairs with both readings, and how many pairs have only one."""

    base: int = 0
    now: int = 0
    pairs: int = 0
    unpaired: int = 0


@dataclass(frozen=True)
class AdoptionPart:
    """Physicians with a level, those at regular or reference, and moves up and down in the period."""

    physicians: int = 0
    adopted: int = 0
    up: int = 0
    down: int = 0


@dataclass(frozen=True)
class FilePart:
    """What is filled in of what applies."""

    filled: int = 0
    applicable: int = 0


@dataclass(frozen=True)
class LostPart:
    """Parties that bought in the months before, those that bought nothing since, and what these bought then."""

    before: int = 0
    lost: int = 0
    amount: int = 0


@dataclass(frozen=True)
class ToldPart:
    """Clients in the audience of a message, and those who heard it."""

    audience: int = 0
    reached: int = 0


class ContactFacts(Protocol):
    """Everything dated of a party, and who was reached when."""

    def timeline(self, party: Link, limit: int) -> list[Happening]:
        """The last ``limit`` happenings of a party, newest first; one query."""

    def standings(self, parties: Sequence[Id], today: datetime.date) -> Mapping[Id, Standing]:
        """How some clients and distributors stand; one query for a page of a list."""

    def statuses(self, ask: Ask) -> Mapping[Key, StatusPart]:
        """Active parties by visit status today (F14)."""

    def overdue_ids(self, ask: Ask) -> list[Id]:
        """The active clients whose visit is overdue."""

    def reach(self, ask: Ask, on: datetime.date, limits: Mapping[str, int], decider_days: int
              ) -> Mapping[Key, ReachPart]:
        """Active parties by their last effective visit or conversation to ``on``; ``limits`` in days by class."""

    def unreached_ids(self, ask: Ask, on: datetime.date, limits: Mapping[str, int]) -> list[Id]:
        """The active clients beyond their limit."""

    def joint(self, ask: Ask, until: datetime.date) -> Mapping[Key, JointPart]:
        """Coaching days of the period; a day counts once a person."""

    def travel(self, ask: Ask, until: datetime.date) -> Mapping[Key, Sequence[MoneyPart]]:
        """Expenses of the period made for a visit or with kilometres."""


class ClientFacts(Protocol):
    """What clients use, heard, bought, and how much is known of them."""

    def patients(self, ask: Ask, until: datetime.date, base_from: str) -> Mapping[Key, PatientPart]:
        """Last readings to ``until`` against the last ones before the period, those from month ``base_from`` on."""

    def adoption(self, ask: Ask, until: datetime.date) -> Mapping[Key, AdoptionPart]:
        """Physicians by their level, and moves of the period."""

    def informed(self, ask: Ask, until: datetime.date) -> Mapping[Id, ToldPart]:
        """By approved message: active clients of its audience, and those who heard it since its approval."""

    def uninformed_ids(self, ask: Ask, until: datetime.date, message: Id | None = None) -> list[Id]:
        """The clients of the audience who have not heard a message (all approved ones when None)."""

    def planned_targets(self, ask: Ask, on: datetime.date) -> tuple[int, int]:
        """Named target clients of the work plans that cover ``on``, and those with a plan in force."""

    def purchases(self, ask: Ask, on: datetime.date, last: int) -> Mapping[Id, Sequence[datetime.date]]:
        """By active party its last different days with a purchase, newest first."""

    def lost(self, ask: Ask, months: tuple[str, str, str]) -> Mapping[Key, LostPart]:
        """Parties with sales from the first to the second month, and none from there to the third."""

    def lost_ids(self, ask: Ask, months: tuple[str, str, str]) -> list[Id]:
        """The clients among the lost."""

    def first_sale(self) -> str | None:
        """The first month with a sale."""

    def files(self, ask: Ask, on: datetime.date) -> Mapping[Key, FilePart]:
        """What is filled in of the files of parties and people (F95)."""

    def incomplete_ids(self, ask: Ask) -> list[Id]:
        """The clients whose file is not complete."""

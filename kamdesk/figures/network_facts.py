"""What the figures of the sales network ask of storage: reports received, cities covered, agents sought."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kamdesk.fields import Id
from kamdesk.figures.model import Period


@dataclass(frozen=True)
class Reported:
    """What a distributor sent of one month: whether its stock came by the day asked for, and its sell-out."""

    stock: bool = False
    sell_out: bool = False


@dataclass(frozen=True)
class City:
    """A city and a line: whether somebody active answers for it, and whether it is known to buy."""

    city: Id
    market: Id | None
    line: Id
    covered: bool
    potential: bool


@dataclass(frozen=True)
class SignedPart:
    """A party of a recruitment plan that signed: the contract with its day, territories and lines."""

    plan: Id
    party: Id
    on: datetime.date
    territories: Sequence[Id]
    lines: Sequence[Id]


@dataclass(frozen=True)
class SpentPart:
    """Expenses of a plan and its activities in minor units of one currency and month."""

    plan: Id
    month: str
    currency: str
    amount: int


class NetworkFacts(Protocol):
    """Distributors and agents: what they send, where they sell, how they are found."""

    def reported(self, first: str, last: str, *, day: int) -> Mapping[tuple[Id, str], Reported]:
        """By (distributor, month «YYYY-MM»): what came of it by a day of the month after."""

    def cities(self, on: datetime.date, *, since: str) -> Sequence[City]:
        """Every city with every line; potential: a market size of months from ``since``, at it or above it."""

    def clients_with_potential(self) -> set[Id]:
        """Cities with an active client that has a potential."""

    def signed(self, period: Period, until: datetime.date) -> Sequence[SignedPart]:
        """Contracts signed in the period by parties of a recruitment plan."""

    def spent(self, period: Period, until: datetime.date) -> Sequence[SpentPart]:
        """Expenses dated in the period of recruitment plans and their activities."""

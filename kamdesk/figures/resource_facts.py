"""What is asked of storage about resources: what clients could buy, samples given, sales without cost, gifts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kamdesk.fields import Id
from kamdesk.figures.facts import Key
from kamdesk.figures.model import Ask


@dataclass(frozen=True)
class Uncosted:
    """Net sales whose rows know no cost, minor units: what the usual margin of their products says they cost.

    cost      millionths of a minor unit       unknown   sales of products without a usual margin, and their rows
    """

    cost: int = 0
    unknown: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Gift:
    """What a professional got by one expense: minor units of a currency, shared among ``among`` people."""

    recipient: Id
    month: str
    currency: str
    amount: int
    among: int = 1


class ResourceFacts(Protocol):
    """Resources, and what they are held against."""

    def potential(self, ask: Ask) -> Mapping[Key, int]:
        """Σ potential of a year of active clients, minor units."""

    def samples(self, ask: Ask, until: datetime.date) -> Mapping[Key, int]:
        """Units of samples handed over in the period."""

    def people(self, ask: Ask) -> Mapping[Key, int]:
        """Persons of the company who are there today, by their territory."""

    def uncosted(self, ask: Ask, until: datetime.date) -> Mapping[Key, Uncosted]:
        """Company sales of the period whose rows know no cost."""

    def given(self, ask: Ask) -> Sequence[Gift]:
        """Expenses with a named recipient, and those of trainings shared among who came, dated in the period."""

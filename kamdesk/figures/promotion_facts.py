"""What is asked of storage about promotions: what was sold where they ran, what they cost, what was carried out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kamdesk.fields import Id
from kamdesk.figures.model import Ask


@dataclass(frozen=True)
class Market:
    """Whose sales a plan wants to move: its products to its clients, else in its territories, else everywhere."""

    products: tuple[Id, ...]
    clients: tuple[Id, ...] = ()
    territories: tuple[Id, ...] = ()


@dataclass(frozen=True)
class ProductSold:
    """Net sales of a product in a month: units in thousandths, amount in minor units, returns negative."""

    product: Id
    month: str
    units: int
    amount: int


@dataclass(frozen=True)
class DonePart:
    """Activities that were to be carried out, and those that were."""

    due: int
    done: int


class PromotionFacts(Protocol):
    """Promotions and what was sold while they ran."""

    def sold(self, market: Market, ask: Ask, first: datetime.date, last: datetime.date, *,
             returned: bool = False) -> Sequence[ProductSold]:
        """Sales to a market within a scope from one day to another, by product and month; or returns only.

        Sales known by month only count in the months that lie in it whole.
        """

    def spent(self, plan: Id) -> int:
        """Expenses of a plan and its activities in minor units."""

    def activities(self, ask: Ask) -> Mapping[str | None, DonePart]:
        """Activities of plans that ran, dated in the period, whose two days of grace are over or that were done."""

    def activity_ids(self, ask: Ask) -> list[Id]:
        """Those activities."""

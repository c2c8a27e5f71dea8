"""What figures of orders, lateness, promises and lots ask of storage."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kamdesk.fields import Id, Link
from kamdesk.figures.facts import DeliveredPart, Key, MoneyParts
from kamdesk.figures.model import Ask


@dataclass(frozen=True)
class PendingPart:
    """What a confirmed order line still has to deliver: thousandths, price in millionths, percents × 10,000."""

    order: Id
    currency: str
    quantity: int
    price: int
    discount: int
    tax_rate: int
    deliver_by: datetime.date | None = None


@dataclass(frozen=True)
class LatePart:
    """Payments applied of one month and currency: minor units, the same × days late, and how many allocations.

    undated   (allocations, minor units) to invoices without a due day     credited   those made by credit notes
    """

    month: str
    currency: str
    amount: int
    weighted: int
    rows: int
    undated: tuple[int, int] = (0, 0)
    credited: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class PromisePart:
    """Promises due in some days by how they ended; ``late``: put off after their day had passed."""

    kept: int = 0
    partly: int = 0
    broken: int = 0
    pending: int = 0
    put_off: int = 0
    late: int = 0


@dataclass(frozen=True)
class LotPart:
    """What a party received and returned of a lot, in thousandths of a unit, and the day of its last delivery."""

    party: Link
    delivered: int
    returned: int
    last: datetime.date | None = None


@dataclass(frozen=True)
class LotStock:
    """Units of a lot, in thousandths, that a distributor said to hold on a day."""

    distributor: Id
    units: int
    on: datetime.date


@dataclass(frozen=True)
class ShelfPart:
    """Active pharmacies: all, those with a product by a sale, by a check only, sold out, and those checked."""

    pharmacies: int = 0
    sold: int = 0
    seen: int = 0
    sold_out: int = 0
    checked: int = 0


class OrderFacts(Protocol):
    """Orders and what is still to come of them, how late parties pay, what they promised, where lots went."""

    def confirmed(self, ask: Ask, until: datetime.date) -> MoneyParts:
        """Confirmed orders dated in the period, net of tax; of cancelled ones what was delivered."""

    def order_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The confirmed orders of the period."""

    def pending(self, ask: Ask, on: datetime.date) -> Mapping[Key, Sequence[PendingPart]]:
        """Lines of confirmed orders with something to deliver on a day."""

    def on_the_way(self, buyer: Id, on: datetime.date) -> tuple[Sequence[DeliveredPart], Sequence[PendingPart]]:
        """What a buyer received, and what it has still to receive, of its own orders."""

    def buyers(self, on: datetime.date) -> Mapping[Id, tuple[Sequence[DeliveredPart], Sequence[PendingPart]]]:
        """``on_the_way`` of every buyer."""

    def first_sale_month(self) -> str | None:
        """The month of the first company sale."""

    def new_buyers(self, ask: Ask, until: datetime.date, before: tuple[str, str]) -> Mapping[Key, int]:
        """Parties that bought in the months of the period and in none of the months ``before`` (first, last)."""

    def shelves(self, ask: Ask, since: datetime.date, until: datetime.date) -> Mapping[Key, ShelfPart]:
        """Active pharmacies with a product of the scope by its sales and shelf checks of some days."""

    def without_product(self, ask: Ask, since: datetime.date, until: datetime.date) -> list[Id]:
        """The pharmacies without it."""

    def lateness(self, ask: Ask, until: datetime.date) -> Mapping[Key, Sequence[LatePart]]:
        """Allocations of the payments of the period, weighted by the days they came late."""

    def promises(self, ask: Ask, until: datetime.date) -> Mapping[Key, PromisePart]:
        """Promises due in the period."""

    def lot(self, product: Id, lot: str) -> Sequence[LotPart]:
        """Who received a lot of a product; without a lot, any lot of it."""

    def lot_stock(self, product: Id, lot: str) -> Sequence[LotStock]:
        """The last stock of a lot of each distributor."""

    def without_lot(self, product: Id, lot: str) -> tuple[int, int]:
        """(deliveries, thousandths of a unit) of a product without lot since the first delivery of a lot."""

"""Rows by the hundred thousand: what makes the demo a whole region («full»), and the benchmark data («large»)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kamdesk.demo.book import Book, Row, linked, named, tables
from kamdesk.fields import Link
from kamdesk.kinds import kind_of
from kamdesk.methods.months import month_of
from kamdesk.store import UnitOfWork

CATEGORIES = ("physician", "physician", "physician", "pharmacy", "pharmacy", "clinic", "private_hospital",
              "public_hospital")
CHANNELS = {"pharmacy": "Distribuidor", "physician": "Distribuidor", "clinic": "Hospital directo",
            "private_hospital": "Hospital directo", "public_hospital": "Institucional"}
OWNERS = ("me", "s1", "s2", "s3", "r1", "r2", "r3", "r4", "r5", "r6")
MONTHS, DAYS = 36, 1_095
UNPAID_DAYS = 164  # invoices of the last days are open: 15 of 100, everything older is paid


@dataclass(frozen=True)
class Amount:
    """How many rows of each kind."""

    products: int = 0
    distributors: int = 0
    clients: int = 0
    visits: int = 0
    sales: int = 0
    invoices: int = 0


FULL = Amount(clients=2_380, visits=58_000, sales=188_000)  # on top of the small region
LARGE = Amount(products=6, distributors=500, clients=50_000, visits=200_000, sales=500_000, invoices=60_000)


class Bulk:
    """Generators of rows that follow from their number and the seed; nothing is kept but the ids that others name."""

    def __init__(self, book: Book, amount: Amount) -> None:
        self.book, self.amount, self.random = book, amount, book.random
        cities = tables()["cities"]
        self.cities = [named("territory", each[0]) for each in cities]
        self.places = [(each[2], each[3]) for each in cities]
        self.owners = [named("person", key) for key in OWNERS]
        self.products = [named("product", each[0]) for each in tables()["products"]]
        self.products += [named("product", f"bulk {at}") for at in range(amount.products)]
        self.clients = [named("client", f"bulk {at}") for at in range(amount.clients)]
        self.distributors = [named("distributor", f"bulk {at}") for at in range(amount.distributors)] or [
            named("distributor", each[0]) for each in tables()["distributors"]]
        self.days = [book.day(-step) for step in range(DAYS)]
        self.months = [month_of(day) for day in self.days]

    def write(self, uow: UnitOfWork) -> None:
        """Store every kind, set by set."""
        for name, rows in (("product", self.product_rows()), ("distributor", self.distributor_rows()),
                           ("client", self.client_rows()), ("visit", self.visit_rows()),
                           ("invoice", self.invoice_rows()), ("payment", self.payment_rows()),
                           ("allocation", self.allocation_rows()), ("sales_record", self.sales_rows())):
            uow.add_many(kind_of(name), rows)

    def product_rows(self) -> Iterator[Row]:
        """Products beyond the fourteen of the region."""
        for at in range(self.amount.products):
            yield {"id": named("product", f"bulk {at}"), "name": f"Complementa {at + 1}", "code": f"X{at + 1:03d}",
                   "line": named("product_line", "Cardiovascular"), "launch_on": self.days[-1]}

    def distributor_rows(self) -> Iterator[Row]:
        """Distributors over all the cities."""
        for at in range(self.amount.distributors):
            yield {"id": self.distributors[at], "name": f"Distribuidora {self._surnames()} {at + 1}",
                   "role": "distributor",
                   "code": f"XD{at + 1:04d}", "territories": (self.cities[at % len(self.cities)],), "stage": "active",
                   "owner": self.owners[at % len(self.owners)], "grade": "abc"[at % 3], "payment_days": 30,
                   "channel": named("channel", "Distribuidor"), "credit_limit": 100_000_000}

    def client_rows(self) -> Iterator[Row]:
        """Clients of every category over all the cities."""
        for at in range(self.amount.clients):
            city, category = at % len(self.cities), CATEGORIES[at % len(CATEGORIES)]
            yield {"id": self.clients[at], "name": self._name(category, at), "code": f"X{at + 1:06d}",
                   "category": category,
                   "sector": "public" if category == "public_hospital" else "private",
                   "segment": "abbccccd"[at * 7 % 8],
                   "territory": self.cities[city], "owner": self.owners[at % len(self.owners)], "status": "active",
                   "channel": named("channel", CHANNELS[category]), "phase": at % 2, "potential": 5_000_000 + at * 211,
                   "phone": f"33 {1000 + at % 9000} {at % 10_000:04d}", "since": self.days[-1 - at % 300],
                   "consent": "pending", "payment_days": 30}

    def visit_rows(self) -> Iterator[Row]:
        """Visits spread over three years; those of today and yesterday are still to be told."""
        for at in range(self.amount.visits):
            client, day = at * 7 % len(self.clients), self.days[at % DAYS]
            past = at % DAYS > 1
            done = past and at % 11 != 0
            outcome = ("interested", "neutral", "objection")[at % 3] if done else None
            yield {"id": named("visit", f"bulk {at}"), "party": Link("client", self.clients[client]), "planned_on": day,
                   "owner": self.owners[client % len(self.owners)], "origin": "plan", "planned_first": day,
                   "start": datetime.time(8 + at % 10), "state": "done" if done else "missed" if past else "planned",
                   "done_on": day if done else None, "outcome": outcome,
                   "products": (self.products[at % len(self.products)],), "purpose": "medical_promotion",
                   "missed_reason": "client_away" if past and not done else None}

    def sales_rows(self) -> Iterator[Row]:
        """Sales spread over thirty-six months; one in fifty comes back."""
        for at in range(self.amount.sales):
            client, step = at * 13 % len(self.clients), at * 3 % DAYS
            units, back = 1 + at * 17 % 40, at % 50 == 0
            amount = units * (18_000 + at * 97 % 60_000) * (-1 if back else 1)
            yield {"id": named("sales_record", f"bulk {at}"), "on": self.days[step], "month": self.months[step],
                   "party": Link("client", self.clients[client]), "territory": self.cities[client % len(self.cities)],
                   "seller": self.owners[client % len(self.owners)],
                   "product": self.products[at * 5 % len(self.products)],
                   "units": Decimal(-units if back else units), "amount": amount, "cost": amount * 3 // 5,
                   "source": "import",
                   "via": self.distributors[client % len(self.distributors)] if client % 3 == 0 else None,
                   "category": "return" if back else "sale", "document": f"XF-{at // 4:07d}"}

    def invoice_rows(self) -> Iterator[Row]:
        """Invoices of clients and distributors."""
        for at in range(self.amount.invoices):
            day, client = self.days[at % DAYS], at * 11 % len(self.clients)
            party: Any = Link("client", self.clients[client]) if at % 3 else linked("distributor", f"bulk {at % 500}")
            yield {"id": named("invoice", f"bulk {at}"), "number": f"XA-{at + 1:06d}", "party": party, "on": day,
                   "due": day + datetime.timedelta(days=30 + at % 3 * 15), "amount": 400_000 + at * 131 % 9_000_000,
                   "tax": 0, "currency": "MXN", "territory": self.cities[client % len(self.cities)],
                   "seller": self.owners[client % len(self.owners)]}

    def _paid(self) -> Iterator[tuple[int, Row, datetime.date]]:
        """Invoices that are paid, with their number and the day: in time or up to nineteen days late."""
        for at, row in enumerate(self.invoice_rows()):
            if at % DAYS >= UNPAID_DAYS:
                yield at, row, min(row["due"] + datetime.timedelta(days=at % 20), self.days[1])

    def payment_rows(self) -> Iterator[Row]:
        """One payment an invoice paid."""
        for at, row, on in self._paid():
            yield {"id": named("payment", f"bulk {at}"), "party": row["party"], "on": on, "amount": row["amount"],
                   "currency": "MXN", "method": "transfer", "reference": f"XP-{at + 1:06d}",
                   "territory": row["territory"], "seller": row["seller"]}

    def allocation_rows(self) -> Iterator[Row]:
        """Each payment applied whole to its invoice."""
        for at, row, on in self._paid():
            yield {"id": named("allocation", f"bulk {at}"), "source": Link("payment", named("payment", f"bulk {at}")),
                   "invoice": row["id"], "amount": row["amount"], "on": on}

    def _surnames(self) -> str:
        return " ".join(self.random.sample(tables()["surnames"], 2))

    def _name(self, category: str, at: int) -> str:
        if category == "physician":
            return f"Dr. {self.random.choice(tables()['men'])} {self._surnames()}"
        word = {"pharmacy": "Farmacia", "clinic": "Clínica", "private_hospital": "Hospital"}.get(category,
                                                                                                 "Hospital Regional")
        return f"{word} {self.random.choice(tables()['surnames'])} {at + 1}"


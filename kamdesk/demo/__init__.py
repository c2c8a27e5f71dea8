"""The demo region «Occidente»: a whole year of work of a region, the same on every laptop (product/10)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from kamdesk import clock
from kamdesk.demo import budgets, clients, expenses, my_month, orders, panel, partners, receivables, region, sales, targets, visits
from kamdesk.demo.book import Book
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.app import App
    from kamdesk.store import UnitOfWork

SIZES = ("small", "full", "large")


def fill(uow: UnitOfWork, *, size: str = "small", today: datetime.date | None = None) -> None:
    """Fill an empty base with the demo region as it stands on a day (default: today), as one step."""
    book = Book(today or clock.today())
    region.put_settings(uow, book)
    for part in (region, partners, clients):
        part.fill(book)
    panel.put_cycles(book)
    for part in (visits, my_month, sales, targets, receivables, orders, budgets, expenses):
        part.fill(book)
    book.write(uow)
    uow.describe(_("Load example data"))


def build(app: App, *, size: str = "small", today: datetime.date | None = None) -> None:
    """``fill`` as a command of its own."""
    app.run(fill, size=size, today=today)

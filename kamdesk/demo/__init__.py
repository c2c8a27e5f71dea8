"""The demo region «Occidente»: three years of work of a region, the same on every laptop (product/10)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from kamdesk import clock
from kamdesk.demo import (
    agreements,
    approvals,
    budgets,
    campaigns,
    clients,
    direction,
    expenses,
    institutions,
    market,
    my_month,
    network,
    orders,
    panel,
    partners,
    promotions,
    quality,
    receivables,
    region,
    sales,
    targets,
    team,
    visits,
)
from kamdesk.demo.book import Book
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.app import App
    from kamdesk.store import UnitOfWork

SIZES = ("small", "full", "large")
PARTS = (region, partners, clients, panel, visits, my_month, sales, targets, receivables, orders, budgets, expenses,
         agreements, network, institutions, promotions, campaigns, market, direction, team, quality)


def fill(uow: UnitOfWork, *, size: str = "small", today: datetime.date | None = None) -> None:
    """Fill an empty base with the demo region as it stands on a day (default: today), as one step."""
    book = Book(today or clock.today())
    region.put_settings(uow, book)
    for part in PARTS:
        part.fill(book)
    book.write(uow)
    approvals.write(uow, book)
    uow.describe(_("Load example data"))


def build(app: App, *, size: str = "small", today: datetime.date | None = None) -> None:
    """``fill`` as a command of its own."""
    app.run(fill, size=size, today=today)

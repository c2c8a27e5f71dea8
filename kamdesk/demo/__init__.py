"""The demo region «Occidente»: three years of work of a region, the same on every laptop (product/10)."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk import clock
from kamdesk.demo import (
    activity,
    agreements,
    appraisals,
    approvals,
    budgets,
    bulk,
    campaigns,
    catalogue,
    clients,
    contacts,
    demand,
    direction,
    expenses,
    information,
    institutions,
    market,
    messages,
    my_month,
    network,
    opinions,
    orders,
    panel,
    papers,
    partners,
    promotions,
    quality,
    receivables,
    region,
    sales,
    samples,
    sheets,
    targets,
    team,
    visits,
)
from kamdesk.demo.book import Book
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.app import App
    from kamdesk.doors import Doors
    from kamdesk.store import UnitOfWork

SMALL, FULL, LARGE = "small", "full", "large"
SIZES = (SMALL, FULL, LARGE)
GROUND = (region, catalogue, partners)
PARTS = (*GROUND, clients, contacts, panel, visits, my_month, sales, demand, sheets, targets, receivables, orders,
         budgets, expenses, agreements, papers, opinions, network, appraisals, institutions, promotions, messages,
         campaigns, market, direction, team, quality, activity, samples)


def fill(uow: UnitOfWork, *, size: str = SMALL, today: datetime.date | None = None) -> None:
    """Fill an empty base with the demo region as it stands on a day (default: today), as one step.

    ``small``: the region of product/10; ``full``: that, as large as a whole region is; ``large``: the benchmark data
    of QUALITY.md, which tell no story. Problem for another size, or when there is already a client.
    """
    if size not in SIZES:
        raise Problem(_("“{value}” is not a size of the example data. Choose {options}.", value=size,
                        options=", ".join(SIZES)), field="size")
    if uow.count(Client, archived=None):
        raise Problem(_("The example data need an empty base."))
    book = Book(today or clock.today())
    region.put_settings(uow, book)
    for part in GROUND if size == LARGE else PARTS:
        part.fill(book)
    if size == SMALL:  # the larger ones sell more than head office was told
        uow.put_setting("control_totals", information.control_totals(book))
    book.write(uow)
    if size != SMALL:
        bulk.Bulk(book, bulk.FULL if size == FULL else bulk.LARGE).write(uow)
    if size != LARGE:
        approvals.write(uow, book)
    uow.describe(_("Load example data"))


def build(app: App, *, size: str = SMALL, today: datetime.date | None = None) -> None:
    """``fill`` as a command of its own."""
    app.run(fill, size=size, today=today)


def folder_of(base: Path) -> Path:
    """Where the files that go with the demo in a base lie."""
    return base.with_name(_("Files of {name}", name=base.stem))


def files(app: App, doors: Doors, folder: Path, *, today: datetime.date | None = None) -> list[Path]:
    """Write what came by mail into a folder: the sales of last month, and three files to receive; says which."""
    from kamdesk.demo import received

    found = received.write(app, doors, folder)
    return [sales_sheet(folder, today=today), *found]


def sales_sheet(folder: Path, *, today: datetime.date | None = None) -> Path:
    """Write the sales of last month, as in the small demo of a day, into a folder."""
    book = Book(today or clock.today())
    for part in PARTS[:PARTS.index(sheets) + 1]:
        part.fill(book)
    path = folder / f"ventas-{book.months(-1, -1)[0]}.xlsx"
    sheets.write(book, path)
    return path

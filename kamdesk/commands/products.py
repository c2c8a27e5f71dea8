"""Products: their prices, and putting a new one on the market (product/04 §4.5)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.listings import HospitalListing
from kamdesk.records.products import PRICE_LISTS, Price, Product
from kamdesk.records.tasks import Task
from kamdesk.store import IN, LESS, UnitOfWork, Where
from kamdesk.words import _

DAY = datetime.timedelta(days=1)


@command
def set_price(uow: UnitOfWork, *, product: Id, price_list: str, amount: Decimal, start: datetime.date | None = None,
              party: Link | None = None) -> Price:
    """Give a product a price, in units of currency, from a day on; the price before ends the day before."""
    if price_list not in PRICE_LISTS:
        raise Problem(_("Choose the price list."), field="price_list")
    if amount < 0:
        raise Problem(_("The amount cannot be negative."), field="amount")
    since = start or clock.today()
    for each in uow.find(Price, Where("start", LESS, since), product=product, price_list=price_list, party=party):
        if each.end is None or each.end >= since:
            uow.change(each, end=since - DAY)
    uow.describe(_("Price of {product}", product=uow.get(Product, product).name))
    same = uow.find(Price, product=product, price_list=price_list, party=party, start=since, limit=1)
    if same:
        return uow.change(same[0], amount=amount)
    return uow.add(Price(product=product, price_list=price_list, party=party, amount=amount, start=since))


@command
def launch_product(uow: UnitOfWork, *, product: Product, on: datetime.date | None = None,
                   targets: Sequence[Id] = ()) -> Product:
    """Launch a product: a listing to be worked on and a task for each client it is wanted at."""
    day = on or clock.today()
    if not product.sheet.strip() or not product.sheet_by or (product.sheet_until and product.sheet_until < day):
        uow.warn(_("The sheet of {product} is not in force.", product=product.name), field="sheet")
    launched = uow.change(product, status="launch", launch_on=day)
    listed = {each.client for each in uow.find(HospitalListing, product=product.id)}
    for client in uow.find(Client, Where("id", IN, list(targets))) if targets else []:
        if client.id not in listed:
            uow.add(HospitalListing(client=client.id, product=product.id, owner=client.owner or uow.me, target=True))
        title = _("Present {product} to {client}", product=product.name, client=client.name)
        uow.add(Task(title=title, about=Link("client", client.id), due=day, first_due=day,
                     assigned_to=client.owner or uow.me))
    uow.describe(_("Launch {product}", product=product.name))
    return launched

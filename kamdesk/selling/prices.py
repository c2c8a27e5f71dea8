"""Which price an order line takes: the party's own, that of its list, the list price (product/03 K31)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.fields import Id, Link
from kamdesk.records.clients import Client
from kamdesk.records.products import Price
from kamdesk.store import Reader

OWN_LISTS = ("tender", "institutional", "distributor", "list")  # of a price agreed with one party
INSTITUTIONAL = ("public_hospital", "institution", "tender_office")


def price_for(reader: Reader, *, product: Id, buyer: Link | None, on: datetime.date) -> Decimal | None:
    """The price of one unit in force on a day for a buyer, in units of currency; None when no list has one.

    First a price agreed with the buyer, then that of the list buyers of its sort buy by, then the list price.
    """
    found = [each for each in reader.find(Price, product=product) if each.overlaps(on, on)]
    ranked: list[tuple[Link | None, str]] = [(buyer, name) for name in OWN_LISTS] if buyer else []
    ranked += [(None, name) for name in dict.fromkeys((list_of(reader, buyer), "list"))]
    for party, name in ranked:
        for each in found:
            if (each.party, each.price_list) == (party, name):
                return each.amount
    return None


def list_of(reader: Reader, buyer: Link | None) -> str:
    """The price list of a buyer: distributors by theirs, public institutions by the institutional one."""
    if buyer is None:
        return "list"
    if buyer.kind == "distributor":
        return "distributor"
    client = reader.maybe(Client, buyer.id)
    return "institutional" if client is not None and client.category in INSTITUTIONAL else "list"

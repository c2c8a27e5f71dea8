"""F31: the worked example of product/05, and what outweighs what."""

from __future__ import annotations

import pytest

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.sales import SalesRecord
from kamdesk.records.visits import ShelfCheck
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many

TODAY = Period.day(day("2025-11-24"))


def pharmacies(region: Region, count: int) -> list[Link]:
    """Active pharmacies of the city."""
    many(region.app, Client, [{"id": f"c{at:03d}", "name": f"Farmacia {at}", "category": "pharmacy",
                               "territory": region.city.id, "owner": region.person.id, "status": "active"}
                              for at in range(count)])
    return [Link("client", f"c{at:03d}") for at in range(count)]


def sell(region: Region, parties: list[Link], on: str = "2025-11-03", **more: object) -> None:
    many(region.app, SalesRecord, [{"on": day(on), "month": on[:7], "party": party, "product": region.product.id,
                                    "units": 1, "amount": 100, "category": "sale", "flow": "sell_out", **more}
                                   for party in parties])


def see(region: Region, parties: list[Link], presence: str, on: str = "2025-11-10") -> None:
    many(region.app, ShelfCheck, [{"on": day(on), "party": party, "product": region.product.id, "presence": presence}
                                  for party in parties])


def test_sales_and_checks_make_the_distribution(app: App, region: Region) -> None:
    found = pharmacies(region, 120)
    sell(region, found[:71])
    see(region, found[71:80], "present")
    see(region, found[80:84], "sold_out")
    figure = app.ask("F31", TODAY, Scope(product=region.product.id))
    assert (figure.value, figure.numerator, figure.status) == (70, 84, "watch")
    assert figure.more == {"sold": 71, "seen": 13, "sold_out": 4, "checked": 13, "without": 36}
    assert app.ask("F31", TODAY, Scope(line=region.line.id)).value == 70
    assert [each.value for each in app.by("F31", TODAY, Scope(product=region.product.id), dimension="market")] == [70]
    rows = app.rows("F31", TODAY, Scope(product=region.product.id))
    assert rows is not None
    assert len(rows.ids) == 36
    assert app.ask("F31", TODAY, Scope(product=region.product.id, territory="nowhere")).value is None


def test_a_later_empty_shelf_outweighs_a_sale_and_a_later_sale_the_shelf(app: App, region: Region) -> None:
    found = pharmacies(region, 5)
    sell(region, found[:2])
    see(region, found[:1], "absent")  # after the sale
    see(region, found[1:2], "absent", on="2025-10-20")  # before it
    sell(region, found[2:3], on="2025-08-01")  # too long ago
    sell(region, found[3:4], category="return")
    figure = app.ask("F31", TODAY, Scope(product=region.product.id))
    assert (figure.more["sold"], figure.more["seen"], figure.more["without"]) == (1, 0, 4)


def test_it_is_of_a_product_or_a_line(app: App, region: Region) -> None:
    with pytest.raises(Problem, match="Elige un producto o una línea"):
        app.ask("F31", NOVEMBER)

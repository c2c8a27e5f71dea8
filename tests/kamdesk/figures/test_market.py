"""F25 to F29: the worked examples of product/05 and their edges."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kamdesk.app import App
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.market import Competitor, CompetitorProduct, MarketSize, PriceSighting
from kamdesk.records.products import Price, Product
from tests.kamdesk.figures.build import NOVEMBER, Region, day, put


def size(region: Region, value: int, *, month: str = "2025-11", **more: object) -> MarketSize:
    """The market of the region's line in a month, in units of currency."""
    return put(region.app, MarketSize(territory=region.region.id, line=region.line.id, measure="amount", month=month,
                                      value=Decimal(value), source="IQVIA", **more))  # type: ignore[arg-type]


def rival(region: Region, ours: Product, price: int, *, on: str = "2025-11-01", **more: object) -> None:
    """A rival of one of our products, seen at a price."""
    firm = put(region.app, Competitor(name=f"Rival {price}"))
    made = put(region.app, CompetitorProduct(competitor=firm.id, name=f"Copia {price}", ours=ours.id))
    put(region.app, PriceSighting(rival=made.id, on=day(on), price=Decimal(price), **more))  # type: ignore[arg-type]


def test_market_share(app: App, region: Region) -> None:
    assert app.ask("F25", NOVEMBER).reason == "no market size for the period"
    client = region.client("Hospital Ángeles")
    region.sale(client, "2025-11-10", 8_420_000_00)
    size(region, 52_600_000)
    figure = app.ask("F25", NOVEMBER)
    assert (round(figure.value, 1), figure.notes) == (Fraction(160, 10), ("IQVIA",))
    assert app.ask("F25", NOVEMBER, Scope(line=region.line.id)).value == figure.value
    assert app.ask("F25", NOVEMBER, Scope(territory=region.zone.id)).value is None
    with pytest.raises(Problem):
        app.by("F25", NOVEMBER, dimension="client")


def test_the_source_may_say_what_is_ours(app: App, region: Region) -> None:
    size(region, 1_000, own_value=Decimal(250))
    assert app.ask("F25", NOVEMBER).value == 25


def test_evolution_index(app: App, region: Region) -> None:
    size(region, 1_000, month="2024-11", own_value=Decimal(100))
    assert app.ask("F26", NOVEMBER).reason == "the market is known for one of the two years only"
    size(region, 1_050, own_value=Decimal(108))
    figure = app.ask("F26", NOVEMBER)
    assert (round(figure.value, 1), figure.status) == (Fraction(1029, 10), "good")


def test_price_gap_is_positive_when_we_are_cheaper(app: App, region: Region) -> None:
    other = put(app, Product(name="Losartán 100", line=region.line.id))
    for product, price in ((region.product, 92), (other, 240)):
        put(app, Price(product=product.id, price_list="list", amount=Decimal(price), start=day("2025-01-01")))
    rival(region, region.product, 100)
    rival(region, other, 250)
    rival(region, other, 10, on="2025-01-15")
    figure = app.ask("F27", NOVEMBER)
    assert figure.value == 6
    assert [(gone.reason, gone.count) for gone in figure.exclusions] == [("rival prices seen too long ago", 1)]
    assert app.ask("F27", NOVEMBER, Scope(product=region.product.id)).value == 8
    rival(region, region.product, 5, currency="USD")  # without a rate it says nothing
    assert app.ask("F27", NOVEMBER, Scope(product=region.product.id)).value == 8


def test_new_clients_bought_nothing_for_a_year(app: App, region: Region) -> None:
    old, new, back = (region.client(name) for name in ("Viejo", "Nuevo", "Vuelve"))
    region.sale(old, "2024-09-10", 100)
    assert app.ask("F28", Period.month("2025-08")).reason == "less than 12 months of sales before"
    region.sale(old, "2025-10-10", 100)
    region.sale(old, "2025-11-10", 100)
    region.sale(back, "2024-10-10", 100)
    for client in (new, back):
        region.sale(client, "2025-11-12", 100)
    region.sale(region.client("Devuelve"), "2025-11-12", -50)
    assert app.ask("F28", NOVEMBER).value == 2
    assert {each.key: each.value for each in app.by("F28", NOVEMBER, dimension="market")} == {region.zone.id: 2}


def test_new_product_share(app: App, region: Region) -> None:
    fresh = put(app, Product(name="Nuevo", line=region.line.id, launch_on=day("2024-03-01")))
    put(app, Product(name="Futuro", line=region.line.id, launch_on=day("2026-03-01")))
    client = region.client("Hospital Ángeles")
    region.sale(client, "2025-11-10", 7_660_000_00)
    region.sale(client, "2025-11-11", 760_000_00, product=fresh.id)
    figure = app.ask("F29", NOVEMBER)
    assert (figure.numerator, figure.denominator, round(figure.value, 1)) == (
        760_000_00, 8_420_000_00, Fraction(90, 10))
    assert [each.value for each in app.by("F29", NOVEMBER, dimension="market")] == [figure.value]
    assert app.ask("F29", NOVEMBER, Scope(product=fresh.id)).value == 100

"""F80, F81 and F82: the worked examples of product/05 §5.7, and what they leave out."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from kamdesk.app import App
from kamdesk.figures import Period, Scope, ask, by, rows
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.listings import HospitalListing
from kamdesk.records.tenders import Filing, Tender, TenderLine
from tests.conftest import TODAY
from tests.kamdesk.figures.build import Region, many, put

YEAR = Period.year(2025)


@pytest.fixture
def region(app: App) -> Region:
    """One zone with people, a line and a product."""
    return Region(app)


def hospital(region: Region, name: str = "Hospital Civil") -> Client:
    return put(region.app, Client(name=name, category="public_hospital", territory=region.zone.id,
                                  owner=region.boss.id))


def tender(region: Region, **more) -> Tender:
    values = {"number": "LA-1", "title": "Compra", "office": hospital(region).id, "category": "public_tender",
              "territory": region.zone.id, "award_on": datetime.date(2025, 10, 3), "state": "awarded"}
    return put(region.app, Tender(**{**values, **more}))


def lines(region: Region, of: Tender, result: str, count: int, *, quantity: int, price: str) -> None:
    won = {"awarded_quantity": Decimal(quantity), "awarded_price": Decimal(price)} if result == "awarded" else {}
    many(region.app, TenderLine, [{"tender": of.id, "item": f"{result}{n}", "product": region.product.id,
                                   "quantity": Decimal(quantity), "price": Decimal(price), "result": result, **won}
                                  for n in range(count)])


def test_eight_of_twelve_lines_and_three_quarters_of_the_value(region: Region):
    won = tender(region)
    lines(region, won, "awarded", 8, quantity=100, price="3937.50")
    lines(region, won, "lost", 4, quantity=100, price="2625.00")
    lines(region, won, "pending", 2, quantity=1, price="1")
    put(region.app, Tender(number="LA-2", title="Otra", office=won.office, category="public_tender",
                           reason="sin precio", territory=region.zone.id, award_on=datetime.date(2025, 10, 3),
                           state="declined"))
    found = ask(region.app.store.facts, "F80", YEAR)
    assert (found.numerator, found.denominator, found.value, found.status) == (8, 12, Fraction(200, 3), "good")
    assert (found.more["awarded"], found.more["offered"]) == (315_000_000, 420_000_000)
    assert found.more["by_value"] == 75
    assert [each.count for each in found.exclusions] == [2, 1]
    assert len(rows(region.app.store.facts, "F80", YEAR).ids) == 12


def test_an_award_of_another_period_or_zone_does_not_count(region: Region):
    lines(region, tender(region), "awarded", 1, quantity=1, price="1")
    facts = region.app.store.facts
    assert ask(facts, "F80", Period.month("2025-11")).value is None
    assert ask(facts, "F80", YEAR, Scope(territory=region.zone.id)).value == 100
    with pytest.raises(Problem, match="desglosar"):
        by(facts, "F80", YEAR, dimension="client")


def test_nine_of_twenty_four_hospitals_list_it_and_six_use_it(region: Region):
    stages = ["used"] * 6 + ["listed"] * 3 + ["dossier"] * 15 + ["withdrawn"] * 2
    clients = [hospital(region, f"Hospital {n}").id for n in range(len(stages) + 1)]
    many(region.app, HospitalListing, [
        {"client": client, "product": region.product.id, "owner": region.boss.id, "state": stage, "target": True}
        for client, stage in zip(clients, stages, strict=False)])
    many(region.app, HospitalListing, [{"client": clients[-1], "product": region.product.id, "owner": region.boss.id,
                                        "state": "used", "target": False}])
    facts = region.app.store.facts
    found = ask(facts, "F81", YEAR)
    assert (found.numerator, found.denominator, found.value) == (9, 24, Fraction(75, 2))
    assert (found.more["used"], found.status) == (6, "bad")
    assert {each.key: each.value for each in by(facts, "F81", YEAR, dimension="product")} == {
        region.product.id: Fraction(75, 2)}
    assert len(rows(facts, "F81", YEAR).ids) == 15
    assert ask(facts, "F81", YEAR, Scope(territory=region.zone.id)).value == found.value


def test_five_of_six_filings_were_approved_in_74_days(region: Region):
    authority = hospital(region, "Secretaría de Salud")
    states = ["approved"] * 4 + ["expired", "rejected", "observed"]
    many(region.app, Filing, [
        {"category": "price", "authority": authority.id, "product": region.product.id, "state": state,
         "submitted_on": TODAY - datetime.timedelta(100),
         "decided_on": None if state == "observed" else TODAY - datetime.timedelta(26)} for state in states])
    found = ask(region.app.store.facts, "F82", YEAR)
    assert (found.numerator, found.denominator, found.value) == (5, 6, Fraction(250, 3))
    assert found.more["days"] == 74

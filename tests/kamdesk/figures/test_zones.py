"""F104 and what each person holds of samples: the worked example of product/05 and their edges."""

from __future__ import annotations

import datetime
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.commands.settings import change_setting
from kamdesk.figures.facts import SampleLot
from kamdesk.figures.model import Scope
from kamdesk.records.clients import Client
from kamdesk.records.samples import SampleMove
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put


def markets(region: Region, count: int) -> list[Territory]:
    """Zones of the region with a city and an active client each; the first two are of the person."""
    made = []
    for at in range(count):
        zone = put(region.app, Territory(name=f"Zona {at}", level="zone", parent=region.region.id,
                                         manager=region.person.id if at < 2 else None))
        city = put(region.app, Territory(name=f"Ciudad {at}", level="city", parent=zone.id))
        put(region.app, Client(name=f"Cliente {at}", category="clinic", territory=city.id, owner=region.person.id))
        made.append(zone)
    return made


def visit(region: Region, at: Territory, on: str = "2025-11-10", **more: object) -> None:
    """A market visit done."""
    many(region.app, Visit, [{"territory": at.id, "purpose": "market", "owner": region.person.id, "state": "done",
                              "done_on": day(on), "outcome": "neutral", **more}])


def test_three_of_four_markets(app: App, region: Region) -> None:
    zones = markets(region, 4)
    put(app, Territory(name="Sin clientes", level="zone", parent=region.region.id))
    for zone in zones[:2]:
        visit(region, zone)
    city = app.store.find(Territory, name="Ciudad 2")[0]
    visit(region, city)  # below the zone
    visit(region, city)  # twice is once
    visit(region, zones[3], state="planned")
    found = app.ask("F104", NOVEMBER)
    assert (found.value, found.numerator, found.denominator) == (Fraction(75), Fraction(3), Fraction(4))
    assert found.status == "watch"
    rows = app.rows("F104", NOVEMBER)
    assert rows is not None
    assert len(rows.ids) == 4


def test_a_zone_without_manager_is_of_the_one_above(app: App, region: Region) -> None:
    zones = markets(region, 4)
    visit(region, zones[0])
    put(app, Territory(id=region.region.id, name="Occidente", level="region", manager=region.boss.id))
    mine = app.ask("F104", NOVEMBER, Scope(person=region.person.id))
    assert (mine.numerator, mine.denominator) == (Fraction(1), Fraction(2))
    alone = app.ask("F104", NOVEMBER, Scope(person=region.boss.id, alone=True))
    team = app.ask("F104", NOVEMBER, Scope(person=region.boss.id))
    assert (alone.denominator, team.denominator) == (Fraction(2), Fraction(4))
    by = {each.key: each.denominator for each in app.by("F104", NOVEMBER, dimension="person")}
    assert by == {region.person.id: 2, region.boss.id: 2}
    assert app.ask("F104", NOVEMBER, Scope(territory=zones[1].id)).denominator == 1


def test_when_nobody_asks_for_market_visits_there_is_no_figure(app: App, region: Region) -> None:
    markets(region, 1)
    app.run(change_setting, name="market_visits", value=0)
    found = app.ask("F104", NOVEMBER)
    assert (found.value, found.status, found.reason) == (None, None, "market visits are not asked for")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from("AB"), st.integers(-9, 9).filter(bool)), max_size=8))
def test_stock_of_samples_is_the_sum_of_moves_in_any_order(app: App, region: Region,
                                                           moves: list[tuple[str, int]]) -> None:
    person, product = region.person.id, region.product.id
    before = {each.lot: each.stock for each in app.store.facts.samples.held([person])}
    many(app, SampleMove, [{"on": day("2025-11-10"), "person": person, "product": product, "lot": lot,
                            "category": "in" if quantity > 0 else "handed_over", "quantity": quantity,
                            "expires": day("2026-01-31")} for lot, quantity in moves])
    after = {each.lot: each.stock for each in app.store.facts.samples.held([person])}
    for lot in "AB":
        assert after.get(lot, 0) - before.get(lot, 0) == sum(quantity for of, quantity in moves if of == lot)


def test_a_lot_says_when_it_expires_and_what_was_handed_over(app: App, region: Region) -> None:
    row = {"on": day("2025-11-10"), "person": region.person.id, "product": region.product.id, "lot": "L1",
           "category": "in", "quantity": 10, "expires": day("2026-01-31")}
    many(app, SampleMove, [row, {**row, "category": "handed_over", "quantity": -3}])
    assert app.store.facts.samples.held() == [SampleLot(
        region.person.id, region.product.id, "L1", 7, datetime.date(2026, 1, 31), day("2025-11-10"), 3)]
    assert app.store.facts.samples.held([region.boss.id]) == []

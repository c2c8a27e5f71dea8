"""Forecasts through the base: made, adjusted, frozen, archived, and held against what was sold (F90, F91)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.forecast_life import archive_forecast, freeze_forecast, set_forecast
from kamdesk.commands.forecasts import make_forecast
from kamdesk.fields import Link
from kamdesk.figures.forecasts import expected, told
from kamdesk.figures.model import GOOD, Ask, Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.market import MarketSize
from kamdesk.records.policies import Policy
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.records.territories import Territory
from tests.kamdesk.figures.build import Region, many, put
from tests.kamdesk.figures.conftest import region

__all__ = ["region"]
DECEMBER = Period.month("2025-12")


def sell(region: Region, months: dict[str, int]) -> None:
    """Sales of the product by month, in whole pesos."""
    buyer = region.client("A")
    for month, amount in months.items():
        region.sale(buyer, month, amount * 100)


@pytest.fixture
def sold(region: Region) -> Region:
    """100, 110 and 120 pesos in three months."""
    sell(region, {"2025-08": 100, "2025-09": 110, "2025-10": 120})
    return region


def values(app: App, forecast: Forecast) -> list[Decimal | None]:
    """What a forecast tells, month by month."""
    lines = app.store.find(ForecastLine, forecast=forecast.id, sort=(("month", False),))
    return [each.value for each in lines]


def frozen(app: App, region: Region, made_on: str, months: dict[str, int], **more: Any) -> Forecast:
    """A forecast frozen on a day."""
    made = put(app, Forecast(made_on=datetime.date.fromisoformat(made_on), scope=Link("territory", region.region.id),
                             first_month=min(months), horizon=len(months), state="frozen",
                             **{"measure": "amount", "series": "own", "scenario": "base", **more}))
    many(app, ForecastLine, [{"forecast": made.id, "month": month, "value": Decimal(value)}
                             for month, value in months.items()])
    return made


def test_the_worked_example_goes_on_with_the_mean(app: App, sold: Region):
    made = app.run(make_forecast, method="moving_average")
    assert (made.first_month, made.data_through) == ("2025-11", datetime.date(2025, 10, 31))
    assert values(app, made) == [110, 110, 110]
    lines = app.store.find(ForecastLine, forecast=made.id)
    assert {each.product for each in lines} == {sold.product.id}
    assert {each.node for each in lines} == {Link("territory", sold.region.id)}
    app.undo()
    assert app.store.count(Forecast) == app.store.count(ForecastLine) == 0


def test_the_method_chosen_and_what_was_not_learned_are_told(app: App, region: Region):
    sell(region, {f"{2023 + at // 12}-{at % 12 + 1:02d}": 5 if at == 20 else 100 + at for at in range(34)})
    made = app.run(make_forecast, scope=Link("person", region.person.id), horizon=2)
    assert "Losartán 50: " in made.note
    assert "No se aprendió de septiembre" in made.note
    assert {each.node for each in app.store.find(ForecastLine, forecast=made.id)} == {None}


def test_two_months_are_too_few_and_the_manual_method_leaves_them_to_a_person(app: App, region: Region):
    sell(region, {"2025-09": 110, "2025-10": 120})
    with pytest.raises(Problem, match="Hacen falta 3 meses"):
        app.run(make_forecast)
    made = app.run(make_forecast, method="manual", horizon=1)
    with pytest.raises(Problem, match="no tienen valor"):
        app.run(freeze_forecast, forecast=made)
    line = app.store.find(ForecastLine, forecast=made.id)[0]
    app.run(set_forecast, line=line, value=Decimal(130), why="Licitación ganada")
    assert app.run(freeze_forecast, forecast=made).state == "frozen"


def test_a_scenario_is_moved_by_its_policy_from_its_month_or_is_the_edge_of_the_band(app: App, sold: Region):
    policy = put(app, Policy(title="Control de precios", category="price", effective=datetime.date(2025, 12, 1)))
    adverse = app.run(make_forecast, scenario="adverse", policy=policy.id, effect=Decimal(-10), method="moving_average")
    assert values(app, adverse) == [110, 99, 99]
    app.undo()
    edge = app.run(make_forecast, scenario="adverse", method="moving_average")
    lines = app.store.find(ForecastLine, forecast=edge.id)
    assert all(each.value == each.low and (each.low or 0) < 110 for each in lines)
    best = app.run(make_forecast, scenario="favourable", method="moving_average")
    assert all(each.value == each.high for each in app.store.find(ForecastLine, forecast=best.id))
    with pytest.raises(Problem, match="base"):
        app.run(make_forecast, policy=policy.id, effect=Decimal(5))


@pytest.mark.parametrize("wrong", [{"horizon": 0}, {"series": "x"}, {"scenario": "x"}, {"method": "x"}])
def test_what_is_asked_must_exist(app: App, sold: Region, wrong: dict[str, Any]):
    with pytest.raises(Problem):
        app.run(make_forecast, **wrong)


def test_the_market_is_forecast_by_territory_from_its_sizes(app: App, sold: Region):
    for month, size in {"2025-08": 1000, "2025-09": 1100, "2025-10": 1200}.items():
        put(app, MarketSize(territory=sold.region.id, line=sold.line.id, month=month, value=Decimal(size), source="X"))
    made = app.run(make_forecast, series="market", method="moving_average", horizon=1)
    assert values(app, made) == [1100]
    with pytest.raises(Problem, match="territorio"):
        app.run(make_forecast, series="market", scope=Link("person", sold.person.id))
    app.run(make_forecast, method="moving_average", horizon=1)
    found = app.ask("F91", Period.month("2025-11"))
    assert found.more["share"] == 10


def test_the_size_of_a_year_is_spread_as_we_sold(app: App, region: Region):
    sell(region, {"2024-03": 100, "2024-06": 300, "2025-10": 1})
    put(app, MarketSize(territory=region.region.id, line=region.line.id, year=2024, value=Decimal(4000), source="X"))
    year = Ask(Period.year(2024))
    assert expected(app.store.facts, year, series="market")[0].value == 4000
    assert expected(app.store.facts, year.over(Period.month("2024-03")), series="market")[0].value == 1000


def test_only_drafts_are_adjusted_with_a_reason_and_the_frozen_archived(app: App, sold: Region):
    made = app.run(make_forecast, method="moving_average")
    line = app.store.find(ForecastLine, forecast=made.id, month="2025-12")[0]
    for wrong in ({"value": Decimal(5)}, {"value": Decimal(-5), "why": "x"}):
        with pytest.raises(Problem):
            app.run(set_forecast, line=line, **wrong)
    line = app.run(set_forecast, line=line, value=Decimal(150), why="Contrato nuevo")
    assert app.ask("F91", DECEMBER).value == 150_00
    assert app.ask("F91", DECEMBER).notes
    with pytest.raises(Problem):
        app.run(archive_forecast, forecast=made)
    made = app.run(freeze_forecast, forecast=made)
    for command, given in ((set_forecast, {"line": line, "value": None}), (freeze_forecast, {"forecast": made})):
        with pytest.raises(Problem):
            app.run(command, **given)
    assert app.run(archive_forecast, forecast=made).state == "archived"


def test_f90_worked_example(app: App, region: Region):
    sell(region, {"2025-08": 100, "2025-09": 120, "2025-10": 80})
    frozen(app, region, "2025-07-31", {"2025-08": 110, "2025-09": 50, "2025-10": 50})
    frozen(app, region, "2025-08-31", {"2025-09": 100, "2025-10": 90})
    frozen(app, region, "2025-10-01", {"2025-10": 80})
    found = app.ask("F90", Period(datetime.date(2025, 8, 1), datetime.date(2025, 10, 31)))
    assert (found.value, found.more["bias"], found.more["months"]) == (Fraction(40 * 100, 300), 0, 3)
    assert found.status == GOOD
    assert app.ask("F90", Period.month("2025-07")).value is None


def test_f91_adds_what_was_sold_the_running_month_and_the_forecast(app: App, sold: Region):
    app.run(make_forecast, method="moving_average")
    sold.sale(sold.client("B"), "2025-11-10", 300_00)
    sold.target({"2025-12": 100_00})
    months = Period(datetime.date(2025, 8, 1), datetime.date(2025, 12, 31))
    found = app.ask("F91", months)
    assert found.value == (100 + 110 + 120 + 300 + 110) * 100
    assert found.more["low"] <= found.value <= found.more["high"]
    assert found.more["months"] == ("2025-11", "2025-12")
    assert app.ask("F91", DECEMBER).status == GOOD


def test_f91_adds_up_over_its_products(app: App, sold: Region):
    other = put(app, type(sold.product)(name="Catéter", line=sold.line.id))
    for month in ("2025-08", "2025-09", "2025-10"):
        sold.sale(sold.client(f"C{month}"), month, 60_00, product=other.id)
    app.run(make_forecast, method="moving_average")
    parts = [app.ask("F91", DECEMBER, Scope(product=each)).value for each in (sold.product.id, other.id)]
    assert parts == [110_00, 60_00]
    assert app.ask("F91", DECEMBER).value == app.ask("F91", DECEMBER, Scope(line=sold.line.id)).value == sum(parts)


def test_no_forecast_no_figure(app: App, sold: Region):
    assert clock.today() < DECEMBER.start
    assert app.ask("F91", DECEMBER).value is None
    with pytest.raises(Problem):
        app.by("F91", DECEMBER, dimension="line")


def test_zones_are_forecast_apart_and_the_whole_is_their_sum(app: App, sold: Region):
    bajio = put(app, Territory(name="Bajío", level="zone", parent=sold.region.id))
    north, nowhere = sold.client("B", territory=bajio.id), sold.client("C", territory=sold.region.id)
    for month, amount in (("2025-08", 300), ("2025-09", 300), ("2025-10", 300)):
        sold.sale(north, month, amount * 100)
        sold.sale(nowhere, month, 1_000)
    made = app.run(make_forecast, horizon=2, method="moving_average", by_zone=True)
    lines = app.store.find(ForecastLine, forecast=made.id, month="2025-11")
    assert {each.node.id: each.value for each in lines if each.node} == {
        sold.zone.id: 110, bajio.id: 300, sold.region.id: 10}
    whole = app.run(make_forecast, horizon=2, method="moving_average", measure="units")
    assert len(app.store.find(ForecastLine, forecast=whole.id, month="2025-11")) == 1
    assert told(app.store, made)["2025-11"].value == 420
    assert "Bajío · Losartán 50" in made.note
    with pytest.raises(Problem, match="zona"):
        app.run(make_forecast, series="market", by_zone=True)

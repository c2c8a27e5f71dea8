"""F20 to F24: the worked examples of product/05 and their edges, through a real base."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import archive
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.figures.series import by_month
from kamdesk.records.distributors import Distributor
from kamdesk.records.sales import SalesRecord
from tests.kamdesk.figures.build import NOVEMBER, Region, day, put

CENTS = 100


@pytest.fixture
def november(region: Region) -> Region:
    """Gross sales of 8,600,000 and returns of 180,000 to the 24th."""
    client = region.client("Hospital Ángeles")
    region.sale(client, "2025-11-03", 5_000_000_00)
    region.sale(client, "2025-11-24", 3_600_000_00)
    region.sale(client, "2025-11-20", -180_000_00)
    return region


def test_net_sales_add_returns_as_negative(app: App, november: Region) -> None:
    figure = app.ask("F20", NOVEMBER)
    assert figure.value == 8_420_000_00
    assert figure.cutoff == clock.today()
    assert (figure.more["sales"], figure.more["returns"]) == (8_600_000_00, -180_000_00)


def test_return_rate(app: App, november: Region) -> None:
    figure = app.ask("F21", NOVEMBER)
    assert figure.value is not None
    assert round(figure.value, 1) == Fraction("2.1")
    assert figure.status == "watch"


def test_without_gross_sales_there_is_no_return_rate(app: App, region: Region) -> None:
    region.sale(None, "2025-11-03", -100_00)
    figure = app.ask("F21", NOVEMBER)
    assert figure.value is None
    assert figure.reason


def test_target_attainment_and_to_date(app: App, november: Region) -> None:
    november.target({"2025-11": 10_400_000_00})
    whole, to_date = app.ask("F22", NOVEMBER), app.ask("F23", NOVEMBER)
    assert round(whole.value or 0, 1) == Fraction("81.0")
    assert whole.status is None  # only coloured once the period ends
    assert to_date.denominator == Fraction(8_210_526_32)
    assert round(to_date.value or 0, 1) == Fraction("102.6")
    assert to_date.status == "good"


def test_target_to_date_takes_past_months_whole(app: App, november: Region) -> None:
    november.target({"2025-10": 1_000_00, "2025-11": 1_900_00, "2025-12": 5_000_00})
    figure = app.ask("F23", Period(day("2025-10-01"), day("2025-12-31")))
    assert figure.denominator == 1_000_00 + 1_500_00


def test_before_the_first_working_day_nothing_is_due(app: App, region: Region) -> None:
    clock.fix(day("2025-11-02"))  # a Sunday
    region.target({"2025-11": 100_00})
    assert app.ask("F23", NOVEMBER).value is None


def test_without_target_there_is_no_attainment(app: App, november: Region) -> None:
    figure = app.ask("F22", NOVEMBER)
    assert figure.value is None
    assert figure.numerator == 8_420_000_00


def test_growth_over_the_same_days_of_last_year(app: App, november: Region) -> None:
    november.sale(None, "2024-11-24", 8_096_154_00)
    november.sale(None, "2024-11-25", 999_00)  # after the same day: not compared
    figure = app.ask("F24", NOVEMBER)
    assert round(figure.value or 0, 1) == Fraction("4.0")
    assert figure.status == "watch"


def test_growth_over_a_month_known_as_a_whole_is_estimated(app: App, november: Region) -> None:
    november.sale(None, "2024-11", 2_000_000_00)
    figure = app.ask("F24", NOVEMBER)
    # November 2024 has 20 working days (the 18th is a holiday); to the 24th there are 15.
    assert figure.denominator == 1_500_000_00
    assert figure.notes


def test_growth_needs_last_year(app: App, november: Region) -> None:
    assert app.ask("F24", NOVEMBER).value is None


def test_sales_after_the_day_they_are_loaded_to_do_not_count(app: App, november: Region) -> None:
    app.run(change_setting, name="loaded_through", value={"sales": "2025-11-21"})
    figure = app.ask("F20", NOVEMBER)
    assert (figure.value, figure.cutoff) == (4_820_000_00, day("2025-11-21"))


def test_archived_sales_are_left_out_and_listed(app: App, november: Region) -> None:
    row = app.store.find(SalesRecord, amount=3_600_000_00)[0]
    app.run(archive, records=[row])
    figure = app.ask("F20", NOVEMBER)
    assert figure.value == 4_820_000_00
    assert [(each.count, each.amount) for each in figure.exclusions] == [(1, 3_600_000_00)]


def test_a_sale_belongs_to_its_own_seller_and_territory_else_to_those_of_its_party(app: App, region: Region) -> None:
    client = region.client("Clínica Sur")
    region.sale(client, "2025-11-03", 100_00)
    region.sale(client, "2025-11-04", 10_00, seller=region.boss.id, territory=region.region.id)
    ask = lambda **scope: app.ask("F20", NOVEMBER, Scope(**scope)).value  # noqa: E731
    assert ask(territory=region.zone.id) == 100_00
    assert ask(territory=region.region.id) == 110_00
    assert ask(person=region.person.id) == 100_00
    assert ask(person=region.boss.id) == 110_00  # with who reports to her
    assert ask(client=client.id) == 110_00
    assert ask(line=region.line.id, territory=region.city.id) == 100_00
    assert ask(product=region.product.id) == 110_00


def test_a_sale_through_a_distributor_is_the_distributors(app: App, region: Region) -> None:
    distributor = put(app, Distributor(name="Dimed", role="distributor", territories=(region.zone.id,),
                                       owner=region.boss.id))
    region.sale(region.client("Farmacia"), "2025-11-03", 100_00, via=distributor.id)
    region.sale(None, "2025-11-04", 10_00, party=Link("distributor", distributor.id))
    assert app.ask("F20", NOVEMBER, Scope(distributor=distributor.id)).value == 110_00
    found = {each.key: each.value for each in app.by("F20", NOVEMBER, dimension="person")}
    assert found == {region.person.id: 100_00, region.boss.id: 10_00}


def test_sales_by_a_dimension(app: App, november: Region) -> None:
    november.sale(None, "2025-11-05", 7_00)
    by = lambda dimension: {each.key: each.value for each in app.by("F20", NOVEMBER, dimension=dimension)}  # noqa: E731
    assert by("market") == {november.zone.id: 8_420_000_00, "": 7_00}
    assert by("line") == {november.line.id: 8_420_007_00}
    assert by("month") == {"2025-11": 8_420_007_00}
    assert by("category") == {"private_hospital": 8_420_000_00, "": 7_00}


def test_moving_a_client_moves_its_sales_without_a_seller(app: App, november: Region) -> None:
    client = november.client("Otro")
    november.sale(client, "2025-10-03", 50_00)
    october = Period.month("2025-10")
    app.run(change_owner := _change_owner, client=client.id, owner=november.boss.id)
    assert change_owner is not None
    assert app.ask("F20", october, Scope(person=november.person.id)).value == 0
    assert {each.key: each.value for each in app.by("F20", october, dimension="person")} == {november.boss.id: 50_00}
    app.undo()
    assert app.ask("F20", october, Scope(person=november.person.id)).value == 50_00


def _change_owner(uow, *, client, owner):  # type: ignore[no-untyped-def]
    from kamdesk.records.clients import Client

    uow.change(uow.get(Client, client), owner=owner)


def test_twelve_months_with_their_targets(app: App, november: Region) -> None:
    november.target({"2025-10": 1_000_00, "2025-11": 2_000_00})
    points = by_month(app.store.facts, "2025-11")
    assert [point.month for point in points][0::11] == ["2024-12", "2025-11"]
    assert (points[-1].actual, points[-1].target, points[-1].running) == (8_420_000_00, 2_000_00, True)
    assert (points[-2].actual, points[-2].target) == (0, 1_000_00)


def test_the_rows_behind_net_sales(app: App, november: Region) -> None:
    rows = app.rows("F20", NOVEMBER, Scope(person=november.person.id))
    assert rows is not None
    assert sum(app.store.get(SalesRecord, id_).amount or 0 for id_ in rows.ids) == 8_420_000_00

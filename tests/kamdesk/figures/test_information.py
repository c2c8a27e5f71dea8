"""F106: what is loaded of each month, market by market and distributor by distributor, against control totals."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.figures.information import (
    COMPLETE,
    DISTRIBUTORS,
    MARKETS,
    MISSING,
    NO_TOTAL,
    SHORT,
    SOURCES,
    Piece,
    lacking,
    loaded_key,
    pieces,
    total_key,
)
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor, DistributorStock
from kamdesk.records.receivables import Invoice
from kamdesk.records.sales import SalesRecord
from kamdesk.records.territories import Territory
from tests.kamdesk.figures.build import Region, day, many, put

OCTOBER = Period.month("2025-10")
ASK = Ask(OCTOBER)


@pytest.fixture
def month(app: App, region: Region) -> Region:
    """Four markets and nine distributors; two of them sent no stock, one market's invoices are 1,250.00 short."""
    zones = [region.zone.id, *(put(app, Territory(name=name, level="zone", parent=region.region.id)).id
                               for name in ("Colima", "Michoacán", "Nayarit"))]
    partners = [put(app, Distributor(name=f"Distribuidora {at}", role="distributor", stage="active",
                                     territories=(zones[at % 4],), owner=region.boss.id)).id for at in range(9)]
    many(app, DistributorStock, [{"distributor": each, "product": region.product.id, "on": day("2025-10-31"),
                                  "units": Decimal(10)} for each in partners[:7]])
    many(app, SalesRecord, [{"month": "2025-10", "on": day("2025-10-20"), "flow": "sell_out", "via": each,
                             "product": region.product.id, "units": Decimal(1), "amount": 100} for each in partners])
    client = region.client("Hospital Ángeles")
    put(app, Invoice(number="F-1", party=Link("client", client.id), on=day("2025-10-10"), amount=98_750_00,
                     due=day("2025-11-10")))
    app.run(change_setting, name="loaded_through", value=dict.fromkeys(MARKETS, "2025-11-20"))
    app.run(change_setting, name="control_totals", value={total_key("invoices", zones[0], "2025-10"): 100_000_00})
    return region


def test_the_worked_example(app: App, month: Region) -> None:
    figure = app.ask("F106", OCTOBER)
    assert (figure.numerator, figure.denominator) == (31, 34)
    assert figure.value is not None
    assert round(figure.value, 1) == Fraction("91.2")
    assert figure.status == "watch"
    assert figure.more["untotalled"] == 31


def test_what_lacks_is_named_with_its_amount(app: App, month: Region) -> None:
    found = lacking(app.store.facts, ASK)
    assert [(each.source, each.state) for each in found] == [("invoices", SHORT), ("stock", MISSING),
                                                             ("stock", MISSING)]
    assert found[0].difference == 1_250_00


def test_a_control_total_to_the_cent_completes_its_cell(app: App, month: Region) -> None:
    app.run(change_setting, name="control_totals", value={total_key("invoices", month.zone.id, "2025-10"): 98_750_00})
    states = {(each.source, each.place): each.state for each in pieces(app.store.facts, ASK)}
    assert states["invoices", month.zone.id] == COMPLETE
    assert states["sales", month.zone.id] == NO_TOTAL


def test_a_market_may_be_loaded_less_far_than_its_source(app: App, month: Region) -> None:
    known = dict.fromkeys(MARKETS, "2025-11-20") | {loaded_key("sales", month.zone.id): "2025-10-30"}
    app.run(change_setting, name="loaded_through", value=known)
    lost = [each for each in lacking(app.store.facts, ASK) if each.source == "sales"]
    assert [(each.place, each.through) for each in lost] == [(month.zone.id, day("2025-10-30"))]


def test_a_scope_keeps_its_market_and_distributors(app: App, month: Region) -> None:
    figure = app.ask("F106", OCTOBER, Scope(territory=month.zone.id))
    assert figure.denominator == 4 + 2 * 3
    only = app.ask("F106", OCTOBER, Scope(distributor=app.store.find(Distributor)[0].id))
    assert only.denominator == 2


def test_parts_add_up_and_other_divisions_are_refused(app: App, month: Region) -> None:
    by_market = app.by("F106", OCTOBER, dimension="market")
    assert sum(each.denominator or 0 for each in by_market) == 16
    assert {each.key: each.denominator for each in app.by("F106", OCTOBER, dimension="month")} == {"2025-10": 34}
    with pytest.raises(Problem):
        app.by("F106", OCTOBER, dimension="line")


def test_months_to_come_are_not_due(app: App, month: Region) -> None:
    figure = app.ask("F106", Period.month("2026-03"))
    assert figure.value is None
    assert figure.reason


def test_without_markets_the_region_is_one(app: App) -> None:
    assert app.ask("F106", OCTOBER).denominator == len(MARKETS)


def test_without_a_mark_the_last_day_of_the_source_tells(app: App, region: Region) -> None:
    client = region.client("Hospital")
    region.sale(client, "2025-11-03", 100)
    sales = next(each for each in pieces(app.store.facts, ASK) if each.source == "sales")
    assert (sales.state, sales.through) == (NO_TOTAL, day("2025-11-03"))


CENTS = st.integers(-10**12, 10**12)


@given(loaded=st.booleans(), total=CENTS, control=st.none() | CENTS)
def test_a_cell_is_complete_only_if_equal_to_the_cent(*, loaded: bool, total: int, control: int | None) -> None:
    piece = Piece("sales", "", "2025-10", datetime.date(2025, 10, 31), loaded, Fraction(total), control)
    assert piece.complete == (loaded and control in (None, total))
    assert (piece.state == SHORT) == (loaded and control is not None and piece.difference != 0)


def test_every_source_is_of_markets_or_of_distributors() -> None:
    assert set(SOURCES) == {*MARKETS, *DISTRIBUTORS}

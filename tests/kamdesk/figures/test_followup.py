"""Sales followed up and balances by age: every breakdown adds up to the whole that the figures say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures import followup, owed
from kamdesk.figures.model import Period, Scope
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Invoice, Payment
from tests.kamdesk.figures.build import NOVEMBER, Region, day, put


@pytest.fixture
def sold(region: Region) -> tuple[Client, Client]:
    """Two clients, a sale without client, one of last year, a return, and a target of the region."""
    first, second = region.client("Hospital Ángeles"), region.client("Clínica Norte")
    region.sale(first, "2025-11-05", 600_00)
    region.sale(first, "2025-11-06", -60_00)
    region.sale(second, "2025-11-07", 200_00)
    region.sale(None, "2025-11-10", 100_00)
    region.sale(second, "2024-11-07", 400_00)
    region.target({"2025-11": 1_000_00})
    return first, second


def test_the_whole_is_what_the_figures_say(app: App, sold) -> None:
    whole = followup.followup(app.store.facts, NOVEMBER, by="market").whole
    for code, figure in zip(("F20", "F22", "F23", "F24", "F21"), whole.figures, strict=True):
        asked = app.ask(code, NOVEMBER)
        assert (figure.value, figure.denominator, figure.cutoff) == (asked.value, asked.denominator, asked.cutoff)
    assert (whole.sold.value, whole.target) == (840_00, 1_000_00)


@pytest.mark.parametrize("by", followup.DIMENSIONS)
@pytest.mark.parametrize("measure", followup.MEASURES)
def test_parts_add_up_to_the_whole(app: App, sold, by, measure) -> None:
    found = followup.followup(app.store.facts, NOVEMBER, by=by, measure=measure)
    assert sum(each.sold.value for each in found.parts) == found.whole.sold.value
    assert sum(each.share for each in found.parts) == 100


def test_the_greatest_comes_first_and_what_has_no_client_last(app: App, sold) -> None:
    first, second = sold
    found = followup.followup(app.store.facts, NOVEMBER, by="client")
    assert [(each.key, each.sold.value) for each in found.parts] == [
        (first.id, 540_00), (second.id, 200_00), ("", 100_00)]
    assert [each.growth.value for each in found.parts] == [None, -50, None]
    assert found.parts[0].returns.value == 10
    assert found.parts[2].attainment is None


def test_months_grow_over_the_same_month_of_last_year(app: App, sold) -> None:
    found = followup.followup(app.store.facts, Period.year(2025), by="month")
    assert [each.key for each in found.parts][-2:] == ["2025-11", "2025-12"]
    november = found.parts[10]
    assert november.growth.value == app.ask("F24", NOVEMBER).value == 110
    assert november.attainment.value == 84


def test_units_have_neither_growth_nor_returns(app: App, sold) -> None:
    found = followup.followup(app.store.facts, NOVEMBER, by="product", measure="units")
    assert found.whole.sold.value == app.ask("F20", NOVEMBER).more["units"]
    assert found.whole.growth is None
    assert found.whole.returns is None


@pytest.mark.parametrize("by", ["market", "product", "line", "client", "person"])
def test_the_scope_of_a_key_holds_its_rows(app: App, sold, by) -> None:
    for each in followup.followup(app.store.facts, NOVEMBER, by=by).parts:
        if each.key:
            assert app.ask("F20", NOVEMBER, followup.scope_of(by, each.key)).value == each.sold.value


def test_facts_that_remember_answer_the_same(app: App, sold) -> None:
    with app.store.unit("ask") as uow:
        plain = followup.followup(uow.facts, NOVEMBER, by="client")
    for _turn in range(2):
        assert followup.followup(app.store.facts, NOVEMBER, by="client") == plain


def test_balances_of_clients_and_distributors_add_up(app: App, region: Region) -> None:
    client = region.client("Hospital Ángeles")
    partner = put(app, Distributor(name="Medisur", role="distributor", territories=(region.zone.id,),
                                   owner=region.boss.id))
    for at, (party, due, amount) in enumerate((
            (Link("client", client.id), "2025-11-30", 100_00), (Link("client", client.id), "2025-11-01", 50_00),
            (Link("distributor", partner.id), "2025-12-20", 300_00))):
        put(app, Invoice(number=f"F{at}", party=party, on=day("2025-10-20"), due=day(due), amount=amount))
    put(app, Payment(party=Link("client", client.id), on=day("2025-11-03"), amount=20_00))
    on = day("2025-11-24")
    for by in owed.DIMENSIONS:
        found = owed.owed(app.store.facts, on, by=by)
        for bucket, amount in found.whole.aged.columns.items():
            assert sum(each.aged.columns[bucket] for each in found.parts) == amount
        assert sum(each.aged.total for each in found.parts) == app.ask("F40", Period.day(on)).value == 430_00
    parties = {each.key: each for each in owed.owed(app.store.facts, on, by="party").parts}
    assert parties[client.id].overdue == app.ask("F42", Period.day(on), Scope(client=client.id)).value
    assert parties[client.id].overdue == Fraction(100, 3)
    assert (parties[partner.id].overdue, parties[partner.id].aged.columns["0"]) == (0, 300_00)

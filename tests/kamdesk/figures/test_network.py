"""Agreements, channels and the network: the worked examples of product/05, and what must hold whatever the data."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures import Period, Scope, ask, by, rows
from kamdesk.methods.terms import due_by, span_of
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.distributors import Distributor, DistributorStock
from kamdesk.records.market import Channel
from kamdesk.records.sales import SalesRecord
from kamdesk.records.training import TrainingAttendance, TrainingSession
from tests.conftest import TODAY
from tests.kamdesk.figures.build import Region, many, put

YEAR = Period.year(2025)
JANUARY, DECEMBER = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


@pytest.fixture
def region(app: App) -> Region:
    """One zone with people, a line and a product."""
    return Region(app)


def partner(region: Region, name: str = "Médica del Bajío", **more) -> Distributor:
    values = {"role": "distributor", "territories": (region.zone.id,), "owner": region.boss.id, "stage": "active"}
    values.update(more)
    return put(region.app, Distributor(name=name, **values))


def contract(region: Region, party: Link) -> Contract:
    return put(region.app, Contract(party=party, category="distribution", title="Distribución", start=JANUARY,
                                    end=DECEMBER, state="in_force"))


def test_the_example_of_the_agreement(app, region):
    assert round(float(due_by(Fraction(1_200_000), "year", (JANUARY, DECEMBER), TODAY)), 2) == 1_078_356.16
    party = Link("distributor", partner(region).id)
    kept = contract(region, party)
    put(app, ContractTerm(contract=kept.id, category="minimum_purchase", amount=1_200_000_00))
    many(app, SalesRecord, [{"on": datetime.date(2025, 3, 3), "month": "2025-03", "precision": "day", "party": party,
                             "product": region.product.id, "units": 1, "amount": 990_000_00, "category": "sale"}])
    found = ask(app.store.facts, "F30", YEAR, Scope(distributor=party.id))
    assert (round(float(found.value), 1), found.status) == (91.8, "watch")
    assert [each.key for each in by(app.store.facts, "F30", YEAR, dimension="distributor")] == [party.id]
    nobody = ask(app.store.facts, "F30", YEAR, Scope(distributor=partner(region, "Otra").id))
    assert nobody.value is None
    assert nobody.reason


def test_the_example_of_agreements_kept(app, region):
    kept = contract(region, Link("distributor", partner(region).id))
    due = datetime.date(2025, 6, 30)
    states = [("counterparty", "met")] * 10 + [("counterparty", "waived"), ("counterparty", "pending")]
    states += [("company", "met")] * 3 + [("company", "unmet")]
    many(app, ContractTerm, [{"contract": kept.id, "category": "other", "text": f"T{at}", "owed_by": side, "due": due,
                              "state": state} for at, (side, state) in enumerate(states)])
    found = ask(app.store.facts, "F33", YEAR)
    assert (round(float(found.value), 1), found.status, found.denominator) == (90.9, "watch", 11)
    assert [(each.reason, each.count) for each in found.exclusions] == [("waived", 1)]
    assert (found.more["company"], found.more["company_due"]) == (75, 4)
    sides = {each.key: each.status for each in by(app.store.facts, "F33", YEAR, dimension="category")}
    assert sides == {"counterparty": "watch", "company": "bad"}


@given(st.integers(0, 10**9), st.sampled_from(["month", "quarter", "year", "contract"]), st.integers(0, 364),
       st.integers(0, 364))
def test_what_should_be_reached_grows_to_the_whole_minimum(minimum, period, first, second):
    days = sorted(JANUARY + datetime.timedelta(each) for each in (first, second))
    bounds = [span_of(period, (JANUARY, DECEMBER), each) for each in days]
    parts = [due_by(Fraction(minimum), period, (JANUARY, DECEMBER), each) for each in days]
    assert all(0 <= part <= minimum for part in parts)
    if bounds[0] == bounds[1]:
        assert parts[0] <= parts[1]
    assert due_by(Fraction(minimum), period, (JANUARY, DECEMBER), bounds[0][1]) == minimum


def test_the_example_of_the_channels(app, region):
    house = put(app, Channel(name="Distribuidores", category="distributor", share_goal=Decimal(60)))
    client = region.client("Mayorista", channel=house.id)
    region.sale(client, "2025-11-03", 5_220_400_00, cost=3_132_240_00)
    region.sale(region.client("Otro"), "2025-11-03", 3_199_600_00)
    november = Period.month("2025-11")
    found = ask(app.store.facts, "F101", november, Scope(channel=house.id))
    assert (found.value, found.more["over"], found.status, found.more["margin"]) == (62, 2, "good", 40)
    parts = by(app.store.facts, "F101", november, dimension="channel")
    assert sum(each.value for each in parts) == 100
    assert {each.key for each in parts} == {house.id, ""}


def test_the_example_of_the_stock(app, region):
    party = Link("distributor", partner(region).id)
    for on, units in ((datetime.date(2025, 10, 1), 500), (datetime.date(2025, 11, 20), 12_600)):
        put(app, DistributorStock(distributor=party.id, product=region.product.id, on=on, units=Decimal(units)))
    put(app, SalesRecord(on=datetime.date(2025, 11, 3), month="2025-11", precision="day", party=party, flow="sell_out",
                         product=region.product.id, units=Decimal(18_900), amount=1_00, category="sale"))
    found = ask(app.store.facts, "F53", Period.day(TODAY), Scope(distributor=party.id))
    assert (found.value, found.status, found.notes) == (60, "good", ())
    assert [each.value for each in by(app.store.facts, "F53", Period.day(TODAY), dimension="product")] == [60]


def test_agents_that_sell(app, region):
    agents = [partner(region, f"Agente {at}", role="agent", since=datetime.date(2025, 1, 1)) for at in range(4)]
    partner(region, "Nuevo", role="agent", since=datetime.date(2025, 11, 1))
    many(app, SalesRecord, [{"on": datetime.date(2025, 11, 3), "month": "2025-11", "precision": "day", "amount": 1_00,
                             "party": Link("distributor", each.id), "product": region.product.id, "units": 1,
                             "category": "sale"} for each in agents[:3]])
    found = ask(app.store.facts, "F56", Period.day(TODAY))
    assert (found.value, found.denominator, found.exclusions[0].count) == (75, 4, 1)
    behind = rows(app.store.facts, "F56", Period.day(TODAY))
    assert behind is not None
    assert list(behind.ids) == [agents[3].id]


def test_who_passed_a_training_of_the_line(app, region):
    people = [region.person, region.boss]
    for each in people:
        app.run(lambda uow, each=each: uow.change(each, lines=(region.line.id,)))
    session = put(app, TrainingSession(title="Cardiovex", on=datetime.date(2025, 5, 5), audience="team",
                                       line=region.line.id))
    put(app, TrainingAttendance(session=session.id, attendee=Link("person", people[0].id), attended=True,
                                score=Decimal(81)))
    app.run(lambda uow: uow.change(session, state="done"))
    found = ask(app.store.facts, "F58", Period.day(TODAY), Scope(line=region.line.id))
    assert (found.value, found.more["mean"], found.status) == (50, 81, "bad")

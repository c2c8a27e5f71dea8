"""F54, F55 and F57: the worked examples of product/05 §5.4, and what must hold whatever the data."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures import Period, Scope, ask, by, rows
from kamdesk.figures.funnel import WAY, funnel, steps
from kamdesk.methods.months import month_end, month_range
from kamdesk.problems import Problem
from kamdesk.records.contracts import Contract
from kamdesk.records.distributors import Distributor, DistributorStock, StageChange
from kamdesk.records.expenses import Expense
from kamdesk.records.market import MarketSize
from kamdesk.records.network import Assignment
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.records.sales import SalesRecord
from kamdesk.records.system import ImportBatch
from kamdesk.records.territories import Territory
from tests.conftest import TODAY
from tests.kamdesk.figures.build import Region, many, put

DAY, YEAR = Period.day(TODAY), Period.year(2025)
MONTHS = month_range("2024-11", "2025-10")


@pytest.fixture
def region(app: App) -> Region:
    """One zone with people, a line and a product."""
    return Region(app)


def partner(region: Region, name: str = "Médica del Bajío", **more) -> Distributor:
    values = {"role": "distributor", "territories": (region.zone.id,), "owner": region.boss.id, "stage": "active"}
    return put(region.app, Distributor(name=name, **{**values, **more}))


def stock(region: Region, who: Distributor, *days: datetime.date) -> None:
    many(region.app, DistributorStock, [{"distributor": who.id, "product": region.product.id, "on": each, "units": 1}
                                        for each in days])


def sold_out(region: Region, who: Distributor, months: list[str], **more) -> None:
    many(region.app, SalesRecord, [{"month": each, "precision": "month", "party": Link("distributor", who.id),
                                    "product": region.product.id, "units": 1, "amount": 1, "flow": "sell_out",
                                    "category": "sale", **more} for each in months])


def test_the_example_of_information_in_time(app, region):
    who = partner(region)
    stock(region, who, *(month_end(each) + datetime.timedelta(5) for each in MONTHS[:10]),
          *(month_end(each) + datetime.timedelta(12) for each in MONTHS[10:]))  # two came after day 10
    sold_out(region, who, MONTHS[:9])
    late = put(app, ImportBatch(at=datetime.datetime(2025, 9, 20, 12, tzinfo=datetime.UTC), target="sales_record"))
    sold_out(region, who, MONTHS[9:10], batch=late.id)  # August, imported on 20 September
    found = ask(app.store.facts, "F54", DAY, Scope(distributor=who.id))
    assert (found.value, found.numerator, found.denominator, found.status) == (75, 9, 12, "bad")
    assert rows(app.store.facts, "F54", DAY).ids == [who.id]


def test_nothing_is_due_before_the_contract_and_agents_hold_no_stock(app, region):
    agent = partner(region, "Agente", role="agent")
    put(app, Contract(party=Link("distributor", agent.id), category="agency", title="Agencia", state="in_force",
                      start=datetime.date(2025, 8, 4), end=datetime.date(2026, 8, 3)))
    sold_out(region, agent, ["2025-08", "2025-10"])
    found = {each.key: each for each in by(app.store.facts, "F54", DAY, dimension="distributor")}
    assert (found[agent.id].numerator, found[agent.id].denominator) == (2, 3)
    assert ask(app.store.facts, "F54", Period.day(datetime.date(2025, 6, 1))).reason


def test_the_example_of_network_coverage(app, region):
    cities = [put(app, Territory(name=f"Ciudad {at}", level="city", parent=region.zone.id)) for at in range(14)]
    many(app, MarketSize, [{"territory": each.id, "line": region.line.id, "measure": "amount", "month": "2025-06",
                            "value": 1_000, "source": "Estudio"} for each in cities])
    active, gone = partner(region), partner(region, "Otra", stage="suspended")
    for at, each in enumerate(cities[:12]):
        put(app, Assignment(assignee=Link("distributor", gone.id if at == 11 else active.id), territory=each.id,
                            start=datetime.date(2025, 1, 1)))
    found = ask(app.store.facts, "F55", DAY, Scope(line=region.line.id))
    assert (round(float(found.value), 1), found.denominator, found.status, found.notes) == (78.6, 14, "watch", ())
    assert sorted(rows(app.store.facts, "F55", DAY).ids) == sorted(each.id for each in cities[11:])
    parts = by(app.store.facts, "F55", DAY, dimension="territory")
    assert sum(each.numerator for each in parts) == 11
    put(app, Assignment(assignee=Link("distributor", active.id), territory=region.zone.id,
                        start=datetime.date(2025, 1, 1)))  # who answers for a zone answers for its cities
    assert ask(app.store.facts, "F55", DAY).value == 100


def test_without_potential_all_cities_count_and_it_is_said(app, region):
    found = ask(app.store.facts, "F55", DAY)
    assert (found.numerator, found.denominator, len(found.notes)) == (0, 1, 1)
    region.client("Con potencial", potential=1_000)
    assert ask(app.store.facts, "F55", DAY).notes == ()
    with pytest.raises(Problem):
        ask(app.store.facts, "F55", DAY, Scope(distributor="x"))


def recruitment(region: Region) -> RecruitmentPlan:
    """Four agents wanted by November, three signed; one more is wanted in December."""
    app = region.app
    plan = put(app, RecruitmentPlan(year=2025, name="Captación", goal="Cuatro agentes", state="preparation"))
    many(app, RecruitmentGoal, [{"plan": plan.id, "month": month, "territory": region.zone.id, "agents": agents,
                                 "line": region.line.id, "sales": 10_00, "spend": 20_00}
                                for month, agents in (("2025-03", 1), ("2025-06", 2), ("2025-11", 1), ("2025-12", 1))])
    for at in range(3):
        who = partner(region, f"Agente {at}", role="agent", recruitment_plan=plan.id)
        for category in ("agency", "recruitment"):  # two contracts, one agent
            put(app, Contract(party=Link("distributor", who.id), category=category, title="Agencia", state="in_force",
                              start=datetime.date(2025, 4, 1), end=datetime.date(2026, 3, 31),
                              territories=(region.city.id,), signed_on=datetime.date(2025, 4, 1 + at)))
        many(app, SalesRecord, [{"on": datetime.date(2025, 10, 1), "month": "2025-10", "precision": "day", "units": 1,
                                 "party": Link("distributor", who.id), "product": region.product.id,
                                 "amount": 100_00, "category": "sale"}])
    many(app, Expense, [{"on": datetime.date(2025, 5, 2), "concept": f"Feria {at}", "amount": 48_000_00,
                         "source": Link("recruitment_plan", plan.id), "state": "reimbursed"} for at in range(2)])
    return plan


def test_the_example_of_recruitment(app, region):
    plan = recruitment(region)
    found = ask(app.store.facts, "F57", YEAR)
    assert (found.value, found.numerator, found.denominator, found.status) == (75, 3, 4, "bad")
    assert (found.more["spend"], found.more["cost"]) == (96_000_00, 32_000_00)
    assert (found.more["sales"], found.more["sales_goal"]) == (300_00, 30_00)
    assert [(each.key, each.numerator) for each in by(app.store.facts, "F57", YEAR, dimension="category")] == [
        (plan.id, 3)]
    for dimension, key in (("territory", region.zone.id), ("line", region.line.id)):
        assert [(each.key, each.numerator, each.denominator)
                for each in by(app.store.facts, "F57", YEAR, dimension=dimension)] == [(key, 3, 4)]
    assert len(rows(app.store.facts, "F57", YEAR).ids) == 3
    assert ask(app.store.facts, "F57", Period.year(2030)).reason


def test_the_example_of_the_funnel(app, region):
    who = [partner(region, f"Candidato {at}", stage="prospect") for at in range(12)]
    changes = [{"distributor": each.id, "stage": stage, "on": datetime.date(2025, 2 + at, 1 + number % 3)}
               for at, (stage, count) in enumerate(zip(WAY, (12, 7, 5, 3), strict=True))
               for number, each in enumerate(who[:count])]
    many(app, StageChange, changes)
    found = steps(app.store, None, TODAY)
    assert [each.entered for each in found] == [12, 7, 5, 3]
    assert [round(float(each.conversion), 1) for each in found[:3]] == [58.3, 71.4, 60.0]
    assert [each.days for each in found] == [28, 31, 30, None]
    assert [each.waiting for each in found] == [5, 2, 2, 0]


ENTRIES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.dictionaries(
    st.sampled_from([*WAY, "ended"]), st.dates(datetime.date(2025, 1, 1), TODAY)), max_size=8)


@settings(max_examples=20)
@given(ENTRIES, st.randoms())
def test_the_funnel_narrows_and_does_not_depend_on_order(entered, random):
    found = funnel(entered, TODAY)
    counts = [each.entered for each in found]
    assert counts == sorted(counts, reverse=True)
    assert all(0 <= each.conversion <= 100 for each in found if each.conversion is not None)
    assert all(each.days is None or each.days >= 0 for each in found)
    shuffled = list(entered.items())
    random.shuffle(shuffled)
    assert funnel(dict(shuffled), TODAY) == found
    assert all(each.conversion in (None, Fraction(0)) or each.entered for each in found)

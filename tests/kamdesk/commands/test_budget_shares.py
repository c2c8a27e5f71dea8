"""A budget line handed down to territories or persons, by what they could buy, bought, or were visited."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.budgeting.bases import weights
from kamdesk.budgeting.sheet import sheet_of
from kamdesk.commands.budget import NewLine, create_budget
from kamdesk.commands.budget_life import close_month
from kamdesk.commands.budget_shares import allocate_budget
from kamdesk.fields import Link
from kamdesk.records.budgets import BudgetLine, BudgetMonth, Commitment
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests.kamdesk.commands.test_budget import in_force
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.figures.build import Region, day, many, put

MONTHS = {"2025-10": 100_00, "2025-11": 100_00, "2025-12": 200_00}


class Purse:
    """A budget with one line, and two zones and a person to share it among."""

    def __init__(self, app: App) -> None:
        self.app, self.region = app, Region(app)
        other = put(app, Territory(name="Bajío", level="zone", parent=self.region.region.id))
        self.zones = [Link("territory", self.region.zone.id), Link("territory", other.id)]
        self.budget = app.run(create_budget, year=2025, lines=[NewLine("Promoción", months=MONTHS)])
        self.line = self.named("Promoción")

    def named(self, name: str) -> str:
        """The id of a line."""
        return self.app.store.find(BudgetLine, name=name)[0].id

    def plans(self, line: str) -> dict[str, int]:
        """What a line plans by month."""
        return {each.month or "": each.plan or 0 for each in self.app.store.find(BudgetMonth, line=line)}


@pytest.fixture
def purse(app: App, me: Person) -> Purse:
    """A line to share."""
    return Purse(app)


def test_equal_shares_follow_the_seasons_of_the_line(app: App, purse: Purse) -> None:
    made = app.run(allocate_budget, line=purse.line, total=800_01, children=purse.zones, basis="equal")
    bajio, jalisco = purse.named("Bajío"), purse.named("Jalisco")
    assert made == {jalisco: 400_00, bajio: 400_01}
    assert purse.plans(purse.line) == {}
    assert [purse.plans(jalisco)[month] for month in MONTHS] == [100_00, 100_00, 200_00]
    sheet = sheet_of(app.store, purse.budget)
    assert sheet.plan(purse.line, ["2025-12"]) == 400_01
    assert app.store.get(BudgetLine, bajio).territory == purse.zones[1].id
    assert app.undo().label == "Asignar Promoción"
    assert purse.plans(purse.line) == MONTHS


def test_shared_again_it_uses_the_same_lines(app: App, purse: Purse) -> None:
    app.run(allocate_budget, line=purse.line, total=800_00, children=purse.zones, basis="equal")
    again = app.run(allocate_budget, line=purse.line, total=100_00, children=purse.zones, basis="equal")
    assert app.store.count(BudgetLine, parent=purse.line) == 2
    assert list(again.values()) == [50_00, 50_00]


def test_closed_months_keep_what_they_have(app: App, purse: Purse) -> None:
    app.run(allocate_budget, line=purse.line, total=800_00, children=purse.zones, basis="equal")
    app.run(close_month, budget=in_force(app, purse.budget), month="2025-10")
    assert "200.00" in refusal(app, allocate_budget, line=purse.line, total=100_00, children=purse.zones, basis="equal")
    app.run(allocate_budget, line=purse.line, total=500_00, children=purse.zones, basis="equal")
    assert [purse.plans(purse.named("Bajío"))[month] for month in MONTHS] == [100_00, 50_00, 100_00]


def test_by_potential_segments_count(app: App, purse: Purse) -> None:
    """Potential 100,000 of an A counts 150,000; 100,000 of a D 30,000."""
    purse.region.client("A", segment="a", potential=100_000_00)
    put(app, dataclasses.replace(purse.region.client("D", segment="d", potential=100_000_00),
                                 territory=purse.zones[1].id, owner=None))
    assert weights(app.store, "potential", purse.zones, before="2025-12") == [150_000_00, 30_000_00]
    made = app.run(allocate_budget, line=purse.line, total=180_00, children=purse.zones, basis="potential")
    assert list(made.values()) == [150_00, 30_00]


def test_by_sales_and_by_visits(app: App, purse: Purse) -> None:
    client = purse.region.client("Hospital")
    purse.region.sale(client, "2025-10-31", 70_00)
    many(app, Visit, [{"party": Link("client", client.id), "owner": purse.region.person.id, "state": "done",
                       "done_on": day(f"2025-10-{at:02d}"), "outcome": "positive"} for at in (7, 8, 9)])
    nodes = [Link("person", purse.region.person.id), purse.zones[1]]
    assert weights(app.store, "sales", nodes, before="2025-11") == [70_00, 0]
    assert weights(app.store, "visits", nodes, before="2025-11") == [3, 0]


def test_what_cannot_be_shared(app: App, purse: Purse) -> None:
    asked = {"line": purse.line, "total": 100_00, "children": purse.zones}
    assert "Elige potencial" in refusal(app, allocate_budget, **asked, basis="luck")
    assert "zonas o personas" in refusal(app, allocate_budget, **{**asked, "children": []}, basis="equal")
    many(app, Commitment, [{"line": purse.line, "month": "2025-11", "amount": 1_00, "state": "open",
                            "source": Link("promotion_plan", "p1")}])
    assert "Reparte otra partida" in refusal(app, allocate_budget, **asked, basis="equal")
    assert purse.plans(purse.line) == MONTHS


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(total=st.integers(0, 10**9))
def test_not_a_cent_is_lost(app: App, purse: Purse, total: int) -> None:
    made = app.run(allocate_budget, line=purse.line, total=total, children=purse.zones, basis="equal")
    assert sum(made.values()) == total
    assert {line: sum(purse.plans(line).values()) for line in made} == made

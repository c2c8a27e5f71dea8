"""F64 to F68 and F74: the worked examples of product/05, their edges, and that parts add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Scope
from kamdesk.figures.resources import judged
from kamdesk.records.clients import Client
from kamdesk.records.expenses import Expense, ExpenseRule
from kamdesk.records.products import Product
from kamdesk.records.sales import SalesRecord
from kamdesk.records.samples import SampleMove
from kamdesk.records.tasks import Task
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put
from tests.kamdesk.figures.test_budgets import Purse
from tests.made import make


@pytest.fixture
def purse(region: Region) -> Purse:
    """A budget in force."""
    return Purse(region)


def _zone(region: Region, name: str) -> Territory:
    return put(region.app, Territory(name=name, level="zone", parent=region.region.id))


def _visits(region: Region, client: Client, count: int) -> None:
    many(region.app, Visit, [{"party": Link("client", client.id), "owner": region.person.id, "state": "done",
                              "purpose": "medical_promotion", "planned_on": day("2025-11-05"),
                              "done_on": day("2025-11-05"), "territory": client.territory, "outcome": "positive"}
                             for _turn in range(count)])


def test_target_against_budget(app: App, region: Region, purse: Purse) -> None:
    region.target({"2025-11": 100_000_00})
    region.sale(region.client("Hospital Ángeles"), "2025-11-10", 81_000_00)
    purse.plan({"2025-11": 2_000_000_00})
    purse.spend("2025-11-05", 1_610_000_00)
    figure = app.ask("F64", NOVEMBER)
    assert figure.value == Fraction(810, 805) * 100
    assert (round(float(figure.value), 1), figure.status) == (100.6, "good")


def test_without_a_budget_nothing_is_compared(app: App, region: Region) -> None:
    region.target({"2025-11": 100_000_00})
    region.sale(region.client("Hospital Ángeles"), "2025-11-10", 81_000_00)
    assert app.ask("F64", NOVEMBER).value is None


def test_resource_balance(app: App, region: Region) -> None:
    here = region.client("Hospital Ángeles", potential=4_000_00)
    other = region.client("Hospital Aranda", potential=6_000_00, territory=_zone(region, "Bajío").id)
    _visits(region, here, 3)
    _visits(region, other, 7)
    found = {each.key: each for each in app.by("F65", NOVEMBER, dimension="market")}
    assert (found[region.zone.id].value, found[region.zone.id].status) == (75, "watch")
    assert app.ask("F65", NOVEMBER, Scope(territory=region.zone.id)).value == 75
    assert app.ask("F65", NOVEMBER).value == 100


def test_without_potential_sales_stand_for_it(app: App, region: Region) -> None:
    here, there = region.client("Uno"), region.client("Dos", territory=_zone(region, "Bajío").id)
    region.sale(here, "2025-06-10", 40_00)
    region.sale(there, "2025-06-11", 60_00)
    region.sale(there, "2025-10-30", 1)
    _visits(region, here, 3)
    _visits(region, there, 7)
    found = {each.key: each for each in app.by("F65", NOVEMBER, dimension="market")}
    assert found[region.zone.id].notes
    assert found[region.zone.id].value is not None
    assert round(found[region.zone.id].value) == 75


@pytest.mark.parametrize(("value", "status"), [(None, None), (80, "good"), (120, "good"), (79, "watch"), (150, "watch"),
                                               (59, "bad"), (151, "bad")])
def test_limits_of_the_balance(value: int | None, status: str | None) -> None:
    assert judged(None if value is None else Fraction(value)) == status


def test_result(app: App, region: Region, purse: Purse) -> None:
    income, cost = purse.line("Ventas", nature="income"), purse.line("Costo", nature="cost")
    purse.plan({"2025-11": 9_000_000_00}, income)
    purse.plan({"2025-11": 5_400_000_00}, cost)
    purse.plan({"2025-11": 1_500_000_00})
    region.sale(region.client("Hospital Ángeles"), "2025-11-10", 8_420_000_00, cost=5_052_000_00)
    purse.spend("2025-11-05", 1_610_000_00)
    figure = app.ask("F66", NOVEMBER)
    assert (figure.value, figure.denominator, figure.status) == (1_758_000_00, 2_100_000_00, "bad")
    assert round(float(figure.more["margin"]), 1) == 20.9


def test_sales_without_cost_take_the_usual_margin(app: App, region: Region) -> None:
    usual = put(app, Product(name="Omeprazol", line=region.line.id, default_margin=Decimal(40)))
    client = region.client("Hospital Ángeles")
    region.sale(client, "2025-11-10", 1_000_00, product=usual.id)
    region.sale(client, "2025-11-11", 500_00)
    figure = app.ask("F66", NOVEMBER)
    assert figure.more["cost"] == 600_00
    assert figure.notes == ("assumed margin",)
    assert [(each.count, each.amount) for each in figure.exclusions] == [(1, 500_00)]


def test_expense_to_sales(app: App, region: Region, purse: Purse) -> None:
    region.sale(region.client("Hospital Ángeles"), "2025-11-10", 92_000_000_00)
    purse.plan({"2025-11": 1})
    purse.spend("2025-11-05", 1_610_000_00)
    figure = app.ask("F67", NOVEMBER)
    assert figure.value is not None
    assert (round(float(figure.value), 2), figure.status) == (1.75, "good")


def test_value_given_to_a_professional(app: App, region: Region, purse: Purse) -> None:
    doctor = region.client("Dra. Rivas", category="physician")
    session = make(app, "training_session")
    for who in (doctor, region.client("Dr. Paz", category="physician")):
        make(app, "training_attendance", session=session.id, attendee=Link("client", who.id), attended=True)
    for on, amount in (("2025-02-03", 1_000_00), ("2025-05-05", 2_000_00), ("2025-11-03", 1_200_00)):
        purse.spend(on, amount, recipient=Link("client", doctor.id))
    purse.spend("2025-11-04", 6_000_00, source=Link("training_session", session.id))
    purse.spend("2024-11-04", 9_000_00, recipient=Link("client", doctor.id))
    app.run(_rule)
    found = {each.key: each for each in app.by("F68", NOVEMBER, dimension="recipient")}
    assert (found[doctor.id].value, found[doctor.id].status) == (7_200_00, "bad")
    assert app.ask("F68", NOVEMBER).value == 10_200_00
    rows = app.rows("F68", NOVEMBER)
    assert rows is not None
    assert len(rows.ids) == 3


def _rule(uow: Any) -> None:
    uow.add(ExpenseRule(name="Tope", test="per_recipient_year", value=Decimal(7_000), message="Pasa del tope"))


def test_support_served(app: App, region: Region) -> None:
    many(app, Task, [{"title": f"Apoyo {at}", "category": "promotion_support", "due": day("2025-11-10"),
                      "assigned_to": region.person.id, "state": "done" if at else "pending",
                      "done_on": day("2025-11-09") if at else None} for at in range(8)])
    figure = app.ask("F74", NOVEMBER)
    assert (figure.value, figure.status) == (Fraction("87.5"), "bad")


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 9_000), st.booleans()), min_size=1,
                        max_size=5))
def test_parts_add_up(app: App, region: Region, purse: Purse, amounts: list[tuple[int, int, bool]]) -> None:
    zones = app.store.find(Territory, level="zone")
    other = zones[1] if len(zones) > 1 else _zone(region, "Bajío")
    clients = app.store.find(Client) or [region.client("Uno", potential=7), region.client(
        "Dos", potential=5, territory=other.id)]
    with app.store.unit("try") as uow:
        uow.add_many(SalesRecord.kind, [{
            "on": day("2025-11-10"), "month": "2025-11", "precision": "day", "product": region.product.id,
            "party": Link("client", clients[at % 2].id), "units": 1, "amount": amount, "cost": cost,
            "category": "sale"} for at, (amount, cost, _spent) in enumerate(amounts)])
        uow.add_many(Expense.kind, [{
            "on": day("2025-11-05"), "line": purse.travel.id, "concept": "Gasto", "amount": cost or 1,
            "person": region.person.id, "state": "to_review"} for _amount, cost, spent in amounts if spent])
        uow.add_many(SampleMove.kind, [{
            "on": day("2025-11-05"), "person": region.person.id, "product": region.product.id, "lot": "L1",
            "category": "handed_over", "quantity": -amount, "party": Link("client", clients[at % 2].id)}
            for at, (amount, _cost, _spent) in enumerate(amounts)])
    whole, parts = app.ask("F66", NOVEMBER), app.by("F66", NOVEMBER, dimension="market")
    balances = app.by("F65", NOVEMBER, dimension="market")
    app.undo()
    for name in ("income", "cost", "expense"):
        assert sum(each.more[name] for each in parts) == whole.more[name]
    shares = [each.more["samples"] * each.more["base"] / 100 for each in balances if each.more.get("base")]
    assert sum(shares) == 100

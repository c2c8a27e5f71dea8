"""Target plans through the base: made, shared out by A1, changed by hand, locked, put in force (product/04 §4.7)."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.cascade.receivers import NewShare
from kamdesk.cascade.sheet import Sheet, sheet_of
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.records import archive, save
from kamdesk.commands.target_shares import set_target, split_target
from kamdesk.commands.targets import activate_target_plan, create_target_plan, lock_target
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.targets import Target, TargetMonth, TargetPlan
from tests.kamdesk.figures.build import Region
from tests.kamdesk.figures.conftest import region

__all__ = ["region"]
NAMES = ("A", "B", "C", "D")
numbers = count(1)


def made(app: App, total: int, *, measure: str = "amount") -> tuple[TargetPlan, str]:
    """A draft of 2025 and its topmost target."""
    plan = app.run(create_target_plan, year=2025, measure=measure, total=total, received_from="Dirección",
                   name=f"Plan {next(numbers)}")
    return plan, app.store.find(Target, plan=plan.id)[0].id


def flat(app: App, top: str, value: int) -> None:
    """Give every month of a target the same value."""
    for each in app.store.find(TargetMonth, target=top):
        app.run(save, record=each.__class__(**{**vars(each), "value": value}))


@pytest.fixture
def clients(region: Region) -> dict[str, Client]:
    """Four clients by name."""
    return {name: region.client(name) for name in NAMES}


def share(client: Client, weight: object = None, **more: Any) -> NewShare:
    """A client among whom a target is shared."""
    return NewShare(Link("client", client.id), weight=None if weight is None else Decimal(str(weight)), **more)


def years(sheet: Sheet, of: str) -> dict[str, int]:
    """The year of each child by name."""
    return {sheet.names[kid]: sheet.total(kid) for kid in sheet.below(of)}


def kid(sheet: Sheet, name: str) -> str:
    """The target of a client."""
    return next(id_ for id_, each in sheet.names.items() if each == name)


def demand_true(sheet: Sheet) -> None:
    """Σ children + unassigned = parent in every month, nothing is below zero, floor ≤ year ≤ cap."""
    for id_, target in sheet.targets.items():
        assert all(value >= 0 for value in sheet.cells[id_].values())
        if sheet.below(id_):
            assert all(sheet.unassigned(id_, month) >= 0 for month in sheet.months)
        if sheet.parent(id_):
            assert (target.floor or 0) <= sheet.total(id_)
            assert target.cap is None or sheet.total(id_) <= target.cap


def test_a_plan_is_made_with_its_months_by_working_days_without_history(app: App, region: Region):
    plan, top = made(app, 1_000_000_00)
    sheet = sheet_of(app.store, plan)
    assert sheet.targets[top].node == Link("territory", region.region.id)
    assert sheet.total(top) == plan.total == 1_000_000_00
    assert sheet.cell(top, "2025-07") > sheet.cell(top, "2025-02") > 0
    app.undo()
    assert app.store.count(TargetPlan) == app.store.count(Target) == app.store.count(TargetMonth) == 0


def test_two_plans_of_a_year_and_measure_have_different_names(app: App, region: Region):
    first, _top = made(app, 100)
    with pytest.raises(Problem, match="otro nombre"):
        app.run(create_target_plan, year=2025, measure="amount", total=5, received_from="Dirección", name=first.name)
    with pytest.raises(Problem):
        made(app, -1)


def test_the_season_of_past_sales_spreads_the_year(app: App, region: Region):
    buyer = region.client("A")
    for month in range(1, 13):
        region.sale(buyer, f"2024-{month:02d}", 300_00 if month == 12 else 100_00)
    plan, top = made(app, 1_400_00)
    sheet = sheet_of(app.store, plan)
    assert (sheet.cell(top, "2025-12"), sheet.cell(top, "2025-01")) == (300_00, 100_00)


def test_the_worked_example_of_two_dimensions(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    flat(app, top, 100)
    explained = app.run(split_target, target=top, basis="manual",
                        children=[share(clients["A"], 5), share(clients["B"], 3), share(clients["C"], 1)])
    sheet = sheet_of(app.store, plan)
    assert years(sheet, top) == {"A": 667, "B": 400, "C": 133}
    assert [sheet.cell(kid(sheet, "A"), month) for month in sheet.months] == [56, 55, 56, 56, 55, 56, 55, 56, 55, 56,
                                                                              55, 56]
    assert [month for month in sheet.months if sheet.cell(kid(sheet, "C"), month) == 12] == ["2025-07"]
    assert explained[kid(sheet, "A")].startswith("Manual · 55.6")


def test_three_equal_parts_of_a_million(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1_000_000_00)
    app.run(split_target, target=top, children=[share(clients[name]) for name in "ABC"], basis="equal")
    assert sorted(years(sheet_of(app.store, plan), top).values()) == [333_333_33, 333_333_33, 333_333_34]


def test_last_years_sales_and_potential_are_bases(app: App, region: Region):
    seller = region.client("A", potential=100_00)
    other = region.client("B", potential=300_00)
    region.sale(seller, "2024-06", 900_00)
    region.sale(other, "2024-06", 100_00)
    plan, top = made(app, 1_000)
    app.run(split_target, target=top, children=[share(seller), share(other)], basis="last_year")
    assert years(sheet_of(app.store, plan), top) == {"A": 900, "B": 100}
    app.run(split_target, target=top, children=[], basis="potential")
    assert years(sheet_of(app.store, plan), top) == {"A": 250, "B": 750}


def test_what_a_cap_refuses_stays_unassigned_and_an_archived_share_gives_back(app: App, clients: dict[str, Client]):
    plan, top = made(app, 100, measure="units")
    app.run(split_target, target=top, basis="equal",
            children=[share(clients["A"], cap=30), share(clients["B"], cap=20)])
    sheet = sheet_of(app.store, plan)
    assert sum(sheet.unassigned(top, month) for month in sheet.months) == 50
    demand_true(sheet)
    app.run(archive, records=[sheet.targets[kid(sheet, "B")]])
    sheet = sheet_of(app.store, plan)
    assert sum(sheet.unassigned(top, month) for month in sheet.months) == 70


def test_only_the_months_asked_for_are_shared_again(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    both = [share(clients["A"], 1), share(clients["B"], 1)]
    app.run(split_target, target=top, children=both, basis="equal")
    before = sheet_of(app.store, plan)
    app.run(split_target, target=top, children=[share(clients["A"], 3)], basis="manual", months=["2025-12"])
    after = sheet_of(app.store, plan)
    first = kid(after, "A")
    assert [month for month in after.months if after.cell(first, month) != before.cell(first, month)] == ["2025-12"]
    demand_true(after)


def test_a_split_that_cannot_be_changes_nothing(app: App, clients: dict[str, Client]):
    plan, top = made(app, 100, measure="units")
    with pytest.raises(Problem, match="mínimos superan"):
        app.run(split_target, target=top, basis="equal", children=[share(clients["A"], floor=101)])
    with pytest.raises(Problem):
        app.run(split_target, target=top, basis="equal", children=[share(clients["A"], floor=9, cap=8)])
    with pytest.raises(Problem):
        app.run(split_target, target=top, basis="equal", children=[share(clients["A"]), share(clients["A"])])
    with pytest.raises(Problem):
        app.run(split_target, target=top, basis="equal", children=[])
    assert app.store.count(Target, plan=plan.id) == 1


def test_one_client_hangs_on_one_target_of_a_plan(app: App, region: Region, clients: dict[str, Client]):
    _plan, top = made(app, 100)
    app.run(split_target, target=top, basis="equal", children=[NewShare(Link("territory", region.zone.id)),
                                                              share(clients["A"])])
    zone = app.store.find(Target, parent=top, node=Link("territory", region.zone.id))[0]
    with pytest.raises(Problem, match="A "):
        app.run(split_target, target=zone.id, basis="equal", children=[share(clients["A"])])


def test_a_changed_month_takes_from_siblings_unassigned_or_the_parent(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    flat(app, top, 100)
    app.run(split_target, target=top, basis="manual",
            children=[share(clients["A"], 2), share(clients["B"], 1), share(clients["C"], 1, cap=240)])
    sheet = sheet_of(app.store, plan)
    first = kid(sheet, "A")
    left = sheet.unassigned(top, "2025-03")
    app.run(set_target, target=first, month="2025-03", value=sheet.cell(first, "2025-03") - 3, difference="unassigned")
    sheet = sheet_of(app.store, plan)
    assert sheet.unassigned(top, "2025-03") == left + 3
    with pytest.raises(Problem, match="sin asignar"):
        app.run(set_target, target=first, month="2025-03", value=100, difference="unassigned")
    app.run(set_target, target=first, month="2025-03", value=60, difference="parent")
    after = sheet_of(app.store, plan)
    assert after.cell(top, "2025-03") == sheet.cell(top, "2025-03") + 60 - sheet.cell(first, "2025-03")
    app.run(set_target, target=first, month="2025-04", value=70)
    after = sheet_of(app.store, plan)
    assert (after.cell(first, "2025-04"), after.cell(top, "2025-04")) == (70, 100)
    demand_true(after)


def test_a_changed_year_moves_its_months_and_those_of_its_siblings(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    app.run(split_target, target=top, basis="equal", children=[share(clients[name]) for name in NAMES])
    first = kid(sheet_of(app.store, plan), "A")
    app.run(set_target, target=first, value=600)
    sheet = sheet_of(app.store, plan)
    assert years(sheet, top) == {"A": 600, "B": 200, "C": 200, "D": 200}
    demand_true(sheet)
    app.undo()
    assert years(sheet_of(app.store, plan), top) == dict.fromkeys(NAMES, 300)


def test_what_hangs_on_a_changed_target_follows(app: App, region: Region, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    zone = Link("territory", region.zone.id)
    app.run(split_target, target=top, basis="equal", children=[NewShare(zone), share(clients["D"])])
    middle = app.store.find(Target, plan=plan.id, node=zone)[0].id
    app.run(split_target, target=middle, basis="manual", children=[share(clients["A"], 3), share(clients["B"], 1)])
    app.run(set_target, target=middle, value=800)
    sheet = sheet_of(app.store, plan)
    assert years(sheet, middle) == {"A": 600, "B": 200}
    assert all(sheet.unassigned(middle, month) == 0 for month in sheet.months)


def test_the_locked_stays_and_says_so(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    app.run(split_target, target=top, basis="equal", children=[share(clients[name]) for name in "ABC"])
    sheet = sheet_of(app.store, plan)
    first, second = kid(sheet, "A"), kid(sheet, "B")
    assert app.run(lock_target, targets=[first], on=True) == 1
    assert app.run(lock_target, targets=[second], on=True, months=["2025-01"]) == 1
    app.run(split_target, target=top, basis="manual", children=[share(clients["C"], 1)])
    after = sheet_of(app.store, plan)
    assert after.cells[first] == sheet.cells[first]
    assert after.cell(second, "2025-01") == sheet.cell(second, "2025-01")
    with pytest.raises(Problem, match="bloquead"):
        app.run(set_target, target=first, month="2025-05", value=1)
    app.run(lock_target, targets=[first], on=False)
    app.run(set_target, target=first, month="2025-05", value=1)


def test_wrong_values_are_told(app: App, clients: dict[str, Client]):
    plan, top = made(app, 120, measure="units")
    app.run(split_target, target=top, basis="equal", children=[share(clients["A"], floor=40, cap=80),
                                                              share(clients["B"])])
    first = kid(sheet_of(app.store, plan), "A")
    for wrong in ({"value": -1}, {"value": 39}, {"value": 81}, {"value": 50, "difference": "x"},
                  {"value": 5, "month": "2024-01"}):
        with pytest.raises(Problem):
            app.run(set_target, target=first, **wrong)
    with pytest.raises(Problem):
        app.run(set_target, target=top, value=130, difference="parent")
    with pytest.raises(Problem):
        app.run(set_target, target=top, value=130)
    with pytest.raises(Problem):
        app.run(split_target, target=top, children=[], basis="luck")


def test_a_plan_goes_in_force_approved_or_with_a_reason_and_closes_the_one_before(app: App, clients: dict[str, Client]):
    first, top = made(app, 1200)
    with pytest.raises(Problem, match="motivo"):
        app.run(activate_target_plan, plan=first)
    first = app.run(activate_target_plan, plan=first, reason="La aprobó por teléfono")
    assert "La aprobó por teléfono" in first.note
    second, _top = made(app, 1300)
    app.run(submit, document=second)
    app.run(mark_decision, document=second, action="approve", actor="Raúl Ortega", how="Correo")
    second = app.run(activate_target_plan, plan=second)
    assert app.store.get(TargetPlan, first.id).state == "closed"
    with pytest.raises(Problem, match="borrador"):
        app.run(activate_target_plan, plan=second)
    with pytest.raises(Problem, match="cerrado"):
        app.run(split_target, target=top, children=[share(clients["A"])], basis="equal", reason="x")


def test_in_force_every_change_gives_its_reason_and_nothing_goes_up(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    app.run(split_target, target=top, basis="equal", children=[share(clients["A"]), share(clients["B"])])
    app.run(activate_target_plan, plan=plan, reason="Dirección")
    first = kid(sheet_of(app.store, plan), "A")
    with pytest.raises(Problem, match="motivo"):
        app.run(set_target, target=first, month="2025-01", value=10)
    with pytest.raises(Problem, match="borrador"):
        app.run(set_target, target=first, month="2025-01", value=10, difference="parent", reason="Cambio")
    app.run(set_target, target=first, month="2025-01", value=10, reason="Cambio de zona")
    assert {each.reason for each in app.store.find(Target, parent=top)} == {"Cambio de zona"}


def test_more_than_the_total_is_not_put_in_force(app: App, clients: dict[str, Client]):
    plan, top = made(app, 1200, measure="units")
    app.run(split_target, target=top, basis="equal", children=[share(clients["A"])])
    first = kid(sheet_of(app.store, plan), "A")
    app.run(set_target, target=first, month="2025-01", value=500, difference="parent")
    with pytest.raises(Problem, match="superan"):
        app.run(activate_target_plan, plan=plan, reason="x")


MOVE = st.tuples(st.integers(0, 3), st.integers(0, 11), st.integers(0, 60),
                 st.sampled_from(("siblings", "unassigned", "parent")))
CHILD = st.tuples(st.integers(0, 9), st.integers(0, 30), st.integers(30, 400) | st.none())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), total=st.integers(200, 2_000), limits=st.lists(CHILD, min_size=4, max_size=4))
def test_what_is_always_true_of_a_cascade(app: App, clients: dict[str, Client], data: st.DataObject, total: int,
                                          limits: list[Any]):
    """A1: rows and columns exact, limits held, splitting twice or shuffled changes nothing, the locked stays."""
    children = [share(clients[name], weight, floor=floor, cap=cap)
                for name, (weight, floor, cap) in zip(NAMES, limits, strict=True)]
    plan, top = made(app, total, measure="units")
    app.run(split_target, target=top, basis="manual", children=children)
    sheet = sheet_of(app.store, plan)
    demand_true(sheet)
    app.run(split_target, target=top, basis="manual", children=[])
    assert sheet_of(app.store, plan).cells == sheet.cells
    other, its_top = made(app, total, measure="units")
    app.run(split_target, target=its_top, basis="manual", children=data.draw(st.permutations(children)))
    shuffled = sheet_of(app.store, other)
    assert {shuffled.names[id_]: cells for id_, cells in shuffled.cells.items()} == {
        sheet.names[id_]: cells for id_, cells in sheet.cells.items()}
    fixed = kid(sheet, "D")
    app.run(lock_target, targets=[fixed], on=True)
    for at, month, value, to in data.draw(st.lists(MOVE, max_size=3)):
        target = kid(sheet, NAMES[at])
        try:
            app.run(set_target, target=target, month=sheet.months[month], value=value, difference=to)
        except Problem:
            continue
        sheet = sheet_of(app.store, plan)
        demand_true(sheet)
        assert sheet.cell(target, sheet.months[month]) == value
    assert sheet.cells[fixed] == shuffled.cells[kid(shuffled, "D")]

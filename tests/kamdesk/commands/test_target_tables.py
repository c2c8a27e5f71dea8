"""Targets given by a table, many at once, and a share seen before it is written: exact at every level, one undo."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.cascade.proposal import Given, propose, propose_given
from kamdesk.cascade.receivers import NewShare, receivers
from kamdesk.cascade.sheet import Sheet, sheet_of
from kamdesk.commands.target_shares import give_targets, set_targets, split_target
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.targets import Target, TargetPlan
from tests.kamdesk.commands.test_targets import clients, demand_true, kid, made, share, years
from tests.kamdesk.figures.build import Region
from tests.kamdesk.figures.conftest import region

__all__ = ["clients", "region"]


def test_who_may_receive_follows_the_tree(app: App, clients: dict[str, Client], region: Region) -> None:
    plan, top = made(app, 1_000)
    found = receivers(app.store, app.store.get(Target, top))
    assert {group: len(shares) for group, shares in found.items()} == {
        "territory": 1, "person": 1, "client": 4, "line": 1}
    app.run(split_target, target=top, children=found["line"], basis="equal")
    sheet = sheet_of(app.store, plan)
    assert years(sheet, top) == {"Occidente · Cardiovascular": 1_000}
    assert set(receivers(app.store, sheet.targets[sheet.below(top)[0]])) == {"territory", "person", "client"}


def test_a_share_is_seen_before_it_is_written(app: App, clients: dict[str, Client]) -> None:
    plan, top = made(app, 1_000, measure="units")
    shares = [share(clients["A"], 5), share(clients["B"], 3, cap=300), share(clients["C"], 1, floor=200)]
    seen = propose(app.store, app.store.get(Target, top), shares, basis="manual")
    assert app.store.count(Target, plan=plan.id) == 1
    app.run(split_target, target=top, children=shares, basis="manual")
    assert {line.name: line.value for line in seen.lines} == years(sheet_of(app.store, plan), top)
    again = propose(app.store, app.store.get(Target, top), [share(clients["D"], 9, cap=100)], basis="manual")
    assert {line.name: line.before for line in again.lines}["D"] == 0
    assert sum(line.value for line in again.lines) + again.left == again.total == 1_000
    assert all(line.why for line in again.lines)


def test_a_table_of_months_and_years_is_given_to_the_cent(app: App, clients: dict[str, Client]) -> None:
    plan, top = made(app, 1_200_00)
    first = sheet_of(app.store, plan)
    own = {month: first.cell(top, month) // 3 for month in first.months}
    table = [Given(share(clients["A"]), own), Given(share(clients["B"]), year=333_33)]
    seen = propose_given(app.store, app.store.get(Target, top), table)
    assert seen.left_before == seen.total == 1_200_00
    app.run(give_targets, target=top, given=table)
    sheet = sheet_of(app.store, plan)
    assert sheet.cells[kid(sheet, "A")] == own
    assert sheet.total(kid(sheet, "B")) == 333_33
    demand_true(sheet)
    assert {line.name: line.value for line in seen.lines} == years(sheet, top)
    left = 1_200_00 - sum(own.values()) - 333_33
    assert seen.left == left == sum(sheet.unassigned(top, month) for month in sheet.months)
    with pytest.raises(Problem, match="supera lo que hay por repartir"):
        app.run(give_targets, target=top, given=[Given(share(clients["C"]), {"2025-03": 900_00})])
    with pytest.raises(Problem, match="supera lo que hay por repartir"):
        app.run(give_targets, target=top, given=[Given(share(clients["C"]), year=900_00)])
    app.undo()
    assert app.store.count(Target, plan=plan.id) == 1


def test_a_block_is_one_step_and_all_or_nothing(app: App, clients: dict[str, Client]) -> None:
    plan, top = made(app, 1_200, measure="units")
    app.run(split_target, target=top, children=[share(clients[name]) for name in "ABC"], basis="equal")
    before = sheet_of(app.store, plan)
    ids = [kid(before, name) for name in "AB"]
    with pytest.raises(Problem):
        app.run(set_targets, cells={(ids[0], "2025-01"): 1, (ids[1], "2025-02"): 5_000})
    assert sheet_of(app.store, plan).cells == before.cells
    app.run(set_targets, cells={(ids[0], "2025-01"): 1, (ids[1], "2025-02"): 2, (ids[1], None): 350})
    sheet = sheet_of(app.store, plan)
    assert (sheet.cell(ids[0], "2025-01"), sheet.total(ids[1])) == (1, 350)
    demand_true(sheet)
    app.undo()
    assert sheet_of(app.store, plan).cells == before.cells


def everything(app: App, plan: TargetPlan) -> Sheet:
    """The sheet, true at every level."""
    sheet = sheet_of(app.store, plan)
    demand_true(sheet)
    return sheet


STEP = st.tuples(st.integers(0, 9), st.integers(0, 11) | st.none(), st.integers(0, 90),
                 st.sampled_from(("siblings", "unassigned", "parent")))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.tuples(st.integers(100, 3_000), st.integers(0, 60)), steps=st.lists(STEP, min_size=1, max_size=3))
def test_every_level_adds_up_in_every_month(app: App, clients: dict[str, Client], region: Region,
                                            asked: tuple[int, int], steps: list[tuple[int, Any, int, str]]) -> None:
    """Region, zone, person, clients: whatever is shared, given or typed, each level is the sum of the one below."""
    total, given_year = asked
    plan, top = made(app, total, measure="units")
    zone, person = Link("territory", region.zone.id), Link("person", region.person.id)
    app.run(split_target, target=top, children=[NewShare(zone), share(clients["D"])], basis="equal")
    app.run(split_target, target=kid(everything(app, plan), "Jalisco"), children=[NewShare(person)], basis="equal")
    app.run(split_target, target=kid(everything(app, plan), "Iván Soto"), basis="manual",
            children=[share(clients[name], weight) for name, weight in zip("ABC", (5, 3, 1), strict=True)])
    sheet = everything(app, plan)
    for at, month, value, to in steps:
        chosen = sorted(sheet.targets)[at % len(sheet.targets)]
        try:
            app.run(set_targets, cells={(chosen, None if month is None else sheet.months[month]): value},
                    difference=to)
        except Problem:
            continue
        sheet = everything(app, plan)
    try:
        app.run(give_targets, target=kid(sheet, "Iván Soto"), given=[Given(share(clients["A"]), year=given_year)])
    except Problem:
        return
    assert everything(app, plan).total(kid(sheet, "A")) == given_year

"""F97 and F99: tasks in time, how long emergencies take (product/05)."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.tasks import Incident, Task
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import NOVEMBER, day, many, put

AT = datetime.datetime(2025, 11, 10, 8, tzinfo=datetime.UTC)
PAST = ("2025-11-03", "2025-11-10", "2025-11-20")


def row(at: int, **given: object) -> dict[str, object]:
    """A task as an import writes it."""
    due = day("2025-11-10")
    return {"title": f"T{at}", "category": "task", "due": due, "first_due": due, "state": "done", "done_on": due,
            "asked_on": due, "priority": "normal", "repeat": "no", **given}


def test_seventeen_of_twenty_tasks_in_time(app: App) -> None:
    """The worked example: 17 ÷ 20 = 85.0 %; one postponed is late by its first day, cancelled ones are listed."""
    late = [{"done_on": day("2025-11-11")}, {"due": day("2025-11-30"), "done_on": day("2025-11-12")},
            {"state": "pending", "done_on": None, "category": "order"}]
    many(app, Task, [*(row(at) for at in range(17)), *(row(20 + at, **each) for at, each in enumerate(late)),
                     row(30, state="cancelled", done_on=None), row(31, due=day("2025-12-10"),
                                                                  first_due=day("2025-12-10"))])
    figure = app.ask("F97", NOVEMBER)
    assert (figure.value, figure.numerator, figure.denominator) == (Fraction(85), 17, 20)
    assert [(each.reason, each.count) for each in figure.exclusions] == [("cancelled", 1)]
    assert figure.status == "bad"
    assert figure.more["orders"] == 0
    found = app.rows("F97", NOVEMBER)
    assert found is not None
    assert len(found.ids) == 21


def test_a_person_with_her_team_or_alone(app: App) -> None:
    boss = put(app, Person(name="Laura", position="regional_manager"))
    person = put(app, Person(name="Iván", position="representative", manager=boss.id))
    many(app, Task, [row(1, assigned_to=boss.id), row(2, assigned_to=person.id, state="pending", done_on=None)])
    assert app.ask("F97", NOVEMBER, Scope(person=boss.id)).value == 50
    assert app.ask("F97", NOVEMBER, Scope(person=boss.id, alone=True)).value == 100
    parts = app.by("F97", NOVEMBER, dimension="person")
    assert {each.key: each.value for each in parts} == {boss.id: 100, person.id: 0}


def test_what_tasks_are_not_kept_by(app: App) -> None:
    assert app.ask("F97", NOVEMBER, Scope(territory="x")).value is None
    with pytest.raises(Problem):
        app.by("F97", NOVEMBER, dimension="channel")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PAST), st.sampled_from(("done", "pending", "cancelled")),
                          st.sampled_from(("task", "order"))), max_size=12), st.randoms())
def test_parts_add_up_in_any_order(app: App, tasks: list[tuple[str, str, str]], random: object) -> None:
    before = {code: app.ask(code, NOVEMBER).denominator or 0 for code in ("F97",)}
    rows = [row(at, due=day(due), first_due=day(due), state=state, category=category,
                done_on=day(due) if state == "done" else None) for at, (due, state, category) in enumerate(tasks)]
    random.shuffle(rows)  # type: ignore[attr-defined]
    many(app, Task, rows)
    whole, parts = app.ask("F97", NOVEMBER), app.by("F97", NOVEMBER, dimension="category")
    kept = sum(state != "cancelled" for _due, state, _category in tasks)
    assert (whole.denominator or 0) - before["F97"] == kept
    assert sum(each.denominator or 0 for each in parts) == whole.denominator
    assert sum(each.numerator or 0 for each in parts) == whole.numerator


def test_the_median_of_emergencies(app: App) -> None:
    """The worked example: 6 h; the open one is counted apart."""
    for hours, severity in ((2, "high"), (6, "critical"), (30, "high")):
        put(app, Incident(title=f"E{hours}", category="stockout", severity=severity, opened_at=AT, state="contained",
                          contained_at=AT + datetime.timedelta(hours=hours)))
    put(app, Incident(title="Abierta", category="stockout", opened_at=AT))
    figure = app.ask("F99", NOVEMBER)
    assert (figure.value, figure.status, figure.more["open"]) == (6, "good", 1)
    put(app, Incident(title="Larga", category="stockout", severity="critical", opened_at=AT, state="contained",
                      contained_at=AT + datetime.timedelta(hours=25)))
    assert app.ask("F99", NOVEMBER).status == "bad"
    assert app.ask("F99", Period.month("2025-10")).value is None

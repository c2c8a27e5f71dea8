"""A budget in force planned anew from a month on."""

from __future__ import annotations

import pytest

from kamdesk.app import App
from kamdesk.budgeting.sheet import TOTAL, sheet_of
from kamdesk.commands.budget import create_budget, set_plan
from kamdesk.commands.budget_life import close_month, transfer_budget
from kamdesk.commands.revisions import revise_budget
from kamdesk.figures.model import Period
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.team import Person
from tests.kamdesk.commands.test_budget import LINES, in_force, line
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.figures.build import day

YEAR = Period.year(2025)


@pytest.fixture
def budget(app: App, me: Person) -> Budget:
    """A budget of 2025 with three lines."""
    return app.run(create_budget, year=2025, lines=LINES)


@pytest.fixture
def running(app: App, budget: Budget) -> Budget:
    """The budget in force, October closed."""
    return app.run(close_month, budget=in_force(app, budget), month="2025-10")


def test_a_revision_plans_the_months_left(app: App, running: Budget) -> None:
    app.run(transfer_budget, source=line(app, "Viáticos"), target=line(app, "Congresos"), amount=1_000_00,
            reason="Feria", on=day("2025-11-10"))
    whole = app.ask("F60", YEAR).more["plan"]
    made = app.run(revise_budget, budget=running, from_month="2025-11", reason="Cambió la meta")
    assert (made.state, made.revision, made.revises, made.closed_through) == ("draft", 1, running.id, "2025-10")
    assert made.note == "Desde noviembre 2025: Cambió la meta"
    sheet = sheet_of(app.store, made)
    assert sheet.plan(TOTAL, ["2025-10"]) is None
    assert sheet.plan(TOTAL, ["2025-11"]) == 77_400_00
    names = {each.name: each.id for each in sheet.lines}
    assert sheet.plan(names["Congresos"], ["2025-11"]) == 39_400_00
    assert app.ask("F60", YEAR).more["plan"] == whole  # nothing changes until it is in force


def test_in_force_it_replaces_those_months(app: App, running: Budget) -> None:
    whole = app.ask("F60", YEAR).more["plan"]
    made = app.run(revise_budget, budget=running, from_month="2025-12", reason="Recorte")
    cut = app.store.find(BudgetLine, budget=made.id, name="Muestras")[0]
    app.run(set_plan, cells={(cut.id, "2025-12"): 2_000_00})
    in_force(app, made)
    assert app.ask("F60", YEAR).more["plan"] == whole - 20_000_00


def test_when_it_cannot_be_revised(app: App, budget: Budget) -> None:
    given = {"from_month": "2025-11", "reason": "Recorte"}
    assert "en vigor" in refusal(app, revise_budget, budget=budget, **given)
    running = app.run(close_month, budget=in_force(app, budget), month="2025-10")
    assert "mes abierto" in refusal(app, revise_budget, budget=running, from_month="2025-10", reason="Recorte")
    assert "mes abierto" in refusal(app, revise_budget, budget=running, from_month="2026-01", reason="Recorte")
    assert "motivo" in refusal(app, revise_budget, budget=running, from_month="2025-11", reason=" ")
    app.run(revise_budget, budget=running, **given)
    assert "ya tiene la revisión 1" in refusal(app, revise_budget, budget=running, **given)
    assert app.undo().label == "Revisar Presupuesto 2025"
    assert app.store.count(Budget) == 1

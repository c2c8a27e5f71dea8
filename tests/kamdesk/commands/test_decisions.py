"""Deciding oneself: who may, up to how much, and what an approved plan reserves."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from kamdesk.app import App
from kamdesk.commands.approvals import approval_of, decide, mark_decision, submit, withdraw
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine, Commitment
from kamdesk.records.campaigns import CommunicationPlan
from kamdesk.records.team import Authority, Person


@pytest.fixture
def line(app: App, me: Person) -> BudgetLine:
    """A line of a budget."""
    budget = app.run(save, record=Budget(year=2025, name="2025"))
    return app.run(save, record=BudgetLine(budget=budget.id, name="Campañas", on_exceed_month="ignore"))


@pytest.fixture
def plan(app: App, line: BudgetLine) -> CommunicationPlan:
    """A plan of 100.00 over November, December and January."""
    return app.run(save, record=CommunicationPlan(
        name="Cardio", start=datetime.date(2025, 11, 24), end=datetime.date(2026, 1, 10), objective="Recordar",
        channels=("email",), cost=100_00, budget_line=line.id))


def may(app: App, person: Person, **more: Any) -> Person:
    """The person, able to approve promotions."""
    return app.run(save, record=dataclasses.replace(person, can_approve=("promotion",), **more))


def reserved(app: App) -> dict[str, tuple[int | None, str | None]]:
    """Amount and state of the commitments by month."""
    return {each.month or "": (each.amount, each.state) for each in app.store.find(Commitment)}


def test_approving_reserves(app: App, me: Person, plan: CommunicationPlan) -> None:
    """My own request, nobody above me: self-approved, and the cost is committed cent by cent over its months."""
    may(app, me)
    app.run(submit, document=plan)
    event = app.run(decide, document=plan, action="approve")
    assert (event.origin, event.actor) == ("self_approved", me.name)
    assert approval_of(app.store, plan) == "approved"
    assert reserved(app) == {"2025-11": (33_34, "open"), "2025-12": (33_33, "open"), "2026-01": (33_33, "open")}
    assert app.undo().label == "Aprobar Cardio"
    assert reserved(app) == {}


def test_rejecting_later_frees(app: App, me: Person, plan: CommunicationPlan) -> None:
    """A refusal noted after the approval releases what was reserved; approving again takes it back."""
    may(app, me)
    app.run(submit, document=plan)
    app.run(decide, document=plan, action="approve")
    app.run(mark_decision, document=plan, action="reject", actor="Casa matriz", how="Por correo")
    assert {state for _amount, state in reserved(app).values()} == {"released"}
    app.run(submit, document=plan)
    app.run(decide, document=plan, action="approve")
    assert {state for _amount, state in reserved(app).values()} == {"open"}


def test_withdrawing_frees(app: App, me: Person, plan: CommunicationPlan) -> None:
    """So does taking the request back after it was sent again."""
    may(app, me)
    app.run(submit, document=plan)
    app.run(decide, document=plan, action="approve")
    app.run(submit, document=plan)
    app.run(withdraw, document=plan)
    assert {state for _amount, state in reserved(app).values()} == {"released"}


def test_needs_the_right(app: App, me: Person, plan: CommunicationPlan) -> None:
    """Who cannot approve promotions is told to send it."""
    app.run(submit, document=plan)
    with pytest.raises(Problem, match="Envíalo a aprobación"):
        app.run(decide, document=plan, action="approve")


def test_up_to_the_authority(app: App, me: Person, plan: CommunicationPlan) -> None:
    """«Supera tu facultad ({x}). Envíalo a aprobación.»; an authority that ended limits nothing."""
    may(app, me)
    granted = app.run(save, record=Authority(person=me.id, matter="promotion", limit=99_99))
    app.run(submit, document=plan)
    with pytest.raises(Problem, match=r"Supera tu facultad \(.*99\.99.*\)\. Envíalo a aprobación\."):
        app.run(decide, document=plan, action="approve")
    assert reserved(app) == {}
    ended = Authority(id=granted.id, person=me.id, matter="promotion", limit=99_99, until=datetime.date(2025, 11, 23))
    app.run(save, record=ended)
    assert app.run(decide, document=plan, action="approve").action == "approve"


def test_my_manager_decides_about_mine(app: App, me: Person, plan: CommunicationPlan) -> None:
    """With somebody above me I cannot answer my own request, but that of somebody else I can, by hand."""
    boss = app.run(save, record=Person(name="Rosa Gil", position="sales_manager", can_approve=("all",)))
    may(app, me, manager=boss.id)
    app.run(submit, document=plan)
    with pytest.raises(Problem, match="jefe"):
        app.run(decide, document=plan, action="approve")
    app.run(change_setting, name="me", value=boss.id)
    event = app.run(decide, document=plan, action="approve")
    assert (event.origin, event.comment) == ("by_hand", "Decidido por Rosa Gil")


def test_no_without_why(app: App, me: Person, plan: CommunicationPlan) -> None:
    """Sending back and refusing need a comment; nothing is decided that was not sent."""
    may(app, me)
    with pytest.raises(Problem):
        app.run(decide, document=plan, action="approve")
    app.run(submit, document=plan)
    for action in ("send_back", "reject"):
        with pytest.raises(Problem) as caught:
            app.run(decide, document=plan, action=action, comment=" ")
        assert caught.value.field == "comment"
    assert app.run(decide, document=plan, action="send_back", comment="Falta el canal").comment == "Falta el canal"
    assert approval_of(app.store, plan) == "returned"

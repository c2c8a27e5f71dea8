"""Expenses: drafts, rules that warn or stop, review, sending back and again, claims."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from kamdesk.app import App
from kamdesk.budgeting.spending import simulate
from kamdesk.commands.approvals import mark_decision
from kamdesk.commands.budget import NewLine, create_budget
from kamdesk.commands.expenses import (
    open_claim,
    prereview_expense,
    record_expense,
    reimburse_claim,
    resubmit_expense,
    save_expense_draft,
    set_rule,
)
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine, Commitment
from kamdesk.records.expenses import Expense, ExpenseClaim, ExpenseRule
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from tests.kamdesk.commands.test_budget import in_force

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def meals(app: App, me: Person) -> str:
    """A line in force with 1,000 for November and 12,000 for the year."""
    months = dict.fromkeys([f"2025-{month:02d}" for month in range(1, 13)], 1_000_00)
    budget = app.run(create_budget, year=2025, lines=[NewLine("Comidas", "Relación médica", months=months)])
    in_force(app, budget)
    return app.store.find(BudgetLine, name="Comidas")[0].id


def rule(app: App, test: str, value: int | None, *, action: str = "warn", **more: Any) -> None:
    """A rule of the team."""
    app.run(set_rule, rule=ExpenseRule(name=test, test=test, value=None if value is None else Decimal(value),
                                       action=action, message=f"supera {test}", **more))


def messages(app: App, expense: Expense) -> list[str]:
    """What the simulation says."""
    return [hit.message for hit in simulate(app.store, expense).hits]


def test_an_expense_counts_as_soon_as_it_is_presented(app: App, meals: str, me: Person):
    draft = app.run(save_expense_draft, line=meals, concept="Comida", amount=300_00)
    before = simulate(app.store, Expense(line=meals, on=TODAY, amount=0)).effect
    assert before is not None
    assert (before.month_before, before.year_before) == (1_000_00, 12_000_00)
    done = app.run(record_expense, draft=draft, line=meals, concept="Comida", amount=300_00)
    assert (done.id, done.state, done.person) == (draft.id, "to_review", me.id)
    after = simulate(app.store, Expense(line=meals, on=TODAY, amount=100_00)).effect
    assert after is not None
    assert (after.month_before, after.month_after) == (700_00, 600_00)
    app.undo()
    assert app.store.get(Expense, draft.id).state == "draft"


def test_a_month_with_too_little_left_warns_or_stops_by_its_line(app: App, meals: str):
    typed = Expense(line=meals, on=TODAY, amount=1_000_01, receipt="x")
    assert messages(app, typed) == ["Quedan $1,000.00 en Comidas para noviembre 2025."]
    line = app.store.get(BudgetLine, meals)
    app.run(save, record=_with(line, on_exceed_month="block"))
    with pytest.raises(Problem, match="Quedan"):
        app.run(record_expense, line=meals, concept="Cena", amount=1_000_01)
    app.run(save_expense_draft, line=meals, concept="Cena", amount=1_000_01)  # drafts are never stopped


def test_rules_speak_in_their_own_words(app: App, meals: str):
    rule(app, "per_attendee", 80)
    rule(app, "forbidden_concept", None, action="block", words="alcohol, propina")
    typed = Expense(line=meals, on=TODAY, amount=200_00, attendees=2, concept="Comida y propina")
    assert messages(app, typed) == ["supera forbidden_concept", "supera per_attendee", "Sin comprobante desde $200."]
    with pytest.raises(Problem, match="supera forbidden_concept"):
        app.run(record_expense, line=meals, concept="Propina", amount=10_00)


def test_a_rule_of_a_group_watches_its_lines(app: App, meals: str):
    group = app.store.find(BudgetLine, name="Relación médica")[0].id
    rule(app, "per_day", 100, line=group)
    app.run(record_expense, line=meals, concept="Desayuno", amount=60_00)
    assert messages(app, Expense(line=meals, on=TODAY, amount=41_00, person=app.store.me)) == ["supera per_day"]


def test_an_approved_plan_lifts_a_stop(app: App, meals: str, me: Person):
    rule(app, "per_expense", 100, action="block")
    task = app.run(save, record=Task(title="Simposio", category="follow_up", due=TODAY))
    source = Link("task", task.id)
    with pytest.raises(Problem, match="supera per_expense"):
        app.run(record_expense, line=meals, concept="Simposio", amount=500_00, source=source)
    app.run(save, record=Commitment(line=meals, month="2025-11", amount=500_00, source=source))
    done = app.run(record_expense, line=meals, concept="Simposio", amount=500_00, source=source)
    assert done.state == "to_review"
    assert app.store.warnings
    with pytest.raises(Problem, match="supera per_expense"):
        app.run(record_expense, line=meals, concept="Más", amount=500_00, source=source)


def test_an_old_or_future_expense(app: App, meals: str):
    assert messages(app, Expense(line=meals, on=TODAY - datetime.timedelta(31), amount=1_00)) == [
        "Se presenta más de 30 días después."]
    with pytest.raises(Problem, match="no puede ser futuro"):
        app.run(record_expense, line=meals, concept="Cena", amount=1_00, on=TODAY + datetime.timedelta(1))


def test_a_second_receipt_of_the_same_number_is_noticed(app: App, meals: str):
    given: dict[str, Any] = {"line": meals, "concept": "Cena", "amount": 1_00, "payee": "El Bajío", "document": "A-1"}
    app.run(record_expense, **given)
    app.run(record_expense, **given)
    assert any("ya se registró" in text for text, _field in app.store.warnings)


def test_review_approves_or_sends_back_with_a_reason(app: App, meals: str, me: Person):
    first, second = (app.run(record_expense, line=meals, concept=text, amount=50_00) for text in ("Uno", "Dos"))
    done = app.run(prereview_expense, expense=first, action="reviewed")
    assert (done.state, done.reviewed_by) == ("reviewed", me.id)
    with pytest.raises(Problem, match="por qué"):
        app.run(prereview_expense, expense=second, action="sent_back")
    back = app.run(prereview_expense, expense=second, action="sent_back", note="Falta la factura")
    assert simulate(app.store, Expense(line=meals, on=TODAY, amount=0)).effect.month_before == 950_00  # type: ignore[union-attr]
    again = app.run(resubmit_expense, expense=back, changes={"document": "A-2"})
    assert (again.state, again.document) == ("to_review", "A-2")
    with pytest.raises(Problem):
        app.run(resubmit_expense, expense=again)
    with pytest.raises(Problem):
        app.run(prereview_expense, expense=done, action="reviewed")


def test_a_claim_takes_own_expenses_and_pays_when_approved(app: App, meals: str, me: Person):
    mine = app.run(record_expense, line=meals, concept="Taxi", amount=50_00)
    app.run(record_expense, line=meals, concept="Hotel", amount=90_00, method="company")
    claim = app.run(open_claim, person=me.id, start=TODAY.replace(day=1), end=TODAY, advance=10_00)
    assert [each.concept for each in app.store.find(Expense, claim=claim.id)] == ["Taxi"]
    with pytest.raises(Problem, match="aprobación"):
        app.run(reimburse_claim, claim=claim)
    app.run(mark_decision, document=claim, action="approve", actor="Raúl Ortega", how="Correo")
    with pytest.raises(Problem, match="Taxi"):
        app.run(reimburse_claim, claim=claim)
    app.run(prereview_expense, expense=app.store.get(Expense, mine.id), action="reviewed")
    assert app.run(reimburse_claim, claim=claim).state == "reimbursed"
    assert app.store.get(Expense, mine.id).state == "reimbursed"
    assert app.store.get(ExpenseClaim, claim.id).reimbursed_on == TODAY
    with pytest.raises(Problem):
        app.run(open_claim, person=me.id, start=TODAY, end=TODAY)


def test_a_closed_month_takes_no_expense(app: App, meals: str):
    budget = app.store.find(Budget)[0]
    app.run(save, record=_with(budget, closed_through="2025-11"))
    with pytest.raises(Problem, match="Noviembre 2025 está cerrado"):
        app.run(record_expense, line=meals, concept="Cena", amount=1_00)


def _with(record: Any, **values: Any) -> Any:
    import dataclasses

    return dataclasses.replace(record, **values)

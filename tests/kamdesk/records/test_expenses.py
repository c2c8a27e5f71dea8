"""Expenses, claims, expense rules and exchange rates say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.documents import Attachment
from kamdesk.records.expenses import ExchangeRate, Expense, ExpenseClaim, ExpenseRule, month_before
from tests.kamdesk.records.things import Put, Said, link_to, someone

ON = datetime.date(2025, 11, 20)


@pytest.fixture
def budget(put: Put) -> Budget:
    return put(Budget(year=2025, name="Región", owner=someone(put).id))


@pytest.fixture
def expense(budget: Budget, put: Put) -> Expense:
    """A hotel with a receipt."""
    line = put(BudgetLine(budget=budget.id, name="Viajes"))
    person = someone(put)
    receipt = put(Attachment(name="hotel.pdf", about=link_to(person), sha256="ab"))
    return put(Expense(on=ON, line=line.id, concept="Hotel", amount=120_000, payee="Hotel Fénix", document="A-7",
                       receipt=receipt.id, person=person.id))


def test_an_expense_is_a_fact(expense: Expense, errors: Said) -> None:
    tomorrow = dataclasses.replace(expense, on=datetime.date(2025, 11, 25))
    assert errors(tomorrow) == {"on": "Un gasto no puede ser futuro. Regístralo como compromiso."}
    assert errors(expense) == {}


def test_what_was_spent_in_a_closed_month_can_still_be_reviewed(
    expense: Expense, budget: Budget, store, errors: Said,
) -> None:
    with store.unit("test") as uow:
        uow.change(budget, closed_through="2025-11")
    assert errors(dataclasses.replace(expense, state="reviewed")) == {}
    assert errors(dataclasses.replace(expense, amount=1)) == {
        "on": "Noviembre 2025 está cerrado. Reábrelo en Presupuesto para cambiarlo."}


def test_money_is_spent_on_a_line_without_sublines(expense: Expense, budget: Budget, put: Put, errors: Said) -> None:
    top = put(BudgetLine(budget=budget.id, name="Todo"))
    put(BudgetLine(budget=budget.id, name="Parte", parent=top.id))
    assert errors(dataclasses.replace(expense, line=top.id)) == {"line": "Registra en una partida sin subpartidas."}


def test_the_same_receipt_twice_is_marked(expense: Expense, cautions: Said) -> None:
    assert cautions(expense) == {}
    again = dataclasses.replace(expense, id="", on=datetime.date(2025, 11, 21))
    assert cautions(again) == {"document": "Este comprobante ya se registró el 20 nov 2025."}
    assert cautions(dataclasses.replace(again, payee="Otro hotel")) == {}


def test_an_expense_without_receipt_is_marked(expense: Expense, cautions: Said) -> None:
    assert cautions(dataclasses.replace(expense, receipt=None)) == {"receipt": "Sin comprobante."}


def test_a_claim_holds_expenses_of_its_period(expense: Expense, put: Put, store, errors: Said, cautions: Said) -> None:
    claim = put(ExpenseClaim(person=expense.person, start=datetime.date(2025, 11, 1), end=datetime.date(2025, 11, 15)))
    paid = dataclasses.replace(claim, state="reimbursed")
    assert errors(paid) == {"state": "La rendición no tiene gastos."}
    assert cautions(claim) == {}
    with store.unit("test") as uow:
        uow.change(expense, claim=claim.id)
    assert errors(paid) == {}
    assert cautions(claim) == {"start": "1 gasto está fuera del periodo."}
    assert cautions(dataclasses.replace(claim, end=ON)) == {}


def test_a_rule_has_a_limit_unless_it_is_of_words(errors: Said) -> None:
    rule = ExpenseRule(name="Comida", test="per_attendee", message="Comida cara")
    assert errors(rule) == {"value": "Falta el tope."}
    assert errors(dataclasses.replace(rule, value=Decimal(800))) == {}
    assert errors(dataclasses.replace(rule, test="forbidden_concept", words="alcohol")) == {}


def test_a_jump_of_the_rate_is_marked(put: Put, errors: Said, cautions: Said) -> None:
    put(ExchangeRate(currency="USD", month="2025-12", rate=Decimal(20)))
    rate = ExchangeRate(currency="USD", month="2026-01", rate=Decimal(25))
    assert cautions(rate) == {"rate": "Cambió 25.0\u202f% frente al mes anterior."}
    assert cautions(dataclasses.replace(rate, rate=Decimal(24))) == {}
    assert cautions(dataclasses.replace(rate, currency="EUR")) == {}
    assert errors(dataclasses.replace(rate, rate=Decimal(0))) == {"rate": "Tipo de cambio debe ser mayor que cero."}


@given(some.dates(datetime.date(2000, 2, 1), datetime.date(2100, 1, 1)))
def test_the_month_before_is_that_of_the_day_before_the_first(day: datetime.date) -> None:
    before = day.replace(day=1) - datetime.timedelta(days=1)
    assert month_before(f"{day:%Y-%m}") == f"{before:%Y-%m}"

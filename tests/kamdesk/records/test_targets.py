"""Targets, forecasts and work plans say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.fields import Link
from kamdesk.records.policies import Policy
from kamdesk.records.targets import Forecast, ForecastLine, Target, TargetMonth, TargetPlan, WorkPlan
from tests.kamdesk.records.things import Put, Said, hospital, link_to, someone, somewhere


@pytest.fixture
def plan(put: Put) -> TargetPlan:
    """1,200.00 for the year."""
    return put(TargetPlan(year=2025, name="Empresa", total=120_000))


@pytest.fixture
def target(plan: TargetPlan, put: Put) -> Target:
    """The topmost target of the plan."""
    return put(Target(plan=plan.id, node=link_to(somewhere(put))))


def test_what_is_not_assigned_is_told(plan: TargetPlan, target: Target, put: Put, cautions: Said) -> None:
    assert cautions(plan) == {"total": "Sin asignar: $1,200.00."}
    put(TargetMonth(target=target.id, month="2025-12", value=100_000))
    below = put(Target(plan=plan.id, parent=target.id, node=link_to(someone(put))))
    put(TargetMonth(target=below.id, month="2025-12", value=60_000))
    assert cautions(plan) == {"total": "Sin asignar: $200.00."}
    put(TargetMonth(target=target.id, month="2025-11", value=20_000))
    assert cautions(plan) == {}


def test_a_measure_that_counts_is_told_without_money(put: Put, cautions: Said) -> None:
    plan = put(TargetPlan(year=2025, measure="new_clients", total=6))
    assert cautions(plan) == {"total": "Sin asignar: 6."}


def test_the_minimum_is_no_more_than_the_maximum(target: Target, errors: Said) -> None:
    crossed = dataclasses.replace(target, floor=11, cap=10)
    assert errors(crossed) == {"floor": "El mínimo supera al máximo."}
    assert errors(dataclasses.replace(crossed, cap=11)) == {}


def test_in_force_a_past_month_changes_only_with_a_reason(
    plan: TargetPlan, target: Target, put: Put, store, errors: Said,
) -> None:
    past = put(TargetMonth(target=target.id, month="2025-10", value=10))
    assert errors(dataclasses.replace(past, value=11)) == {}
    with store.unit("test") as uow:
        uow.change(plan, state="in_force")
    assert errors(past) == {}
    assert errors(dataclasses.replace(past, value=11)) == {"value": "Cambiar un mes pasado necesita motivo."}
    assert errors(TargetMonth(target=target.id, month="2025-11", value=11)) == {}
    with store.unit("test") as uow:
        uow.change(target, reason="Se movió un cliente")
    assert errors(dataclasses.replace(past, value=11)) == {}


def test_a_policy_says_how_much_it_moves_a_forecast(put: Put, errors: Said) -> None:
    policy = put(Policy(title="Reforma", category="price"))
    forecast = Forecast(made_on=datetime.date(2025, 11, 24), first_month="2025-12", policy=policy.id)
    assert errors(forecast) == {"effect": "Anota el efecto en %."}
    assert errors(dataclasses.replace(forecast, effect=Decimal(-5))) == {}


def test_a_value_by_hand_says_why(errors: Said) -> None:
    line = ForecastLine(month="2025-12", manual=Decimal(90))
    assert errors(line) == {"why": "Anota por qué lo cambias."}
    assert errors(dataclasses.replace(line, why="Pedido anunciado")) == {}
    assert errors(dataclasses.replace(line, manual=None)) == {}


def work_plan(scope: Link, **more: object) -> WorkPlan:
    return WorkPlan(**{"period": "month", "start": datetime.date(2025, 12, 1), "end": datetime.date(2025, 12, 31),
                       "scope": scope, "target_clients": 2, "effective_per_day": Decimal(6),
                       "patients_growth": Decimal(5), **more})


def test_a_plan_asks_no_more_visits_than_the_day_holds(put: Put, cautions: Said) -> None:
    person = link_to(someone(put, capacity_per_day=7))
    assert cautions(work_plan(person, effective_per_day=Decimal("7.5"))) == {
        "effective_per_day": "La capacidad es 7 visitas por día."}
    assert cautions(work_plan(person, effective_per_day=Decimal(7))) == {}
    assert cautions(work_plan(link_to(somewhere(put)), effective_per_day=Decimal(20))) == {}


def test_a_plan_names_as_many_clients_as_it_promises(put: Put, cautions: Said) -> None:
    zone = link_to(somewhere(put))
    one, two = hospital(put, "Uno"), hospital(put, "Dos")
    assert cautions(work_plan(zone, targets=(one.id,))) == {"targets": "Elegiste 1 de 2 clientes objetivo."}
    assert cautions(work_plan(zone, targets=(one.id, two.id))) == {}
    assert cautions(work_plan(zone)) == {}

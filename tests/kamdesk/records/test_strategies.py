"""Rules of entry plans, strategies, proposals and the company's plans (product/03 §3.11)."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.fields import Link
from kamdesk.records.strategies import CompanyPlan, Directive, EntryPlan, Proposal, Strategy, StrategyGoal

TODAY = datetime.date(2025, 11, 24)
YESTERDAY = TODAY - datetime.timedelta(1)


@pytest.fixture
def strategy(put):
    return put(Strategy(category="market", title="Bajío", start=TODAY, end=datetime.date(2026, 6, 30),
                        objectives="Abrir diez hospitales"))


@pytest.fixture
def company_plan(put):
    return put(CompanyPlan(title="Plan 2026"))


def test_a_zone_is_not_dropped_in_silence(errors, zone):
    plan = EntryPlan(territory=zone.id, line="a line")
    assert errors(plan) == {}
    dropped = dataclasses.replace(plan, state="discarded", decision_reason=" ")
    assert errors(dropped) == {"decision_reason": "Anota por qué se descarta."}
    assert errors(dataclasses.replace(dropped, decision_reason="Sin distribuidor")) == {}


def test_a_revision_says_why(errors, strategy):
    assert errors(strategy) == {}
    revised = dataclasses.replace(strategy, revision=1, revises=strategy.id)
    assert errors(revised) == {"reason": "Anota qué cambió y por qué."}
    assert errors(dataclasses.replace(revised, reason="Cambió la ley")) == {}


def test_a_goal_changes_something_while_the_strategy_lasts(errors, cautions, strategy):
    goal = StrategyGoal(strategy=strategy.id, figure="F23", base=Decimal("92.5"), goal=Decimal("92.500"),
                        due=strategy.end)
    assert errors(goal) == {"goal": "La meta no cambia nada: es igual a la base."}
    assert errors(dataclasses.replace(goal, goal=Decimal(95))) == {}
    assert errors(dataclasses.replace(goal, base=None)) == {}
    assert cautions(goal) == {}
    late = dataclasses.replace(goal, due=datetime.date(2026, 7, 1))
    assert cautions(late) == {"due": "La meta vence después de la estrategia (30 jun 2026)."}


def test_adding_a_distributor_says_where_and_who(errors, zone):
    proposal = Proposal(category="distributors", title="Bajío", text="Falta quien cubra León")
    said = {"territory": "Elige la zona y los distribuidores."}
    assert errors(proposal) == said
    assert errors(dataclasses.replace(proposal, territory=zone.id)) == said
    assert errors(dataclasses.replace(proposal, territory=zone.id, candidate="one")) == {}
    assert errors(dataclasses.replace(proposal, territory=zone.id, distributors=("one",))) == {}
    assert errors(dataclasses.replace(proposal, distributors=("one",))) == said


def test_a_saving_is_measured_against_a_base(errors):
    saving = Proposal(category="saving", title="Mensajería", text="Un solo proveedor", budget_line="a line",
                      from_month="2026-01", base_monthly=0)
    assert errors(saving) == {}
    for missing in ({"budget_line": None}, {"from_month": None}, {"base_monthly": None}):
        said = {"budget_line": "Falta la partida, el mes y el gasto mensual de partida."}
        assert errors(dataclasses.replace(saving, **missing)) == said


def test_a_plan_of_the_company_asks_for_something(put, cautions, company_plan):
    assert cautions(company_plan) == {"title": "Anota al menos una directriz del plan."}
    put(Directive(plan=company_plan.id, text="Subir la cobertura"))
    assert cautions(company_plan) == {}


def test_a_goal_is_a_goal_of_some_figure(errors, company_plan):
    directive = Directive(plan=company_plan.id, text="Subir la cobertura", goal=Decimal(0))
    assert errors(directive) == {"measure": "Elige el indicador de la meta."}
    assert errors(dataclasses.replace(directive, measure="F05")) == {}
    assert errors(dataclasses.replace(directive, goal=None)) == {}


def test_a_directive_is_acted_on_before_it_falls_due(cautions, company_plan):
    directive = Directive(plan=company_plan.id, text="Subir la cobertura", due=YESTERDAY)
    assert cautions(directive) == {"due": "Venció sin ninguna acción."}
    assert cautions(dataclasses.replace(directive, due=TODAY)) == {}
    assert cautions(dataclasses.replace(directive, fulfilled_by=(Link("strategy", "s"),))) == {}

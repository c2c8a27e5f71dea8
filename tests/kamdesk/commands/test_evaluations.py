"""A promotion judged: the numbers of F70–F72 stay with what was learnt, and its money is given back."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.evaluations import evaluate_promotion
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.records.budgets import Commitment
from kamdesk.records.promotions import PromotionPlan
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.figures.build import Region, many, put
from tests.kamdesk.figures.test_promotions import Campaign

LEARNT = {"what_worked": "La visita", "what_failed": "El surtido", "next_time": "Surtir antes", "rating": "repeat"}
TYPED = {"baseline_units": Decimal(1_000), "baseline_amount": 95_000_00}


@pytest.fixture
def campaign(app: App, me: object) -> Campaign:
    """A plan that ran in November."""
    return Campaign(Region(app))


def test_the_numbers_are_frozen(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    campaign.price("60")
    campaign.spend(8_000_00, 4_000_00)
    many(app, Commitment, [{"line": campaign.line.id, "month": "2025-11", "amount": 9_00, "state": "open",
                            "source": Link("promotion_plan", campaign.plan.id)}])
    made = app.run(evaluate_promotion, plan=campaign.plan, **LEARNT)
    assert (made.baseline_units, made.baseline_amount, made.units, made.amount) == (
        Decimal(1_000), 100_000_00, Decimal(1_500), 142_500_00)
    assert (made.profit_change, made.cost, made.assumed_margin) == (12_500_00, 12_000_00, False)
    plan = app.store.get(PromotionPlan, campaign.plan.id)
    assert (plan.state, app.store.count(Commitment, state="open")) == ("evaluated", 0)
    campaign.sell("2025-11-14", 5_000, 500_000_00)
    assert app.store.get(type(made), made.id).amount == 142_500_00
    assert "en curso" in refusal(app, evaluate_promotion, plan=plan, **LEARNT)


def test_undo_opens_the_plan_again(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    app.run(evaluate_promotion, plan=campaign.plan, **LEARNT)
    assert app.undo().label == "Evaluar Cardio en farmacia"
    assert app.store.get(PromotionPlan, campaign.plan.id).state == "running"


def test_without_baseline_or_cost_it_is_said(app: App, campaign: Campaign) -> None:
    assert "Impórtalas" in refusal(app, evaluate_promotion, plan=campaign.plan, **LEARNT)
    campaign.sell("2025-11-12", 10, 1_000_00)
    made = app.run(evaluate_promotion, plan=campaign.plan, **LEARNT)
    assert (made.baseline_amount, made.profit_change, made.amount) == (None, None, 1_000_00)
    told = [message for message, _field in app.store.warnings]
    assert any("Línea base insuficiente" in each for each in told)
    assert any("cuenta hasta ahí" in each for each in told)


def test_before_its_end_the_evaluation_is_partial(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    running = put(app, dataclasses.replace(campaign.plan, end=campaign.plan.end.replace(month=12)))
    app.run(evaluate_promotion, plan=running, **LEARNT)
    assert any("será parcial" in message for message, _field in app.store.warnings)


def test_a_baseline_typed_by_hand(app: App, campaign: Campaign) -> None:
    campaign.during()
    campaign.price("60")
    assert "se calcula" in refusal(app, evaluate_promotion, plan=campaign.plan, **TYPED, **LEARNT)
    manual = app.run(save, record=dataclasses.replace(campaign.plan, method="manual"))
    assert "Escribe las unidades" in refusal(app, evaluate_promotion, plan=manual, **LEARNT)
    made = app.run(evaluate_promotion, plan=manual, **TYPED, **LEARNT)
    assert (made.baseline_amount, made.profit_change) == (95_000_00, 17_500_00)

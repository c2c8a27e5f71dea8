"""Promotions: planned with what was learnt, started, told by the markets, cancelled; support asked and given."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.promotions import (
    activities_of,
    cancel_promotion,
    copy_promotion,
    create_promotion,
    report_activity,
    stands,
    start_promotion,
)
from kamdesk.commands.support import answer_support, request_support
from kamdesk.fields import Link
from kamdesk.records.budgets import Budget, BudgetLine, Commitment
from kamdesk.records.documents import Attachment
from kamdesk.records.promotions import PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.records.tasks import Task
from tests.conftest import TODAY
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.figures.build import Region, day, put


class Campaign:
    """A region with a budget line, and plans to run in it."""

    def __init__(self, app: App) -> None:
        self.app, self.region = app, Region(app)
        budget = put(app, Budget(year=2025, name="2025"))
        self.line = put(app, BudgetLine(budget=budget.id, name="Promoción", on_exceed_month="ignore"))

    def draft(self, **more: object) -> PromotionPlan:
        """A plan of one product in one zone that is not stored yet."""
        return dataclasses.replace(PromotionPlan(
            name="Cardio en farmacia", period="monthly", start=day("2025-11-01"), end=day("2025-12-15"),
            objective="Vender más", products=(self.region.product.id,), territories=(self.region.zone.id,),
            budget_line=self.line.id), **more)  # type: ignore[arg-type]

    def activity(self, name: str, on: str, cost: int) -> PromotionActivity:
        """An activity in the zone."""
        return PromotionActivity(name=name, category="round_table", territory=self.region.zone.id, on=day(on),
                                 responsible=Link("person", self.region.person.id), planned_cost=cost)

    def prepared(self) -> PromotionPlan:
        """A stored plan with two activities."""
        return self.app.run(create_promotion, plan=self.draft(), activities=[
            self.activity("Mesa redonda", "2025-11-20", 300_00), self.activity("Cierre", "2025-12-10", 200_00)])

    def running(self) -> PromotionPlan:
        """The plan, approved by hand and started."""
        plan = self.prepared()
        self.app.run(submit, document=plan)
        self.app.run(mark_decision, document=plan, action="approve", actor="Raúl Ortega", how="Por correo")
        return self.app.run(start_promotion, plan=plan)

    def judge(self, plan: PromotionPlan, on: datetime.date, amount: int, rating: str = "repeat") -> None:
        """An evaluation against a baseline of 100.00."""
        put(self.app, PromotionEvaluation(
            plan=plan.id, on=on, baseline_units=Decimal(10), baseline_amount=100_00, units=Decimal(12), amount=amount,
            cost=5_00, what_worked="La visita", what_failed="El surtido", next_time="Surtir antes", rating=rating))


@pytest.fixture
def campaign(app: App, me: object) -> Campaign:
    """A region where promotions are run."""
    return Campaign(app)


def label(app: App) -> str:
    """What undo would take back."""
    step = app.store.undo_step()
    return step.label if step else ""


def test_a_plan_is_prepared_with_its_activities_in_one_step(app: App, campaign: Campaign) -> None:
    plan = campaign.prepared()
    assert (plan.state, plan.expected_lift) == ("preparation", None)
    assert [each.name for each in activities_of(app.store, plan)] == ["Mesa redonda", "Cierre"]
    assert label(app) == "Crear plan de promoción Cardio en farmacia"
    app.undo()
    assert app.store.count(PromotionPlan) == app.store.count(PromotionActivity) == 0


def test_the_lift_expected_is_the_median_of_plans_alike(app: App, campaign: Campaign) -> None:
    """Lifts 30.0, 42.5 and 50.0 propose 42.5 % (F71)."""
    for at, amount in enumerate((150_00, 130_00, 142_50)):
        plan = put(app, campaign.draft(name=f"Plan {at}", start=day("2025-03-01"), end=day("2025-03-31")))
        of = Link("promotion_plan", plan.id)
        put(app, dataclasses.replace(campaign.activity("Mesa", "2025-03-10", 1_00), plan=of))
        campaign.judge(plan, day("2025-04-10"), amount)
    assert campaign.prepared().expected_lift == Decimal("42.5")
    own = app.run(create_promotion, plan=campaign.draft(name="Otro", expected_lift=Decimal(10)))
    assert own.expected_lift == Decimal(10)


def test_what_failed_is_told_and_its_lessons_come_with_a_copy(app: App, campaign: Campaign) -> None:
    plan = campaign.prepared()
    campaign.judge(plan, TODAY, 90_00, rating="do_not_repeat")
    copy = app.run(copy_promotion, plan=plan, start=day("2026-01-05"))
    assert ("No repetir: Surtir antes", "name") in app.store.warnings
    assert (copy.end, copy.copied_from, copy.lessons_in) == (day("2026-02-18"), plan.id, "Surtir antes")
    assert [each.on for each in activities_of(app.store, copy)] == [day("2026-01-24"), day("2026-02-13")]
    assert label(app) == "Copiar plan de promoción Cardio en farmacia"


def test_starting_needs_approval_and_gives_each_activity_a_task(app: App, campaign: Campaign) -> None:
    assert "aprobación" in refusal(app, start_promotion, plan=campaign.prepared())
    app.undo()
    plan = campaign.running()
    assert plan.state == "running"
    assert {(each.title, each.due, each.assigned_to) for each in app.store.find(Task)} == {
        ("Mesa redonda", day("2025-11-20"), campaign.region.person.id),
        ("Cierre", day("2025-12-10"), campaign.region.person.id)}
    assert {each.month: each.amount for each in app.store.find(Commitment, state="open")} == {
        "2025-11": 300_00, "2025-12": 200_00}


def test_a_plan_that_ran_to_its_end_is_to_be_evaluated(app: App, campaign: Campaign) -> None:
    plan = campaign.running()
    assert stands(plan) == "running"
    assert stands(dataclasses.replace(plan, end=TODAY - datetime.timedelta(1))) == "to_evaluate"


def test_a_market_tells_its_activity(app: App, campaign: Campaign, tmp_path: Path) -> None:
    first = activities_of(app.store, campaign.prepared())[0]
    assert "Inicia el plan" in refusal(app, report_activity, activity=first, state="done")
    app.undo()
    first = activities_of(app.store, campaign.running())[0]
    photo = tmp_path / "mesa.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 foto")
    app.run(report_activity, activity=first, progress=Decimal(40), state="running")
    told = app.run(report_activity, activity=app.store.get(PromotionActivity, first.id), state="done", attendees=25,
                   leads=4, result="Sala llena", files=[photo])
    assert (told.state, told.progress, told.attendees, told.leads) == ("done", Decimal(100), 25, 4)
    assert app.store.count(Attachment, about=Link("promotion_activity", first.id)) == 1
    assert label(app) == "Actividad: Mesa redonda"
    assert "cómo terminó" in refusal(app, report_activity, activity=told, state="running")
    assert app.run(report_activity, activity=told, attendees=26).attendees == 26


def test_cancelling_gives_the_money_back(app: App, campaign: Campaign) -> None:
    plan = campaign.running()
    assert "por qué" in refusal(app, cancel_promotion, plan=plan, reason=" ")
    gone = app.run(cancel_promotion, plan=plan, reason="Sin existencias")
    assert (gone.state, gone.cancel_reason) == ("cancelled", "Sin existencias")
    assert [each.reason for each in app.store.find(Commitment)] == ["Se canceló Cardio en farmacia."] * 2
    assert app.store.count(Commitment, state="open") == 0
    assert "ya está cerrado" in refusal(app, cancel_promotion, plan=gone, reason="Otra vez")
    assert app.undo().label == "Cancelar Cardio en farmacia"
    assert app.store.count(Commitment, state="open") == 2


def test_support_is_asked_and_given(app: App, campaign: Campaign) -> None:
    plan = campaign.prepared()
    who = campaign.region.person.id
    given = {"what": "20 folletos", "needed_by": TODAY, "who": who}
    task = app.run(request_support, about=Link("promotion_plan", plan.id), **given)
    assert (task.category, task.assigned_to, task.assigned_by) == ("promotion_support", who, "Laura Benítez")
    of_agent = app.run(request_support, about=Link("client", campaign.region.client("Farmacia").id), **given)
    assert of_agent.category == "agent_support"
    yesterday = TODAY - datetime.timedelta(1)
    assert "hoy" in refusal(app, request_support, about=task.about, what="x", who=who, needed_by=yesterday)
    assert "qué se hizo" in refusal(app, answer_support, task=task, result="")
    done = app.run(answer_support, task=task, result="Entregados")
    assert (done.state, done.done_on, done.result) == ("done", TODAY, "Entregados")
    assert "abierta" in refusal(app, answer_support, task=done, result="Otra vez")

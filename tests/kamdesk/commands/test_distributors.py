"""Distributors: created, moved through their stages, assigned, their stock read, their people trained."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.coverage import assign_coverage, end_coverage
from kamdesk.commands.distributors import NEXT, Reading, advance_stage, create_distributor, record_stock
from kamdesk.commands.recruitment import (
    close_recruitment,
    open_recruitment_plan,
    set_recruitment_goal,
    start_recruitment,
)
from kamdesk.commands.training import Result, cancel_training, plan_training, record_training
from kamdesk.fields import Link
from kamdesk.problems import Problem, Warned
from kamdesk.records.distributors import STAGES, Distributor, DistributorStock, StageChange
from kamdesk.records.network import Assignment
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.records.training import TrainingAttendance, TrainingSession
from tests.conftest import TODAY
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put
from tests.made import make


@pytest.fixture
def trade(app: App, me) -> Trade:
    """A distributor, a zone, a line and products."""
    return Trade(app, me)


def label(app: App) -> str:
    step = app.store.undo_step()
    assert step is not None
    return step.label


def prospect(app: App, trade: Trade, name: str = "Nadro Centro", **more) -> Distributor:
    return app.run(create_distributor, distributor=Distributor(
        name=name, role="distributor", territories=(trade.zone.id,), **more))


def test_a_distributor_begins_as_a_prospect_of_the_plan_under_way(app, trade):
    plan = put(app, RecruitmentPlan(year=2025, name="Agentes 2025", goal="Cubrir Jalisco"))
    made = prospect(app, trade)
    assert (made.stage, made.owner, made.recruitment_plan) == ("prospect", trade.me.id, None)
    assert [each.stage for each in app.store.find(StageChange, distributor=made.id)] == ["prospect"]
    assert label(app) == "Crear distribuidor Nadro Centro"
    app.run(set_recruitment_goal, plan=plan, month="2025-11", territory=trade.zone.id, line=trade.line.id, agents=1)
    app.run(lambda uow: uow.change(plan, state="running"))
    assert prospect(app, trade, "Dismed Norte").recruitment_plan == plan.id


def test_one_that_is_there_already_is_asked_about(app, trade):
    prospect(app, trade, tax_id="NCE900101AB1")
    with pytest.raises(Warned, match="¿Es el mismo"):
        prospect(app, trade, tax_id="NCE900101AB1")
    again = app.run(create_distributor, another=True, distributor=Distributor(
        name="Nadro Centro", role="distributor", territories=(trade.zone.id,), tax_id="NCE900101AB1"))
    assert len(app.store.setting("not_the_same")) == 1
    assert again.id


def test_every_stage_has_its_steps():
    assert set(NEXT) == set(STAGES)
    assert {stage for steps in NEXT.values() for stage in steps} <= set(STAGES)


def test_the_way_to_active_needs_a_contract_and_papers_or_an_exception(app, trade):
    made = prospect(app, trade)
    assert "solo puede pasar a" in refusal(app, advance_stage, distributor=made, stage="active")
    for stage in ("research", "trial"):
        made = app.run(advance_stage, distributor=made, stage=stage)
    assert "contrato" in refusal(app, advance_stage, distributor=made, stage="active")
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["sanitary_licence"]}))
    assert "Súbelo o anota una excepción" in refusal(app, advance_stage, distributor=made, stage="active")
    put(app, ComplianceDocument(category="sanitary_licence", holder=Link("distributor", made.id),
                                expires=datetime.date(2026, 11, 1)))
    make(app, "contract", party=Link("distributor", made.id), category="distribution", state="in_force",
         start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31))
    active = app.run(advance_stage, distributor=made, stage="active")
    assert (active.stage, active.since) == ("active", TODAY)
    assert label(app) == "Nadro Centro: pasar a activo"


def test_an_exception_is_kept_as_the_reason(app, trade):
    made = prospect(app, trade)
    for stage in ("research", "trial"):
        made = app.run(advance_stage, distributor=made, stage=stage)
    active = app.run(advance_stage, distributor=made, stage="active", exception="Contrato en firma")
    assert active.status_reason == "Contrato en firma"


def test_whoever_was_compared_and_not_taken_keeps_why(app, trade):
    made, other = prospect(app, trade), prospect(app, trade, "Dismed Norte")
    assert "motivo" in refusal(app, advance_stage, distributor=made, stage="research", compared=[other])
    app.run(advance_stage, distributor=made, stage="research", compared=[other], reason="Menor flota")
    told = app.store.find(StageChange, distributor=other.id)
    assert "no elegido: Menor flota" in [each.reason for each in told]
    with pytest.raises(Problem, match="no es candidato"):
        app.run(advance_stage, distributor=other, stage="research", compared=[other], reason="x")


def test_the_end_of_the_relation_ends_its_territories(app, trade):
    made = prospect(app, trade)
    party = Link("distributor", made.id)
    coverage = app.run(assign_coverage, assignee=party, territory=trade.zone.id, start=datetime.date(2025, 1, 1))
    assert label(app) == "Asignar cobertura a Nadro Centro"
    app.run(assign_coverage, assignee=party, territory=trade.zone.id, line=trade.line.id,
            start=datetime.date(2026, 1, 1))
    assert "motivo" in refusal(app, advance_stage, distributor=made, stage="ended")
    app.run(advance_stage, distributor=made, stage="ended", reason="Sin ventas")
    assert app.store.get(Assignment, coverage.id).end == TODAY
    assert app.store.count(Assignment, assignee=party) == 1
    app.undo()
    assert app.store.get(Assignment, coverage.id).end is None
    assert app.store.get(Distributor, made.id).stage == "prospect"


def test_exclusive_coverage_never_clashes(app, trade):
    party = Link("distributor", trade.partner.id)
    kept = app.run(assign_coverage, assignee=party, territory=trade.zone.id, start=datetime.date(2025, 1, 1),
                   exclusive=True)
    other = Link("distributor", prospect(app, trade).id)
    with pytest.raises(Problem, match="exclusiv"):
        app.run(assign_coverage, assignee=other, territory=trade.zone.id, start=TODAY)
    ended = app.run(end_coverage, assignment=kept, end=datetime.date(2025, 11, 23))
    assert "ya termina" in refusal(app, end_coverage, assignment=ended, end=TODAY).lower()
    app.run(assign_coverage, assignee=other, territory=trade.zone.id, start=TODAY)
    assert app.store.count(Assignment) == 2


def test_a_reading_of_stock_is_one_step(app, trade):
    rows = [Reading(trade.plain.id, Decimal(120), lot="24B88"), Reading(trade.taxed.id, Decimal(3))]
    app.run(record_stock, distributor=trade.partner, on=TODAY, rows=rows)
    assert app.store.count(DistributorStock) == 2
    assert label(app) == "Existencias de Médica del Bajío"
    app.undo()
    assert app.store.count(DistributorStock) == 0
    assert "futura" in refusal(app, record_stock, distributor=trade.partner, on=datetime.date(2025, 12, 1), rows=rows)
    assert "al menos un producto" in refusal(app, record_stock, distributor=trade.partner, on=TODAY, rows=[])


def test_a_training_is_planned_held_or_called_off(app, trade):
    party, client = Link("distributor", trade.partner.id), Link("client", trade.client.id)
    session = TrainingSession(title="Cardiovex para agentes", on=TODAY, audience="agent", line=trade.line.id)
    planned = app.run(plan_training, session=session, attendees=[party, party])
    assert app.store.count(TrainingAttendance, session=planned.id) == 1
    assert "asistió" in refusal(app, record_training, session=planned, results={party: Result(attended=False)})
    done = app.run(record_training, session=planned, results={client: Result(score=Decimal(81))})
    came = {each.attendee: each.attended for each in app.store.find(TrainingAttendance, session=done.id)}
    assert came == {party: False, client: True}
    assert done.state == "done"
    later = app.run(plan_training, attendees=[party], session=TrainingSession(
        title="Normas", on=datetime.date(2025, 12, 9), audience="agent"))
    assert "aún no" in refusal(app, record_training, session=later, results={party: Result()}).lower()
    assert "motivo" in refusal(app, cancel_training, session=later, reason=" ")
    assert app.run(cancel_training, session=later, reason="Sin sala").state == "cancelled"


def test_a_recruitment_plan_is_approved_before_it_starts(app, trade):
    goal = RecruitmentGoal(month="2025-11", territory=trade.zone.id, line=trade.line.id, agents=1)
    plan = app.run(open_recruitment_plan, goals=[goal],
                   plan=RecruitmentPlan(year=2025, name="Agentes 2025", goal="Cubrir Jalisco"))
    assert label(app) == "Plan de captación 2025"
    app.run(set_recruitment_goal, plan=plan, month="2025-11", territory=trade.zone.id, line=trade.line.id, agents=3)
    assert [each.agents for each in app.store.find(RecruitmentGoal, plan=plan.id)] == [3]
    assert "aprob" in refusal(app, start_recruitment, plan=plan)
    running = app.run(lambda uow: uow.change(plan, state="running"))
    assert "plan" in refusal(app, close_recruitment, plan=running, result="")
    assert app.run(close_recruitment, plan=running, result="3 de 4 agentes").state == "closed"

"""Work plans: the gap in what would fill it, opened, started once approved, evaluated with what was reached."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.forecasts import make_forecast
from kamdesk.commands.work_plans import Goals, evaluate_work_plan, open_work_plan, start_work_plan
from kamdesk.fields import Link
from kamdesk.planning.gap import Gap, propose_work_plan, ways_to_fill
from kamdesk.planning.gap_bases import Basis
from kamdesk.problems import Problem
from kamdesk.records.listings import HospitalListing, PatientCount
from kamdesk.records.targets import WorkPlan
from tests.kamdesk.figures.build import Region, day, put
from tests.kamdesk.figures.conftest import region

__all__ = ["region"]
GOALS = Goals(target_clients=1, effective_per_day=Decimal(6), patients_growth=Decimal(10), new_clients=2,
              collection_goal=1_000_00)
PESO = 100


def opened(app: App, region: Region, **more: Any) -> WorkPlan:
    """The quarter from October for the zone."""
    return app.run(open_work_plan, **{"scope": Link("territory", region.zone.id), "period": "quarter",
                                      "start": day("2025-10-07"), "goals": GOALS, **more})


def started(app: App, plan: WorkPlan) -> WorkPlan:
    """A plan approved by hand and begun."""
    app.run(submit, document=plan)
    app.run(mark_decision, document=plan, action="approve", actor="Raúl Ortega", how="Correo del 3 de octubre")
    return app.run(start_work_plan, plan=plan)


def test_the_worked_example_of_a_gap():
    bases = {"clients": Basis(Fraction(96_000_000 * PESO), 480), "listings": Basis(Fraction(18_000_000 * PESO), 60),
             "patients": Basis(Fraction(24_000_000 * PESO), 2_400), "visits": Basis(Fraction(96_000_000 * PESO), 6_400)}
    target, forecast = Fraction(24_520_000 * PESO), Fraction(24_000_000 * PESO)
    gap = Gap(target, forecast, ways_to_fill(target - forecast, bases, months=3))
    assert gap.ways == {"clients": 11, "listings": 7, "patients": 208, "visits": 35}
    assert gap.sentence() == ("Faltan $520,000: equivalen a 11 clientes, 7 listados, 208 pacientes o "
                              "35 visitas efectivas más.")


def test_a_ratio_without_base_is_left_out_and_nothing_is_missing_when_the_target_is_reached():
    assert ways_to_fill(Fraction(100), {"clients": Basis(Fraction(0), 3), "visits": Basis(Fraction(10), 0)},
                        months=3) == {}
    assert Gap(Fraction(5), Fraction(3), {}).sentence() == "Faltan $0."
    assert "alcanza" in Gap(Fraction(5), Fraction(9), {}).sentence()
    assert "objetivo" in Gap(None, Fraction(9), {}).sentence()
    assert "pronóstico" in Gap(Fraction(9), None, {}).sentence()


def test_the_gap_is_told_from_what_the_base_knows(app: App, region: Region):
    buyer, other = region.client("A", potential=50_000_00), region.client("B", potential=90_000_00)
    for month in ("2025-08", "2025-09", "2025-10"):
        region.sale(buyer, month, 400_00)
    put(app, HospitalListing(client=buyer.id, product=region.product.id, owner=region.person.id, state="used"))
    for month, patients in (("2025-08", 8), ("2025-10", 12)):
        put(app, PatientCount(client=buyer.id, product=region.product.id, month=month, patients=patients))
    place = Link("territory", region.region.id)
    assert propose_work_plan(app.store, scope=place, start="2026-01", months=3).ways == {}
    app.run(make_forecast, scope=place, horizon=6, method="moving_average")
    region.target({"2026-01": 500_00, "2026-02": 500_00, "2026-03": 500_00})
    gap = propose_work_plan(app.store, scope=place, start="2026-01", months=3)
    assert (gap.target, gap.expected, gap.missing) == (1_500_00, 1_200_00, 300_00)
    assert gap.ways == {"clients": 1, "listings": 1, "patients": 12}
    assert gap.clients == (other.id,)
    team = propose_work_plan(app.store, scope=Link("person", region.boss.id), start="2026-01", months=3)
    assert team.clients == (other.id, buyer.id)


def test_a_plan_is_opened_with_its_period_and_clients(app: App, region: Region):
    client = region.client("A")
    plan = opened(app, region, targets=[client.id, client.id])
    assert (plan.start, plan.end) == (day("2025-10-01"), day("2025-12-31"))
    assert (plan.targets, plan.state) == ((client.id,), "preparation")
    with pytest.raises(Problem):
        opened(app, region, period="week")
    with pytest.raises(Problem):
        opened(app, region)
    app.undo()
    assert app.store.count(WorkPlan) == 0


def test_it_starts_once_approved_and_its_result_keeps_what_was_reached(app: App, region: Region):
    region.sale(region.client("A"), "2025-10", 700_00)
    region.target({"2025-10": 1_000_00}, node=Link("territory", region.zone.id))
    plan = opened(app, region)
    with pytest.raises(Problem):
        app.run(start_work_plan, plan=plan)
    with pytest.raises(Problem, match="Inicia"):
        app.run(evaluate_work_plan, plan=plan, result="Bien")
    plan = started(app, plan)
    with pytest.raises(Problem):
        app.run(start_work_plan, plan=plan)
    with pytest.raises(Problem):
        app.run(evaluate_work_plan, plan=plan, result=" ")
    plan = app.run(evaluate_work_plan, plan=plan, result="Faltó un cliente")
    assert plan.state == "evaluated"
    told = plan.result.splitlines()
    assert told[0] == "Faltó un cliente"
    assert any("$700.00 de $1,000.00" in line for line in told)
    assert any(line.endswith("$0.00 de $1,000.00") for line in told)
    assert datetime.date(2025, 11, 24).strftime("%d") in told[1]

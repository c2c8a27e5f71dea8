"""Plan de trabajo and Evaluación in the window: proposed, started and evaluated; judged, graded, closed, printed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.fields import Link
from kamdesk.records.appraisals import Appraisal, AppraisalCriterion, AppraisalLine
from kamdesk.records.targets import WorkPlan
from kamdesk.records.team import Person
from kamdesk.reports.evaluation import evaluation
from tests.kamdesk.figures.build import Region, put
from tests.ui.lint import lint
from tests.ui.screens.acting import answer, press, seen
from tests.windows import finish, settle
from ui import ask
from ui.screen import Address
from ui.screens.targets.appraisal.pane import AppraisalPane
from ui.screens.targets.appraisal.view import AppraisalView
from ui.screens.targets.work.view import WorkView
from ui.window import Window


@pytest.fixture
def region(store: BaseStore, me: Person) -> Region:
    """A person with a client that buys less than it could, a target, and two criteria of supervisors."""
    made = Region(App(store))
    made.sale(made.client("Hospital Ángeles", potential=9_000_00), "2025-10", 1_000_00)
    made.target({"2025-12": 2_000_00}, node=Link("person", made.person.id))
    for name, weight, figure in (("Ventas", 60, "F23"), ("Gestión de equipo", 40, "")):
        put(made.app, AppraisalCriterion(scheme="local_supervisor", name=name, weight=Decimal(weight), figure=figure,
                                         best=Decimal(100), worst=Decimal(0)))
    return made


def fits(window: Window) -> bool:
    """Whether nothing is clipped, small or nameless, in both sizes."""
    found = []
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        settle()
        found += lint(window, room=size)
    assert found == []
    return True


def test_a_work_plan_is_proposed_started_and_evaluated(dressed: QApplication, region: Region, window: Window,
                                                       store: BaseStore) -> None:
    window.go(Address("targets", "work_plan"))
    settle()
    seen(window, WorkView).new()
    answer(window, scope=Link("person", region.person.id))
    answer(window, effective_per_day=Decimal(6), patients_growth=Decimal(5), new_clients=2)
    (plan,) = store.find(WorkPlan)
    assert (plan.start, plan.period, len(plan.targets)) == (datetime.date(2025, 12, 1), "month", 1)
    assert plan.activities == "No hay pronóstico para este periodo."
    region.app.run(submit, document=plan)
    region.app.run(mark_decision, document=plan, action="approve", actor="Dirección", how="Correo")
    assert fits(window)
    press(window, "Iniciar plan")
    press(window, "Evaluar el plan")
    answer(window, result="Faltó visitar a uno")
    plan = store.get(WorkPlan, plan.id)
    assert plan.state == "evaluated"
    assert plan.result.startswith("Faltó visitar a uno")
    assert "de $2,000.00" in plan.result


def test_a_person_is_judged_graded_closed_and_her_sheet_printed(
        region: Region, window: Window, store: BaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.go(Address("targets", "appraisal"))
    settle()
    seen(window, AppraisalView).new()
    answer(window, subject=Link("person", region.person.id))
    (made,) = store.find(Appraisal)
    assert (made.start, made.end) == (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    press(window, "Cerrar evaluación")
    assert store.get(Appraisal, made.id).state == "draft"  # a criterion waits for its points
    pane = seen(window, AppraisalPane)
    assert pane.grid is not None
    model = pane.grid.model
    by_hand = [line.title for line in model.content.lines].index("Gestión de equipo")
    column = [each.key for each in model.content.columns].index("points")
    assert model.setData(model.index(by_hand, column), "90")
    settle()
    assert store.find(AppraisalLine, appraisal=made.id, source="manual")[0].points == Decimal(90)
    assert fits(window)
    press(window, "Cerrar evaluación")
    target = tmp_path / "hoja.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_args: target)
    press(window, "Hoja en PDF")
    finish(window)
    assert target.read_bytes().startswith(b"%PDF")
    assert evaluation(region.app, made) == evaluation(region.app, made)
    press(window, "Reabrir")
    answer(window, reason="Faltaba un dato")
    assert store.get(Appraisal, made.id).state == "reopened"

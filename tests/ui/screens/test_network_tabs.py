"""Training, recruitment and incentives of the network: nothing clipped, and a person's way through each."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.incidents import open_incident
from kamdesk.commands.recruitment import open_recruitment_plan
from kamdesk.commands.training import plan_training
from kamdesk.fields import Link
from kamdesk.records.distributors import Distributor, DistributorStock
from kamdesk.records.incentives import Incentive
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.records.tasks import Incident
from kamdesk.records.team import Person
from kamdesk.records.training import TrainingAttendance, TrainingSession
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import day, put
from tests.ui.lint import lint
from tests.ui.screens.acting import answer, press, seen
from tests.windows import finish, settle
from ui.panels.recall import open_recall
from ui.screen import Address
from ui.screens.distributors.attendance import AttendancePanel
from ui.screens.distributors.incentives import IncentivePane
from ui.screens.distributors.verbs import Verbs
from ui.veil import veil
from ui.window import Window

TABS = ("training", "recruitment", "incentives", "appraisals")


@pytest.fixture
def trade(store: BaseStore, me: Person) -> Trade:
    """A session of yesterday, a plan with a goal, an incentive to be put in force."""
    app = App(store)
    trade = Trade(app, me)
    app.run(plan_training, session=TrainingSession(title="Manejo de objeciones", on=day("2025-11-21"),
                                                   audience="distributor"),
            attendees=[trade.buyer, Link("person", me.id)])
    app.run(open_recruitment_plan, plan=RecruitmentPlan(year=2025, name="Captación 2025", goal="Dos agentes"), goals=[
        RecruitmentGoal(month="2025-10", territory=trade.zone.id, line=trade.line.id, agents=2)])
    put(app, Incentive(name="Cierre de año", start=day("2025-11-01"), end=day("2025-11-30"), measure="sales",
                       rule="excess", rate=Decimal(5), participants=(trade.buyer,), state="running"))
    return trade


def test_each_tab_is_looked_at_and_used(dressed, trade: Trade, window: Window) -> None:
    store = window.context.app.store
    veil.open(600)
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        for tab in TABS:
            window.go(Address("distributors", tab))
            settle()
            assert lint(window, room=size) == []
    window.go(Address("distributors", "training"))
    press(window, "Registrar capacitación")
    panel = seen(window, AttendancePanel)
    (came, _score), (_came, score) = panel.lines.values()
    came.setChecked(False)
    score.setText("muchos")
    panel.submitted.emit()
    assert store.find(TrainingSession)[0].state == "planned"  # what cannot be read is told, and stays
    score.setText("92")
    panel.submitted.emit()
    settle()
    assert store.find(TrainingSession)[0].state == "done"
    assert sorted((each.attended, each.score) for each in store.find(TrainingAttendance)) == [
        (False, None), (True, Decimal(92))]
    window.go(Address("distributors", "recruitment"))
    press(window, "Nueva meta")
    answer(window, month="2025-11", territory=trade.zone.id, line=trade.line.id, agents=1)
    assert sorted(each.agents for each in store.find(RecruitmentGoal)) == [1, 2]
    window.go(Address("distributors", "incentives"))
    press(window, "Cerrar y premiar")  # it runs until the 30th: refused, and said
    assert store.find(Incentive)[0].state == "running"
    assert seen(window, IncentivePane)
    assert store.find(Incentive)[0].end == datetime.date(2025, 11, 30)


def test_a_recall_has_a_letter_for_whoever_holds_the_lot(dressed, trade: Trade, window: Window, tmp_path, monkeypatch):
    app = window.context.app
    put(app, DistributorStock(distributor=trade.buyer.id, product=trade.plain.id, on=day("2025-11-01"), lot="7F21",
                              units=Decimal(40)))
    for lot in ("7F21", "OTRO"):
        app.run(open_incident, title=f"Retiro {lot}", category="recall", product=trade.plain.id, lot=lot)
    window.go(Address("distributors", "incentives"))
    pane = seen(window, IncentivePane)
    held, nobody = app.store.find(Incident, sort=(("lot", False),))
    assert open_recall(window.context, window, pane, nobody) is None  # it is said beside
    monkeypatch.setattr("ui.ask.save_file", lambda *_args: tmp_path / "carta.pdf")
    open_recall(window.context, window, pane, held).submitted.emit()
    finish(window)
    assert (tmp_path / "carta.pdf").read_bytes().startswith(b"%PDF")
    agent = app.store.get(Distributor, trade.buyer.id)
    Verbs(window.context, pane).progress(agent)
    finish(window)
    assert (tmp_path / "carta.pdf").stat().st_size

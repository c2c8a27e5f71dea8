"""Distributors beside their record: nothing clipped, the way of a credit proposal, the verbs a person uses."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision
from kamdesk.commands.distributors import create_distributor
from kamdesk.commands.payments import register_payment
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put
from tests.ui.lint import lint
from tests.windows import settle
from ui.panels.fields import FieldsPanel
from ui.parties.composer import Composer
from ui.screen import Address
from ui.screens.distributors.agents import AgentsTab
from ui.screens.distributors.partner import TABS, PartnerPane
from ui.screens.distributors.simulation import Simulation
from ui.screens.distributors.tabs import PartnersTab
from ui.veil import veil
from ui.widgets.buttons import Button
from ui.window import Window

MONTHS = [f"2025-{month:02}" for month in range(4, 11)]


@pytest.fixture
def trade(store: BaseStore, me: Person) -> Trade:
    """A distributor that buys and pays, with a paper, before the window opens."""
    app = App(store)
    made = Trade(app, me)
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["gsp", "sanitary_licence"]}))
    put(app, ComplianceDocument(category="gsp", holder=made.buyer, expires=datetime.date(2025, 12, 20)))
    for month in MONTHS:
        made.invoice(f"F-{month}", 400_000_00, on=f"{month}-05", due=f"{month}-20", party=made.buyer)
    app.run(register_payment, party=made.buyer, on=datetime.date(2025, 11, 3), amount=2_400_000_00)
    return made


@pytest.fixture
def pane(dressed: QApplication, trade: Trade, window: Window) -> PartnerPane:
    """The record of the distributor, with prices shown."""
    veil.open(600)
    window.go(Address("distributors", "list", "distributor", trade.partner.id))
    settle()
    return next(each for each in window.findChildren(PartnerPane) if each.isVisible())


def press(app: QApplication, host: PartnerPane, text: str) -> None:
    """Click the button that says this."""
    settle()
    next(each for each in host.findChildren(Button) if each.text() == text and each.isVisible()).click()
    settle()


def test_nothing_is_clipped_small_or_nameless(dressed: QApplication, window: Window, pane: PartnerPane) -> None:
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        for key, _text in TABS:
            pane.show_tab(key)
            settle()
            assert lint(window, room=size) == []


def test_a_proposal_is_made_sent_and_applied(dressed: QApplication, trade: Trade, window: Window,
                                             pane: PartnerPane) -> None:
    pane.show_tab("credit")
    press(dressed, pane, "Proponer ajuste")
    (made,) = trade.app.store.find(CreditAssessment)
    press(dressed, pane, "Enviar a aprobación")
    window.context.app.run(mark_decision, document=made, action="approve", actor="Dirección", how="Correo del lunes")
    settle()
    press(dressed, pane, "Aplicar")
    store = window.context.app.store
    assert store.get(CreditAssessment, made.id).state == "applied"
    assert store.get(Distributor, trade.partner.id).credit_limit == made.proposed_limit


def test_the_simulation_answers_while_typing(dressed: QApplication, pane: PartnerPane) -> None:
    pane.show_tab("credit")
    settle()
    (what_if,) = pane.findChildren(Simulation)
    what_if.factor.setCurrentIndex(what_if.factor.findData("overdue"))
    what_if.value.setText("0")
    good = what_if.answer.text()
    what_if.value.setText("30")
    assert "banda" in good
    assert what_if.answer.text() != good
    what_if.value.setText("x")
    assert "Días para el pago" in what_if.answer.text()


def test_a_line_and_a_plan_from_the_composer(dressed: QApplication, window: Window, pane: PartnerPane,
                                             trade: Trade) -> None:
    pane.show_tab("summary")
    settle()
    (composer,) = pane.findChildren(Composer)
    composer.plan_asked.emit()
    window.overlay.submitted.emit()
    settle()
    visits = trade.app.store.find(Visit, party=trade.buyer)
    assert [(each.planned_on, each.state) for each in visits] == [(datetime.date(2025, 11, 25), "planned")]
    (composer,) = (each for each in pane.findChildren(Composer) if each.isVisible())
    composer.line.setText("visita interesada pide catálogo")
    QTest.keyClick(composer.line, Qt.Key.Key_Tab)
    window.overlay.submitted.emit()
    settle()
    assert [each.note for each in trade.app.store.find(Visit, state="done")] == ["pide catálogo"]


def test_money_is_covered_with_the_prices(dressed: QApplication, pane: PartnerPane) -> None:
    veil.close()
    pane.refresh()
    pane.show_tab("credit")
    settle()
    assert pane.findChildren(Simulation) == []


def test_a_prospect_is_created_and_its_stage_changed(dressed: QApplication, window: Window, pane: PartnerPane,
                                                     trade: Trade) -> None:
    tab = next(each for each in window.findChildren(PartnersTab) if each.isVisible())
    tab.view.new()
    settle()
    asked = window.findChildren(FieldsPanel)[-1]
    asked.editors["name"].show_value("Dismed Norte", {})
    asked.editors["territories"].show_value((trade.zone.id,), {trade.zone.id: "Jalisco"})
    asked.submitted.emit()
    settle()
    made = window.context.app.store.find(Distributor, name="Dismed Norte")[0]
    assert (made.stage, pane.id) == ("prospect", made.id)
    pane.verbs.stage(made)
    settle()
    window.findChildren(FieldsPanel)[-1].submitted.emit()
    settle()
    assert window.context.app.store.get(Distributor, made.id).stage == "research"


def test_an_agent_goes_on_in_the_funnel_by_keys(dressed: QApplication, window: Window, trade: Trade) -> None:
    agent = window.context.app.run(create_distributor, distributor=Distributor(
        name="Agencia del Nayar", role="agent", territories=(trade.zone.id,)))
    window.go(Address("distributors", "agents"))
    tab = next(each for each in window.findChildren(AgentsTab) if each.isVisible())
    tab.show_as("funnel")
    settle()
    lane = tab.funnel.board.lists["prospect"]
    assert lane.mark(agent.id)
    lane.setFocus()
    QTest.keyClick(lane, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    settle()
    window.findChildren(FieldsPanel)[-1].submitted.emit()
    settle()
    assert window.context.app.store.get(Distributor, agent.id).stage == "research"
    assert tab.funnel.board.lists["research"].mark(agent.id)
    assert lint(window, room=(1366, 768)) == []
    tab.funnel.opened.emit(agent.id)
    settle()
    assert not tab.funnel.isVisible()

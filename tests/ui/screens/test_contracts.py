"""Contracts with what was agreed beside them, and the radar: nothing clipped, and a person's way through both."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.contracts import open_contract, send_contract_to_sign
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.team import Person
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put
from tests.ui.lint import lint
from tests.windows import settle
from ui import ask
from ui.panels.fields import FieldsPanel
from ui.screen import Address
from ui.screens.contracts.pane import ContractPane
from ui.screens.contracts.radar import RadarTab
from ui.veil import veil
from ui.widgets.buttons import Button, IconButton
from ui.window import Window

END = datetime.date(2025, 12, 20)


@pytest.fixture
def contract(store: BaseStore, me: Person) -> Contract:
    """A contract to sign, with a minimum and something we owe, and a paper that expires."""
    app = App(store)
    trade = Trade(app, me)
    put(app, ComplianceDocument(category="gsp", holder=trade.buyer, expires=END))
    made = app.run(open_contract, contract=Contract(
        party=trade.buyer, category="distribution", title="Distribución 2025", start=datetime.date(2025, 1, 1), end=END,
        value=1_200_000_00, territories=(trade.zone.id,)), terms=[
            ContractTerm(category="minimum_purchase", amount=1_200_000_00, due=END),
            ContractTerm(category="training", text="Dos capacitaciones", owed_by="company", due=END)])
    return app.run(send_contract_to_sign, contract=made)


@pytest.fixture
def pane(dressed: QApplication, contract: Contract, window: Window) -> ContractPane:
    """The record beside the grid, with prices shown."""
    veil.open(600)
    window.go(Address("contracts", "contracts", "contract", contract.id))
    settle()
    return next(each for each in window.findChildren(ContractPane) if each.isVisible())


def press(app: QApplication, pane: ContractPane, text: str) -> None:
    settle()
    next(each for each in pane.findChildren(Button) if each.text() == text and each.isVisible()).click()
    settle()


def test_nothing_is_clipped_small_or_nameless(dressed: QApplication, window: Window, pane: ContractPane) -> None:
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        for tab in ("contracts", "expiries"):
            window.go(Address("contracts", tab))
            settle()
            assert lint(window, room=size) == []


def test_a_contract_is_signed_kept_and_renewed(dressed: QApplication, window: Window, pane: ContractPane,
                                               contract: Contract) -> None:
    store = window.context.app.store
    press(dressed, pane, "Firmar")
    panel = window.findChildren(FieldsPanel)[-1]
    panel.editors["by"].show_value("Dirección", {})
    panel.editors["no_file"].show_value("Original en archivo", {})
    panel.submitted.emit()
    settle()
    assert store.get(Contract, contract.id).state == "in_force"
    settle()
    next(each for each in pane.findChildren(IconButton) if each.accessibleName() == "Cumplido").click()
    settle()
    window.findChildren(FieldsPanel)[-1].submitted.emit()
    settle()
    assert store.count(ContractTerm, contract=contract.id, state="met") == 1
    press(dressed, pane, "Renovar")
    window.findChildren(FieldsPanel)[-1].submitted.emit()
    settle()
    (new,) = store.find(Contract, renews=contract.id)
    assert new.end == datetime.date(2026, 12, 20)


def test_the_radar_narrows_opens_and_leaves_as_a_calendar(dressed: QApplication, window: Window, pane: ContractPane,
                                                          tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.go(Address("contracts", "expiries"))
    settle()
    radar = next(each for each in window.findChildren(RadarTab) if each.isVisible())
    assert [each.about.kind for each in radar.shown()] == ["compliance_document"]
    target = tmp_path / "vencimientos.ics"
    monkeypatch.setattr(ask, "save_file", lambda *_args: target)
    radar.save_calendar()
    assert len(Calendar.from_ical(target.read_bytes()).walk("VEVENT")) == 1
    radar.filter.setText("nada así")
    assert radar.shown() == []
    radar.filter.clear()
    gone: list[Address] = []
    monkeypatch.setattr(window, "go", gone.append)
    radar.table.selectRow(0)
    radar.table.setFocus()
    QTest.keyClick(radar.table, Qt.Key.Key_Return)
    settle()
    assert [each.kind for each in gone] == ["compliance_document"]

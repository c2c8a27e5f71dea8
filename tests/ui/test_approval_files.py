"""A document's request as a file, and what changed after it was approved, from its own header."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kamdesk.commands.approvals import decide, submit
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.records.campaigns import CommunicationPlan
from kamdesk.records.team import Person
from kamdesk.sharing.cards import card_of
from kamdesk.sharing.keys import new_keys
from ui import ask
from ui.panels.approval import ChangesPanel, RequestPanel
from ui.record_approval import ApprovalBar
from ui.screen import Address
from ui.window import Window


@pytest.fixture
def plan(window: Window) -> CommunicationPlan:
    """A plan of mine, which I may approve."""
    me = window.app.run(save, record=Person(name="Laura Benítez", position="regional_manager",
                                            can_approve=("promotion",)))
    window.app.run(change_setting, name="me", value=me.id)
    return window.app.run(save, record=CommunicationPlan(
        name="Cardio", start=datetime.date(2025, 11, 24), end=datetime.date(2026, 1, 10), objective="Recordar",
        channels=("email",), cost=100_00))


def bar(window: Window, plan: CommunicationPlan) -> ApprovalBar:
    window.go(Address("promotions", "content", "communication_plan", plan.id))
    QApplication.processEvents()
    return next(each for each in window.page.findChildren(ApprovalBar) if each.isVisible())


def test_the_request_is_written_for_a_card_with_its_sheet(window: Window, plan: CommunicationPlan, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch):
    keys = new_keys()
    window.context.doors.trust(window.app.store, card_of(  # type: ignore[attr-defined]
        keys, person="Patricia Ledesma", person_id="p", role="sales_manager", device="patricia"))
    window.app.run(submit, document=plan)
    header = bar(window, plan)
    assert header.request.isVisible()
    header.request.click()
    panel = window.overlay
    assert isinstance(panel, RequestPanel)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "solicitud.kdx")
    panel.submitted.emit()
    assert (tmp_path / "solicitud.kdx").read_bytes().startswith(b"age-encryption.org/v1")
    assert (tmp_path / "solicitud.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_card_a_name_and_a_password_are_asked_for(window: Window, plan: CommunicationPlan, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch):
    window.app.run(submit, document=plan)
    bar(window, plan).request.click()
    panel = window.overlay
    assert isinstance(panel, RequestPanel)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "s.kdx")
    panel.submitted.emit()
    assert panel.isVisible()
    panel.name.setText("Patricia")
    panel.passphrase.setText("corta")
    panel.submitted.emit()
    assert panel.isVisible()
    assert not (tmp_path / "s.kdx").exists()


def test_what_changed_after_the_approval_is_shown(window: Window, plan: CommunicationPlan):
    window.app.run(submit, document=plan)
    window.app.run(decide, document=plan, action="approve")
    window.app.run(save, record=dataclasses.replace(plan, cost=250_00))
    header = bar(window, plan)
    assert header.proof.text() == "Autoaprobado · Laura Benítez · hoy"
    assert header.stands() == "changed"
    header.changes.click()
    panel = window.overlay
    assert isinstance(panel, ChangesPanel)
    assert "$100.00 → $250.00" in [each.text() for each in panel.findChildren(QLabel)]

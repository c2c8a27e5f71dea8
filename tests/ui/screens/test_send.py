"""Enviar: three clicks for the changes of a known reader, nothing confidential unless ticked, habits remembered."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kamdesk import words
from kamdesk.commands.settings import change_setting
from kamdesk.fields import AMOUNT, CLASSES, PRICE, Link
from kamdesk.records.clients import Client
from kamdesk.records.territories import Territory
from kamdesk.sharing import exchange
from kamdesk.sharing.cards import card_of
from kamdesk.sharing.exchange import Share
from kamdesk.sharing.keys import new_keys
from tests.journeys.presses import presses
from tests.ui.lint import lint
from tests.ui.screens.colleague import Colleague
from tests.ui.screens.exchanging import Show, own_backups, press, problem, sample, show, tab  # noqa: F401  fixtures
from tests.windows import finish, settle
from ui import ask, style
from ui.page import KindView
from ui.screen import Address
from ui.screens.exchange.send import Send
from ui.window import Window

KEYS = new_keys()
CARD = card_of(KEYS, person="Marta Ríos", person_id="p", role="sales_manager", device="portátil de Marta")
PASSWORD = "una clave larga"


@pytest.fixture
def doors() -> Colleague:
    return Colleague()


@pytest.fixture
def here(show: Show, doors: Colleague) -> Window:  # noqa: F811
    window = show(doors)
    doors.trust(window.app.store, CARD)
    return window


def opened(window: Window) -> Send:
    part = tab(window, "send")
    assert isinstance(part, Send)
    counted(window, part)
    return part


def counted(window: Window, part: Send) -> None:
    part._pause.stop()
    part._count()
    finish(window)


def sent(doors: Colleague) -> Share:
    found = [each[1] for each in doors.asked if each[0] == "send"]
    assert isinstance(found[-1], Share)
    return found[-1]


def saving(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)


def test_the_changes_for_the_boss_take_three_clicks(here: Window, doors: Colleague, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, tmp_path / "marta.kdx")
    here.go(Address("today"))
    with presses() as count:
        rail = here.rail.list
        row = next(at for at in range(rail.model().rowCount()) if rail.model().index(at, 0).data() == "Intercambio")
        middle = rail.visualRect(rail.model().index(row, 0)).center()
        QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        settle()
        part = here.page.part  # type: ignore[attr-defined]
        QTest.mouseClick(part.save, Qt.MouseButton.LeftButton)
        finish(here)
    assert count.clicks <= 3
    assert (tmp_path / "marta.kdx").exists()
    share = sent(doors)
    assert (share.profile, share.to, share.device) == ("P2", "Marta Ríos", "d-marta")


def test_a_new_reader_gets_nothing_that_has_a_switch(here: Window, doors: Colleague, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, tmp_path / "x.kdx")
    part = opened(here)
    assert "Sin precios, sin importes" in part.file.said.text()
    part.save.click()
    finish(here)
    assert sent(doors).classes == frozenset()
    assert not sent(doors).whole
    assert sent(doors).uid


def test_prices_are_asked_about_and_a_no_leaves_nothing(here: Window, doors: Colleague, tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, tmp_path / "x.kdx")
    part = opened(here)
    part.switches.boxes["prices"].click()
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    part.save.click()
    finish(here)
    assert not (tmp_path / "x.kdx").exists()
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    part.save.click()
    finish(here)
    assert sent(doors).classes == {PRICE}


def test_what_a_reader_received_is_offered_again_and_only_to_her(here: Window, doors: Colleague, tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, tmp_path / "x.kdx")
    part = opened(here)
    part.switches.boxes["amounts"].click()
    part.switches.attachments.click()
    part.save.click()
    finish(here)
    part.readers.buttons[-1].click()
    assert part.switches.on == frozenset()
    part.readers.buttons[0].click()
    assert (part.switches.on, part.switches.attachments.isChecked()) == ({"amounts"}, False)
    assert sent(doors).classes == {AMOUNT}
    assert here.app.store.undo_step() is None or "ajuste" not in here.app.store.undo_step().label.lower()


def test_all_switches_make_a_whole_file(here: Window):
    part = opened(here)
    for box in part.switches.boxes.values():
        box.click()
    assert part.share().whole
    assert part.share().classes == set(CLASSES)


def test_a_zone_and_a_selection_are_chosen_first(here: Window):
    part, store = opened(here), here.app.store
    for key, told in (("area", "Elige una zona."), ("picked", "Elige los registros.")):
        part.what.set_value(key)
        part._change()
        counted(here, part)
        assert part.file.said.text() == told
    client = store.find(Client)[0]
    part.pick((Link("client", client.id),))
    assert part.share().records == (Link("client", client.id),)
    part.what.set_value("area")
    part.zones.show_value((store.find(Territory)[0].id,), {})
    assert part.share().territories == (store.find(Territory)[0].id,)


def test_the_same_part_is_the_same_profile(here: Window):
    part = opened(here)
    first = part.share()
    part.switches.boxes["credit"].click()
    other = part.share()
    part.switches.boxes["credit"].click()
    assert part.share().uid == first.uid != other.uid


def test_a_request_of_a_colleague_fills_in_what_she_asks_for(here: Window, doors: Colleague, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, tmp_path / "x.kdx")
    (tmp_path / "marta.kdreq").write_bytes(b"request")
    tab(here, "receive").take(tmp_path / "marta.kdreq")  # type: ignore[attr-defined]
    settle()
    part = here.page.part  # type: ignore[attr-defined]
    assert isinstance(part, Send)
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    part.save.click()
    finish(here)
    assert sent(doors) == Share(to="Marta Ríos", device="d-marta")


MISSING = [("to", "", PASSWORD, PASSWORD), ("again", "Marta", PASSWORD, "x"), ("passphrase", "Marta", "corta", "corta")]


@pytest.mark.parametrize("case", MISSING, ids=lambda case: case[0])
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(here: Window, tmp_path: Path,
                                                                  monkeypatch: pytest.MonkeyPatch, case):
    wrong, typed = case[0], dict(zip(("to", "passphrase", "again"), case[1:], strict=True))
    part = opened(here)
    part.readers.buttons[-1].click()
    for name, text in typed.items():
        getattr(part.password, name).field.setText(text)
    saving(monkeypatch, tmp_path / "x.kdx")
    part.save.click()
    finish(here)
    assert getattr(part.password, wrong).field.accessibleDescription() != ""
    assert {name: getattr(part.password, name).text() for name in typed} == typed
    assert not (tmp_path / "x.kdx").exists()


def test_a_plain_file_takes_an_explicit_tick(here: Window, doors: Colleague, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch):
    part = opened(here)
    part.readers.buttons[-1].click()
    part.password.to.field.setText("Agencia")
    part.password.plain.click()
    assert part.save.accessibleName() == "Guardar .sqlite"
    saving(monkeypatch, tmp_path / "agencia.sqlite")
    part.save.click()
    finish(here)
    assert (tmp_path / "agencia.sqlite").read_bytes() == b"content"
    assert (sent(doors).to, sent(doors).profile) == ("Agencia", exchange.CHANGES)


LOOKS = [("light", 1.0, "es"), ("dark", 1.5, "en")]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_fault_in_any_look(app: QApplication, here: Window, look: tuple[style.Scheme, float, str]):
    scheme, scale, language = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    part = opened(here)
    for room, reader in itertools.product(((1366, 768), (1024, 600)), (0, -1)):
        here.resize(*room)
        part.readers.buttons[reader].click()
        settle()
        assert lint(here, room=room) == [], (room, reader)


def test_third_parties_get_chosen_kinds_of_a_period_and_no_class_at_all(here: Window, doors: Colleague, tmp_path: Path,
                                                                        monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, tmp_path / "agencia.kdx")
    part = opened(here)
    part.readers.buttons[0].click()
    part.what.set_value("bare")
    part._change()
    assert [box.isVisible() for box in part.switches.boxes.values()] == [False] * 5
    usual = part.share()
    assert (usual.profile, usual.classes, usual.notes) == (exchange.PUBLIC, frozenset(), frozenset())
    assert "product" in usual.kinds
    assert "order" not in usual.kinds
    part.bare.kinds._chips["client"].click()
    part.bare.notes._chips["client.note"].click()
    part.bare.since.setText("1/11/2025")
    part.bare.since.editingFinished.emit()
    counted(here, part)
    press(part, "Guardar .kdx")
    finish(here)
    share = sent(doors)
    assert ("client" in share.kinds, share.notes, str(share.since)) == (True, {"client.note"}, "2025-11-01")
    assert share.uid != usual.uid  # of a period: a part of its own
    part.what.set_value("everything")
    part._greet()
    assert (part.what.value(), "client" in part.bare.kinds.value(), part.bare.notes.value()) == (
        "bare", True, ("client.note",))


def test_rows_picked_in_a_list_are_prepared_as_a_selection(here: Window):
    here.go(Address("clients"))
    settle()
    view = next(each for each in here.findChildren(KindView) if each.isVisible() and each.kind is Client.kind)
    view.list.table.selectAll()
    settle()
    press(view, "Preparar envío")
    part = tab(here, "send")
    assert isinstance(part, Send)
    links = sorted(Link("client", each.id) for each in here.app.store.find(Client))
    assert (part.what.value(), list(part.share().records)) == ("picked", links)


def test_a_team_may_leave_files_without_password_by_default(show: Show, doors: Colleague):  # noqa: F811
    here = show(doors)
    assert not opened(here).password.plain.isChecked()
    here.app.run(change_setting, name="encrypt_files", value=False)
    again = Send(here.context)
    assert again.password.plain.isChecked()
    again.deleteLater()

"""Personas y equipos: a card is trusted only after its digits were compared; it is withdrawn when confirmed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kamdesk import words
from kamdesk.sharing import cards
from kamdesk.sharing.keys import new_keys
from tests.ui.lint import lint
from tests.ui.screens.colleague import Colleague
from tests.ui.screens.exchanging import Show, own_backups, press, problem, sample, show, tab  # noqa: F401  fixtures
from tests.windows import settle
from ui import ask, style
from ui.screens.exchange.people import People
from ui.window import Window

KEYS = new_keys()
CARD = cards.card_of(KEYS, person="Marta Ríos", person_id="p", role="local_supervisor", device="portátil de Marta")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "marta.kdcard"
    path.write_bytes(cards.write(CARD, KEYS))
    return path


def people(window: Window) -> People:
    part = tab(window, "people")
    assert isinstance(part, People)
    return part


def texts(part: People) -> str:
    return " | ".join(each.text() for each in part.findChildren(QLabel) if each.isVisible())


def test_a_card_is_trusted_once_its_digits_were_compared(show: Show, file: Path,  # noqa: F811
                                                         monkeypatch: pytest.MonkeyPatch):
    here = show(Colleague())
    part = people(here)
    monkeypatch.setattr(ask, "open_file", lambda *_args: file)
    part.add.click()
    settle()
    assert part.panel is not None
    assert part.panel.isVisible()
    assert any(each.text() == CARD.fingerprint for each in part.panel.findChildren(QLabel))
    assert here.context.doors.devices(here.app.store) == []  # type: ignore[attr-defined]
    press(part.panel, "Son iguales: confiar")
    assert CARD.fingerprint in texts(part)
    assert "Marta Ríos" in texts(part)


def test_a_lost_laptop_is_withdrawn_when_confirmed_and_can_come_back(show: Show,  # noqa: F811
                                                                     monkeypatch: pytest.MonkeyPatch):
    doors = Colleague()
    here = show(doors)
    doors.trust(here.app.store, CARD)
    part = people(here)
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    press(part, "Dar de baja")
    assert not doors.devices(here.app.store)[0].revoked
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    press(part, "Dar de baja")
    assert doors.devices(here.app.store)[0].revoked
    press(part, "Confiar otra vez")
    assert part.panel is not None
    press(part.panel, "Son iguales: confiar")
    assert not doors.devices(here.app.store)[0].revoked


def test_my_card_is_written_and_reads_as_mine(show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    here = show(Colleague())
    part = people(here)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "laura.kdcard")
    part.own.save.click()
    card = cards.read((tmp_path / "laura.kdcard").read_bytes())
    assert card.person == "Laura Benítez"
    assert card.fingerprint in texts(part)


def test_without_a_person_no_card_is_offered(show: Show):  # noqa: F811
    part = people(show(Colleague(), empty=True))
    assert not part.own.save.isEnabled()
    assert "quién eres" in texts(part)


@pytest.mark.parametrize("content", [b"Hola", b""])
def test_what_is_no_card_is_said(show: Show, tmp_path: Path, content: bytes):  # noqa: F811
    here = show(Colleague())
    (tmp_path / "x.kdcard").write_bytes(content)
    part = people(here)
    part.take(tmp_path / "x.kdcard")
    assert "tarjeta" in problem(here)
    part.take(tmp_path / "gone.kdcard")
    assert "gone.kdcard" in problem(here)


@pytest.mark.parametrize("look", [("light", 1.0, "es"), ("dark", 1.5, "en")], ids=str)
def test_no_fault_in_any_look(app: QApplication, show: Show, look: tuple[style.Scheme, float, str]):  # noqa: F811
    scheme, scale, language = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    doors = Colleague()
    here = show(doors)
    doors.trust(here.app.store, CARD)
    for room, empty in itertools.product(((1366, 768), (1024, 600)), (True, False)):
        here.resize(*room)
        part = people(here)
        if empty:
            doors.revoke(here.app.store, CARD.uid)
            part.reread()
        settle()
        assert lint(here, room=room) == [], room

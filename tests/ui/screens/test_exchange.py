"""Intercambio in the window: send, receive, back up, restore, password and check, without a fault in any look."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.records import archive
from kamdesk.kinds import REGISTER
from kamdesk.records.clients import Client
from tests.db.files import filled
from tests.ui.lint import lint
from ui import ask, style
from ui.page import Part
from ui.screen import Address
from ui.screens.exchange.copies import Copies, copies
from ui.screens.exchange.receive import Receive, receive
from ui.screens.exchange.send import Send, send
from ui.window import Window

PARTS: dict[str, dict[str, Part]] = {"exchange": {"send": send, "receive": receive, "copies": copies}}
PASSWORD = "una clave larga"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "base.kamdesk"
    filled(path).close()
    return path


@pytest.fixture(autouse=True)
def own_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def show(app: QApplication, qtbot: QtBot, sample: Path, empty_base: Path,
         tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Open a window on a copy of the sample (or of an empty base)."""
    opened: list[tuple[Window, BaseStore]] = []

    def make(*, empty: bool = False) -> Window:
        path = tmp_path / f"base{len(opened)}.kamdesk"
        shutil.copyfile(empty_base if empty else sample, path)
        store = BaseStore(path)
        window = Window(App(store), FileDoors(), parts=PARTS)
        opened.append((window, store))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        return window

    yield make
    for window, store in opened:
        window.close()
        store.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def tab(window: Window, name: str) -> QWidget:
    window.go(Address("exchange", name))
    part: QWidget = window.page.part  # type: ignore[attr-defined]
    return part


def finish(window: Window) -> None:
    until = time.monotonic() + 30
    while window.jobs.busy and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    assert not window.jobs.busy
    settle()


def settle() -> None:
    for _time in range(3):
        QApplication.processEvents()


def problem(window: Window) -> str:
    item = window.page.messages.itemAt(0)
    widget = item.widget() if item is not None else None
    return widget.accessibleName() if widget is not None else ""


def sent(window: Window, monkeypatch: pytest.MonkeyPatch, path: Path, *, plain: bool = False) -> Send:
    part = tab(window, "send")
    assert isinstance(part, Send)
    part.to.field.setText("Marta Ríos")
    part.plain.setChecked(plain)
    if not plain:
        part.passphrase.field.setText(PASSWORD)
        part.again.field.setText(PASSWORD)
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)
    part.save.click()
    finish(window)
    return part


def test_a_file_is_sent_and_received_into_an_empty_base(show, tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch):
    here, there = show(), show(empty=True)
    part = sent(here, monkeypatch, tmp_path / "marta.kdx")
    assert part.passphrase.text() == ""
    assert (tmp_path / "marta.kdx").exists()
    received = tab(there, "receive")
    assert isinstance(received, Receive)
    received.take(tmp_path / "marta.kdx")
    finish(there)
    assert received.passphrase is not None
    assert received.passphrase.isVisible()
    received.passphrase.field.setText("falsa falsa")
    received.check()
    finish(there)
    assert received.passphrase.field.accessibleDescription() != ""
    received.passphrase.field.setText(PASSWORD)
    received.check()
    finish(there)
    assert received.incoming is not None
    assert there.app.store.count(Client) == 0
    received.apply()
    finish(there)
    assert there.app.store.count(Client) == 2


def test_a_base_with_records_explains_and_offers_no_apply(show, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch):
    here = show()
    sent(here, monkeypatch, tmp_path / "marta.sqlite", plain=True)
    part = tab(here, "receive")
    assert isinstance(part, Receive)
    part.take(tmp_path / "marta.sqlite")
    finish(here)
    verbs = [button.text() for button in part.findChildren(QWidget) if hasattr(button, "kind")]
    assert not any(text.startswith("Aplicar") for text in verbs)


def test_a_file_that_is_not_ours_is_named(show, tmp_path: Path):
    here = show(empty=True)
    (tmp_path / "notes.kdx").write_text("Hola")
    part = tab(here, "receive")
    assert isinstance(part, Receive)
    part.take(tmp_path / "notes.kdx")
    finish(here)
    assert "notes.kdx" in problem(here)


MISSING = [("to", "", PASSWORD, PASSWORD), ("again", "Marta", PASSWORD, "x"), ("passphrase", "Marta", "corta", "corta")]


@pytest.mark.parametrize("case", MISSING, ids=lambda case: case[0])
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(show, tmp_path: Path, monkeypatch, case):
    wrong, typed = case[0], dict(zip(("to", "one", "two"), case[1:], strict=True))
    here = show()
    part = tab(here, "send")
    assert isinstance(part, Send)
    entries = {"to": part.to, "one": part.passphrase, "two": part.again}
    for name, text in typed.items():
        entries[name].field.setText(text)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "x.kdx")
    part.save.click()
    finish(here)
    assert getattr(part, wrong).field.accessibleDescription() != ""
    assert {name: entry.text() for name, entry in entries.items()} == typed
    assert not (tmp_path / "x.kdx").exists()


def test_a_backup_is_made_and_restored_when_confirmed(show, monkeypatch: pytest.MonkeyPatch):
    here = show()
    part = tab(here, "copies")
    assert isinstance(part, Copies)
    part.back_up()
    finish(here)
    made = here.context.doors.backups(here.app.store)
    assert len(made) == 1
    here.app.run(archive, records=here.app.store.find(Client))
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    part.restore(made[0].path, made[0])
    assert here.app.store.count(Client) == 0
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    part.restore(made[0].path, made[0])
    assert here.app.store.count(Client) == 2
    assert len(here.context.doors.backups(here.app.store)) == 2


def test_the_base_gets_a_password_and_its_key_on_paper(show, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch):
    here = show()
    part = tab(here, "copies")
    assert isinstance(part, Copies)
    card = part.password
    card.new.field.setText("corta")
    card.again.field.setText("corta")
    card.set.click()
    assert card.new.field.accessibleDescription() != ""
    for entry in (card.new, card.again):
        entry.field.setText(PASSWORD)
    card.set.click()
    assert here.encrypted
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "key.pdf")
    card.print.click()
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")


def test_the_data_is_checked_and_mended(show):
    here = show()
    raw = here.app.store.writer.connection.driver_connection  # type: ignore[attr-defined]
    raw.execute("DELETE FROM kd_doc WHERE t = ?", (REGISTER["client"].code,))
    part = tab(here, "copies")
    assert isinstance(part, Copies)
    part.checking.check()
    finish(here)
    part.checking.mend()
    finish(here)
    assert here.context.doors.check(here.app.store) == []


LOOKS = [*itertools.product(("light", "dark"), (1.0, 1.25, 1.5), ("es", "en"))]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_fault_in_any_look(app: QApplication, show, look: tuple[style.Scheme, float, str]):
    scheme, scale, language = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    window = show()
    part = tab(window, "copies")
    assert isinstance(part, Copies)
    window.context.doors.back_up(window.app.store)
    part.reread()
    for room in ((1366, 768), (1024, 600)):
        window.resize(*room)
        for name in ("send", "receive", "copies"):
            tab(window, name)
            settle()
            assert lint(window, room=room) == [], (name, room)

"""Primer uso: every way from nothing to an open base, with mouse and keys, and what it says when it cannot."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.first_use import begin, code_of
from kamdesk.doors import Doors
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.team import Person
from kamdesk.records.visits import NonWorkingDay
from kamdesk.store import Store
from tests.db.files import filled
from tests.ui.lint import lint
from ui import ask, style
from ui.screens.welcome import Welcome
from ui.screens.welcome.identity import Identity
from ui.screens.welcome.pages import Content, FilePassword, Recovery
from ui.widgets.buttons import Button

PASSWORD = "una clave larga"
LOOKS = list(itertools.product(("es", "en"), (1.0, 1.5), ("light", "dark")))


class Main(QMainWindow):
    """What opens afterwards."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store


@pytest.fixture
def welcome(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Welcome]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = Welcome(FileDoors(), opened=_opened)
    made.show()
    app.processEvents()
    yield made
    if isinstance(made.main, Main):
        made.main.close()
        made.main.store.close()
    made.close()
    QSettings().remove("language")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _opened(_doors: Doors, store: Store) -> QMainWindow:
    return Main(store)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def finish(welcome: Welcome) -> None:
    until = time.monotonic() + 60
    while welcome.jobs.busy and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    assert not welcome.jobs.busy
    QApplication.processEvents()


def typed(page: Identity, **texts: str) -> None:
    for name, text in texts.items():
        line = page.line(name)
        line.selectAll()
        for char in text:  # QTest types ASCII only
            QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def base_of(welcome: Welcome) -> Store:
    assert isinstance(welcome.main, Main)
    assert welcome.main.isVisible()
    assert not welcome.isVisible()
    return welcome.main.store


def identity(welcome: Welcome) -> Identity:
    assert isinstance(welcome.page, Identity)
    return welcome.page


def test_an_empty_base_knows_who_works_where(welcome, tmp_path):
    click(welcome.front.buttons["empty"])
    page = identity(welcome)
    typed(page, name="Laura Benítez", company="Albor", region="Occidente")
    assert page.line("laptop_code").text() == "LB"
    page.line("region").setFocus()
    QTest.keyClick(page.line("region"), Qt.Key.Key_Tab)
    click(page.go)
    store = base_of(welcome)
    assert (tmp_path / "Kamdesk" / "Occidente.kamdesk").exists()
    assert store.get(Person, store.me or "").name == "Laura Benítez"
    assert [store.setting(each) for each in ("company", "region_name", "country", "currency", "laptop_code")] == [
        "Albor", "Occidente", "MX", "MXN", "LB"]
    assert store.count(VisitFrequency) == 7
    assert store.count(NonWorkingDay) == 14


def test_the_currency_follows_the_country(welcome):
    click(welcome.front.buttons["empty"])
    page = identity(welcome)
    box = page.field("country").editor.control
    box.setFocus()
    QTest.keyClicks(box, "Chile")
    box.activated.emit(box.currentIndex())
    assert page.field("currency").editor.value() == "CLP"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_made(welcome, tmp_path):
    click(welcome.front.buttons["empty"])
    page = identity(welcome)
    typed(page, name="Laura", passphrase="abc", again="abd")
    click(page.go)
    assert "Nombre de tu región" in page.line("region").accessibleDescription()
    assert page.line("name").text() == "Laura"
    typed(page, region="Sur")
    click(page.go)
    assert page.line("again").accessibleDescription() == "Las dos contraseñas no son iguales."
    typed(page, again="abc")
    click(page.go)
    assert "8" in page.line("passphrase").accessibleDescription()
    typed(page, passphrase="", again="", laptop_code="L1")
    page.line("passphrase").clear()
    page.line("again").clear()
    click(page.go)
    assert "dos letras" in page.line("laptop_code").accessibleDescription()
    assert not list((tmp_path / "Kamdesk").glob("*.kamdesk"))


def test_a_password_offers_its_recovery_key(welcome, tmp_path, monkeypatch):
    click(welcome.front.buttons["empty"])
    page = identity(welcome)
    typed(page, name="Laura Benítez", region="Sur", passphrase=PASSWORD, again=PASSWORD)
    click(page.go)
    assert isinstance(welcome.page, Recovery)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "clave.pdf")
    click(welcome.page.save)
    assert (tmp_path / "clave.pdf").read_bytes().startswith(b"%PDF")
    assert base_of(welcome).encrypted  # type: ignore[attr-defined]


def test_the_example_is_made_by_a_job(welcome):
    click(welcome.front.buttons["example"])
    finish(welcome)
    store = base_of(welcome)
    assert store.setting("demo")
    assert store.count(Client) > 100


def test_a_colleagues_file_becomes_the_base(welcome, tmp_path, monkeypatch):
    theirs = filled(tmp_path / "marta.kamdesk")
    FileDoors().share(theirs, tmp_path / "marta.kdx", to="Laura", passphrase=PASSWORD)
    theirs.close()
    monkeypatch.setattr(ask, "open_file", lambda *_args: tmp_path / "marta.kdx")
    click(welcome.front.buttons["colleague"])
    finish(welcome)
    assert isinstance(welcome.page, FilePassword)
    QTest.keyClicks(welcome.page.field, "otra clave")
    QTest.keyClick(welcome.page.field, Qt.Key.Key_Return)
    finish(welcome)
    assert isinstance(welcome.page, FilePassword)
    assert welcome.page.field.accessibleDescription()
    QTest.keyClicks(welcome.page.field, PASSWORD)
    QTest.keyClick(welcome.page.field, Qt.Key.Key_Return)
    finish(welcome)
    assert isinstance(welcome.page, Content)
    click(welcome.page.accept)
    finish(welcome)
    page = identity(welcome)
    typed(page, name="Laura Benítez")
    click(page.go)
    store = base_of(welcome)
    assert store.count(Client) == 2
    assert store.get(Person, store.me or "").name == "Laura Benítez"


def test_a_file_refused_leaves_no_base(welcome, tmp_path, monkeypatch):
    (tmp_path / "notas.kdx").write_text("hola")
    monkeypatch.setattr(ask, "open_file", lambda *_args: tmp_path / "notas.kdx")
    click(welcome.front.buttons["colleague"])
    finish(welcome)
    assert welcome.page is welcome.front
    assert not (tmp_path / "Kamdesk" / "notas.kamdesk").exists()
    assert "notas.kdx" in welcome._messages.itemAt(0).widget().accessibleName()


def test_another_base_asks_its_password(welcome, tmp_path, monkeypatch):
    path = tmp_path / "vieja.kamdesk"
    BaseStore(path, passphrase=PASSWORD).close()
    monkeypatch.setattr(ask, "open_file", lambda *_args: path)
    answers = iter(["falsa falsa", PASSWORD])
    monkeypatch.setattr(ask, "passphrase", lambda *_args: next(answers))
    click(welcome.front.buttons["open"])
    assert base_of(welcome).path == path  # type: ignore[attr-defined]


def test_a_backup_is_restored_where_the_person_says(welcome, tmp_path, monkeypatch):
    theirs = filled(tmp_path / "base.kamdesk")
    copy = FileDoors().back_up(theirs).path
    theirs.close()
    monkeypatch.setattr(ask, "open_file", lambda *_args: copy)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "otra" / "nueva.kamdesk")
    click(welcome.front.buttons["restore"])
    assert base_of(welcome).count(Client) == 2


def test_the_language_changes_at_once(welcome):
    welcome.front.language_chosen.emit("en")
    assert welcome.front.buttons["empty"].text() == "Start with an empty base"
    assert QSettings().value("language") == "en"


@pytest.mark.parametrize(("name", "code"), [("Laura Benítez", "LB"), ("Ana María Ríos", "AR"), ("Óscar", "OS"),
                                            ("", "KD"), ("李", "KD")])
def test_the_laptop_code_is_the_initials(name, code):
    assert code_of(name) == code


def test_a_known_person_is_not_made_twice(app: QApplication, store: BaseStore):
    bare = App(store)
    bare.run(begin, name="Ana Ríos", position="regional_manager", region="Sur", country="CL", currency="CLP")
    assert store.setting("laptop_code") == "AR"
    assert store.count(Person) == 1
    assert store.count(NonWorkingDay) > 20


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_fault_in_any_look(app, welcome, look):
    language, scale, scheme = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    found = []
    for room in ((1366, 768), (1024, 600)):
        for way in ("", "empty"):
            welcome.start()
            if way:
                welcome.front.buttons[way].click()
            welcome.resize(*room)
            for _turn in range(3):
                app.processEvents()
            found += [f"{way or 'front'} {room}: {each}" for each in lint(welcome, room=room)]
    assert found == []
    welcome.show_page(Recovery(save=lambda: None, go=lambda: None))
    app.processEvents()
    assert lint(welcome, room=(1024, 600)) == []
    assert welcome.findChildren(Button)

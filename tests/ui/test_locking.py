"""The lock closes the base and covers the window; a password or a click opens it, and nothing typed is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.settings import change_setting
from kamdesk.notices import due_notices
from kamdesk.records.team import Person
from tests.journeys.hands import Hands, settle
from tests.made import make
from tests.windows import opened
from ui.keys import GROUPS, groups_of
from ui.keys_sheet import KeysSheet
from ui.locking import LockScreen
from ui.notices import Notices
from ui.screens.today.attention import AttentionCard
from ui.window import Window

SECRET = "caballo correcto"


@pytest.fixture
def secret(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    """The window on a base with a password."""
    store = BaseStore(tmp_path / "secreta.kamdesk", passphrase=SECRET)
    with opened(App(store)) as made:
        yield made
    store.close()


def screen_of(window: Window) -> LockScreen:
    assert window.idle.screen is not None
    return window.idle.screen


def test_what_is_typed_waits_behind_the_lock(window: Window) -> None:
    hands = Hands(window)
    hands.press("Ctrl+N")
    hands.click(hands.field("Título"))
    hands.type("Llamar a Nadro")
    assert window.idle.lock()
    settle()
    assert not any(each.isVisible() and each.text() for each in window.findChildren(QLineEdit))
    hands.press("Ctrl+K")  # no key of the window acts
    assert window.idle.locked
    hands.click(screen_of(window).button)
    assert not window.idle.locked
    field = hands.field("Título")
    assert isinstance(field, QLineEdit)
    assert field.text() == "Llamar a Nadro"
    hands.press("Ctrl+Return")
    assert window.app.store.find(Person) == []


def test_a_base_with_a_password_asks_for_it(secret: Window) -> None:
    secret.idle.lock()
    screen = screen_of(secret)
    assert secret.app.store.key is None  # type: ignore[attr-defined]
    screen.password.setText("otra cosa")
    QTest.keyClick(screen.password, Qt.Key.Key_Return)
    assert secret.idle.locked
    screen.password.setText(SECRET)
    QTest.keyClick(screen.password, Qt.Key.Key_Return)
    assert not secret.idle.locked
    assert secret.encrypted
    assert secret.app.store.count(Person) == 0


def test_it_locks_by_itself_when_nobody_uses_it(window: Window) -> None:
    window.app.run(change_setting, name="lock_after", value=1)
    window.idle.used()
    assert window.idle._timer.interval() == 60_000
    window.idle._timer.timeout.emit()
    assert window.idle.locked
    window.idle.unlock(None)


def test_nothing_of_the_window_asks_a_closed_base(window: Window) -> None:
    window.page.findChildren(AttentionCard)[0].reread()
    before = {each for each in window.findChildren(QTimer) if each.isActive()}
    assert window.idle.lock()
    assert not any(each.isActive() for each in window.findChildren(QTimer))
    settle()
    window.idle.unlock(None)
    assert before <= {each for each in window.findChildren(QTimer) if each.isActive()}


def test_it_waits_while_a_job_runs(window: Window) -> None:
    window.jobs.start(lambda _progress: None, done=lambda _made: None, failed=lambda _error: None)
    assert window.jobs.busy
    assert not window.idle.lock()


def test_notices_tell_no_name_and_no_amount(store: BaseStore, me: Person) -> None:
    app = App(store)
    now = datetime.datetime(2025, 11, 24, 9, 50, tzinfo=datetime.UTC)
    for start in ((10, 5), (10, 6), (9, 49)):
        make(app, "visit", owner=me.id, planned_on=clock.today(), start=datetime.time(*start), state="planned")
    make(app, "payment_promise", due=clock.today(), owner=me.id)
    make(app, "payment_promise", due=clock.today() + datetime.timedelta(1), owner=me.id)
    assert [each.text for each in due_notices(store, now)] == [
        "Tienes una visita a las 10:05", "1 promesa de pago vence hoy"]


def test_notices_come_once_and_only_while_minimised(window: Window, me: Person) -> None:
    make(window.app, "payment_promise", due=clock.today(), owner=me.id)
    told: list[str] = []
    notices = Notices(window, window.app.store)
    notices.show = told.append
    notices.look()
    assert not told
    window.showMinimized()
    notices.look()
    notices.look()
    assert len(told) == 1
    window.app.run(change_setting, name="desktop_notices", value=False)
    notices._told.clear()
    notices.look()
    assert len(told) == 1
    notices.stop()


def test_f1_shows_the_keys_of_the_page(window: Window) -> None:
    hands = Hands(window)
    hands.press("F1")
    sheet = window.overlay
    assert isinstance(sheet, KeysSheet)
    words = hands.words(sheet)
    assert {"En todas partes", "Tareas", "Ctrl+K"} <= set(words)
    assert "Rejillas" not in words
    hands.press("Esc")
    assert window.overlay is None


def test_every_page_has_the_keys_of_everywhere() -> None:
    assert all(groups_of(page)[0] is GROUPS[0] for page in ("today", "plan", "budget", "settings"))

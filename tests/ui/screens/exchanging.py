"""What the tests of Intercambio share: a window on a small base, its tabs, and the end of jobs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from tests.db.files import filled
from tests.windows import finish, opened, settle
from ui.screen import Address
from ui.window import Window

Show = Callable[..., Window]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed base with a manager, a zone and two clients."""
    path = tmp_path_factory.mktemp("sample") / "base.kamdesk"
    filled(path).close()
    return path


@pytest.fixture
def own_backups(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application, and its backups beside the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def show(own_backups: None, qtbot: QtBot, sample: Path, empty_base: Path, tmp_path: Path) -> Iterator[Show]:
    """Open a window on a copy of the sample (or of an empty base), with the doors given."""
    with ExitStack() as stack:

        def make(doors: FileDoors | None = None, *, empty: bool = False) -> Window:
            path = tmp_path / f"base{len(list(tmp_path.glob('*.kamdesk')))}.kamdesk"
            shutil.copyfile(empty_base if empty else sample, path)
            store = stack.enter_context(closing(BaseStore(path)))
            window = stack.enter_context(opened(App(store), doors=doors, pages={}, quick={}))
            stack.callback(finish, window)
            return window

        yield make


def tab(window: Window, name: str) -> QWidget:
    """Go to a tab of Intercambio; its part."""
    window.go(Address("exchange", name))
    settle()
    part: QWidget = window.page.part  # type: ignore[attr-defined]
    return part


def problem(window: Window) -> str:
    """The message above the page."""
    item = window.page.messages.itemAt(0)
    widget = item.widget() if item is not None else None
    return widget.accessibleName() if widget is not None else ""


def press(part: QWidget, text: str) -> None:
    """Press the visible button of that name."""
    found = [each for each in part.findChildren(QPushButton) if each.accessibleName() == text and each.isVisible()]
    assert found, text
    found[0].click()
    settle()

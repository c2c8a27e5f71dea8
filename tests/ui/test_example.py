"""The bar over example data: only there, and its verb erases the base and shows the first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.settings import change_setting
from ui import ask
from ui.example import begin_anew, example_bar
from ui.screens.welcome import Welcome
from ui.widgets.buttons import Button


def test_real_data_has_no_bar(dressed: QApplication, store: BaseStore):
    assert example_bar(store, lambda: None) is None


def test_the_bar_asks_and_leads_to_the_first_page(dressed: QApplication, base_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch):
    store = BaseStore(base_path)
    App(store).run(change_setting, name="demo", value=True)
    window = QMainWindow()
    shown: list[QMainWindow | None] = []
    bar = example_bar(store, lambda: shown.append(begin_anew(window, FileDoors(), store, lambda *_args: window)))
    assert bar is not None
    window.setCentralWidget(bar)
    window.show()
    verb = next(each for each in bar.findChildren(Button) if each.text() == "Borrar y empezar")
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    verb.click()
    assert shown == [None]
    assert base_path.exists()
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    verb.click()
    QTest.qWait(1)
    assert not base_path.exists()
    assert isinstance(shown[1], Welcome)
    assert shown[1].isVisible()
    shown[1].close()

"""Fixtures with the real window over a real base."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from ui import style
from ui.pages import PAGES, PARTS, QUICK
from ui.window import Window


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the house's look."""
    style.start(qapp)
    style.apply(qapp, scheme="light", motion=False)
    return qapp


@pytest.fixture
def window(dressed: QApplication, store: BaseStore) -> Iterator[Window]:
    """The window on an empty base, shown at 1366×768; its lists as nobody has left them yet."""
    QSettings().remove("lists")
    made = Window(App(store), FileDoors(), pages=PAGES, parts=PARTS, quick=QUICK)
    made.resize(1366, 768)
    made.show()
    dressed.processEvents()
    yield made
    made.close()
    made.deleteLater()
    # pytest-qt asks Qt to delete windows later; without an event loop that is never, and they pile up.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

"""The real window over a real base: opened, left to settle and taken away whole."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from ui import style
from ui.pages import PAGES, PARTS, QUICK
from ui.veil import veil
from ui.window import Window

SIZE = (1366, 768)
LEVELS = 8  # boxes in boxes
LONGEST = 120.0  # seconds a job may take on a loaded machine


def settle() -> None:
    """Let timers of no time, layouts and repaints happen."""
    for _turn in range(4):
        QApplication.processEvents()


def lay_out() -> None:
    """Give words that changed a moment ago their room, from inside out."""
    for _level in range(LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def finish(window: Any) -> None:
    """Let the jobs of a window end."""
    until = time.monotonic() + LONGEST
    while window.jobs.busy and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    assert not window.jobs.busy
    settle()


def leave(window: QWidget) -> None:
    """Close a window and have Qt delete it now: without an event loop later is never, and every look gets slower."""
    veil.close()  # the next window shows no price before it is asked to
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def opened(app: App, *, doors: FileDoors | None = None, size: tuple[int, int] = SIZE, pages: Mapping[str, Any] = PAGES,
           parts: Mapping[str, Any] = PARTS, quick: Mapping[str, Any] = QUICK) -> Iterator[Window]:
    """A window on a base, shown; taken away afterwards."""
    made = Window(app, doors or FileDoors(), pages=dict(pages), parts=dict(parts), quick=dict(quick))
    made.resize(*size)
    made.show()
    QApplication.processEvents()
    yield made
    leave(made)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the house's look."""
    style.start(qapp)
    style.apply(qapp, scheme="light", motion=False)
    return qapp


@pytest.fixture(scope="module", autouse=True)
def no_window_left() -> Iterator[None]:
    """Whoever opens a window takes it away: one that stays makes every later change of look slower."""
    yield
    left = [each for each in QApplication.topLevelWidgets() if isinstance(each, Window)]
    for each in left:
        leave(each)
    assert not left


@pytest.fixture
def window(dressed: QApplication, store: BaseStore) -> Iterator[Window]:
    """The window on an empty base, shown at 1366×768; its lists as nobody has left them yet."""
    QSettings().remove("lists")
    with opened(App(store)) as made:
        yield made

"""Qt for the tests of the window: dressed once, light and at 100 % unless a test asks otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ui import style


@pytest.fixture
def app(dressed: QApplication) -> Iterator[QApplication]:
    """The application, light, at 100 % and without motion, before and after the test."""
    style.apply(dressed, scheme="light", motion=False)
    yield dressed
    # pytest-qt asks Qt to delete the windows later; without an event loop that is never, and they pile up.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    style.apply(dressed, scheme="light", motion=False)

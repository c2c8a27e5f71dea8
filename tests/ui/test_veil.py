"""Prices stay hidden until somebody asks for them, which is written down, and hide again by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from kamdesk.kinds import kind_of
from kamdesk.records.system import ConfidentialAccess
from kamdesk.records.team import Person
from kamdesk.store import Query
from tests.made import make
from ui.table import RecordModel
from ui.veil import veil
from ui.window import Window


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Every test begins and ends with the veil closed."""
    veil.close()
    yield
    veil.close()


def shown(window: Window) -> str:
    kind = kind_of("price")
    model = RecordModel(window.app.store, kind, ["amount"], window)
    model.show(Query())
    return str(model.data(model.index(0, 0), Qt.ItemDataRole.DisplayRole))


def test_prices_are_covered_until_they_are_asked_for(window: Window, me: Person) -> None:
    make(window.app, "price")
    assert shown(window) == "••••"
    window.toggle_prices()
    assert shown(window) == "19.99"
    assert [each.action for each in window.app.store.find(ConfidentialAccess)] == ["showed"]
    window.toggle_prices()
    assert shown(window) == "••••"


def test_undo_does_not_take_the_log_back(window: Window, me: Person) -> None:
    make(window.app, "price")
    before = window.app.store.undo_step()
    window.toggle_prices()
    assert window.app.store.undo_step() == before


def test_the_veil_closes_by_itself(window: Window, me: Person, qtbot: object) -> None:
    make(window.app, "price")
    veil.open(0)
    qtbot.waitUntil(lambda: not veil.is_open, timeout=1000)  # type: ignore[attr-defined]
    assert shown(window) == "••••"

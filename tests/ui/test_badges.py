"""The badge of Intercambio counts what waits, and goes when nothing does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.records.system import ExchangeEvent
from ui.badges import ExchangeBadge
from ui.shell.places import Badge


@dataclass
class Waiting:
    """Doors behind which some things wait."""

    files: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=lambda: ["Marta"])

    def inbox(self, _store: Any) -> list[str]:
        return self.files

    def conflicts(self, _store: Any) -> list[str]:
        return self.open

    def peers(self, _store: Any) -> list[str]:
        return self.known


def note(uow: Any) -> None:
    uow.add(ExchangeEvent(direction="received", profile="P2", other="Marta", at=clock.now(), file_name="a.kdx",
                          digest="0" * 64))


@pytest.fixture
def doors(window: Any) -> Waiting:
    doors = Waiting()
    window._waiting = ExchangeBadge(window, window.app.store, doors, window.bus)  # type: ignore[arg-type]
    return doors


def shown(window: Any) -> Badge | None:
    found: Badge | None = window.rail.list.badge("exchange")
    return found


def test_it_appears_when_a_file_came_and_goes_when_all_is_decided(window: Any, doors: Waiting, qtbot: Any) -> None:
    window._waiting.look()
    assert shown(window) is None
    doors.files, doors.open = ["late.kdx"], ["a", "b", "c"]
    with window.app.store.aside("receive_package") as unit:
        note(unit)
    qtbot.waitUntil(lambda: shown(window) == Badge(4, "info", solid=True))
    doors.files, doors.open = [], []
    App(window.app.store).run(_touch)
    qtbot.waitUntil(lambda: shown(window) is None)


def test_a_base_that_met_nobody_is_not_asked(window: Any, doors: Waiting) -> None:
    doors.known, doors.open = [], ["a"]
    window._waiting.look()
    assert shown(window) is None


def _touch(uow: Any) -> None:
    uow.put_setting("company", "Laboratorios Albor")

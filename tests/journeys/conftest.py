"""Who sits at the window in a journey, and whom she visits."""

from __future__ import annotations

import pytest

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from tests.journeys.hands import Hands
from ui.window import Window

CLIENTS = (("Hospital Ángeles", "private_hospital", "a"), ("Clínica Ñandú", "clinic", "b"),
           ("Farmacia Sol", "pharmacy", "c"), ("Farmacia Luna", "pharmacy", "c"))


@pytest.fixture
def hands(me: Person, window: Window) -> Hands:
    """Laura at her window."""
    return Hands(window)


@pytest.fixture
def clients(app: App, zone: Territory) -> list[Client]:
    """Four clients, stored before the window opens."""
    return [app.run(save, record=Client(name=name, category=category, segment=segment, territory=zone.id,
                                        status="active")) for name, category, segment in CLIENTS]

"""The plan by hand: a visit moved with one key, a visit with everything it can tell, a day chosen in the month."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.samples import move_samples
from kamdesk.commands.visits import plan_visit
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.market import MarketSignal
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.samples import SampleMove
from kamdesk.records.team import Coaching, Person
from kamdesk.records.visits import Visit
from tests.conftest import TODAY
from tests.journeys.hands import Hands
from tests.journeys.presses import presses
from ui.screens.plan.card import VisitCard
from ui.screens.plan.month_grid import MonthGrid

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups without a display
TUESDAY = TODAY + datetime.timedelta(1)


@pytest.fixture
def planned(app: App, me: Person, clients: list[Client]) -> Visit:
    """A visit to Hospital Ángeles planned for this morning."""
    return app.run(plan_visit, party=Link("client", clients[0].id), on=TODAY, start=datetime.time(8, 30),
                   owner=me.id)


def card_of(hands: Hands, visit: Visit) -> VisitCard:
    """The card of a visit on the board."""
    return hands.find(VisitCard, lambda each: each.visit.id == visit.id, "visit")


def test_a_visit_is_moved_with_one_key(planned: Visit, hands: Hands, app: App) -> None:
    hands.press("Ctrl+2")
    hands.click(card_of(hands, planned))
    with presses() as count:
        hands.press("Ctrl+Right")
    assert (count.clicks, count.keys) == (0, 1)
    assert app.store.get(Visit, planned.id).planned_on == TUESDAY
    hands.press("Ctrl+Z")
    assert app.store.get(Visit, planned.id).planned_on == TODAY


def test_a_visit_tells_everything_in_one_panel(planned: Visit, hands: Hands, app: App, me: Person) -> None:
    line = app.run(save, record=ProductLine(name="Línea"))
    product = app.run(save, record=Product(name="Neurolem 5 mg", line=line.id))
    app.run(save, record=Person(name="Iván Soto", position="representative", manager=me.id))
    app.run(move_samples, product=product.id, lot="L1", category="in", quantity=10)
    hands.press("Ctrl+2")
    hands.click(card_of(hands, planned))
    hands.press("R", "1")
    hands.click(hands.button("Más campos"))
    hands.fill("Minutos", "50")
    hands.pick("Acompañada por", "Iván")
    hands.choose("Muestras", "Neurolem 5 mg · lote L1 (10)")
    hands.click(hands.button("Guardar visita"))
    assert "Escribe cuántas muestras, 1 o más." in hands.words()  # nothing is lost
    hands.fill("Cantidad", "2")
    hands.fill("Qué se oyó", "Acme baja precios")
    hands.click(hands.button("Guardar visita"))
    done = app.store.get(Visit, planned.id)
    assert (done.state, done.outcome, done.minutes) == ("done", "interested", 50)
    assert app.store.find(SampleMove, visit=planned.id)[0].quantity == -2
    assert app.store.find(MarketSignal)[0].text == "Acme baja precios"
    assert app.store.count(Coaching, state="planned") == 1
    hands.press("Ctrl+Z")
    assert app.store.count(MarketSignal) == 0
    assert app.store.get(Visit, planned.id).state == "planned"


def test_a_day_is_looked_at_in_the_month_and_its_week_opened(planned: Visit, hands: Hands, app: App) -> None:
    hands.press("Ctrl+2", "Ctrl+M")
    grid = hands.find(MonthGrid, lambda _each: True, "month")
    hands.click(grid, grid.rect_of(TUESDAY).center().toPoint())
    assert "Sin visitas este día" in hands.words()
    hands.press("Left")
    card = card_of(hands, planned)
    assert card.face.name == "Hospital Ángeles"
    hands.click(card)
    assert card.focusPolicy() & Qt.FocusPolicy.ClickFocus
    hands.click(hands.button("Ver la semana"))
    assert card_of(hands, planned).movable
    assert app.store.count(Visit) == 1

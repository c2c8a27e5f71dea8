"""Hoy as a person uses it: alerts acted on and postponed, tasks in one line and one click, emergencies logged."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from db.store import BaseStore
from kamdesk import clock
from kamdesk.alerts import WATCH, Alert
from kamdesk.app import App
from kamdesk.commands.incidents import open_incident
from kamdesk.commands.tasks import create_task
from kamdesk.fields import Link
from kamdesk.records.system import AlertSnooze
from kamdesk.records.tasks import Incident, IncidentEntry, Task
from kamdesk.records.team import Person
from tests.journeys.hands import Hands, settle
from tests.made import make
from ui import ask
from ui.labels import ElidedLabel
from ui.screens.today.attention import AttentionCard, leading
from ui.screens.today.incidents import IncidentBar, LogCard
from ui.screens.today.screen import TodayScreen
from ui.screens.today.snooze import days_offered
from ui.screens.today.tasks import TaskRow
from ui.shell.places import Badge
from ui.widgets.messages import EmptyState
from ui.window import Window

DAY = datetime.timedelta(days=1)


@pytest.fixture
def task(store: BaseStore, me: Person) -> Task:
    """A task of mine due today."""
    return App(store).run(create_task, title="Llamar a Nadro", due=clock.today())


@pytest.fixture
def hands(task: Task, window: Window) -> Hands:
    """A person before Hoy, with a task due today, once every rule has looked."""
    hands = Hands(window)
    hands.wait(lambda: bool(card(window).shown()))
    return hands


def card(window: Window) -> AttentionCard:
    page = window.page
    assert isinstance(page, TodayScreen)
    return page.attention


def menu_of(button: object) -> QMenu:
    """The menu of a button as it is shown."""
    menu = button.menu()  # type: ignore[attr-defined]
    menu.aboutToShow.emit()
    assert isinstance(menu, QMenu)
    return menu


def test_an_alert_is_postponed_until_monday_and_comes_back_with_undo(hands: Hands) -> None:
    assert [each.code for each in card(hands.window).shown()] == ["L26"]
    later = menu_of(hands.button("Posponer: Llamar a Nadro"))
    later.actions()[1].trigger()
    hands.wait(lambda: card(hands.window).shown() == [])
    assert [each.until for each in hands.window.app.store.find(AlertSnooze)] == [datetime.date(2025, 12, 1)]
    hands.press("Ctrl+Z")
    hands.wait(lambda: [each.code for each in card(hands.window).shown()] == ["L26"])


def test_the_badge_counts_what_cannot_wait(hands: Hands) -> None:
    assert hands.window.rail.list.badge("today") is None
    make(hands.window.app, "task", title="Enviar oferta", due=clock.today() - 3 * DAY)
    hands.wait(lambda: hands.window.rail.list.badge("today") == Badge(1, "bad"))


def test_a_day_is_chosen_for_all_alerts_at_once(hands: Hands) -> None:
    make(hands.window.app, "payment_promise", due=clock.today())
    hands.wait(lambda: len(card(hands.window).shown()) > 1)
    menu_of(hands.button("Posponer todo")).actions()[-1].trigger()
    settle()
    hands.fill("Hasta", "+9")
    hands.press("Ctrl+Return")
    assert {each.until for each in hands.window.app.store.find(AlertSnooze)} == {clock.today() + 9 * DAY}
    hands.press("Ctrl+Z")  # one step for all of them
    assert hands.window.app.store.count(AlertSnooze) == 0


def test_on_sunday_tomorrow_is_monday() -> None:
    assert [until for _text, until in days_offered(datetime.date(2025, 11, 30))] == [datetime.date(2025, 12, 1)]
    assert len(days_offered(datetime.date(2025, 11, 24))) == 2


def test_the_verb_of_an_alert_opens_its_record(hands: Hands) -> None:
    hands.click(hands.button("Abrir: Llamar a Nadro"))
    assert "Llamar a Nadro" in [each.text() for each in hands.window.page.findChildren(QLineEdit) if each.isVisible()]


def test_one_rule_does_not_hide_the_others() -> None:
    many = [Alert("L14", Link("client", str(at)), "", "", WATCH, "") for at in range(9)]
    one = Alert("L24", Link("return", "r"), "", "", WATCH, "")
    assert [each.code for each in leading([*many, one], count=5)] == ["L14"] * 4 + ["L24"]


def test_a_task_is_written_in_one_line_and_done_with_one_click(hands: Hands) -> None:
    hands.click(hands.button("Tareas"))
    hands.click(hands.field("Nueva tarea en una línea"))
    hands.type("Enviar ficha a Nadro vie")
    hands.press("Return")
    store = hands.window.app.store
    assert store.find(Task, title="Enviar ficha a Nadro")[0].due == datetime.date(2025, 11, 28)
    hands.click(hands.button("Marcar hecha: Llamar a Nadro"))
    assert store.find(Task, title="Llamar a Nadro")[0].state == "done"
    hands.wait(lambda: card(hands.window).shown() == [])
    hands.press("Ctrl+Z")
    assert store.find(Task, title="Llamar a Nadro")[0].state == "pending"


def test_an_order_asks_for_its_result_before_it_is_done(hands: Hands) -> None:
    app = hands.window.app
    order = app.run(create_task, title="Informe", due=clock.today(), category="order", assigned_by="Ernesto")
    hands.go("today", "tasks")
    hands.click(hands.button("Marcar hecha: Informe"))
    hands.press("Ctrl+Return")  # without a result it is refused and the panel stays
    assert app.store.get(Task, order.id).state == "pending"
    hands.fill("Resultado", "Entregado a Ernesto")
    hands.press("Ctrl+Return")
    assert (app.store.get(Task, order.id).state, app.store.get(Task, order.id).result) == (
        "done", "Entregado a Ernesto")


def test_a_task_moves_with_its_menu(hands: Hands, task: Task) -> None:
    hands.go("today", "tasks")
    row = next(each for each in hands.window.findChildren(TaskRow) if each.isVisible())
    QTest.keyClick(row, Qt.Key.Key_Space)
    settle()
    assert hands.window.app.store.get(Task, task.id).state == "done"


def test_ctrl_n_makes_a_task(hands: Hands) -> None:
    hands.press("Ctrl+N")
    hands.fill("Título", "Pedir cotización")
    hands.press("Ctrl+Return")
    assert hands.window.app.store.count(Task, title="Pedir cotización") == 1


def test_the_day_is_printed_as_its_route_sheet(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ask, "printer", lambda _screen, title: asked.append(title))
    hands.press("Ctrl+P")
    hands.wait(lambda: asked == ["Agenda de hoy"])


def test_an_emergency_shows_above_the_day_and_its_log_is_one_line(hands: Hands) -> None:
    app = hands.window.app
    incident = app.run(open_incident, title="Desabasto", category="stockout")
    settle()
    assert any(each.isVisible() for each in hands.window.findChildren(IncidentBar))
    hands.go("today", "tasks")
    log = next(each for each in hands.window.findChildren(LogCard) if each.isVisible())
    hands.click(log.line)
    hands.type("Se pidió a la planta")
    hands.press("Return")
    assert [each.text for each in app.store.find(IncidentEntry)] == ["Se pidió a la planta"]
    hands.click(hands.button("Contener"))
    assert app.store.get(Incident, incident.id).state == "contained"
    hands.click(hands.button("Cerrar emergencia"))
    hands.fill("Decisión", "Se repuso")
    hands.fill("Lecciones", "Pedir antes")
    hands.press("Ctrl+Return")
    assert app.store.get(Incident, incident.id).state == "closed"


def test_only_the_cards_that_read_what_changed_are_made_again(hands: Hands) -> None:
    page = hands.window.page
    assert isinstance(page, TodayScreen)
    client = make(hands.window.app, "client")
    hands.wait(lambda: len(page.attention.shown()) > 1)
    agenda, alerts = page.agenda.findChildren(EmptyState), page.attention.findChildren(ElidedLabel)
    make(hands.window.app, "contact", party=Link("client", client.id))
    hands.wait(lambda: page.agenda.findChildren(EmptyState) != agenda)
    assert page.attention.findChildren(ElidedLabel) == alerts  # looked at again, and the same: nothing was made


def test_the_lists_of_both_kinds_are_one_link_away(hands: Hands) -> None:
    hands.go("today", "tasks")
    hands.click(hands.button("Ver todas las tareas"))
    assert hands.cells(1) == ["Llamar a Nadro"]
    hands.go("today", "tasks")
    hands.click(hands.button("Ver todas"))
    assert "Aún no hay emergencias" in hands.words()

"""Plan de visitas in the window: the week, moving by key and by drop, a proposal accepted, undone, logged."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.cycles import add_day_off
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitCycle
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay, Visit
from tests import plans
from tests.ui.lint import lint
from tests.windows import SIZE, opened, settle
from ui import style
from ui.screen import Address
from ui.screens.plan import PlanScreen
from ui.screens.plan.adding import AddPanel
from ui.screens.plan.card import PARTY_MIME, VISIT_MIME, ProposedCard, VisitCard
from ui.screens.plan.menu import VisitMenu
from ui.screens.plan.repeating import RepeatPanel
from ui.screens.plan.week import WeekView
from ui.widgets.messages import MessageBar
from ui.window import Window

MONDAY = datetime.date(2025, 11, 24)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + datetime.timedelta(step) for step in (1, 2, 4))
Show = Callable[..., Window]


class Base:
    """A base with a person, frequencies and clients, and its app."""

    def __init__(self, store: BaseStore, count: int) -> None:
        self.store, self.app = store, App(store)
        self.me = self.app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))
        self.app.run(change_setting, name="me", value=self.me.id)
        self.app.run(change_setting, name="market_visits", value=0)
        self.zone = self.app.run(save, record=Territory(name="Jalisco", level="zone"))
        plans.frequencies(self.app)
        self.clients = plans.clients(self.app, self.zone, count)

    def plan(self, client: int, on: datetime.date, hour: int = 9) -> Visit:
        """A planned visit."""
        return plans.planned(self.app, self.me, self.clients[client], on, hour)

    def visit(self, id_: str) -> Visit:
        """A visit as stored now."""
        return self.store.get(Visit, id_)


@pytest.fixture
def base(base_path: Path) -> Iterator[Base]:
    """Six clients."""
    store = BaseStore(base_path)
    yield Base(store, 6)
    store.close()


@pytest.fixture
def show(app: QApplication, qtbot: QtBot) -> Iterator[Show]:
    """A window on the plan; the quick panels opened are kept in ``asked``."""
    assert app
    with ExitStack() as stack:

        def make(base: Base, *, size: tuple[int, int] = SIZE, asked: list[Any] | None = None) -> Window:
            def quick(_context: object, _host: object, **filled: object) -> None:
                if asked is not None:
                    asked.append(filled)

            window = stack.enter_context(
                opened(base.app, size=size, pages={"plan": PlanScreen}, parts={}, quick={"visit": quick}))
            window.go(Address("plan", "week"))
            settle()
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)
            return window

        yield make


def week_of(window: Window) -> WeekView:
    """The week view of a window."""
    assert isinstance(window.page, PlanScreen)
    return window.page.week


def focused(window: Window, visit: Visit) -> VisitCard:
    """The card of a visit, with the focus."""
    card = week_of(window).board.card_of(visit.id)
    assert card is not None
    card.setFocus()
    return card


def key(which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, and let the window hear of it."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, which, modifier)
    settle()


def drop(on: QWidget, mime: str, text: str) -> None:
    """Drop something on a widget, as the end of a drag does."""
    data = QMimeData()
    data.setData(mime, text.encode())
    move, left, bare = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(on, QDragEnterEvent(QPoint(20, 60), move, data, left, bare))
    QApplication.sendEvent(on, QDropEvent(QPointF(20, 60), move, data, left, bare))
    settle()


def messages(window: Window) -> str:
    """What the messages above the board say."""
    return " ".join(bar.accessibleName() for bar in week_of(window).findChildren(MessageBar) if bar.isVisible())


CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_week_shows_its_visits_totals_and_states(base: Base, show: Show) -> None:
    plans.done(base.app, base.me, base.clients[0], MONDAY)
    base.plan(1, datetime.date(2025, 11, 27), 10)
    window = show(base)
    columns = week_of(window).board.columns
    assert [column.day.day for column in columns] == [24, 25, 26, 27, 28]
    said = [card.accessibleName() for column in columns for card in column.cards]
    assert said[0].startswith("Sin hora, Cliente 00, A, Hecha")
    assert said[1].startswith("10:00, Cliente 01, B")
    assert columns[3].load.text().startswith("1 · ")
    assert "24–28 de noviembre · semana 48" in window.page.header._subtitle.text()


def test_a_past_visit_that_nobody_logged_is_pending(base: Base, show: Show) -> None:
    visit = base.plan(1, datetime.date(2025, 11, 20))
    window = show(base)
    week_of(window).turn(-1)
    card = week_of(window).board.card_of(visit.id)
    assert card is not None
    assert (card.face.chip, card.face.edge) == ("Pendiente", "bad")


def test_ctrl_arrows_move_a_visit_and_undo_brings_it_back(base: Base, show: Show) -> None:
    visit = base.plan(0, MONDAY)
    window = show(base)
    focused(window, visit)
    key(Qt.Key.Key_Right, CTRL)
    assert base.visit(visit.id).planned_on == TUESDAY
    held = QApplication.focusWidget()
    assert isinstance(held, VisitCard)
    assert held.visit.id == visit.id  # the focus goes with it
    key(Qt.Key.Key_Down, CTRL)
    assert base.visit(visit.id).start == datetime.time(8, 30)  # the first free hour of Tuesday, half an hour later
    window.undo()
    window.undo()
    settle()
    assert (base.visit(visit.id).planned_on, base.visit(visit.id).start) == (MONDAY, datetime.time(9))


def test_keys_skip_days_off_and_stop_at_the_edge(base: Base, show: Show) -> None:
    base.app.run(add_day_off, on=TUESDAY, category="vacation", person=base.me.id)
    visit = base.plan(0, MONDAY)
    window = show(base)
    columns = week_of(window).board.columns
    assert columns[1].content.off == "Vacaciones"
    assert not columns[1].add.isVisible()
    focused(window, visit)
    key(Qt.Key.Key_Left, CTRL)
    assert base.visit(visit.id).planned_on == MONDAY
    key(Qt.Key.Key_Right, CTRL)
    assert base.visit(visit.id).planned_on == WEDNESDAY


def test_arrows_walk_and_tab_has_one_stop(base: Base, show: Show) -> None:
    first, second = base.plan(0, MONDAY, 9), base.plan(1, MONDAY, 11)
    window = show(base)
    board = week_of(window).board
    focused(window, first)
    key(Qt.Key.Key_Down)
    held = QApplication.focusWidget()
    assert isinstance(held, VisitCard)
    assert held.visit.id == second.id
    key(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is board.columns[1].add
    key(Qt.Key.Key_Left)
    stops = [stop for column in board.columns for stop in column.stops
             if stop.focusPolicy() & Qt.FocusPolicy.TabFocus & ~Qt.FocusPolicy.ClickFocus]
    assert len(stops) == 1


def test_a_drop_moves_a_visit_to_the_first_free_hour(base: Base, show: Show) -> None:
    visit = base.plan(0, MONDAY, 16)
    base.plan(1, FRIDAY, 8)
    window = show(base)
    drop(week_of(window).board.columns[4], VISIT_MIME, visit.id)
    assert (base.visit(visit.id).planned_on, base.visit(visit.id).start) == (FRIDAY, datetime.time(8, 30))


def test_a_party_dropped_on_a_day_gets_a_visit_and_leaves_the_list(base: Base, show: Show) -> None:
    window = show(base)
    week = week_of(window)
    before = week.side.model.rowCount()
    client = base.clients[1]
    drop(week.board.columns[2], PARTY_MIME, client.id)
    visit = base.store.find(Visit)[0]
    assert (visit.party, visit.planned_on, visit.state) == (Link("client", client.id), WEDNESDAY, "planned")
    assert week.side.model.rowCount() == before - 1


def test_enter_opens_the_record_and_r_the_quick_panel(base: Base, show: Show, qtbot: QtBot) -> None:
    visit = base.plan(0, MONDAY)
    asked: list[Any] = []
    window = show(base, asked=asked)
    focused(window, visit)
    key(Qt.Key.Key_R)
    assert asked[0]["visit"].id == visit.id
    card = focused(window, visit)
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(window.page, PlanScreen)
    assert window.page.tabs.value() == "list"
    window.go(Address("plan", "week"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    focused(window, visit)
    key(Qt.Key.Key_Return)
    assert window.page.tabs.value() == "list"


def finish(window: Window) -> None:
    """Wait for the worker."""
    for _time in range(2_000):
        if not window.jobs.busy:
            break
        QTest.qWait(10)
    assert not window.jobs.busy
    settle()


def complete(window: Window) -> WeekView:
    """Press «Completar la semana» and wait for the preview."""
    week = week_of(window)
    QTest.mouseClick(week.side.complete, Qt.MouseButton.LeftButton)
    finish(window)
    return week


def proposed(week: WeekView) -> list[ProposedCard]:
    """The dashed cards."""
    return [card for column in week.board.columns for card in column.cards if isinstance(card, ProposedCard)]


def test_the_week_is_completed_with_two_clicks_as_one_step(base: Base, show: Show) -> None:
    window = show(base)
    week = complete(window)
    cards = proposed(week)
    assert cards
    assert base.store.count(Visit) == 0  # a preview saves nothing
    assert all(card.face.second for card in cards)  # each says why
    QTest.mouseClick(week.bar.accept, Qt.MouseButton.LeftButton)
    settle()
    assert base.store.count(Visit, state="planned") == len(cards)
    assert not proposed(week)
    assert not week.bar.isVisible()
    window.undo()
    settle()
    assert base.store.count(Visit) == 0


def test_proposed_visits_are_taken_one_by_one(base: Base, show: Show) -> None:
    window = show(base)
    week = complete(window)
    count = len(proposed(week))
    first = proposed(week)[0]
    first.setFocus()
    key(Qt.Key.Key_Return)
    assert base.store.count(Visit) == 1
    assert len(proposed(week)) == count - 1  # the rest of the preview stays
    card = proposed(week)[0]
    QTest.mouseClick(card._drop, Qt.MouseButton.LeftButton)
    settle()
    assert base.store.count(Visit) == 1
    assert len(proposed(week)) == count - 2


def test_a_preview_older_than_the_data_is_calculated_again(base: Base, show: Show) -> None:
    window = show(base)
    week = complete(window)
    gone = proposed(week)[0].proposed.visit.party
    assert gone is not None
    for client in base.clients:
        if client.id == gone.id:
            plans.done(base.app, base.me, client, MONDAY)
            plans.planned(base.app, base.me, client, FRIDAY)
    settle()
    finish(window)
    assert gone not in [card.proposed.visit.party for card in proposed(week)]


def test_when_nobody_has_a_frequency_it_says_what_to_do(base_path: Path, show: Show) -> None:
    store = BaseStore(base_path)
    app = App(store)
    me = app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))
    app.run(change_setting, name="me", value=me.id)
    holder = Base.__new__(Base)
    holder.store, holder.app, holder.me = store, app, me
    window = show(holder)
    week = week_of(window)
    week.complete()
    settle()
    assert "Ajustes › Frecuencias" in messages(window)
    assert week.side.model.rowCount() == 0
    window.close()
    store.close()


def test_too_little_time_left_is_said_above_the_board(base: Base, show: Show) -> None:
    base.app.run(save, record=Person(id=base.me.id, name=base.me.name, position=base.me.position, capacity_per_day=1))
    window = show(base)
    assert "El ciclo de noviembre 2025 no alcanza: faltan 2 visitas" in messages(window)
    assert "Caben 5 de 7" in messages(window)


def test_a_visit_is_planned_by_hand(base: Base, show: Show) -> None:
    window = show(base)
    week = week_of(window)
    QTest.mouseClick(week.board.columns[2].add, Qt.MouseButton.LeftButton)
    panel = next(panel for panel in window.findChildren(AddPanel) if panel.isVisible())
    panel.who.setText("Cliente 03")
    panel.hour.setText("25")
    panel.submitted.emit()
    assert base.store.count(Visit) == 0
    assert panel.hour.accessibleDescription().startswith("“25” no es una hora")
    panel.hour.setText("1015")
    panel.submitted.emit()
    settle()
    visit = base.store.find(Visit)[0]
    assert (visit.party, visit.planned_on) == (Link("client", base.clients[3].id), WEDNESDAY)
    assert visit.start == datetime.time(10, 15)


def test_the_menu_cancels_misses_and_repeats(base: Base, show: Show) -> None:
    visit = base.plan(0, MONDAY)
    window = show(base)
    week = week_of(window)
    menu = VisitMenu(window.context, week, visit, open_=lambda: None, log=lambda: None, parent=week)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Registrar visita", "Abrir la visita", "Mover a", "Repetir", "No se realizó", "Cancelar la visita"]
    choose(menu, "Repetir", 0)
    assert base.store.count(Visit) == 5
    choose(menu, "Repetir", 3)
    panel = next(each for each in window.findChildren(RepeatPanel) if each.isVisible())
    panel.every.setText("10")
    panel.until.setText("20/11")
    panel.submitted.emit()
    settle()
    assert panel.isVisible()  # it would end before it begins
    panel.until.setText("15/12")
    panel.submitted.emit()
    settle()
    assert base.store.count(Visit) == 7
    choose(menu, "No se realizó", 0)
    assert (base.visit(visit.id).state, base.visit(visit.id).missed_reason) == ("missed", "client_away")
    window.undo()
    settle()
    choose(menu, "Cancelar la visita", 1)
    assert base.visit(visit.id).state == "cancelled"


def choose(menu: VisitMenu, title: str, line: int) -> None:
    """Choose a line of a submenu."""
    sub = next(action.menu() for action in menu.actions() if action.text() == title)
    sub.actions()[line].trigger()  # type: ignore[attr-defined]
    settle()


def test_the_actions_of_the_week_publish_copy_order_and_free_a_day(base: Base, show: Show) -> None:
    base.plan(0, MONDAY, 9)
    base.plan(3, MONDAY, 12)
    window = show(base)
    week = week_of(window)
    week.acts.order(week.days)
    week.acts.publish("2025-11")
    week.acts.copy(MONDAY + datetime.timedelta(7))
    week.free_days(week, FRIDAY, FRIDAY, "leave")
    settle()
    assert base.store.find(VisitCycle)[0].state == "published"
    assert base.store.count(Visit) == 4
    assert base.store.find(NonWorkingDay)[0].name == "Permiso"
    week.acts.close("2025-11")
    settle()
    assert "no ha terminado" in messages(window)


def test_the_week_is_saved_as_a_calendar_file(base: Base, show: Show, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    visit = base.plan(0, TUESDAY, 10)
    plans.done(base.app, base.me, base.clients[1], MONDAY)
    window = show(base)
    target = tmp_path / "semana.ics"
    monkeypatch.setattr("ui.ask.save_file", lambda *_args: target)
    page = window.page
    assert isinstance(page, PlanScreen)
    page.paper.save_calendar(page.week.span())
    events = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == [f"{visit.id}@kamdesk"]  # what is done stays out
    assert events[0].decoded("dtstart") == datetime.datetime(2025, 11, 25, 10)  # noqa: DTZ001  civil time
    assert str(events[0]["summary"]) == "Visita: Cliente 00"


def test_the_filter_keeps_names_and_cities(base: Base, show: Show) -> None:
    window = show(base)
    week = week_of(window)
    window.page.focus_filter()
    QTest.keyClicks(week.side.field, "leon")
    assert {due.member.places.city for due in week.side.model.rows} == {"León"}


def test_the_side_panel_is_a_drawer_in_a_narrow_window(base: Base, show: Show) -> None:
    window = show(base, size=(1093, 614))
    page = window.page
    assert isinstance(page, PlanScreen)
    assert page.drawer.isVisible()
    assert not page.week.side.isVisible()
    QTest.mouseClick(page.drawer, Qt.MouseButton.LeftButton)
    assert page.week.side.isVisible()


def test_nobody_is_told_whose_plan_it_is(base_path: Path, show: Show) -> None:
    store = BaseStore(base_path)
    holder = Base.__new__(Base)
    holder.store, holder.app = store, App(store)
    window = show(holder)
    assert "Di quién eres" in messages(window)
    window.close()
    store.close()


@pytest.mark.parametrize(("scheme", "scale", "size"), [
    ("light", 1.0, (1366, 768)), ("dark", 1.0, (1093, 614)), ("light", 1.25, (1366, 768)), ("light", 1.5, (1366, 768))])
def test_the_week_is_clean(base: Base, show: Show, *, scheme: style.Scheme, scale: float,
                           size: tuple[int, int]) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.apply(application, scheme=scheme, scale=scale, motion=False)
    base.plan(0, MONDAY)
    base.app.run(save, record=Client(name="<b>Clínica</b> & del Sagrado Corazón de Jesús y María", category="clinic",
                                     segment="a", territory=base.zone.id))
    window = show(base, size=size)
    complete(window)
    assert lint(window, room=size) == []
    assert QPoint(window.width(), window.height()) == QPoint(*size)

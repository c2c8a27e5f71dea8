"""Month, list, cycle, samples, paper and Excel of the plan, as a person works in them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.cycles import close_cycle, publish_cycle
from kamdesk.commands.records import save
from kamdesk.commands.samples import move_samples
from kamdesk.commands.settings import change_setting
from kamdesk.commands.visits import mark_missed
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitCycle
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.samples import SampleMove
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay, Visit
from tests import plans
from tests.ui.lint import lint
from tests.windows import finish, opened, settle
from ui import ask, printing, style
from ui.printing import PdfPages
from ui.screen import Address
from ui.screens.plan import PlanScreen
from ui.screens.plan.cycle import CyclePart
from ui.screens.plan.leave import LeavePanel
from ui.screens.plan.month import MonthView
from ui.screens.plan.moving import MovePanel
from ui.screens.plan.samples import SamplesPart
from ui.screens.plan.sheet import GridPanel
from ui.screens.plan.visits import VisitsPart
from ui.widgets.buttons import Button
from ui.widgets.messages import MessageBar
from ui.window import Window

MONDAY = datetime.date(2025, 11, 24)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + datetime.timedelta(step) for step in (1, 2, 4))
P = TypeVar("P", bound=QWidget)


@pytest.fixture
def app(store: BaseStore) -> App:
    """The base behind the window."""
    return App(store)


@pytest.fixture
def window(dressed: QApplication, app: App) -> Iterator[Window]:
    """A window whose only page by hand is the plan, so that no other page reads again after each command."""
    with opened(app, pages={"plan": PlanScreen}, parts={}, quick={}) as made:
        yield made


@pytest.fixture
def clients(app: App, me: Person, zone: Territory) -> list[Client]:
    """Six clients with frequencies, no market visits."""
    assert me.id
    app.run(change_setting, name="market_visits", value=0)
    plans.frequencies(app)
    return plans.clients(app, zone, 6)


def go(window: Window, tab: str, part: type[P]) -> P:
    """A tab of the plan."""
    window.go(Address("plan", tab))
    settle()
    page = window.page
    assert isinstance(page, PlanScreen)
    assert isinstance(page.part, part)
    return page.part


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where a widget has the focus."""
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)
    settle()


def panel_of(window: Window, kind: type[P]) -> P:
    """The panel of a sort that is open."""
    return next(each for each in window.findChildren(kind) if each.isVisible())


def said(part: QWidget) -> str:
    """What the messages above a tab say."""
    return " ".join(bar.accessibleName() for bar in part.findChildren(MessageBar) if bar.isVisible())


def test_the_month_shows_each_day_and_walks_by_keys(window: Window, app: App, me: Person,
                                                    clients: list[Client]) -> None:
    plans.done(app, me, clients[0], MONDAY)
    plans.planned(app, me, clients[1], MONDAY, 11)
    plans.planned(app, me, clients[2], TUESDAY, 9)
    month = go(window, "month", MonthView)
    assert month.grid.accessibleName().startswith("lunes, 24 de noviembre, 2 visitas, 1 hecha")
    assert [card.face.name for card in month.side.cards] == ["Cliente 01", "Cliente 00"]
    press(month.grid, Qt.Key.Key_Right)
    assert (month.day, [card.face.name for card in month.side.cards]) == (TUESDAY, ["Cliente 02"])
    press(month.grid, Qt.Key.Key_Down)
    assert (month.day, month.month) == (TUESDAY + datetime.timedelta(7), "2025-12")
    press(month.grid, Qt.Key.Key_Up)
    press(month.grid, Qt.Key.Key_Return)
    page = window.page
    assert isinstance(page, PlanScreen)
    assert page.tabs.value() == "week"
    assert page.week.first == MONDAY


def test_the_month_is_pressed_turned_and_reached_by_ctrl_m(window: Window, app: App, me: Person,
                                                           clients: list[Client]) -> None:
    plans.planned(app, me, clients[2], FRIDAY, 9)
    window.go(Address("plan", "week"))
    window.activateWindow()
    settle()
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    settle()
    month = go(window, "month", MonthView)
    QTest.mouseClick(month.grid, Qt.MouseButton.LeftButton, pos=month.grid.rect_of(FRIDAY).center().toPoint())
    assert [card.face.name for card in month.side.cards] == ["Cliente 02"]
    month.turn(1)
    assert (month.month, month.day) == ("2025-12", datetime.date(2025, 12, 28))
    month.turn(0)
    assert month.day == MONDAY
    assert "Revolución" in month.days[16].off  # the holiday of the country


def test_a_day_off_offers_to_move_its_visits(window: Window, app: App, me: Person, clients: list[Client]) -> None:
    visit = plans.planned(app, me, clients[2], TUESDAY, 9)
    month = go(window, "month", MonthView)
    month.ask_days_off(TUESDAY)
    panel = panel_of(window, LeavePanel)
    panel.last.setText("24/11")
    panel.submitted.emit()
    settle()
    assert "no puede ser anterior" in said(panel)  # it ends before it begins
    panel.last.setText("25/11")
    panel.submitted.emit()
    settle()
    off = app.store.find(NonWorkingDay, person=me.id)
    assert [(each.on, each.category, each.name) for each in off] == [(TUESDAY, "vacation", "Vacaciones")]
    assert "ya no se trabajan" in said(month)
    button = next(each for each in month.findChildren(Button) if each.text().startswith("Moverlas"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert app.store.get(Visit, visit.id).planned_on == WEDNESDAY


def test_several_visits_of_the_list_are_moved_and_cancelled(window: Window, app: App, me: Person,
                                                            clients: list[Client]) -> None:
    for at in range(3):
        plans.planned(app, me, clients[at], TUESDAY, 9 + at)
    part = go(window, "list", VisitsPart)
    part.page.view.list.table.selectAll()
    settle()
    shown = [each.text() for each in part.findChildren(Button) if each.isVisible()]
    assert {"Mover a", "Cancelar"} <= set(shown)
    part.move_to(FRIDAY)
    settle()
    assert {each.planned_on for each in app.store.find(Visit)} == {FRIDAY}
    part.page.view.list.table.selectAll()
    part.cancel("leave")
    settle()
    assert app.store.count(Visit, state="cancelled") == 3
    window.undo()
    assert app.store.count(Visit, state="planned") == 3


def test_the_cycle_is_published_judged_and_its_missing_are_planned(window: Window, app: App, me: Person,
                                                                   clients: list[Client]) -> None:
    plans.done(app, me, clients[0], MONDAY)
    cycle = go(window, "cycle", CyclePart)
    assert cycle.rescue.table.model.content.lines[0].key == clients[0].id  # A lacks one of two
    QTest.mouseClick(cycle.publish, Qt.MouseButton.LeftButton)
    settle()
    assert app.store.find(VisitCycle)[0].state == "published"
    assert not cycle.publish.isVisible()
    assert cycle.now is not None
    assert (cycle.now.done, cycle.now.look.rescue.missing) == (1, 6)
    cycle.rescue.plan(clients[1].id)
    settle()
    panel = next(each for each in window.findChildren(QWidget) if type(each).__name__ == "AddPanel")
    panel.submitted.emit()  # type: ignore[attr-defined]
    settle()
    assert app.store.count(Visit, party=Link("client", clients[1].id), planned_on=MONDAY) == 1
    assert cycle.now.look.rescue.missing == 5
    window.go(Address("plan", "cycle", "visit_cycle", app.store.find(VisitCycle)[0].id))
    settle()
    assert cycle.page_shown() == "visit_cycle"


def test_a_cycle_that_does_not_fit_says_so_before_any_proposal(window: Window, app: App, me: Person,
                                                               clients: list[Client]) -> None:
    assert clients
    app.run(save, record=Person(id=me.id, name=me.name, position=me.position, capacity_per_day=1))
    cycle = go(window, "cycle", CyclePart)
    assert "no alcanza: faltan 2 visitas" in said(cycle)
    assert "Caben 5 de 7" in said(cycle)


def test_missed_visits_pass_to_the_next_cycle(window: Window, app: App, me: Person, clients: list[Client]) -> None:
    for at in (1, 2):
        visit = plans.planned(app, me, clients[at], datetime.date(2025, 10, 20 + at))
        app.run(mark_missed, visit=visit, reason="client_away")
    plans.done(app, me, clients[3], datetime.date(2025, 10, 7))
    app.run(publish_cycle, person=me.id, month="2025-10")
    cycle = go(window, "cycle", CyclePart)
    cycle.turn(-1)
    settle()
    assert len(cycle.passing.boxes) == 2
    next(iter(cycle.passing.boxes.values())).setChecked(False)
    assert cycle.passing.pass_on.text() == "Pasar 1 visita a noviembre 2025"
    QTest.mouseClick(cycle.passing.pass_on, Qt.MouseButton.LeftButton)
    settle()
    assert app.store.find(Visit, carried_from=None, state="planned") == []
    assert len([each for each in app.store.find(Visit) if each.carried_from]) == 1
    assert len(cycle.passing.boxes) == 1
    app.run(close_cycle, person=me.id, month="2025-10")
    settle()
    assert not cycle.close_button.isVisible()


def test_samples_are_received_handed_over_and_counted(window: Window, app: App, me: Person,
                                                      clients: list[Client]) -> None:
    line = app.run(save, record=ProductLine(name="Línea"))
    product = app.run(save, record=Product(name="Neurolem 5 mg", line=line.id))
    part = go(window, "samples", SamplesPart)
    assert part.nothing.isVisible()
    app.run(move_samples, product=product.id, lot="L1", category="in", quantity=10,
            expires=datetime.date(2025, 12, 20))
    settle()
    (lot,) = part.lots.values()
    assert (lot.stock, lot.person) == (10, me.id)
    assert part.table.isVisible()
    part.table.opened.emit(next(iter(part.lots)))
    panel = panel_of(window, MovePanel)
    assert panel.rows["party"].isVisible()
    assert not panel.rows["expires"].isVisible()
    panel.submitted.emit()
    settle()
    assert "1 o más" in said(panel)  # nothing typed yet
    panel.quantity.setText("3")
    panel.party.set_value(clients[0].id, clients[0].name)
    panel.submitted.emit()
    settle()
    assert app.store.find(SampleMove, category="handed_over")[0].party == Link("client", clients[0].id)
    assert [each.stock for each in part.lots.values()] == [7]
    window.undo()
    settle()
    assert [each.stock for each in part.lots.values()] == [10]


def test_a_manager_plans_for_her_representative(window: Window, app: App, me: Person, clients: list[Client]) -> None:
    rep = app.run(save, record=Person(name="Iván Soto", position="representative", manager=me.id))
    visit = app.run(save, record=Visit(party=Link("client", clients[0].id), owner=rep.id, planned_on=TUESDAY,
                                       origin="plan", start=datetime.time(9)))
    window.go(Address("plan", "week"))
    settle()
    page = window.page
    assert isinstance(page, PlanScreen)
    assert [name for _id, name in page.who.people()] == ["Laura Benítez", "Iván Soto"]
    assert page.week.board.card_of(visit.id) is None
    page.who.setCurrentIndex(1)
    page.who.activated.emit(1)
    settle()
    assert page.week.board.card_of(visit.id) is not None
    page.week.board.moved.emit(visit.id, FRIDAY, None)
    settle()
    assert app.store.get(Visit, visit.id).planned_on == FRIDAY
    page.week.new()
    panel = next(each for each in window.findChildren(QWidget) if type(each).__name__ == "AddPanel")
    panel.who.setText("Cliente 03")  # type: ignore[attr-defined]
    panel.together.set_value(me.id, me.name)  # type: ignore[attr-defined]
    panel.submitted.emit()  # type: ignore[attr-defined]
    settle()
    planned = app.store.find(Visit, party=Link("client", clients[3].id))[0]
    assert (planned.owner, planned.joint_with) == (rep.id, me.id)


def test_day_and_week_are_printed(window: Window, app: App, me: Person, clients: list[Client],
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    plans.planned(app, me, clients[0], TUESDAY, 10)
    printed: list[bytes] = []

    def keep(pages: PdfPages, _printer: object) -> None:
        printed.append(pages.content)

    monkeypatch.setattr(ask, "printer", lambda *_args: object())
    monkeypatch.setattr("ui.paper.print_pages", keep)
    assert callable(printing.print_pages)
    go(window, "week", QWidget)
    window.page.print_page()
    finish(window)
    month = go(window, "month", MonthView)
    month.show_day(TUESDAY)
    window.page.print_page()
    finish(window)
    week, day = (pypdfium2.PdfDocument(content) for content in printed)
    sizes = [each.get_page_size(0) for each in (week, day)]
    assert sizes[0][0] > sizes[0][1]  # the week lies
    assert sizes[1][0] < sizes[1][1]
    words = [" ".join(page.get_textpage().get_text_range() for page in each) for each in (week, day)]
    assert "10:00 Cliente 00" in words[0]
    assert "Martes, 25 de noviembre" in words[0]
    assert "martes, 25 de noviembre" in words[1]
    for each in (week, day):
        each.close()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Where the month is saved, and an edited copy that is chosen to be brought."""
    saved, edited = tmp_path / "mes.xlsx", tmp_path / "editado.csv"
    edited.write_text("Cliente;Vie 28;Mar 25\nCliente 00;1;\nCliente 01;;1\nClínica rara;1;\n", encoding="utf-8")
    monkeypatch.setattr(ask, "save_file", lambda *_args: saved)
    monkeypatch.setattr(ask, "open_file", lambda *_args: edited)
    return saved, edited


def test_the_month_goes_to_excel_and_comes_back_edited(window: Window, app: App, me: Person, clients: list[Client],
                                                       files: tuple[Path, Path]) -> None:
    visit = plans.planned(app, me, clients[0], TUESDAY, 10)
    window.go(Address("plan", "week"))
    settle()
    lines = menu_of(window)
    lines["Mes en Excel…"]()
    finish(window)
    assert files[0].exists()
    lines["Traer el mes desde Excel…"]()
    finish(window)
    panel = panel_of(window, GridPanel)
    assert lint(window, room=(1366, 768)) == []
    panel.submitted.emit()
    settle()
    assert app.store.get(Visit, visit.id).planned_on == FRIDAY
    assert app.store.count(Visit, party=Link("client", clients[1].id), planned_on=TUESDAY) == 1
    window.undo()
    assert app.store.count(Visit) == 1


def menu_of(window: Window) -> dict[str, Callable[[], object]]:
    """The verbs of the menu of the plan."""
    page = window.page
    assert isinstance(page, PlanScreen)
    page._fill_menu()
    return {action.text(): action.trigger for action in page._menu.actions()}


@pytest.mark.parametrize(("scheme", "scale", "size"), [
    ("dark", 1.0, (1093, 614)), ("light", 1.5, (1366, 768))])
def test_the_tabs_are_clean(window: Window, app: App, me: Person, clients: list[Client], *, scheme: style.Scheme,
                            scale: float, size: tuple[int, int]) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    rep = app.run(save, record=Person(name="<b>Iván</b> & Cía", position="representative", manager=me.id))
    assert rep.manager == me.id
    plans.planned(app, me, clients[0], TUESDAY, 10)
    style.apply(application, scheme=scheme, scale=scale, motion=False)
    window.resize(*size)
    for tab in ("month", "cycle", "samples", "list"):
        window.go(Address("plan", tab))
        settle()
        assert lint(window, room=size) == [], tab

"""The frame of the window: rail, breakpoints, header, panes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import nothing
from ui import style
from ui.shell.header import PageHeader
from ui.shell.places import PLACES, Badge
from ui.shell.rail_delegate import KEY, KIND
from ui.shell.shell import Breakpoint, Shell, breakpoint_of
from ui.widgets.overlay import tab_stops
from ui.widgets.panel import QuickPanel
from ui.widgets.toast import Toast

WORDS = ("Hoy", "Plan de visitas", "Clientes", "Distribuidores", "Objetivos y ventas", "Pedidos y cobros",
         "Licitaciones", "Contratos", "Promociones", "Presupuesto", "Mercado", "Equipo", "Informes",
         "Intercambio", "Ajustes")


@pytest.fixture
def shell(app: QApplication, qtbot: QtBot) -> Shell:
    """A shell with one empty page."""
    made = Shell()
    qtbot.addWidget(made)
    page = QWidget()
    QVBoxLayout(page).addWidget(QLineEdit())
    made.show_page(page)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def places(shell: Shell) -> list[QModelIndex]:
    """The rows of the rail that are places."""
    model = shell.rail.list.model()
    rows = [model.index(at, 0) for at in range(model.rowCount())]
    return [row for row in rows if row.data(KIND) == "place"]


def row_of(shell: Shell, key: str) -> QPoint:
    """Where a place is in the list."""
    return shell.rail.list.visualRect(next(row for row in places(shell) if row.data(KEY) == key)).center()


def test_the_words_of_the_rail(shell: Shell) -> None:
    assert tuple(row.data() for row in places(shell)) == WORDS


def test_the_rail_is_one_tab_stop(shell: Shell) -> None:
    assert shell.rail.list in tab_stops(shell.rail)
    assert len(tab_stops(shell.rail)) == 2  # the list and the button that collapses it


def test_a_click_opens_a_place(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.rail.opened) as caught:
        qtbot.mouseClick(shell.rail.list.viewport(), Qt.MouseButton.LeftButton, pos=row_of(shell, "budget"))
    assert caught.args == ["budget"]


def test_arrows_move_and_enter_opens(shell: Shell, qtbot: QtBot) -> None:
    rail = shell.rail.list
    shell.rail.set_open("distributors")
    rail.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.assertNotEmitted(shell.rail.opened):
        qtbot.keyClick(rail, Qt.Key.Key_Down)
    assert rail.currentIndex().data() == "Objetivos y ventas"  # over the heading
    with qtbot.waitSignal(shell.rail.opened) as caught:
        qtbot.keyClick(rail, Qt.Key.Key_Return)
    assert caught.args == ["targets"]


def test_a_place_opens_by_its_shortcut(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.rail.opened) as caught:
        qtbot.keyClick(shell, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert caught.args == ["clients"]


def test_badges_are_said(shell: Shell) -> None:
    shell.rail.set_badge("today", Badge(5, "bad"))
    first = shell.rail.list.model().index(0, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Hoy, 5 pendientes"
    shell.rail.set_badge("today", None)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Hoy"
    assert shell.rail.list.badge("today") is None


def test_readers_find_a_list(shell: Shell) -> None:
    interface = QAccessible.queryAccessibleInterface(shell.rail.list)
    assert interface.role() == QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "Lugares"


@pytest.mark.parametrize(("width", "scale", "expected"), [
    (1366, 1.0, Breakpoint.WIDE), (1240, 1.0, Breakpoint.WIDE), (1239, 1.0, Breakpoint.MEDIUM),
    (1180, 1.0, Breakpoint.MEDIUM), (1179, 1.0, Breakpoint.NARROW), (1366, 1.25, Breakpoint.NARROW),
    (1920, 1.5, Breakpoint.WIDE),
])
def test_breakpoints(width: int, scale: float, expected: Breakpoint) -> None:
    assert breakpoint_of(width, scale=scale) == expected


def test_the_window_follows_its_width(shell: Shell, qtbot: QtBot) -> None:
    shell.resize(1366, 768)
    assert shell.rail.width() == 212
    with qtbot.waitSignal(shell.breakpoint_changed) as caught:
        shell.resize(1024, 600)
    assert caught.args == [int(Breakpoint.NARROW)]
    assert shell.rail.width() == 56
    shell.toggle_rail()  # no room: the choice is kept for later
    assert shell.rail.width() == 56
    shell.resize(1366, 768)
    assert shell.rail.width() == 56
    assert shell.rail_collapsed
    shell.toggle_rail()
    assert shell.rail.width() == 212


def test_every_row_of_the_rail_is_a_target(shell: Shell) -> None:
    for scale, size in ((1.0, (1024, 600)), (1.0, (1366, 600)), (1.0, (1366, 768)), (1.25, (1920, 1080))):
        style.apply(QApplication.instance(), scheme="light", scale=scale)  # type: ignore[arg-type]
        shell.resize(*size)
        QApplication.processEvents()
        heights = [shell.rail.list.visualRect(row).height() for row in places(shell)]
        assert min(heights) >= 26
        assert not shell.rail.list.verticalScrollBar().isVisible()


def test_undo_names_its_step(shell: Shell) -> None:
    shell.top.set_history(undo="visita a Hospital Ángeles", redo="")
    assert shell.top.undo.accessibleName() == "Deshacer: visita a Hospital Ángeles"
    assert shell.top.undo.isEnabled()
    assert not shell.top.redo.isEnabled()


def test_the_top_bar_asks(shell: Shell, qtbot: QtBot) -> None:
    shell.top.set_history(undo="x", redo="y")
    for button, signal in ((shell.top.search, shell.top.search_asked), (shell.top.undo, shell.top.undo_asked),
                           (shell.top.redo, shell.top.redo_asked), (shell.top.alerts, shell.top.alerts_asked),
                           (shell.top.theme, shell.top.theme_asked)):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_f6_walks_the_panes_and_remembers(shell: Shell) -> None:
    field = shell.pages.currentWidget().findChild(QLineEdit)
    field.setFocus()
    seen = []
    for _time in range(3):
        shell._panes.walk(1)
        seen.append(QApplication.focusWidget())
    assert seen[0] is not None
    assert shell.rail.isAncestorOf(seen[0])
    assert seen[1] is not None
    assert shell.top.isAncestorOf(seen[1])
    assert seen[2] is field
    shell._panes.walk(-1)
    assert QApplication.focusWidget() is seen[1]


def test_the_header_gives_way(app: QApplication, qtbot: QtBot) -> None:
    header = PageHeader("Clientes", "214 clientes")
    qtbot.addWidget(header)
    buttons = [header.add_secondary(text, "printer", nothing) for text in ("Imprimir día", "Exportar a Excel")]
    primary = header.set_primary("Registrar visita", "plus", nothing)
    header.resize(1000, 56)
    header.show()
    assert [button.isVisible() for button in buttons] == [True, True]
    assert not header.dots.isVisible()
    header.resize(480, 56)
    assert not buttons[1].isVisible()
    assert primary.isVisible()
    assert header.dots.isVisible()
    header.dots.menu().aboutToShow.emit()
    assert "Exportar a Excel" in [action.text() for action in header.dots.menu().actions()]


def test_more_actions_do_what_they_say(app: QApplication, qtbot: QtBot) -> None:
    done: list[int] = []
    header = PageHeader("Clientes")
    qtbot.addWidget(header)
    header.add_more("Archivar A & B", "archive", lambda: done.append(1))
    header.show()
    assert header.dots.isVisible()
    header.dots.menu().aboutToShow.emit()
    action = header.dots.menu().actions()[0]
    assert action.text() == "Archivar A && B"
    action.trigger()
    assert done == [1]


def test_places_have_their_own_keys() -> None:
    assert len({place.key for place in PLACES}) == len(PLACES)
    shortcuts = [place.shortcut for place in PLACES if place.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)


def test_nothing_moves_under_an_overlay(shell: Shell, qtbot: QtBot) -> None:
    panel = QuickPanel(shell.overlay_host, "IMSS HGZ 48")
    panel.set_primary("Guardar visita")
    panel.open()
    assert shell.overlay is panel
    assert shell.panes() == [panel]
    with qtbot.assertNotEmitted(shell.rail.opened):
        qtbot.keyClick(shell, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    panel.shut()
    assert shell.overlay is None


def test_a_toast_is_a_pane(shell: Shell) -> None:
    toast = Toast(shell.overlay_host)
    toast.say("Visita guardada", action="Deshacer")
    shell.pages.currentWidget().findChild(QLineEdit).setFocus()
    shell._panes.walk(1)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert toast.isAncestorOf(focus)

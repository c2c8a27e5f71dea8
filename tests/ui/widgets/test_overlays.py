"""What covers the window: Esc leaves, Tab stays inside, the focus goes back to where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import gallery_parts
from ui.widgets.buttons import Button
from ui.widgets.jobs import JobBar
from ui.widgets.palette import Palette
from ui.widgets.palette_list import PaletteHit, parts
from ui.widgets.panel import QuickPanel
from ui.widgets.toast import Toast


@pytest.fixture
def host(app: QApplication, qtbot: QtBot) -> QWidget:
    """A window with one field."""
    made = QWidget()
    qtbot.addWidget(made)
    field = QLineEdit()
    field.setObjectName("before")
    QVBoxLayout(made).addWidget(field)
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    field.setFocus()
    return made


def typed(widget: QWidget, text: str) -> None:
    """Type text that may have accents (keyClicks aborts on them)."""
    for char in text:
        QApplication.sendEvent(widget, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def test_escape_closes_and_gives_the_focus_back(host: QWidget, qtbot: QtBot) -> None:
    panel = gallery_parts.panel(host)
    panel.open()
    assert QApplication.focusWidget() is panel.first_focus()
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.first_focus(), Qt.Key.Key_Escape)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "before"


def test_tab_stays_inside(host: QWidget, qtbot: QtBot) -> None:
    panel = gallery_parts.panel(host)
    panel.open()
    for _time in range(15):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert panel.frame.isAncestorOf(focus)


def test_a_click_on_the_scrim_closes(host: QWidget, qtbot: QtBot) -> None:
    panel = QuickPanel(host, "IMSS HGZ 48")
    panel.open()
    qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=panel.frame.geometry().center())
    assert panel.isVisible()
    qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert panel.isHidden()


def test_submit_by_keys_and_button(host: QWidget, qtbot: QtBot) -> None:
    panel = QuickPanel(host, "IMSS HGZ 48")
    save = panel.set_primary("Guardar visita")
    panel.open()
    with qtbot.waitSignal(panel.submitted):
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.submitted):
        qtbot.keyClick(save, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_panel_never_leaves_a_low_window(host: QWidget) -> None:
    panel = gallery_parts.panel(host)
    panel.open()
    host.resize(700, 260)
    QApplication.processEvents()
    assert host.rect().contains(panel.frame.geometry())


@pytest.mark.parametrize(("title", "text", "found"), [
    ("Hospital Ángeles", "ang", ("Hospital ", "Áng", "eles")), ("IMSS", "@ims", ("", "IMS", "S")),
    ("IMSS", "x", ("IMSS", "", "")),
    ("Á\u0301ngel  Díaz", "angel", ("", "Á\u0301ngel", "  Díaz")), ("Straße 5", "asse", ("Str", "aße", " 5")),
    ("IMSS", "", ("IMSS", "", "")),
])
def test_parts_of_a_title(title: str, text: str, found: tuple[str, str, str]) -> None:
    assert parts(title, text) == found


def test_the_palette_walks_over_headings(host: QWidget, qtbot: QtBot) -> None:
    palette = Palette(host, gallery_parts.search)
    palette.ask()
    typed(palette.field, "áng")
    assert len(palette.hits()) == 5
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(palette.field, key)
    with qtbot.waitSignal(palette.chosen) as caught:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert caught.args == [gallery_parts.HITS[4]]
    assert palette.isHidden()


def test_the_palette_shows_the_actions_of_a_hit_and_comes_back(host: QWidget, qtbot: QtBot) -> None:
    palette = Palette(host, gallery_parts.search, actions=lambda hit: [PaletteHit(f"Archivar {hit.title}", 9)])
    palette.ask("civil")
    assert palette.hits() == []
    palette.ask("zamora")
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert [hit.title for hit in palette.hits()] == ["Archivar Dr. Ángel Zamora"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert [hit.title for hit in palette.hits()] == ["Dr. Ángel Zamora"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_palette_rows_speak(host: QWidget) -> None:
    palette = Palette(host, gallery_parts.search)
    palette.ask("zamora")
    model = palette.results.model()
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Dr. Ángel Zamora · Oncología · Hospital Civil"


def test_a_toast_undoes_once(host: QWidget, qtbot: QtBot) -> None:
    undone: list[int] = []
    toast = Toast(host)
    toast.say("Visita guardada", action="Deshacer", on_action=lambda: undone.append(1))
    assert toast.text == "Visita guardada"
    qtbot.mouseClick(_action(toast), Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert toast.text == ""


def _action(toast: Toast) -> QWidget:
    return toast.findChildren(Button)[0]


def test_a_toast_stays_while_it_has_the_focus(host: QWidget, qtbot: QtBot) -> None:
    toast = Toast(host)
    toast.say("Visita guardada", action="Deshacer")
    _action(toast).setFocus()
    toast._leave()
    assert toast.isVisible()
    _action(toast).clearFocus()
    qtbot.mouseMove(host, QPoint(1, 1))
    toast._leave()
    assert toast.isHidden()


def test_a_toast_stays_in_the_middle(host: QWidget) -> None:
    toast = Toast(host)
    toast.say("Visita guardada")
    host.resize(800, 500)
    QApplication.processEvents()
    assert abs(toast.geometry().center().x() - 400) <= 1


def test_a_job_can_be_cancelled(app: QApplication, qtbot: QtBot) -> None:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.show_progress("Leyendo 1,240 de 3,000 filas…", done=1_240, total=3_000)
    cross = next(child for child in bar.findChildren(QWidget) if child.accessibleName().startswith("Cancelar"))
    with qtbot.waitSignal(bar.cancelled):
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    bar.finish()
    assert bar.isHidden()

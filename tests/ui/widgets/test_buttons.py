"""Buttons: names, keys, one tab stop a group."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import style
from ui.widgets.buttons import Button, FilterChip, IconButton, Segmented, key_text
from ui.widgets.overlay import tab_stops
from ui.widgets.wide import Choice, Choices

PLAN = (("plan", "Plan"), ("real", "Real"), ("both", "Plan y real"))
OUTCOMES = (Choice("yes", "Interesado", "circle-check", "ok"), Choice("no", "No recibió", "calendar-x", "bad"))


def window(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """A window with these parts."""
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    for part in parts:
        column.addWidget(part)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_keys_are_written_as_on_a_spanish_keyboard() -> None:
    assert key_text("Ctrl+Shift+N") == "Ctrl+Mayús+N"
    assert key_text("Ctrl+Return") == "Ctrl+Intro"


def test_an_icon_button_is_named_by_its_tip(app: QApplication, qtbot: QtBot) -> None:
    button = IconButton("pencil", "Editar datos", shortcut="F2")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Editar datos"
    assert button.toolTip() == "Editar datos (F2)"


def test_a_click_does_what_it_is_given(app: QApplication, qtbot: QtBot) -> None:
    done: list[str] = []
    button = Button("Guardar", kind="primary", on_click=lambda: done.append("saved"))
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["saved"]


def test_icons_of_buttons_follow_the_theme(app: QApplication, qtbot: QtBot) -> None:
    button = Button("Añadir", icon="plus")
    made = window(qtbot, button)

    def ink() -> str:
        image = button.icon().pixmap(button.iconSize(), 2.0).toImage()
        return image.pixelColor(16, 16).name()

    light = ink()
    style.apply(app, scheme="dark")
    assert made.isVisible()
    assert ink() != light


def test_segments_are_one_tab_stop_with_arrows(app: QApplication, qtbot: QtBot) -> None:
    before, segments, after = QLineEdit(), Segmented(PLAN, value="real"), QLineEdit()
    made = window(qtbot, before, segments, after)
    stops = tab_stops(made)
    assert [before, after] == [stop for stop in stops if stop in (before, after)]
    assert len(stops) == 3
    stops[1].setFocus()
    with qtbot.waitSignal(segments.changed) as caught:
        qtbot.keyClick(stops[1], Qt.Key.Key_Right)
    assert caught.args == ["both"]
    assert segments.value() == "both"


def test_segments_without_room_wait_in_a_menu(app: QApplication, qtbot: QtBot) -> None:
    segments = Segmented([(str(at), f"Palabra {at}") for at in range(8)], value="6")
    made = window(qtbot, segments)
    segments.setFixedWidth(segments.sizeHint().width())
    shown = [button for button in segments.findChildren(Button) if button.isVisible()]
    assert [button.text() for button in shown] == [f"Palabra {at}" for at in range(8)]
    segments.setFixedWidth(400)
    app.processEvents()
    shown = [button for button in segments.findChildren(Button) if button.isVisible()]
    assert shown[-1].text() == "Palabra 6"  # the chosen one is always there
    assert all(button.width() >= button.sizeHint().width() for button in shown)
    menu = segments.findChild(IconButton).menu()
    menu.aboutToShow.emit()
    hidden = [action.text() for action in menu.actions()]
    assert sorted(hidden + [button.text() for button in shown]) == [f"Palabra {at}" for at in range(8)]
    with qtbot.waitSignal(segments.changed) as caught:
        menu.actions()[-1].trigger()
    assert caught.args == ["7"]
    segments.set_value("7")  # as the page answers
    assert made.isVisible()
    assert "Palabra 7" in [button.text() for button in segments.findChildren(Button) if button.isVisible()]


def test_setting_a_segment_tells_nobody(app: QApplication, qtbot: QtBot) -> None:
    segments = Segmented(PLAN)
    qtbot.addWidget(segments)
    with qtbot.assertNotEmitted(segments.changed):
        segments.set_value("both")
    assert segments.value() == "both"


def test_choices_start_empty_and_answer_digits(app: QApplication, qtbot: QtBot) -> None:
    choices, note = Choices(OUTCOMES, name="¿Cómo fue?"), QLineEdit()
    made = window(qtbot, choices, note)
    choices.bind_digits(made)
    assert choices.value() == ""
    assert len(tab_stops(choices)) == 1
    tab_stops(choices)[0].setFocus()
    with qtbot.waitSignal(choices.changed) as caught:
        qtbot.keyClick(tab_stops(choices)[0], Qt.Key.Key_2)
    assert caught.args == ["no"]
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_1)
    assert note.text() == "1"
    assert choices.value() == "no"
    choices.set_value("")
    assert choices.value() == ""


def test_a_removable_filter_says_so(app: QApplication, qtbot: QtBot) -> None:
    chip = FilterChip("Zapopan", removable=True)
    qtbot.addWidget(chip)
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

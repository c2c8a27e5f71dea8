"""Parts that arrange: wrapping, steps, scrolling, empty and loading lists."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.buttons import Button
from ui.widgets.calendar import Calendar
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import EmptyState, Skeleton
from ui.widgets.scroll import ScrollBody
from ui.widgets.steps import Steps

STEPS = ("Archivo", "Comprobación", "Revisión", "Aplicar")


def test_a_flow_wraps_and_skips_what_is_hidden(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(window, gap=6)
    buttons = [QPushButton(f"Producto {at}") for at in range(4)]
    for button in buttons:
        flow.addWidget(button)
    wide, narrow = flow.heightForWidth(2_000), flow.heightForWidth(150)
    assert narrow > 3 * wide
    window.resize(150, 400)
    window.show()
    assert [button.x() for button in buttons] == [0, 0, 0, 0]
    buttons[0].hide()
    flow.activate()
    assert flow.heightForWidth(150) < narrow
    flow.clear()
    assert flow.count() == 0
    assert flow.itemAt(0) is None
    assert flow.takeAt(3) is None


def test_steps_say_where_one_is(app: QApplication, qtbot: QtBot) -> None:
    steps = Steps(STEPS, current=2)
    qtbot.addWidget(steps)
    assert steps.accessibleName() == "Paso 3 de 4: Revisión"
    assert steps.minimumSizeHint().width() < steps.sizeHint().width()
    for width in (steps.sizeHint().width(), steps.minimumSizeHint().width()):
        steps.resize(width, 28)
        assert not steps.grab().isNull()
    steps.set_current(3)
    assert steps.current() == 3


def test_a_body_is_as_high_as_its_content(app: QApplication, qtbot: QtBot) -> None:
    body = ScrollBody()
    qtbot.addWidget(body)
    before = body.sizeHint().height()
    tall = QWidget()
    tall.setFixedHeight(900)
    body.body.addWidget(tall)
    assert body.sizeHint().height() >= before + 900
    assert body.minimumSizeHint().height() < 100


def test_an_empty_list_offers_the_first_step(app: QApplication, qtbot: QtBot) -> None:
    done: list[str] = []
    empty = EmptyState("gavel", "Aún no hay licitaciones", actions=(("Crear", lambda: done.append("create")),
                                                                   ("Ver ejemplo", lambda: done.append("show"))))
    qtbot.addWidget(empty)
    first, second = empty.findChildren(Button)
    assert (first.kind, second.kind) == ("primary", "link")
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert done == ["create", "show"]


def test_a_skeleton_says_that_it_reads(app: QApplication, qtbot: QtBot) -> None:
    skeleton = Skeleton(rows=3)
    qtbot.addWidget(skeleton)
    assert skeleton.accessibleName() == "Leyendo…"
    assert skeleton.sizeHint().height() == 3 * 58


def test_the_calendar_speaks_the_language_of_the_window(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    calendar = Calendar(datetime.date(2025, 11, 24), first=Qt.DayOfWeek.Monday)
    QVBoxLayout(window).addWidget(calendar)
    assert calendar.locale().name().startswith("es")
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday

"""Cards and marks: what they say to readers, what a click does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.cards import Kpi, KpiCard
from ui.widgets.chips import Avatar, Chip, Count, person_status
from ui.widgets.meters import Meter
from ui.widgets.paint import initials

SALES = Kpi("Ventas del mes", "$8.42 M", "81 % de la meta", "+4 %", "ok", "trending-up", 0.81, 0.77)


@pytest.mark.parametrize(("name", "letters"), [("Laura Benítez", "LB"), ("Dra. Rocío Salas", "RS"), ("Ana", "A"),
                                               ("Q.F. Julio Paz", "JP"), ("Dr.", "D"), ("", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_keeps_a_colour() -> None:
    assert person_status("Laura Benítez") == person_status("Laura Benítez")


def test_a_figure_card_says_everything(app: QApplication, qtbot: QtBot) -> None:
    card = KpiCard(SALES)
    qtbot.addWidget(card)
    assert card.accessibleName() == "Ventas del mes · $8.42 M · +4 % · 81 % de la meta"
    card.show_kpi(Kpi("Cobertura", "38 / 46", said="38 de 46 clientes visitados"))
    assert card.accessibleName() == "38 de 46 clientes visitados"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_figure_card_opens_by_click_and_key(app: QApplication, qtbot: QtBot, key: Qt.Key) -> None:
    card = KpiCard(SALES)
    qtbot.addWidget(card)
    card.resize(220, 104)
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, key)


def test_the_value_comes_before_the_line_beside_it(app: QApplication, qtbot: QtBot) -> None:
    card = KpiCard(Kpi("Cartera vencida", "$1.94 M", history=(1, 2, 3)))
    qtbot.addWidget(card)
    card.show()
    for width, shown in ((260, True), (150, False)):
        card.resize(width, 104)
        assert card.findChild(type(card._spark)).isVisible() is shown


def test_marks_grow_with_their_words(app: QApplication, qtbot: QtBot) -> None:
    chip = Chip("Al día", status="ok")
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.set("Sin registrar", status="bad", mark="clock")
    assert chip.sizeHint().width() > before
    assert chip.text() == "Sin registrar"
    count = Count(5)
    qtbot.addWidget(count)
    one = count.sizeHint().width()
    count.set(12_345, status="bad")
    assert count.sizeHint().width() > one


def test_figures_are_named(app: QApplication, qtbot: QtBot) -> None:
    meter = Meter(name="81 %")
    qtbot.addWidget(meter)
    meter.set(2.5, target=0.77, name="250 % de la meta")
    assert meter.accessibleName() == "250 % de la meta"
    assert not meter.grab().isNull()
    avatar = Avatar("Laura Benítez")
    qtbot.addWidget(avatar)
    assert avatar.toolTip() == "Laura Benítez"

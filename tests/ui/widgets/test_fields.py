"""Fields read generously, keep what cannot be read, and say why."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.gallery_parts import find
from ui.widgets.fields import DateField, MoneyField
from ui.widgets.picker import RecordPicker

POPUP = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def shown(field: QLineEdit, qtbot: QtBot) -> None:
    """Show a field and give it the keyboard."""
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()


def test_a_day_is_read_on_leaving(app: QApplication, qtbot: QtBot) -> None:
    field = DateField(name="Fecha")
    qtbot.addWidget(field)
    field.setText("+3")
    with qtbot.waitSignal(field.changed) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [datetime.date(2025, 11, 27)]
    assert field.text() == "27 nov"


def test_a_day_that_cannot_be_read_stays(app: QApplication, qtbot: QtBot) -> None:
    field = DateField(datetime.date(2025, 11, 24), name="Fecha")
    qtbot.addWidget(field)
    field.setText("ayer no")
    with qtbot.waitSignal(field.problem) as caught:
        assert not field.commit()
    assert "ayer no" in str(caught.args)
    assert field.text() == "ayer no"
    assert field.value() == datetime.date(2025, 11, 24)
    assert field.property("state") == "bad"
    assert field.accessibleDescription()
    field.setText("hoy")
    assert field.commit()
    assert field.property("state") == ""
    assert field.accessibleDescription() == ""


def test_an_empty_day_is_none(app: QApplication, qtbot: QtBot) -> None:
    field = DateField(datetime.date(2025, 11, 24))
    qtbot.addWidget(field)
    field.setText(" ")
    assert field.commit()
    assert field.value() is None


def test_today_by_key(app: QApplication, qtbot: QtBot) -> None:
    field = DateField()
    shown(field, qtbot)
    qtbot.keyClick(field, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == datetime.date(2025, 11, 24)


def test_an_amount_may_be_a_sum(app: QApplication, qtbot: QtBot) -> None:
    field = MoneyField(name="Importe")
    qtbot.addWidget(field)
    field.setText("=12*3200")
    with qtbot.waitSignal(field.changed) as caught:
        assert field.commit()
    assert caught.args == [3_840_000]
    assert field.text() == "$38,400.00"
    with qtbot.assertNotEmitted(field.changed):
        assert field.commit()


def test_an_amount_follows_its_currency(app: QApplication, qtbot: QtBot) -> None:
    field = MoneyField(name="Importe", currency="CLP")
    qtbot.addWidget(field)
    field.setText("1.234.567")
    assert field.commit()
    assert field.value() == 1_234_567
    field.setText("mucho")
    assert not field.commit()
    assert field.text() == "mucho"
    field.setText("")
    assert field.commit()
    assert field.value() is None


@POPUP
def test_a_record_is_chosen_by_letters_without_accents(app: QApplication, qtbot: QtBot) -> None:
    field = RecordPicker(find, name="Cliente")
    shown(field, qtbot)
    qtbot.keyClicks(field, "ang")
    popup = field.completer().popup()
    assert popup.isVisible()
    assert popup.model().rowCount() == 3  # two hospitals and «Crear “ang”»
    with qtbot.waitSignal(field.changed) as caught:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert caught.args == ["1"]
    assert field.text() == "Hospital Ángeles del Pedregal"


@POPUP
def test_the_last_row_creates(app: QApplication, qtbot: QtBot) -> None:
    field = RecordPicker(find, name="Cliente")
    shown(field, qtbot)
    qtbot.keyClicks(field, "star medica")
    popup = field.completer().popup()
    assert popup.model().index(0, 0).data() == "Crear “star medica”"
    with qtbot.waitSignal(field.create_asked) as caught:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert caught.args == ["star medica"]


def test_a_whole_name_needs_no_choosing(app: QApplication, qtbot: QtBot) -> None:
    field = RecordPicker(find, name="Cliente", creates=False)
    qtbot.addWidget(field)
    field.setText("hospital civil de guadalajara")
    assert field.commit()
    assert field.value() == "3"
    field.setText("hospital")
    assert not field.commit()
    assert field.value() == "3"
    assert "hospital" in field.accessibleDescription()
    field.setText("")
    assert field.commit()
    assert field.value() == ""

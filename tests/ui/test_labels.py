"""Text of records is never markup, and text that does not fit says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import labels
from ui.labels import ElidedLabel
from ui.widgets.buttons import Button, IconButton
from ui.widgets.messages import MessageBar

NASTY = ("<b>Hospital</b>", "Hospital <Central> S.A.", "<table><tr><td>", "A & B", "&lt;",
         '<img src="file:///etc/passwd">',
         "línea\notra", "{name}", "%s", "\u202eolleh", "=1+1", "😀 Clínica")


@pytest.mark.parametrize("text", NASTY)
def test_labels_show_text_as_it_is(app: QApplication, qtbot: QtBot, text: str) -> None:
    made = labels.label(text)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.text() == text


@pytest.mark.parametrize("text", NASTY)
def test_tool_tips_show_text_as_it_is(text: str) -> None:
    tip = labels.tip(text)
    if GuiQt.mightBeRichText(tip):
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText() == text
    else:
        assert tip == text


def test_an_ampersand_marks_no_key(app: QApplication, qtbot: QtBot) -> None:
    button = Button("A & B")
    qtbot.addWidget(button)
    assert button.text() == "A && B"
    assert button.accessibleName() == "A & B"


def test_a_shortened_label_has_a_tip_only_while_it_is_cut(app: QApplication, qtbot: QtBot) -> None:
    made = ElidedLabel("Hospital Ángeles del Pedregal")
    qtbot.addWidget(made)
    made.resize(60, 20)
    made.show()
    assert made.cut
    assert made.toolTip() == "Hospital Ángeles del Pedregal"
    made.resize(400, 20)
    assert not made.cut
    assert made.toolTip() == ""


def test_a_tone_can_change_while_shown(app: QApplication, qtbot: QtBot) -> None:
    made = labels.label("81 %", tone="ok")
    qtbot.addWidget(made)
    made.show()
    before = made.palette().color(made.foregroundRole())
    labels.set_tone(made, "bad")
    assert made.palette().color(made.foregroundRole()) != before


def test_message_bars_are_plain_and_can_be_closed(app: QApplication, qtbot: QtBot) -> None:
    bar = MessageBar("<i>3</i>", "texto", actions=(("Revisar", lambda: None),))
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "<i>3</i> · texto"
    cross = next(button for button in bar.findChildren(IconButton) if button.accessibleName() == "Cerrar este mensaje")
    with qtbot.waitSignal(bar.closed):
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert bar.isHidden()

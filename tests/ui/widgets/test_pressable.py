"""A frame that acts like a button answers the mouse and the keyboard, and shows where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.pressable import Pressable


@pytest.fixture
def frame(dressed: object, qtbot: QtBot) -> Pressable:
    host = QWidget()
    qtbot.addWidget(host)
    row = QHBoxLayout(host)
    made = Pressable()
    made.setFixedSize(120, 40)
    made.presses = []  # type: ignore[attr-defined]
    made.clicked.connect(lambda: made.presses.append(1))  # type: ignore[attr-defined]
    row.addWidget(QPushButton("before"))
    row.addWidget(made)
    made.host = host  # type: ignore[attr-defined]
    host.show()
    return made


def test_the_left_button_inside_presses_and_nothing_else(frame: Pressable) -> None:
    middle, outside = frame.rect().center(), QPoint(-5, -5)
    QTest.mouseClick(frame, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseClick(frame, Qt.MouseButton.RightButton, pos=middle)
    QTest.mousePress(frame, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseRelease(frame, Qt.MouseButton.LeftButton, pos=outside)
    assert frame.presses == [1]  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press(frame: Pressable, key: Qt.Key) -> None:
    QTest.keyClick(frame, key)
    QTest.keyClick(frame, Qt.Key.Key_A)
    assert frame.presses == [1]  # type: ignore[attr-defined]


def test_the_ring_is_painted_where_the_keyboard_is(frame: Pressable, qtbot: QtBot) -> None:
    before = frame.grab().toImage()
    frame.setFocus()
    qtbot.waitUntil(frame.hasFocus)
    assert frame.grab().toImage() != before

"""The lint finds what it is for: each fault planted once."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.lint import lint
from ui.labels import label
from ui.widgets.chips import Chip


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> QWidget:
    """An empty window."""
    made = QWidget()
    qtbot.addWidget(made)
    QHBoxLayout(made)
    return made


def put(window: QWidget, part: QWidget) -> list[str]:
    """Show one part and lint it."""
    layout = window.layout()
    assert layout is not None
    layout.addWidget(part)
    window.show()
    QApplication.processEvents()
    return lint(window)


def test_a_clipped_button(window: QWidget) -> None:
    button = QPushButton("Registrar visita")
    button.setFixedWidth(60)
    assert "cuts its text" in put(window, button)[0]


def test_a_clipped_label(window: QWidget) -> None:
    words = label("Hospital Ángeles del Pedregal")
    words.setFixedWidth(60)
    assert "cuts its text" in put(window, words)[0]


def test_lines_that_do_not_fit(window: QWidget) -> None:
    words = label("Hospital Ángeles del Pedregal, Ciudad de México", wrap=True)
    words.setFixedSize(80, 20)
    assert "its lines need" in put(window, words)[0]


def test_a_clipped_chip(window: QWidget) -> None:
    chip = Chip("Sin registrar", status="bad")
    chip.setFixedWidth(30)
    assert put(window, chip)


def test_a_small_target(window: QWidget) -> None:
    button = QToolButton()
    button.setFixedSize(20, 20)
    assert any("a target of" in fault for fault in put(window, button))


def test_a_nameless_field(window: QWidget) -> None:
    assert put(window, QLineEdit()) == ["QLineEdit «»: takes the focus and has no name"]


def test_a_label_names_its_buddy(window: QWidget) -> None:
    field, words = QLineEdit(), QLabel("Cliente")
    words.setBuddy(field)
    assert put(window, words) == []
    assert put(window, field) == []


def test_a_window_that_is_too_large(window: QWidget) -> None:
    window.resize(1400, 700)
    window.show()
    assert "does not fit 1366×768" in lint(window, room=(1366, 768))[0]

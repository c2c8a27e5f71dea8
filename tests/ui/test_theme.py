"""Tokens, palette and sheet: every pair readable, nothing left out, and a switch that is not felt."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.shared import ROOT
from tests.ui import gallery
from ui import style, theme

PAIRS = 59
LOOKS = ("light", "dark")


@pytest.mark.parametrize("name", LOOKS)
def test_every_pair_is_readable(name: str) -> None:
    found = theme.audit(theme.load(name))
    assert len(found) == PAIRS
    assert {pair: ratio for pair, (ratio, needed) in found.items() if ratio < needed} == {}


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert theme.contrast("#171B26", "#FFFFFF") == pytest.approx(17.20, abs=0.01)  # UI.md §2.1


def test_both_looks_have_the_same_tokens() -> None:
    assert theme.load("light").colours.keys() == theme.load("dark").colours.keys()


def test_high_contrast_strengthens_lines_and_faint_text() -> None:
    plain, strong = theme.load("light"), theme.load("light", high_contrast=True)
    assert strong.colours["line"] == plain.colours["line_strong"]
    assert strong.colours["text3"] == plain.colours["text2"]


@pytest.mark.parametrize("name", LOOKS)
def test_palette_sets_every_role_in_every_group(name: str) -> None:
    made = style.palette(theme.load(name))
    colours = set(theme.load(name).colours.values())
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
    none = (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles)
    roles = [role for role in QPalette.ColorRole if role not in none]
    missing = [(group, role) for group in groups for role in roles
               if made.color(group, role).name().upper() not in colours]
    assert missing == []


@pytest.mark.parametrize("name", LOOKS)
def test_sheet_resolves_every_token_and_leaves_items_to_delegates(name: str) -> None:
    text = style.sheet(theme.load(name), 1.25)
    assert "@" not in text
    assert re.search(r"\dsp\b", text) is None
    assert set(re.findall(r"(\w+)::item", text)) == {"QMenu"}  # menus are no views


def test_no_widget_has_a_sheet_of_its_own() -> None:
    users = [path.name for path in (ROOT / "ui").rglob("*.py") if ".setStyleSheet(" in path.read_text(encoding="utf-8")]
    assert users == ["style.py"]


def test_text_grows_with_the_scale(app: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Hoy")
    label.setProperty("role", "title")
    qtbot.addWidget(label)
    for scale in style.SCALES:
        style.apply(app, scheme="light", scale=scale)
        label.ensurePolished()
        assert label.font().pixelSize() == round(20 * scale)


def test_switching_reaches_everybody(app: QApplication, qtbot: QtBot) -> None:
    shell = gallery.build()
    qtbot.addWidget(shell)
    shell.show()
    style.apply(app, scheme="dark")
    style.apply(app, scheme="light")
    QApplication.processEvents()
    assert shell.palette().color(QPalette.ColorRole.Window).name() == theme.hex_of("canvas").lower()


def test_system_follows_the_hint(app: QApplication) -> None:
    style.apply(app, scheme="system")
    assert theme.shown().theme.name in LOOKS
    assert app.property("scheme") == "system"
    app.styleHints().colorSchemeChanged.emit(app.styleHints().colorScheme())
    assert app.property("scheme") == "system"

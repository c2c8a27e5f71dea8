"""Icons and fonts: all there, in the colour asked for, sharp, and with a glyph for every character we print."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontInfo, QFontMetricsF, QIcon, QRawFont
from PySide6.QtWidgets import QApplication

from tests.shared import ROOT
from ui import fonts, icons, style, theme
from ui.shell.places import PLACES

NAMED = re.compile(r'(?:Glyph\(|IconButton\(|IconTile\(|set_icon\(|icons\.(?:icon|pixmap)\(|icon=)\s*"([a-z0-9-]+)"')
LICENCES = ("fonts/OFL.txt", "icons/LICENSE")


def test_every_icon_named_in_the_code_exists() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.py")]
    named = {name for text in sources for name in NAMED.findall(text)} | {place.icon for place in PLACES}
    assert {name for name in named if not (icons.FOLDER / f"{name}.svg").is_file()} == set()


def test_licences_travel_with_fonts_and_icons() -> None:
    for name in LICENCES:
        assert "license" in (theme.RESOURCES / name).read_text(encoding="utf-8").lower()


def test_an_icon_takes_the_colour_of_its_token(app: QApplication) -> None:
    for scheme in ("light", "dark"):
        style.apply(app, scheme=scheme)  # type: ignore[arg-type]
        image = icons.pixmap("plus", token="bad", size=16, ratio=2.0).toImage()
        assert image.width() == 32
        middle = image.pixelColor(16, 16)
        assert middle.name().upper() == theme.hex_of("bad")


def test_a_disabled_icon_is_pale(app: QApplication) -> None:
    made = icons.icon("plus", token="text")
    image = made.pixmap(QSize(16, 16), 2.0, QIcon.Mode.Disabled).toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name().upper() == theme.hex_of("text_disabled")


def test_an_unknown_icon_is_a_bug(app: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_inter_is_the_font_of_the_window(app: QApplication) -> None:
    assert QFontInfo(app.font()).family() == fonts.FAMILY
    assert QFontInfo(fonts.font("title")).pixelSize() == 20


def test_inter_has_every_character_of_the_catalogue(app: QApplication) -> None:
    raw = QRawFont.fromFont(app.font())
    texts = "".join(path.read_text(encoding="utf-8") for path in (theme.RESOURCES / "locale").rglob("*.po"))
    printed = set(texts) | set("₡₲€áéíóúüñÁÉÍÓÚÜÑãõçÃÕÇ→←↑↓≥≤−×·…“”«»✓\u202f") - set("\n\t")
    assert {char for char in printed if char.isprintable() and not raw.supportsCharacter(ord(char))} == set()


def test_tabular_figures_have_one_width(app: QApplication) -> None:
    metrics = QFontMetricsF(fonts.font(figures=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")

"""Dresses the application: Fusion once, the palette of a theme, and the short sheet for shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from ui import fonts, icons, theme

Scheme = Literal["system", "light", "dark"]
SCALES = (1.0, 1.1, 1.25, 1.5)
Role = QPalette.ColorRole
Group = QPalette.ColorGroup
ROLES = {
    Role.Window: "canvas", Role.WindowText: "text", Role.Base: "surface", Role.AlternateBase: "subtle",
    Role.ToolTipBase: "raised", Role.ToolTipText: "text", Role.PlaceholderText: "text3", Role.Text: "text",
    Role.Button: "surface", Role.ButtonText: "text", Role.BrightText: "on_accent", Role.Light: "raised",
    Role.Midlight: "hover", Role.Mid: "line_strong", Role.Dark: "line_strong", Role.Shadow: "line_strong",
    Role.Highlight: "accent", Role.HighlightedText: "on_accent", Role.Link: "accent_text",
    Role.LinkVisited: "plum", Role.Accent: "accent",
}
DISABLED = {Role.WindowText: "text_disabled", Role.Text: "text_disabled", Role.ButtonText: "text_disabled",
            Role.PlaceholderText: "text_disabled", Role.Highlight: "line_strong", Role.Base: "subtle"}


def palette(look: theme.Theme) -> QPalette:
    """The palette of a theme, all three groups, so that widgets which no rule of the sheet names are right too."""
    made = QPalette()
    for group in (Group.Active, Group.Inactive, Group.Disabled):
        for role, token in ROLES.items():
            chosen = DISABLED.get(role, token) if group == Group.Disabled else token
            made.setColor(group, role, look.colours[chosen])
    return made


@cache
def _template() -> str:
    return (theme.RESOURCES / "style.qss").read_text(encoding="utf-8")


def sheet(look: theme.Theme, scale: float) -> str:
    """The application's style sheet: «@token» becomes its colour, «12sp» twelve pixels times the font scale."""
    text = re.sub(r"/\*.*?\*/", "", _template(), flags=re.DOTALL)
    text = re.sub(r"@(\w+)", lambda found: look.colours[found[1]], text)
    return re.sub(r"\b(\d+)sp\b", lambda found: f"{round(int(found[1]) * scale)}px", text)


def start(app: QApplication) -> None:
    """Once, before the first window: Fusion, our fonts, and icons for the sheet."""
    app.setStyle("Fusion")
    fonts.load()
    QDir.addSearchPath("icons", str(icons.FOLDER))
    app.styleHints().colorSchemeChanged.connect(_follow)


def apply(app: QApplication, *, scheme: Scheme = "system", scale: float = 1.0, motion: bool = True) -> None:
    """Show a theme at a font scale (1.0 to 1.5); may be called again at any time, all windows follow."""
    app.setProperty("scheme", scheme)
    look = theme.load(_resolve(app, scheme), high_contrast=_high_contrast(app))
    theme.show(theme.Shown(look, scale, motion))
    app.setFont(fonts.font())
    app.setPalette(palette(look))
    app.setStyleSheet(sheet(look, scale))
    theme.signals.changed.emit()


def _resolve(app: QApplication, scheme: str) -> str:
    if scheme != "system":
        return scheme
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _high_contrast(app: QApplication) -> bool:
    hints = app.styleHints()  # kept alive by name: PySide deletes what a temporary owns
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def _follow() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.property("scheme") == "system":
        now = theme.shown()
        apply(app, scheme="system", scale=now.scale, motion=now.motion)

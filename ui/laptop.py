"""Options of this laptop: kept beside the base, shown at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from kamdesk import words
from kamdesk.settings import Option
from ui import style, theme

STYLES = {"point": (".", ","), "comma": (",", ".")}
OWN = ("theme", "text_size", "language", "number_style", "motion")  # kept by Qt; the others of a laptop in its base


def read(option: Option) -> Any:
    """The value kept on this laptop, else the default."""
    return str(QSettings().value(option.name, option.default))


def write(option: Option, value: str) -> None:
    """Keep a value and show it; Problem when the option may not have it."""
    QSettings().setValue(option.name, option.accept(value))
    if option.name == "language":
        words.set_language(value)
    elif option.name == "number_style":
        decimal, group = STYLES[value]
        words.set_format(decimal=decimal, group=group)
    else:
        dress()


def speak() -> None:
    """Language and number style as they are kept."""
    kept = QSettings()
    words.set_language(str(kept.value("language", "es")))
    decimal, group = STYLES.get(str(kept.value("number_style", "point")), STYLES["point"])
    words.set_format(decimal=decimal, group=group)


def dress() -> None:
    """Theme, text size and motion as they are kept."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return
    kept = QSettings()
    scheme = str(kept.value("theme", "system"))
    scale = float(str(kept.value("text_size", "100"))) / 100
    moves = str(kept.value("motion", "system")) != "off"
    shown = theme.shown()
    if (scale, moves) != (shown.scale, shown.motion) or scheme != application.property("scheme"):
        style.apply(application, scheme=scheme, scale=scale, motion=moves)  # type: ignore[arg-type]

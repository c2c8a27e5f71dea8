"""What a person does in the window: looks at what is seen, presses a button by its words, answers a panel."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from tests.windows import settle
from ui.panels.fields import FieldsPanel
from ui.widgets.buttons import Button
from ui.window import Window

W = TypeVar("W", bound=QWidget)


def seen(window: Window, kind: type[W]) -> W:
    """The widget of a kind that is seen."""
    settle()
    return next(each for each in window.findChildren(kind) if each.isVisible())


def press(window: Window, text: str) -> None:
    """Click the button that says this."""
    settle()
    next(each for each in window.findChildren(Button) if each.text() == text and each.isVisible()).click()
    settle()


def answer(window: Window, **values: object) -> None:
    """Fill the panel in front and press its button."""
    panel = seen(window, FieldsPanel)
    for name, value in values.items():
        panel.editors[name].show_value(value, {})
    panel.submitted.emit()
    settle()

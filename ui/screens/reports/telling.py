"""Problems of a part are told by the page that holds it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kamdesk.problems import Problem
from ui.screen import Screen


def page_of(part: QWidget) -> Screen | None:
    """The page that holds a part, None while it stands alone."""
    parent = part.parentWidget()
    while parent is not None and not isinstance(parent, Screen):
        parent = parent.parentWidget()
    return parent


def tell(part: QWidget, problem: Problem) -> None:
    """Show a problem above the page."""
    page = page_of(part)
    if page is not None:
        page.show_problem(problem)

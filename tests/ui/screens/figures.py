"""What the tests of figures share: the tabs in a window, and cells of a table by their words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from tests.ui.lint import lint
from tests.windows import opened
from ui import style
from ui.figure_page import FigurePage
from ui.pages import PARTS
from ui.screen import Address
from ui.screens.receivables.ageing import ageing_tab
from ui.screens.targets.followup import followup_tab
from ui.widgets.figure_table import FigureTable

WITH_TABS = {**PARTS, "targets": {**PARTS.get("targets", {}), "followup": followup_tab},
             "orders": {**PARTS.get("orders", {}), "ageing": ageing_tab}}
SCHEMES: tuple[style.Scheme, ...] = ("light", "dark")
LOOKS = list(itertools.product((1.0, 1.5), SCHEMES))


def tab(store: BaseStore, address: Address, *, size: tuple[int, int] = (1366, 768)) -> Iterator[FigurePage]:
    """A window on a tab of figures, closed afterwards."""
    with opened(App(store), size=size, parts=WITH_TABS) as window:
        window.go(address)
        QApplication.processEvents()  # Hoy, made first, asks its figures a moment later
        yield window.findChildren(FigurePage)[0]


def column(table: FigureTable, key: str) -> dict[str, Any]:
    """The values of a column as shown, by the name of each line."""
    content = table.model.content
    return {line.title: content.cells[line.key, key].value for line in content.lines
            if (line.key, key) in content.cells}


def pinned(table: FigureTable, key: str) -> Any:
    """The value of the whole."""
    content = table.model.content
    return content.cells[content.total.key, key].value if content.total else None


def faults(dressed: QApplication, page: FigurePage) -> list[str]:
    """What the lint says of the window in every scale and theme."""
    found = []
    for scale, scheme in LOOKS:
        style.apply(dressed, scheme=scheme, scale=scale, motion=False)
        for _turn in range(3):
            dressed.processEvents()
        found += [f"{scale} {scheme}: {fault}" for fault in lint(page.window(), room=(1366, 768))]
    style.apply(dressed, scheme="light", motion=False)
    return found

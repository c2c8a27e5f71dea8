"""A narrow list with its record beside it: the record takes the room that the list leaves."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from ui import theme
from ui.beside.side import Pane, SideView
from ui.screen import Context
from ui.tabs import Shown

LIST, SLIM, ROOMY, FILTER, ANY = 384, 324, 1080, 220, 16_777_215


class WidePane(Pane):
    """A record that takes all the room there is."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.grow()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def grow(self) -> None:
        """Any width."""
        self.setMinimumWidth(0)
        self.setMaximumWidth(ANY)


class WideView(SideView):
    """The list of a kind, as narrow as its columns let it be; ``roomy`` and ``slim`` are its widths."""

    roomy, slim = LIST, SLIM

    def __init__(self, context: Context, shown: Shown, pane: WidePane) -> None:
        super().__init__(context, shown, pane)
        self._wide = pane
        self.list.filter.setFixedWidth(theme.px(FILTER))
        both = self._both.layout()
        if isinstance(both, QHBoxLayout):
            both.setStretch(0, 0)
            both.setStretch(1, 1)
        self._widths()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The record takes what the list leaves."""
        super().resizeEvent(event)
        self._widths()

    def _widths(self) -> None:
        self._wide.grow()
        self.list.setFixedWidth(theme.px(self.roomy if self.width() >= theme.px(ROOMY) else self.slim))

"""The quick panel: log a visit, a call, an expense from anywhere, over whatever is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.words import _
from ui import theme
from ui.labels import ElidedLabel
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import IconTile, Key, Mark
from ui.widgets.overlay import Overlay, tab_stops
from ui.widgets.scroll import ScrollBody

SUBMIT = "Ctrl+Return"


class QuickPanel(Overlay):
    """Header, scrolling body, footer. ``submitted`` is Ctrl+Intro or the primary button.

    It keeps and discards nothing by itself: whoever opened it keeps the draft.
    """

    submitted = Signal()

    def __init__(self, host: QWidget, title: str, subtitle: str = "", *, icon: str = "",
                 status: theme.Status = "info") -> None:
        super().__init__(host, width=theme.size("quick_panel"))
        self.setAccessibleName(title)
        self.body = ScrollBody(margins=(18, 14, 18, 14), spacing=9)
        self._title = ElidedLabel(title, role="subtitle")
        self._subtitle = ElidedLabel(subtitle, role="small", tone="text2")
        self._close = IconButton("x", _("Close"), shortcut="Esc", on_click=self.shut)
        self._footer = QHBoxLayout()
        self.column.addWidget(self._header(icon, status))
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self._foot())
        for keys in (SUBMIT, "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.submitted.emit)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Another record."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self.setAccessibleName(title)

    def add_mark(self, mark: Mark) -> None:
        """A badge right after the title."""
        self._line.insertWidget(self._line.count() - 1, mark)

    def add_link(self, text: str, slot: Callable[[], object]) -> Button:
        """A link at the left of the footer: «Más campos»."""
        button = Button(text, kind="link", on_click=slot)
        self._footer.insertWidget(0, button)
        return button

    def add_button(self, text: str, slot: Callable[[], object]) -> Button:
        """A second way to end: «Guardar y siguiente»."""
        button = Button(text, on_click=slot)
        self._footer.addWidget(button)
        return button

    def set_primary(self, text: str, icon: str = "check") -> Button:
        """The button that submits; put in last, its keys beside it."""
        button = Button(text, kind="primary", icon=icon, on_click=self.submitted.emit)
        self._footer.addWidget(button)
        self._footer.addWidget(Key(SUBMIT))
        return button

    def first_focus(self) -> QWidget:
        """The first field, not the cross."""
        stops = tab_stops(self.body)
        return stops[0] if stops else super().first_focus()

    def _header(self, icon: str, status: theme.Status) -> QFrame:
        bar = QFrame()
        bar.setProperty("band", "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 12, 12, 12)
        row.setSpacing(12)
        if icon:
            row.addWidget(IconTile(icon, status=status, side=40))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self._line.addWidget(self._title)
        self._line.addStretch(1)
        texts.addLayout(self._line)
        texts.addWidget(self._subtitle)
        self._subtitle.setVisible(bool(self._subtitle.text()))
        row.addLayout(texts, 1)
        row.addWidget(self._close)
        return bar

    def _foot(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("band", "footer")
        self._footer = QHBoxLayout(bar)
        self._footer.setContentsMargins(14, 10, 16, 10)
        self._footer.setSpacing(8)
        self._footer.addStretch(1)
        return bar

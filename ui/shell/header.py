"""The header of a page: title, subtitle, at most one primary button; the rest gives way to «⋯»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kamdesk.words import _
from ui import icons, labels, theme
from ui.labels import ElidedLabel
from ui.widgets.buttons import Button, IconButton

Slot = Callable[[], object]


@dataclass(frozen=True)
class More:
    """A line of the «⋯» menu."""

    text: str
    icon: str
    slot: Slot
    button: Button | None = None  # the secondary button it stands for while there is no room for it


class PageHeader(QFrame):
    """Parts are added from left to right; in a narrow window secondary buttons move into the menu."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._title = ElidedLabel(title, role="title", least=120)
        self._subtitle = ElidedLabel(role="small", tone="text2")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more: list[More] = []
        self.dots = IconButton("ellipsis-vertical", _("More actions"))
        self.dots.setMenu(self._menu)
        self._lay_out()
        self.set_subtitle(subtitle)

    def set_title(self, text: str) -> None:
        """Another title."""
        self._title.setText(text)

    def set_subtitle(self, text: str) -> None:
        """Another subtitle; none when empty."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def add_leading(self, widget: QWidget) -> None:
        """A tile before the title."""
        self._row.insertWidget(0, widget)

    def add_mark(self, widget: QWidget) -> None:
        """A badge or chip right after the title."""
        self._top.insertWidget(self._top.count() - 1, widget)

    def add_note(self, widget: QWidget) -> None:
        """A chip right after the subtitle."""
        self._bottom.insertWidget(self._bottom.count() - 1, widget)

    def add(self, widget: QWidget) -> None:
        """Any control left of the buttons: segments, arrows, a step header."""
        self._extras.addWidget(widget)

    def add_secondary(self, text: str, icon: str, slot: Slot, *, shortcut: str = "") -> Button:
        """A secondary button; moves into «⋯» when there is no room."""
        button = Button(text, icon=icon, shortcut=shortcut, on_click=slot)
        self._buttons.addWidget(button)
        self._more.append(More(text, icon, slot, button))
        return button

    def set_primary(self, text: str, icon: str, slot: Slot, *, shortcut: str = "") -> Button:
        """The one primary button of the page."""
        button = Button(text, kind="primary", icon=icon, shortcut=shortcut, on_click=slot)
        self._primary.addWidget(button)
        return button

    def offer(self, button: Button, *, offered: bool) -> None:
        """Show a secondary button only where it does something."""
        button.setEnabled(offered)
        self._give_way()

    def add_more(self, text: str, icon: str, slot: Slot) -> None:
        """An action that always lives in «⋯»."""
        self._more.append(More(text, icon, slot))
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move secondary buttons in or out of the menu."""
        super().resizeEvent(event)
        self._give_way()

    def changeEvent(self, event: QEvent) -> None:
        """Other fonts need other room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._give_way()

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 8, 16, 8)
        self._row.setSpacing(8)
        self._row.addStrut(theme.px(40))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        self._top, self._bottom = QHBoxLayout(), QHBoxLayout()
        for line, first in ((self._top, self._title), (self._bottom, self._subtitle)):
            line.setSpacing(8)
            line.addWidget(first)
            line.addStretch(1)
            texts.addLayout(line)
        self._row.addLayout(texts, 1)
        self._extras, self._buttons, self._primary = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for part in (self._extras, self._buttons, self._primary):
            part.setSpacing(8)
            self._row.addLayout(part)
        self._row.addWidget(self.dots)
        self.dots.hide()

    def _give_way(self) -> None:
        """Measure with every button, then hide from the last secondary backwards until the rest fits."""
        movable = [line.button for line in self._more if line.button is not None]
        fixed = [line for line in self._more if line.button is None]
        texts = max(self._title.sizeHint().width(), theme.px(180))
        used = texts + sum(self._width(part) for part in (self._extras, self._primary)) + 36 + 12 * 4
        if self._row.indexOf(self.dots) and fixed:
            used += self.dots.sizeHint().width() + 12
        hidden = bool(fixed)
        for button in movable:
            if not button.isEnabled():
                button.hide()
                continue
            used += button.sizeHint().width() + 8
            fits = used <= self.width()
            button.setVisible(fits)
            hidden = hidden or not fits
        self.dots.setVisible(hidden)

    @staticmethod
    def _width(row: QHBoxLayout) -> int:
        return row.sizeHint().width()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for line in self._more:
            if line.button is None or (line.button.isHidden() and line.button.isEnabled()):
                self._menu.addAction(self._action(line))

    def _action(self, line: More) -> QAction:
        action = QAction(icons.icon(line.icon), labels.literal(line.text), self._menu)
        action.setEnabled(line.button is None or line.button.isEnabled())
        action.triggered.connect(lambda *_args: line.slot())
        return action

"""The base of the window: lays out rail, top bar, pages and status line, and follows the breakpoints."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui import labels, theme
from ui.shell.panes import Panes
from ui.shell.places import PLACES, Place
from ui.shell.rail import NavRail
from ui.shell.status import StatusLine
from ui.shell.top import TopBar
from ui.widgets.overlay import Overlay
from ui.widgets.toast import Toast

WIDE_FROM, MEDIUM_FROM = 1240, 1180
LEAST = (1024, 600)


class Breakpoint(IntEnum):
    """How much room there is: widths in logical pixels divided by the font scale (UI.md §3)."""

    NARROW = 0  # 1024–1179: rail of icons, side panel in a tab, «Por planificar» in a drawer
    MEDIUM = 1  # 1180–1239: rail of icons, panels shown
    WIDE = 2  # from 1240: rail with words


def breakpoint_of(width: float, *, scale: float) -> Breakpoint:
    """The breakpoint of a window ``width`` logical pixels wide at a font scale."""
    room = width / scale
    if room >= WIDE_FROM:
        return Breakpoint.WIDE
    return Breakpoint.MEDIUM if room >= MEDIUM_FROM else Breakpoint.NARROW


def host_of(widget: QWidget) -> QWidget:
    """Where overlays opened from a widget belong: over its whole window."""
    window = widget.window()
    return window.overlay_host if isinstance(window, Shell) else window


class Shell(QMainWindow):
    """The frame without pages; ``breakpoint_changed`` tells pages how much room there is."""

    breakpoint_changed = Signal(int)

    def __init__(self, *, places: Sequence[Place] = PLACES) -> None:
        super().__init__()
        self.rail, self.top, self.status = NavRail(places), TopBar(), StatusLine()
        self.pages = QStackedWidget()
        self._breakpoint: Breakpoint | None = None
        self._collapsed = False
        self._panes = Panes(self, self.panes)
        self._frame = self._lay_out()
        self.setCentralWidget(self._frame)
        self.setWindowTitle("Kamdesk")
        self.resize(1366, 768)
        self.rail.toggled.connect(self.toggle_rail)
        QShortcut(QKeySequence("Ctrl+B"), self, self.toggle_rail)
        for place in places:
            if place.shortcut:
                QShortcut(QKeySequence(place.shortcut), self, lambda key=place.key: self._go(key))
        theme.signals.changed.connect(self._follow)

    @property
    def breakpoint(self) -> Breakpoint:
        """How much room there is now."""
        return breakpoint_of(self.width(), scale=theme.shown().scale)

    @property
    def overlay_host(self) -> QWidget:
        """The parent of overlays: palette, quick panel, toasts."""
        return self._frame

    def set_banner(self, banner: QWidget) -> None:
        """A message that stays above every page."""
        self._column.insertWidget(1, banner)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, adding it the first time."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    @property
    def overlay(self) -> Overlay | None:
        """The overlay that covers the window now."""
        return next((found for found in self._frame.findChildren(Overlay) if found.isVisible()), None)

    def panes(self) -> list[QWidget]:
        """What F6 walks; a page may name its own panes in a method ``panes()``. Nothing under an overlay."""
        if self.overlay is not None:
            return [self.overlay]
        page = self.pages.currentWidget()
        own = getattr(page, "panes", None)
        inner = list(own()) if callable(own) else [page] if page is not None else []
        return [*inner, *self._frame.findChildren(Toast), self.rail, self.top]

    def toggle_rail(self) -> None:
        """The person's own choice, which a narrow window overrides."""
        self._collapsed = not self._collapsed
        self._set_rail(self.breakpoint)

    @property
    def rail_collapsed(self) -> bool:
        """The person's own choice, to be kept between sessions."""
        return self._collapsed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the breakpoints."""
        super().resizeEvent(event)
        self._follow()

    def _go(self, key: str) -> None:
        if self.overlay is None:  # what is being written in a panel must not lose its page
            self.rail.opened.emit(key)

    def _lay_out(self) -> QWidget:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._column = column = QVBoxLayout()
        column.setSpacing(0)
        for part, stretch in ((self.top, 0), (self.pages, 1), (labels.rule(), 0), (self.status, 0)):
            column.addWidget(part, stretch)
        row.addWidget(self.rail)
        row.addWidget(labels.rule(vertical=True))
        row.addLayout(column, 1)
        return frame

    def _follow(self) -> None:
        screen = QApplication.primaryScreen().availableSize()
        self.setMinimumSize(min(LEAST[0], screen.width()), min(LEAST[1], screen.height()))
        now = self.breakpoint
        self._set_rail(now)
        if now != self._breakpoint:
            self._breakpoint = now
            self.breakpoint_changed.emit(int(now))

    def _set_rail(self, now: Breakpoint) -> None:
        forced = now < Breakpoint.WIDE
        self.rail.set_collapsed(collapsed=forced or self._collapsed, forced=forced)
        self.top.set_short(now == Breakpoint.NARROW and self.width() / theme.shown().scale < LEAST[0])

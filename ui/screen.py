"""What a screen is: its place in the window, what it reads, and the services it may ask of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kamdesk.app import App
from kamdesk.doors import Doors
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from ui.bus import Bus
from ui.jobs import Jobs
from ui.run import Runner
from ui.shell.header import PageHeader
from ui.widgets.messages import Action, MessageBar

Mood = Literal["ok", "warn", "bad", "info"]


@dataclass(frozen=True)
class Address:
    """Where one can go: a page of the rail, a tab of it, and a record; ``kdx:clients/list/<id>``."""

    page: str
    tab: str = ""
    kind: str = ""
    record: Id = ""


class Services(Protocol):
    """What the window does for its screens."""

    def go(self, address: Address) -> None:
        """Show a page, tab or record; «back» returns."""

    def tell(self, text: str, *, undo: bool = False) -> None:
        """A toast, with «Deshacer» when asked."""

    def quick(self, name: str, **filled: object) -> None:
        """Open a quick panel («visit», «call», «expense») with some fields filled."""


@dataclass(frozen=True)
class Context:
    """Everything a screen is given."""

    app: App
    runner: Runner
    bus: Bus
    jobs: Jobs
    window: Services
    doors: Doors


class Screen(QWidget):
    """A page of the window: header, message bar, and a body that scrolls when it must.

    Subclasses fill ``body``, name the kinds they read in ``reads`` and read again in ``reread``.
    """

    reads: tuple[str, ...] = ()

    def __init__(self, context: Context, title: str, *, scrolls: bool = True) -> None:
        super().__init__()
        self.context = context
        self.header = PageHeader(title)
        self.messages = QVBoxLayout()
        self.messages.setContentsMargins(20, 0, 16, 0)
        self.content = QFrame()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(20, 0, 16, 12)
        self.body.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(self.messages)
        layout.addWidget(scrolled(self.content) if scrolls else self.content, 1)
        context.bus.on(self, self.reads, self._reread_if_shown)
        self._stale = False

    def reread(self) -> None:
        """Read again what is shown."""

    def open(self, address: Address) -> None:
        """Show a tab or a record of this page."""

    def new(self) -> None:
        """Ctrl+N: a new record of what is shown."""

    def focus_filter(self) -> None:
        """Ctrl+F or /: the filter of the list."""

    def subject(self) -> Link | None:
        """The party shown, which quick panels opened from here are about."""
        return None

    def print_page(self) -> None:
        """Ctrl+P: the page on paper."""

    def export(self) -> None:
        """Ctrl+E: what is shown, as a workbook."""

    def show_problem(self, problem: Problem) -> None:
        """A Problem without a field of its own: above the page, until closed or mended."""
        self.say(problem.message, status="bad")

    def say(self, text: str, *, status: Mood = "info", actions: Sequence[Action] = ()) -> None:
        """A message above the page; it takes the place of the one before."""
        self.hush()
        self.messages.addWidget(MessageBar(text, status=status, actions=actions))

    def hush(self) -> None:
        """Take the message away."""
        while (item := self.messages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def _reread_if_shown(self) -> None:
        if self.isVisible():
            self.reread()
        else:
            self._stale = True

    def shown(self) -> None:
        """The window brought the page to the front: read what changed meanwhile."""
        if self._stale:
            self._stale = False
            self.reread()


def scrolled(content: QWidget) -> QScrollArea:
    """A body that scrolls up and down; sideways it must fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area

"""The timeline of a party: what happened, newest first, under headings of days; older things on demand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.fields import Link
from kamdesk.figures.contact_facts import Happening
from kamdesk.kinds import kind_of
from kamdesk.words import _
from ui import theme
from ui.labels import ElidedLabel, label
from ui.parties.telling import Entry, named_in, tell
from ui.screen import Address, Context
from ui.tabs import place_of
from ui.widgets import paint
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip, IconTile
from ui.widgets.flow import FlowLayout, cleared
from ui.widgets.messages import EmptyState

FIRST, STEP, MOST = 12, 50, 500
DISC = 28
Wanted = Callable[[Happening], bool]


class EntryRow(QFrame):
    """One thing that happened; a click or Enter opens its record."""

    def __init__(self, entry: Entry, opened: Callable[[Link], object]) -> None:
        super().__init__()
        self._entry, self._opened = entry, opened
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        chips = ", ".join(text for text, _status in entry.chips)
        self.setAccessibleName(", ".join(filter(None, (entry.title, entry.when, entry.text, chips))))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        row.addWidget(IconTile(entry.icon, status=entry.status, side=DISC, disc=True), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addLayout(self._head())
        if entry.text:
            column.addWidget(label(entry.text, tone="text2", wrap=True))
        if entry.chips:
            column.addWidget(self._chips())
        row.addLayout(column, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel(self._entry.title, role="strong", least=80), 1)
        head.addWidget(label(self._entry.when, role="caption", tone="text3"))
        return head

    def _chips(self) -> QWidget:
        host = QWidget()
        flow = FlowLayout(host)
        for text, status in self._entry.chips:
            flow.addWidget(Chip(text, status=status))
        return host

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click inside."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._opened(self._entry.address)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._opened(self._entry.address)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring of the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            paint.focus_ring(QPainter(self), QRectF(self.rect()))


class Timeline(QWidget):
    """Everything of a party; ``wanted`` keeps some of it, the rest is read until there are enough."""

    def __init__(self, context: Context, *, wanted: Wanted | None = None, first: int = FIRST) -> None:
        super().__init__()
        self._context, self._wanted, self._first = context, wanted, first
        self._party: Link | None = None
        self._limit = first
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def show_party(self, party: Link) -> None:
        """The last happenings of another party."""
        self._party, self._limit = party, self._first
        self.reread()

    def keep(self, wanted: Wanted | None) -> None:
        """Show only some sorts."""
        self._wanted, self._limit = wanted, self._first
        self.reread()

    def reread(self) -> None:
        """Read what is shown again."""
        if self._party is None:
            return
        store = self._context.app.store
        asked = self._limit + 1 if self._wanted is None else MOST
        found = [each for each in store.facts.contacts.timeline(self._party, asked)
                 if self._wanted is None or self._wanted(each)]
        shown = found[:self._limit]
        names = store.names(named_in(shown))
        self._show([tell(each, names) for each in shown], more=len(found) > self._limit)

    def _show(self, entries: list[Entry], *, more: bool) -> None:
        cleared(self._rows)
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                heading = label(group.upper(), role="overline")
                heading.setContentsMargins(0, theme.px(6), 0, 2)
                self._rows.addWidget(heading)
            self._rows.addWidget(EntryRow(entry, self._open))
        if not entries:
            self._rows.addWidget(EmptyState("history", _("Nothing happened yet"),
                                            _("Log a visit or a call, or write a line above.")))
        if more:
            self._rows.addWidget(Button(_("See more"), kind="link", on_click=self._more),
                                 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addStretch(1)

    def _more(self) -> None:
        self._limit += STEP
        self.reread()

    def _open(self, link: Link) -> None:
        self._context.window.go(Address(*place_of(kind_of(link.kind)), link.kind, link.id))

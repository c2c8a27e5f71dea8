"""The timeline of a party: what happened, newest first, under headings of days; older things on demand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.fields import Link
from kamdesk.figures.contact_facts import Happening
from kamdesk.kinds import kind_of
from kamdesk.words import _
from ui import theme
from ui.labels import ElidedLabel, label
from ui.parties.telling import Entry, named_in, tell
from ui.screen import Address, Context
from ui.tabs import place_of
from ui.widgets.buttons import Button
from ui.widgets.chips import ChipLine, IconTile
from ui.widgets.messages import EmptyState
from ui.widgets.pressable import Pressable

FIRST, STEP, MOST = 10, 50, 500
DISC = 28
Wanted = Callable[[Happening], bool]


class EntryRow(Pressable):
    """One thing that happened, under its heading when it is the first of it; a click or Enter opens its record.

    A row is shown again with another entry: making its parts anew costs ten times as much.
    """

    def __init__(self, opened: Callable[[Link], object]) -> None:
        super().__init__()
        self._opened = opened
        self._address: Link | None = None
        self.clicked.connect(self._open)
        self._heading = label(role="overline")
        self._heading.setContentsMargins(0, theme.px(6), 0, 4)
        self._tile = IconTile("circle", side=DISC, disc=True)
        self._title, self._when = ElidedLabel(role="strong", least=80), label(role="caption", tone="text3")
        self._text, self._chips = label(tone="text2", wrap=True), ChipLine(())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._heading)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column(), 1)
        whole.addLayout(row)

    def _column(self) -> QVBoxLayout:
        column, head = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(3)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._when)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addWidget(self._chips)
        return column

    def show_entry(self, entry: Entry, *, heading: bool) -> None:
        """Another entry."""
        self._address = entry.address
        self._heading.setText(entry.group.upper())
        self._heading.setVisible(heading)
        self._tile.set(entry.icon, status=entry.status)
        self._title.setText(entry.title)
        self._when.setText(entry.when)
        self._text.setText(entry.text)
        self._text.setVisible(bool(entry.text))
        self._chips.set(entry.chips)
        self._chips.setVisible(bool(entry.chips))
        chips = ", ".join(text for text, _status in entry.chips)
        self.setAccessibleName(", ".join(filter(None, (entry.title, entry.when, entry.text, chips))))

    def _open(self) -> None:
        if self._address is not None:
            self._opened(self._address)


class Timeline(QWidget):
    """Everything of a party; ``wanted`` keeps some of it, the rest is read until there are enough."""

    def __init__(self, context: Context, *, wanted: Wanted | None = None, first: int = FIRST) -> None:
        super().__init__()
        self._context, self._wanted, self._first = context, wanted, first
        self._party: Link | None = None
        self._limit = first
        self._rows: list[EntryRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(2)
        self._none = EmptyState("history", _("Nothing happened yet"),
                                _("Log a visit or a call, or write a line above."))
        self._see = Button(_("See more"), kind="link", on_click=self._more)
        column.addLayout(self._entries)
        column.addWidget(self._none)
        column.addWidget(self._see, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

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
        while len(self._rows) < len(entries):
            self._rows.append(EntryRow(self._open))
            self._entries.addWidget(self._rows[-1])
        for at, row in enumerate(self._rows):
            if at < len(entries):
                row.show_entry(entries[at], heading=at == 0 or entries[at - 1].group != entries[at].group)
            row.setVisible(at < len(entries))
        self._none.setVisible(not entries)
        self._see.setVisible(more)

    def _more(self) -> None:
        self._limit += STEP
        self.reread()

    def _open(self, link: Link) -> None:
        self._context.window.go(Address(*place_of(kind_of(link.kind)), link.kind, link.id))

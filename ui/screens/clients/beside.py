"""The list of clients and, beside it, the record shown, the draft of a new one, or nothing yet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from kamdesk.commands.records import archive
from kamdesk.fields import Id, Link
from kamdesk.records.clients import Client
from kamdesk.words import _, plural
from ui import labels, theme
from ui.run import FAILED
from ui.screen import Context, Screen
from ui.screens.clients.data import ClientDraft
from ui.screens.clients.pane import ClientPane, copy_marked
from ui.screens.clients.record import ClientRecord
from ui.screens.clients.side import address_of
from ui.widgets.messages import EmptyState

PANE, SLIM, ROOMY = 326, 296, 1100  # logical pixels of the list, and of the page from which it is wide
WALK = 120  # milliseconds on a row of the list before its record is shown


class Beside(QWidget):
    """The two halves of the page."""

    def __init__(self, context: Context, place: Screen) -> None:
        super().__init__()
        self._context, self._place = context, place
        self._shown: Id = ""
        self._draft: ClientDraft | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.pane = ClientPane(context)
        row.addWidget(self.pane)
        row.addWidget(labels.rule(vertical=True))
        self._right = QStackedWidget()
        self.record = ClientRecord(context, place)
        self._none = EmptyState("hospital", _("Choose a client"), _("Its visits, people and money appear here."),
                                actions=((_("New client"), self.new),))
        self._right.addWidget(self._none)
        self._right.addWidget(self.record)
        row.addWidget(self._right, 1)
        self._walking = QTimer(self)
        self._walking.setSingleShot(True)
        self._walking.setInterval(WALK)
        self._walking.timeout.connect(lambda: self._go_to(self.pane.current()))
        self.record.gone.connect(self._nobody)
        self.pane.chosen.connect(lambda _id: self._walking.start())
        self.pane.entered.connect(lambda: self._go_to(self.pane.current()))
        self.pane.archive_asked.connect(self._archive)
        self.pane.list.copy_asked.connect(partial(copy_marked, context, self.pane))

    def open(self, id_: Id) -> None:
        """A client; without one that shown last, else the first of the list."""
        wanted = id_ or self._shown or self.pane.first()
        if not wanted:
            self._nobody()
            return
        self._shown = wanted
        self.pane.mark(wanted)
        self._right.setCurrentWidget(self.record)
        self.record.show_id(wanted)

    def _go_to(self, id_: Id) -> None:
        if id_ and (id_ != self._shown or self._right.currentWidget() is not self.record):
            self._context.window.go(address_of(id_))

    def _nobody(self) -> None:
        self._shown = ""
        self._right.setCurrentWidget(self._none)

    def new(self) -> None:
        """The draft of a new client."""
        if self._draft is None:
            go = self._context.window.go
            self._draft = ClientDraft(self._context)
            self._draft.created.connect(lambda id_: go(address_of(id_)))
            self._draft.same.connect(lambda id_: go(address_of(id_)))
            self._draft.left.connect(lambda: self.open(self._shown))
            self._right.addWidget(self._draft)
        self._right.setCurrentWidget(self._draft)
        self._draft.show_draft()

    def edit(self) -> None:
        """The form of the client shown."""
        if self._right.currentWidget() is self.record:
            self.record.show_tab("data")

    def subject(self) -> Link | None:
        """The client shown."""
        shown = self._right.currentWidget() is self.record
        return Link(Client.kind.name, self._shown) if shown and self._shown else None

    def reread(self) -> None:
        """List and record again."""
        self.pane.reread()
        if self._right.currentWidget() is self.record:
            self.record.reread()

    def _archive(self) -> None:
        client = self._context.app.store.maybe(Client, self.pane.current())
        if client is not None and self._context.runner.attempt(self._place, archive, records=[client]) is not FAILED:
            self._context.runner.tell(plural("{n} record archived", "{n} records archived", 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list gives way a little."""
        super().resizeEvent(event)
        self.pane.setFixedWidth(theme.px(PANE if self.width() >= theme.px(ROOMY) else SLIM))

"""Revisión of what somebody without Kamdesk wrote into a plain file: taken in only as far as it is chosen."""

from __future__ import annotations

from kamdesk.sharing.exchange import Applied, Incoming, Preview
from kamdesk.words import _, plural
from ui.screen import Context
from ui.screens.exchange.joining import Deciding
from ui.screens.exchange.parts import work
from ui.screens.exchange.receive_parts import chips_of, refusals
from ui.widgets.messages import EmptyState, MessageBar


class Guest(Deciding):
    """The edits of a guest, record by record."""

    def __init__(self, context: Context, incoming: Incoming, preview: Preview) -> None:
        self.incoming, self.preview = incoming, preview
        super().__init__(context, preview.conflicts)

    def lay_out(self) -> None:
        """Whose edits they are, what cannot be taken in, and the edits."""
        self.column.addWidget(MessageBar(
            _("{name} wrote into this file without Kamdesk.", name=self.incoming.to),
            _("Nothing is taken in unless you choose it, and it can be undone."), status="info", closable=False))
        told = refusals(self.preview)
        if told:
            self.column.addWidget(chips_of(told))
        if self.preview.conflicts:
            self.column.addWidget(self.review, 1)
        else:
            self.review.hide()
            self.column.addWidget(EmptyState("check", _("Nothing to decide"),
                                             _("All that was written into the file is so here already.")), 1)

    def apply(self) -> None:
        """Take in what was chosen, as one step that undo takes back."""
        store, doors, decisions = self.context.app.store, self.context.doors, self.review.decisions()
        work(self.context, self, _("Saving"), lambda: doors.apply(store, self.incoming, decisions), self._taken)

    def _taken(self, applied: Applied) -> None:
        self.finished.emit()
        self.context.runner.tell(plural("{n} edit taken in", "{n} edits taken in", applied.records))

"""Revisión of a file before it is joined, and of conflicts left for later: what it changes, what must be decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import words
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.sharing.deciding import undecided
from kamdesk.sharing.exchange import Applied, Conflict, Incoming, Preview
from kamdesk.words import _, plural
from ui import ask
from ui.screen import Address, Context
from ui.screens.exchange.parts import page_of, work
from ui.screens.exchange.receive_parts import CountCards, KindsCard, chips_of, remarks
from ui.screens.exchange.review import Review
from ui.tabs import place_of
from ui.widgets.messages import MessageBar


class Deciding(QWidget):
    """Conflicts left for later; ``changed`` with each decision, ``finished`` when they are saved."""

    changed = Signal()
    finished = Signal()

    def __init__(self, context: Context, conflicts: Sequence[Conflict]) -> None:
        super().__init__()
        self.context = context
        self.review = Review(context.app.store, conflicts)
        self.review.changed.connect(self.changed)
        self.review.opened.connect(lambda kind, id_: context.window.go(Address(*place_of(kind_of(kind)), kind, id_)))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.lay_out()

    def lay_out(self) -> None:
        """The review takes all the room."""
        self.column.addWidget(self.review, 1)

    @property
    def verb(self) -> str:
        """What its button does."""
        count = len(self.review.decisions())
        return plural("Save {n} decision", "Save {n} decisions", count)

    @property
    def ready(self) -> bool:
        """Whether the button may be pressed."""
        return bool(self.review.decisions())

    def apply(self) -> None:
        """Save the decisions, as one step that undo takes back."""
        store, doors, decisions = self.context.app.store, self.context.doors, self.review.decisions()
        work(self.context, self, _("Saving"), lambda: doors.resolve(store, decisions), self._resolved)

    def _resolved(self, count: int) -> None:
        self.finished.emit()
        self.context.runner.tell(plural("{n} decision saved", "{n} decisions saved", count))

    def show_problem(self, problem: Problem) -> None:
        """Above the page; what was decided stays."""
        page_of(self).show_problem(problem)


class Joining(Deciding):
    """A file that can be joined; ``signer`` is the public key that signed it."""

    def __init__(self, context: Context, incoming: Incoming, preview: Preview, *, signer: str) -> None:
        self.incoming, self.preview, self._signer = incoming, preview, signer
        super().__init__(context, preview.conflicts)

    def lay_out(self) -> None:
        """The numbers, what one should know, then what must be decided or what changes."""
        self.column.addWidget(CountCards(self.preview))
        self.column.addWidget(MessageBar(_("A backup is made before anything changes."),
                                         _("You can undo the whole import for 30 days."), status="ok", closable=False))
        told = remarks(self.incoming, self.preview)
        if told:
            self.column.addWidget(chips_of(told))
        self.column.addWidget(self.review if self.preview.conflicts else KindsCard(self.preview), 1)

    @property
    def verb(self) -> str:
        """What its button does."""
        count = sum(each.new + each.changed + each.archived + each.deleted for each in self.preview.kinds)
        return plural("Apply {n} change", "Apply {n} changes", count)

    @property
    def ready(self) -> bool:
        """Always: what is not decided stays listed, with both values kept."""
        return True

    def apply(self) -> None:
        """Join the file with the decisions."""
        if self.preview.heavy and not self._sure():
            return
        store, doors, decisions = self.context.app.store, self.context.doors, self.review.decisions()
        work(self.context, self, _("Joining the file"), lambda: doors.apply(store, self.incoming, decisions),
             self._applied)

    def _sure(self) -> bool:
        names = ", ".join(_(kind_of(name).labels) for name in self.preview.heavy)
        return ask.confirm(self, _("It archives or replaces much of: {kinds}.", kinds=names),
                           _("A backup is made first, and the whole import can be undone for 30 days."), _("Apply"))

    def _applied(self, applied: Applied) -> None:
        store = self.context.app.store
        words.set_format(currency=store.setting("currency"))
        if self._signer:
            self.context.doors.meet(store, self._signer, self.incoming.device)
        told = [plural("{n} change received", "{n} changes received", applied.records)]
        if applied.conflicts:
            told.append(undecided(applied.conflicts))
        tell = partial(self.context.window.tell, " · ".join(told))
        self.finished.emit()
        tell()

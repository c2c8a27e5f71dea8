"""Sin precios ni datos personales: which kinds go to third parties, of which days, and which free texts along."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.fields import Field
from kamdesk.kinds import kind_of
from kamdesk.sharing.outgoing import FOR_THIRD_PARTIES, notes_of
from kamdesk.words import N_, _
from ui.editors import ChoicesEditor
from ui.labels import label
from ui.widgets.fields import DateField


class PublicPart(QWidget):
    """``changed`` when something else would go."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kinds = ChoicesEditor(Field(label=N_("What goes"), type="choices", name="kinds", options={
            name: kind_of(name).labels for name in FOR_THIRD_PARTIES}))
        self.kinds.left.connect(lambda _value: self._change())
        self.since = DateField(name=_("From the day"))
        self.until = DateField(name=_("To the day"))
        self.notes: ChoicesEditor | None = None
        self._said = label(_("Free texts that go along: none unless you tick it"), role="small", tone="text2",
                           wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.kinds)
        self._column.addLayout(self._period())
        self._column.addWidget(self._said)

    def _period(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for field in (self.since, self.until):
            half = QVBoxLayout()
            half.setSpacing(2)
            half.addWidget(label(field.accessibleName(), role="small", tone="text2", buddy=field))
            half.addWidget(field)
            row.addLayout(half, 1)
            field.changed.connect(lambda _day: self.changed.emit())
            field.editingFinished.connect(field.read)
        return row

    def show_choice(self, kinds: Iterable[str], notes: Iterable[str]) -> None:
        """Tick what a reader received last; the period is chosen anew each time."""
        self.kinds.show_value(tuple(kinds), {})
        self._offer_notes(tuple(notes))

    def choice(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The kinds and the free texts ticked."""
        return tuple(self.kinds.value()), tuple(self.notes.value()) if self.notes is not None else ()

    def period(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day, None for no bound."""
        return self.since.value(), self.until.value()

    def _change(self) -> None:
        self._offer_notes(self.choice()[1])
        self.changed.emit()

    def _offer_notes(self, ticked: tuple[str, ...]) -> None:
        """The free texts of the kinds that go."""
        if self.notes is not None:
            self._column.removeWidget(self.notes)
            self.notes.deleteLater()
        offered = notes_of(self.kinds.value())
        self.notes = ChoicesEditor(Field(label=N_("Free texts"), type="choices", name="notes", options=offered))
        self.notes.show_value(tuple(name for name in ticked if name in offered), {})
        self.notes.left.connect(lambda _value: self.changed.emit())
        self._column.addWidget(self.notes)
        for part in (self.notes, self._said):
            part.setVisible(bool(offered))

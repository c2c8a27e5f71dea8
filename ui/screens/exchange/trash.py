"""Papelera: what was archived or deleted in the last 30 days, and the way back."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.records import bring_back
from kamdesk.fields import Link
from kamdesk.kinds import kind_of
from kamdesk.store import Gone
from kamdesk.words import _, plural, relative_day
from ui import labels
from ui.labels import ElidedLabel, label
from ui.screen import Context
from ui.screens.exchange.parts import clear
from ui.screens.exchange.safety import Place
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard

KEPT = datetime.timedelta(days=30)
FIRST, MORE = 6, 40


class TrashCard(TitledCard):
    """The records that left, newest first, each with its way back."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(_("Bin"))
        self._context, self._place = context, place
        self._shown = FIRST
        self.gone: list[Gone] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 6)
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        context.bus.on(self, (), self._changed)

    def _changed(self) -> None:
        if self.isVisible():
            self.reread()

    def reread(self) -> None:
        """Read again what left."""
        clear(self._rows)
        self.gone = self._context.app.store.gone(clock.now() - KEPT)
        if not self.gone:
            self._rows.addWidget(_note(_("What you archive or delete can be restored here for 30 days.")))
            return
        for at, each in enumerate(self.gone[:self._shown]):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(self._line(each))
        left = len(self.gone) - self._shown
        if left > 0:
            self._rows.addWidget(Button(plural("See {n} more", "See {n} more", left), kind="link", small=True,
                                        on_click=self._more))

    def _more(self) -> None:
        self._shown += MORE
        self.reread()

    def _line(self, each: Gone) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(10)
        text = QVBoxLayout()
        text.setSpacing(0)
        kind = _(kind_of(each.kind).label)
        text.addWidget(ElidedLabel(each.title or kind, role="strong", least=60))
        left = _("Deleted") if each.deleted else _("Archived")
        about = (kind, left, relative_day(each.at.astimezone().date(), clock.today()))
        text.addWidget(ElidedLabel(" · ".join(about), role="small", tone="text2", least=60))
        row.addLayout(text, 1)
        again = Button(_("Restore"), kind="link", small=True, on_click=lambda: self.restore(each))
        again.setAccessibleName(_("Restore {name}", name=each.title or kind))
        row.addWidget(again)
        return host

    def restore(self, each: Gone) -> None:
        """Bring one record back."""
        if self._context.runner.attempt(self._place, bring_back, links=[Link(each.kind, each.id)]):
            self._context.runner.tell(_("Restored"))


def _note(text: str) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(16, 8, 16, 8)
    column.addWidget(label(text, tone="text2", wrap=True))
    return host

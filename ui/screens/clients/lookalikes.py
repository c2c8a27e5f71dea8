"""Who may be the same client (A9): a card beside its form, with a link to each and, of a stored one, to compare."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.fields import Link
from kamdesk.methods.duplicates import Match
from kamdesk.records.clients import Client
from kamdesk.words import _
from ui.screen import Context
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared

SHOWN = 5


class LookAlikes(TitledCard):
    """Hidden while nobody looks like it. ``same`` carries the id of a known client."""

    same = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(_("May be the same"))
        self._context = context
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 4, 12, 12)
        self.body.addLayout(self._lines)
        self.hide()

    def show_found(self, found: Sequence[Match]) -> None:
        """The surest of those found."""
        cleared(self._lines)
        self.setVisible(bool(found))
        names = self._context.app.store.names(Link(Client.kind.name, each.id) for each in found[:SHOWN])
        for each in found[:SHOWN]:
            self._lines.addWidget(self._line(each, names.get(each.id, "")))

    def _line(self, match: Match, name: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(Button(name, kind="link", small=True, on_click=partial(self.same.emit, match.id)))
        row.addStretch(1)
        words = _("Almost sure") if match.almost_sure else _("Possible")
        row.addWidget(Chip(f"{words} · {int(match.score)}", status="bad" if match.almost_sure else "warn"))
        return line

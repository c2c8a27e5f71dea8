"""Requiere atención: one line an alert, one verb each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.alerts import Alert, alerts
from kamdesk.kinds import kind_of
from kamdesk.records.visits import Visit
from kamdesk.words import _, plural
from ui import labels
from ui.labels import ElidedLabel
from ui.screen import Address, Context
from ui.tabs import place_of
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Count, IconTile
from ui.widgets.messages import EmptyState

SHOWN = 5
ICONS = {"L03": "hand-coins", "L05": "file-text", "L07": "handshake", "L08": "handshake", "L10": "gavel",
         "L11": "file-text", "L13": "clock", "L22": "receipt-text", "L23": "package", "L25": "triangle-alert",
         "L26": "square-check"}
STATUS: dict[str, Status] = {"bad": "bad", "warn": "warn", "info": "info"}


class AttentionCard(TitledCard):
    """The alerts, worst first; ``counted`` tells how many there are."""

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        self._context = context
        self._count = Count(0, status="bad")
        super().__init__(_("Requires attention"), marks=(self._count,))
        self._all = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def reread(self) -> None:
        """Look for alerts again."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        found = alerts(self._context.app.store)
        self._count.set(len(found), status="bad" if any(each.severity == "bad" for each in found) else "warn")
        self._count.setVisible(bool(found))
        for at, alert in enumerate(found if self._all else found[:SHOWN]):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(self._line(alert))
        if not found:
            self._rows.addWidget(EmptyState("circle-check", _("Nothing waits for you"),
                                            _("Alerts appear here when something needs a decision.")))
        elif len(found) > SHOWN and not self._all:
            more = len(found) - SHOWN
            self._rows.addWidget(Button(plural("See {n} more", "See {n} more", more), kind="link", small=True,
                                        on_click=self._show_all))
        self.counted.emit(len(found))

    def _show_all(self) -> None:
        self._all = True
        self.reread()

    def _line(self, alert: Alert) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(IconTile(ICONS.get(alert.code, "bell"), status=STATUS[alert.severity], side=30))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(alert.title, role="strong", least=80))
        words.addWidget(ElidedLabel(alert.text, role="small", tone="text2", least=80))
        row.addLayout(words, 1)
        verb = Button(_(alert.verb), kind="link", on_click=lambda: self._act(alert))
        verb.setAccessibleName(f"{_(alert.verb)}: {alert.title}")
        row.addWidget(verb)
        return host

    def _act(self, alert: Alert) -> None:
        if alert.code == "L13":
            self._context.window.quick("visit", visit=self._context.app.store.get(Visit, alert.about.id))
            return
        kind = kind_of(alert.about.kind)
        self._context.window.go(Address(*place_of(kind), kind.name, alert.about.id))

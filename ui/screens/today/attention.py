"""Requiere atención: one line an alert, one verb each, and «Posponer»."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kamdesk.alerts import BAD, CREDIT, Alert, Outside, Watch, ranked
from kamdesk.changes import Changes
from kamdesk.words import _, plural
from ui.labels import ElidedLabel
from ui.screen import Context
from ui.screens.today.parts import Rows
from ui.screens.today.snooze import Snoozer
from ui.screens.today.verbs import ICONS, act
from ui.shell.shell import host_of
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Count, IconTile
from ui.widgets.messages import EmptyState, Skeleton

SHOWN, MORE = 5, 25
ROW = 45  # pixels of a line
SLICE = 0.08  # seconds of looking before the window breathes
MASK = "••••"
STATUS: dict[str, Status] = {"bad": "bad", "warn": "warn", "info": "info"}


def leading(found: Sequence[Alert], *, count: int) -> list[Alert]:
    """The first alert of each rule, worst first, until ``count``; then the others in their order.

    Ten lines of one rule would hide all the rest.
    """
    firsts = list({alert.code: alert for alert in reversed(found)}.values())[::-1]
    chosen = firsts[:count]
    chosen += [alert for alert in found if alert not in chosen][:count - len(chosen)]
    return [alert for alert in found if alert in chosen]


class AttentionCard(TitledCard):
    """The alerts, worst first; ``counted`` tells how many cannot wait: a badge with all of them would say nothing."""

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        self._context = context
        self._count = Count(0, status="bad")
        super().__init__(_("Requires attention"), marks=(self._count,))
        self._limit = SHOWN
        self._found: list[Alert] = []
        self._watch = Watch(context.app.store, lambda: outside(context))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._step)
        self._snoozer = Snoozer(context, self)
        self._all = Button(_("Postpone all"), kind="link")
        menu = QMenu(self._all)
        menu.aboutToShow.connect(lambda: self._snoozer.fill(menu, self.shown()))
        self._all.setMenu(menu)
        self.add_action(self._all)
        self._rows = Rows(self)
        self._rows.addWidget(Skeleton(rows=SHOWN, high=ROW))  # the rules take a moment on a large base
        self._count.hide()
        self.body.addLayout(self._rows)
        self._more = Button("", kind="link", small=True, on_click=self._show_more)
        self.body.addWidget(self._more)
        self.body.addStretch(1)
        veil.changed.connect(self._show)
        context.bus.changed.connect(self._heard)

    def _heard(self, changes: Changes) -> None:
        """A command: the rules that read what it touched look again, when the window is idle."""
        if self._watch.touch(changes) or changes.concerns("alert_snooze"):
            self._wait.start()

    def reread(self) -> None:
        """Everything is looked at again."""
        self._watch.spoil()
        self._wait.start()

    def _step(self) -> None:
        """Some rules, for a moment; the lines change when all have looked."""
        until = time.monotonic() + SLICE
        while self._watch.step():
            if time.monotonic() > until:
                self._wait.start()
                if not self._found:  # the first time what is known shows at once
                    self._found = ranked(self._context.app.store, self._watch.found)
                    self._show()
                return
        self._found = ranked(self._context.app.store, self._watch.found)
        self._show()
        self.counted.emit(sum(each.severity == BAD for each in self._found))

    def shown(self) -> list[Alert]:
        """The alerts that have a line now."""
        return leading(self._found, count=self._limit) if self._limit == SHOWN else self._found[:self._limit]

    def _show(self) -> None:
        found, shown = self._found, self.shown()
        self._count.set(len(found), status="bad" if any(each.severity == "bad" for each in found) else "warn")
        self._count.setVisible(bool(found))
        self._all.setVisible(bool(found))
        self._rows.show_rows([(each, veil.is_open) for each in shown] or [()], lambda: [
            self._line(each) for each in shown] or [EmptyState(
                "circle-check", _("Nothing waits for you"), _("Alerts appear here when something needs a decision."))])
        more = len(found) - len(shown)
        self._more.set_label(plural("See {n} more", "See {n} more", more))
        self._more.setVisible(more > 0)

    def _show_more(self) -> None:
        self._limit += MORE
        self._show()

    def _line(self, alert: Alert) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(IconTile(ICONS.get(alert.code, "bell"), status=STATUS[alert.severity], side=30))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(alert.title, role="strong", least=80))
        text = MASK if alert.tells == CREDIT and not veil.is_open else alert.text
        words.addWidget(ElidedLabel(text, role="small", tone="text2", least=80))
        row.addLayout(words, 1)
        verb = Button(_(alert.verb), kind="link", on_click=lambda: act(self._context, host_of(self), alert))
        verb.setAccessibleName(f"{_(alert.verb)}: {alert.title}")
        row.addWidget(verb)
        row.addWidget(self._later(alert))
        return host

    def _later(self, alert: Alert) -> IconButton:
        button = IconButton("clock", _("Postpone: {alert}", alert=alert.title), small=True)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._snoozer.fill(menu, [alert]))
        button.setMenu(menu)
        return button


def outside(context: Context) -> Outside:
    """When the last backup of the open base was made, and the files that wait for an earlier one."""
    store, doors = context.app.store, context.doors
    found = doors.backups(store)
    day: datetime.date | None = found[0].at.astimezone().date() if found else None
    return Outside(day, [(each.name, each.at.astimezone().date()) for each in doors.inbox(store)])

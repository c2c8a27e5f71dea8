"""No realizadas: the missed visits of a month that can pass to the next cycle, ticked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.methods.months import add_months
from kamdesk.planning import CycleNow
from kamdesk.planning.panel import subject
from kamdesk.records.visits import MISSED_REASONS, Visit
from kamdesk.words import _, day, month, plural
from ui.labels import literal
from ui.screen import Context, scrolled
from ui.screens.plan.acts import Acts
from ui.screens.plan.part import clear
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Count
from ui.widgets.messages import EmptyState


class Passes(Protocol):
    """The tab the card stands on."""

    context: Context
    acts: Acts


class PassingCard(TitledCard):
    """The list with its button."""

    def __init__(self, part: Passes) -> None:
        self.count = Count(0)
        super().__init__(_("Visits not made"), marks=(self.count,))
        self._part = part
        self._month = ""
        self.boxes: dict[str, QCheckBox] = {}
        self._visits: dict[str, Visit] = {}
        host = QWidget()
        self._rows = QVBoxLayout(host)
        self._rows.setContentsMargins(16, 8, 8, 8)
        self._rows.setSpacing(4)
        self._list = scrolled(host)
        self._nothing = EmptyState("calendar-check", _("Nothing to pass on"),
                                   _("Missed visits of the month appear here when it is closed or they are marked."))
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._nothing, 1)
        self.pass_on = Button("", icon="arrow-right", on_click=self.carry)
        self.add(self.pass_on)

    def show_cycle(self, now: CycleNow) -> None:
        """Show the missed visits of a month, all ticked."""
        self._month, self._visits = now.month, {each.id: each for each in now.missed}
        clear(self._rows)
        names = self._part.context.app.store.names(subject(each) for each in now.missed)
        self.boxes = {}
        for each in now.missed:
            box = QCheckBox(literal(_line(each, names.get(subject(each).id, ""))))
            box.setChecked(True)
            box.toggled.connect(lambda _on: self._dress())
            self.boxes[each.id] = box
            self._rows.addWidget(box)
        self._rows.addStretch(1)
        self.count.set(len(now.missed), status="warn" if now.missed else "mute")
        self._list.setVisible(bool(now.missed))
        self._nothing.setVisible(not now.missed)
        self._dress()

    def chosen(self) -> Sequence[Visit]:
        """The visits ticked."""
        return [self._visits[id_] for id_, box in self.boxes.items() if box.isChecked()]

    def carry(self) -> None:
        """Pass them on."""
        self._part.acts.carry(self._month, self.chosen())

    def _dress(self) -> None:
        count = len(self.chosen())
        self.pass_on.setVisible(bool(self.boxes))
        self.pass_on.setEnabled(count > 0)
        if self._month:
            self.pass_on.set_label(plural("Pass {n} visit to {month}", "Pass {n} visits to {month}", count,
                                          month=month(add_months(self._month, 1))))


def _line(visit: Visit, name: str) -> str:
    """«Hospital Norte · 12 nov · Cliente ausente»."""
    on = day(visit.planned_on, this_year=clock.today().year) if visit.planned_on else ""
    why = _(MISSED_REASONS[visit.missed_reason]) if visit.missed_reason else ""
    return " · ".join(filter(None, (name, on, why)))

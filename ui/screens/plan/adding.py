"""Plan a visit by hand: to whom, on which day, at what hour, for what."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QComboBox, QWidget

from kamdesk import clock
from kamdesk.commands.visits import MINUTES, first_free, plan_visit
from kamdesk.fields import Id, Link
from kamdesk.records.visits import PURPOSES
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.panels.parts import FormPanel, beside, find_parties, line
from ui.run import FAILED
from ui.screen import Context
from ui.screens.plan.acts import told
from ui.widgets.fields import DateField
from ui.widgets.hours import HourField
from ui.widgets.picker import RecordPicker


class AddPanel(FormPanel):
    """The panel of a new planned visit."""

    def __init__(self, context: Context, host: QWidget, *, day: datetime.date, owner: Id,
                 party: Link | None = None) -> None:
        super().__init__(host, _("Plan a visit"), icon="calendar-plus", status="info")
        self._context, self._party, self._owner = context, party, owner
        store = context.app.store
        self._kinds: dict[Id, str] = {party.id: party.kind} if party else {}
        self.who = RecordPicker(find_parties(store, self._kinds), name=_("To whom"), creates=False)
        if party is not None:
            self.who.set_value(party.id, store.names([party]).get(party.id, ""))
        self.who.changed.connect(self._chosen)
        self.day = DateField(day, name=_("Day"))
        self.hour = HourField(first_free(store, owner, day, minutes=MINUTES), name=_("Time"))
        self.purpose = QComboBox()
        self.purpose.setAccessibleName(_("Purpose"))
        for key, text in PURPOSES.items():
            if key != "market":
                self.purpose.addItem(_(text), key)
        for field in (self.day, self.hour):
            field.setFixedWidth(theme.px(170))
        self.body.body.addWidget(line(_("To whom"), self.who))
        self.body.body.addWidget(line(_("Day"), beside(self.day, label(_("Time"), role="strong"), self.hour)))
        self.body.body.addWidget(line(_("Purpose"), self.purpose))
        self.together = RecordPicker(self._find_people, name=_("Together with"), creates=False)
        self.body.body.addWidget(line(_("Companion"), self.together))
        self.set_primary(_("Plan the visit"))
        self.submitted.connect(self._save)
        self.closed.connect(self.deleteLater)

    def first_focus(self) -> QWidget:
        """Who, or the day when that is known."""
        return self.who if self._party is None else self.day

    def _find_people(self, text: str) -> list[tuple[str, str, str]]:
        hits = self._context.app.store.search(text, kinds=("person",), limit=9)
        return [(hit.id, hit.title, "") for hit in hits if hit.id != self._owner]

    def _chosen(self, id_: Id) -> None:
        self._party = Link(self._kinds[id_], id_) if id_ else None

    def _save(self) -> None:
        if not all([self.who.commit(), self.day.commit(), self.hour.commit(), self.together.commit()]):
            return
        done = self._context.runner.attempt(
            self, plan_visit, party=self._party, on=self.day.value() or clock.today(), owner=self._owner,
            start=self.hour.value, purpose=self.purpose.currentData(), joint_with=self.together.value() or None)
        if done is not FAILED:
            self._context.runner.tell(told(self._context.app.store, _("Visit put in the plan")))
            self.shut()


"""«Capacitación»: sessions, who was asked and came, with what score; planned, recorded, called off."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields
from kamdesk.commands.training import cancel_training, plan_training
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.records.training import TrainingAttendance, TrainingSession
from kamdesk.reports.documents import values_of
from kamdesk.store import EQUAL, Where
from kamdesk.words import N_, _, money, number
from ui.beside.parts import day_words, heading, terms, verbs
from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WidePane, WideView
from ui.listing import stack
from ui.panels.fields import Asked, ask_fields
from ui.parties.rows import Listed, RowsCard
from ui.record_files import FilesCard
from ui.screen import Context
from ui.screens.distributors.attendance import open_attendance
from ui.shell.shell import host_of
from ui.tabs import Shown
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

LOOKS: dict[str, Status] = {"planned": "info", "done": "ok", "cancelled": "mute"}
ASKED = ("title", "on", "start", "audience", "line", "topic", "trainer", "place", "cost", "budget_line")
WHO = fields.links(N_("Who should come"), "person", "distributor", "client", "contact", required=True).named(
    "attendees", "")
EVERYBODY = 60


class TrainingPane(WidePane):
    """One session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.bus.on(self, ("training_attendance", "attachment"), self.refresh)

    def refresh(self) -> None:
        """The session as it is stored now."""
        cleared(self.content)
        store = self.context.app.store
        found = store.maybe(TrainingSession, self.id or None)
        if found is None:
            self.content.addWidget(EmptyState("graduation-cap", _("No session chosen"),
                                              _("Choose one of the list, or make a new one.")))
            return
        state = str(found.state)
        self.content.addWidget(heading(found.title, display(TrainingSession.kind.fields["state"], state), LOOKS[state]))
        self.content.addWidget(terms(self._terms(found)))
        self.content.addWidget(verbs(self._buttons(found)))
        who = RowsCard(self.context, Listed(TrainingAttendance, _("Who was asked to come"), (
            "attendee", "attended", "score", "passed"), _("Nobody was asked."), most=EVERYBODY))
        who.show_where(Where("session", EQUAL, found.id))
        self.content.addWidget(who)
        files = FilesCard(self.context)
        files.show_record(Link(TrainingSession.kind.name, found.id), open_to_change=not found.archived)
        self.content.addWidget(files)
        self.content.addStretch(1)

    def _terms(self, found: TrainingSession) -> list[tuple[str, str]]:
        kind, store = TrainingSession.kind.fields, self.context.app.store
        line = store.names([Link("product_line", found.line)]).get(found.line, "") if found.line else ""
        values = values_of(store, TrainingSession.kind, found.id, ("mean_score",)).values
        mean = values.get("mean_score")
        start = f"{found.start:%H:%M}" if found.start else ""
        return [(_("Date"), " · ".join(filter(None, (day_words(found.on), start)))),
                (_("Given to"), display(kind["audience"], found.audience)), (_("Line"), line),
                (_("Topic"), display(kind["topic"], found.topic) if found.topic else ""),
                (_("Trainer"), found.trainer), (_("Place"), found.place),
                (_("Cost"), money(found.cost, decimals=0) if found.cost else ""),
                (_("Mean score"), number(mean, 1) if mean is not None else ""),
                (_("Why it was called off"), found.cancel_reason)]

    def _buttons(self, found: TrainingSession) -> list[Button]:
        made = []
        if found.state == "planned":
            if found.on and found.on <= clock.today():
                made.append(Button(_("Record training"), kind="primary", icon="check",
                                   on_click=lambda: open_attendance(self.context, host_of(self), found)))
            made.append(Button(_("Call off"), icon="ban", on_click=lambda: self._cancel(found)))
        return [*made, Button(_("All data"), icon="pencil", on_click=self.form)]

    def _cancel(self, found: TrainingSession) -> None:
        reason = dataclasses.replace(TrainingSession.kind.fields["cancel_reason"], required=True)
        attempt = self.context.runner.attempt
        ask_fields(self.context, host_of(self), Asked(_("Call off"), found.title, _("Call off"), [reason]),
                   said=_("Training called off"), run=lambda panel, values: attempt(
                       panel, cancel_training, session=found, reason=values["cancel_reason"]))


class TrainingView(WideView):
    """Sessions."""

    columns = ("title", "on", "state")

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, TrainingPane(context))
        stack(self.list, "planned", "done")

    def new(self) -> None:
        """The panel of a new session, and of who should come."""
        asked = Asked(_("Plan training"), "", _("Plan training"),
                      [*(TrainingSession.kind.fields[name] for name in ASKED), WHO], {"on": clock.today()})
        ask_fields(self.context, host_of(self), asked, said=_("Training planned"), run=self._plan)

    def _plan(self, panel: Any, values: dict[str, Any]) -> object:
        attendees = values.pop("attendees")
        return self.context.runner.attempt(panel, plan_training, session=TrainingSession(**values),
                                           attendees=attendees)


class TrainingTab(MadeTab):
    """«Capacitación»."""

    made: ClassVar[Mapping[str, Make]] = {"training_session": TrainingView}


def training_tab(context: Context) -> QWidget:
    """Sessions, and their attendances."""
    return TrainingTab(context, "distributors", "training")

"""Emergencies on Hoy: how each stands, its log, and the verbs that move it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.incidents import contain_incident, log_incident
from kamdesk.display import display
from kamdesk.problems import Problem
from kamdesk.records.tasks import TELL_WITHIN, Incident, IncidentEntry
from kamdesk.store import IN, Where
from kamdesk.words import _, day, plural
from ui.labels import ElidedLabel, label
from ui.panels.recall import open_recall
from ui.run import FAILED
from ui.screen import Address, Context
from ui.screens.today import asking
from ui.screens.today.parts import Rows
from ui.shell.shell import host_of
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, TitledCard
from ui.widgets.chips import Chip, Count, IconTile
from ui.widgets.messages import EmptyState

OPEN = ("open", "contained")
HOUR, DAY_HOURS = 3600, 24
ENTRIES = 5


def open_incidents(context: Context) -> list[Incident]:
    """Emergencies that are not closed, the newest first."""
    return context.app.store.find(Incident, Where("state", IN, OPEN), sort=(("opened_at", True),))


def lasting(since: datetime.datetime | None) -> str:
    """«abierta hace 3 h», «abierta hace 2 d»."""
    hours = int((clock.now() - since).total_seconds() // HOUR) if since else 0
    if hours < DAY_HOURS:
        return _("open for {n} h", n=max(hours, 0))
    return plural("open for {n} day", "open for {n} days", hours // DAY_HOURS)


def untold(incident: Incident) -> bool:
    """Whether a critical emergency has waited too long for the company to hear of it."""
    return incident.severity == "critical" and incident.informed_at is None and incident.opened_at is not None \
        and clock.now() - incident.opened_at > TELL_WITHIN


class IncidentBar(Card):
    """One open emergency in one line above everything else of the day."""

    def __init__(self, context: Context, incident: Incident, last: str) -> None:
        super().__init__(margins=(12, 8, 8, 8))
        self.setAccessibleName(_("Emergency open: {title}", title=incident.title))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconTile("siren", status="bad", side=30))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(incident.title, role="strong", least=80))
        text = " · ".join(filter(None, (display(Incident.kind.fields["category"], incident.category),
                                        lasting(incident.opened_at), last)))
        words.addWidget(ElidedLabel(text, role="small", tone="text2", least=80))
        row.addLayout(words, 1)
        if untold(incident):
            row.addWidget(Button(_("Tell the company"), kind="danger", small=True,
                                 on_click=lambda: asking.ask_informed(context, host_of(self), incident)))
        row.addWidget(Button(_("Write in the log"), small=True,
                             on_click=lambda: asking.ask_entry(context, host_of(self), incident)))
        row.addWidget(Button(_("See log"), kind="link",
                             on_click=lambda: context.window.go(Address("today", "tasks"))))
        self.body.addLayout(row)


class IncidentBars(QWidget):
    """Emergencies not yet contained, above the cards of the day; no room is taken while there are none."""

    reads = ("incident", "incident_entry")

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._rows = Rows(self)
        column.addLayout(self._rows)

    def reread(self) -> None:
        """Show the emergencies that are out of control now."""
        found = [each for each in open_incidents(self._context) if each.state == "open"]
        last = last_entries(self._context, found)
        self._rows.show_rows([(each, last.get(each.id)) for each in found], lambda: [
            IncidentBar(self._context, each, _told(last[each.id][:1])) for each in found])
        self.setVisible(bool(found))


def last_entries(context: Context, found: Sequence[Incident]) -> dict[str, tuple[IncidentEntry, ...]]:
    """The log of each emergency, the newest line first, read at once."""
    entries = context.app.store.find(IncidentEntry, Where("incident", IN, [each.id for each in found]),
                                     sort=(("at", True),)) if found else []
    return {each.id: tuple(entry for entry in entries if entry.incident == each.id) for each in found}


def _told(entries: Sequence[IncidentEntry]) -> str:
    return entries[0].text.split("\n", 1)[0] if entries else ""


class LogCard(QWidget):
    """One emergency with its log, the line that writes in it, and what comes next."""

    def __init__(self, context: Context, incident: Incident, entries: Sequence[IncidentEntry]) -> None:
        super().__init__()
        self._context, self._incident = context, incident
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 10, 16, 12)
        self.body.setSpacing(6)
        self.setAccessibleName(incident.title)
        self.body.addLayout(self._head())
        party = context.app.store.names([incident.party]) if incident.party else {}
        facts = filter(None, (display(Incident.kind.fields["category"], incident.category), *party.values(),
                              _("lot {lot}", lot=incident.lot) if incident.lot else "", lasting(incident.opened_at),
                              _("told: {who}", who=incident.informed) if incident.informed else ""))
        self.body.addWidget(label(" · ".join(facts), role="small", tone="text2", wrap=True))
        for each in entries[:ENTRIES]:
            self.body.addWidget(_entry(each))
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Write in the log"))
        self.line.setPlaceholderText(_("What happened or was done; Enter writes it"))
        self.line.returnPressed.connect(self._write)
        self.body.addWidget(self.line)
        self.body.addLayout(self._verbs())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ElidedLabel(self._incident.title, role="subtitle", least=80), 1)
        severe = self._incident.severity == "critical"
        row.addWidget(Chip(display(Incident.kind.fields["severity"], self._incident.severity),
                           status="bad" if severe else "warn"))
        row.addWidget(Chip(display(Incident.kind.fields["state"], self._incident.state),
                           status="warn" if self._incident.state == "contained" else "bad"))
        return row

    def _verbs(self) -> QHBoxLayout:
        context, incident = self._context, self._incident
        row = QHBoxLayout()
        row.setSpacing(8)
        if not incident.informed_at:
            row.addWidget(Button(_("Tell the company"), small=True, kind="danger" if untold(incident) else "default",
                                 on_click=lambda: asking.ask_informed(context, host_of(self), incident)))
        if incident.state == "open":
            row.addWidget(Button(_("Contain"), small=True, on_click=self._contain))
        row.addWidget(Button(_("Close emergency"), small=True,
                             on_click=lambda: asking.ask_close(context, host_of(self), incident)))
        if incident.category == "recall":
            row.addWidget(Button(_("Recall letter"), small=True, icon="file-down",
                                 on_click=lambda: open_recall(context, host_of(self), self, incident)))
        row.addStretch(1)
        row.addWidget(Button(_("Open record"), kind="link", small=True, on_click=lambda: context.window.go(
            Address("today", "tasks", "incident", incident.id))))
        return row

    def _write(self) -> None:
        text = self.line.text()
        if text.strip() and self._context.runner.attempt(self, log_incident, incident=self._incident,
                                                         text=text) is not FAILED:
            self._context.runner.tell(_("Written in the log"))

    def _contain(self) -> None:
        if self._context.runner.attempt(self, contain_incident, incident=self._incident) is not FAILED:
            self._context.runner.tell(_("Emergency contained"))

    def show_problem(self, problem: Problem) -> None:
        """As a toast; the line keeps what was typed."""
        self._context.window.tell(problem.message)


def _entry(each: IncidentEntry) -> QWidget:
    at = each.at.astimezone() if each.at else None
    when = f"{day(at.date(), this_year=clock.today().year)} {at:%H:%M}" if at else ""
    host = QWidget()
    row = QVBoxLayout(host)
    row.setContentsMargins(10, 2, 0, 2)
    row.setSpacing(0)
    row.addWidget(label(" · ".join(filter(None, (when, each.who, _("action") if each.action else ""))), role="caption",
                        tone="text3"))
    row.addWidget(label(each.text, wrap=True))
    return host


class IncidentsCard(TitledCard):
    """Every open emergency with its log."""

    reads = ("incident", "incident_entry")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._count = Count(0, status="bad")
        super().__init__(_("Emergencies"), marks=(self._count,))
        self.add_action(Button(_("See all"), kind="link",
                               on_click=lambda: context.window.go(Address("today", "tasks", "incident"))))
        self.add_action(Button(_("Open emergency"), small=True, icon="siren",
                               on_click=lambda: asking.new_incident(context, host_of(self))))
        self._rows = Rows(self)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def reread(self) -> None:
        """Show the emergencies as they stand now."""
        found = open_incidents(self._context)
        entries = last_entries(self._context, found)
        self._count.set(len(found), status="bad")
        self._count.setVisible(bool(found))
        self._rows.show_rows([(each, entries[each.id]) for each in found] or [()], lambda: [
            LogCard(self._context, each, entries[each.id]) for each in found] or [EmptyState(
                "shield-check", _("No open emergencies"), _("Open one to lead it and keep its log."), status="ok")])

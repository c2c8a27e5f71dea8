"""The quick panels of tasks and emergencies."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.incidents import close_incident, inform_incident, log_incident, open_incident
from kamdesk.commands.tasks import cancel_task, complete_task, create_task, postpone_task
from kamdesk.fields import Field, Link
from kamdesk.kinds import Record
from kamdesk.records.tasks import Incident, IncidentEntry, Task
from kamdesk.words import _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.screen import Context

NEW_TASK = ("title", "due", "category", "assigned_by", "priority", "repeat")
NEW_INCIDENT = ("title", "category", "severity", "party", "product", "lot")
WEEK = datetime.timedelta(days=7)


def fields_of(cls: type[Record], *names: str, required: bool = False) -> list[Field]:
    """Fields of a kind as a panel asks them."""
    return [replace(cls.kind.fields[name], required=required or cls.kind.fields[name].required) for name in names]


def new_task(context: Context, host: QWidget, *, title: str = "", about: Link | None = None) -> FieldsPanel:
    """A new task: what, by when, of what sort, from whom."""
    names = context.app.store.names([about]) if about else {}
    asked = Asked(_("New task"), names.get(about.id, "") if about else "", _("Create task"),
                  fields_of(Task, *NEW_TASK), {"title": title, "due": clock.today()})
    return ask_fields(context, host, asked, said=_("Task created"), run=lambda panel, values: context.runner.attempt(
        panel, create_task, about=about, **values))


def ask_result(context: Context, host: QWidget, task: Task) -> FieldsPanel:
    """The result of a task, which closes it."""
    asked = Asked(_("Task done"), task.title, _("Mark as done"), fields_of(Task, "result"))
    return ask_fields(context, host, asked, said=_("Task done"), run=lambda panel, values: context.runner.attempt(
        panel, complete_task, task=task, **values))


def ask_postpone(context: Context, host: QWidget, task: Task) -> FieldsPanel:
    """Another day, and why."""
    later = max(task.due or clock.today(), clock.today()) + WEEK
    asked = Asked(_("Postpone task"), task.title, _("Postpone"), [*fields_of(Task, "due"), _reason()], {"due": later})
    return ask_fields(context, host, asked, said=_("Task postponed"), run=lambda panel, values: context.runner.attempt(
        panel, postpone_task, task=task, **values))


def ask_cancel(context: Context, host: QWidget, task: Task) -> FieldsPanel:
    """Why a task is given up."""
    asked = Asked(_("Give up task"), task.title, _("Give up task"), [_reason()])
    return ask_fields(context, host, asked, said=_("Task given up"), run=lambda panel, values: context.runner.attempt(
        panel, cancel_task, task=task, **values))


def new_incident(context: Context, host: QWidget) -> FieldsPanel:
    """An emergency opens: what happened, how bad, to whom, with what."""
    asked = Asked(_("Open emergency"), "", _("Open emergency"), fields_of(Incident, *NEW_INCIDENT))
    return ask_fields(context, host, asked, said=_("Emergency opened"),
                      run=lambda panel, values: context.runner.attempt(panel, open_incident, **values))


def ask_entry(context: Context, host: QWidget, incident: Incident) -> FieldsPanel:
    """A line of the log."""
    asked = Asked(_("Write in the log"), incident.title, _("Write"), fields_of(IncidentEntry, "text", "action"))
    return ask_fields(context, host, asked, said=_("Written in the log"),
                      run=lambda panel, values: context.runner.attempt(panel, log_incident, incident=incident,
                                                                       **values))


def ask_informed(context: Context, host: QWidget, incident: Incident) -> FieldsPanel:
    """Who in the company was told."""
    asked = Asked(_("Tell the company"), incident.title, _("Note it"), fields_of(Incident, "informed", required=True),
                  {"informed": context.app.store.setting("boss")})
    return ask_fields(context, host, asked, said=_("The company was told"),
                      run=lambda panel, values: context.runner.attempt(panel, inform_incident, incident=incident,
                                                                       **values))


def ask_close(context: Context, host: QWidget, incident: Incident) -> FieldsPanel:
    """What was decided and what was learnt."""
    asked = Asked(_("Close emergency"), incident.title, _("Close emergency"),
                  fields_of(Incident, "decision", "lessons", required=True))
    return ask_fields(context, host, asked, said=_("Emergency closed"), run=lambda panel, values: _close(
        context, panel, incident, values))


def _close(context: Context, panel: FieldsPanel, incident: Incident, values: Mapping[str, Any]) -> object:
    return context.runner.attempt(panel, close_incident, incident=incident, **values)


def _reason() -> Field:
    return Field("Reason", "text", "reason", required=True)

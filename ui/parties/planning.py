"""A visit to a party is planned: the day, the hour and why."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.visits import plan_visit
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.records.visits import Visit
from kamdesk.words import N_, _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.screen import Context


def ask_plan(context: Context, host: QWidget, *, party: Link, name: str, owner: Id | None) -> FieldsPanel:
    """Ask for the plan of a visit, by default on the next working day of whoever answers for the party."""
    fields = Visit.kind.fields
    day = calendar_of(context.app.store, owner).next_working_day(clock.today())
    asked = Asked(_("Plan a visit"), name, _("Plan visit"),
                  [dataclasses.replace(fields["planned_on"], name="on", label=N_("Planned for"), required=True),
                   fields["start"], fields["purpose"]], {"on": day, "purpose": "medical_promotion"})
    return ask_fields(context, host, asked, said=_("Visit planned"), run=lambda panel, values: context.runner.attempt(
        panel, plan_visit, party=party, owner=owner, **values))

"""Apply a checklist to a record: which one, and the deadline its days are counted back from."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QWidget

from kamdesk.commands.checklists import apply_checklist, items_of, templates_for
from kamdesk.kinds import Record
from kamdesk.records.checklists import ChecklistTemplate
from kamdesk.words import _, fold, plural
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.fields import DateField
from ui.widgets.picker import RecordPicker

DEADLINES = ("submit_by", "committee_on", "due", "end", "start")  # fields of parents, the nearest to one first


class ChecklistPanel(AskPanel):
    """The templates that fit, the most specific one chosen, and a deadline."""

    def __init__(self, host: QWidget, title: str, templates: list[ChecklistTemplate],
                 deadline: datetime.date | None) -> None:
        super().__init__(host, _("Apply checklist"), title, _("Apply"))
        self._templates = templates
        self.template = RecordPicker(self._find, name=_("List"), creates=False)
        self.deadline = DateField(deadline, name=_("Deadline"))
        if templates:
            self.template.set_value(templates[0].id, templates[0].name)
        self.body.body.addWidget(line(_("List"), self.template))
        self.body.body.addWidget(line(_("Deadline"), self.deadline))

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        return [(each.id, each.name, plural("{n} requirement", "{n} requirements", len(items_of(each))))
                for each in self._templates if fold(text) in fold(each.name)]


def open_checklist(context: Context, host: QWidget, *, parent: Record, title: str) -> ChecklistPanel:
    """Open the panel for a record."""
    found = (getattr(parent, name, None) for name in DEADLINES)
    deadline = next((value for value in found if isinstance(value, datetime.date)), None)
    panel = ChecklistPanel(host, title, templates_for(context.app.store, parent), deadline)

    def run() -> bool:
        if not (panel.deadline.commit() and panel.template.commit()):
            return False
        done = context.runner.attempt(panel, apply_checklist, parent=parent, deadline=panel.deadline.value(),
                                      template=panel.template.value() or None)
        if done is not FAILED:
            context.runner.tell(_("Checklist applied"))
        return done is not FAILED

    panel.run = run
    panel.open()
    return panel

"""Who came to a session and with what score: a line each, told in one go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from kamdesk.commands.training import Result, record_training
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.training import TrainingAttendance, TrainingSession
from kamdesk.words import _, parse_amount
from ui import labels, theme
from ui.panels.asking import AskPanel
from ui.run import FAILED
from ui.screen import Context

SCORE = 92


class AttendancePanel(AskPanel):
    """Everybody who was asked to come, ticked; the score of the test beside each."""

    def __init__(self, context: Context, host: QWidget, session: TrainingSession) -> None:
        super().__init__(host, _("Record training"), session.title, _("Save attendance"))
        self._context, self._session = context, session
        store = context.app.store
        asked = [each.attendee for each in store.find(TrainingAttendance, session=session.id) if each.attendee]
        names = store.names(asked)
        self.lines: dict[Link, tuple[QCheckBox, QLineEdit]] = {}
        for each in sorted(asked, key=lambda one: names.get(one.id, "")):
            self._add_line(each, names.get(each.id, ""))
        self.run = self._save

    def _add_line(self, who: Link, name: str) -> None:
        came, score = QCheckBox(labels.literal(name)), QLineEdit()
        came.setChecked(True)
        score.setAccessibleName(_("Score of {name}", name=name))
        score.setPlaceholderText(_("Score"))
        score.setFixedWidth(theme.px(SCORE))
        came.toggled.connect(score.setEnabled)
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(came, 1)
        row.addWidget(score)
        self.lines[who] = (came, score)
        self.body.body.addWidget(host)

    def results(self) -> Mapping[Link, Result]:
        """What is ticked and typed; Problem for a score that is no number."""
        found = {}
        for who, (came, score) in self.lines.items():
            typed = score.text().strip() if came.isChecked() else ""
            found[who] = Result(came.isChecked(), parse_amount(typed) if typed else None)
        return found

    def _save(self) -> bool:
        try:
            results = self.results()
        except Problem as problem:
            self.show_problem(problem)
            return False
        if self._context.runner.attempt(self, record_training, session=self._session, results=results) is FAILED:
            return False
        self._context.runner.tell(_("Training recorded"))
        return True


def open_attendance(context: Context, host: QWidget, session: TrainingSession) -> AttendancePanel:
    """Open the panel over the window."""
    panel = AttendancePanel(context, host, session)
    panel.open()
    return panel

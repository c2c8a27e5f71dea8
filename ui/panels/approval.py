"""Answers about a document sent for approval: my own, or one that came from somebody."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk import clock
from kamdesk.commands.approvals import ANSWERS, decide, mark_decision
from kamdesk.kinds import Record
from kamdesk.words import _
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.buttons import Segmented
from ui.widgets.fields import DateField


class AnswerPanel(AskPanel):
    """An answer received outside the program: what, from whom, when and how."""

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, _("Note the answer"), title, _("Note the answer"))
        self.action = Segmented([(key, _(text)) for key, text in ANSWERS.items()], name=_("Answer"))
        self.actor, self.how = QLineEdit(), QLineEdit()
        self.on = DateField(clock.today(), name=_("Date"))
        self.actor.setAccessibleName(_("Who"))
        self.how.setAccessibleName(_("How it came"))
        self.how.setPlaceholderText(_("For instance: e-mail of the director"))
        for name, field in ((_("Answer"), self.action), (_("Who"), self.actor), (_("Date"), self.on),
                            (_("How it came"), self.how)):
            self.body.body.addWidget(line(name, field))


class DecidePanel(AskPanel):
    """My own answer, and why."""

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, _("Decide"), title, _("Save the decision"))
        self.action = Segmented([(key, _(text)) for key, text in ANSWERS.items()], name=_("Answer"))
        self.comment = QLineEdit()
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Needed to send back or refuse"))
        self.body.body.addWidget(line(_("Answer"), self.action))
        self.body.body.addWidget(line(_("Comment"), self.comment))


def open_answer(context: Context, host: QWidget, *, document: Record, title: str) -> AnswerPanel:
    """Open the panel that notes an answer about a document."""
    panel = AnswerPanel(host, title)

    def run() -> bool:
        if not panel.on.commit():
            return False
        done = context.runner.attempt(panel, mark_decision, document=document, action=panel.action.value(),
                                      actor=panel.actor.text(), how=panel.how.text(), on=panel.on.value())
        return _told(context, done, _("Answer noted"))

    panel.run = run
    panel.open()
    return panel


def open_decide(context: Context, host: QWidget, *, document: Record, title: str) -> DecidePanel:
    """Open the panel that decides about a document."""
    panel = DecidePanel(host, title)

    def run() -> bool:
        done = context.runner.attempt(panel, decide, document=document, action=panel.action.value(),
                                      comment=panel.comment.text())
        return _told(context, done, _("Decision saved"))

    panel.run = run
    panel.open()
    return panel


def _told(context: Context, done: object, text: str) -> bool:
    if done is not FAILED:
        context.runner.tell(text)
    return done is not FAILED

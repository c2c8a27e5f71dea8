"""Small questions about the grid: a comment, how to spread a year, who answered, why a month opens again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk import clock
from kamdesk.commands.approvals import ANSWERS
from kamdesk.commands.budget import BASES
from kamdesk.problems import Problem
from kamdesk.words import _
from ui.panels.parts import line
from ui.widgets.buttons import Segmented
from ui.widgets.fields import DateField, MoneyField
from ui.widgets.messages import MessageBar
from ui.widgets.panel import QuickPanel


class AskPanel(QuickPanel):
    """A panel of a few fields that runs one verb; it shuts when ``run`` says that it was done."""

    def __init__(self, host: QWidget, title: str, subtitle: str, verb: str) -> None:
        super().__init__(host, title, subtitle)
        self._message: MessageBar | None = None
        self.set_primary(verb)
        self.run: Callable[[], bool] = lambda: True
        self.submitted.connect(self._submit)
        self.closed.connect(self.deleteLater)

    def _submit(self) -> None:
        if self.run():
            self.shut()

    def show_problem(self, problem: Problem) -> None:
        """Above the fields; what was typed stays."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self.body.body.insertWidget(0, self._message)


class TextPanel(AskPanel):
    """One line of text: a comment, a reason."""

    def __init__(self, host: QWidget, title: str, subtitle: str, *, name: str, verb: str, text: str = "") -> None:
        super().__init__(host, title, subtitle, verb)
        self.field = QLineEdit(text)
        self.field.setAccessibleName(name)
        self.body.body.addWidget(line(name, self.field))

    def value(self) -> str:
        """What was typed."""
        return self.field.text().strip()


class SpreadPanel(AskPanel):
    """The year of a line and how to spread it."""

    def __init__(self, host: QWidget, title: str, total: int) -> None:
        super().__init__(host, _("Spread the year"), title, _("Spread"))
        self.total = MoneyField(total, name=_("Total of the year"))
        self.by = Segmented([(key, _(text)) for key, text in BASES.items()], name=_("How"))
        self.body.body.addWidget(line(_("Total of the year"), self.total))
        self.body.body.addWidget(line(_("How"), self.by))


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

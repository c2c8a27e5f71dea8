"""Small questions about the grid: a comment, how to spread a year, why a month opens again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk.commands.budget import BASES
from kamdesk.words import N_, _
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.screen import Address, Context
from ui.widgets.buttons import Segmented
from ui.widgets.fields import MoneyField


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


RESOURCES = (("resources", N_("Sharing"), Address("budget", "resources")),
             ("result", N_("Result"), Address("budget", "result")))
REVIEWS = (("review", N_("Waiting for review"), Address("budget", "review")),
           ("claims", N_("Claims"), Address("budget", "review", "expense_claim")),
           ("rules", N_("Rules"), Address("budget", "rules")))


def switch(context: Context, shown: str, places: Sequence[tuple[str, str, Address]]) -> Segmented:
    """The parts of a tab, one of which is shown; the others are gone to."""
    made = Segmented([(key, _(text)) for key, text, _place in places], value=shown, name=_("What is shown"))
    there = {key: place for key, _text, place in places}

    def go(key: str) -> None:
        made.set_value(shown)
        context.window.go(there[key])

    made.changed.connect(go)
    return made

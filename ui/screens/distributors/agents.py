"""«Agentes»: the list beside the record, or the way agents come as a board."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.records.distributors import Distributor
from kamdesk.words import _
from ui.screen import Address, Context
from ui.screens.distributors.funnel import Funnel
from ui.screens.distributors.tabs import PartnersTab
from ui.widgets.buttons import Segmented

LISTED, FUNNEL = "list", "funnel"  # how agents are shown


class AgentsTab(PartnersTab):
    """«Agentes»: the list with the record, or the way they come as a board."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "distributors", "agents")
        self.shape = Segmented([(LISTED, _("List")), (FUNNEL, _("Funnel"))], name=_("How agents are shown"))
        self.shape.changed.connect(self.show_as)
        self.funnel = Funnel(context, self.choose("distributor"))
        self.funnel.opened.connect(self._open)
        self.funnel.hide()
        row = QHBoxLayout()
        row.addWidget(self.shape)
        row.addStretch(1)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertLayout(0, row)
            layout.addWidget(self.funnel, 1)

    def show_as(self, shape: str) -> None:
        """As a list or as the board."""
        self.shape.set_value(shape)
        self.stack.setVisible(shape == LISTED)
        self.funnel.setVisible(shape == FUNNEL)
        if shape == FUNNEL:
            self.funnel.reread()

    def _open(self, id_: str) -> None:
        self.show_as(LISTED)
        self._context.window.go(Address("distributors", "agents", Distributor.kind.name, id_))

    def reread(self) -> None:
        """What is shown, as it is stored now."""
        super().reread()
        if self.funnel.isVisible():
            self.funnel.reread()


def agents_tab(context: Context) -> QWidget:
    """Agents, and the changes of stage."""
    return AgentsTab(context)

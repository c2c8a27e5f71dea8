"""The tabs of Distribuidores made by hand: the list beside the record, and the way agents come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from kamdesk.commands.distributors import create_distributor
from kamdesk.problems import Problem, Warned
from kamdesk.records.distributors import ROLES, Distributor
from kamdesk.words import _
from ui import ask
from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WideView
from ui.listing import stack
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import FAILED
from ui.screen import Address, Context
from ui.screens.distributors.partner import PartnerPane
from ui.shell.shell import host_of
from ui.tabs import Shown


class PartnerView(WideView):
    """Distributors or agents, with the chosen one beside them."""

    columns = ("name", "used_credit", "documents_state")
    newest = ""

    def __init__(self, context: Context, shown: Shown) -> None:
        self._role = shown.filled.get("role") or "distributor"
        super().__init__(context, shown, PartnerPane(context))
        stack(self.list, "trial", "active", "suspended")

    def new(self) -> None:
        """The panel of a new distributor or agent."""
        names = ("name", "role", "tax_id", "territories", "lines", "source")
        asked = Asked(_("New {kind}", kind=_(ROLES[self._role]).lower()), "", _("Create"),
                      [Distributor.kind.fields[name] for name in names], {"role": self._role})
        ask_fields(self.context, host_of(self), asked, said=_("Prospect created"), run=self._create)

    def _create(self, panel: FieldsPanel, values: dict[str, object]) -> object:
        draft = Distributor(**values)  # type: ignore[arg-type]
        made = self._made(panel, draft)
        if isinstance(made, Distributor):
            self.context.window.go(Address(*self._shown.place, Distributor.kind.name, made.id))
        return made

    def _made(self, panel: FieldsPanel, draft: Distributor) -> object:
        """What was created; one that looks like another only when the person says that it is not."""
        try:
            return self.context.app.run(create_distributor, distributor=draft)
        except Warned as warned:
            if not ask.confirm(panel, warned.message, _("Both stay in the base."), _("It is another one")):
                return FAILED
        except Problem as problem:
            panel.show_problem(problem)
            return FAILED
        return self.context.runner.attempt(panel, create_distributor, distributor=draft, another=True)


class PartnersTab(MadeTab):
    """«Distribuidores»."""

    made: ClassVar[Mapping[str, Make]] = {"distributor": PartnerView}


def distributors_tab(context: Context) -> QWidget:
    """Distributors and subdistributors."""
    return PartnersTab(context, "distributors", "list")

"""The tabs of Contratos: the grid under its strip of twelve months, and the radar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.charts import Mark, Strip
from kamdesk.commands.contracts import open_contract
from kamdesk.methods.months import add_months, month_of, month_start, months_between
from kamdesk.records.contracts import Contract
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, Query, Where
from kamdesk.words import SHORT_MONTHS, _
from ui.beside.side import SideView
from ui.beside.tab import MadeTab, Make
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.screen import Address, Context
from ui.screens.contracts.pane import ContractPane
from ui.shell.shell import host_of
from ui.tabs import Shown
from ui.widgets.chart import Chart

MONTHS, HIGH, MOST, MONTH_DAYS, SOON = 12, 92, 60, 31, 30


def strip(context: Context) -> Strip:
    """The contracts in force that end in the next twelve months."""
    store, today = context.app.store, clock.today()
    first = month_of(today)
    last = month_start(add_months(first, MONTHS))
    page = store.page(Contract.kind, Query((Where("state", EQUAL, "in_force"), Where("end", AT_LEAST, today),
                                            Where("end", AT_MOST, last)), sort=(("end", False),)), limit=MOST,
                      columns=("party", "end"))
    marks = []
    for row in page.rows:
        end, party = row.values["end"], row.values["party"]
        at = months_between(first, month_of(end)) + (end.day - 1) / MONTH_DAYS
        near = (end - today).days <= SOON
        marks.append(Mark(at, row.names.get(party.id, "") if party else "", "warn" if near else "info"))
    names = [add_months(first, at) for at in range(MONTHS)]
    return Strip(tuple(_(SHORT_MONTHS[int(each[5:]) - 1]).rstrip(".").lower() for each in names), tuple(marks))


class ContractView(SideView):
    """Contracts, with the chosen one beside them."""

    columns = ("party", "category", "end", "standing")
    newest = ""

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, ContractPane(context))
        header = self.list.table.horizontalHeader()
        if header.sortIndicatorSection() < 0:  # what ends first stands first, unless the person ordered otherwise
            header.setSortIndicator(self.list.model.columns.index("end"), Qt.SortOrder.AscendingOrder)

    def new(self) -> None:
        """The panel of a new contract."""
        names = ("party", "category", "title", "start", "end", "value", "territories", "lines", "trial_goal")
        asked = Asked(_("New contract"), "", _("Create contract"), [Contract.kind.fields[name] for name in names],
                      {"start": clock.today()})

        def run(panel: FieldsPanel, values: dict[str, object]) -> object:
            made = self.context.runner.attempt(panel, open_contract,
                                               contract=Contract(**values))  # type: ignore[arg-type]
            if isinstance(made, Contract):
                self.context.window.go(Address("contracts", "contracts", "contract", made.id))
            return made

        ask_fields(self.context, host_of(self), asked, said=_("Contract created"), run=run)


class ContractsTab(MadeTab):
    """«Contratos»."""

    made: ClassVar[Mapping[str, Make]] = {"contract": ContractView}

    def __init__(self, context: Context) -> None:
        super().__init__(context, "contracts", "contracts")
        self.strip = Chart(strip(context), height=HIGH)
        self.strip.setAccessibleName(_("Contracts that end in the next twelve months"))
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.strip)
        self.strip.setVisible(not self.strip.data.empty)

    def reread(self) -> None:
        """Strip and list as they are stored now."""
        super().reread()
        self.strip.set_data(strip(self._context))
        self.strip.setVisible(not self.strip.data.empty)


def contracts_tab(context: Context) -> QWidget:
    """Contracts, and their commitments."""
    return ContractsTab(context)


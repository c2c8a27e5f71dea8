"""«Reparto de recursos»: who has how much of each resource against what it could buy, and the move proposed (A4)."""

from __future__ import annotations

import dataclasses
from functools import partial

from kamdesk.budgeting.resources import KINDS, Sharing, sharing
from kamdesk.charts import GroupedBars
from kamdesk.commands.budget_life import transfer_budget
from kamdesk.figures.resources import BUDGET, DIMENSIONS, SAMPLES, VISITS
from kamdesk.figures.spans import QUARTER
from kamdesk.kinds import kind_of
from kamdesk.methods.balance import Move
from kamdesk.records.budgets import BudgetLine, BudgetTransfer
from kamdesk.reports import build
from kamdesk.reports.sharing import bars, move_words
from kamdesk.store import EQUAL, Where
from kamdesk.words import N_, _, exponent
from ui.choosing import Choosing
from ui.figure_page import FigurePage
from ui.panels.fields import Asked, ask_fields
from ui.saving import save_report
from ui.screen import Address, Context
from ui.screens.budget.allocating import AllocatePanel
from ui.screens.budget.panels import RESOURCES, switch
from ui.screens.budget.sharing_content import MONEY_COLUMNS, cards_of, content_of
from ui.shell.shell import host_of
from ui.tabs import place_of
from ui.widgets.buttons import Button, IconButton
from ui.widgets.figure_table import out_sheet
from ui.widgets.flow import cleared
from ui.widgets.messages import Action, MessageBar

OPENS = {VISITS: (N_("Change frequencies"), Address("settings", "frequencies")),
         SAMPLES: (N_("See the samples"), Address("plan", "samples"))}
SOURCE, TARGET, REASON = (dataclasses.replace(BudgetTransfer.kind.fields[name], required=True)
                          for name in ("from_line", "to_line", "reason"))
MOVED = dataclasses.replace(BudgetTransfer.kind.fields["amount"], required=True)


class SharingPage(FigurePage):
    """The table, its worst places on cards, and the moves above it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, chart=_("Shares of the first places"), data=GroupedBars((), ()),
                         table=_("Sharing of resources"))
        self.asks.addWidget(switch(context, "resources", RESOURCES))
        self.choosing = Choosing(self.asks, starts_in=context.app.store.setting("fiscal_start"), parent=self,
                                 dimensions=DIMENSIONS, span=QUARTER)
        self.choosing.changed.connect(self.refresh)
        self.asks.addWidget(Button(_("Allocate a line"), icon="wallet", on_click=self.allocate))
        self.asks.addWidget(IconButton("file-down", _("Report PDF"), on_click=self.report))
        self.table.opened.connect(self.open_key)
        self.found: Sharing | None = None

    def refresh(self) -> None:
        """How resources are shared now."""
        chosen = self.choosing
        self.found = found = sharing(self.context.app.store, chosen.period, chosen.dimension)
        self.show_cards(cards_of(found, chosen.period))
        self.chart.set_data(bars(found))
        self.table.show_content(content_of(found))
        cleared(self._messages)
        for resource, move in found.moves.items():
            self._messages.addWidget(MessageBar(move_words(found.names, resource, move), status="info", closable=False,
                                               actions=self._actions(resource, move)))
        if found.division.estimated:
            said = _("The potential is not known by that: sales of 12 months stand for it.")
            self._messages.addWidget(MessageBar(said, status="warn", closable=False))

    def _actions(self, resource: str, move: Move) -> list[Action]:
        if resource == BUDGET:
            return [(_("Transfer"), lambda: self.transfer(move))]
        if resource not in OPENS:
            return []
        words, place = OPENS[resource]
        return [(_(words), lambda: self.context.window.go(place))]

    def transfer(self, move: Move) -> None:
        """The panel of a transfer between the lines of two places, with the amount proposed."""
        kind = KINDS[self.choosing.dimension]
        lines = {key: self._line(kind, key) for key in (move.source, move.target)}
        asked = Asked(_("Transfer budget"), "", _("Transfer"), [SOURCE, TARGET, MOVED, REASON], {
            "from_line": lines[move.source], "to_line": lines[move.target], "amount": move.amount * 10 ** exponent(),
            "reason": _("Sharing by potential")})
        attempt = self.context.runner.attempt
        ask_fields(self.context, host_of(self), asked, said=_("Budget transferred"),
                   run=lambda panel, values: attempt(
                       panel, transfer_budget, source=values["from_line"], target=values["to_line"],
                       amount=values["amount"], reason=values["reason"]))

    def _line(self, kind: str, key: str) -> str | None:
        found = self.context.app.store.find(BudgetLine, Where(kind, EQUAL, key), sort=(("name", False),), limit=1)
        return found[0].id if found else None

    def open_key(self, key: str) -> None:
        """The record of a place."""
        kind = KINDS[self.choosing.dimension]
        if kind and key:
            self.context.window.go(Address(*place_of(kind_of(kind)), kind, key))

    def allocate(self) -> AllocatePanel:
        """Hand a budget line down to zones or people."""
        panel = AllocatePanel(self.context, host_of(self))
        panel.open()
        return panel

    def report(self) -> None:
        """R24 of the period."""
        save_report(self.context, self, self._screen(), partial(build, "R24", self.context.app, self.choosing.period),
                    _("Sharing of resources"))

    def export(self) -> None:
        """The table as a workbook."""
        if self.found is not None:
            self.save_sheet(out_sheet(content_of(self.found), title=_("Sharing of resources"),
                                      notes=[self.choosing.title], money=MONEY_COLUMNS))

"""Rendiciones: the list of claims, and the chosen one beside it: its expenses, rules met, approval, payment, R19."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.budgeting.claims import ClaimSheet, sheet_of
from kamdesk.budgeting.rules import met
from kamdesk.commands.approvals import approval_of
from kamdesk.commands.claims import put_in_claim, take_from_claim
from kamdesk.commands.expenses import open_claim, reimburse_claim
from kamdesk.fields import Id, Link
from kamdesk.methods.months import month_of, month_start
from kamdesk.records.expenses import CLAIM_STATES, EXPENSE_STATES, Expense, ExpenseClaim
from kamdesk.reports.claims import claim_sheet
from kamdesk.store import Row
from kamdesk.words import _, day, money, plural
from ui import labels
from ui.beside.parts import heading, terms, verbs
from ui.beside.side import Pane, SideView
from ui.beside.tab import MadeTab, Make
from ui.cells import status_of
from ui.labels import ElidedLabel, label
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.record_approval import ApprovalBar
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Address, Context
from ui.screens.budget.panels import REVIEWS, switch
from ui.shell.shell import host_of
from ui.tabs import Shown
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState, field_message

ASKED = ("person", "start", "end", "advance")
READS = ("expense", "expense_claim", "approval_event")


class ClaimPane(Pane):
    """One claim."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.bus.on(self, READS, self.refresh)

    def refresh(self) -> None:
        """The claim as it is stored now."""
        cleared(self.content)
        store = self.context.app.store
        claim = store.maybe(ExpenseClaim, self.id or None)
        if claim is None:
            self.content.addWidget(EmptyState("receipt-text", _("No claim chosen"),
                                              _("Choose one, or build a new one from the expenses of some days.")))
            return
        sheet = sheet_of(store, claim)
        names = store.names([Link("person", claim.person)]) if claim.person else {}
        state = str(claim.state)
        self.content.addWidget(heading(names.get(claim.person or "", ""), _(CLAIM_STATES[state]), status_of(state)))
        self.content.addWidget(terms(_facts(sheet)))
        if state == "draft":
            approval = ApprovalBar(self.context, self)
            approval.show_record(claim)
            self.content.addWidget(approval, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(verbs(self._buttons(sheet)))
        self.content.addWidget(self._expenses(sheet))
        self.content.addStretch(1)

    def _buttons(self, sheet: ClaimSheet) -> list[Button]:
        made: list[Button] = []
        if sheet.claim.state == "draft":
            approved = approval_of(self.context.app.store, sheet.claim) == "approved"
            pay = Button(_("Reimburse"), kind="primary" if approved else "default", icon="banknote",
                         on_click=self.pay)
            made = [pay, Button(_("Add its expenses"), icon="plus", on_click=self.fill)]
        return [*made, Button(_("Claim PDF"), icon="file-down", on_click=self.save_paper),
                Button(_("All data"), kind="link", on_click=self.form)]

    def _expenses(self, sheet: ClaimSheet) -> QWidget:
        card = TitledCard(_("Expenses"))
        said = met(self.context.app.store, sheet.rows)
        for at, row in enumerate(sheet.rows):
            if at:
                card.body.addWidget(labels.rule())
            card.body.addWidget(self._line(row, said.get(row.id, ""), draft=sheet.claim.state == "draft"))
        if not sheet.rows:
            card.add(label(_("The claim has no expenses."), tone="text3"))
        return card

    def _line(self, row: Row, met_: str, *, draft: bool) -> QWidget:
        values = row.values
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(14, 6, 8, 6)
        column.setSpacing(2)
        sum_ = ElidedLabel(money(values["amount"] or 0, values["currency"] or None), figures=True, least=70)
        chip = Chip(_(EXPENSE_STATES[str(values["state"])]), status=status_of(str(values["state"])))
        parts: list[QWidget] = [ElidedLabel(values["concept"], role="strong", least=60), sum_, chip]
        if draft:
            parts.append(IconButton("x", _("Take {concept} out", concept=values["concept"]), small=True,
                                    on_click=partial(self.take_out, row.id)))
        column.addWidget(_across(parts))
        receipt = _("with receipt") if values["receipt"] else _("without receipt")
        said = (day(values["on"], this_year=clock.today().year), row.names.get(values["line"] or "", ""), receipt)
        column.addWidget(ElidedLabel(" · ".join(filter(None, said)), role="small", tone="text2", least=60))
        if met_:
            column.addWidget(field_message(met_, bad=False))
        return host

    def _claim(self) -> ExpenseClaim:
        return self.context.app.store.get(ExpenseClaim, self.id)

    def fill(self) -> None:
        """Put what is still free of its days into it."""
        done = self.context.runner.attempt(self, put_in_claim, claim=self._claim())
        if isinstance(done, list):
            self.context.runner.tell(plural("{n} expense added", "{n} expenses added", len(done)))

    def take_out(self, id_: Id) -> None:
        """Take an expense out of it."""
        expense = self.context.app.store.get(Expense, id_)
        if self.context.runner.attempt(self, take_from_claim, claim=self._claim(), expense=expense) is not FAILED:
            self.context.runner.tell(_("Expense taken out"))

    def pay(self) -> None:
        """Pay it back once it is approved."""
        if self.context.runner.attempt(self, reimburse_claim, claim=self._claim()) is not FAILED:
            self.context.runner.tell(_("Claim paid back"))

    def save_paper(self) -> None:
        """R19 of this claim."""
        claim = self._claim()
        save_report(self.context, self, self, partial(claim_sheet, self.context.app, claim), _("Claim"))


class ClaimView(SideView):
    """Claims, with the chosen one beside them."""

    columns = ("person", "start", "total", "to_pay", "state")
    newest = "start"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, ClaimPane(context))

    def new(self) -> None:
        """The panel of a new claim; it takes what was paid with own money in those days."""
        today = clock.today()
        kind = ExpenseClaim.kind
        asked = Asked(_("New claim"), _("It takes the expenses of those days that are in no claim yet."),
                      _("Build claim"), [kind.fields[name] for name in ASKED],
                      {"person": self.context.app.store.me, "start": month_start(month_of(today)), "end": today})

        def run(panel: FieldsPanel, values: dict[str, Any]) -> object:
            advance = values.get("advance") or 0
            made = self.context.runner.attempt(panel, open_claim, person=values["person"], start=values["start"],
                                               end=values["end"], advance=advance)
            if isinstance(made, ExpenseClaim):
                self.context.window.go(Address("budget", "review", "expense_claim", made.id))
            return made

        ask_fields(self.context, host_of(self), asked, said=_("Claim built"), run=run)


def _across(parts: Sequence[QWidget]) -> QWidget:
    """Parts in a row, the first of which takes the room that is left."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for at, part in enumerate(parts):
        row.addWidget(part, 0 if at else 1)
    return host


class ClaimsTab(MadeTab):
    """«Rendiciones», under the switch of the tab."""

    made: ClassVar[Mapping[str, Make]] = {"expense_claim": ClaimView}

    def __init__(self, context: Context, page: str = "budget", tab: str = "review") -> None:
        super().__init__(context, page, tab)
        layout = self.layout()
        top = QHBoxLayout()
        top.addWidget(switch(context, "claims", REVIEWS))
        top.addStretch(1)
        top.addWidget(Button(_("New claim"), icon="plus", on_click=self.new))
        if isinstance(layout, QVBoxLayout):
            layout.insertLayout(0, top)

    def new(self) -> None:
        """A new claim."""
        self.view.new()


def _facts(sheet: ClaimSheet) -> list[tuple[str, str]]:
    claim = sheet.claim
    year = clock.today().year
    ends: list[datetime.date] = [each for each in (claim.start, claim.end) if each]
    waiting = plural("{n} to review", "{n} to review", sheet.waiting) if sheet.waiting else ""
    return [(_("Period"), " – ".join(day(each, this_year=year) for each in ends)), (_("Total"), money(sheet.total)),
            (_("Advance"), money(claim.advance) if claim.advance else ""), (_("To reimburse"), money(sheet.to_pay)),
            (_("Pending"), waiting), (_("Note"), claim.note)]

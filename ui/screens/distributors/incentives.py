"""«Incentivos»: who takes part, what each has reached, earns and lacks today; put in force, closed into awards."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from kamdesk.commands.incentives import close_incentive, open_incentive, start_incentive
from kamdesk.display import MASK, display
from kamdesk.figures.rewards import MEASURES, Standing, standings
from kamdesk.records.incentives import Incentive, IncentiveAward
from kamdesk.reports.texts import quantity, share, whole_money
from kamdesk.store import EQUAL, Where
from kamdesk.words import _, day, money
from ui.beside.parts import heading, terms, verbs
from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WidePane, WideView
from ui.labels import label
from ui.listing import stack
from ui.panels.fields import Asked, ask_fields
from ui.panels.parts import beside
from ui.parties.rows import Listed, RowsCard
from ui.record_approval import ApprovalBar
from ui.run import FAILED
from ui.screen import Context
from ui.screens.distributors.tabled import table_card
from ui.shell.shell import host_of
from ui.tabs import Shown
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

LOOKS: dict[str, Status] = {"draft": "info", "running": "ok", "closed": "mute"}
READS = ("incentive_award", "sales_record", "payment", "target_month", "hospital_listing", "approval_event")
ASKED = ("name", "start", "end", "participants", "measure", "rule", "rate", "threshold", "cap", "budget_line", "terms")


class IncentivePane(WidePane):
    """One incentive."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.bus.on(self, READS, self.refresh)
        veil.changed.connect(self.refresh)

    def refresh(self) -> None:
        """The incentive as it is stored now."""
        cleared(self.content)
        found = self.context.app.store.maybe(Incentive, self.id or None)
        if found is None:
            self.content.addWidget(EmptyState("star", _("No incentive chosen"),
                                              _("Choose one of the list, or make a new one.")))
            return
        state = str(found.state)
        self.content.addWidget(heading(found.name, display(Incentive.kind.fields["state"], state), LOOKS[state]))
        self.content.addWidget(terms(self._terms(found)))
        if state == "draft":
            bar = ApprovalBar(self.context, self)
            bar.show_record(found)
            self.content.addWidget(beside(bar))
        self.content.addWidget(verbs(self._buttons(found)))
        self.content.addWidget(self._awards(found) if state == "closed" else self._standings(found))
        if found.terms.strip():
            self.content.addWidget(label(found.terms, wrap=True, tone="text2"))
        self.content.addStretch(1)

    def _terms(self, found: Incentive) -> list[tuple[str, str]]:
        kind = Incentive.kind.fields
        period = f"{day(found.start)} – {day(found.end)}" if found.start and found.end else ""
        rate = MASK if veil.covers(kind["rate"]) else display(kind["rate"], found.rate)
        return [(_("Period"), period), (_("Measure"), display(kind["measure"], found.measure)),
                (_("Rule"), display(kind["rule"], found.rule)), (_("Rate"), rate),
                (_("Threshold"), display(kind["threshold"], found.threshold)),
                (_("Cap"), money(found.cap, decimals=0) if found.cap else "")]

    def _buttons(self, found: Incentive) -> list[Button]:
        made = []
        if found.state == "draft":
            made.append(Button(_("Put in force"), kind="primary", icon="check", on_click=lambda: self._start(found)))
        if found.state == "running":
            made.append(Button(_("Close and award"), kind="primary", icon="lock", on_click=lambda: self._close(found)))
        return [*made, Button(_("All data"), icon="pencil", on_click=self.form)]

    def _start(self, found: Incentive) -> None:
        if self.context.runner.attempt(self, start_incentive, incentive=found) is not FAILED:
            self.context.runner.tell(_("Incentive in force"))

    def _close(self, found: Incentive) -> None:
        if self.context.runner.attempt(self, close_incentive, incentive=found) is not FAILED:
            self.context.runner.tell(_("Incentive closed"))

    def _standings(self, found: Incentive) -> QWidget:
        """F59 of everybody, who is nearest first."""
        store = self.context.app.store
        every = sorted(standings(store.facts, found), key=lambda each: (each.earned.missing, -each.actual))
        names = store.names([each.participant for each in every])
        counted = found.measure not in MEASURES
        rows = [(names.get(each.participant.id, ""), *_cells(each, counted=counted)) for each in every]
        heads = [_("Participant"), _("Reached"), _("Target"), _("Pace"), _("Missing"), _("Earned so far")]
        return table_card(_("Where each stands today"), heads, rows, _("Nobody takes part."))

    def _awards(self, found: Incentive) -> QWidget:
        card = RowsCard(self.context, Listed(IncentiveAward, _("Awards"), ("participant", "actual", "target", "amount",
                                                                           "paid_on"), _("No award.")))
        card.show_where(Where("incentive", EQUAL, found.id))
        return card


def _cells(each: Standing, *, counted: bool) -> tuple[str, ...]:
    def write(value: Fraction) -> str:
        return MASK if not veil.is_open and not counted else quantity(value) if counted else whole_money(value)

    earned = "—" if each.earned.amount is None else whole_money(each.earned.amount) if veil.is_open else MASK
    target = write(each.target) if each.target else "—"
    pace = "—" if each.pace is None else share(each.pace)
    return write(each.actual), target, pace, write(each.earned.missing), earned


class IncentiveView(WideView):
    """Incentives."""

    columns = ("name", "end", "state")
    newest = "end"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, IncentivePane(context))
        stack(self.list, "draft", "running")

    def new(self) -> None:
        """The panel of a new incentive."""
        asked = Asked(_("New incentive"), "", _("Create incentive"), [Incentive.kind.fields[name] for name in ASKED])
        attempt = self.context.runner.attempt
        ask_fields(self.context, host_of(self), asked, said=_("Incentive created"), run=lambda panel, values: attempt(
            panel, open_incentive, incentive=Incentive(**values)))


class IncentivesTab(MadeTab):
    """«Incentivos»."""

    made: ClassVar[Mapping[str, Make]] = {"incentive": IncentiveView}


def incentives_tab(context: Context) -> QWidget:
    """Incentives, and their awards."""
    return IncentivesTab(context, "distributors", "incentives")

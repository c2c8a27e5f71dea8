"""The record of a work plan beside the list: what was promised and reached, the target clients, what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.methods.months import month_of
from kamdesk.planning.progress import Reached, progress
from kamdesk.records.clients import Client
from kamdesk.records.targets import WorkPlan
from kamdesk.store import IN, Reader, Where
from kamdesk.words import _, money, number
from kamdesk.words import month as month_text
from ui.beside.parts import heading, terms, verbs
from ui.beside.wide import WidePane
from ui.labels import label
from ui.panels.parts import beside
from ui.parties.rows import Listed, RowsCard
from ui.record_approval import ApprovalBar
from ui.screen import Context
from ui.screens.targets.work.verbs import Verbs
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState
from ui.widgets.meters import Meter

LOOKS: dict[str, Status] = {"preparation": "info", "running": "ok", "evaluated": "mute"}
FULL, NEAR = 100, 90  # per cent of what was promised
COUNTS = ("target_clients", "new_listings", "new_agents", "training_sessions", "market_visits")


def title_of(reader: Reader, plan: WorkPlan) -> str:
    """Whose plan of which months."""
    whose = reader.names([plan.scope]).get(plan.scope.id, "") if plan.scope else ""
    first, last = (month_of(each) if each else "" for each in (plan.start, plan.end))
    months = month_text(first) if first == last else f"{month_text(first)} – {month_text(last)}"
    return f"{whose} · {months}"


class WorkPane(WidePane):
    """One work plan."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.verbs = Verbs(context, self)
        context.bus.on(self, ("approval_event", "sales_record", "visit", "client_plan", "payment"), self.refresh)

    def refresh(self) -> None:
        """The plan as it is stored now."""
        cleared(self.content)
        plan = self.context.app.store.maybe(WorkPlan, self.id or None)
        if plan is None:
            self.content.addWidget(EmptyState("list-checks", _("No work plan chosen"),
                                              _("Choose one of the list, or propose a new one.")))
            return
        state, title = str(plan.state), title_of(self.context.app.store, plan)
        self.content.addWidget(heading(title, display(WorkPlan.kind.fields["state"], state), LOOKS[state]))
        self.content.addWidget(verbs(self._buttons(plan, title)))
        if state == "preparation":
            bar = ApprovalBar(self.context, self)
            bar.show_record(plan)
            self.content.addWidget(beside(bar))
        self.content.addWidget(self._reached(plan))
        self.content.addWidget(self._promised(plan))
        if plan.targets:
            self.content.addWidget(self._targets(plan))
        for heading_, text in ((_("Activities"), plan.activities), (_("Result"), plan.result)):
            if text.strip():
                self.content.addWidget(_told(heading_, text))
        self.content.addStretch(1)

    def _buttons(self, plan: WorkPlan, title: str) -> list[Button]:
        made = [Button(_("All data"), icon="pencil", on_click=self.form)]
        if plan.state == "preparation":
            made.insert(0, Button(_("Start the plan"), kind="primary", icon="check",
                                  on_click=lambda: self.verbs.start(plan)))
        elif plan.state == "running":
            made.insert(0, Button(_("Evaluate the plan"), kind="primary", icon="clipboard-check",
                                  on_click=lambda: self.verbs.evaluate(self, plan, title)))
        return made

    def _reached(self, plan: WorkPlan) -> TitledCard:
        card = TitledCard(_("Promised and reached to date"))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for at, each in enumerate(progress(self.context.app.store, plan)):
            grid.addWidget(label(each.label, tone="text2"), at, 0)
            if each.share is not None:
                grid.addWidget(_meter(each), at, 1)
            said = _("{value} of {goal}", value=each.value, goal=each.goal) if each.goal else each.value
            grid.addWidget(label(said, role="strong", figures=True), at, 2)
        card.add(host)
        return card

    def _promised(self, plan: WorkPlan) -> TitledCard:
        """The goals that no figure follows, as they were promised."""
        kind = WorkPlan.kind.fields
        shown = [(_(kind[name].label), number(value)) for name in COUNTS
                 if (value := getattr(plan, name)) is not None]
        if plan.collection_goal is not None:
            shown.append((_("Collection goal"), money(plan.collection_goal, decimals=0)))
        if plan.target_plan:
            names = self.context.app.store.names([Link("target_plan", plan.target_plan)])
            shown.append((_("Target plan"), names.get(plan.target_plan, "")))
        card = TitledCard(_("Goals"))
        card.add(terms(shown))
        return card

    def _targets(self, plan: WorkPlan) -> RowsCard:
        shown = ("name", "segment", "last_visit", "year_sales")
        card = RowsCard(self.context, Listed(Client, _("Target clients"), shown, _("No clients by name."),
                                             (("name", False),)))
        card.show_where(Where("id", IN, list(plan.targets)))
        return card


def _told(title: str, text: str) -> TitledCard:
    card = TitledCard(title)
    card.add(label(text, wrap=True))
    return card


def _meter(each: Reached) -> Meter:
    share = float(each.share or 0)
    token = "ok_solid" if share >= FULL else "accent" if share >= NEAR else "warn_solid"
    return Meter(min(1.0, max(0.0, share / FULL)), token=token, name=each.text)

"""«Captación»: a plan with its goals against what came of them, the way of its candidates, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields, reports
from kamdesk.commands.recruitment import (
    close_recruitment,
    open_recruitment_plan,
    set_recruitment_goal,
    start_recruitment,
)
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures import by
from kamdesk.figures.funnel import steps
from kamdesk.figures.model import Figure, Period
from kamdesk.methods.months import month_of
from kamdesk.records.distributors import STAGES
from kamdesk.records.promotions import PromotionActivity
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.reports.texts import quantity, share, whole_money
from kamdesk.store import EQUAL, Where
from kamdesk.words import _
from ui.beside.parts import heading, verbs
from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WidePane, WideView
from ui.labels import label
from ui.listing import stack
from ui.panels.fields import Asked, ask_fields
from ui.panels.parts import beside
from ui.parties.rows import Listed, RowsCard
from ui.record_approval import ApprovalBar
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Context
from ui.screens.distributors.tabled import table_card
from ui.shell.shell import host_of
from ui.tabs import Shown
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

LOOKS: dict[str, Status] = {"preparation": "info", "running": "ok", "closed": "mute"}
READS = ("recruitment_goal", "contract", "distributor", "stage_change", "expense", "promotion_activity",
         "approval_event")
GOAL = ("month", "territory", "line", "agents", "sales", "spend", "activity")
PLAN = ("year", "name", "goal", "territories", "lines", "budget_line")
RESULT = fields.note("Result", required=True).named("result", "")


class RecruitmentPane(WidePane):
    """One recruitment plan."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.bus.on(self, READS, self.refresh)

    def refresh(self) -> None:
        """The plan as it is stored now."""
        cleared(self.content)
        plan = self.context.app.store.maybe(RecruitmentPlan, self.id or None)
        if plan is None:
            self.content.addWidget(EmptyState("user-plus", _("No plan chosen"),
                                              _("Choose one of the list, or make a new one.")))
            return
        state = str(plan.state)
        self.content.addWidget(heading(plan.name, display(RecruitmentPlan.kind.fields["state"], state), LOOKS[state]))
        self.content.addWidget(label(plan.goal, wrap=True, tone="text2"))
        if state == "preparation":
            bar = ApprovalBar(self.context, self)
            bar.show_record(plan)
            self.content.addWidget(beside(bar))
        self.content.addWidget(verbs(self._buttons(plan)))
        for card in (self._reached(plan), self._way(plan), *self._lists(plan)):
            self.content.addWidget(card)
        if plan.result.strip():
            self.content.addWidget(label(plan.result, wrap=True))
        self.content.addStretch(1)

    def _buttons(self, plan: RecruitmentPlan) -> list[Button]:
        made = []
        if plan.state == "preparation":
            made.append(Button(_("Start the plan"), kind="primary", icon="check", on_click=lambda: self._start(plan)))
        if plan.state != "closed":
            made.append(Button(_("New goal"), icon="plus", on_click=lambda: self._goal(plan)))
        if plan.state == "running":
            made.append(Button(_("Close the plan"), icon="lock", on_click=lambda: self._close(plan)))
        return [*made, Button(_("Report in PDF"), icon="file-down", on_click=lambda: self._paper(plan)),
                Button(_("All data"), icon="pencil", on_click=self.form)]

    def _figure(self, plan: RecruitmentPlan) -> Figure | None:
        year = Period.year(plan.year or clock.today().year)
        found = by(self.context.app.store.facts, "F57", year, dimension="category")
        return next((each for each in found if each.key == plan.id), None)

    def _reached(self, plan: RecruitmentPlan) -> QWidget:
        """F57: agents, their purchases and what was spent, against the goal to date."""
        found = self._figure(plan)
        rows: list[Sequence[str]] = []
        if found is not None:
            more, zero = found.more, Fraction(0)
            rows = [(_("Agents signed"), quantity(found.numerator or zero), quantity(found.denominator or zero),
                     _share(found.numerator, found.denominator)),
                    (_("Their purchases"), whole_money(more["sales"]), whole_money(more["sales_goal"]),
                     _share(more["sales"], more["sales_goal"])),
                    (_("Spent"), whole_money(more["spend"]), whole_money(more["spend_goal"]),
                     _share(more["spend"], more["spend_goal"])),
                    (_("Cost of each agent"), "—" if more["cost"] is None else whole_money(more["cost"]), "", "")]
        return table_card(_("Goals and results"), [_("Measure"), _("Reached"), _("Goal to date"), _("Attainment")],
                          rows, _("No goal yet."))

    def _way(self, plan: RecruitmentPlan) -> QWidget:
        """The funnel of its candidates."""
        found = steps(self.context.app.store, plan.id, clock.today())
        rows = [(_(STAGES[each.stage]), quantity(each.entered),
                 "" if each.conversion is None else share(each.conversion, decimals=1),
                 "" if each.days is None else quantity(each.days), quantity(each.waiting)) for each in found]
        return table_card(_("The way of the candidates"), [_("Stage"), _("Entered"), _("Went on"), _("Median days"),
                                                           _("Still there")],
                          rows if any(each.entered for each in found) else (), _("No candidate yet."))

    def _lists(self, plan: RecruitmentPlan) -> list[QWidget]:
        goals = RowsCard(self.context, Listed(RecruitmentGoal, _("Goals by month"), (
            "month", "territory", "line", "agents", "signed"), _("No goal yet."), (("month", False),)))
        goals.show_where(Where("plan", EQUAL, plan.id))
        done = RowsCard(self.context, Listed(PromotionActivity, _("Activities"), ("name", "on", "leads", "state"),
                                             _("No activity yet."), (("on", True),)))
        done.show_where(Where("plan", EQUAL, Link(RecruitmentPlan.kind.name, plan.id)))
        return [goals, done]

    def _start(self, plan: RecruitmentPlan) -> None:
        if self.context.runner.attempt(self, start_recruitment, plan=plan) is not FAILED:
            self.context.runner.tell(_("Plan started"))

    def _goal(self, plan: RecruitmentPlan) -> None:
        asked = Asked(_("New goal"), plan.name, _("Save goal"), [RecruitmentGoal.kind.fields[name] for name in GOAL],
                      {"month": month_of(clock.today())})
        self._ask(asked, _("Goal saved"), set_recruitment_goal, plan)

    def _close(self, plan: RecruitmentPlan) -> None:
        self._ask(Asked(_("Close the plan"), plan.name, _("Close the plan"), [RESULT]), _("Plan closed"),
                  close_recruitment, plan)

    def _ask(self, asked: Asked, said: str, verb: Any, plan: RecruitmentPlan) -> None:
        attempt = self.context.runner.attempt
        ask_fields(self.context, host_of(self), asked, said=said,
                   run=lambda panel, values: attempt(panel, verb, plan=plan, **values))

    def _paper(self, plan: RecruitmentPlan) -> None:
        """R22 of its year."""
        app, year = self.context.app, Period.year(plan.year or clock.today().year)
        save_report(self.context, self, self, lambda: reports.build("R22", app, year), plan.name)


def _share(part: Fraction | None, whole: Fraction | None) -> str:
    return share(part * 100 / whole) if part is not None and whole else "—"


class RecruitmentView(WideView):
    """Recruitment plans."""

    columns = ("name", "year", "state")
    newest = "year"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, RecruitmentPane(context))
        stack(self.list, "preparation", "running")

    def new(self) -> None:
        """The panel of a new plan."""
        asked = Asked(_("New recruitment plan"), "", _("Create plan"),
                      [RecruitmentPlan.kind.fields[name] for name in PLAN], {"year": clock.today().year})
        attempt = self.context.runner.attempt
        ask_fields(self.context, host_of(self), asked, said=_("Plan created"), run=lambda panel, values: attempt(
            panel, open_recruitment_plan, plan=RecruitmentPlan(**values)))


class RecruitmentTab(MadeTab):
    """«Captación»."""

    made: ClassVar[Mapping[str, Make]] = {"recruitment_plan": RecruitmentView}


def recruitment_tab(context: Context) -> QWidget:
    """Recruitment plans, and their goals."""
    return RecruitmentTab(context, "distributors", "recruitment")

"""What can be done with a work plan: proposed from what lacks to the target, started, evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields
from kamdesk.commands.work_plans import LENGTHS, Goals, evaluate_work_plan, open_work_plan, start_work_plan
from kamdesk.methods.months import add_months, month_of, month_start
from kamdesk.planning.gap import Gap, propose_work_plan
from kamdesk.problems import Problem
from kamdesk.records.targets import TargetPlan, WorkPlan
from kamdesk.words import N_, _, plural
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import FAILED, Place
from ui.screen import Address, Context
from ui.shell.shell import host_of

PROMISED = ("target_clients", "effective_per_day", "patients_growth", "new_clients", "new_listings", "new_agents",
            "training_sessions", "market_visits", "collection_goal")
RESULT = fields.note(N_("Result"), required=True).named("result", "")


def propose(context: Context, place: QWidget) -> None:
    """Ask whose plan it is and for when, then what it promises, told what lacks to the target."""
    kind = WorkPlan.kind.fields
    following = month_start(add_months(month_of(clock.today()), 1))
    panel = FieldsPanel(context, host_of(place), Asked(
        _("New work plan"), _("What lacks to the target is worked out first."), _("Propose"),
        [kind["scope"], kind["period"], kind["start"]], {"period": "month", "start": following}))

    def run() -> bool:
        values = panel.values()
        if values is None:
            return False
        try:
            gap = propose_work_plan(context.app.store, scope=values["scope"], start=month_of(values["start"]),
                                    months=LENGTHS[values["period"]])
        except Problem as problem:
            panel.show_problem(problem)
            return False
        QTimer.singleShot(0, place, partial(_promise, context, place, values, gap))  # when this panel is gone
        return True

    panel.run = run
    panel.open()


def _promise(context: Context, place: QWidget, asked: Mapping[str, Any], gap: Gap) -> None:
    named = plural("{n} target client is proposed by name.", "{n} target clients are proposed by name.",
                   len(gap.clients)) if gap.clients else ""
    kind = WorkPlan.kind.fields
    shown = Asked(_("New work plan"), " ".join(filter(None, (gap.sentence(), named))), _("Open work plan"),
                  [kind[name] for name in (*PROMISED, "activities")],
                  {"target_clients": len(gap.clients), "patients_growth": 0, "activities": gap.sentence()})

    def run(panel: FieldsPanel, values: dict[str, Any]) -> object:
        activities = values.pop("activities")
        made = context.runner.attempt(
            panel, open_work_plan, scope=asked["scope"], period=asked["period"], start=asked["start"],
            goals=Goals(**values), targets=gap.clients, target_plan=_plan_of(context, asked["start"].year),
            activities=activities)
        if isinstance(made, WorkPlan):
            context.window.go(Address("targets", "work_plan", "work_plan", made.id))
        return made

    ask_fields(context, host_of(place), shown, said=_("Work plan opened"), run=run)


def _plan_of(context: Context, year: int) -> str | None:
    """The plan of targets of amounts in force that year."""
    found = context.app.store.find(TargetPlan, year=year, measure="amount", state="in_force", limit=1)
    return found[0].id if found else None


class Verbs:
    """The verbs of the work plan shown."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context, self._place = context, place

    def start(self, plan: WorkPlan) -> None:
        """Begin an approved plan."""
        if self._context.runner.attempt(self._place, start_work_plan, plan=plan) is not FAILED:
            self._context.runner.tell(_("Work plan started"))

    def evaluate(self, host: QWidget, plan: WorkPlan, title: str) -> None:
        """Close it with what it gave; what the figures say today stays beside it."""
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(host), Asked(_("Evaluate the plan"), title, _("Evaluate the plan"), [RESULT]),
                   said=_("Work plan evaluated"),
                   run=lambda panel, values: attempt(panel, evaluate_work_plan, plan=plan, **values))

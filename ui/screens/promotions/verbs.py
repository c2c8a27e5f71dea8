"""What can be done with a promotion plan and its activities, each verb with the few fields it asks for."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields
from kamdesk.commands.approvals import submit, withdraw
from kamdesk.commands.evaluations import evaluate_promotion
from kamdesk.commands.promotions import (
    cancel_promotion,
    copy_promotion,
    create_promotion,
    report_activity,
    start_promotion,
)
from kamdesk.commands.records import save
from kamdesk.commands.support import request_support
from kamdesk.fields import Field, Id, Link
from kamdesk.kinds import Record
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.problems import Problem
from kamdesk.records.promotions import PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.words import N_, _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import FAILED, Place
from ui.screen import Address, Context
from ui.screens.promotions.board import movable
from ui.shell.shell import host_of

PLAN = ("name", "period", "start", "end", "objective", "products", "territories", "clients", "budget_line",
        "method", "expected_lift", "discount")
NEW = ("name", "period", "start", "end", "objective", "products", "territories", "budget_line")
ACTIVITY = ("name", "category", "territory", "on", "until", "responsible", "planned_cost", "attendees_planned")
TOLD = ("state", "progress", "attendees", "leads", "result")
TEXTS = ("rating", "what_worked", "what_failed", "next_time")
TYPED = ("baseline_units", "baseline_amount")


def _of(kind: type[Record], names: Sequence[str]) -> list[Field]:
    return [kind.kind.fields[name] for name in names]


REASON = fields.note(N_("Why it is given up"), required=True).named("reason", "")
START = dataclasses.replace(PromotionPlan.kind.fields["start"], required=True)
END = dataclasses.replace(PromotionPlan.kind.fields["end"], required=True)
WHAT = fields.note(N_("What is needed"), required=True).named("what", "")
BY = fields.day(N_("Needed by"), required=True).named("needed_by", "")
WHO = fields.ref(N_("Who is asked"), "person", required=True).named("who", "")


def next_month() -> tuple[datetime.date, datetime.date]:
    """The first and last day of the month to come."""
    month = add_months(month_of(clock.today()), 1)
    return month_start(month), month_end(month)


class Verbs:
    """The verbs of plans; problems without a panel are shown at ``place``, which is a widget too."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context, self._place = context, place

    def _host(self) -> QWidget:
        return host_of(self._place)  # type: ignore[arg-type]

    def _ask(self, asked: Asked, verb: Callable[..., Any], said: str, **given: Any) -> FieldsPanel:
        attempt = self._context.runner.attempt
        return ask_fields(self._context, self._host(), asked, said=said,
                          run=lambda panel, values: attempt(panel, verb, **given, **values))

    def _do(self, verb: Callable[..., Any], said: str, **given: Any) -> None:
        if self._context.runner.attempt(self._place, verb, **given) is not FAILED:
            self._context.runner.tell(said)

    def _plan(self, id_: Id) -> PromotionPlan:
        return self._context.app.store.get(PromotionPlan, id_)

    def _open(self, made: object) -> object:
        if isinstance(made, PromotionPlan):
            self._context.window.go(Address("promotions", "plans", "promotion_plan", made.id))
        return made

    def new(self) -> FieldsPanel:
        """A plan of the month to come; its activities are added on its page."""
        start, end = next_month()
        asked = Asked(_("New promotion plan"), "", _("Create plan"), _of(PromotionPlan, NEW),
                      {"period": "monthly", "start": start, "end": end})
        attempt = self._context.runner.attempt
        return ask_fields(self._context, self._host(), asked, said=_("Promotion plan created"),
                          run=lambda panel, values: self._open(
                              attempt(panel, create_promotion, plan=PromotionPlan(**values))))

    def copy(self, id_: Id) -> FieldsPanel:
        """The same plan in the month to come, with what was learnt of it."""
        plan, (start, end) = self._plan(id_), next_month()
        asked = Asked(_("Copy the plan"), plan.name, _("Copy plan"), [START, END], {"start": start, "end": end})
        attempt = self._context.runner.attempt
        return ask_fields(self._context, self._host(), asked, said=_("Promotion plan copied"),
                          run=lambda panel, values: self._open(attempt(panel, copy_promotion, plan=plan, **values)))

    def copy_last(self) -> None:
        """The last plan that began, for the month to come."""
        found = self._context.app.store.find(PromotionPlan, sort=(("start", True), ("name", False)), limit=1)
        if found:
            self.copy(found[0].id)
        else:
            self._place.show_problem(Problem(_("There is no plan to copy yet. Create the first one.")))

    def submit(self, id_: Id) -> None:
        """Send it for approval."""
        self._do(submit, _("Sent for approval"), document=self._plan(id_))

    def withdraw(self, id_: Id) -> None:
        """Take the request back."""
        self._do(withdraw, _("Taken back"), document=self._plan(id_))

    def start(self, id_: Id) -> None:
        """Start an approved plan."""
        self._do(start_promotion, _("Promotion started"), plan=self._plan(id_))

    def cancel(self, id_: Id) -> None:
        """Give a plan up."""
        plan = self._plan(id_)
        self._ask(Asked(_("Cancel the plan"), plan.name, _("Cancel plan"), [REASON]), cancel_promotion,
                  _("Promotion plan cancelled"), plan=plan)

    def evaluate(self, id_: Id) -> None:
        """Judge a plan that ran; a baseline typed by hand is asked for where the plan says so."""
        plan = self._plan(id_)
        names = [*(TYPED if plan.method == "manual" else ()), *TEXTS]
        self._ask(Asked(_("Evaluate the plan"), plan.name, _("Save the evaluation"), _of(PromotionEvaluation, names)),
                  evaluate_promotion, _("Evaluation saved"), plan=plan)

    def add_activity(self, id_: Id) -> None:
        """One more activity of a plan."""
        plan, attempt = self._plan(id_), self._context.runner.attempt
        start: dict[str, Any] = {"on": plan.start, "responsible": Link("person", plan.owner) if plan.owner else None}
        if len(plan.territories) == 1:
            start["territory"] = plan.territories[0]
        asked = Asked(_("New activity"), plan.name, _("Add activity"), _of(PromotionActivity, ACTIVITY), start)
        ask_fields(self._context, self._host(), asked, said=_("Activity added"),
                   run=lambda panel, values: attempt(panel, save, record=PromotionActivity(
                       plan=Link("promotion_plan", id_), **values)))

    def report(self, id_: Id) -> None:
        """Tell how an activity goes."""
        activity = self._context.app.store.get(PromotionActivity, id_)
        asked = Asked(_("Report the activity"), activity.name, _("Save report"), _of(PromotionActivity, TOLD),
                      {name: getattr(activity, name) for name in TOLD})
        self._ask(asked, report_activity, _("Activity reported"), activity=activity)

    def support(self, id_: Id) -> None:
        """Ask somebody for what a plan needs."""
        self._ask(Asked(_("Ask for support"), self._plan(id_).name, _("Ask"), [WHAT, BY, WHO]), request_support,
                  _("Support asked for"), about=Link("promotion_plan", id_))

    def move(self, id_: Id, before: str, lane: str) -> None:
        """Take the step that leads to a lane; a Problem says when there is none."""
        verb = movable(before, lane)
        if verb:
            getattr(self, verb)(id_)
        elif lane != before:
            self._place.show_problem(Problem(_("From where it is, it cannot go there. Take its next step.")))

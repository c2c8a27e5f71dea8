"""Promotions: planned, copied with their lessons, started, told by each market, cancelled (product/04 §4.10)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kamdesk import clock
from kamdesk.budgeting.commitments import free
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.commands.documents import keep_file
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.promoting.past import proposed_lift, warnings
from kamdesk.records.promotions import ACTIVITY_STATES, PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.records.recruitment import RecruitmentPlan
from kamdesk.records.tasks import Task
from kamdesk.store import NOT_EQUAL, Reader, UnitOfWork, Where
from kamdesk.words import _

RUNNING = ("running", "to_evaluate")
OPEN = ("planned", "running")
WHOLE = Decimal(100)


@command
def create_promotion(uow: UnitOfWork, *, plan: PromotionPlan,
                     activities: Sequence[PromotionActivity] = ()) -> PromotionPlan:
    """Prepare a plan with its activities; without a lift of its own it expects what others like it brought (F71)."""
    made = _prepare(uow, plan, activities)
    uow.describe(_("Create the promotion plan {name}", name=made.name))
    return made


@command
def copy_promotion(uow: UnitOfWork, *, plan: PromotionPlan, start: datetime.date,
                   end: datetime.date | None = None) -> PromotionPlan:
    """Prepare the same plan for other dates, activities moved alike, with what was learnt; as long unless told."""
    if plan.start is None or plan.end is None:
        raise Problem(_("The plan to copy has no dates."), field="start")
    moved = start - plan.start
    copy = PromotionPlan(
        name=plan.name, period=plan.period, start=start, end=end or plan.end + moved, objective=plan.objective,
        products=plan.products, territories=plan.territories, clients=plan.clients, method=plan.method,
        discount=plan.discount, budget_line=plan.budget_line, copied_from=plan.id, lessons_in=_lessons(uow, plan))
    made = _prepare(uow, copy, [_moved(each, moved) for each in activities_of(uow, plan)])
    uow.describe(_("Copy the promotion plan {name}", name=plan.name))
    return made


@command
def start_promotion(uow: UnitOfWork, *, plan: PromotionPlan) -> PromotionPlan:
    """Start an approved plan; whoever is in charge of an activity gets a task, or the owner of the plan."""
    if plan.state != "preparation":
        raise Problem(_("Only a plan in preparation can be started."), field="state")
    demand_approved(uow, plan)
    for each in activities_of(uow, plan):
        person = each.responsible.id if each.responsible and each.responsible.kind == "person" else plan.owner
        if each.state in OPEN:
            uow.add(Task(title=each.name, about=Link(PromotionActivity.kind.name, each.id), due=each.until or each.on,
                         first_due=each.until or each.on, assigned_to=person))
    uow.describe(_("Start {name}", name=plan.name))
    return uow.change(plan, state="running")


@command
def report_activity(uow: UnitOfWork, *, activity: PromotionActivity, state: str | None = None,
                    progress: Decimal | None = None, attendees: int | None = None, leads: int | None = None,
                    result: str | None = None, files: Sequence[Path] = ()) -> PromotionActivity:
    """Tell how an activity of a running plan goes, with the files that prove it; carried out means 100 %."""
    _demand_running(uow, activity)
    told: dict[str, Any] = {"state": state, "progress": WHOLE if state == "done" else progress,
                            "attendees": attendees, "leads": leads, "result": result}
    if state is not None and state not in ACTIVITY_STATES:
        raise Problem(_("Choose where the activity stands."), field="state")
    if state != activity.state and state is not None and (activity.state not in OPEN or state == "planned"):
        raise Problem(_("It is already told how this activity ended."), field="state")
    for path in files:
        keep_file(uow, about=Link(PromotionActivity.kind.name, activity.id), path=path, category="photo")
    uow.describe(_("Activity: {name}", name=activity.name))
    return uow.change(activity, **{name: value for name, value in told.items() if value is not None})


@command
def cancel_promotion(uow: UnitOfWork, *, plan: PromotionPlan, reason: str) -> PromotionPlan:
    """Give a plan up: what it reserved goes back to its budget line."""
    if plan.state in ("evaluated", "cancelled"):
        raise Problem(_("This plan is already closed."), field="state")
    if not reason.strip():
        raise Problem(_("Write down why it is cancelled."), field="cancel_reason")
    free(uow, plan, reason=_("{name} was cancelled.", name=plan.name))
    uow.describe(_("Cancel {name}", name=plan.name))
    return uow.change(plan, state="cancelled", cancel_reason=reason.strip())


def activities_of(reader: Reader, plan: PromotionPlan) -> list[PromotionActivity]:
    """The activities of a plan in the order of their dates, cancelled ones out."""
    return reader.find(PromotionActivity, Where("state", NOT_EQUAL, "cancelled"),
                       plan=Link(PromotionPlan.kind.name, plan.id), sort=(("on", False), ("name", False)))


def stands(plan: PromotionPlan) -> str:
    """Where a plan stands today: one that ran to its end is to be evaluated."""
    over = plan.state == "running" and plan.end is not None and plan.end < clock.today()
    return "to_evaluate" if over else plan.state or ""


def _prepare(uow: UnitOfWork, plan: PromotionPlan, activities: Sequence[PromotionActivity]) -> PromotionPlan:
    """Store a plan in preparation; what failed before for the same product in the same market is told."""
    expected = plan.expected_lift
    if expected is None:
        expected = proposed_lift(uow, plan.products, activities)
    made = uow.add(dataclasses.replace(plan, state="preparation", owner=plan.owner or uow.me, expected_lift=expected))
    for each in activities:
        uow.add(dataclasses.replace(each, plan=Link(PromotionPlan.kind.name, made.id), state="planned"))
    for lessons in warnings(uow, plan.products, activities):
        uow.warn(_("Do not repeat: {lessons}", lessons=lessons), field="name")
    return made


def _moved(activity: PromotionActivity, by: datetime.timedelta) -> PromotionActivity:
    return PromotionActivity(
        name=activity.name, category=activity.category, territory=activity.territory,
        on=activity.on + by if activity.on else None, until=activity.until + by if activity.until else None,
        responsible=activity.responsible, planned_cost=activity.planned_cost,
        attendees_planned=activity.attendees_planned)


def _lessons(reader: Reader, plan: PromotionPlan) -> str:
    """What its last judgement says to do the next time, after the lessons it had itself."""
    last = reader.find(PromotionEvaluation, plan=plan.id, sort=(("on", True), ("id", False)), limit=1)
    return "\n".join(filter(None, (plan.lessons_in.strip(), *(each.next_time.strip() for each in last))))


def _demand_running(reader: Reader, activity: PromotionActivity) -> None:
    id_ = activity.plan.id if activity.plan else None
    plan = reader.maybe(PromotionPlan, id_) or reader.maybe(RecruitmentPlan, id_)
    if plan is None or plan.state not in RUNNING:
        raise Problem(_("Start the plan first; then its activities can be told."), field="plan")

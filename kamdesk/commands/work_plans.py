"""Work plans: opened with what they promise, started once approved, evaluated with what was reached (product/04)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock, words
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.fields import Id, Link
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.planning.progress import progress
from kamdesk.problems import Problem
from kamdesk.records.targets import WORK_PERIODS, WorkPlan
from kamdesk.store import UnitOfWork
from kamdesk.words import _
from kamdesk.words import month as month_text

LENGTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Goals:
    """What a plan promises for its period; growth in per cent, the collection in minor units."""

    target_clients: int
    effective_per_day: Decimal
    patients_growth: Decimal
    new_clients: int | None = None
    new_listings: int | None = None
    new_agents: int | None = None
    training_sessions: int | None = None
    market_visits: int | None = None
    collection_goal: int | None = None


@command
def open_work_plan(uow: UnitOfWork, *, scope: Link, period: str, start: datetime.date, goals: Goals,
                   targets: Sequence[Id] = (), target_plan: Id | None = None, activities: str = "") -> WorkPlan:
    """Plan the month, quarter or year from the month of ``start`` for a territory or a person, by named clients."""
    if period not in WORK_PERIODS:
        raise Problem(_("Choose one of the list."), field="period")
    first = month_of(start)
    end = month_end(add_months(first, LENGTHS[period] - 1))
    if uow.count(WorkPlan, scope=scope, start=month_start(first), period=period):
        raise Problem(_("There is already a work plan of this period. Open it."), field="start")
    made = uow.add(WorkPlan(period=period, start=month_start(first), end=end, scope=scope, target_plan=target_plan,
                            targets=tuple(dict.fromkeys(targets)), activities=activities.strip(), owner=uow.me,
                            **vars(goals)))
    uow.describe(_("Work plan {period}", period=_title(made)))
    return made


@command
def start_work_plan(uow: UnitOfWork, *, plan: WorkPlan) -> WorkPlan:
    """Begin an approved plan."""
    if plan.state != "preparation":
        raise Problem(_("Only a plan in preparation is started."))
    demand_approved(uow, plan)
    uow.describe(_("Start the work plan {period}", period=_title(plan)))
    return uow.change(plan, state="running")


@command
def evaluate_work_plan(uow: UnitOfWork, *, plan: WorkPlan, result: str) -> WorkPlan:
    """Close a plan with what it gave; what the figures say today is written beside it and stays."""
    if plan.state != "running":
        raise Problem(_("Start the plan first."))
    if not result.strip():
        raise Problem(_("Write down the result."), field="result")
    uow.describe(_("Evaluate the work plan {period}", period=_title(plan)))
    return uow.change(plan, state="evaluated", result="\n".join([result.strip(), *reached(uow, plan)]))


def reached(uow: UnitOfWork, plan: WorkPlan) -> list[str]:
    """What was reached of a plan beside what it promised, a line each, as of today; what nobody knows is left out."""
    return [_("As of {day}:", day=words.day(clock.today())), *(each.text for each in progress(uow, plan))]


def _title(plan: WorkPlan) -> str:
    first, last = month_of(plan.start or clock.today()), month_of(plan.end or clock.today())
    return month_text(first) if first == last else f"{month_text(first)} – {month_text(last)}"

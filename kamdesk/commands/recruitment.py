"""Recruitment plans: opened with their goals, started once approved, closed (product/04 §4.4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.fields import Id
from kamdesk.identity import natural_id
from kamdesk.problems import Problem
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def open_recruitment_plan(uow: UnitOfWork, *, plan: RecruitmentPlan,
                          goals: Sequence[RecruitmentGoal] = ()) -> RecruitmentPlan:
    """Make the plan of a year, with its monthly goals."""
    made = uow.add(dataclasses.replace(plan, state="preparation", owner=plan.owner or uow.me))
    for each in goals:
        uow.add(dataclasses.replace(each, plan=made.id))
    uow.describe(_label(made))
    return made


@command
def set_recruitment_goal(uow: UnitOfWork, *, plan: RecruitmentPlan, month: str, territory: Id, line: Id,
                         agents: int | None = None, sales: int | None = None, spend: int | None = None,
                         activity: str = "") -> RecruitmentGoal:
    """What is wanted in a month, territory and line (money in minor units); a second time corrects the first."""
    if plan.state == "closed":
        raise Problem(_("This plan is closed. Make another."), field="plan")
    values = {"agents": agents, "sales": sales, "spend": spend, "activity": activity.strip()}
    known = uow.maybe(RecruitmentGoal, natural_id(RecruitmentGoal.kind.code, [plan.id, month, territory, line]))
    uow.describe(_label(plan))
    if known is not None and not known.archived:
        return uow.change(known, **values)
    return uow.add(RecruitmentGoal(plan=plan.id, month=month, territory=territory, line=line, agents=agents,
                                   sales=sales, spend=spend, activity=activity.strip()))


@command
def start_recruitment(uow: UnitOfWork, *, plan: RecruitmentPlan) -> RecruitmentPlan:
    """Put an approved plan under way."""
    if plan.state != "preparation":
        raise Problem(_("Only a plan in preparation can be started."), field="state")
    demand_approved(uow, plan)
    uow.describe(_("Start recruitment {name}", name=plan.name))
    return uow.change(plan, state="running")


@command
def close_recruitment(uow: UnitOfWork, *, plan: RecruitmentPlan, result: str) -> RecruitmentPlan:
    """Close a plan under way with what came of it."""
    if plan.state != "running":
        raise Problem(_("Only a plan under way can be closed."), field="state")
    if not result.strip():
        raise Problem(_("Write what came of the plan."), field="result")
    uow.describe(_("Close recruitment {name}", name=plan.name))
    return uow.change(plan, state="closed", result=result.strip())


def _label(plan: RecruitmentPlan) -> str:
    return _("Recruitment plan {year}", year=plan.year)

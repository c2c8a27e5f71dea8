"""Work plans: opened with what they promise, started once approved, evaluated with what was reached (product/04)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk import clock, figures, words
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.fields import Id, Link
from kamdesk.figures.histories import scope_of
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.sales import actuals
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.problems import Problem
from kamdesk.records.targets import WORK_PERIODS, WorkPlan
from kamdesk.store import UnitOfWork
from kamdesk.words import _, number, percent
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
    ask = _asked(uow, plan)
    attained, visits, patients, new = (figures.ask(uow.facts, code, ask.period, ask.scope)
                                       for code in ("F22", "F10", "F84", "F28"))
    paid = actuals(uow.facts, ask, "collection")[1][None].amount
    target = attained.more.get("target")
    lines = [_("As of {day}:", day=words.day(clock.today())),
             _beside(_("Sales"), words.money(round(attained.numerator or 0)),
                     words.money(round(target)) if target is not None else None)]
    per_day = visits.more.get("per_day")
    if per_day is not None:
        lines.append(_beside(_("Effective visits per day"), number(_decimal(per_day), 1),
                             number(plan.effective_per_day or 0, 1)))
    if patients.value is not None:
        lines.append(_beside(_("Patient growth"), percent(_decimal(patients.value)),
                             percent(plan.patients_growth or 0)))
    if new.value is not None and plan.new_clients is not None:
        lines.append(_beside(_("New clients"), number(int(new.value)), number(plan.new_clients)))
    if plan.collection_goal is not None:
        lines.append(_beside(_("Collection"), words.money(round(paid)), words.money(plan.collection_goal)))
    return lines


def _asked(uow: UnitOfWork, plan: WorkPlan) -> Ask:
    today = clock.today()
    return Ask(Period(plan.start or today, plan.end or today), scope_of(uow, plan.scope or Link("", "")))


def _beside(label: str, value: str, goal: str | None) -> str:
    return _("{label}: {value} of {goal}", label=label, value=value, goal=goal) if goal else f"{label}: {value}"


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _title(plan: WorkPlan) -> str:
    first, last = month_of(plan.start or clock.today()), month_of(plan.end or clock.today())
    return month_text(first) if first == last else f"{month_text(first)} – {month_text(last)}"

"""Target plans from received to in force: made with their months, locked, put in force (product/04 §4.7)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction

from kamdesk import clock
from kamdesk.cascade.bases import MEASURED
from kamdesk.cascade.sheet import keep, plan_months, sheet_of
from kamdesk.commands import command
from kamdesk.commands.approvals import approval_of
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.sales import actuals
from kamdesk.methods.allocation import Child, split
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.methods.seasonality import YEARS, month_weights
from kamdesk.problems import Problem
from kamdesk.records.targets import Target, TargetMonth, TargetPlan
from kamdesk.records.territories import Territory
from kamdesk.store import EMPTY, IN, Reader, UnitOfWork, Where
from kamdesk.words import _, day

HISTORY = 12 * YEARS


@command
def create_target_plan(uow: UnitOfWork, *, year: int, measure: str, total: int, received_from: str,
                       received_on: datetime.date | None = None, name: str = "", currency: str = "",
                       node: Link | None = None) -> TargetPlan:
    """Make a draft with its topmost target and its twelve months by season; ``total`` in minor units, or a count.

    ``node``: whose target it is, without it the region's.
    """
    if total < 0:
        raise Problem(_("The amount cannot be negative."), field="total")
    title = name.strip() or _("Targets {year}", year=year)
    if uow.count(TargetPlan, year=year, measure=measure, name=title):
        raise Problem(_("There is already a plan {name} of this measure. Give this one another name.", name=title),
                      field="name")
    plan = uow.add(TargetPlan(year=year, name=title, measure=measure, total=total, currency=currency,
                              received_from=received_from.strip(), received_on=received_on or clock.today()))
    top = node or region_of(uow)
    uow.add(Target(plan=plan.id, node=top))
    sheet = sheet_of(uow, plan)
    sheet.put(sheet.below(None)[0], split(total, _by_season(uow, plan, top)).values())
    keep(uow, sheet)
    uow.describe(_("Create targets {year}", year=year))
    return plan


@command
def lock_target(uow: UnitOfWork, *, targets: Sequence[Id], on: bool, months: Sequence[str] = ()) -> int:
    """Lock targets, or only these months of them, against every split; or release them. Returns how many."""
    found = uow.find(Target, Where("id", IN, list(targets)))
    for plan in {each.plan for each in found}:
        demand_open(uow.get(TargetPlan, plan or ""))
    cells = uow.find(TargetMonth, Where("target", IN, [each.id for each in found]), Where("month", IN, list(months)))
    kind = TargetMonth.kind if months else Target.kind
    rows = [{"id": each.id, "locked": on} for each in (cells if months else found)]
    uow.change_many(kind, rows)
    uow.describe(_("Lock targets") if on else _("Release targets"))
    return len(rows)


@command
def activate_target_plan(uow: UnitOfWork, *, plan: TargetPlan, reason: str = "") -> TargetPlan:
    """Put a draft in force, approved or with a typed reason; the plan of that year and measure before it is closed.

    More shared out than the total is a Problem, less is told.
    """
    if plan.state != "draft":
        raise Problem(_("Only a draft is put in force."))
    approved = approval_of(uow, plan) == "approved"
    if not approved and not reason.strip():
        raise Problem(_("It is not approved. Send it for approval, or note the reason."), field="reason")
    sheet = sheet_of(uow, plan)
    left = sheet.above_top()
    if left < 0:
        raise Problem(_("The targets exceed the total by {x}. Lower them or change the total.", x=sheet.show(-left)),
                      field="total")
    if left or any(sheet.unassigned(each, month) for each in sheet.targets if sheet.below(each)
                   for month in sheet.months):
        uow.warn(_("Part of the targets is still unassigned."))
    for other in uow.find(TargetPlan, year=plan.year, measure=plan.measure, state="in_force"):
        uow.change(other, state="closed")
    uow.describe(_("Put targets {year} in force", year=plan.year))
    why = "" if approved else _("{day}: in force without approval. {reason}", day=day(clock.today()),
                                reason=reason.strip())
    return uow.change(plan, state="in_force", note="\n".join(filter(None, (plan.note, why))))


def demand_open(plan: TargetPlan) -> TargetPlan:
    """The plan; Problem when it is closed."""
    if plan.state == "closed":
        raise Problem(_("{name} is closed and cannot change.", name=plan.name))
    return plan


def region_of(reader: Reader) -> Link:
    """The topmost territory, the whole region; Problem when there is none yet."""
    found = reader.find(Territory, Where("parent", EMPTY), sort=(("name", False), ("id", False)), limit=1)
    if not found:
        raise Problem(_("There is no region yet. Create it in Settings › Region."), field="node")
    return Link("territory", found[0].id)


def _by_season(reader: Reader, plan: TargetPlan, node: Link) -> list[Child]:
    """The months of the plan weighed by the season of up to three years before them."""
    months = plan_months(plan)
    through = min(add_months(months[0], -1), add_months(month_of(clock.today()), -1))
    period = Period(month_start(add_months(through, 1 - HISTORY)), month_end(through))
    measure = plan.measure if plan.measure in MEASURED else "amount"
    sold = actuals(reader.facts, Ask(period, by="month"), measure)[1]
    history = {month: int(each.amount) for month, each in sold.items() if month and each.amount}
    territory = node.id if node.kind == "territory" else None
    found: list[Fraction] = month_weights(months, history=history, through=through,
                                          calendar=calendar_of(reader, territory=territory))
    return [Child(month, month, weight) for month, weight in zip(months, found, strict=True)]

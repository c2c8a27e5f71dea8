"""A promotion judged once it ran: what it brought is frozen beside what was learnt (product/04 §4.10, K66)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from kamdesk import clock
from kamdesk.budgeting.commitments import free
from kamdesk.commands import command
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.money import rounded
from kamdesk.figures.promotions import Worth, worth
from kamdesk.figures.sales import cutoff, loaded_through
from kamdesk.methods.promotion_roi import Sold
from kamdesk.problems import Problem
from kamdesk.records.promotions import PromotionEvaluation, PromotionPlan
from kamdesk.store import UnitOfWork
from kamdesk.words import _, day

THOUSANDTHS = 1000


@command
def evaluate_promotion(uow: UnitOfWork, *, plan: PromotionPlan, rating: str, what_worked: str, what_failed: str,
                       next_time: str, baseline_units: Decimal | None = None,
                       baseline_amount: int | None = None) -> PromotionEvaluation:
    """Judge a plan with the numbers of today (F70–F72), which stay; what it still reserved goes back to its line.

    ``baseline_units`` and ``baseline_amount`` (minor units) are given for a plan whose baseline is typed by hand,
    and only then.
    """
    if plan.state not in ("running", "to_evaluate"):
        raise Problem(_("Only a plan that ran can be evaluated."), field="state")
    found = _worth(uow, plan, _typed(plan, baseline_units, baseline_amount))
    made = uow.add(PromotionEvaluation(
        plan=plan.id, on=clock.today(), what_worked=what_worked.strip(), what_failed=what_failed.strip(),
        next_time=next_time.strip(), rating=rating, cost=found.cost, assumed_margin=found.assumed,
        units=_units(found.actual.units), amount=_money(found.actual.amount),
        baseline_units=_units(found.base.units) if found.base else None,
        baseline_amount=_money(found.base.amount) if found.base else None,
        profit_change=None if found.gain is None else _money(found.gain)))
    free(uow, plan, reason=_("{name} was evaluated.", name=plan.name))
    uow.change(plan, state="evaluated")
    uow.describe(_("Evaluate {name}", name=plan.name))
    return made


def _typed(plan: PromotionPlan, units: Decimal | None, amount: int | None) -> Sold | None:
    """The baseline typed by hand, of a plan that says so."""
    if plan.method != "manual":
        if units is not None or amount is not None:
            raise Problem(_("The baseline of this plan is worked out from its sales."), field="baseline_amount")
        return None
    if units is None or amount is None:
        raise Problem(_("Type the units and the amount that would have been sold without the plan."),
                      field="baseline_units" if units is None else "baseline_amount")
    return Sold(Fraction(units), Fraction(amount))


def _worth(uow: UnitOfWork, plan: PromotionPlan, typed: Sold | None) -> Worth:
    """What it brought as far as its sales are loaded; what cannot be told is said."""
    start, end = plan.start or clock.today(), plan.end or clock.today()
    ask = Ask(Period(start, end))
    until = _until(uow, ask)
    found = worth(uow.facts, plan, ask, until, typed=typed)
    if found.base is None:
        uow.warn(_("There are not enough months before it for a baseline: no lift and no return."), field="on")
    elif found.gain is None:
        uow.warn(_("Without the cost of each product there is no return."), field="on")
    return found


def _until(uow: UnitOfWork, ask: Ask) -> datetime.date:
    loaded, cut = loaded_through(uow.facts), cutoff(uow.facts, ask)
    if loaded is None or cut < ask.period.start:
        raise Problem(_("No sales are loaded since the plan began. Import them first."), field="plan")
    if cut < ask.until:
        uow.warn(_("Sales are loaded up to {day}: the evaluation counts as far.", day=day(cut)), field="on")
    return cut


def _units(value: Fraction) -> Decimal:
    return Decimal(int(rounded(value * THOUSANDTHS))) / THOUSANDTHS


def _money(value: Fraction) -> int:
    return int(rounded(value))

"""Incentives: drafted, put in force once approved, closed into awards (product/04 §4.4)."""

from __future__ import annotations

import dataclasses
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.approvals import approval_of
from kamdesk.figures.rewards import Standing, standings
from kamdesk.problems import Problem
from kamdesk.records.incentives import Incentive, IncentiveAward
from kamdesk.store import UnitOfWork
from kamdesk.words import _, day

THOUSANDTH = Decimal("0.001")


@command
def open_incentive(uow: UnitOfWork, *, incentive: Incentive) -> Incentive:
    """Draft an incentive; it is put in force when it is approved."""
    if not incentive.rate:
        raise Problem(_("Type how much it pays."), field="rate")
    made = uow.add(dataclasses.replace(incentive, state="draft", owner=incentive.owner or uow.me))
    uow.describe(_("Create incentive {name}", name=made.name))
    return made


@command
def start_incentive(uow: UnitOfWork, *, incentive: Incentive) -> Incentive:
    """Put an approved incentive in force."""
    if incentive.state != "draft":
        raise Problem(_("Only a draft can be put in force."), field="state")
    if approval_of(uow, incentive) != "approved":
        raise Problem(_("Send it for approval before putting it in force."), field="state")
    uow.describe(_("Put incentive {name} in force", name=incentive.name))
    return uow.change(incentive, state="running")


@command
def close_incentive(uow: UnitOfWork, *, incentive: Incentive) -> list[IncentiveAward]:
    """Turn an incentive whose period is over into an award for each participant (F59)."""
    if incentive.state != "running":
        raise Problem(_("Only an incentive in force is closed."), field="state")
    if incentive.end is None or incentive.end >= clock.today():
        raise Problem(_("It runs until {day}.", day=day(incentive.end) if incentive.end else ""), field="end")
    made = [uow.add(_award(incentive, each)) for each in standings(uow.facts, incentive)]
    uow.change(incentive, state="closed")
    uow.describe(_("Close incentive {name}", name=incentive.name))
    return made


def _award(incentive: Incentive, each: Standing) -> IncentiveAward:
    amount = None if each.earned.amount is None else int(_exact(each.earned.amount).to_integral_value(ROUND_HALF_UP))
    return IncentiveAward(incentive=incentive.id, participant=each.participant, amount=amount,
                          actual=_exact(each.actual).quantize(THOUSANDTH),
                          target=_exact(each.target).quantize(THOUSANDTH))


def _exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)

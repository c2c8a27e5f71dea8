"""Credit of distributors: judged (A6), discarded, applied once approved, blocked and unblocked (product/04 §4.4)."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.fields import Id
from kamdesk.figures.sales import loaded_through
from kamdesk.figures.score import Judged, judge_credit
from kamdesk.problems import Problem
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.sentences import name_of
from kamdesk.selling.credit_kept import factors_of, inputs_of, rounded
from kamdesk.selling.credit_words import proposal, reasons
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def assess_credit(uow: UnitOfWork, *, distributor: Distributor, on: datetime.date | None = None) -> CreditAssessment:
    """Judge the credit of a distributor on a day (today); figures, factors and reasons stay as they were."""
    day = on or clock.today()
    if day > clock.today():
        raise Problem(_("It cannot be in the future."), field="on")
    if uow.count(CreditAssessment, distributor=distributor.id, on=day, state="draft"):
        raise Problem(_("There is already a proposal of this day. Open it or discard it."), field="on")
    judged = judge_credit(uow.facts, distributor, day)
    made = uow.add(_assessment(uow, distributor, day, judged))
    uow.describe(_("Assess the credit of {name}", name=distributor.name))
    return made


def _assessment(uow: UnitOfWork, distributor: Distributor, on: datetime.date, judged: Judged) -> CreditAssessment:
    opinion, days = judged.opinion, distributor.payment_days
    limit, _direction = proposal(judged)
    return CreditAssessment(
        distributor=distributor.id, on=on, data_through=loaded_through(uow.facts), inputs=inputs_of(judged),
        factors=factors_of(opinion), score=None if opinion.score is None else rounded(opinion.score),
        band=opinion.band or "no_data", current_limit=distributor.credit_limit, proposed_limit=limit,
        suggested_limit=limit, current_days=days, proposed_days=days, reasons="\n".join(reasons(judged)), owner=uow.me)


@command
def discard_assessment(uow: UnitOfWork, *, assessment: CreditAssessment, reason: str) -> CreditAssessment:
    """Give a draft proposal up, with its reason."""
    _draft(assessment)
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="discard_reason")
    uow.describe(_("Discard the credit assessment of {name}", name=_name(uow, assessment.distributor)))
    return uow.change(assessment, state="discarded", discard_reason=reason.strip())


@command
def apply_credit(uow: UnitOfWork, *, assessment: CreditAssessment) -> Distributor:
    """Give a distributor the limit and days of an approved proposal; one that blocks also blocks its credit."""
    _draft(assessment)
    demand_approved(uow, assessment)
    if assessment.proposed_limit is None:
        raise Problem(_("Type the proposed limit first."), field="proposed_limit")
    distributor = uow.get(Distributor, assessment.distributor or "")
    uow.change(assessment, state="applied", applied_on=clock.today())
    block = _blocks(assessment)
    days = distributor.payment_days if assessment.proposed_days is None else assessment.proposed_days
    told = uow.change(distributor, credit_limit=assessment.proposed_limit, payment_days=days,
                      credit_blocked=block or distributor.credit_blocked,
                      block_reason=_("By the credit proposal.") if block else distributor.block_reason)
    uow.describe(_("Apply credit to {name}", name=distributor.name))
    return told


def _blocks(assessment: CreditAssessment) -> bool:
    return (assessment.inputs or {}).get("direction") == "block" or (
        assessment.proposed_limit == 0 and bool(assessment.current_limit))


@command
def block_credit(uow: UnitOfWork, *, distributor: Distributor, reason: str) -> Distributor:
    """Stop selling on credit to a distributor: its orders cannot be confirmed meanwhile."""
    if distributor.credit_blocked:
        raise Problem(_("Its credit is blocked already."))
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="block_reason")
    uow.describe(_("Block the credit of {name}", name=distributor.name))
    return uow.change(distributor, credit_blocked=True, block_reason=reason.strip())


@command
def unblock_credit(uow: UnitOfWork, *, distributor: Distributor, reason: str) -> Distributor:
    """Sell on credit to a distributor again; the reason is kept until the next block."""
    if not distributor.credit_blocked:
        raise Problem(_("Its credit is not blocked."))
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="block_reason")
    uow.describe(_("Unblock the credit of {name}", name=distributor.name))
    return uow.change(distributor, credit_blocked=False, block_reason=_("Unblocked: {reason}", reason=reason.strip()))


def _draft(assessment: CreditAssessment) -> None:
    if assessment.state != "draft":
        raise Problem(_("This proposal is closed already."), field="state")


def _name(uow: UnitOfWork, distributor: Id | None) -> str:
    return name_of(uow, "distributor", distributor)

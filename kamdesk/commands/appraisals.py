"""Appraisals: read from the figures, closed, reopened, and what they recommend carried out (product/04 §4.4)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kamdesk import clock, figures
from kamdesk.commands import command
from kamdesk.commands.credit import assess_credit
from kamdesk.fields import Link
from kamdesk.figures.model import Figure, Period, Scope
from kamdesk.kinds import Record
from kamdesk.methods.grading import points_for
from kamdesk.problems import Problem
from kamdesk.records.appraisals import RECOMMENDATIONS, Appraisal, AppraisalCriterion, AppraisalLine
from kamdesk.records.distributors import Distributor
from kamdesk.records.tasks import Task
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import N_, _, number

FULL = 100
LENGTHS = ((31, "month"), (93, "quarter"))  # longest days of a period of each sort
# What a recommendation about a subject asks somebody to do, where no record can be made without more being said.
TO_DO: Mapping[str, str] = {
    "credit": N_("Propose the credit of {name}: {what}"), "territory": N_("Review the territories of {name}: {what}"),
    "quota": N_("Review the target of {name}: {what}"), "commission": N_("Review the commission of {name}: {what}"),
    "contract": N_("Review the contract of {name}: {what}"), "position": N_("Recommend the post of {name}: {what}"),
}
WITHOUT_SUBJECT = {"train": N_("Plan a training for {name}"), "reward": N_("Prepare a reward for {name}")}


@command
def appraise(uow: UnitOfWork, *, subject: Link, scheme: str, start: datetime.date, end: datetime.date) -> Appraisal:
    """Judge somebody by a scheme over a period: what figures know is read, the rest is graded by hand."""
    criteria = uow.find(AppraisalCriterion, scheme=scheme, sort=(("order", False), ("name", False)))
    total = sum((each.weight or Decimal(0) for each in criteria), Decimal(0))
    if total != FULL:
        raise Problem(_("The weights of this scheme add up to {n}; they must add up to 100.", n=number(total)),
                      field="scheme")
    if end < start:
        raise Problem(_("It cannot end before it starts."), field="end")
    if uow.count(Appraisal, subject=subject, scheme=scheme, start=start):
        raise Problem(_("There is already an appraisal of this period. Open it."), field="start")
    made = uow.add(Appraisal(subject=subject, scheme=scheme, period=_length(start, end), start=start, end=end,
                             owner=uow.me))
    for each in criteria:
        uow.add(_line(uow, made, each, Period(start, end)))
    uow.describe(_("Appraise {name}", name=_name(uow, subject)))
    return made


def _length(start: datetime.date, end: datetime.date) -> str:
    return next((name for longest, name in LENGTHS if (end - start).days < longest), "year")


def _line(uow: UnitOfWork, appraisal: Appraisal, criterion: AppraisalCriterion, period: Period) -> AppraisalLine:
    line = AppraisalLine(appraisal=appraisal.id, criterion=criterion.id, weight=criterion.weight,
                         source="automatic" if criterion.figure else "manual")
    found = _read(uow, criterion.figure, period, appraisal.subject) if criterion.figure else None
    if found is None or found.value is None or criterion.best is None or criterion.worst is None:
        return line
    points = points_for(found.value, best=Fraction(criterion.best), worst=Fraction(criterion.worst))
    return dataclasses.replace(line, value=number(_decimal(found.value), 1), points=_decimal(points))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _read(reader: Reader, code: str, period: Period, subject: Link | None) -> Figure | None:
    """The figure of the appraised; None when there is no such figure of her, which leaves the criterion unknown."""
    if subject is None:
        return None
    scope = Scope(distributor=subject.id) if subject.kind == "distributor" else Scope(person=subject.id)
    try:
        return figures.ask(reader.facts, code, period, scope)
    except Problem:
        return None


@command
def close_appraisal(uow: UnitOfWork, *, appraisal: Appraisal) -> Appraisal:
    """Freeze an appraisal; every criterion judged by hand has its points."""
    if appraisal.state == "closed":
        raise Problem(_("It is closed already."), field="state")
    uow.describe(_("Close the appraisal of {name}", name=_name(uow, appraisal.subject)))
    return uow.change(appraisal, state="closed")


@command
def reopen_appraisal(uow: UnitOfWork, *, appraisal: Appraisal, reason: str) -> Appraisal:
    """Open a closed appraisal again, with its reason."""
    if appraisal.state != "closed":
        raise Problem(_("Only a closed appraisal is opened again."), field="state")
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="reopen_reason")
    uow.describe(_("Reopen the appraisal of {name}", name=_name(uow, appraisal.subject)))
    return uow.change(appraisal, state="reopened", reopen_reason=reason.strip())


@command
def grade_line(uow: UnitOfWork, *, line: AppraisalLine, points: Decimal, note: str = "") -> AppraisalLine:
    """The points of a criterion, 0 to 100, while its appraisal is open."""
    appraisal = uow.get(Appraisal, line.appraisal or "")
    if appraisal.state == "closed":
        raise Problem(_("The appraisal is closed. Reopen it first."), field="points")
    uow.describe(_("Grade the appraisal of {name}", name=_name(uow, appraisal.subject)))
    return uow.change(line, points=points, note=note.strip() or line.note)


@command
def apply_recommendation(uow: UnitOfWork, *, appraisal: Appraisal) -> list[Record]:
    """Carry out what a closed appraisal recommends: a credit proposal is made, anything else becomes a task about it.

    Returns what was opened.
    """
    if appraisal.state != "closed":
        raise Problem(_("Close the appraisal first."), field="state")
    if appraisal.recommendation in (None, "none"):
        raise Problem(_("It recommends nothing."), field="recommendation")
    made = [_open(uow, appraisal, about) for about in appraisal.recommendation_on] or [_open(uow, appraisal, "")]
    uow.describe(_("Apply the recommendation for {name}", name=_name(uow, appraisal.subject)))
    return made


def _open(uow: UnitOfWork, appraisal: Appraisal, about: str) -> Record:
    subject, wish = appraisal.subject, str(appraisal.recommendation)
    if about == "credit" and subject is not None and subject.kind == "distributor":
        return assess_credit(uow, distributor=uow.get(Distributor, subject.id))
    name, what = _name(uow, subject), _(RECOMMENDATIONS[wish]).lower()
    text = TO_DO.get(about) or WITHOUT_SUBJECT.get(wish) or N_("Follow the appraisal of {name}: {what}")
    due = clock.today() + datetime.timedelta(7)
    return uow.add(Task(title=_(text, name=name, what=what), category="follow_up", due=due, first_due=due,
                        about=Link(Appraisal.kind.name, appraisal.id), assigned_to=appraisal.owner or uow.me))


def _name(reader: Reader, subject: Link | None) -> str:
    return reader.names([subject]).get(subject.id, "") if subject else ""

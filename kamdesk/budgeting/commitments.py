"""Money of budget lines reserved by approved plans, and given back when the approval falls (product/04 §4.1, K59)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kamdesk import words
from kamdesk.budgeting.spending import left_words, months_of
from kamdesk.fields import Id, Link
from kamdesk.kinds import Record
from kamdesk.methods.allocation import Child, split
from kamdesk.methods.months import month_of, month_range
from kamdesk.problems import Problem
from kamdesk.records.budgets import BudgetLine, Commitment, closed_month
from kamdesk.records.campaigns import CommunicationPlan
from kamdesk.records.promotions import PromotionActivity, PromotionPlan
from kamdesk.records.recruitment import RecruitmentPlan
from kamdesk.store import NOT_EQUAL, Reader, UnitOfWork, Where
from kamdesk.words import _

Plan = PromotionPlan | CommunicationPlan | RecruitmentPlan


def reserve(uow: UnitOfWork, document: Record) -> None:
    """Commit what an approved plan costs, by month of its budget line; other documents reserve nothing.

    A month closed already reserves nothing and is told. What was reserved by an earlier approval becomes this.
    """
    if not isinstance(document, Plan):
        return
    wanted = planned(uow, document)
    if not wanted:
        return
    if document.budget_line is None:
        uow.warn(_("It has no budget line, so nothing was reserved."), field="budget_line")
        return
    source = _source(document)
    free(uow, document, but=(document.budget_line, wanted))
    for month, amount in wanted.items():
        closed = closed_month(uow, line=document.budget_line, in_month=month)
        if closed:
            uow.warn(closed, field="budget_line")
        else:
            _commit(uow, source, document.budget_line, month, amount)


def free(uow: UnitOfWork, document: Record, *, but: tuple[Id, Mapping[str, int]] | None = None,
         reason: str = "") -> None:
    """Release what a document holds, except the months of a line in ``but``; the reason is kept with it."""
    if not isinstance(document, Plan):
        return
    for each in uow.find(Commitment, source=_source(document), state="open"):
        if but is None or each.line != but[0] or each.month not in but[1]:
            uow.change(each, state="released", reason=reason or _("Its approval no longer stands."))


def planned(reader: Reader, document: Plan) -> dict[str, int]:
    """What a plan costs by month, in minor units: its activities, or the cost spread evenly over its months."""
    if isinstance(document, CommunicationPlan):
        return _spread(document)
    found: Counter[str] = Counter()
    for each in reader.find(PromotionActivity, Where("state", NOT_EQUAL, "cancelled"), plan=_source(document)):
        if each.on and each.planned_cost:
            found[month_of(each.on)] += each.planned_cost
    return dict(sorted(found.items()))


def _spread(plan: CommunicationPlan) -> dict[str, int]:
    if not plan.cost or plan.start is None or plan.end is None:
        return {}
    months = month_range(month_of(plan.start), month_of(plan.end))
    return split(plan.cost, [Child(month, month) for month in months]).values()


def _commit(uow: UnitOfWork, source: Link, line: Id, month: str, amount: int) -> None:
    there = uow.find(Commitment, source=source, line=line, month=month, archived=None, limit=1)
    before = sum(each.amount or 0 for each in there if each.state == "open")
    _watch(uow, line, month, amount - before)
    if there:
        uow.change(uow.archive(there[0], archived=False), amount=amount, state="open", reason="")
    else:
        uow.add(Commitment(line=line, month=month, amount=amount, source=source))


def _watch(uow: UnitOfWork, line: Id, month: str, more: int) -> None:
    """Reserving more than is available is told, or stopped, as the line says."""
    of = uow.get(BudgetLine, line)
    there = months_of(uow, line, [month]).get(month)
    left = there.available if there else 0
    if more <= 0 or more <= left or of.on_exceed_month == "ignore":
        return
    said = left_words(left, of.name, words.month(month))
    if of.on_exceed_month == "block":
        raise Problem(said, field="budget_line")
    uow.warn(said, field="budget_line")


def _source(document: Record) -> Link:
    return Link(type(document).kind.name, document.id)

"""Targets handed down and changed by hand: the cascade of product/06 A1 as two verbs (product/04 §4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kamdesk.cascade.bases import weights
from kamdesk.cascade.moving import SIBLINGS, move
from kamdesk.cascade.proposal import Given, hand_out
from kamdesk.cascade.receivers import NewShare
from kamdesk.cascade.sharing import share_out
from kamdesk.cascade.sheet import keep, sheet_of
from kamdesk.commands import command
from kamdesk.commands.targets import demand_open
from kamdesk.fields import Id
from kamdesk.identity import natural_id
from kamdesk.problems import Problem
from kamdesk.records.targets import BASES, Target, TargetPlan
from kamdesk.store import IN, UnitOfWork, Where
from kamdesk.words import _, plural


@command
def split_target(uow: UnitOfWork, *, target: Id, children: Sequence[NewShare], basis: str,
                 months: Sequence[str] = (), reason: str = "") -> dict[Id, str]:
    """Share a target among new children and those it has (A1): ``basis`` is one of ``BASES``.

    ``months``: only these, the others stay; without them the year. What no child may take stays unassigned. In force
    it needs a reason. Returns the explanation of each child.
    """
    parent = uow.get(Target, target)
    plan = _plan_to_change(uow, parent, reason)
    _add_children(uow, parent, children)
    sheet = sheet_of(uow, plan, under=target)
    kids = [sheet.targets[each] for each in sheet.below(target)]
    if not kids:
        raise Problem(_("Choose among whom it is shared."), field="children")
    chosen = [month for month in sheet.months if month in months] if months else sheet.months
    found = weights(uow, basis, kids, measure=plan.measure or "amount", before=sheet.months[0])
    explained = share_out(sheet, target, found, chosen, basis=_(BASES[basis]))
    keep(uow, sheet, reason=reason.strip())
    uow.describe(_("Share out the target of {node}", node=sheet.names.get(target, "")))
    return explained


@command
def set_target(uow: UnitOfWork, *, target: Id, value: int, difference: str = SIBLINGS, month: str | None = None,
               reason: str = "") -> int:
    """Give a target another value in a month, or in its year, in minor units (or a count).

    ``difference``: where what it gains or loses comes from or goes, one of ``DIFFERENCES``. In force it needs a
    reason. What hangs on a changed target follows in proportion. Returns how many cells changed.
    """
    found = uow.get(Target, target)
    plan = _plan_to_change(uow, found, reason)
    sheet = sheet_of(uow, plan, under=_holder(uow, [found]))
    if month is not None and month not in sheet.months:
        raise Problem(_("Choose a month of {year}.", year=plan.year), field="month")
    move(sheet, target, value, month=month, to=difference)
    uow.describe(_("Change the target of {node}", node=sheet.names.get(target, "")))
    return keep(uow, sheet, reason=reason.strip())


@command
def set_targets(uow: UnitOfWork, *, cells: Mapping[tuple[Id, str | None], int], difference: str = SIBLINGS,
                reason: str = "") -> int:
    """Give some targets of a plan other values by (target, month), None for the year, all or none: one step.

    As ``set_target``, and what one cell was given is not taken from it by another. Returns how many cells changed.
    """
    found = uow.find(Target, Where("id", IN, [target for target, _month in cells]))
    if not found:
        raise Problem(_("Choose a target."), field="target")
    plan = _plan_to_change(uow, found[0], reason)
    sheet = sheet_of(uow, plan, under=_holder(uow, found))
    for (target, month), value in sorted(cells.items(), key=lambda each: each[0][1] is None):  # the years last
        if target not in sheet.targets or (month is not None and month not in sheet.months):
            raise Problem(_("Choose cells of one plan."), field="month")
        move(sheet, target, value, month=month, to=difference)
        sheet.locks[target] |= {month} if month is not None else set(sheet.months)
    uow.describe(plural("Change {n} target", "Change {n} targets", len(cells)))
    return keep(uow, sheet, reason=reason.strip())


@command
def give_targets(uow: UnitOfWork, *, target: Id, given: Sequence[Given], reason: str = "") -> int:
    """Give the children of a target what a table says (the pasted basis), to the cent; returns how many cells changed.

    Children that are not there yet are made; a year alone is spread as the months of the parent. In force it needs a
    reason. Raises Problem when a month or the year would exceed the parent's.
    """
    parent = uow.get(Target, target)
    plan = _plan_to_change(uow, parent, reason)
    _add_children(uow, parent, [each.share for each in given])
    sheet = sheet_of(uow, plan, under=target)
    hand_out(sheet, parent, given)
    uow.describe(_("Share out the target of {node}", node=sheet.names.get(target, "")))
    return keep(uow, sheet, reason=reason.strip())


def _holder(uow: UnitOfWork, targets: Sequence[Target]) -> Id | None:
    """What all these hang on, so that only its branch is read; None for several, and at the top."""
    above = {each.parent for each in targets}
    holder = uow.maybe(Target, next(iter(above))) if len(above) == 1 else None
    return holder.id if holder and not holder.archived else None


def _plan_to_change(uow: UnitOfWork, target: Target, reason: str) -> TargetPlan:
    plan = demand_open(uow.get(TargetPlan, target.plan or ""))
    if plan.state == "in_force" and not reason.strip():
        raise Problem(_("The plan is in force. Note the reason of the change."), field="reason")
    return plan


def _add_children(uow: UnitOfWork, parent: Target, children: Sequence[NewShare]) -> None:
    """Make the children that are not there yet; those that are take the limits and the weight that are given."""
    stored = uow.find(Target, Where("node", IN, [child.node for child in children]), plan=parent.plan, archived=None)
    there = {(each.node, each.line, each.product): each for each in stored}
    rows: list[Mapping[str, Any]] = []
    if len({(child.node, child.line, child.product) for child in children}) < len(children):
        raise Problem(_("The same one is in the list twice."), field="children")
    for child in children:
        line, product = child.line or parent.line, child.product or parent.product
        old = there.get((child.node, line, product))
        if old is not None and not old.archived and old.parent != parent.id:
            raise Problem(_("{name} already has a target elsewhere in this plan.",
                            name=uow.names([child.node]).get(child.node.id, "")), field="children")
        if child.floor is not None and child.cap is not None and child.floor > child.cap:
            raise Problem(_("The minimum exceeds the maximum."), field="children")
        limits = {"floor": child.floor, "cap": child.cap, "weight": child.weight}
        if old is not None:
            shown = uow.archive(old, archived=False) if old.archived else old
            uow.change(shown, parent=parent.id,
                       **{name: value for name, value in limits.items() if value is not None})
        else:
            key = (parent.plan, child.node.id, line, product)
            rows.append({"id": natural_id(Target.kind.code, key), "plan": parent.plan, "node": child.node,
                         "parent": parent.id, "line": line, "product": product, **limits})
    uow.add_many(Target.kind, rows)

"""Targets handed down and changed by hand: the cascade of product/06 A1 as two verbs (product/04 §4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kamdesk.cascade.bases import weights
from kamdesk.cascade.moving import SIBLINGS, move
from kamdesk.cascade.sharing import share_out
from kamdesk.cascade.sheet import keep, sheet_of
from kamdesk.commands import command
from kamdesk.commands.targets import demand_open
from kamdesk.fields import Id, Link
from kamdesk.identity import natural_id
from kamdesk.problems import Problem
from kamdesk.records.targets import BASES, Target, TargetPlan
from kamdesk.store import IN, UnitOfWork, Where
from kamdesk.words import _


@dataclass(frozen=True)
class NewShare:
    """A receiver of a target: whose, of which line or product, with its limits of the year and its weight by hand."""

    node: Link
    line: Id | None = None
    product: Id | None = None
    floor: int | None = None
    cap: int | None = None
    weight: Decimal | None = None


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
    holder = uow.maybe(Target, found.parent)
    sheet = sheet_of(uow, plan, under=holder.id if holder and not holder.archived else None)
    if month is not None and month not in sheet.months:
        raise Problem(_("Choose a month of {year}.", year=plan.year), field="month")
    move(sheet, target, value, month=month, to=difference)
    uow.describe(_("Change the target of {node}", node=sheet.names.get(target, "")))
    return keep(uow, sheet, reason=reason.strip())


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

"""How a target would be shared out, before anything is written: what the page of a share shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kamdesk.cascade.bases import weights
from kamdesk.cascade.receivers import NewShare, label_of, links_of
from kamdesk.cascade.sharing import share_out
from kamdesk.cascade.sheet import Sheet, sheet_of
from kamdesk.fields import Id
from kamdesk.identity import natural_id
from kamdesk.methods.allocation import Number
from kamdesk.records.targets import BASES, Target, TargetPlan
from kamdesk.store import Reader
from kamdesk.words import _


@dataclass(frozen=True)
class ShareLine:
    """One receiver: what it has, what it would have in the year, by which weight, and why (in words)."""

    target: Target
    name: str
    weight: Number
    before: int
    value: int
    why: str


@dataclass(frozen=True)
class Proposal:
    """The receivers in their order, what is shared, and what stays unassigned before and after."""

    lines: Sequence[ShareLine]
    total: int
    left_before: int
    left: int


def propose(reader: Reader, target: Target, children: Sequence[NewShare], *, basis: str,
            months: Sequence[str] = ()) -> Proposal:
    """Share a target out in memory, as ``split_target`` would write it. Raises the same Problems about its numbers."""
    plan = reader.get(TargetPlan, target.plan or "")
    sheet = sheet_of(reader, plan, under=target.id)
    before = {kid: sheet.total(kid) for kid in sheet.below(target.id)}
    left_before = _left(sheet, target.id)
    _put_in(reader, sheet, target, children)
    kids = [sheet.targets[each] for each in sheet.below(target.id)]
    chosen = [month for month in sheet.months if month in months] if months else sheet.months
    found = weights(reader, basis, kids, measure=plan.measure or "amount", before=sheet.months[0])
    explained = share_out(sheet, target.id, found, chosen, basis=_(BASES[basis]))
    lines = [ShareLine(kid, sheet.names.get(kid.id, ""), found.get(kid.id, 0), before.get(kid.id, 0),
                       sheet.total(kid.id), explained.get(kid.id, "")) for kid in kids]
    return Proposal(lines, sheet.total(target.id), left_before, _left(sheet, target.id))


def _left(sheet: Sheet, node: Id) -> int:
    return sum(sheet.unassigned(node, month) for month in sheet.months)


def _put_in(reader: Reader, sheet: Sheet, parent: Target, children: Sequence[NewShare]) -> None:
    """Put receivers that have no target yet into a sheet; those that have one take the limits that are given."""
    there = {(each.node, each.line, each.product): each for each in sheet.targets.values()}
    names = reader.names(links_of(children))
    for child in children:
        key = (child.node, child.line or parent.line, child.product or parent.product)
        old = there.get(key)
        if old is not None:
            sheet.targets[old.id] = replace(old, floor=old.floor if child.floor is None else child.floor,
                                            cap=old.cap if child.cap is None else child.cap,
                                            weight=old.weight if child.weight is None else child.weight)
            continue
        made = Target(id=natural_id(Target.kind.code, (parent.plan, child.node.id, *key[1:])), plan=parent.plan,
                      node=child.node, parent=parent.id, line=key[1], product=key[2], floor=child.floor, cap=child.cap,
                      weight=child.weight)
        sheet.targets[made.id], sheet.names[made.id] = made, label_of(names, child)
        sheet.cells[made.id], sheet.locks[made.id] = {}, frozenset()
        sheet.kids.setdefault(parent.id, []).append(made.id)

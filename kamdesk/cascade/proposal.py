"""How a target would be shared out, before anything is written: what the page of a share shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kamdesk.cascade.bases import weights
from kamdesk.cascade.giving import give_out
from kamdesk.cascade.receivers import NewShare, label_of, links_of
from kamdesk.cascade.sharing import share_out
from kamdesk.cascade.sheet import Sheet, sheet_of
from kamdesk.fields import Id
from kamdesk.identity import natural_id
from kamdesk.records.targets import BASES, Target, TargetPlan
from kamdesk.store import Reader
from kamdesk.words import _, fold


@dataclass(frozen=True)
class ShareLine:
    """One receiver: what it has, what it would have in the year, and why (in words)."""

    target: Target
    name: str
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


@dataclass(frozen=True)
class Given:
    """A receiver with what a table says it gets: by month, or only in the year; minor units, or a count."""

    share: NewShare
    months: Mapping[str, int] = field(default_factory=dict)
    year: int | None = None


def propose(reader: Reader, target: Target, children: Sequence[NewShare], *, basis: str,
            months: Sequence[str] = ()) -> Proposal:
    """Share a target out in memory, as ``split_target`` would write it. Raises the same Problems about its numbers."""
    sheet = _with(reader, target, children)
    kids = [sheet.targets[each] for each in sheet.below(target.id)]
    chosen = [month for month in sheet.months if month in months] if months else sheet.months
    found = weights(reader, basis, kids, measure=sheet.plan.measure or "amount", before=sheet.months[0])
    explained = share_out(sheet, target.id, found, chosen, basis=_(BASES[basis]))
    return _proposal(sheet, target.id, explained)


def propose_given(reader: Reader, target: Target, given: Sequence[Given]) -> Proposal:
    """What a table gives, in memory, as ``give_targets`` would write it. Raises the same Problems about its numbers."""
    sheet = _with(reader, target, [each.share for each in given])
    named = hand_out(sheet, target, given)
    return _proposal(sheet, target.id, dict.fromkeys(named, _("Pasted table")))


def _proposal(sheet: Sheet, parent: Id, explained: Mapping[Id, str]) -> Proposal:
    before = {id_: sum(months.values()) for id_, months in sheet.before.items()}
    lines = [ShareLine(sheet.targets[kid], sheet.names.get(kid, ""), before.get(kid, 0), sheet.total(kid),
                       explained.get(kid, "")) for kid in
             sorted(sheet.below(parent), key=lambda each: (fold(sheet.names.get(each, "")), each))]
    left_before = before[parent] - sum(line.before for line in lines)
    return Proposal(lines, sheet.total(parent), left_before, sum(sheet.unassigned(parent, at) for at in sheet.months))


def hand_out(sheet: Sheet, parent: Target, given: Sequence[Given]) -> list[Id]:
    """Give the children of a target that are in a sheet what a table says; Problem when they exceed it."""
    kids = {(each.node, each.line, each.product): each.id for id_ in sheet.below(parent.id)
            if (each := sheet.targets[id_])}
    pairs = [(kids[each.share.node, each.share.line or parent.line, each.share.product or parent.product], each)
             for each in given]
    give_out(sheet, parent.id, months={id_: dict(each.months) for id_, each in pairs if each.months},
             years={id_: each.year for id_, each in pairs if each.year is not None})
    return [id_ for id_, _given in pairs]


def _with(reader: Reader, parent: Target, children: Sequence[NewShare]) -> Sheet:
    """A sheet with receivers that have no target yet; those that have one take the limits that are given."""
    sheet = sheet_of(reader, reader.get(TargetPlan, parent.plan or ""), under=parent.id)
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
    return sheet

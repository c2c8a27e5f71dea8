"""The sheet of a target plan: its tree, the months of each target, what may still move, and writing what did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamdesk import words
from kamdesk.cascade.receivers import label_of, links_of
from kamdesk.fields import Id
from kamdesk.identity import natural_id, new_id
from kamdesk.methods.allocation import Child, Number
from kamdesk.methods.months import month_range
from kamdesk.records.targets import COUNTED, Target, TargetMonth, TargetPlan
from kamdesk.store import IN, Reader, UnitOfWork, Where
from kamdesk.words import number

UNASSIGNED = ""  # id of what no child holds, in the rows of a split
Months = dict[str, int]


@dataclass
class Sheet:
    """Values by target and month in minor units (or counts); ``before`` is what the base holds.

    At every target and in every month Σ children ≤ the target: what is left is unassigned.
    """

    plan: TargetPlan
    targets: dict[Id, Target]
    names: dict[Id, str]
    cells: dict[Id, Months]
    locks: dict[Id, frozenset[str]]
    kids: dict[Id | None, list[Id]]
    before: dict[Id, Months] = field(default_factory=dict)

    @property
    def months(self) -> list[str]:
        """The twelve months of the plan."""
        return plan_months(self.plan)

    def below(self, node: Id | None) -> list[Id]:
        """The children of a target; of None, the topmost ones."""
        return self.kids.get(node, [])

    def parent(self, node: Id) -> Id | None:
        """What a target hangs on; None at the top, also when its parent was taken out."""
        above = self.targets[node].parent
        return above if above in self.targets else None

    def cell(self, node: Id, month: str) -> int:
        """The value of a target in a month."""
        return self.cells[node].get(month, 0)

    def total(self, node: Id, months: Sequence[str] | None = None) -> int:
        """Σ of some months of a target, of the year without them."""
        return sum(self.cell(node, month) for month in (self.months if months is None else months))

    def unassigned(self, node: Id, month: str) -> int:
        """What no child of a target holds in a month."""
        return self.cell(node, month) - sum(self.cell(child, month) for child in self.below(node))

    def above_top(self) -> int:
        """What of the plan's total no topmost target holds; negative when they hold more."""
        return (self.plan.total or 0) - sum(self.total(top) for top in self.below(None))

    def is_locked(self, node: Id, month: str) -> bool:
        """Whether a cell may not change."""
        return self.targets[node].locked or month in self.locks[node]

    def show(self, value: int) -> str:
        """An amount of the plan in words."""
        return number(value) if self.plan.measure in COUNTED else words.money(value, self.plan.currency or None)

    def child(self, node: Id, weight: Number, months: Sequence[str]) -> Child:
        """A target as a receiver in some months: the limits of its year less what its other months keep."""
        target, held = self.targets[node], self.total(node, months)
        kept = self.total(node) - held
        fixed = sum(self.cell(node, month) for month in months if self.is_locked(node, month))
        whole = all(self.is_locked(node, month) for month in months)
        return Child(node, self.names.get(node, ""), weight, floor=max((target.floor or 0) - kept, fixed, 0),
                     cap=None if target.cap is None else max(target.cap - kept, fixed), locked=held if whole else None)

    def put(self, node: Id, values: Mapping[str, int]) -> None:
        """Give a target other values in some months."""
        self.cells[node] = {**self.cells[node], **values}


def plan_months(plan: TargetPlan) -> list[str]:
    """January to December of the plan's year."""
    return month_range(f"{plan.year:04d}-01", f"{plan.year:04d}-12")


def sheet_of(reader: Reader, plan: TargetPlan, *, under: Id | None = None) -> Sheet:
    """The sheet of a plan as the base holds it; with ``under``, only a target, what hangs on it, and what holds it."""
    found = reader.find(Target, plan=plan.id) if under is None else _branch(reader, under)
    targets = {each.id: each for each in found}
    nodes = reader.names(links_of(targets.values()))
    names = {each.id: label_of(nodes, each) for each in targets.values()}
    cells: dict[Id, Months] = {id_: {} for id_ in targets}
    locks: dict[Id, set[str]] = {id_: set() for id_ in targets}
    for each in reader.find(TargetMonth, Where("target", IN, list(targets))):
        cells[each.target or ""][each.month or ""] = each.value or 0
        if each.locked:
            locks[each.target or ""].add(each.month or "")
    sheet = Sheet(plan, targets, names, cells, {id_: frozenset(each) for id_, each in locks.items()}, {},
                  {id_: dict(each) for id_, each in cells.items()})
    for id_ in targets:
        sheet.kids.setdefault(sheet.parent(id_), []).append(id_)
    return sheet


def _branch(reader: Reader, root: Id) -> list[Target]:
    """A target with those below it, level by level, and those above it."""
    found = [reader.get(Target, root)]
    level = [root]
    while level:
        below = reader.find(Target, Where("parent", IN, level))
        found += below
        level = [each.id for each in below]
    above = reader.maybe(Target, found[0].parent)
    while above is not None and not above.archived:
        found.append(above)
        above = reader.maybe(Target, above.parent)
    return found


def keep(uow: UnitOfWork, sheet: Sheet, *, reason: str = "") -> int:
    """Write the cells that changed, and why on their targets; returns how many cells."""
    changed = {(id_, month): value for id_, months in sheet.cells.items() for month, value in months.items()
               if sheet.before.get(id_, {}).get(month) != value}
    owners = list(dict.fromkeys(id_ for id_, _month in changed))
    if reason:
        uow.change_many(Target.kind, [{"id": id_, "reason": reason} for id_ in owners])
    stored = {(each.target, each.month): each for each in uow.find(TargetMonth, Where("target", IN, owners),
                                                                    archived=None)}
    taken = {each.id for each in stored.values()}
    old: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    for (target, month), value in changed.items():
        there = stored.get((target, month))
        if there is None:
            new.append({"id": _id(target, month, taken), "target": target, "month": month, "value": value})
        else:
            old.append({"id": there.id, "value": value, "archived": False})
    uow.change_many(TargetMonth.kind, old)
    uow.add_many(TargetMonth.kind, new)
    return len(changed)


def _id(target: Id, month: str, taken: set[Id]) -> Id:
    """The natural id of a cell; another one when a row whose key was edited holds it."""
    found = natural_id(TargetMonth.kind.code, (target, month))
    return new_id() if found in taken else found

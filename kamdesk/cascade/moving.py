"""A1 step 6 on a sheet: one value changes by hand, and the difference goes to siblings, unassigned or the parent."""

from __future__ import annotations

from kamdesk.cascade.sharing import give, lay_out
from kamdesk.cascade.sheet import UNASSIGNED, Months, Sheet
from kamdesk.fields import Id
from kamdesk.methods.allocation import Child, Split, move_difference, split
from kamdesk.problems import Problem
from kamdesk.words import N_, _

SIBLINGS, LEFT, PARENT = "siblings", "unassigned", "parent"
DIFFERENCES = {SIBLINGS: N_("From the siblings"), LEFT: N_("From what is unassigned"), PARENT: N_("From the parent")}


def move(sheet: Sheet, node: Id, value: int, *, month: str | None, to: str) -> None:
    """Give a target another value in a month, or in the year, and move the difference.

    Siblings give or take in proportion to what they have; a parent changes with all that hold it, up to the top, in
    drafts only. Raises Problem when locks, limits or what is left do not allow it.
    """
    months = sheet.months if month is None else [month]
    _demand(sheet, node, value, months, to)
    if to == SIBLINGS:
        _among_siblings(sheet, node, value, months)
        return
    values = _own_months(sheet, node, value, months, capped=to == LEFT)
    steps = {each: wanted - sheet.cell(node, each) for each, wanted in values.items()}
    if to == PARENT:
        _raise_parents(sheet, node, steps)
    give(sheet, node, values)


def _demand(sheet: Sheet, node: Id, value: int, months: list[str], to: str) -> None:
    if to not in DIFFERENCES:
        raise Problem(_("Choose where the difference goes."), field="difference")
    if value < 0:
        raise Problem(_("The amount cannot be negative."), field="value")
    if all(sheet.is_locked(node, month) for month in months):
        raise Problem(_("It is locked. Release it first."), field="value")
    demand_limits(sheet, node, sheet.total(node) - sheet.total(node, months) + value)
    above = sheet.parent(node)
    if to == PARENT and above is None:
        raise Problem(_("Nothing is above it. Change the total of the plan."), field="difference")
    if to == PARENT and sheet.plan.state != "draft":
        raise Problem(_("Only a draft passes a difference up. Take it from the siblings."), field="difference")
    difference = value - sheet.total(node, months)
    if to == LEFT and difference > (left := _left(sheet, above, months)):
        raise Problem(_("Only {x} is unassigned. Take the rest from the siblings.", x=sheet.show(max(left, 0))),
                      field="value")


def demand_limits(sheet: Sheet, node: Id, year: int) -> None:
    """Problem when a year is negative or outside the minimum and the maximum of its target."""
    target = sheet.targets[node]
    if year < 0:
        raise Problem(_("The amount cannot be negative."), field="value")
    if target.floor is not None and year < target.floor:
        raise Problem(_("The year would fall under its minimum of {x}.", x=sheet.show(target.floor)), field="value")
    if target.cap is not None and year > target.cap:
        raise Problem(_("The year would exceed its maximum of {x}.", x=sheet.show(target.cap)), field="value")


def _left(sheet: Sheet, parent: Id | None, months: list[str]) -> int:
    return sheet.above_top() if parent is None else sum(sheet.unassigned(parent, month) for month in months)


def _among_siblings(sheet: Sheet, node: Id, value: int, months: list[str]) -> None:
    parent = sheet.parent(node)
    kids = sheet.below(parent)
    if len(kids) == 1:
        raise Problem(_("It has no siblings. Take the difference from what is unassigned."), field="difference")
    children = [sheet.child(kid, sheet.total(kid, months), months) for kid in kids]
    held = sum(sheet.total(kid, months) for kid in kids)
    moved = move_difference(held, children, changed=node, value=value, to=SIBLINGS, show=sheet.show)
    left = 0 if parent is None else sum(sheet.unassigned(parent, month) for month in months)
    totals = [sum(sheet.cell(kid, month) for kid in kids) if parent is None else sheet.cell(parent, month)
              for month in months]
    lay_out(sheet, _years(moved, left), totals, months, name=sheet.names.get(parent or node, ""))


def _years(moved: Split, left: int) -> dict[Id, int]:
    return {**moved.values(), UNASSIGNED: moved.unassigned + left}


def _own_months(sheet: Sheet, node: Id, value: int, months: list[str], *, capped: bool) -> Months:
    """The months of a target for a new total, in the proportion they have; ``capped``: as far as each has room."""
    parent = sheet.parent(node)
    children = []
    for month in months:
        now = sheet.cell(node, month)
        room = now + sheet.unassigned(parent, month) if capped and parent is not None else None
        children.append(Child(month, month, now, cap=room, locked=now if sheet.is_locked(node, month) else None))
    found = split(value, children, show=sheet.show)
    if found.unassigned:
        raise Problem(_("The months that are not locked have no room for it. Change them one by one."), field="value")
    return found.values()


def _raise_parents(sheet: Sheet, node: Id, steps: Months) -> None:
    """Add the steps to all that hold a target, up to the top."""
    above = sheet.parent(node)
    while above is not None:
        if any(step and sheet.is_locked(above, month) for month, step in steps.items()):
            raise Problem(_("{name} is locked. Release it first.", name=sheet.names.get(above, "")), field="value")
        sheet.put(above, {month: sheet.cell(above, month) + step for month, step in steps.items()})
        above = sheet.parent(above)

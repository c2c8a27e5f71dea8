"""A1: share a whole number of units among children by weight, with floors, caps and locks (largest remainder)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kamdesk.problems import Problem
from kamdesk.words import N_, _, fold, number, percent

Number = int | Fraction | Decimal
EQUAL_NOTICE = N_("No basis: equal shares")


@dataclass(frozen=True)
class Child:
    """One receiver: ``weight`` ≥ 0 and, in whole units, an optional floor, cap and locked value."""

    id: str
    name: str = ""
    weight: Number = 0
    floor: int | None = None
    cap: int | None = None
    locked: int | None = None


@dataclass(frozen=True)
class Share:
    """What a child got and why: its part of the free weights, the limit that held it, one unit by rounding."""

    id: str
    value: int
    ideal: Fraction
    part: Fraction
    limit: str = ""  # "", "floor", "cap" or "locked"
    rounded_up: bool = False


@dataclass(frozen=True)
class Split:
    """The shares in the order of the children, what no child could take, and a notice already translated."""

    shares: tuple[Share, ...]
    unassigned: int = 0
    notice: str = ""

    def values(self) -> dict[str, int]:
        """Value by child id."""
        return {share.id: share.value for share in self.shares}


def order(child: Child) -> tuple[str, str]:
    """How ties end: name without accents, then id."""
    return fold(child.name), child.id


def split(total: int, children: Sequence[Child], *, show: Callable[[int], str] = number) -> Split:
    """Share ``total`` units (cents, boxes, visits) by weight; Σ values + unassigned = total (product/06 A1, steps 1–4).

    ``show`` writes an amount in the messages. Raises Problem when the locked values or the floors exceed the total,
    or a floor its cap. The order of the children changes no value.
    """
    ranked = sorted(children, key=order)
    free = [child for child in ranked if child.locked is None]
    rest = total - sum(child.locked or 0 for child in ranked)
    _check(rest, free, show=show)
    equal = bool(free) and not any(child.weight for child in free)
    weights = {child.id: Fraction(1) if equal else Fraction(child.weight) for child in free}
    ideals, limits = _bounded(rest, free, weights)
    values = _largest_remainder(free, ideals, weights)
    whole = sum(weights.values())
    made = {child.id: Share(child.id, values[child.id], ideals[child.id], weights[child.id] / whole,
                            limits.get(child.id, ""), values[child.id] > ideals[child.id]) for child in free}
    shares = tuple(made.get(child.id) or _locked(child) for child in children)
    return Split(shares, total - sum(share.value for share in shares), _(EQUAL_NOTICE) if equal and rest else "")


def move_difference(total: int, children: Sequence[Child], *, changed: str, value: int, to: str = "siblings",
                    unassigned: int = 0, show: Callable[[int], str] = number) -> Split:
    """Give child ``changed`` another value and move the difference (A1 step 6); weights are the current values.

    ``to``: «siblings» (free ones, in proportion to their current values), «unassigned» or «parent» (the total itself
    changes). Raises Problem when the siblings or what is unassigned cannot give it.
    """
    before = {child.id: child for child in children}[changed]
    difference = value - int(before.weight)
    moved = [replace(child, locked=value if child.id == changed else
                     child.locked if to == "siblings" else int(child.weight)) for child in children]
    if to == "parent":
        return split(total + difference, moved, show=show)
    if to == "unassigned":
        if difference > unassigned:
            raise Problem(_("Only {x} is unassigned. Take the rest from the siblings.", x=show(unassigned)),
                          field="value")
        return split(total, moved, show=show)
    result = split(total - unassigned, moved, show=show)
    return replace(result, unassigned=result.unassigned + unassigned)


def explain(share: Share, *, basis: str) -> str:
    """The explanation column: basis, share, limit and rounding that gave the value."""
    if share.limit == "locked":
        return _("locked")
    limit = {"floor": N_("held at its minimum"), "cap": N_("held at its maximum")}.get(share.limit)
    parts = [basis, percent(Decimal(share.part.numerator * 100) / share.part.denominator),
             _(limit) if limit else "", _("+1 by rounding") if share.rounded_up else ""]
    return " · ".join(part for part in parts if part)


def _locked(child: Child) -> Share:
    value = child.locked or 0
    return Share(child.id, value, Fraction(value), Fraction(0), "locked")


def _check(rest: int, free: Sequence[Child], *, show: Callable[[int], str]) -> None:
    if rest < 0:
        raise Problem(_("What is locked exceeds the total by {x}.", x=show(-rest)))
    for child in free:
        if child.cap is not None and (child.floor or 0) > child.cap:
            raise Problem(_("{name}: the minimum exceeds the maximum.", name=child.name), field="floor")
    missing = sum(child.floor or 0 for child in free) - rest
    if missing > 0:
        raise Problem(_("The minimums exceed what is available by {x}.", x=show(missing)))


def _bounded(rest: int, free: Sequence[Child], weights: dict[str, Fraction]
             ) -> tuple[dict[str, Fraction], dict[str, str]]:
    """Step 3: proportional ideals, those outside their limits fixed at them until none is."""
    ideals: dict[str, Fraction] = {}
    limits: dict[str, str] = {}
    left, amount = list(free), Fraction(rest)
    while left:
        ideals.update(_proportional(amount, left, weights))
        below = [child for child in left if ideals[child.id] < (child.floor or 0)]
        above = [child for child in left if child.cap is not None and ideals[child.id] > child.cap]
        if not below and not above:
            break
        shortfall = sum((child.floor or 0) - ideals[child.id] for child in below)
        excess = sum(ideals[child.id] - (child.cap or 0) for child in above)
        held, limit = (below, "floor") if shortfall >= excess else (above, "cap")
        for child in held:
            ideals[child.id] = Fraction((child.floor if limit == "floor" else child.cap) or 0)
            limits[child.id] = limit
        amount -= sum(ideals[child.id] for child in held)
        left = [child for child in left if child.id not in limits]
    return ideals, limits


def _proportional(amount: Fraction, left: Sequence[Child], weights: dict[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(weights[child.id] for child in left)
    if not whole:
        return {child.id: amount / len(left) for child in left}
    return {child.id: amount * weights[child.id] / whole for child in left}


def _largest_remainder(free: Sequence[Child], ideals: dict[str, Fraction], weights: dict[str, Fraction]
                       ) -> dict[str, int]:
    """Step 4: whole parts, then the units left to the largest fractions (tie: larger weight, name, id)."""
    values = {child.id: math.floor(ideals[child.id]) for child in free}
    units = sum(ideals.values(), Fraction(0)) - sum(values.values())
    by_fraction = sorted(free, key=lambda child: (values[child.id] - ideals[child.id], -weights[child.id],
                                                  order(child)))
    for child in by_fraction[:int(units)]:
        values[child.id] += 1
    return values

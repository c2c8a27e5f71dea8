"""A4: the move that brings the worst served place nearest to its share of the potential; numbers in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LOW, HIGH = Fraction(80, 100), Fraction(120, 100)  # share of the resource ÷ share of the base


@dataclass(frozen=True)
class Place:
    """A place, by its name for ties, with whole units of a resource and its weight (potential)."""

    key: str
    name: str
    amount: int
    weight: Fraction


@dataclass(frozen=True)
class Move:
    """Units to take from one place to another, and the balance of both before and after, per cent.

    ``enough`` is False where the giver had less to spare than the taker needs.
    """

    source: str
    target: str
    amount: int
    before: tuple[Fraction, Fraction]
    after: tuple[Fraction, Fraction]
    enough: bool


def balances(places: Sequence[Place]) -> Mapping[str, Fraction]:
    """Share of the resource ÷ share of the weight, 1 is even; places without weight have none."""
    total, weight = sum(each.amount for each in places), sum((each.weight for each in places), Fraction(0))
    if not total or not weight:
        return {}
    return {each.key: Fraction(each.amount, total) / (each.weight / weight) for each in places if each.weight}


def move(places: Sequence[Place]) -> Move | None:
    """What to move so that the place furthest outside 80–120 comes in; None when all are in or nothing can be moved.

    The other side of the move is the place furthest out on the other side; it is never pushed out itself. Ties end in
    the name, then the key.
    """
    found = balances(places)
    outside = [each for each in places if each.key in found and not LOW <= found[each.key] <= HIGH]
    if not outside:
        return None
    worst = min(outside, key=lambda each: (-_distance(found[each.key]), each.name, each.key))
    poor = found[worst.key] < LOW
    others = [each for each in places if each.key != worst.key and each.key in found]
    if not others:
        return None
    sign = -1 if poor else 1
    other = min(others, key=lambda each: (sign * found[each.key], each.name, each.key))
    source, target = (other, worst) if poor else (worst, other)
    unit = Fraction(sum(each.amount for each in places)) / sum((each.weight for each in places), Fraction(0))
    spare, room = (source.amount - _up(LOW * unit * source.weight), int(HIGH * unit * target.weight) - target.amount)
    needed = _up(LOW * unit * target.weight) - target.amount if poor else \
        source.amount - int(HIGH * unit * source.weight)
    amount = min(needed, spare, room)
    return _told(places, source, target, amount, enough=amount == needed) if amount > 0 else None


def _told(places: Sequence[Place], source: Place, target: Place, amount: int, *, enough: bool) -> Move:
    changed = {source.key: source.amount - amount, target.key: target.amount + amount}
    after = balances([Place(each.key, each.name, changed.get(each.key, each.amount), each.weight) for each in places])
    before = balances(places)
    return Move(source.key, target.key, amount, (before[source.key] * 100, before[target.key] * 100),
                (after[source.key] * 100, after[target.key] * 100), enough)


def _distance(value: Fraction) -> Fraction:
    """How far out it is, as a ratio, so that half and double weigh alike."""
    if value > 1:
        return value
    return 1 / value if value else Fraction(10**9)


def _up(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)

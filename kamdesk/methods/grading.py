"""Points of criteria, what an appraisal adds up to, and what an incentive pays (F52 and F59 of product/05 §5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

FULL, LEAST_KNOWN = 100, 60
MARKS = (("a", 85), ("b", 70), ("c", 55), ("d", 0))
EXCESS, UNIT, FIXED = "excess", "unit", "fixed"


def points_for(value: Fraction, *, best: Fraction, worst: Fraction) -> Fraction:
    """(value − worst) ÷ (best − worst) × 100, from 0 to 100; best may lie below worst. Equal ends: all or nothing."""
    if best == worst:
        return Fraction(FULL if value >= best else 0)
    return min(max((value - worst) / (best - worst) * FULL, Fraction(0)), Fraction(FULL))


def total(parts: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """F52: Σ weight × points ÷ Σ known weights; None when less than 60 of the weight is known."""
    known = [(weight, points) for weight, points in parts if points is not None]
    weights = sum((weight for weight, _points in known), Fraction(0))
    if weights < LEAST_KNOWN:
        return None
    return sum((weight * points for weight, points in known), Fraction(0)) / weights


def mark_of(score: Fraction | None) -> str | None:
    """A from 85, b from 70, c from 55, else d; None without a score."""
    return None if score is None else next(mark for mark, least in MARKS if score >= least)


@dataclass(frozen=True)
class Terms:
    """How an incentive pays.

    rule   excess (``rate`` per cent of what passes the target), unit (``rate`` minor units for each), fixed (``rate``)
    threshold   per cent of the target from which it pays        cap   most it pays, minor units, None without
    """

    rule: str
    rate: Fraction
    threshold: Fraction = Fraction(FULL)
    cap: int | None = None


@dataclass(frozen=True)
class Earned:
    """What a participant earns in minor units (None when it cannot be told), and what lacks to the threshold."""

    amount: Fraction | None
    missing: Fraction


def earned(terms: Terms, *, actual: Fraction, target: Fraction) -> Earned:
    """F59 of one participant; without a target only a fixed prize or one for each unit can be told."""
    missing = max(Fraction(0), terms.threshold / FULL * target - actual)
    if target == 0 and terms.rule == EXCESS:
        return Earned(None, missing)
    if missing > 0:
        return Earned(Fraction(0), missing)
    paid = {EXCESS: terms.rate / FULL * max(Fraction(0), actual - target), UNIT: terms.rate * actual,
            FIXED: terms.rate}[terms.rule]
    return Earned(paid if terms.cap is None else min(paid, Fraction(terms.cap)), missing)

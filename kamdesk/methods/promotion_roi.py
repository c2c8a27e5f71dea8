"""What a promotion brought: baseline, lift, return and the lift that pays for it (product/05 F70–F72)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

MONTHS, LEAST, BACK = 3, 2, 2  # whole months of a baseline, fewest that will do, how many times as far back they may be


@dataclass(frozen=True)
class Sold:
    """Units (thousandths or whole, as the caller counts) and amount in minor units, net of returns."""

    units: Fraction
    amount: Fraction

    def __add__(self, other: Sold) -> Sold:
        return Sold(self.units + other.units, self.amount + other.amount)

    def profit(self, unit_cost: Fraction) -> Fraction:
        """Amount less the cost of the units, minor units."""
        return self.amount - self.units * unit_cost


NOTHING = Sold(Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Month:
    """A whole month before the plan: what was sold in it, its working days, and whether it can be compared.

    A month with another promotion on a fifth or more of the same scope cannot.
    """

    sold: Sold
    working_days: Fraction
    usable: bool = True


def baseline(months: Sequence[Month], *, plan_days: Fraction, most: int = MONTHS) -> Sold | None:
    """What would have been sold without the plan, over its working days; None with fewer than two usable months.

    ``months``: the whole months before the start, the newest first; of those usable the first ``most`` count, and
    those beyond twice as many are not looked at.
    """
    used = [each for each in months[:BACK * most] if each.usable and each.working_days][:most]
    if len(used) < min(LEAST, most):
        return None
    sold = sum((each.sold for each in used), NOTHING)
    share = plan_days / sum((each.working_days for each in used), Fraction(0))
    return Sold(sold.units * share, sold.amount * share)


def lift(actual: Fraction, base: Fraction) -> Fraction | None:
    """(Actual − baseline) ÷ baseline × 100, %; None when the baseline is nothing."""
    return (actual - base) / base * 100 if base > 0 else None


def gain(actual: Sold, base: Sold, *, unit_cost: Fraction) -> Fraction:
    """Profit with the plan less profit without it, before what the plan cost; minor units."""
    return actual.profit(unit_cost) - base.profit(unit_cost)


def roi(actual: Sold, base: Sold, *, unit_cost: Fraction, cost: Fraction) -> Fraction | None:
    """(Gain − cost of the plan) ÷ cost × 100, %; None for a plan that cost nothing: there the gain is told."""
    return return_of(gain(actual, base, unit_cost=unit_cost), cost=cost)


def return_of(brought: Fraction, *, cost: Fraction) -> Fraction | None:
    """(Gain − cost) ÷ cost × 100, %, for a gain added over products; None when nothing was spent."""
    return (brought - cost) / cost * 100 if cost > 0 else None


def break_even_lift(base: Sold, *, unit_cost: Fraction, cost: Fraction) -> Fraction | None:
    """The lift, %, at which the gain pays for the plan, prices as in the baseline; None when no lift can."""
    profit = base.profit(unit_cost)
    return cost / profit * 100 if profit > 0 else None


def expected_lift(lifts: Iterable[Fraction]) -> Fraction | None:
    """The lift to expect of a plan like others: the median of theirs; None without any."""
    known = list(lifts)
    return Fraction(median(known)) if known else None

"""How good a distributor is for its credit, and what limit follows from it (product/06 A6, product/05 F50 and F51)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

PAYMENT, OVERDUE, PURCHASES, DOCUMENTS, PROMISES = "payment", "overdue", "purchases", "documents", "promises"
# Of each factor: its weight, the value that earns 100 points and the one that earns none.
FACTORS: dict[str, tuple[int, Fraction, Fraction]] = {
    PAYMENT: (35, Fraction(0), Fraction(45)),
    OVERDUE: (25, Fraction(0), Fraction(30)),
    PURCHASES: (15, Fraction(10), Fraction(-20)),
    DOCUMENTS: (15, Fraction(100), Fraction(0)),
    PROMISES: (10, Fraction(100), Fraction(0)),
}
ENOUGH = 60  # weights that must be known
BANDS = (("a", 85), ("b", 70), ("c", 50), ("d", 0))
SHARE = {"a": Fraction(12, 10), "b": Fraction(1), "c": Fraction(75, 100), "d": Fraction(4, 10)}
RESERVE = Fraction(12, 10)  # of the need, for a month that buys more than the mean
MONTH = 30  # days
MOST_UP, MOST_DOWN = Fraction(130, 100), Fraction(50, 100)
LEAST_CHANGE = Fraction(5, 100)
LONG_OVERDUE_SHARE = Fraction(10, 100)  # of the limit, overdue more than 90 days
YOUNG = 6  # months of purchases
INCREASE, KEEP, DECREASE = "increase", "keep", "decrease"


@dataclass(frozen=True)
class Facts:
    """What is known of a distributor on a day. A factor that cannot be told is left out of ``values``.

    values        payment: mean days late (F46) · overdue: % of the open balance (F42) · purchases: % of change of six
                  whole months (F110) · documents: % in force (F93) · promises: % kept (F47)
    billing       mean billing of the last six whole months, minor units a month
    days          payment terms granted, days
    limit         credit limit now, minor units, 0 for none
    guarantee     guarantee given, minor units
    months        whole months with purchases
    overdue_60    overdue more than 60 days, minor units; overdue_90 likewise
    use           credit use, % of the limit (F48); None without a limit
    missing       a mandatory document is missing or expired
    contract      a contract is in force
    blocked       credit is blocked
    """

    values: Mapping[str, Fraction]
    billing: Fraction = Fraction(0)
    days: int = MONTH
    limit: int = 0
    guarantee: int = 0
    months: int = 0
    overdue_60: int = 0
    overdue_90: int = 0
    use: Fraction | None = None
    missing: bool = False
    contract: bool = True
    blocked: bool = False


@dataclass(frozen=True)
class Factor:
    """One line of the score: value in its own unit and points 0–100, None when nothing is known."""

    name: str
    weight: int
    value: Fraction | None
    points: Fraction | None


@dataclass(frozen=True)
class Opinion:
    """What A6 says.

    score     0–100, None when too little is known      band       a–d
    need      minor units of credit the purchases ask for
    limit     suggested limit in minor units, None without a score
    direction increase, keep or decrease                blocks     what stops an increase, by name
    block     credit should be blocked now
    """

    factors: tuple[Factor, ...]
    score: Fraction | None = None
    band: str | None = None
    need: Fraction = Fraction(0)
    limit: int | None = None
    direction: str | None = None
    blocks: tuple[str, ...] = field(default=())
    block: bool = False


def assess(facts: Facts, *, rounding: int) -> Opinion:
    """The score of a distributor and the limit that follows; ``rounding`` in minor units, limits go down to it."""
    factors = tuple(_factor(name, facts.values.get(name)) for name in FACTORS)
    score = _score(factors)
    need = facts.billing * facts.days / MONTH * RESERVE
    if score is None:
        return Opinion(factors, need=need, block=_long_overdue(facts))
    band = band_of(score)
    blocks = _blocks(facts, band)
    limit = _suggested(facts, need, band, rounding=rounding, blocked=bool(blocks))
    bad = _long_overdue(facts) or (band == "d" and facts.use is not None and facts.use > 100)  # noqa: PLR2004  per cent
    return Opinion(factors, score, band, need, limit, direction_of(facts.limit, limit), blocks, bad)


def _factor(name: str, value: Fraction | None) -> Factor:
    weight, best, worst = FACTORS[name]
    if value is None:
        return Factor(name, weight, None, None)
    return Factor(name, weight, value, min(max((value - worst) / (best - worst) * 100, Fraction(0)), Fraction(100)))


def _score(factors: Sequence[Factor]) -> Fraction | None:
    known = [(each.weight, each.points) for each in factors if each.points is not None]
    weights = sum(weight for weight, _points in known)
    return sum((weight * points for weight, points in known), Fraction(0)) / weights if weights >= ENOUGH else None


def band_of(score: Fraction) -> str:
    """The band of a score."""
    return next(band for band, least in BANDS if score >= least)


def direction_of(current: int, proposed: int) -> str:
    """What a proposed limit does to the one in force."""
    return INCREASE if proposed > current else DECREASE if proposed < current else KEEP


def _suggested(facts: Facts, need: Fraction, band: str, *, rounding: int, blocked: bool) -> int:
    wanted = need * SHARE[band]
    if band != "d":
        wanted = max(wanted, Fraction(facts.guarantee))
    if facts.limit:
        wanted = min(max(wanted, facts.limit * MOST_DOWN), facts.limit * MOST_UP)
    rounded = int(wanted // rounding) * rounding
    small = abs(rounded - facts.limit) < facts.limit * LEAST_CHANGE
    return facts.limit if small or (blocked and rounded > facts.limit) else rounded


def _blocks(facts: Facts, band: str) -> tuple[str, ...]:
    """What stops an increase, in the order A6 lists it."""
    met = {"overdue_60": facts.overdue_60 > 0, "documents": facts.missing, "contract": not facts.contract,
           "band": band in ("c", "d"), "young": facts.months < YOUNG, "blocked": facts.blocked}
    return tuple(name for name, stops in met.items() if stops)


def _long_overdue(facts: Facts) -> bool:
    return bool(facts.limit) and facts.overdue_90 > facts.limit * LONG_OVERDUE_SHARE

"""What everybody owes on a day by age, with the share that is overdue (F40 to F42) and the whole beside it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import ratio
from kamdesk.figures.receivables import Aged
from kamdesk.figures.series import ageing
from kamdesk.figures.thresholds import Limits, limits, under
from kamdesk.words import N_

PARTY, PARTIES = "party", ("client", "distributor")
DIMENSIONS: dict[str, tuple[str, str]] = {  # dimension: what it is called, what lacks it
    PARTY: (N_("Client or distributor"), N_("Without client")),
    "market": (N_("Market"), N_("Without market")),
    "person": (N_("Seller"), N_("Without seller")),
}


@dataclass(frozen=True)
class Owing:
    """One key: its ageing in minor units, the kind of its key, and the limits its overdue share is judged by."""

    key: Key
    kind: str
    aged: Aged
    limits: Limits

    @property
    def overdue(self) -> Fraction | None:
        """Overdue ÷ open in per cent."""
        return ratio(self.aged.overdue, self.aged.charges)

    @property
    def status(self) -> str | None:
        """good, watch or bad."""
        return under(self.overdue, self.limits)


@dataclass(frozen=True)
class Owed:
    """The whole and its parts, the greatest balance first."""

    whole: Owing
    parts: Sequence[Owing]


def owed(facts: Facts, on: datetime.date, *, by: str) -> Owed:
    """The ageing of a day by a dimension of ``DIMENSIONS``; the parts always add up to the whole."""
    whole = ageing(facts, on)[None]
    kinds = PARTIES if by == PARTY else ("territory" if by == "market" else by,)
    found: list[tuple[Key, str, Aged]] = []
    for dimension, kind in zip(PARTIES if by == PARTY else (by,), kinds, strict=True):
        each = ageing(facts, on, by=dimension)
        found += [(key, kind, aged) for key, aged in each.items() if key or by != PARTY]
    if by == PARTY:
        found += _strays(whole, [aged for _key, _kind, aged in found])
    judged = limits(facts.reader, "F42")
    parts = [Owing(*each, judged) for each in found if any(each[2].columns.values())]
    return Owed(Owing(None, "", whole, judged), sorted(parts, key=_rank))


def _strays(whole: Aged, parts: Sequence[Aged]) -> list[tuple[Key, str, Aged]]:
    """Documents whose party is neither a client nor a distributor any more: what is left of the whole."""
    rows = whole.rows - sum(each.rows for each in parts)
    if not rows:
        return []
    left: Mapping[str, Fraction] = {name: amount - sum((each.columns[name] for each in parts), Fraction(0))
                                    for name, amount in whole.columns.items()}
    return [("", "", Aged(left, whole.disputed - sum(each.disputed for each in parts), rows))]


def _rank(each: Owing) -> tuple[bool, int, str]:
    """Whole minor units order 40,000 lines as fractions would, in a tenth of the time."""
    return not each.key, -round(each.aged.total), each.key or ""

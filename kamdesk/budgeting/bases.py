"""By what a budget line is shared among territories or persons (product/06 A4)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kamdesk.cascade.bases import last_year, potentials
from kamdesk.fields import Link
from kamdesk.figures.histories import scope_of
from kamdesk.figures.model import Ask
from kamdesk.figures.sales import actuals
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import N_, _

BASES = {"potential": N_("Potential"), "sales": N_("Sales"), "visits": N_("Visits"), "equal": N_("Equal shares")}
FACTORS = {"a": Fraction(3, 2), "b": Fraction(1), "c": Fraction(3, 5), "d": Fraction(3, 10)}  # of each segment


def weights(reader: Reader, basis: str, nodes: Sequence[Link], *, before: str) -> list[Fraction]:
    """The weight of each territory or person by one of ``BASES``; sales and visits of the 12 months known before one.

    Potential counts by segment: A 1.5, B 1, C 0.6, D 0.3.
    """
    if basis not in BASES:
        raise Problem(_("Choose potential, sales, visits or equal shares."), field="basis")
    if basis == "equal":
        return [Fraction(1)] * len(nodes)
    if basis == "potential":
        known = potentials(reader, factors=FACTORS)
        return [known.get(each, Fraction(0)) for each in nodes]
    asked = [Ask(last_year(reader, before), scope_of(reader, each)) for each in nodes]
    found = [_sold(reader, each) if basis == "sales" else _visited(reader, each) for each in asked]
    return [max(each, Fraction(0)) for each in found]


def _sold(reader: Reader, ask: Ask) -> Fraction:
    _cut, found = actuals(reader.facts, ask, "amount")
    return found[None].amount


def _visited(reader: Reader, ask: Ask) -> Fraction:
    found = reader.facts.visits.done(ask, ask.until).get(None)
    return Fraction(found.done if found else 0)

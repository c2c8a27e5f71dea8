"""The result as a view: F66 with F64 and F67 by territory, line, person or channel, the whole beside its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import Ask, Figure, Period
from kamdesk.figures.resources import against_budget
from kamdesk.figures.results import expense_to_sales, result
from kamdesk.words import N_

DIMENSIONS: dict[str, tuple[str, str, str]] = {  # what it is called, what lacks it, the kind of its keys
    "market": (N_("Territory"), N_("Without market"), "territory"),
    "line": (N_("Line"), N_("Without line"), "product_line"),
    "channel": (N_("Channel"), N_("Without channel"), "channel"),
    "person": (N_("Person"), N_("Without seller"), "person"),
}


@dataclass(frozen=True)
class Outcome:
    """One key: its result, target against budget and expense to sales; the last two None where nobody keeps them."""

    key: Key
    result: Figure
    against: Figure | None = None
    expense: Figure | None = None


@dataclass(frozen=True)
class Outcomes:
    """The whole, and its parts with the greatest income first, what has no such key last."""

    whole: Outcome
    parts: tuple[Outcome, ...]


def outcomes(facts: Facts, period: Period, dimension: str) -> Outcomes:
    """The result of a period by a dimension."""
    whole = _all(facts, Ask(period), split=True)[None]
    parts = _all(facts, Ask(period, by=dimension), split=dimension != "channel")
    known = [each for each in parts.values() if each.result.value is not None]
    known.sort(key=lambda each: (not each.key, -each.result.more["income"], each.key or ""))
    return Outcomes(whole, tuple(known))


def _all(facts: Facts, ask: Ask, *, split: bool) -> Mapping[Key, Outcome]:
    found = result(facts, ask)
    against = against_budget(facts, ask) if split else {}
    spent = expense_to_sales(facts, ask) if split else {}
    return {key: Outcome(key, each, against.get(key), spent.get(key)) for key, each in found.items()}

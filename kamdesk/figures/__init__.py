"""What can be asked of the data: each figure is a function of the facts, on the register under its F code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from kamdesk.fields import Id
from kamdesk.figures.model import REGION, Ask, Figure, Period, Scope
from kamdesk.kinds import Kind
from kamdesk.problems import Problem
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.figures.facts import Facts

AREAS = ("visits", "sales", "receivables", "budgets", "information", "zones", "orders", "credit", "lots", "market",
         "shelves", "contact", "clients", "work", "papers", "score", "rewards", "promotions", "forecasts", "terms",
         "channels", "resources", "results", "gifts", "support", "network", "institutions", "punctuality", "reach",
         "recruiting", "demand", "content")


@dataclass(frozen=True)
class Rows:
    """The records behind a figure: a list opens with them (``Where("id", "in", ids)``)."""

    kind: Kind
    ids: Sequence[Id]


Compute = Callable[["Facts", Ask], Mapping[str | None, Figure]]
Behind = Callable[["Facts", Ask], Rows]


@dataclass(frozen=True)
class Definition:
    """A figure on the register.

    compute   answers an ``Ask``: one figure under None, or one a key of the breakdown, by one grouped query a fact
    formula   the formula in words (a marked message), shown with the figure        reads   the kinds it reads
    rows      the records it is made of, None where no list shows them
    """

    code: str
    name: str
    formula: str
    unit: str
    reads: tuple[str, ...]
    compute: Compute
    rows: Behind | None = None


FIGURES: dict[str, Definition] = {}


def figure(code: str, name: str, *, formula: str, unit: str, reads: tuple[str, ...],
           rows: Behind | None = None) -> Callable[[Compute], Compute]:
    """Register ``compute(facts, ask)`` under its F code."""

    def register(compute: Compute) -> Compute:
        FIGURES[code] = Definition(code, name, formula, unit, reads, compute, rows)
        return compute

    return register


def definition(code: str) -> Definition:
    """The figure with that code; Problem when there is none."""
    for area in AREAS:
        import_module(f"{__name__}.{area}")
    if code not in FIGURES:
        raise Problem(_("There is no figure {code}.", code=code))
    return FIGURES[code]


def ask(facts: Facts, code: str, period: Period, scope: Scope = REGION) -> Figure:
    """One figure of a period and scope."""
    return definition(code).compute(facts, Ask(period, scope))[None]


def by(facts: Facts, code: str, period: Period, scope: Scope = REGION, *, dimension: str) -> list[Figure]:
    """The figure broken down by a dimension, one grouped query for all keys."""
    return list(definition(code).compute(facts, Ask(period, scope, dimension)).values())


def rows(facts: Facts, code: str, period: Period, scope: Scope = REGION) -> Rows | None:
    """The records a figure is made of; None where no list shows them."""
    behind = definition(code).rows
    return None if behind is None else behind(facts, Ask(period, scope))

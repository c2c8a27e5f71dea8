"""F64 Target against budget and F65 Resource balance: what resources bring, and whether they lie where clients can buy.

product/05 §5.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kamdesk.figures import figure
from kamdesk.figures.budgets import NO_PLAN, budget_months, execution
from kamdesk.figures.budgets import READS as BUDGETS
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.histories import whole_through
from kamdesk.figures.model import BAD, GOOD, PERCENT, REGION, WATCH, Ask, Figure, Period, ratio
from kamdesk.figures.sales import NO_TARGET, TARGETS, sold, target_attainment
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.words import N_

VISITS, BUDGET, SAMPLES, PEOPLE = "visits", "budget", "samples", "people"
RESOURCES = {VISITS: N_("Visits"), BUDGET: N_("Budget"), SAMPLES: N_("Samples"), PEOPLE: N_("People")}
DIMENSIONS = {"market": N_("Territory"), "segment": N_("Segment"), "line": N_("Line"), "person": N_("Person")}
KEPT = {  # which resources are known by which dimension
    VISITS: ("market", "territory", "segment", "person"), BUDGET: ("market", "territory", "line", "person"),
    SAMPLES: ("market", "territory", "segment", "line", "person"), PEOPLE: ("market", "territory"),
}
NO_POTENTIAL = N_("no potential")
BY_SALES = N_("by sales of 12 months: the potential is not known")
EVEN, TOLERABLE = (80, 120), (60, 150)  # per cent within which a balance is in order, and outside which it is bad
YEAR = 12
Sums = Mapping[Key, Fraction]


@dataclass(frozen=True)
class Shared:
    """One place in the division of resources: amounts and shares, per cent, by resource; potential and sales alike.

    ``balance``: share of each resource ÷ share of the base × 100. ``base`` is the potential, else the sales.
    """

    key: str
    amounts: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    base: Fraction | None
    balance: Mapping[str, Fraction | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Division:
    """How resources are divided; ``estimated`` when sales stand for the potential."""

    parts: tuple[Shared, ...]
    totals: Mapping[str, Fraction]
    estimated: bool = False


def last_year(facts: Facts) -> Period:
    """The last 12 whole months of sales known."""
    last = whole_through(facts, "own")
    return Period(month_start(add_months(last, 1 - YEAR)), month_end(last))


def sums(facts: Facts, ask: Ask) -> dict[str, Sums]:
    """Each resource of the period by key, the potential of a year and the sales of the last 12 months."""
    found: dict[str, Sums] = {"sales": _sales(facts, ask)}
    if ask.by != "line":  # clients have no line
        found["potential"] = _exact(facts.resources.potential(ask))
    if _kept(VISITS, ask):
        found[VISITS] = {key: Fraction(each.done) for key, each in facts.visits.done(ask, ask.until).items()}
    if _kept(BUDGET, ask):
        found[BUDGET] = {key: each.total("plan") for key, each in budget_months(facts, ask).items()}
    if _kept(SAMPLES, ask):
        found[SAMPLES] = _exact(facts.resources.samples(ask, ask.until))
    if _kept(PEOPLE, ask):
        found[PEOPLE] = _exact(facts.resources.people(ask))
    return found


def _kept(resource: str, ask: Ask) -> bool:
    scope = ask.scope
    if scope.client or scope.distributor or scope.product or scope.channel:
        return False
    if scope.line and resource in (VISITS, PEOPLE):
        return False
    return ask.by is None or ask.by in KEPT[resource]


def _sales(facts: Facts, ask: Ask) -> Sums:
    year = ask.over(last_year(facts))
    return {key: Fraction(max(each.net, 0)) for key, each in sold(facts, year, year.period.end).items()}


def _exact(found: Mapping[Key, int]) -> Sums:
    return {key: Fraction(value) for key, value in found.items()}


def division(facts: Facts, ask: Ask) -> Division:
    """Resources divided by ``ask.by``; the shares of each add up to 100 over the places that have a name."""
    found = sums(facts, ask)
    totals = _totals(found)
    estimated = not totals.get("potential")
    base = "sales" if estimated else "potential"
    keys = dict.fromkeys(key for each in found.values() for key, value in each.items() if value)
    return Division(tuple(_shared(key or "", found, totals, base) for key in keys), totals, estimated)


def _totals(found: Mapping[str, Sums]) -> dict[str, Fraction]:
    """Σ over places; what belongs to none counts in the region only."""
    return {name: sum((value for key, value in each.items() if key), Fraction(0)) for name, each in found.items()}


def _shared(key: str, found: Mapping[str, Sums], totals: Mapping[str, Fraction], base: str) -> Shared:
    amounts = {name: each.get(key, Fraction(0)) for name, each in found.items()}
    shares = {name: share for name, value in amounts.items() if (share := ratio(value, totals[name])) is not None}
    own = shares.get(base)
    return Shared(key, amounts, shares, own,
                  {name: ratio(shares[name], own) for name in RESOURCES if name in shares})


def judged(value: Fraction | None) -> str | None:
    """In order within 80–120, bad outside 60–150."""
    if value is None:
        return None
    if EVEN[0] <= value <= EVEN[1]:
        return GOOD
    return WATCH if TOLERABLE[0] <= value <= TOLERABLE[1] else BAD


@figure("F65", N_("Resource balance"), unit=PERCENT, formula=N_("Share of visits ÷ share of potential × 100"),
        reads=(*BUDGETS, "visit", "sample_move", "client", "person", "sales_record"))
def balance(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Share of visits ÷ share of potential × 100; ``more`` has the same of the budget, samples and people.

    Of a scope without a breakdown, its share is that of the region.
    """
    if ask.by is not None:
        found = division(facts, ask)
        return {each.key: _balance(ask, each, estimated=found.estimated) for each in found.parts}
    scope = ask.scope
    by = "line" if scope.line else "person" if scope.person else "market"
    own, totals = sums(facts, ask), _totals(sums(facts, replace(ask, scope=REGION, by=by)))
    if scope == REGION:
        own = {name: {None: value} for name, value in totals.items()}
    estimated = not totals.get("potential") or bool(ask.scope.line)
    part: dict[str, Sums] = {name: {"": sum(each.values(), Fraction(0))} for name, each in own.items()}
    shared = _shared("", part, totals, "sales" if estimated else "potential")
    return {None: replace(_balance(ask, shared, estimated=estimated), key=None)}


def _balance(ask: Ask, each: Shared, *, estimated: bool) -> Figure:
    main = VISITS if VISITS in each.balance else BUDGET
    value = each.balance.get(main)
    return Figure("F65", PERCENT, value, each.shares.get(main), each.base, ask.until, ask.period, ask.scope, each.key,
                  judged(value), "" if value is not None else NO_POTENTIAL, notes=(BY_SALES,) if estimated else (),
                  more={**each.balance, "base": each.base})


@figure("F64", N_("Target against budget"), unit=PERCENT, reads=(*BUDGETS, *TARGETS, "sales_record"),
        formula=N_("Target attainment ÷ budget execution × 100"))
def against_budget(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """F22 ÷ F62 × 100 of the same period and scope; none where either is none."""
    reached, spent = target_attainment(facts, ask), execution(facts, ask)
    return {key: _against(facts, ask, key, reached.get(key), spent.get(key)) for key in
            dict.fromkeys([*reached, *spent])}


def _against(facts: Facts, ask: Ask, key: Key, reached: Figure | None, spent: Figure | None) -> Figure:
    above, below = (None if each is None else each.value for each in (reached, spent))
    value = ratio(above, below)
    why = "" if value is not None else NO_TARGET if above is None else (spent.reason if spent else "") or NO_PLAN
    return Figure("F64", PERCENT, value, above, below, ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F64", value), why)

"""F57 Recruitment attainment: agents signed, what they buy and what they cost, against the goals (product/05 §5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key, MoneyPart
from kamdesk.figures.model import PERCENT, Ask, Exclusion, Figure, Scope, ratio
from kamdesk.figures.money import NO_RATE, Rates, rounded
from kamdesk.figures.network_facts import SignedPart
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.records.territories import Territory
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, IN, Reader, Where
from kamdesk.words import N_, _

NO_GOAL = N_("no goal of agents in the period")


@dataclass(frozen=True)
class Wanted:
    """Goals added up: agents, and sales and spend in minor units of the base currency."""

    agents: int = 0
    sales: int = 0
    spend: int = 0


@dataclass(frozen=True)
class Reached:
    """What came of it: parties signed, their company sales, what was spent; ``gone`` has no exchange rate."""

    parties: frozenset[Id] = frozenset()
    sales: Fraction = Fraction(0)
    spend: Fraction = Fraction(0)
    gone: int = 0

    @property
    def cost(self) -> Fraction | None:
        """Spend ÷ agents signed, minor units; None without any."""
        return ratio(self.spend, len(self.parties), 1)


def plans_of(reader: Reader, ask: Ask) -> list[RecruitmentPlan]:
    """The plans of the years of the period; of a person those she answers for."""
    where = [Where("year", AT_LEAST, ask.period.start.year), Where("year", AT_MOST, ask.period.end.year)]
    if ask.scope.person:
        where.append(Where("owner", EQUAL, ask.scope.person))
    return reader.find(RecruitmentPlan, *where, sort=(("year", False), ("name", False)))


def goals_of(reader: Reader, plans: Sequence[RecruitmentPlan], ask: Ask) -> list[RecruitmentGoal]:
    """Goals of the whole months gone and of the current one, in the territory and line of the scope."""
    found = reader.find(RecruitmentGoal, Where("plan", IN, [each.id for each in plans]),
                        Where("month", AT_LEAST, ask.period.first_month), Where("month", AT_MOST, month_of(ask.until)))
    return [each for each in found if ask.scope.territory in (None, each.territory)
            and ask.scope.line in (None, each.line)]


def signed_of(facts: Facts, plans: Sequence[RecruitmentPlan], ask: Ask) -> list[SignedPart]:
    """Contracts signed by the parties of the plans, in the territory and line of the scope."""
    known = {each.id for each in plans}
    return [each for each in facts.network.signed(ask.period, ask.until)
            if each.plan in known and ask.scope.territory in (None, *above(facts.reader, each.territories))
            and (ask.scope.line is None or not each.lines or ask.scope.line in each.lines)]


def above(reader: Reader, territories: Iterable[Id]) -> set[Id]:
    """Territories and all those that hold them: a contract for a city is one for its zone."""
    found: set[Id] = set()
    for each in territories:
        at: Id | None = each
        while at and at not in found:
            found.add(at)
            place = reader.maybe(Territory, at)
            at = place.parent if place else None
    return found


def wanted(goals: Iterable[RecruitmentGoal]) -> Wanted:
    """Σ of goals."""
    every = list(goals)
    return Wanted(*(sum(getattr(each, name) or 0 for each in every) for name in ("agents", "sales", "spend")))


def reached(facts: Facts, parts: Sequence[SignedPart], plans: Sequence[RecruitmentPlan], ask: Ask) -> Reached:
    """An agent counts once; its sales are those of the whole period, spend is that of the plans."""
    parties = frozenset(each.party for each in parts)
    sold = facts.sales.sums(Ask(ask.period, Scope(), "distributor", ask.today), ask.until) if parties else {}
    sales = sum((part.net for key in parties for part in sold.get(key, ())), 0)
    known = {each.id for each in plans}
    spent = Rates(facts.reader).add(MoneyPart(each.month, each.currency, each.amount)
                                    for each in facts.network.spent(ask.period, ask.until) if each.plan in known)
    return Reached(parties, Fraction(sales), rounded(spent.amount), sum(each.count for each in spent.exclusions))


def _signed_parties(facts: Facts, ask: Ask) -> Rows:
    parts = signed_of(facts, plans_of(facts.reader, ask), ask)
    return Rows(Distributor.kind, list(dict.fromkeys(each.party for each in parts)))


@figure("F57", N_("Recruitment attainment"), unit=PERCENT, rows=_signed_parties,
        formula=N_("Agents signed ÷ goal to date (whole months gone and the current one) × 100"),
        reads=("recruitment_plan", "recruitment_goal", "contract", "distributor", "sales_record", "expense",
               "promotion_activity", "exchange_rate"))
def attainment(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of all plans, or by plan (``category``), territory or line: there an agent counts in each of its contract.

    ``more``: sales, spend and cost of each agent in minor units, with their goals, where they can be told.
    """
    if ask.by not in (None, "category", "territory", "line") or ask.scope.distributor or ask.scope.client:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    plans = plans_of(facts.reader, ask)
    if ask.by is None:
        return {None: _whole(facts, ask, None, plans)}
    if ask.by == "category":
        return {each.id: _whole(facts, ask, each.id, [each]) for each in plans}
    return _divided(facts, ask, goals_of(facts.reader, plans, ask), signed_of(facts, plans, ask))


def _whole(facts: Facts, ask: Ask, key: Key, plans: Sequence[RecruitmentPlan]) -> Figure:
    goal = wanted(goals_of(facts.reader, plans, ask))
    real = reached(facts, signed_of(facts, plans, ask), plans, ask)
    return _told(facts, ask, key, len(real.parties), goal.agents, gone=real.gone, more={
        "sales": real.sales, "sales_goal": Fraction(goal.sales), "spend": real.spend,
        "spend_goal": Fraction(goal.spend), "cost": real.cost})


def _divided(facts: Facts, ask: Ask, goals: Sequence[RecruitmentGoal],
             parts: Sequence[SignedPart]) -> dict[Key, Figure]:
    name = ask.by or ""
    sums: dict[str, int] = {}
    for goal in goals:
        key = getattr(goal, name) or ""
        sums[key] = sums.get(key, 0) + (goal.agents or 0)
    parties: dict[str, set[Id]] = {key: set() for key in sums}
    for part in parts:
        for key in _keys(facts.reader, part, name, set(sums)):
            parties.setdefault(key, set()).add(part.party)
    return {key: _told(facts, ask, key, len(found), sums.get(key, 0)) for key, found in parties.items()}


def _keys(reader: Reader, part: SignedPart, name: str, goals: set[Id]) -> Iterable[Id]:
    """The goals a contract counts for, else what it names itself; one for no line is for all of them."""
    if name == "line":
        return part.lines or sorted(goals) or ("",)
    return (goals & above(reader, part.territories)) or part.territories or ("",)


def _told(facts: Facts, ask: Ask, key: Key, signed: int, goal: int, *, gone: int = 0,
          more: Mapping[str, Fraction | None] | None = None) -> Figure:
    value = ratio(signed, goal)
    return Figure("F57", PERCENT, value, Fraction(signed), Fraction(goal), ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F22", value), "" if value is not None else NO_GOAL,
                  (Exclusion(NO_RATE, gone),) if gone else (), more=dict(more or {}))

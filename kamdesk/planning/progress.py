"""What was reached of a work plan beside what it promised: the rows of its page, and what its evaluation keeps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk import clock, figures, words
from kamdesk.fields import Link
from kamdesk.figures.histories import scope_of
from kamdesk.figures.model import Ask, Period, ratio
from kamdesk.figures.sales import actuals
from kamdesk.records.targets import WorkPlan
from kamdesk.store import Reader
from kamdesk.words import _, number, percent


@dataclass(frozen=True)
class Reached:
    """One promise: what was reached, what was promised («» for nothing), and their ratio in per cent."""

    label: str
    value: str
    goal: str = ""
    share: Fraction | None = None

    @property
    def text(self) -> str:
        """In one line."""
        if not self.goal:
            return f"{self.label}: {self.value}"
        return _("{label}: {value} of {goal}", label=self.label, value=self.value, goal=self.goal)


def progress(reader: Reader, plan: WorkPlan) -> list[Reached]:
    """Sales, visits, patients, clients and collection of the period of a plan; what nobody knows is left out."""
    ask = _asked(reader, plan)
    found = [_sales(reader, ask), _visits(reader, ask, plan), _patients(reader, ask, plan), _new(reader, ask, plan),
             _collected(reader, ask, plan), _planned(reader, ask, plan)]
    return [each for each in found if each is not None]


def _asked(reader: Reader, plan: WorkPlan) -> Ask:
    today = clock.today()
    return Ask(Period(plan.start or today, plan.end or today), scope_of(reader, plan.scope or Link("", "")))


def _sales(reader: Reader, ask: Ask) -> Reached:
    figure = figures.ask(reader.facts, "F22", ask.period, ask.scope)
    target = figure.more.get("target")
    return Reached(_("Sales"), words.money(round(figure.numerator or 0)),
                   words.money(round(target)) if target is not None else "", ratio(figure.numerator, target))


def _visits(reader: Reader, ask: Ask, plan: WorkPlan) -> Reached | None:
    per_day = figures.ask(reader.facts, "F10", ask.period, ask.scope).more.get("per_day")
    if per_day is None:
        return None
    goal = Fraction(plan.effective_per_day or 0)
    return Reached(_("Effective visits per day"), number(_decimal(per_day), 1), number(plan.effective_per_day or 0, 1),
                   ratio(per_day, goal))


def _patients(reader: Reader, ask: Ask, plan: WorkPlan) -> Reached | None:
    grown = figures.ask(reader.facts, "F84", ask.period, ask.scope).value
    if grown is None:
        return None
    goal = plan.patients_growth or Decimal(0)
    return Reached(_("Patient growth"), percent(_decimal(grown)), percent(goal),
                   ratio(grown, Fraction(goal)) if goal > 0 else None)


def _new(reader: Reader, ask: Ask, plan: WorkPlan) -> Reached | None:
    new = figures.ask(reader.facts, "F28", ask.period, ask.scope).value
    if new is None or plan.new_clients is None:
        return None
    return Reached(_("New clients"), number(int(new)), number(plan.new_clients), ratio(new, plan.new_clients))


def _collected(reader: Reader, ask: Ask, plan: WorkPlan) -> Reached | None:
    if plan.collection_goal is None:
        return None
    paid = actuals(reader.facts, ask, "collection")[1][None].amount
    return Reached(_("Collection"), words.money(round(paid)), words.money(plan.collection_goal),
                   ratio(paid, plan.collection_goal))


def _planned(reader: Reader, ask: Ask, plan: WorkPlan) -> Reached | None:
    """Of the clients named, how many have a plan of their own (F112)."""
    figure = figures.ask(reader.facts, "F112", ask.period, ask.scope)
    if not plan.targets or figure.value is None:
        return None
    return Reached(_("Target clients with plan"), number(int(figure.numerator or 0)),
                   number(int(figure.denominator or 0)), figure.value)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator

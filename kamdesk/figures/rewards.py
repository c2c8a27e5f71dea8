"""F59 Incentive: what each participant has reached, what it earns, and what lacks (product/05 §5.4)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Link
from kamdesk.figures import ask as figure_of
from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import MONEY, Ask, Figure, Period, Scope, ratio
from kamdesk.figures.sales import actuals, goals
from kamdesk.methods.grading import UNIT, Earned, Terms, earned
from kamdesk.problems import Problem
from kamdesk.records.incentives import Incentive
from kamdesk.records.listings import HospitalListing
from kamdesk.store import AT_LEAST, AT_MOST, Reader, Where
from kamdesk.words import N_, _, exponent

MEASURES = {"sales": "amount", "collections": "collection"}


@dataclass(frozen=True)
class Standing:
    """Where a participant stands: minor units, or a count when listings or clients are counted."""

    participant: Link
    actual: Fraction
    target: Fraction
    due: Fraction
    earned: Earned

    @property
    def pace(self) -> Fraction | None:
        """Actual ÷ what should have been reached by now, in per cent (F23)."""
        return ratio(self.actual, self.due)


def standings(facts: Facts, incentive: Incentive) -> list[Standing]:
    """Where every participant of an incentive stands today, or stood on its last day."""
    if incentive.start is None or incentive.end is None:
        return []
    return [_standing(facts, incentive, each, Period(incentive.start, incentive.end))
            for each in incentive.participants]


def _standing(facts: Facts, incentive: Incentive, who: Link, period: Period) -> Standing:
    scope = Scope(distributor=who.id) if who.kind == "distributor" else Scope(person=who.id)
    ask = Ask(period, scope)
    actual, target, due = _reached(facts, ask, incentive.measure or "", who)
    return Standing(who, actual, target, due, earned(terms_of(facts.reader, incentive), actual=actual, target=target))


def terms_of(reader: Reader, incentive: Incentive) -> Terms:
    """How an incentive pays; a rate of money is typed in whole units."""
    rate = Fraction(incentive.rate or 0)
    minor = 10 ** exponent(reader.setting("currency"))
    money = incentive.rule != "excess"
    counted = incentive.rule == UNIT and incentive.measure in MEASURES
    return Terms(incentive.rule or "", rate * minor if money and not counted else rate,
                 Fraction(100 if incentive.threshold is None else incentive.threshold), incentive.cap)


def _reached(facts: Facts, ask: Ask, measure: str, who: Link) -> tuple[Fraction, Fraction, Fraction]:
    """Actual, target of the whole period and target to date."""
    if measure == "new_listings":
        listed = facts.reader.count(HospitalListing, Where("listed_on", AT_LEAST, ask.period.start),
                                    Where("listed_on", AT_MOST, ask.until), agent=who.id)
        return Fraction(listed), Fraction(0), Fraction(0)
    if measure not in MEASURES:
        return figure_of(facts, "F28", ask.period, ask.scope).value or Fraction(0), Fraction(0), Fraction(0)
    kind = MEASURES[measure]
    cut, found = actuals(facts, ask, kind)
    zero = Fraction(0)
    actual = found[None].amount if None in found else zero
    return (actual, goals(facts, ask, kind, ask.period.end).get(None, zero),
            goals(facts, ask, kind, _within(cut, ask)).get(None, zero))


def _within(cut: datetime.date, ask: Ask) -> datetime.date:
    return min(max(cut, ask.period.start), ask.until)


@figure("F59", N_("Incentive to pay"), unit=MONEY, reads=("incentive", "sales_record", "payment", "target",
                                                           "target_month", "target_plan", "hospital_listing"),
        formula=N_("Over the threshold: % of the excess, amount for each unit or fixed prize, up to the cap"))
def to_pay(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What running incentives would pay today, of all or each incentive (``by`` category); counts use no target."""
    if ask.by not in (None, "category"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    found: dict[Key, Fraction] = {each.id: _paid(facts, each) for each in facts.reader.find(Incentive, state="running")}
    sums = found if ask.by else {None: sum(found.values(), Fraction(0))}
    return {key: Figure("F59", MONEY, value, value, None, ask.until, ask.period, ask.scope, key)
            for key, value in sums.items()}


def _paid(facts: Facts, incentive: Incentive) -> Fraction:
    return sum((each.earned.amount or Fraction(0) for each in standings(facts, incentive)), Fraction(0))

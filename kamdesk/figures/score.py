"""F50 Credit score and F51 Proposed limit: what is known of a distributor on a day, judged by A6."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.fields import Link
from kamdesk.figures import figure
from kamdesk.figures.credit import credit_of
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, MONEY, NUMBER, WATCH, Ask, Figure, Period, Scope, ratio
from kamdesk.figures.money import Rates
from kamdesk.figures.orders import days_late, promises_kept
from kamdesk.figures.papers import papers_of
from kamdesk.figures.receivables import aged
from kamdesk.methods import credit_score
from kamdesk.methods.credit_score import DOCUMENTS, OVERDUE, PAYMENT, PROMISES, PURCHASES, Opinion
from kamdesk.methods.months import add_months, month_end, month_of, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.records.contracts import Contract
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.selling.papers import missing_papers
from kamdesk.store import AT_LEAST, AT_MOST, IN, Reader, Where
from kamdesk.words import N_, _, exponent

NO_DATA = N_("too little is known to judge")
HALF, YEAR, LOOK_BACK = 6, 12, 24  # months
SERIOUS, VERY_SERIOUS, DEBTORS = 60, 90, 100_000  # days past due; most debtors looked through
READS = ("invoice", "payment", "allocation", "payment_promise", "compliance_document", "contract", "distributor",
         "order", "order_line", "delivery", "exchange_rate", "setting")
SIGNED = ("in_force", "renewed")  # a renewed contract holds until its last day
STATUS = {"a": GOOD, "b": GOOD, "c": WATCH, "d": BAD}


@dataclass(frozen=True)
class Judged:
    """What was read, and what A6 says of it; ``rounding`` in minor units."""

    known: credit_score.Facts
    opinion: Opinion
    rounding: int

    def again(self, factor: str, value: Fraction) -> Opinion:
        """What A6 would say if one factor had another value."""
        return credit_score.assess(_with(self.known, factor, value), rounding=self.rounding)


def _with(known: credit_score.Facts, factor: str, value: Fraction) -> credit_score.Facts:
    return replace(known, values={**known.values, factor: value})


def judge_credit(facts: Facts, distributor: Distributor, on: datetime.date) -> Judged:
    """The credit of a distributor on a day; all from the figures it is made of."""
    rounding = facts.reader.setting("limit_rounding") * 10 ** exponent(facts.reader.setting("currency"))
    known = known_of(facts, distributor, on)
    return Judged(known, credit_score.assess(known, rounding=rounding), rounding)


def known_of(facts: Facts, distributor: Distributor, on: datetime.date) -> credit_score.Facts:
    """Everything A6 asks, in its units."""
    reader, party = facts.reader, Link(Distributor.kind.name, distributor.id)
    months = _billing(facts, party, on)
    recent = [months.get(each, Fraction(0)) for each in _whole(on, HALF)]
    serious, very = _late(facts, party, on)
    values = {PAYMENT: days_late(facts, _ask(party, on))[None].value, OVERDUE: _overdue(facts, party, on),
              PURCHASES: _growth(months, on), DOCUMENTS: papers_of(reader, party, on).share,
              PROMISES: promises_kept(facts, _ask(party, on))[None].value}
    return credit_score.Facts(
        {name: value for name, value in values.items() if value is not None}, billing=sum(recent, Fraction(0)) / HALF,
        days=distributor.payment_days or 0, limit=distributor.credit_limit or 0,
        guarantee=distributor.guarantee_amount or 0, months=sum(each > 0 for each in months.values()),
        overdue_60=serious, overdue_90=very, use=credit_of(facts, party, on).share,
        missing=bool(missing_papers(reader, [party])), contract=has_contract(reader, party, on),
        blocked=distributor.credit_blocked)


def has_contract(reader: Reader, party: Link, on: datetime.date) -> bool:
    """Whether a contract or trial signed with a party holds on a day."""
    return bool(reader.count(Contract, Where("start", AT_MOST, on), Where("end", AT_LEAST, on),
                             Where("state", IN, SIGNED), party=party))


def _ask(party: Link, on: datetime.date) -> Ask:
    return Ask(Period.day(on), Scope(distributor=party.id), today=on)


def _whole(on: datetime.date, count: int) -> list[str]:
    """The last whole months before a day, the oldest first."""
    last = add_months(month_of(on), -1)
    return month_range(add_months(last, 1 - count), last)


def _billing(facts: Facts, party: Link, on: datetime.date) -> dict[str, Fraction]:
    """F110 of the whole months of two years, in minor units of the base currency."""
    months, rates = _whole(on, LOOK_BACK), Rates(facts.reader)
    period = Period(month_start(months[0]), month_end(months[-1]))
    found: dict[str, Fraction] = {}
    for part in facts.receivables.billed(Ask(period, Scope(distributor=party.id), today=on), period.end).get(None, ()):
        rate = rates.rate(part.currency, part.month) or 0
        found[part.month] = found.get(part.month, Fraction(0)) + part.amount * rate
    return found


def _growth(months: Mapping[str, Fraction], on: datetime.date) -> Fraction | None:
    """Change of six whole months over the six before, %; None when the first purchase is not a year old."""
    year = _whole(on, YEAR)
    if not months or min(months) > year[0]:
        return None
    before, after = (sum((months.get(each, Fraction(0)) for each in half), Fraction(0))
                     for half in (year[:HALF], year[HALF:]))
    return ratio(after - before, before) if before > 0 else None


def _overdue(facts: Facts, party: Link, on: datetime.date) -> Fraction | None:
    owed = aged(facts, _ask(party, on), on).get(None)
    return ratio(owed.overdue, owed.charges) if owed and owed.charges > 0 else None


def _late(facts: Facts, party: Link, on: datetime.date) -> tuple[int, int]:
    """Owed more than 60 and more than 90 days past due, in minor units of the base currency."""
    rates = Rates(facts.reader)
    parts = [each for each in facts.receivables.late(on, days=SERIOUS, worse=VERY_SERIOUS, limit=DEBTORS)
             if each.party == party]
    weights = [rates.rate(each.currency, month_of(on)) or Fraction(0) for each in parts]
    return (int(sum(each.amount * rate for each, rate in zip(parts, weights, strict=True))),
            int(sum(each.worse * rate for each, rate in zip(parts, weights, strict=True))))


def _asked(facts: Facts, ask: Ask) -> Judged:
    if ask.by is not None or not ask.scope.distributor:
        raise Problem(_("Choose a distributor."), field="distributor")
    return judge_credit(facts, facts.reader.get(Distributor, ask.scope.distributor), ask.until)


@figure("F50", N_("Credit score"), unit=NUMBER, formula=N_("Σ (weight × points) ÷ Σ known weights (A6)"), reads=READS)
def score_figure(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of one distributor; ``more``: its band and the points of each factor."""
    opinion = _asked(facts, ask).opinion
    points = {each.name: each.points for each in opinion.factors}
    return {None: Figure("F50", NUMBER, opinion.score, opinion.score, Fraction(100), ask.until, ask.period, ask.scope,
                         None, STATUS.get(opinion.band or ""), "" if opinion.score is not None else NO_DATA,
                         more={"band": opinion.band, **points})}


@figure("F51", N_("Proposed limit"), unit=MONEY, reads=READS,
        formula=N_("Need × share of its band, within +30 % and −50 % of the current limit (A6)"))
def limit_figure(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of one distributor; ``more``: need, limit now and what stops an increase."""
    judged = _asked(facts, ask)
    opinion, value = judged.opinion, judged.opinion.limit
    return {None: Figure("F51", MONEY, None if value is None else Fraction(value), opinion.need, None, ask.until,
                         ask.period, ask.scope, None, None, "" if value is not None else NO_DATA,
                         more={"need": opinion.need, "current": judged.known.limit, "blocks": opinion.blocks})}


def frozen(reader: Reader, assessment: CreditAssessment) -> Judged | None:
    """What an assessment froze, judged again from its own inputs; None when it does not keep them all."""
    inputs = assessment.inputs if isinstance(assessment.inputs, dict) else {}
    if not isinstance(inputs.get("values"), dict):
        return None
    values = {name: Fraction(value) for name, value in inputs["values"].items()}
    known = credit_score.Facts(
        values, billing=Fraction(inputs["billing"]), days=inputs["days"], limit=inputs["limit"],
        guarantee=inputs["guarantee"], months=inputs["months"], overdue_60=inputs["overdue_60"],
        overdue_90=inputs["overdue_90"], use=None if inputs["use"] is None else Fraction(inputs["use"]),
        missing=inputs["missing"], contract=inputs["contract"], blocked=inputs["blocked"])
    rounding = reader.setting("limit_rounding") * 10 ** exponent(reader.setting("currency"))
    return Judged(known, credit_score.assess(known, rounding=rounding), rounding)

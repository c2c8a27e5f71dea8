"""What institutions decided: F80 tender win rate, F81 listing rate, F82 filings (product/05 §5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import PERCENT, Ask, Exclusion, Figure, ratio
from kamdesk.figures.money import NO_RATE, Rates
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.listings import HospitalListing
from kamdesk.records.products import Product
from kamdesk.records.tenders import Filing, Tender, TenderLine
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, IN, UNDER, Where
from kamdesk.words import N_, _, exponent

WON, LOST, ON_LIST = "awarded", "lost", ("listed", "used")
NOTHING_DECIDED, NO_TARGETS = N_("nothing was decided in the period"), N_("no hospital is wanted")
UNDECIDED = {"pending": N_("lines still to be awarded"), "void": N_("lines declared void")}
DECLINED = N_("tenders declined")


def _only(ask: Ask, *keys: str) -> None:
    if ask.by is not None and ask.by not in keys:
        raise Problem(_("This figure cannot be divided by that."), field="by")


def _products(facts: Facts, ask: Ask) -> list[Where]:
    """The products of the scope, as a condition on «product»."""
    if ask.scope.product:
        return [Where("product", EQUAL, ask.scope.product)]
    if ask.scope.line:
        return [Where("product", IN, [each.id for each in facts.reader.find(Product, line=ask.scope.line)])]
    return []


def _tenders(facts: Facts, ask: Ask) -> dict[Id, Tender]:
    """The tenders whose award is dated in the period, within the territory asked for."""
    there = [Where("territory", UNDER, ask.scope.territory)] if ask.scope.territory else []
    found = facts.reader.find(Tender, Where("award_on", AT_LEAST, ask.period.start),
                              Where("award_on", AT_MOST, ask.until), *there)
    return {each.id: each for each in found}


def _decided(facts: Facts, ask: Ask) -> Rows:
    lines = _lines(facts, ask, _tenders(facts, ask))
    return Rows(TenderLine.kind, [each.id for each in lines if each.result in (WON, LOST)])


def _lines(facts: Facts, ask: Ask, tenders: Mapping[Id, Tender]) -> Sequence[TenderLine]:
    live = [id_ for id_, each in tenders.items() if each.state != "declined"]
    return facts.reader.find(TenderLine, Where("tender", IN, live), *_products(facts, ask)) if live else []


@figure("F80", N_("Tender win rate"), unit=PERCENT, rows=_decided, reads=("tender", "tender_line", "product"),
        formula=N_("Lines awarded ÷ (lines awarded + lines lost) × 100, awards of the period"))
def win_rate(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """By lines; ``more``: the same by value, with what was awarded and offered in minor units of the base currency."""
    _only(ask)
    tenders = _tenders(facts, ask)
    lines = _lines(facts, ask, tenders)
    decided = [each for each in lines if each.result in (WON, LOST)]
    won = [each for each in decided if each.result == WON]
    value = ratio(len(won), len(decided))
    awarded, offered, lacking = _worth(facts, tenders, decided)
    left = [Exclusion(reason, count) for state, reason in UNDECIDED.items()
            if (count := sum((each.result or "pending") == state for each in lines))]
    declined = sum(each.state == "declined" for each in tenders.values())
    left += [Exclusion(DECLINED, declined)] if declined else []
    left += [Exclusion(NO_RATE, lacking)] if lacking else []
    return {None: Figure("F80", PERCENT, value, Fraction(len(won)), Fraction(len(decided)), ask.until, ask.period,
                         ask.scope, None, high(facts.reader, "F80", value), "" if decided else NOTHING_DECIDED,
                         tuple(left), more={"awarded": awarded, "offered": offered,
                                            "by_value": ratio(awarded, offered)})}


def _worth(facts: Facts, tenders: Mapping[Id, Tender], lines: Iterable[TenderLine]) -> tuple[Fraction, Fraction, int]:
    """Awarded and offered value of decided lines, minor units, and how many have no exchange rate."""
    rates = Rates(facts.reader)
    awarded, offered, lacking = Fraction(0), Fraction(0), 0
    for line in lines:
        tender = tenders[line.tender or ""]
        rate = rates.rate(tender.currency, month_of(tender.award_on)) if tender.award_on else None
        if rate is None:
            lacking += 1
            continue
        unit = rate * 10 ** exponent(tender.currency or rates.base)
        price = Fraction(line.price or 0)
        offered += Fraction(line.quantity or 0) * price * unit
        if line.result == WON:
            paid = price if line.awarded_price is None else Fraction(line.awarded_price)
            awarded += Fraction(line.awarded_quantity or 0) * paid * unit
    return awarded, offered, lacking


def _wanted(facts: Facts, ask: Ask) -> Sequence[HospitalListing]:
    """The wanted listings of the products and clients of the scope; a withdrawn one is wanted no more."""
    where = _products(facts, ask)
    if ask.scope.territory:
        clients = facts.reader.find(Client, Where("territory", UNDER, ask.scope.territory))
        where.append(Where("client", IN, [each.id for each in clients]))
    found = facts.reader.find(HospitalListing, *where, target=True)
    return [each for each in found if each.state != "withdrawn"]


def _unlisted(facts: Facts, ask: Ask) -> Rows:
    return Rows(HospitalListing.kind, [each.id for each in _wanted(facts, ask) if each.state not in ON_LIST])


@figure("F81", N_("Listing rate"), unit=PERCENT, rows=_unlisted, reads=("hospital_listing", "client", "product"),
        formula=N_("Wanted hospitals with the product listed or in use ÷ wanted hospitals × 100"))
def listing_rate(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """As listings stand today, together or by product; ``more``: how many are used. Its rows are those not listed."""
    _only(ask, "product")
    parts: dict[Key, list[HospitalListing]] = {} if ask.by else {None: []}
    for each in _wanted(facts, ask):
        parts.setdefault(each.product if ask.by else None, []).append(each)
    return {key: _listed(facts, ask, key, found) for key, found in parts.items()}


def _listed(facts: Facts, ask: Ask, key: Key, found: Sequence[HospitalListing]) -> Figure:
    on_list = sum(each.state in ON_LIST for each in found)
    value = ratio(on_list, len(found))
    return Figure("F81", PERCENT, value, Fraction(on_list), Fraction(len(found)), ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F81", value), "" if found else NO_TARGETS,
                  more={"used": sum(each.state == "used" for each in found)})


def _filings(facts: Facts, ask: Ask) -> Sequence[Filing]:
    """The filings decided in the period; one that has expired since was approved."""
    there = [Where("territory", UNDER, ask.scope.territory)] if ask.scope.territory else []
    return facts.reader.find(Filing, Where("decided_on", AT_LEAST, ask.period.start),
                             Where("decided_on", AT_MOST, ask.until),
                             Where("state", IN, ("approved", "rejected", "expired")), *there, *_products(facts, ask))


@figure("F82", N_("Filings decided"), unit=PERCENT, reads=("filing", "product"),
        rows=lambda facts, ask: Rows(Filing.kind, [each.id for each in _filings(facts, ask)]),
        formula=N_("Filings approved ÷ filings decided in the period × 100"))
def filings_decided(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """``more["days"]``: mean days from filing to decision, of those with both days."""
    _only(ask)
    found = _filings(facts, ask)
    approved = sum(each.state != "rejected" for each in found)
    waits = [Fraction((each.decided_on - each.submitted_on).days) for each in found
             if each.decided_on and each.submitted_on]
    value = ratio(approved, len(found))
    return {None: Figure("F82", PERCENT, value, Fraction(approved), Fraction(len(found)), ask.until, ask.period,
                         ask.scope, reason="" if found else NOTHING_DECIDED,
                         more={"days": sum(waits, Fraction(0)) / len(waits) if waits else None})}

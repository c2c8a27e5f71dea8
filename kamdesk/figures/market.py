"""Our place in the market: share, evolution, price gap, new clients, new products: F25 to F29 (product/05 §5.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import (
    BAD,
    COUNT,
    GOOD,
    NUMBER,
    PERCENT,
    Ask,
    Exclusion,
    Figure,
    Period,
    Scope,
    ratio,
)
from kamdesk.figures.money import Rates
from kamdesk.figures.sales import NO_BASE, READS, cutoff, sold
from kamdesk.methods.months import add_months, add_months_to_day, month_range
from kamdesk.problems import Problem
from kamdesk.records.market import CompetitorProduct, MarketSize, PriceSighting
from kamdesk.records.products import Price, Product
from kamdesk.records.territories import Territory
from kamdesk.store import AT_MOST, EMPTY, EQUAL, FILLED, IN, Reader, Where
from kamdesk.words import N_, _, exponent

YEAR, FRESH_DAYS, MEASURE = 12, 180, "amount"
HUNDRED = Fraction(100)
NO_SIZE, ONE_SIZE = N_("no market size for the period"), N_("the market is known for one of the two years only")
NO_RIVALS, OLD_SIGHTINGS = N_("no price of a rival seen in 180 days"), N_("rival prices seen too long ago")
NO_HISTORY = N_("less than 12 months of sales before")


@dataclass(frozen=True)
class Market:
    """What the market and we sold in the periods of some sizes, in minor units of the base currency."""

    whole: Fraction
    own: Fraction
    sources: tuple[str, ...]


def market_of(facts: Facts, ask: Ask) -> Market | None:
    """The sizes of the months of the period, else that of its year, with our sales of the same months and places."""
    sizes = _sizes(facts.reader, ask)
    if not sizes:
        return None
    minor = int(10 ** exponent(Rates(facts.reader).base))
    own = sum((_own(facts, ask, each, minor) for each in sizes), Fraction(0))
    return Market(sum((Fraction(each.value or 0) * minor for each in sizes), Fraction(0)), own,
                  tuple(dict.fromkeys(each.source for each in sizes)))


def _sizes(reader: Reader, ask: Ask) -> Sequence[MarketSize]:
    places = [ask.scope.territory] if ask.scope.territory else [
        each.id for each in reader.find(Territory, Where("parent", EMPTY))]
    line = (Where("line", EQUAL, ask.scope.line),) if ask.scope.line else ()
    found = reader.find(MarketSize, Where("territory", IN, places), Where("product", EMPTY), *line, measure=MEASURE)
    months = set(month_range(ask.period.first_month, ask.period.last_month))
    return [each for each in found if each.month in months] or [
        each for each in found if each.year == ask.period.end.year]


def _own(facts: Facts, ask: Ask, size: MarketSize, minor: int) -> Fraction:
    """What the source says of us, else our net sales of the same months, place and line."""
    if size.own_value is not None:
        return Fraction(size.own_value) * minor
    period = Period.month(size.month) if size.month else Period.year(size.year or ask.period.end.year)
    asked = Ask(period, Scope(territory=size.territory, line=size.line), today=ask.today)
    return Fraction(sold(facts, asked, cutoff(facts, asked))[None].net)


def _undivided(ask: Ask) -> None:
    if ask.by:
        raise Problem(_("This figure cannot be divided by that."), field="by")


@figure("F25", N_("Market share"), formula=N_("Our sales ÷ market size × 100, same period, market and line"),
        unit=PERCENT, reads=(*READS, "market_size"))
def market_share(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Our value ÷ the size of the market × 100; the notes name the sources."""
    _undivided(ask)
    found = market_of(facts, ask)
    value = ratio(found.own, found.whole) if found else None
    return {None: Figure("F25", PERCENT, value, found.own if found else None, found.whole if found else None,
                         ask.until, ask.period, ask.scope, reason="" if value is not None else NO_SIZE,
                         notes=found.sources if found else ())}


@figure("F26", N_("Evolution index"), formula=N_("(100 + our growth %) ÷ (100 + market growth %) × 100"),
        unit=NUMBER, reads=(*READS, "market_size"))
def evolution(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Over 100 we grew more than the market between the same periods of two years."""
    _undivided(ask)
    before = ask.over(Period(add_months_to_day(ask.period.start, -YEAR), add_months_to_day(ask.period.end, -YEAR)))
    now, past = market_of(facts, ask), market_of(facts, before)
    ours = ratio(now.own, past.own) if now and past and past.own > 0 else None
    theirs = ratio(now.whole, past.whole) if now and past and past.whole > 0 else None
    value = ratio(ours, theirs) if ours is not None and theirs else None
    status = None if value is None else GOOD if value > HUNDRED else BAD
    return {None: Figure("F26", NUMBER, value, ours, theirs, ask.until, ask.period, ask.scope, None, status,
                         "" if value is not None else ONE_SIZE if now or past else NO_SIZE)}


@figure("F27", N_("Price gap"), formula=N_("Mean over rivals of (their price − ours) ÷ theirs × 100"), unit=PERCENT,
        reads=("competitor_product", "price_sighting", "price", "product", "exchange_rate"))
def price_gap(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Positive: we are cheaper. Each rival by its last price seen within 180 days, ours by the list price in force."""
    _undivided(ask)
    on, reader = ask.until, facts.reader
    rates = Rates(reader)
    gaps: list[Fraction] = []
    old = 0
    for rival in _rivals(reader, ask.scope):
        ours = list_price(reader, rival.ours, on)
        seen = reader.find(PriceSighting, Where("on", AT_MOST, on), rival=rival.id, sort=(("on", True), ("id", True)),
                           limit=1)
        if ours is None or not seen or seen[0].on is None:
            continue
        theirs = _in_base(rates, seen[0])
        if (on - seen[0].on).days > FRESH_DAYS or not theirs:
            old += 1
        else:
            gaps.append((theirs - ours) / theirs * HUNDRED)
    value = sum(gaps, Fraction(0)) / len(gaps) if gaps else None
    return {None: Figure("F27", PERCENT, value, sum(gaps, Fraction(0)) if gaps else None, Fraction(len(gaps)), on,
                         ask.period, ask.scope, reason="" if gaps else NO_RIVALS,
                         exclusions=(Exclusion(OLD_SIGHTINGS, old),) if old else ())}


def _rivals(reader: Reader, scope: Scope) -> list[CompetitorProduct]:
    if scope.product:
        return reader.find(CompetitorProduct, ours=scope.product)
    if scope.line:
        ours = [each.id for each in reader.find(Product, line=scope.line)]
        return reader.find(CompetitorProduct, Where("ours", IN, ours))
    return reader.find(CompetitorProduct)


def list_price(reader: Reader, product: Id | None, on: datetime.date) -> Fraction | None:
    """Our list price in force on a day, in units of currency."""
    found = reader.find(Price, product=product, price_list="list", party=None) if product else []
    return next((Fraction(each.amount) for each in found if each.overlaps(on, on) and each.amount is not None), None)


def _in_base(rates: Rates, seen: PriceSighting) -> Fraction | None:
    """A price in units of the base currency; None without a rate."""
    rate = rates.rate(seen.currency, f"{seen.on:%Y-%m}")
    if rate is None or seen.price is None:
        return None
    return Fraction(seen.price) * rate * Fraction(10) ** (exponent(seen.currency or rates.base) - exponent(rates.base))


@figure("F28", N_("New clients"), unit=COUNT, reads=READS,
        formula=N_("Parties with a first sale in the period and none in the 12 months before"))
def new_clients(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Who bought in the period for the first time in 12 months; none without 12 months of history."""
    known, begins = facts.orders.first_sale_month(), ask.period.first_month
    before = add_months(begins, -YEAR), add_months(begins, -1)
    if known is None or known > before[0]:
        return {None: Figure("F28", COUNT, None, cutoff=ask.until, period=ask.period, scope=ask.scope,
                             reason=NO_HISTORY)}
    found = facts.orders.new_buyers(ask, ask.until, before)
    keys: Iterable[Key] = found if ask.by else [None]
    return {key: Figure("F28", COUNT, Fraction(found.get(key, 0)), cutoff=ask.until, period=ask.period,
                        scope=ask.scope, key=key) for key in keys}


@figure("F29", N_("New-product share"), formula=N_("Sales of products launched within 24 months ÷ sales × 100"),
        unit=PERCENT, reads=READS)
def new_products(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Net sales of products with a launch day in the months of the setting before the cut-off ÷ net sales × 100."""
    cut = cutoff(facts, ask)
    since = add_months_to_day(cut, -int(facts.reader.setting("new_product_months")))
    new = {each.id for each in facts.reader.find(Product, Where("launch_on", FILLED), archived=None)
           if each.launch_on and since <= each.launch_on <= cut}
    whole = sold(facts, ask, cut)
    fresh = _of_products(facts, ask, cut, new)
    found = {}
    for key, each in whole.items():
        value = ratio(fresh.get(key, 0), each.net) if each.net > 0 else None
        found[key] = Figure("F29", PERCENT, value, Fraction(fresh.get(key, 0)), Fraction(each.net), cut, ask.period,
                            ask.scope, key, None, "" if value is not None else NO_BASE, each.exclusions)
    return found


def _of_products(facts: Facts, ask: Ask, cut: datetime.date, products: set[Id]) -> dict[Key, int]:
    """Net sales of some products by key."""
    found: dict[Key, int] = {}
    if ask.by is None and not ask.scope.product:
        by_product = sold(facts, Ask(ask.period, ask.scope, "product", ask.today), cut)
        return {None: sum(each.net for key, each in by_product.items() if key in products)}
    for product in sorted(products if not ask.scope.product else products & {ask.scope.product}):
        scope = Scope(**{**vars(ask.scope), "product": product})
        for key, each in sold(facts, Ask(ask.period, scope, ask.by, ask.today), cut).items():
            found[key] = found.get(key, 0) + each.net
    return found

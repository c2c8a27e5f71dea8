"""What was sold month by month, by us, by distributors or by the whole market: what a forecast learns from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.figures.facts import Facts, Key, SalesPart
from kamdesk.figures.information import loaded_on
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.figures.sales import loaded_through
from kamdesk.methods.months import add_months, month_end, month_of, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.records.market import MarketSize
from kamdesk.records.products import Product
from kamdesk.records.territories import Territory
from kamdesk.store import EMPTY, EQUAL, IN, Reader, Where
from kamdesk.words import _, exponent

YEAR = 12
LONGEST = 6 * YEAR  # months that a forecast looks back
THOUSANDTHS = 1000
Spot = tuple[Link, Key]  # where, and of which product
Series = Mapping[Key, Mapping[str, Fraction]]  # by product («»: rows without one; None: not divided) and month


def whole_through(facts: Facts, series: str) -> str:
    """The last whole month known of a series; the month that runs is never history."""
    before = add_months(month_of(clock.today()), -1)
    known = loaded_through(facts) if series == "own" else (
        loaded_on(facts.reader, "sell_out") or facts.information.last_day("sell_out")) if series == "sell_out" else None
    return min(before, _whole(known)) if known else before


def _whole(day: datetime.date) -> str:
    return month_of(day) if day == month_end(day) else add_months(month_of(day), -1)


def monthly(facts: Facts, scope: Scope, period: Period, *, series: str = "own", measure: str = "amount") -> Series:
    """A series by product and month, in units (of currency); the market is not divided by product.

    ``series`` and ``measure`` are options of a forecast (K43).
    """
    if series == "market":
        return {None: _market(facts, scope, period, measure)}
    flow = "sell_in" if series == "own" else "sell_out"
    parts = facts.sales.sums(Ask(period, scope, "product"), period.end, flow=flow)
    return {key: {part.month: _value(facts, part, measure) for part in each} for key, each in parts.items()}


def divided(facts: Facts, place: Link, period: Period, *, series: str, measure: str,
            by_zone: bool) -> dict[Spot, Mapping[str, Fraction]]:
    """A series by product; ``by_zone``: of each zone right below a territory, and of it what belongs to none of them.

    Problem when the scope is no territory, or the series the market, which is not known by zone.
    """
    whole = monthly(facts, scope_of(facts.reader, place), period, series=series, measure=measure)
    if not by_zone:
        return {(place, key): months for key, months in whole.items()}
    if place.kind != "territory" or series == "market":
        raise Problem(_("Only the sales of a territory are divided by zone."), field="by_zone")
    found: dict[Spot, Mapping[str, Fraction]] = {}
    rest = {key: dict(months) for key, months in whole.items()}
    for zone in facts.reader.find(Territory, parent=place.id, sort=(("name", False), ("id", False))):
        link = Link("territory", zone.id)
        for key, months in monthly(facts, scope_of(facts.reader, link), period, series=series, measure=measure).items():
            found[link, key] = months
            for month, value in months.items():
                rest[key][month] -= value
    return found | {(place, key): months for key, months in rest.items() if any(months.values())}


def _value(facts: Facts, part: SalesPart, measure: str) -> Fraction:
    if measure == "units":
        return Fraction(part.units, THOUSANDTHS)
    return Fraction(part.net, 10 ** exponent(facts.reader.setting("currency")))


def added(series: Series) -> dict[str, Fraction]:
    """The series of the whole: Σ over products by month."""
    total: dict[str, Fraction] = {}
    for months in series.values():
        for month, value in months.items():
            total[month] = total.get(month, Fraction(0)) + value
    return total


def _market(facts: Facts, scope: Scope, period: Period, measure: str) -> dict[str, Fraction]:
    """Sizes of months as they are; that of a year is spread by the months' share of our own sales of that year."""
    months = month_range(period.first_month, period.last_month)
    total: dict[str, Fraction] = {}
    for size in _sizes(facts.reader, scope, measure):
        parts = {size.month: Fraction(1)} if size.month else _season(facts, scope, size, measure)
        for month, share in parts.items():
            if month in months:
                total[month] = total.get(month, Fraction(0)) + Fraction(size.value or 0) * share
    return total


def _sizes(reader: Reader, scope: Scope, measure: str) -> list[MarketSize]:
    places = [scope.territory] if scope.territory else [
        each.id for each in reader.find(Territory, Where("parent", EMPTY))]
    line = (Where("line", EQUAL, scope.line),) if scope.line else ()
    found = reader.find(MarketSize, Where("territory", IN, places), Where("product", EMPTY), *line, measure=measure)
    by_month = {(each.line, (each.month or "")[:4]) for each in found if each.month}
    return [each for each in found if each.month or (each.line, str(each.year)) not in by_month]


def _season(facts: Facts, scope: Scope, size: MarketSize, measure: str) -> dict[str, Fraction]:
    year = Period.year(size.year or 0)
    months = month_range(year.first_month, year.last_month)
    asked = Scope(territory=scope.territory, line=size.line)
    own = {month: max(value, Fraction(0)) for month, value in
           added(monthly(facts, asked, year, measure=measure)).items()}
    whole = sum(own.values(), Fraction(0))
    return {month: own.get(month, Fraction(0)) / whole if whole else Fraction(1, YEAR) for month in months}


def scope_of(reader: Reader, place: Link, *, line: Id | None = None, product: Id | None = None) -> Scope:
    """The scope of a territory, person, distributor or client; the topmost territory is the whole region."""
    if place.kind == "territory":
        found = reader.maybe(Territory, place.id)
        whole = found is not None and found.parent is None
        return Scope(territory=None if whole else place.id, line=line, product=product)
    of = {kind: place.id if place.kind == kind else None for kind in ("person", "distributor", "client")}
    return Scope(person=of["person"], distributor=of["distributor"], client=of["client"], line=line, product=product)


def back_from(last: str) -> Period:
    """The months a forecast looks back on, to a last one."""
    return Period(month_start(add_months(last, 1 - LONGEST)), month_end(last))


def products_of(reader: Reader, scope: Scope) -> set[Id] | None:
    """The products a scope is limited to; None when it is not."""
    if scope.product:
        return {scope.product}
    return {each.id for each in reader.find(Product, line=scope.line, archived=None)} if scope.line else None

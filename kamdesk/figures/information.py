"""F106 Information complete: what of each month has been loaded, from which source, for whom (product/05 §5.13)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key, MoneyPart, SourcePart
from kamdesk.figures.model import BAD, GOOD, PERCENT, WATCH, Ask, Figure, Period, Scope, ratio
from kamdesk.figures.money import Rates, rounded
from kamdesk.methods.months import add_months, month_end
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor
from kamdesk.records.territories import Territory
from kamdesk.store import IN, UNDER, Reader, Where
from kamdesk.words import N_, _, money, number

MARKETS, DISTRIBUTORS = ("sales", "invoices", "payments", "expenses"), ("stock", "sell_out")
SOURCES: Mapping[str, str] = {
    "sales": N_("Sales"), "invoices": N_("Invoices"), "payments": N_("Collections"), "expenses": N_("Expenses"),
    "stock": N_("Stock"), "sell_out": N_("Sell-out"),
}
HOLDING = ("distributor", "subdistributor")  # agents hold no stock
WORKING = ("active", "trial", "suspended")
MISSING, SHORT, NO_TOTAL, COMPLETE = "missing", "short", "no_total", "complete"
ALL_BUT = Fraction(90)  # per cent from which what is missing is only watched
THOUSANDTHS = 1000
NOTHING_DUE = N_("nothing is due yet")
READS = ("sales_record", "invoice", "payment", "expense", "distributor_stock", "distributor", "territory", "setting")


def loaded_key(source: str, place: Id = "") -> str:
    """The key of the setting «loaded_through»: a source as a whole, or of one market or distributor."""
    return f"{source}:{place}" if place else source


def total_key(source: str, place: Id, month: str) -> str:
    """The key of the setting «control_totals»; ``place`` «» is the total of all markets together."""
    return f"{source}:{place}:{month}"


def loaded_on(reader: Reader, source: str, place: Id = "") -> datetime.date | None:
    """The day said for a market or distributor, without it the one said for the whole source."""
    known: Mapping[str, str] = reader.setting("loaded_through")
    said = known.get(loaded_key(source, place)) or known.get(source)
    return datetime.date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class Piece:
    """One month of a source for a market or distributor («»: the region where it has no markets).

    total and control are minor units of the base currency, thousandths of a unit for stock; control None: not typed.
    ``shared``: nobody typed a total of this place, but one of all places together; both sums are those of all.
    """

    source: str
    place: Id
    month: str
    through: datetime.date | None
    loaded: bool
    total: Fraction
    control: int | None = None
    shared: bool = False

    @property
    def state(self) -> str:
        """MISSING, SHORT (its total differs), NO_TOTAL (loaded, none typed) or COMPLETE."""
        if not self.loaded:
            return MISSING
        if self.control is None:
            return NO_TOTAL
        return COMPLETE if self.total == self.control else SHORT

    @property
    def complete(self) -> bool:
        """Loaded through the month's end, and equal to its control total where one was typed."""
        return self.state in (COMPLETE, NO_TOTAL)

    @property
    def difference(self) -> Fraction:
        """What lacks against the control total; negative when there is more than it says."""
        return (self.control or 0) - self.total


def pieces(facts: Facts, ask: Ask) -> list[Piece]:
    """Every cell due in the months of the period that have begun: markets first, by name, then distributors."""
    months = list(_months(ask))
    found: list[Piece] = []
    for sources, places in ((MARKETS, _markets(facts.reader, ask.scope)),
                            (DISTRIBUTORS, _distributors(facts.reader, ask.scope))):
        for source in sources if months and places else ():
            found += _of_source(facts, ask, source, places, months)
    return found


def _months(ask: Ask) -> Iterator[str]:
    month = ask.period.first_month
    while month <= min(ask.period.last_month, f"{ask.today:%Y-%m}"):
        yield month
        month = add_months(month, 1)


def _markets(reader: Reader, scope: Scope) -> list[Id]:
    """The zones of the scope; the region itself where it is not divided."""
    if scope.distributor:
        return []
    within = (Where("id", UNDER, scope.territory),) if scope.territory else ()
    zones = [each.id for each in reader.find(Territory, Where("level", "=", "zone"), *within, sort=(("name", False),))]
    return zones or ([] if scope.territory else [""])


def _distributors(reader: Reader, scope: Scope) -> list[Id]:
    """Those who hold stock and work with us, in the scope."""
    only = (Where("id", "=", scope.distributor),) if scope.distributor else ()
    found = reader.find(Distributor, Where("role", IN, HOLDING), Where("stage", IN, WORKING), *only,
                        sort=(("name", False),))
    if not scope.territory:
        return [each.id for each in found]
    below = {each.id for each in reader.find(Territory, Where("id", UNDER, scope.territory))}
    return [each.id for each in found if below & set(each.territories)]


def _of_source(facts: Facts, ask: Ask, source: str, places: list[Id], months: list[str]) -> Iterator[Piece]:
    parts = facts.information.monthly(source, ask.period)
    rates = Rates(facts.reader)
    last = facts.information.last_day(source)
    totals: Mapping[str, int] = facts.reader.setting("control_totals")
    for place in places:
        said = loaded_on(facts.reader, source, place)
        for month in months:
            part = _whole(parts, month) if not place else parts.get((place, month), SourcePart())
            end = month_end(month)
            if said is not None:
                through, loaded = said, said >= end
            elif source in DISTRIBUTORS:  # a distributor reports a month at once
                through, loaded = None, part.rows > 0
            else:
                through, loaded = last, last is not None and last >= end
            own, every = totals.get(total_key(source, place, month)), totals.get(total_key(source, "", month))
            shared = own is None and every is not None and bool(place)
            yield Piece(source, place, month, through, loaded,
                        _sum(rates, source, month, _whole(parts, month) if shared else part),
                        every if shared else own, shared=shared)


def _whole(parts: Mapping[tuple[str, str], SourcePart], month: str) -> SourcePart:
    """The month of all places together."""
    found = [part for (_place, each), part in parts.items() if each == month]
    sums: dict[str, int] = {}
    for part in found:
        for currency, amount in part.sums.items():
            sums[currency] = sums.get(currency, 0) + amount
    return SourcePart(sum(part.rows for part in found), sums)


def _sum(rates: Rates, source: str, month: str, part: SourcePart) -> Fraction:
    if source == "stock":
        return Fraction(sum(part.sums.values()))
    return rounded(rates.add(MoneyPart(month, currency, amount) for currency, amount in part.sums.items()).amount)


@figure("F106", N_("Information complete"), formula=N_("Cells complete ÷ cells due × 100"), unit=PERCENT, reads=READS)
def information(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Cells complete ÷ cells due × 100, a cell being month × source × market or distributor.

    ``more``: «untotalled», how many are complete without a control total. By month or market; Problem otherwise.
    """
    if ask.by not in (None, "month", "market"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    found: dict[Key, list[Piece]] = {} if ask.by else {None: []}
    for each in pieces(facts, ask):
        if ask.by == "market" and each.source in DISTRIBUTORS:
            continue
        found.setdefault({None: None, "month": each.month, "market": each.place}[ask.by], []).append(each)
    return {key: _told(ask, key, due) for key, due in found.items()}


def _told(ask: Ask, key: Key, due: list[Piece]) -> Figure:
    done = [each for each in due if each.complete]
    value = ratio(len(done), len(due))
    status = None if value is None else GOOD if len(done) == len(due) else WATCH if value >= ALL_BUT else BAD
    untotalled = sum(each.state == NO_TOTAL for each in due)
    return Figure("F106", PERCENT, value, Fraction(len(done)), Fraction(len(due)), ask.until, ask.period, ask.scope,
                  key, status, "" if value is not None else NOTHING_DUE, more={"untotalled": Fraction(untotalled)})


def lacking(facts: Facts, ask: Ask) -> list[Piece]:
    """The cells that are missing or differ from their control total; a total of all places is told once."""
    found: list[Piece] = []
    told: set[tuple[str, str]] = set()
    for each in pieces(facts, ask):
        key = each.source, each.month
        if each.complete or (each.shared and each.loaded and key in told):
            continue
        told |= {key} if each.shared and each.loaded else set()
        found.append(each)
    return found


def total_text(source: str, amount: Fraction | int) -> str:
    """A sum of a source as people read it: money to the cent, units of stock."""
    if source == "stock":
        units = Decimal(round(amount)) / THOUSANDTHS
        return number(units, 0 if units == units.to_integral_value() else 1)
    return money(round(amount))


def short_of(facts: Facts, source: str, place: Id, month: str, total: int) -> Fraction:
    """What lacks against a control total of a month («»: of all places together); negative when there is more."""
    period = Period.month(month)
    parts = facts.information.monthly(source, period)
    part = parts.get((place, month), SourcePart()) if place else _whole(parts, month)
    return total - _sum(Rates(facts.reader), source, month, part)

"""Sales, targets and growth: F20 to F24 (product/05 §5.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.calendars import calendar_for, month_share, months_to
from kamdesk.figures.facts import Facts, Key, MoneyPart, SalesPart
from kamdesk.figures.model import MONEY, PERCENT, Ask, Exclusion, Figure, Period, ratio
from kamdesk.figures.money import Converted, Rates, rounded
from kamdesk.figures.thresholds import high, low
from kamdesk.methods.months import month_end
from kamdesk.records.sales import SalesRecord
from kamdesk.records.targets import COUNTED
from kamdesk.words import N_

NO_SALES, NO_BASE, NO_TARGET = N_("no sales loaded"), N_("no base"), N_("no target")
ARCHIVED = N_("archived")
NOT_BEGUN = N_("no working day has passed yet")
ESTIMATED = N_("estimated: last year is known by month only")
READS = ("sales_record", "client", "distributor", "territory", "product", "setting")
TARGETS = ("target", "target_month", "target_plan", "non_working_day")
THOUSANDTHS = 1000
LEAP_DAY = (2, 29)
_SUMS = ("sales", "returns", "units", "cost", "costed", "rows")


def loaded_through(facts: Facts) -> datetime.date | None:
    """«Ventas al»: the day said by the last import or by hand, without it the day of the last dated sale."""
    said = facts.reader.setting("loaded_through").get("sales")
    return datetime.date.fromisoformat(said) if said else facts.sales.last_day()


def cutoff(facts: Facts, ask: Ask) -> datetime.date:
    """The cut-off of sales figures: min(period end, today, «ventas al»)."""
    loaded = loaded_through(facts)
    return min(ask.until, loaded) if loaded else ask.until


@dataclass(frozen=True)
class Sold:
    """The sales of one key, added over months."""

    sales: int = 0
    returns: int = 0
    units: int = 0
    cost: int = 0
    costed: int = 0
    rows: int = 0
    archived: tuple[int, int] = (0, 0)

    @property
    def net(self) -> int:
        """Sales less returns in minor units."""
        return self.sales + self.returns

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """Archived rows, left out."""
        count, amount = self.archived
        return (Exclusion(ARCHIVED, count, amount),) if count else ()


def add(parts: Iterable[SalesPart]) -> Sold:
    """Σ over months."""
    every = list(parts)
    sums = {name: sum(getattr(part, name) for part in every) for name in _SUMS}
    return Sold(**sums, archived=(sum(part.archived[0] for part in every), sum(part.archived[1] for part in every)))


def sold(facts: Facts, ask: Ask, until: datetime.date) -> dict[Key, Sold]:
    """Sales by key; the whole is there even when nothing was sold."""
    found = {key: add(parts) for key, parts in facts.sales.sums(ask, until).items()}
    return found if ask.by else {None: found.get(None, Sold())}


def _rows(facts: Facts, ask: Ask) -> Rows:
    return Rows(SalesRecord.kind, facts.sales.ids(ask, cutoff(facts, ask)))


@figure("F20", N_("Net sales"), formula=N_("Sales plus returns (negative), net of tax, of the company"), unit=MONEY,
        reads=READS, rows=_rows)
def net_sales(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Σ amount of company sales in the period, returns negative."""
    cut = cutoff(facts, ask)
    return {key: _net(ask, cut, key, each) for key, each in sold(facts, ask, cut).items()}


def _net(ask: Ask, cut: datetime.date, key: Key, each: Sold) -> Figure:
    loaded = each.rows > 0 or cut >= ask.period.start
    value = Fraction(each.net) if loaded else None
    return Figure("F20", MONEY, value, value, None, cut, ask.period, ask.scope, key, reason="" if loaded else NO_SALES,
                  exclusions=each.exclusions, more={
                      "sales": Fraction(each.sales), "returns": Fraction(each.returns), "rows": each.rows,
                      "units": Fraction(each.units, THOUSANDTHS)})


@figure("F21", N_("Return rate"), formula=N_("Returns ÷ sales × 100"), unit=PERCENT, reads=READS,
        rows=_rows)
def return_rate(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """−Σ returns ÷ Σ sales × 100."""
    cut = cutoff(facts, ask)
    found = {}
    for key, each in sold(facts, ask, cut).items():
        value = ratio(-each.returns, each.sales) if each.sales > 0 else None
        found[key] = Figure("F21", PERCENT, value, Fraction(-each.returns), Fraction(each.sales), cut, ask.period,
                            ask.scope, key, low(facts.reader, "F21", value), "" if value is not None else NO_BASE,
                            each.exclusions)
    return found


def actuals(facts: Facts, ask: Ask, measure: str) -> tuple[datetime.date, dict[Key, Converted]]:
    """The cut-off and what was reached of a measure that targets can be set for (F22); counts are exact numbers."""
    if measure in ("amount", "units"):
        cut = cutoff(facts, ask)
        found = sold(facts, ask, cut)
        return cut, {key: Converted(Fraction(each.net) if measure == "amount" else Fraction(each.units, THOUSANDTHS),
                                    each.rows, each.exclusions) for key, each in found.items()}
    parts = (facts.receivables.collected if measure == "collection" else facts.receivables.billed)(ask, ask.until)
    rates = Rates(facts.reader)
    whole = {key: rates.add(each) for key, each in parts.items()}
    return ask.until, whole if ask.by else {None: whole.get(None, Converted(Fraction(0)))}


def goals(facts: Facts, ask: Ask, measure: str, last: datetime.date) -> dict[Key, Fraction]:
    """Targets of the period to ``last``: whole months whole, broken ones by working days; money rounded to the cent."""
    shares = months_to(calendar_for(facts.reader, ask.scope), ask.period.start, last)
    rates = Rates(facts.reader)
    found: dict[Key, Fraction] = {}
    for key, parts in facts.sales.targets(ask, measure).items():
        total = sum((_shared(part, shares.get(part.month, Fraction(0)), rates) for part in parts), Fraction(0))
        found[key] = total if measure in COUNTED else rounded(total)
    return found


def _shared(part: MoneyPart, share: Fraction, rates: Rates) -> Fraction:
    return rates.add([part]).amount * share


def attainment(facts: Facts, ask: Ask, measure: str = "amount", *, to_date: bool = False,
               code: str | None = None) -> dict[Key, Figure]:
    """F22 of a measure, or F23 with ``to_date``; ``more``: the target of the whole period and to date."""
    cut, reached = actuals(facts, ask, measure)
    whole, due = goals(facts, ask, measure, ask.period.end), goals(facts, ask, measure, cut)
    keys = dict.fromkeys([*reached, *whole])
    blank = Figure(code or ("F23" if to_date else "F22"), PERCENT, None, cutoff=cut, period=ask.period, scope=ask.scope)
    return {key: _attained(facts, replace(blank, key=key), reached.get(key, Converted(Fraction(0))), whole.get(key),
                           due.get(key), to_date=to_date) for key in keys}


def _attained(facts: Facts, blank: Figure, actual: Converted, whole: Fraction | None, due: Fraction | None, *,
              to_date: bool) -> Figure:
    base = due if to_date else whole
    value = ratio(actual.amount, base)
    coloured = to_date or (blank.period is not None and blank.cutoff == blank.period.end)
    missing = None if whole is None else whole - actual.amount
    return replace(blank, value=value, numerator=rounded(actual.amount), denominator=base,
                   status=high(facts.reader, blank.code, value) if coloured else None,
                   reason="" if value is not None else NOT_BEGUN if whole and to_date else NO_TARGET,
                   exclusions=actual.exclusions, more={"target": whole, "target_to_date": due, "missing": missing})


@figure("F22", N_("Target attainment"), formula=N_("Actual ÷ target of the period × 100"), unit=PERCENT,
        reads=(*READS, *TARGETS), rows=_rows)
def target_attainment(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Actual sales ÷ the target of the whole period × 100; coloured once the period has ended."""
    return attainment(facts, ask)


@figure("F23", N_("Target to date"), formula=N_("Actual ÷ (past months + current month by its working days) × 100"),
        unit=PERCENT, reads=(*READS, *TARGETS), rows=_rows)
def target_to_date(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Actual sales ÷ the target due by the cut-off × 100."""
    return attainment(facts, ask, to_date=True)


@figure("F24", N_("Growth"), formula=N_("(Sales − those of last year to the same day) ÷ last year × 100"), unit=PERCENT,
        reads=(*READS, "non_working_day"), rows=_rows)
def growth(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Growth over the same calendar days of last year."""
    cut = cutoff(facts, ask)
    before = ask.over(Period(year_before(ask.period.start), year_before(ask.period.end)))
    day = year_before(cut)
    past = facts.sales.sums(before, day) if day >= before.period.start else {}
    now = sold(facts, ask, cut)
    found = {}
    for key in dict.fromkeys([*now, *past]):
        last, estimated = _last_year(facts, ask, day, past.get(key, ()))
        found[key] = replace(_grown(facts, now.get(key, Sold()), last), cutoff=cut, period=ask.period, scope=ask.scope,
                             key=key, notes=(ESTIMATED,) if estimated else ())
    return found


def _grown(facts: Facts, now: Sold, last: Fraction) -> Figure:
    gain = now.net - last
    value = ratio(gain, last) if last > 0 else None
    return Figure("F24", PERCENT, value, gain, last, status=high(facts.reader, "F24", value),
                  reason="" if value is not None else NO_BASE, exclusions=now.exclusions,
                  more={"now": Fraction(now.net), "before": last})


def _last_year(facts: Facts, ask: Ask, day: datetime.date, parts: Sequence[SalesPart]) -> tuple[Fraction, bool]:
    """Sales to the day a year ago; a broken month known by month only counts by its working days."""
    total, estimated = Fraction(0), False
    for part in parts:
        broken = part.month == f"{day:%Y-%m}" and day != month_end(part.month)
        if broken and part.rows and not part.precise:
            share = month_share(calendar_for(facts.reader, ask.scope), part.month, day.replace(day=1), day)
            total, estimated = total + part.net * share, True
        else:
            total += part.net
    return rounded(total), estimated


def year_before(day: datetime.date) -> datetime.date:
    """The same calendar day a year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == LEAP_DAY else day.day)

"""What is expected and how far it was off: F90 forecast error and F91 forecast (product/05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.fields import Id, Link
from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.histories import added, monthly, products_of, whole_through
from kamdesk.figures.model import MONEY, PERCENT, Ask, Figure, Scope, judge, ratio
from kamdesk.figures.sales import READS, TARGETS, goals
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import month_of, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.records.territories import Territory
from kamdesk.store import EMPTY, IN, Reader, Where
from kamdesk.words import N_, _, exponent

LINES = ("forecast", "forecast_line")
NO_FROZEN = N_("no forecast was frozen before these months")
NO_FORECAST = N_("no forecast of these months")
BY_HAND = N_("some months were set by hand")
GOOD_TO, WATCH_TO = 15, 25  # per cent of error, unless the settings say otherwise


@dataclass(frozen=True)
class Told:
    """What a forecast says of a month, in units (of currency)."""

    value: Fraction = Fraction(0)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    by_hand: bool = False

    def plus(self, line: ForecastLine) -> Told:
        """With one more line; what was set by hand wins and has no band."""
        if line.manual is not None:
            by_hand = Fraction(line.manual)
            return Told(self.value + by_hand, self.low + by_hand, self.high + by_hand, by_hand=True)
        value = Fraction(line.value or 0)
        return Told(self.value + value, self.low + Fraction(value if line.low is None else line.low),
                    self.high + Fraction(value if line.high is None else line.high), self.by_hand)


@dataclass(frozen=True)
class Accuracy:
    """Sums over the months with a frozen forecast: |actual − forecast|, forecast − actual, |actual|."""

    missed: Fraction = Fraction(0)
    over: Fraction = Fraction(0)
    sold: Fraction = Fraction(0)
    months: int = 0


def forecasts_of(reader: Reader, scope: Scope, *, series: str, measure: str = "amount", scenario: str = "base",
                 states: Sequence[str] = ("draft", "frozen")) -> list[Forecast]:
    """The forecasts of a scope, the newest first."""
    return reader.find(Forecast, Where("scope", IN, _links(reader, scope)), Where("state", IN, list(states)),
                       series=series, measure=measure, scenario=scenario, sort=(("made_on", True), ("id", True)))


def _links(reader: Reader, scope: Scope) -> list[Link]:
    """How a forecast names a scope; the whole is the topmost territory."""
    for kind in ("person", "distributor", "territory"):
        found: Id | None = getattr(scope, kind)
        if found:
            return [Link(kind, found)]
    return [Link("territory", each.id) for each in reader.find(Territory, Where("parent", EMPTY))]


def told(reader: Reader, forecast: Forecast, products: set[Id] | None = None) -> dict[str, Told]:
    """The months of a forecast: Σ of its lines, or of those of some products."""
    found: dict[str, Told] = {}
    for line in reader.find(ForecastLine, forecast=forecast.id):
        if line.month and (products is None or line.product in products):
            found[line.month] = found.get(line.month, Told()).plus(line)
    return found


def accuracy(facts: Facts, ask: Ask, series: str) -> Accuracy:
    """How far the last forecast frozen before each whole month of the period was from what was sold (base scenario)."""
    last = min(ask.period.last_month, whole_through(facts, series))
    frozen = [each for each in forecasts_of(facts.reader, ask.scope, series=series, states=("frozen", "archived"))
              if each.made_on is not None]
    products = products_of(facts.reader, ask.scope)
    known = {each.id: told(facts.reader, each, products) for each in frozen}
    sold = added(monthly(facts, ask.scope, ask.period, series=series))
    sums = Accuracy()
    for month in month_range(ask.period.first_month, last):
        made = next((each for each in frozen if each.made_on and each.made_on < month_start(month)
                     and month in known[each.id]), None)
        if made is not None:
            actual, expected = sold.get(month, Fraction(0)), known[made.id][month].value
            sums = Accuracy(sums.missed + abs(actual - expected), sums.over + expected - actual,
                            sums.sold + abs(actual), sums.months + 1)
    return sums


def _whole_of(ask: Ask) -> None:
    if ask.by or ask.scope.client or ask.scope.channel:
        raise Problem(_("This figure cannot be divided by that."), field="by")


@figure("F90", N_("Forecast error"), formula=N_("Σ |actual − forecast frozen before| ÷ Σ |actual| × 100"), unit=PERCENT,
        reads=(*READS, *LINES, "market_size"))
def forecast_error(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """WAPE of own sales; ``more``: the bias, the months, and the error of the market and of sell-out."""
    _whole_of(ask)
    own = accuracy(facts, ask, "own")
    value = ratio(own.missed, own.sold)
    limits = [Fraction(str(each)) for each in
              facts.reader.setting("figure_thresholds").get("F90", (GOOD_TO, WATCH_TO))]
    others = {name: ratio(each.missed, each.sold) for name in ("market", "sell_out")
              if (each := accuracy(facts, ask, name)).months}
    return {None: Figure("F90", PERCENT, value, own.missed, own.sold, ask.until, ask.period, ask.scope, None,
                         judge(value, limits[0], limits[1], high_is_good=False),
                         "" if value is not None else NO_FROZEN,
                         more={"bias": ratio(own.over, own.sold), "months": own.months, **others})}


def expected(facts: Facts, ask: Ask, *, series: str = "own", scenario: str = "base",
             measure: str = "amount") -> tuple[Told, list[str]]:
    """A period as expected, and its months that come from the forecast.

    Whole months as they were, the month that runs the greater of what was sold and expected, then the forecast.
    """
    made = forecasts_of(facts.reader, ask.scope, series=series, scenario=scenario, measure=measure)
    months = told(facts.reader, made[0], products_of(facts.reader, ask.scope)) if made else {}
    sold = added(monthly(facts, ask.scope, ask.period, series=series, measure=measure))
    last, running = whole_through(facts, series), month_of(ask.today)
    total, learned = Told(), []
    for month in month_range(ask.period.first_month, ask.period.last_month):
        actual = sold.get(month, Fraction(0))
        each = months.get(month)
        if month <= last or each is None:
            each = Told(actual, actual, actual)
        else:
            learned.append(month)
            if month <= running and each.value < actual:
                each = replace(each, value=actual, low=actual, high=max(each.high, actual))
        total = Told(total.value + each.value, total.low + each.low, total.high + each.high,
                     total.by_hand or each.by_hand)
    return total, learned


@figure("F91", N_("Forecast"), formula=N_("Sold to the last whole month + forecast; this month the greater of both"),
        unit=MONEY, reads=(*READS, *TARGETS, *LINES, "market_size"))
def forecast_figure(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What the period is expected to sell; ``more``: the band, the target, and our share of the expected market."""
    _whole_of(ask)
    found, learned = expected(facts, ask)
    minor = 10 ** exponent(facts.reader.setting("currency"))
    value = found.value * minor if learned or ask.period.last_month <= whole_through(facts, "own") else None
    target = goals(facts, ask, "amount", ask.period.end).get(None)
    more = {"low": found.low * minor, "high": found.high * minor, "target": target, "months": tuple(learned),
            "share": _share(facts, ask)}
    return {None: Figure("F91", MONEY, value, value, target, ask.until, ask.period, ask.scope, None,
                         high(facts.reader, "F22", ratio(value, target)), "" if value is not None else NO_FORECAST,
                         notes=(BY_HAND,) if found.by_hand else (), more=more)}


def _share(facts: Facts, ask: Ask) -> Fraction | None:
    """Own sales ÷ the market over the months that both forecasts tell, per cent."""
    both = [forecasts_of(facts.reader, ask.scope, series=name) for name in ("own", "market")]
    if not all(both):
        return None
    own, market = (told(facts.reader, each[0]) for each in both)
    months = [month for month in month_range(ask.period.first_month, ask.period.last_month)
              if month in own and month in market]
    return ratio(sum((own[month].value for month in months), Fraction(0)),
                 sum((market[month].value for month in months), Fraction(0)))

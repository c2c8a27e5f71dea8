"""A forecast beside what was sold before it and what was sold since: the picture and the table of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id, Link
from kamdesk.figures.facts import Facts
from kamdesk.figures.forecasts import Told, told
from kamdesk.figures.histories import added, monthly, scope_of
from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, month_end, month_range, month_start
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.store import Reader

YEAR = 12
LineSpot = tuple[Link | None, Id | None]


@dataclass(frozen=True)
class Outlook:
    """Months from a year before the forecast to its last, in units (of currency).

    actual  what was sold in the whole months known      expected  what the forecast says, Σ of its lines
    lines   by where and product (None: not named), the line of each month
    """

    months: Sequence[str]
    ahead: Sequence[str]
    actual: Mapping[str, Fraction]
    expected: Mapping[str, Told]
    lines: Mapping[LineSpot, Mapping[str, ForecastLine]]


def outlook(facts: Facts, forecast: Forecast) -> Outlook:
    """A forecast with the twelve months before it; of its own months, those that are over by now."""
    first = forecast.first_month or ""
    last = add_months(first, (forecast.horizon or 1) - 1)
    months = month_range(add_months(first, -YEAR), last)
    scope = scope_of(facts.reader, forecast.scope or Link("", ""))
    sold = added(monthly(facts, scope, Period(month_start(months[0]), month_end(last)), series=forecast.series or "own",
                         measure=forecast.measure or "amount"))
    lines: dict[LineSpot, dict[str, ForecastLine]] = {}
    for each in facts.reader.find(ForecastLine, forecast=forecast.id, sort=(("month", False),)):
        lines.setdefault((each.node, each.product), {})[each.month or ""] = each
    return Outlook(months, month_range(first, last), sold, told(facts.reader, forecast), lines)


def scenarios_of(reader: Reader, forecast: Forecast) -> list[Forecast]:
    """The forecasts made with it: same day, scope, series and measure, each another scenario."""
    return reader.find(Forecast, made_on=forecast.made_on, scope=forecast.scope, series=forecast.series,
                       measure=forecast.measure)

"""Whether demand changes: F105, the last three whole months against the three before, and against what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key, SalesPart
from kamdesk.figures.histories import LONGEST, whole_through
from kamdesk.figures.model import GOOD, PERCENT, WATCH, Ask, Figure, Period, ratio
from kamdesk.figures.sales import NO_BASE, READS
from kamdesk.methods.forecast import forecast
from kamdesk.methods.monthly_series import is_intermittent
from kamdesk.methods.months import add_months, month_end, month_of, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.words import N_, _

DIVIDED = (None, "product", "line", "market", "territory", "distributor", "person", "channel")
SPAN, NEEDED, THOUSANDTHS = 3, 6, 1000
TOO_SHORT = N_("six whole months are needed")
OUTSIDE = N_("the last month is outside what was expected")


@dataclass(frozen=True)
class Demand:
    """Units (in thousandths) of the last three whole months and of the three before, and the last month's band.

    ``outside``: whether the last month lies outside the band forecast from the months before it; None for series that
    stop and start, and for those too short to be forecast.
    """

    now: int
    before: int
    outside: bool | None

    @property
    def change(self) -> Fraction | None:
        """(now − before) ÷ before in per cent; None without a base."""
        return ratio(self.now - self.before, self.before) if self.before > 0 else None


def demand_of(units: Mapping[str, int], last: str, *, first: str) -> Demand:
    """The demand of a series of units by month, whole from ``first`` to ``last``."""
    months = month_range(add_months(last, 1 - NEEDED), last)
    now, before = (sum(units.get(month, 0) for month in part) for part in (months[SPAN:], months[:SPAN]))
    return Demand(now, before, _outside([units.get(month, 0) for month in month_range(first, last)]))


def _outside(series: Sequence[int]) -> bool | None:
    *past, last = series
    if len(past) < NEEDED - 1 or is_intermittent([float(each) for each in past]):
        return None
    band = forecast([float(each) for each in past], 1)
    return not band.low[0] <= last <= band.high[0]


@figure("F105", N_("Demand change"), unit=PERCENT, reads=READS,
        formula=N_("(Units of the last 3 whole months − of the 3 before) ÷ those × 100"))
def demand_change(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of what the company sold; ``more``: the same of sell-out, and whether the last month is outside its band."""
    if ask.by not in DIVIDED:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    own, last = _demands(facts, ask, "own")
    out, _last = _demands(facts, ask, "sell_out")
    keys: dict[Key, None] = dict.fromkeys([*own, *out] if ask.by else [None])
    limit = int(facts.reader.setting("demand_change"))
    bare = Figure("F105", PERCENT, None, cutoff=month_end(last), period=ask.period, scope=ask.scope)
    return {key: _told(replace(bare, key=key), own.get(key), out.get(key), limit) for key in keys}


def _demands(facts: Facts, ask: Ask, series: str) -> tuple[dict[Key, Demand], str]:
    """The demand of each key with six whole months known, and the last of them."""
    last = min(whole_through(facts, series), _whole_month(ask))
    period = Period(month_start(add_months(last, 1 - LONGEST)), month_end(last))
    parts = facts.sales.sums(Ask(period, ask.scope, ask.by, ask.today), period.end,
                             flow="sell_in" if series == "own" else "sell_out")
    begins = min((part.month for each in parts.values() for part in each if part.rows), default="")
    if not begins or begins > add_months(last, 1 - NEEDED):
        return {}, last
    return {key: demand_of(_units(each), last, first=min((part.month for part in each if part.rows), default=last))
            for key, each in parts.items()}, last


def _units(parts: Sequence[SalesPart]) -> dict[str, int]:
    return {part.month: part.units for part in parts}


def _whole_month(ask: Ask) -> str:
    """The last month over by the cut-off of the question."""
    month = month_of(ask.until)
    return month if month_end(month) == ask.until else add_months(month, -1)


def _told(bare: Figure, own: Demand | None, out: Demand | None, limit: int) -> Figure:
    value = own.change if own else None
    outside = bool(own and own.outside)
    found = replace(bare, value=value, more={
        "outside": own.outside if own else None, "sell_out": out.change if out else None,
        "sell_out_outside": out.outside if out else None}, notes=(OUTSIDE,) if outside else ())
    if own is None or value is None:
        return replace(found, reason=NO_BASE if own else TOO_SHORT)
    return replace(found, numerator=Fraction(own.now - own.before, THOUSANDTHS),
                   denominator=Fraction(own.before, THOUSANDTHS),
                   status=WATCH if abs(value) > limit or outside else GOOD)

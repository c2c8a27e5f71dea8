"""Monthly forecasts with their bands (product/06 A13).

A forecast estimates: it is rounded to whole units where it is stored, and no money is ever added up in here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kamdesk.methods.forecast_methods import METHODS, Method
from kamdesk.methods.monthly_series import YEAR, Series, broken, is_intermittent, mended

BAND = 1.28  # 80 % of a normal distribution on both sides
CLEARLY = 0.7  # six months tell little: another method replaces the usual one when it errs a third less
OFFERED = ("combined", "trend", "damped", "seasonal", "moving_average")
SHORT = ("moving_average", "trend")


@dataclass(frozen=True)
class Forecast:
    """What is expected of the months to come.

    method  its name in ``METHODS``      values  one a month, never below zero
    low, high  80 % of months fall between them when the past repeats itself
    error   root of the mean squared error of the backtest, in the unit of the series; None without a backtest
    wape    Σ |actual − forecast| ÷ Σ |actual| of the backtest; None when nothing was sold or nothing was tried
    broken  positions of the months that looked cut short and were not learned
    """

    method: str
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    error: float | None
    wape: float | None
    broken: tuple[int, ...] = ()


def forecast(series: Series, horizon: int, *, method: str = "automatic") -> Forecast:
    """Forecast ``horizon`` months; ``automatic`` takes the method with the least error one month ahead.

    ValueError when the series is empty. The band is ±1.28 × error × √months ahead.
    """
    if not series:
        raise ValueError("nothing to learn from")
    bad = broken(series)
    whole = mended(series, bad)
    chosen = choose(whole) if method == "automatic" else method
    values = tuple(max(0.0, each) for each in METHODS[chosen](whole, horizon))
    misses = _misses(whole, METHODS[chosen])
    error = math.sqrt(sum(miss * miss for miss in misses) / len(misses)) if misses else None
    spread = [BAND * (error or 0.0) * math.sqrt(ahead) for ahead in range(1, horizon + 1)]
    return Forecast(chosen, values,
                    tuple(max(0.0, value - wide) for value, wide in zip(values, spread, strict=True)),
                    tuple(value + wide for value, wide in zip(values, spread, strict=True)), error, wape(whole, chosen),
                    tuple(bad))


def choose(series: Series) -> str:
    """The method for a series: by its last months when they say enough, else the one that asks least of them."""
    if is_intermittent(series):
        return "intermittent"
    offered = OFFERED if len(series) >= YEAR else SHORT
    errors = {name: wape(series, name) for name in offered}
    known = {name: error for name, error in errors.items() if error is not None}
    if not known:
        return offered[0]
    best = min(known, key=lambda name: (known[name], offered.index(name)))
    usual = offered[0]
    return best if usual not in known or len(series) < YEAR or known[best] < CLEARLY * known[usual] else usual


def wape(series: Series, method: str) -> float | None:
    """The error of a method one month ahead over the last 6 months (3 when the series is short)."""
    misses = _misses(series, METHODS[method])
    sold = sum(abs(each) for each in series[-len(misses):]) if misses else 0.0
    return sum(abs(miss) for miss in misses) / sold if sold else None


def _misses(series: Series, method: Method) -> list[float]:
    """Forecast less actual of each of the last months, each told from the months before it only."""
    tries = min(6 if len(series) >= YEAR + 6 else 3, len(series) - 2)
    return [max(0.0, method(series[:at], 1)[0]) - series[at] for at in range(len(series) - max(tries, 0), len(series))]

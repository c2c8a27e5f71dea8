"""Monthly forecasts (product/06 A13): seasonal, trend, damped, their mean, and intermittent sales; with their bands.

Series are floats, oldest month first, without a gap and without the month that is still running. A forecast estimates:
it is rounded to whole units where it is stored, and no money is ever added up in here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

YEAR = 12
RECENT = 3  # months of the moving average
SEASONAL_FROM = 2 * YEAR  # months of history before seasons are told from chance
LIMITS = (0.5, 2.0)  # how far the last year may stand from the year before for the seasonal method
CERTAIN = 1.645  # 90 % of a normal distribution: a season weaker than that is chance
BAND = 1.28  # 80 % of a normal distribution on both sides
STEPS = tuple(at / 20 for at in range(2, 19))  # weights tried in smoothing
DAMPED = tuple((alpha, beta, phi) for alpha in (0.1, 0.3, 0.5, 0.7, 0.9) for beta in (0.02, 0.1, 0.3)
               for phi in (0.85, 0.92, 0.98))
SLOW = 0.15  # weight of a month in intermittent sales
AROUND = 3  # months on each side that say what a month should be like
BROKEN = 0.35  # below this part of what it should be like, a month was cut short or never loaded
CLEARLY = 0.7  # six months tell little: another method replaces the combined one when it errs a third less

Series = Sequence[float]
Method = Callable[[Series, int], list[float]]


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


def is_intermittent(series: Series) -> bool:
    """Whether more than half of the last twelve months had no sale."""
    last = series[-YEAR:]
    return sum(1 for each in last if each == 0) * 2 > len(last)


def broken(series: Series) -> list[int]:
    """The months that look cut short: far under their neighbours, as the same month was in no other year.

    Sales that stop and start are left alone: there an empty month is news.
    """
    if is_intermittent(series):
        return []
    return [at for at in range(len(series)) if series[at] < BROKEN * (_usual(series, at) or 0.0)]


def mended(series: Series, bad: Sequence[int]) -> list[float]:
    """The series with what the broken months should have been like in their place."""
    return [(_usual(series, at) or 0.0) if at in bad else value for at, value in enumerate(series)]


def _usual(series: Series, at: int) -> float | None:
    """What a month should be like: the months around it × how the same month stood to those in other years."""
    near = _near(series, at)
    others = [series[year] / around for year in range(at % YEAR, len(series), YEAR)
              if year != at and (around := _near(series, year))]
    ratio = min(max(median(others), LIMITS[0]), LIMITS[1]) if others else 1.0
    return near * ratio if near else None


def _near(series: Series, at: int) -> float | None:
    """The median of the months around one; None where there are too few to say."""
    first = max(0, min(at - AROUND, len(series) - 1 - 2 * AROUND))
    near = [series[each] for each in range(first, min(first + 2 * AROUND + 1, len(series))) if each != at]
    return median(near) if len(near) == 2 * AROUND else None


def wape(series: Series, method: str) -> float | None:
    """The error of a method one month ahead over the last 6 months (3 when the series is short)."""
    misses = _misses(series, METHODS[method])
    sold = sum(abs(each) for each in series[-len(misses):]) if misses else 0.0
    return sum(abs(miss) for miss in misses) / sold if sold else None


def _misses(series: Series, method: Method) -> list[float]:
    """Forecast less actual of each of the last months, each told from the months before it only."""
    tries = min(6 if len(series) >= YEAR + 6 else 3, len(series) - 2)
    return [max(0.0, method(series[:at], 1)[0]) - series[at] for at in range(len(series) - max(tries, 0), len(series))]


def moving_average(series: Series, horizon: int) -> list[float]:
    """The mean of the last three months."""
    last = series[-RECENT:]
    return [sum(last) / len(last)] * horizon


def seasonal(series: Series, horizon: int) -> list[float]:
    """The same month of last year × how this year stands against the one before, within one half and double."""
    if len(series) < YEAR:
        return moving_average(series, horizon)
    before = sum(series[-2 * YEAR:-YEAR]) if len(series) >= 2 * YEAR else 0.0
    ratio = min(max(sum(series[-YEAR:]) / before, LIMITS[0]), LIMITS[1]) if before > 0 else 1.0
    return [series[-YEAR + ahead % YEAR] * ratio for ahead in range(horizon)]


def trend(series: Series, horizon: int) -> list[float]:
    """Theta (Assimakopoulos and Nikolopoulos 2000): smoothing plus half the slope of the line, seasons put back."""
    indices = season(series)
    plain = [value / indices[at % YEAR] for at, value in enumerate(series)]
    return _with_season(_theta(plain, horizon), indices, len(series))


def damped(series: Series, horizon: int) -> list[float]:
    """A trend that fades (Gardner 1985), seasons put back."""
    indices = season(series)
    plain = [value / indices[at % YEAR] for at, value in enumerate(series)]
    return _with_season(_damped(plain, horizon), indices, len(series))


def combined(series: Series, horizon: int) -> list[float]:
    """The mean of trend and damped trend: it errs less than either over many series (M3 competition)."""
    return [(one + other) / 2 for one, other in zip(trend(series, horizon), damped(series, horizon), strict=True)]


def intermittent(series: Series, horizon: int) -> list[float]:
    """TSB (Teunter, Syntetos and Babai 2011): chance of a sale × its size, both smoothed; it fades when sales end."""
    sold = [each for each in series if each]
    if not sold:
        return [0.0] * horizon
    chance, size = len(sold) / len(series), sum(sold) / len(sold)
    for value in series:
        chance += SLOW * ((1.0 if value else 0.0) - chance)
        size += SLOW * (value - size) if value else 0.0
    return [chance * size] * horizon


def season(series: Series) -> list[float]:
    """The index of each month counted from the first of the series, mean 1; all 1 when no season can be told.

    Ratio to the centred mean of twelve months, where the autocorrelation at twelve months is more than chance.
    """
    if len(series) < SEASONAL_FROM or min(series) <= 0 or not _repeats(series):
        return [1.0] * YEAR
    half = YEAR // 2
    ratios: list[list[float]] = [[] for _month in range(YEAR)]
    for at in range(half, len(series) - half):
        around = series[at - half:at + half + 1]
        centred = (sum(around) - (around[0] + around[-1]) / 2) / YEAR
        ratios[at % YEAR].append(series[at] / centred)
    means = [sum(each) / len(each) for each in ratios]
    whole = sum(means) / YEAR
    return [each / whole for each in means]


def _repeats(series: Series) -> bool:
    """Whether the year repeats itself beyond chance (the test of the Theta method's authors)."""
    mean = sum(series) / len(series)
    away = [each - mean for each in series]
    power = sum(each * each for each in away)
    if power == 0:
        return False
    likeness = [sum(away[at] * away[at - lag] for at in range(lag, len(away))) / power for lag in range(1, YEAR + 1)]
    chance = CERTAIN * math.sqrt((1 + 2 * sum(each * each for each in likeness[:-1])) / len(series))
    return abs(likeness[-1]) > chance


def _with_season(values: list[float], indices: list[float], start: int) -> list[float]:
    return [value * indices[(start + ahead) % YEAR] for ahead, value in enumerate(values)]


def _theta(series: Series, horizon: int) -> list[float]:
    alpha = min(STEPS, key=lambda each: _smoothed(series, each)[1])
    level = _smoothed(series, alpha)[0]
    drift = _slope(series) / 2
    reach = (1 - (1 - alpha) ** len(series)) / alpha
    return [level + drift * (ahead + reach) for ahead in range(horizon)]


def _smoothed(series: Series, alpha: float) -> tuple[float, float]:
    """Level after the last month and the sum of squared errors of simple exponential smoothing."""
    level, squares = series[0], 0.0
    for value in series[1:]:
        miss = value - level
        squares += miss * miss
        level += alpha * miss
    return level, squares


def _slope(series: Series) -> float:
    """The slope of the straight line through a series by least squares, per month."""
    count = len(series)
    middle = (count - 1) / 2
    spread = count * (count * count - 1) / 12
    return sum((at - middle) * value for at, value in enumerate(series)) / spread if spread else 0.0


def _damped(series: Series, horizon: int) -> list[float]:
    best = min(DAMPED, key=lambda each: _faded(series, *each)[2])
    level, slope, _squares = _faded(series, *best)
    values, reach, phi = [], 0.0, best[2]
    for ahead in range(1, horizon + 1):
        reach += phi ** ahead
        values.append(level + reach * slope)
    return values


def _faded(series: Series, alpha: float, beta: float, phi: float) -> tuple[float, float, float]:
    """Level and slope after the last month, and the sum of squared errors of smoothing with a fading trend."""
    level, slope = series[0], _start(series)
    squares = 0.0
    for value in series[1:]:
        expected = level + phi * slope
        miss = value - expected
        squares += miss * miss
        level = expected + alpha * miss
        slope = phi * slope + alpha * beta * miss
    return level, slope, squares


def _start(series: Series) -> float:
    """The mean change of the first months."""
    changes = [after - before for before, after in pairwise(series[:RECENT + 1])]
    return sum(changes) / len(changes) if changes else 0.0


METHODS: dict[str, Method] = {
    "moving_average": moving_average, "trend": trend, "damped": damped, "combined": combined, "seasonal": seasonal,
    "intermittent": intermittent,
}
OFFERED = ("combined", "trend", "damped", "seasonal", "moving_average")
SHORT = ("moving_average", "trend")

"""Exponential smoothing of monthly series: with half a trend (Theta), and with a trend that fades."""

from __future__ import annotations

from itertools import pairwise

from kamdesk.methods.monthly_series import Series

STEPS = tuple(at / 20 for at in range(2, 19))  # weights tried
DAMPED = tuple((alpha, beta, phi) for alpha in (0.1, 0.3, 0.5, 0.7, 0.9) for beta in (0.02, 0.1, 0.3)
               for phi in (0.85, 0.92, 0.98))
FIRST = 4  # months that say how a series begins


def theta(series: Series, horizon: int) -> list[float]:
    """Assimakopoulos and Nikolopoulos 2000: the level, and half the slope of the line through the series."""
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


def fading(series: Series, horizon: int) -> list[float]:
    """Gardner 1985: level and trend, the trend weaker every month."""
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
    changes = [after - before for before, after in pairwise(series[:FIRST])]
    return sum(changes) / len(changes) if changes else 0.0

"""The ways to forecast a month: each takes a series and how many months ahead, and gives one value a month."""

from __future__ import annotations

from collections.abc import Callable

from kamdesk.methods.monthly_series import LIMITS, YEAR, Series, season
from kamdesk.methods.smoothing import fading, theta

Method = Callable[[Series, int], list[float]]

RECENT = 3  # months of the moving average
SLOW = 0.15  # weight of a month in intermittent sales


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
    return _with_season(theta(plain, horizon), indices, len(series))


def damped(series: Series, horizon: int) -> list[float]:
    """A trend that fades (Gardner 1985), seasons put back."""
    indices = season(series)
    plain = [value / indices[at % YEAR] for at, value in enumerate(series)]
    return _with_season(fading(plain, horizon), indices, len(series))


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


def _with_season(values: list[float], indices: list[float], start: int) -> list[float]:
    return [value * indices[(start + ahead) % YEAR] for ahead, value in enumerate(values)]


METHODS: dict[str, Method] = {
    "moving_average": moving_average, "trend": trend, "damped": damped, "combined": combined, "seasonal": seasonal,
    "intermittent": intermittent,
}

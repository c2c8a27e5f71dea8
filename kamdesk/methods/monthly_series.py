"""What a monthly series is like: with seasons, with gaps, with months that were cut short (product/06 A13)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

Series = Sequence[float]  # oldest month first, without a gap and without the month that is still running

YEAR = 12
SEASONAL_FROM = 2 * YEAR  # months of history before seasons are told from chance
LIMITS = (0.5, 2.0)  # how far a month or a year may stand from what it is compared with
CERTAIN = 1.645  # 90 % of a normal distribution: a season weaker than that is chance
AROUND = 3  # months on each side that say what a month should be like
BROKEN = 0.35  # below this part of what it should be like, a month was cut short or never loaded


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

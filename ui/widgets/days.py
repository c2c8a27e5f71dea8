"""Reads a day as people type it: «hoy», «+3», «vie», «24/11», «24 nov 2025»."""

from __future__ import annotations

import datetime
import re

from kamdesk import clock
from kamdesk.problems import Problem
from kamdesk.words import MONTHS, WEEKDAYS, _, fold

LEAST_LETTERS = 3
FAR = 4  # digits of a whole year


def parse_day(text: str, *, today: datetime.date | None = None) -> datetime.date:
    """The day ``text`` means as seen from ``today``.

    Words for yesterday, today and tomorrow; «+3» and «-1» days; a weekday is the next one, never today; day/month
    without a year is the nearest such day; also 2025-11-24 and «24 nov». Raises Problem with examples.
    """
    base = today or clock.today()
    words = fold(text)
    for read in (_relative, _weekday, _iso, _numbers, _month_name):
        found = read(words, base)
        if found is not None:
            return found
    raise Problem(_("“{text}” is not a day. Write it like {examples}.", text=text.strip(),
                    examples=_("today, +3, fri or 24/11")))


def _relative(words: str, base: datetime.date) -> datetime.date | None:
    near = {fold(_("today")): 0, fold(_("tomorrow")): 1, fold(_("yesterday")): -1}
    if words in near:
        return base + datetime.timedelta(days=near[words])
    step = re.fullmatch(r"([+-])\s*(\d{1,4})", words)
    return base + datetime.timedelta(days=int(step[1] + step[2])) if step else None


def _weekday(words: str, base: datetime.date) -> datetime.date | None:
    at = _starting(words, WEEKDAYS)
    return base + datetime.timedelta(days=(at - base.weekday() - 1) % 7 + 1) if at is not None else None


def _starting(words: str, names: tuple[str, ...]) -> int | None:
    found = [at for at, name in enumerate(names) if fold(_(name).rstrip(".")).startswith(words)]
    return found[0] if len(words) >= LEAST_LETTERS and found else None


def _iso(words: str, _base: datetime.date) -> datetime.date | None:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _numbers(words: str, base: datetime.date) -> datetime.date | None:
    found = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?", words)
    return _day_month(int(found[1]), int(found[2]), found[3], base) if found else None


def _month_name(words: str, base: datetime.date) -> datetime.date | None:
    found = re.fullmatch(r"(\d{1,2})(?: de)? ([^\W\d]+)\.?(?: (?:de )?(\d{4}|\d{2}))?", words)
    at = _starting(found[2], MONTHS) if found else None
    return _day_month(int(found[1]), at + 1, found[3], base) if found and at is not None else None


def _day_month(day: int, month: int, year: str | None, base: datetime.date) -> datetime.date | None:
    if year:
        return _made(int(year) if len(year) == FAR else 2000 + int(year), month, day)
    around = [_made(base.year + step, month, day) for step in (-1, 0, 1)]
    return min((found for found in around if found), key=lambda found: abs((found - base).days), default=None)


def _made(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None

"""Days as people write them in a note: hoy, mañana, lun…dom, +3, 12/02, 12-feb; always today or later."""

from __future__ import annotations

import datetime
import re

from kamdesk.words import MONTHS, WEEKDAYS, _, fold

LEAST_LETTERS = 3
MOST_WORDS = 4  # «12 de febrero 2026»


def leading_day(words: list[str], *, today: datetime.date) -> tuple[datetime.date, int] | None:
    """The day that the first words name and how many words it took, or None; the longest reading wins.

    A weekday is the next one, never today; a day and month without year are their next occurrence.
    """
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        found = _day(fold(" ".join(words[:count]).strip(".,;:")), today)
        if found is not None:
            return found, count
    return None


def _day(text: str, today: datetime.date) -> datetime.date | None:
    near = {fold(_("today")): 0, fold(_("tomorrow")): 1}
    if text in near:
        return today + datetime.timedelta(near[text])
    if re.fullmatch(r"\+\d{1,3}", text):
        return today + datetime.timedelta(int(text))
    weekday = _starting(text, WEEKDAYS)
    if weekday is not None:
        return today + datetime.timedelta((weekday - today.weekday() - 1) % 7 + 1)
    return _dated(text, today)


def _dated(text: str, today: datetime.date) -> datetime.date | None:
    numbers = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?", text)
    names = re.fullmatch(r"(\d{1,2})(?:[/.-]| de | )([^\W\d]+)\.?(?:(?:[/.-]| del? | )(\d{4}|\d{2}))?", text)
    found = numbers or names
    index = _starting(names[2], MONTHS) if names else None
    month = int(numbers[2]) if numbers else None if index is None else index + 1
    if found is None or month is None:
        return None
    years = [int(found[3]) % 100 + 2000] if found[3] else [today.year, today.year + 1]
    days = (_made(year, month, int(found[1])) for year in years)
    return next((day for day in days if day is not None and day >= today), None)


def _starting(text: str, names: tuple[str, ...]) -> int | None:
    """The index of the name that begins with the text."""
    found = [index for index, name in enumerate(names) if fold(_(name)).startswith(text)]
    return found[0] if len(text) >= LEAST_LETTERS and found else None


def _made(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None

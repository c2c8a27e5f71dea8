"""Days and months written as text: the order of day and month is decided for a whole column, never guessed silently."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kamdesk import clock
from kamdesk.problems import Problem
from kamdesk.sheets.amounts import NOTHING
from kamdesk.sheets.cells import Cell, shown
from kamdesk.words import _, fold

DMY, MDY = "dmy", "mdy"
SERIAL_ZERO = datetime.date(1899, 12, 30)  # day 0 of spreadsheets
SERIALS = range(20_000, 80_000)  # 1954 to 2119: numbers that can be days
EARLIEST, AHEAD = 1990, 10
LONGEST = 60  # characters of a day with its time
CENTURY = 80  # «79» is 2079, «80» is 1980
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "ene enero jan january janeiro",
            "feb febrero february fev fevereiro",
            "mar marzo march marco",
            "abr abril apr april",
            "may mayo mai maio",
            "jun junio june junho",
            "jul julio july julho",
            "ago agosto aug august",
            "sep sept septiembre setiembre set september setembro",
            "oct octubre october out outubro",
            "nov noviembre november novembro",
            "dic diciembre dec december dez dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_CLOCK = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _CLOCK)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_WORDS = re.compile(
    r"(?:[a-z]+\.?,? )?(\d{1,2})(?: de |[-/ .])+([a-z]+)\.?(?: del? |[-/ .,]+)(\d{4}|\d{2})" + _CLOCK.lower()
)
_ENGLISH = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _CLOCK.lower())
_MONTH_WORD = re.compile(r"(?:mes de )?([a-z]+)\.?(?: del? |[-/ .']*)(\d{4}|\d{2})")
_MONTH_NUMBER = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})")


@dataclass(frozen=True)
class DateColumn:
    """What a column of days shows: the order, whether that is certain, and cells that can be read both ways."""

    order: str
    certain: bool
    examples: tuple[str, ...] = ()


def study_days(cells: Iterable[Cell], *, usual: str = DMY) -> DateColumn:
    """Decide the order of day and month: a number above 12 tells, then plausible years, then rows in order of time."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    told = [pair for text in set(texts) if (pair := _pair(text))]
    day_first = any(first > 12 for first, _second, _year, _text in told)  # noqa: PLR2004  no month has 13
    month_first = any(second > 12 for _first, second, _year, _text in told)  # noqa: PLR2004
    if day_first != month_first:
        return DateColumn(DMY if day_first else MDY, certain=True)
    pairs = [pair for text in texts if (pair := _pair(text))]
    both_ways = [pair for pair in pairs if pair[0] != pair[1] and max(pair[:2]) <= 12]  # noqa: PLR2004
    if not both_ways:
        return DateColumn(usual, certain=True)
    examples = tuple(dict.fromkeys(text for *_numbers, text in both_ways))[:3]
    orders = [] if day_first else [order for order in (DMY, MDY) if _plausible(pairs, order)]
    if len(orders) == 1:
        return DateColumn(orders[0], certain=True)
    sorted_ones = [] if day_first else [order for order in (DMY, MDY) if _in_time(pairs, order)]
    if len(sorted_ones) == 1:
        return DateColumn(sorted_ones[0], certain=True)
    return DateColumn(usual, certain=False, examples=examples)


def _pair(text: str) -> tuple[int, int, int, str] | None:
    match = _NUMERIC.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return (int(match[1]), int(match[2]), _year(match[3]), text.strip()) if match else None


def _plausible(pairs: list[tuple[int, int, int, str]], order: str) -> bool:
    """What a sheet tells has happened or happens within a year."""
    limit = clock.today() + datetime.timedelta(days=366)
    days = [_numeric_day(text, order) for *_numbers, text in pairs]
    return all(day is not None and day <= limit for day in days)


def _in_time(pairs: list[tuple[int, int, int, str]], order: str) -> bool:
    """At least five different days that never go back."""
    days = [found for *_rest, text in pairs if (found := _numeric_day(text, order))]
    return len(set(days)) >= 5 and (days == sorted(days) or days == sorted(days, reverse=True))  # noqa: PLR2004


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < CENTURY else 1900)  # noqa: PLR2004


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _numeric_day(text: str, order: str) -> datetime.date | None:
    pair = _pair(text)
    if pair is None:
        return None
    first, second, year, _text = pair
    return _date(year, second, first) if order == DMY else _date(year, first, second)


@lru_cache(maxsize=20_000)
def _text_day(text: str, order: str) -> datetime.date | None:
    text = " ".join(text[: LONGEST + 1].split())
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if _NUMERIC.fullmatch(text):
        return _numeric_day(text, order)
    plain = fold(text)
    match = _WORDS.fullmatch(plain)
    if match and match[2] in MONTHS:
        return _date(_year(match[3]), MONTHS[match[2]], int(match[1]))
    match = _ENGLISH.fullmatch(plain)
    if match and match[1] in MONTHS:
        return _date(int(match[3]), MONTHS[match[1]], int(match[2]))
    return None


def day_of(cell: Cell, order: str) -> datetime.date | None:
    """The civil day in a cell, None when it is empty. Raises Problem for an impossible or unreadable one."""
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in NOTHING):
        return None
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    found = None
    if isinstance(cell, str):
        found = _text_day(cell.strip(), order)
    elif isinstance(cell, (int, Decimal)) and int(cell) in SERIALS:
        found = SERIAL_ZERO + datetime.timedelta(days=int(cell))
    elif isinstance(cell, int):
        found = _text_day(str(cell), order)
    if found is None:
        raise Problem(_("“{text}” is not a date. Write it like {example}.", text=shown(cell), example="24/11/2025"))
    if not EARLIEST - 100 <= found.year <= clock.today().year + 100:
        raise Problem(_("The date {date} does not look right. Check the year.", date=shown(cell)))
    return found


def month_of(cell: Cell, order: str) -> str | None:
    """The month in a cell as «YYYY-MM»: «nov-25», «noviembre 2025», «11/2025», «202511» or any day of it."""
    if isinstance(cell, (str, int)) and not isinstance(cell, bool):
        found = _text_month(fold(str(cell)[:LONGEST]))
        if found:
            return found
    day = day_of(cell, order)
    return f"{day:%Y-%m}" if day else None


@lru_cache(maxsize=5_000)
def _text_month(text: str) -> str:
    match = _MONTH_WORD.fullmatch(text)
    if match and match[1] in MONTHS:
        return f"{_year(match[2])}-{MONTHS[match[1]]:02}"
    match = _MONTH_NUMBER.fullmatch(text)
    year, month = (match[2], match[1]) if match else ("", "")
    match = match or _MONTH_ISO.fullmatch(text)
    if match and not year:
        year, month = match[1], match[2]
    return f"{year}-{int(month):02}" if year and 1 <= int(month) <= 12 and 1900 < int(year) < 2200 else ""  # noqa: PLR2004


def month_number(cell: Cell) -> int | None:
    """The month of a column that holds only «junio», «Jun» or 6. Raises Problem."""
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in NOTHING):
        return None
    text = fold(shown(cell)).rstrip(".")
    number = MONTHS.get(text) or (int(text) if text.isdecimal() and len(text) < 3 else 0)  # noqa: PLR2004
    if not 1 <= number <= 12:  # noqa: PLR2004
        raise Problem(_("“{text}” is not a month.", text=shown(cell)))
    return number

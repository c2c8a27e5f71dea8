"""The value of a field from the text a person typed: the reverse of kamdesk.display."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kamdesk.fields import Field, Geo
from kamdesk.problems import Problem
from kamdesk.words import SHORT_MONTHS, _, exponent, fold, parse_amount

MICRO = 1_000_000
LAST_MONTH = 12


def typed(of: Field, text: str) -> Any:
    """The value a text means for a field; an empty text is an empty field. Problem when it means nothing."""
    cleaned = text.strip()
    if not cleaned:
        return of.empty
    read = _READERS.get(of.type)
    try:
        return read(of, cleaned) if read else cleaned
    except Problem as problem:
        raise Problem(problem.message, field=of.name) from None


def _whole(of: Field, text: str) -> int:
    value = parse_amount(text)
    if value != int(value):
        raise Problem(_("{field} is a whole number. Leave the decimals out.", field=_(of.label)))
    return int(value)


def _decimal(_of: Field, text: str) -> Decimal:
    return parse_amount(text)


def _money(of: Field, text: str) -> int | Decimal:
    value = parse_amount(text)
    return value if of.scale else int(value.scaleb(exponent()).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _time(_of: Field, text: str) -> datetime.time:
    found = re.fullmatch(r"(\d{1,2})(?:[:.hH ]?(\d{2}))?\s*h?", text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004  hours and minutes
        raise Problem(_("“{text}” is not an hour. Write it like 09:30.", text=text))
    return datetime.time(int(found[1]), int(found[2] or 0))


def _month(_of: Field, text: str) -> str:
    found = re.fullmatch(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4})", text)
    if found:
        year, index = int(found[1] or found[4]), int(found[2] or found[3])
    else:
        year, index = _named_month(text)
    if not 1 <= index <= LAST_MONTH:
        raise Problem(_("“{text}” is not a month. Write it like 2025-11 or nov 2025.", text=text))
    return f"{year:04d}-{index:02d}"


def _named_month(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\w{3})\w*\.? (?:de )?(\d{4})", fold(text))
    starts = [fold(_(name))[:3] for name in SHORT_MONTHS]
    if not found or found[1] not in starts:
        return 0, 0
    return int(found[2]), starts.index(found[1]) + 1


def _geo(_of: Field, text: str) -> Geo:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))
    if len(numbers) != 2:  # noqa: PLR2004  latitude and longitude
        raise Problem(_("Write the latitude and the longitude, for instance 20.6736, -103.344."))
    latitude, longitude = (Decimal(each) for each in numbers)
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004  the globe
        raise Problem(_("That place is not on the globe: the latitude goes to 90, the longitude to 180."))
    return Geo(int(latitude * MICRO), int(longitude * MICRO))


_READERS: dict[str, Callable[[Field, str], Any]] = {
    "int": _whole, "year": _whole, "dec": _decimal, "pct": _decimal, "money": _money, "time": _time,
    "month": _month, "geo": _geo,
}

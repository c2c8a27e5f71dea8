"""From the cell of a sheet to the value of a field, by the field's type and what its whole column shows."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from kamdesk.fields import Field, Geo
from kamdesk.problems import Problem
from kamdesk.sheets.amounts import NOTHING, column_sign, number_of
from kamdesk.sheets.cells import Cell, ErrorCell, shown
from kamdesk.sheets.dates import DMY, MDY, day_of, month_number, month_of, study_days
from kamdesk.words import _, exponent, fold, parse_amount

YES = frozenset(("si", "s", "yes", "y", "x", "1", "true", "verdadero", "v", "sim"))
NO = frozenset(("no", "n", "0", "false", "falso", "f", "nao"))
MILLION = 1_000_000
_SAYS_NOTHING = frozenset(("", "null", "none", "nan", "n/a", "#n/a", "-"))
LONGER = 5  # than any of those that say nothing
MOST = {"latitude": 90, "longitude": 180}
DECIMALS = 6  # of a degree
_DEGREES = re.compile(r"-?\d{1,3}\.\d{1,6}")
_EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")
_PAIR = re.compile(r"\(?\s*(-?\d+(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d+(?:[.,]\d+)?)\s*\)?")


@dataclass(frozen=True)
class Named:
    """What a sheet says a reference is called; the import looks it up or creates it."""

    text: str


@dataclass(frozen=True)
class Format:
    """What was decided for a column.

    Order of day and month, decimal sign, percentages as parts of one («0.5»), and which option a written choice means
    (None: leave it empty).
    """

    order: str = DMY
    sign: str = "."
    fraction: bool = False
    choices: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """Days that can be read both ways: the person says once for the column which comes first."""

    header: str
    examples: tuple[str, ...]
    options: tuple[str, str] = (DMY, MDY)
    suggested: str = DMY


def usual_sign() -> str:
    """The decimal sign of this laptop's numbers."""
    return "." if parse_amount("1.234") != 1234 else ","  # noqa: PLR2004  how it reads a number that fits both


def study(cells: Iterable[Cell], of: Field, *, header: str = "", part: str = "") -> tuple[Format, Question | None]:
    """Look at a whole column: how its numbers and days are written, and the question it leaves open."""
    if of.type in ("day", "instant", "month") and not part:
        days = study_days(cells)
        question = None if days.certain else Question(header, days.examples, suggested=days.order)
        return Format(order=days.order), question
    if of.type in ("int", "dec", "pct", "money", "year"):
        seen = set(cells)
        usual = usual_sign()
        if of.type == "money" and of.scale is None:  # money has no thousandths: «1.234» is grouped
            usual = "," if any(isinstance(cell, str) and "." in cell for cell in seen) else "."
        return Format(sign=column_sign(seen, usual=usual), fraction=of.type == "pct" and _fractions(seen)), None
    return Format(), None


def _fractions(cells: Iterable[Cell]) -> bool:
    """Per cent formats store 50 % as 0.5: numbers up to 1, some between, none written with «%»."""
    numbers = [Decimal(cell) for cell in cells if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)]
    return bool(numbers) and all(abs(each) <= 1 for each in numbers) and any(0 < abs(each) < 1 for each in numbers)


def convert(cell: Cell, of: Field, how: Format, *, currency: str | None = None, part: str = "") -> Any:
    """The value of a cell for a field, or for a part of it (latitude, longitude, year, month, day).

    An empty cell gives None. References give ``Named``; amounts minor units of ``currency``; places millionths of a
    degree. Raises Problem with the reason.
    """
    return converter(of, how, currency=currency, part=part)(cell)


def converter(of: Field, how: Format, *, currency: str | None = None, part: str = "") -> Callable[[Cell], Any]:
    """``convert`` for a whole column: what its field and format decide is decided once."""
    if part:
        convert_part = _PARTS[part]
        return _filled(lambda cell: convert_part(cell, how, part))
    if of.type == "money":
        return _filled(lambda cell: _money(cell, of, how, currency))
    convert_type = _TYPES[of.type]
    return _filled(lambda cell: convert_type(cell, of, how))


def _filled(convert_cell: Callable[[Cell], Any]) -> Callable[[Cell], Any]:
    """The same for cells that may be empty or show an error."""

    def convert_any(cell: Cell) -> Any:
        if cell.__class__ is str:
            return convert_cell(cell)
        if isinstance(cell, ErrorCell):
            raise Problem(_("The sheet shows the error {error} here. Mend it there.", error=cell.text))
        return None if cell is None else convert_cell(cell)

    return convert_any


def _text(cell: Cell, _of: Field, _how: Format) -> str | None:
    text = " ".join(shown(cell).split())
    return None if len(text) < LONGER and text.lower() in _SAYS_NOTHING else text


def _note(cell: Cell, _of: Field, _how: Format) -> str | None:
    return shown(cell) or None


def _email(cell: Cell, of: Field, how: Format) -> str | None:
    text = _text(cell, of, how)
    if text and not _EMAIL.fullmatch(text):
        raise Problem(_("“{text}” is not an e-mail address.", text=text))
    return text


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(_step(decimals), rounding=ROUND_HALF_UP)


@cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _money(cell: Cell, of: Field, how: Format, currency: str | None) -> int | Decimal | None:
    value = number_of(cell, how.sign)
    if value is None:
        return None
    if of.scale is not None:
        return _rounded(value, of.scale)
    return int(_rounded(value.scaleb(exponent(currency)), 0))


def _dec(cell: Cell, of: Field, how: Format) -> Decimal | None:
    value = number_of(cell, how.sign)
    return None if value is None else _rounded(value, of.scale or 0)


def _pct(cell: Cell, of: Field, how: Format) -> Decimal | None:
    value = number_of(cell, how.sign)
    if value is None:
        return None
    return _rounded(value * 100 if how.fraction and not isinstance(cell, str) else value, of.scale or 0)


def _int(cell: Cell, _of: Field, how: Format) -> int | None:
    value = number_of(cell, how.sign)
    if value is not None and value != value.to_integral_value():
        raise Problem(_("“{text}” is not a whole number.", text=shown(cell)))
    return None if value is None else int(value)


def _time(cell: Cell, _of: Field, _how: Format) -> datetime.time | None:
    if isinstance(cell, datetime.datetime):
        return cell.time()
    if isinstance(cell, datetime.time):
        return cell
    text = shown(cell).lower().replace(".", ":").rstrip("h ")
    try:
        return None if text in NOTHING else datetime.time.fromisoformat(text.zfill(5))
    except ValueError:
        raise Problem(
            _("“{text}” is not a time. Write it like {example}.", text=shown(cell), example="14:30")
        ) from None


def _instant(cell: Cell, _of: Field, how: Format) -> datetime.datetime | None:
    if isinstance(cell, str):
        with contextlib.suppress(ValueError):
            cell = datetime.datetime.fromisoformat(cell.strip())
    if not isinstance(cell, datetime.datetime):
        day = day_of(cell, how.order)
        cell = datetime.datetime.combine(day, datetime.time()) if day else None
    return cell.astimezone(datetime.UTC) if cell else None  # a naive time is the laptop's own


def _flag(cell: Cell, _of: Field, _how: Format) -> bool | None:
    if isinstance(cell, bool):
        return cell
    text = fold(shown(cell)).rstrip(".")
    if text in NOTHING:
        return None
    if text not in YES and text not in NO:
        raise Problem(_("“{text}” is neither yes nor no.", text=shown(cell)))
    return text in YES


def _choice(cell: Cell, of: Field, how: Format) -> str | None:
    key = fold(shown(cell))
    if key in how.choices:
        return how.choices[key]
    found = options(of).get(key)
    if found is None and key not in NOTHING:
        raise Problem(
            _(
                "“{value}” is not an option of {field}. Options: {options}.",
                value=shown(cell),
                field=_(of.label),
                options=", ".join(_(label) for label in of.options.values()),
            )
        )
    return found


def options(of: Field) -> dict[str, str]:
    """What people may write for each option, folded: its id, its label in English and in the language shown."""
    found: dict[str, str] = {}
    for option, label in of.options.items():
        for word in (option, option.replace("_", " "), label, _(label)):
            found.setdefault(fold(word), option)
    return found


def _several(cell: Cell) -> list[str]:
    return [part.strip() for part in re.split(r"[;,\n|]", shown(cell)) if part.strip()]


def _choices(cell: Cell, of: Field, how: Format) -> tuple[str, ...]:
    return tuple(found for part in _several(cell) if (found := _choice(part, of, how)))


def _named(cell: Cell, of: Field, how: Format) -> Named | None:
    text = _text(cell, of, how)
    return Named(text) if text else None


def _all_named(cell: Cell, _of: Field, _how: Format) -> tuple[Named, ...]:
    return tuple(Named(part) for part in _several(cell))


def coordinate(cell: Cell, _how: Format, part: str) -> int | None:
    """Millionths of a degree; a decimal comma is one. Raises Problem when it is no place on earth."""
    if isinstance(cell, str) and _DEGREES.fullmatch(cell):  # the same without a Decimal, as most are written
        whole, _point, rest = cell.partition(".")
        millionths = int(whole + rest.ljust(DECIMALS, "0"))
        if abs(millionths) <= MOST[part] * MILLION:
            return millionths
    value = number_of(cell.strip().replace(",", ".") if isinstance(cell, str) else cell, ".")
    if value is None:
        return None
    if abs(value) > MOST[part]:
        raise Problem(
            _(
                "{value} is no {part} of a place on earth. Is the decimal point missing?",
                value=shown(cell),
                part=_("latitude") if part == "latitude" else _("longitude"),
            )
        )
    return int(_rounded(value * MILLION, 0))


def _geo(cell: Cell, _of: Field, how: Format) -> Geo | None:
    match = _PAIR.fullmatch(shown(cell))
    if match is None:
        raise Problem(
            _(
                "“{text}” is not a place. Write latitude and longitude, like {example}.",
                text=shown(cell),
                example="-12.0464, -77.0428",
            )
        )
    return place(coordinate(match[1], how, "latitude"), coordinate(match[2], how, "longitude"))


def place(latitude: int | None, longitude: int | None) -> Geo | None:
    """A place from its two halves; Problem for 0, 0, which machines write when they know nothing."""
    if latitude is None or longitude is None:
        return None
    if latitude == 0 and longitude == 0:
        raise Problem(_("0, 0 is in the sea off Africa: the location is not known."))
    return Geo(latitude, longitude)


def _part_number(cell: Cell, how: Format, part: str) -> int | None:
    if part == "month":
        return month_number(cell)
    value = number_of(cell, how.sign)
    return None if value is None else int(value)


def _part_text(cell: Cell, _how: Format, _part: str) -> str | None:
    return " ".join(shown(cell).split()) or None


_PARTS: dict[str, Callable[[Cell, Format, str], Any]] = {
    "latitude": coordinate,
    "longitude": coordinate,
    "year": _part_number,
    "month": _part_number,
    "day": _part_number,
    "region": _part_text,
    "zone": _part_text,
    "city": _part_text,
    "sector": _part_text,
}
_TYPES: dict[str, Callable[[Cell, Field, Format], Any]] = {
    "text": _text,
    "note": _note,
    "email": _email,
    "phone": _text,
    "url": _text,
    "int": _int,
    "year": _int,
    "dec": _dec,
    "pct": _pct,
    "day": lambda cell, _of, how: day_of(cell, how.order),
    "month": lambda cell, _of, how: month_of(cell, how.order),
    "time": _time,
    "instant": _instant,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "ref": _named,
    "link": _named,
    "refs": _all_named,
    "links": _all_named,
    "geo": _geo,
    "data": _note,
}

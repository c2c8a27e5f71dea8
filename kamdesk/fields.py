"""Field types: how one line of a kind says what it holds, what it is for and how it is stored."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from kamdesk import clock

Id = str

PRICE, AMOUNT, MARGIN, CREDIT, PERSONAL, PRIVATE = "price", "amount", "margin", "credit", "personal", "private"
CLASSES = (PRICE, AMOUNT, MARGIN, CREDIT, PERSONAL, PRIVATE)

QUANTITY, PERCENT, UNIT_PRICE, RATE = 3, 4, 6, 8  # declared scales of product/03 §3.0


class Link(NamedTuple):
    """A reference to one record of any of several kinds: the kind's name and the record's id."""

    kind: str
    id: Id


class Geo(NamedTuple):
    """A place on earth in millionths of a degree, so that two laptops never differ by a rounding."""

    latitude: int
    longitude: int


@dataclass(frozen=True)
class Column:
    """One column of the table of a kind; ``sql`` is TEXT or INTEGER."""

    name: str
    sql: str


def _me() -> None:
    """Marks a default that the store fills in with the person of this laptop."""


ME: Callable[[], None] = _me

_SQL = {"int": "INTEGER", "dec": "INTEGER", "money": "INTEGER", "pct": "INTEGER", "year": "INTEGER", "flag": "INTEGER"}
_EMPTY: Mapping[str, Any] = {"text": "", "note": "", "email": "", "phone": "", "url": "", "flag": False,
                             "choices": (), "refs": (), "links": ()}


@dataclass(frozen=True)
class Field:
    """What a kind knows about one of its fields. ``name`` and ``kind`` are filled in by ``@record``.

    type      text note email phone url · int year · dec pct money · day time month instant · flag · choice choices ·
              ref refs link links · geo · data · calc
    scale     decimals of dec, pct and unit-price money (stored as integers); None for money in minor units
    klass     class of confidentiality, or None
    group     name of the merge cell it shares with other fields, or None
    options   choice id -> English label, in the order shown
    to        names of the kinds a reference may point to; empty means any kind
    join      overrides the kind's joining rule for this field
    fixed     cannot change after the record is born
    signed    may be negative (counter rows, growth)
    value     calc only: the type of the value
    depends   calc only: the kinds whose changes can change it
    """

    label: str
    type: str
    name: str = ""
    kind: str = ""
    required: bool = False
    default: Any = None
    scale: int | None = None
    klass: str | None = None
    group: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    join: str | None = None
    fixed: bool = False
    signed: bool = False
    ordered: bool = False
    unit: str = ""
    value: str = ""
    depends: tuple[str, ...] = ()

    @property
    def stored(self) -> bool:
        """Whether the field has columns of its own."""
        return self.type != "calc"

    @property
    def empty(self) -> Any:
        """The value of a field nobody filled in."""
        return _EMPTY.get(self.type)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that hold it: two for a link and a place, else one, none for a calc field."""
        if not self.stored:
            return ()
        if self.type == "link":
            return Column(f"{self.name}_kind", "INTEGER"), Column(self.name, "TEXT")
        if self.type == "geo":
            return Column(f"{self.name}_latitude", "INTEGER"), Column(f"{self.name}_longitude", "INTEGER")
        return (Column(self.name, _SQL.get(self.type, "TEXT")),)

    def initial(self) -> Any:
        """The value a new record starts with (``ME`` is left to the store)."""
        if self.default is None or self.default is ME:
            return self.empty
        return self.default() if callable(self.default) else self.default

    def named(self, name: str, kind: str) -> Field:
        """The same field, knowing its place."""
        return replace(self, name=name, kind=kind)


def _make(type_: str, label: str, given: Mapping[str, Any], **more: Any) -> Any:
    return Field(label, type_, **{**more, **given})


def text(label: str, **given: Any) -> Any:
    """One line of text (``str``)."""
    return _make("text", label, given)


def note(label: str, **given: Any) -> Any:
    """Text of several lines (``str``)."""
    return _make("note", label, given)


def email(label: str, **given: Any) -> Any:
    """An e-mail address (``str``)."""
    return _make("email", label, given)


def phone(label: str, **given: Any) -> Any:
    """A telephone number as typed (``str``)."""
    return _make("phone", label, given)


def url(label: str, **given: Any) -> Any:
    """A web address (``str``)."""
    return _make("url", label, given)


def integer(label: str, **given: Any) -> Any:
    """A whole number (``int | None``)."""
    return _make("int", label, given)


def dec(label: str, **given: Any) -> Any:
    """A decimal number, by default a quantity with 3 decimals (``Decimal | None``)."""
    return _make("dec", label, given, scale=QUANTITY)


def pct(label: str, **given: Any) -> Any:
    """A percentage, 0 to 100 (``Decimal | None``, 4 decimals)."""
    return _make("pct", label, given, scale=PERCENT)


def money(label: str, **given: Any) -> Any:
    """An amount in minor units of the record's currency (``int | None``)."""
    return _make("money", label, given)


def price(label: str, **given: Any) -> Any:
    """A unit price in units of the record's currency (``Decimal | None``, 6 decimals)."""
    return _make("money", label, given, scale=UNIT_PRICE)


def day(label: str, **given: Any) -> Any:
    """A civil day (``datetime.date | None``)."""
    return _make("day", label, given)


def time(label: str, **given: Any) -> Any:
    """A civil time of day (``datetime.time | None``)."""
    return _make("time", label, given)


def month(label: str, **given: Any) -> Any:
    """A month as «YYYY-MM» (``str | None``)."""
    return _make("month", label, given)


def year(label: str, **given: Any) -> Any:
    """A year (``int | None``)."""
    return _make("year", label, given)


def instant(label: str, **given: Any) -> Any:
    """An instant in UTC (``datetime.datetime | None``)."""
    return _make("instant", label, given)


def flag(label: str, **given: Any) -> Any:
    """Yes or no (``bool``)."""
    return _make("flag", label, given)


def choice(label: str, options: Mapping[str, str], **given: Any) -> Any:
    """One of the options, stored by its id (``str | None``)."""
    return _make("choice", label, given, options=options)


def choices(label: str, options: Mapping[str, str], **given: Any) -> Any:
    """Some of the options (``tuple[str, ...]``)."""
    return _make("choices", label, given, options=options)


def state(options: Mapping[str, str], *, label: str = "State", **given: Any) -> Any:
    """Where a record stands; the first option is the start; only commands move it."""
    return _make("choice", label, given, options=options, default=next(iter(options)))


def ref(label: str, to: str, **given: Any) -> Any:
    """A reference to one record of a kind (``Id | None``)."""
    return _make("ref", label, given, to=(to,))


def refs(label: str, to: str, **given: Any) -> Any:
    """References to records of a kind (``tuple[Id, ...]``), sorted unless ordered."""
    return _make("refs", label, given, to=(to,))


def link(label: str, *to: str, **given: Any) -> Any:
    """A reference to one record of any of the kinds (``Link | None``); no kinds: any."""
    return _make("link", label, given, to=to)


def links(label: str, *to: str, **given: Any) -> Any:
    """References to records of several kinds (``tuple[Link, ...]``)."""
    return _make("links", label, given, to=to)


def geo(label: str = "Location", **given: Any) -> Any:
    """A place on earth (``Geo | None``)."""
    return _make("geo", label, given)


def data(label: str, **given: Any) -> Any:
    """A structured value kept as canonical JSON (``Any``)."""
    return _make("data", label, given)


_CALC_SCALES = {"dec": QUANTITY, "pct": PERCENT}


def calc(label: str, value: str, *depends: str, **given: Any) -> Any:
    """A value read from other rows, never stored; ``db/figures/columns.py`` holds its SQL."""
    return _make("calc", label, {"scale": _CALC_SCALES.get(value), **given}, value=value, depends=depends)


TODAY: Callable[[], datetime.date] = clock.today
NOW: Callable[[], datetime.datetime] = clock.now

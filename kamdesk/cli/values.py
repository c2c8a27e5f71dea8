"""Values as the command line writes them: ISO days, decimal amounts, records by id, key or name."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from kamdesk import store
from kamdesk.fields import Field, Id, Link
from kamdesk.kinds import REGISTER, Kind
from kamdesk.problems import Problem
from kamdesk.store import Reader, Where
from kamdesk.typed import typed
from kamdesk.words import _, exponent, fold

_CONDITION = re.compile(r"(\w+)\s*(>=|<=|!=|=|~|>|<)(.*)", re.DOTALL)
_AMOUNT = re.compile(r"(-?[\d.]+)(?:\s*([A-Z]{3}))?")
YES, NO = ("true", "yes", "1", "si"), ("false", "no", "0")


def kind_named(text: str) -> Kind:
    """The kind with that name on the command line («client», «sales_record»); Problem when there is none."""
    from kamdesk import records  # noqa: F401  importing the kinds fills the register

    wanted = fold(text).replace("-", "_").replace(" ", "_")
    for kind in REGISTER.values():
        if wanted in (kind.name, kind.name.replace("_", ""), fold(kind.labels).replace(" ", "_")):
            return kind
    raise Problem(_("There is no kind “{kind}”. Kinds: {kinds}.", kind=text, kinds=", ".join(sorted(REGISTER))))


def field_named(kind: Kind, name: str) -> Field:
    """A field of a kind; Problem when it has none with that name."""
    if name not in kind.fields:
        raise Problem(_("{kind} has no field “{field}”.", kind=_(kind.label), field=name), field=name)
    return kind.fields[name]


def condition(kind: Kind, text: str, reader: Reader) -> Where:
    """«amount>=1000.50» as a condition; «field=» asks for empty ones."""
    found = _CONDITION.fullmatch(text)
    if not found:
        raise Problem(_("“{text}” is no condition. Write it like {example}.", text=text, example="segment=a"))
    name, op, value = found[1], found[2], found[3].strip()
    if name == "id":
        return Where(name, op, value)
    of = field_named(kind, name)
    if not value:
        return Where(name, store.FILLED if op == "!=" else store.EMPTY)
    if op == "~":
        return Where(name, store.CONTAINS, value)
    if of.type in ("refs", "links", "choices"):
        return Where(name, store.CONTAINS, value_of(of, value, reader)[0])
    if op == "=" and of.type == "ref" and of.to == ("territory",):
        return Where(name, store.UNDER, value_of(of, value, reader))
    return Where(name, op, value_of(of, value, reader))


def value_of(of: Field, text: str, reader: Reader) -> Any:
    """The value of a field that a text means; an empty text is an empty field. Problem when it means nothing."""
    kind = of.value if of.type == "calc" else of.type
    if not text.strip():
        return of.empty
    if kind in ("refs", "links", "choices"):
        one = _ONE[kind]
        return tuple(one(of, part.strip(), reader) for part in text.split(",") if part.strip())
    read = _READERS.get(kind)
    return read(of, text.strip(), reader) if read else typed(of, text)


def record_id(kind: str, text: str, reader: Reader) -> Id:
    """The one record of a kind that a text means; Problem when there is none or more than one."""
    found = reader.resolve(kind, text)
    label = _(REGISTER[kind].label).lower()
    if not found:
        raise Problem(_("There is no {kind} “{value}”. Create it or choose another.", kind=label, value=text))
    if len(found) > 1:
        raise Problem(_("“{value}” may be {n} records of {kind}. Give the id of one: {ids}.", value=text, n=len(found),
                        kind=label, ids=", ".join(found[:5])))
    return found[0]


def link_of(text: str, reader: Reader, *, to: tuple[str, ...] = ()) -> Link:
    """«client:Hospital Ángeles» as a link; without its kind the kinds of the field are tried."""
    name, colon, key = text.partition(":")
    if colon and name in REGISTER:
        return Link(name, record_id(name, key, reader))
    for each in to:
        if reader.resolve(each, text):
            return Link(each, record_id(each, text, reader))
    raise Problem(_("“{text}” is no record. Write its kind and key, like {example}.", text=text,
                    example="client:H-001"))


def amount_of(text: str, *, scale: int | None = None) -> int | Decimal:
    """«1500.50» or «1500.50 MXN» in minor units, or as a unit price with ``scale`` decimals."""
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise Problem(_("“{text}” is not a number. Write it like {example}.", text=text, example="1234.50"))
    value = decimal_of(found[1])
    if scale is not None:
        return value
    minor = value.scaleb(exponent(found[2]))
    if minor != minor.to_integral_value():
        raise Problem(_("“{text}” has more decimals than its currency.", text=text))
    return int(minor)


def decimal_of(text: str) -> Decimal:
    """A decimal number with a point; Problem when it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise Problem(_("“{text}” is not a number. Write it like {example}.", text=text, example="1234.50"))
    return value


def day_of(text: str) -> datetime.date:
    """An ISO day; Problem when it is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Problem(_("“{text}” is not a date. Write it like {example}.", text=text, example="2025-11-24")) from None


def flag_of(text: str) -> bool:
    """Whether a text says yes: true or false, yes or no, sí or no."""
    if fold(text) not in YES + NO:
        raise Problem(_("“{text}” is neither yes nor no.", text=text))
    return fold(text) in YES


def data_of(text: str) -> Any:
    """JSON, or the text itself where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _choice(of: Field, text: str, _reader: Reader) -> str:
    wanted = fold(text)
    for option, label in of.options.items():
        if wanted in (fold(option), fold(label), fold(_(label))):
            return option
    raise Problem(_("“{value}” is not an option of {field}. Options: {options}.", value=text, field=_(of.label),
                    options=", ".join(of.options)), field=of.name)


def _instant(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except ValueError:
        raise Problem(_("“{text}” is not a date. Write it like {example}.", text=text,
                        example="2025-11-24T09:30")) from None


_READERS: dict[str, Callable[[Field, str, Reader], Any]] = {
    "day": lambda _of, text, _reader: day_of(text),
    "instant": lambda _of, text, _reader: _instant(text),
    "flag": lambda _of, text, _reader: flag_of(text),
    "data": lambda _of, text, _reader: data_of(text),
    "dec": lambda _of, text, _reader: decimal_of(text),
    "pct": lambda _of, text, _reader: decimal_of(text),
    "money": lambda of, text, _reader: amount_of(text, scale=of.scale),
    "choice": _choice,
    "ref": lambda of, text, reader: record_id(of.to[0], text, reader),
    "link": lambda of, text, reader: link_of(text, reader, to=of.to),
}
_ONE: dict[str, Callable[[Field, str, Reader], Any]] = {
    "choices": _choice, "refs": _READERS["ref"], "links": _READERS["link"],
}

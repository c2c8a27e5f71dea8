"""How a value of each field type is written for people: on screen, on paper, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from kamdesk.fields import Field, Geo, Id, Link
from kamdesk.kinds import Kind
from kamdesk.words import MINUS, _, day, money, month, number, percent

MASK = "••••"
MICRO = 1_000_000
RIGHT = ("int", "dec", "money", "pct", "year")


def display(of: Field, value: Any, names: Mapping[Id, str] | None = None, *, currency: str | None = None) -> str:
    """The value as a person reads it; references by the names given, an empty value as no text."""
    if value is None or value in ("", ()):
        return ""
    kind = of.value if of.type == "calc" else of.type
    write = _WRITERS.get(kind)
    return write(of, value, names or {}, currency) if write else str(value)


def is_right(of: Field) -> bool:
    """Whether values of the field are set flush right."""
    return (of.value if of.type == "calc" else of.type) in RIGHT


def title(kind: Kind, values: Mapping[str, Any], names: Mapping[Id, str]) -> str:
    """What a record is called: its title fields, those that are filled."""
    return " · ".join(filter(None, (display(kind.fields[name], values.get(name), names) for name in kind.title)))


def _decimals(value: Decimal) -> str:
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return number(value, places)


def _money(of: Field, value: Any, _names: Mapping[Id, str], currency: str | None) -> str:
    if of.scale:
        return number(value, max(2, -int(Decimal(value).normalize().as_tuple().exponent)))
    return money(value, currency)


def _geo(_of: Field, value: Geo, _names: Mapping[Id, str], _currency: str | None) -> str:
    return ", ".join(f"{each / MICRO:.6f}".replace("-", MINUS) for each in value)


def _reference(_of: Field, value: Any, names: Mapping[Id, str], _currency: str | None) -> str:
    return _named([value], names)


def _references(_of: Field, value: Any, names: Mapping[Id, str], _currency: str | None) -> str:
    return _named(value, names)


def _named(values: Iterable[Any], names: Mapping[Id, str]) -> str:
    ids = (each.id if isinstance(each, Link) else each for each in values)
    return ", ".join(names.get(id_, _("(not here)")) for id_ in ids)


Writer = Callable[[Field, Any, Mapping[Id, str], str | None], str]
_WRITERS: dict[str, Writer] = {
    "int": lambda _of, value, _names, _currency: number(value),
    "year": lambda _of, value, _names, _currency: str(value),
    "dec": lambda of, value, _names, _currency: _decimals(round(value, 2) if of.type == "calc" else value),
    "pct": lambda _of, value, _names, _currency: percent(value),
    "money": _money,
    "day": lambda _of, value, _names, _currency: day(value),
    "time": lambda _of, value, _names, _currency: f"{value:%H:%M}",
    "month": lambda _of, value, _names, _currency: month(value),
    "instant": lambda _of, value, _names, _currency: f"{day(value.astimezone().date())} {value.astimezone():%H:%M}",
    "flag": lambda _of, value, _names, _currency: _("Yes") if value else _("No"),
    "choice": lambda of, value, _names, _currency: _(of.options.get(value, value)),
    "choices": lambda of, value, _names, _currency: ", ".join(_(of.options.get(each, each)) for each in value),
    "ref": _reference, "link": _reference, "refs": _references, "links": _references, "geo": _geo,
}

"""How a value of each field type lies in storage: scaled integers, ISO texts, JSON arrays; and back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kamdesk.fields import Field, Geo, Link
from kamdesk.kinds import kind_by_code, kind_of

Stored = str | int | None


def to_columns(of: Field, value: Any) -> tuple[Stored, ...]:
    """The value of a field as its columns hold it (two for a link and a place); None for an empty one."""
    if of.type == "link":
        return (None, None) if value is None else (kind_of(value.kind).code, value.id)
    if of.type == "geo":
        return (None, None) if value is None else (value.latitude, value.longitude)
    return (to_cell(of, value),)


def to_cell(of: Field, value: Any) -> Stored:
    """The value of a field as one cell of the journal holds it: a link as «[code,id]», a place as «[lat,lon]»."""
    if of.type == "flag":
        return int(bool(value))
    if value is None or value in ("", ()):
        return None
    convert = _TO.get(of.type)
    if of.type == "money" and of.scale:
        convert = _scaled
    result: Stored = convert(of, value) if convert else value
    return result


def from_cell(of: Field, cell: Any) -> Any:
    """The value that a cell holds."""
    if cell is None:
        return of.empty
    convert = _FROM.get(of.type)
    if of.type == "money" and of.scale:
        convert = _unscaled
    return convert(of, cell) if convert else cell


def from_columns(of: Field, cells: tuple[Any, ...]) -> Any:
    """The value that the columns of a field hold."""
    if of.type == "link":
        return None if cells[1] is None else Link(kind_by_code(cells[0]).name, cells[1])
    if of.type == "geo":
        return None if cells[0] is None else Geo(*cells)
    return from_cell(of, cells[0])


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal values are equal texts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _scaled(of: Field, value: Any) -> int:
    return int(Decimal(value).scaleb(of.scale or 0).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _unscaled(of: Field, cell: int) -> Decimal:
    return Decimal(cell).scaleb(-(of.scale or 0))


def _array(of: Field, value: Any) -> str:
    return canonical_json(list(value) if of.ordered else sorted(value))


def _links(of: Field, value: Any) -> str:
    pairs = [[kind_of(each.kind).code, each.id] for each in value]
    return canonical_json(pairs if of.ordered else sorted(pairs))


def _link(code: int, id_: str) -> Link:
    return Link(kind_by_code(code).name, id_)


def _utc(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_TO: dict[str, Callable[[Field, Any], Stored]] = {
    "dec": _scaled,
    "pct": _scaled,
    "day": lambda _of, value: str(value.isoformat()),
    "time": lambda _of, value: str(value.isoformat(timespec="minutes")),
    "instant": lambda _of, value: _utc(value),
    "choices": _array,
    "refs": _array,
    "links": _links,
    "link": lambda _of, value: canonical_json([kind_of(value.kind).code, value.id]),
    "geo": lambda _of, value: canonical_json(list(value)),
    "data": lambda _of, value: canonical_json(value),
}
_FROM: dict[str, Callable[[Field, Any], Any]] = {
    "dec": _unscaled,
    "pct": _unscaled,
    "day": lambda _of, cell: datetime.date.fromisoformat(cell),
    "time": lambda _of, cell: datetime.time.fromisoformat(cell),
    "instant": lambda _of, cell: datetime.datetime.fromisoformat(cell),
    "flag": lambda _of, cell: bool(cell),
    "choices": lambda _of, cell: tuple(json.loads(cell)),
    "refs": lambda _of, cell: tuple(json.loads(cell)),
    "links": lambda _of, cell: tuple(_link(*each) for each in json.loads(cell)),
    "link": lambda _of, cell: _link(*json.loads(cell)),
    "geo": lambda _of, cell: Geo(*json.loads(cell)),
    "data": lambda _of, cell: json.loads(cell),
}

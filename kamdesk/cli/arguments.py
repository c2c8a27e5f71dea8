"""NAME=VALUE of the command line as the arguments of a command, typed by its annotations."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kamdesk.cli.values import amount_of, data_of, day_of, decimal_of, flag_of, kind_named, link_of, record_id, value_of
from kamdesk.fields import Field, Link
from kamdesk.kinds import REGISTER, Record
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import _


def typed_arguments(function: Callable[..., Any], given: Sequence[str], reader: Reader) -> dict[str, Any]:
    """The arguments of a command from «name=value» texts; Problem when one is unknown, missing or means nothing."""
    parameters = list(inspect.signature(function).parameters.values())[1:]  # the first is the unit of work
    hints, known = get_type_hints(function), {each.name: each for each in parameters}
    found: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            raise Problem(_("{command} has no argument “{name}”. It takes: {names}.", command=function.__name__,
                            name=name, names=", ".join(known)), field=name)
        found[name] = _typed(hints[name], name, value, reader)
    missing = [each.name for each in parameters if each.default is each.empty and each.name not in found]
    if missing:
        raise Problem(_("{command} needs: {names}.", command=function.__name__, names=", ".join(missing)),
                      field=missing[0])
    return found


def _typed(hint: Any, name: str, text: str, reader: Reader) -> Any:
    """One value. A name that kinds use for a field tells references, choices and amounts from plain text."""
    if get_origin(hint) in (Union, types.UnionType):
        kept = [each for each in get_args(hint) if each is not type(None)]
        return None if text == "" and len(kept) < len(get_args(hint)) else _typed(kept[0], name, text, reader)
    if isinstance(hint, TypeVar):
        hint = hint.__bound__ or Any
    if get_origin(hint) in (Sequence, Iterable, tuple, list):
        return _several(get_args(hint)[0], name, text, reader)
    if isinstance(hint, type) and issubclass(hint, Record):
        return record_of(hint, text, reader)
    if hint is Link:
        return link_of(text, reader, to=_kinds_of(name))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _built(hint, data_of(text), reader)
    return _simple(hint, name, text, reader)


def _several(hint: Any, name: str, text: str, reader: Reader) -> tuple[Any, ...]:
    """A JSON list, or texts parted by commas."""
    if text.lstrip().startswith("["):
        parts = [each if isinstance(each, str) else json.dumps(each) for each in data_of(text)]
    else:
        parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(_typed(hint, name, part, reader) for part in parts)


def _simple(hint: Any, name: str, text: str, reader: Reader) -> Any:
    of = _field_like(name)
    if hint is int and of is not None and of.type == "money" and of.scale is None:
        return amount_of(text)
    if hint is str and of is not None and of.type in ("ref", "refs", "choice"):
        return _as_named(of, text, reader)
    read = _PLAIN.get(hint)
    if read is not None:
        return read(text)
    return text if hint is str else data_of(text)


def _as_named(of: Field, text: str, reader: Reader) -> str:
    """An id stays an id and an option an option; else a record by its key or name."""
    if of.type == "choice":
        return text
    return record_id(of.to[0], text, reader)


def _field_like(name: str) -> Field | None:
    """The field that kinds call by this name, when all that do agree on what it is; a kind's own name refers to it."""
    same = [kind.fields[name] for kind in REGISTER.values() if name in kind.fields and kind.fields[name].stored]
    shapes = {(each.type, each.to) for each in same}
    if len(shapes) == 1:
        return same[0]
    return Field(name, "ref", to=(name,)) if name in REGISTER else None


def _kinds_of(name: str) -> tuple[str, ...]:
    of = _field_like(name)
    return of.to if of else ()


def record_of(cls: type[Record], text: str, reader: Reader) -> Record:
    """«key», «kind:key», or «kind:{JSON}»: a new record, or with an id a stored one with some fields replaced."""
    name, colon, rest = text.partition(":")
    named = bool(colon) and name in REGISTER
    kind = kind_named(name) if named else getattr(cls, "kind", None)
    body = rest if named else text
    if kind is None:
        raise Problem(_("“{text}” is no record. Write its kind and key, like {example}.", text=text,
                        example="client:H-001"))
    if body.lstrip().startswith("{"):
        values = data_of(body)
        if not isinstance(values, Mapping):
            raise Problem(_("“{text}” is no record. Write its kind and key, like {example}.", text=text,
                            example='client:{"name": "…"}'))
        return _from_json(kind.cls, values, reader)
    found: Record = reader.get(kind.cls, record_id(kind.name, body, reader))
    return found


def _from_json(cls: type[Record], values: Mapping[str, Any], reader: Reader) -> Record:
    fields, found = cls.kind.fields, {}
    for name, value in values.items():
        if name == "id":
            continue
        if name not in fields or not fields[name].stored:
            raise Problem(_("{kind} has no field “{field}”.", kind=_(cls.kind.label), field=name), field=name)
        found[name] = value_of(fields[name], _text(value), reader)
    if "id" in values:
        return dataclasses.replace(reader.get(cls, record_id(cls.kind.name, str(values["id"]), reader)), **found)
    return cls(**found)


def _text(value: Any) -> str:
    """A value of JSON as the command line would write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, (str, int)) for each in value):
        return ",".join(map(str, value))
    return "" if value is None else json.dumps(value)


def _built(cls: type[Any], values: Any, reader: Reader) -> Any:
    """A dataclass that a command declares for a part of its arguments, from a JSON object."""
    hints = get_type_hints(cls)
    if not isinstance(values, Mapping) or set(values) - set(hints):
        raise Problem(_("Write {name} as JSON with: {names}.", name=cls.__name__, names=", ".join(hints)))
    return cls(**{name: _typed(hints[name], name, _text(value), reader) for name, value in values.items()})


_PLAIN: dict[Any, Callable[[str], Any]] = {
    bool: flag_of, Decimal: decimal_of, datetime.date: day_of, datetime.time: datetime.time.fromisoformat,
    int: lambda text: int(decimal_of(text)), Any: data_of,
}

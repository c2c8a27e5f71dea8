"""What a verb answers: lines for people, one JSON document for programs."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kamdesk.fields import Field, Geo, Id, Link
from kamdesk.kinds import Record
from kamdesk.problems import Problem
from kamdesk.words import exponent

PLACES = 6  # decimals of a fraction that does not end


@dataclass(frozen=True)
class Answer:
    """``data`` as ``--json`` prints it; ``lines`` for a person."""

    data: Any
    lines: Sequence[str]


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer on standard output."""
    if as_json:
        print(json.dumps(plain(answer.data), ensure_ascii=False, indent=1))
    else:
        for line in answer.lines:
            print(line)


def show_problem(problem: Problem, *, as_json: bool) -> None:
    """Say on standard error why nothing was done; the JSON document says it too."""
    print(problem.message, file=sys.stderr)
    for line in problem.details:
        print("  " + line, file=sys.stderr)
    if as_json:
        show(Answer({"refused": problem.message, "field": problem.field, "details": problem.details}, ()), as_json=True)


def plain(value: Any) -> Any:
    """A value as JSON knows it: days ISO, decimals as text, records and dataclasses by field name."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    for types, write in _WRITERS:
        if isinstance(value, types):
            return write(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _by_name(value)
    return _container(value)


def _container(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    return str(value)


def _by_name(value: Any) -> dict[str, Any]:
    return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}


_WRITERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Decimal, lambda value: f"{value:f}"),
    (Fraction, lambda value: fraction_text(value)),  # noqa: PLW0108  defined below
    (datetime.time, lambda value: value.isoformat(timespec="minutes")),
    (datetime.date, lambda value: value.isoformat()),
    (Link, lambda value: f"{value.kind}:{value.id}"),
    (Geo, lambda value: [str(Decimal(each).scaleb(-6)) for each in value]),
    (Record, lambda value: {"kind": type(value).kind.name, **_by_name(value)}),
)


def fraction_text(value: Fraction) -> str:
    """An exact fraction as decimal text, cut to six decimals where it does not end."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{round(exact, PLACES).normalize():f}"


def field_value(of: Field, value: Any, names: Mapping[Id, str], *, currency: str | None = None) -> Any:
    """The value of a field for JSON: money in units as text, references with id and name."""
    kind = of.value if of.type == "calc" else of.type
    if value is None:
        return None
    if kind == "money" and isinstance(value, int):
        return f"{Decimal(value).scaleb(-exponent(currency)):f}"
    if kind in ("ref", "link"):
        id_ = getattr(value, "id", value)
        return {"id": id_, "name": names.get(id_, "")} | ({"kind": value.kind} if isinstance(value, Link) else {})
    if kind in ("refs", "links"):
        one = dataclasses.replace(of, type=kind[:-1])
        return [field_value(one, each, names) for each in value]
    return plain(value)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> list[str]:
    """Lines of a table with aligned columns."""
    whole = [list(headers), *(list(row) for row in rows)]
    widths = [max((len(row[at]) for row in whole), default=0) for at in range(len(headers))]
    flush = list(right) or [False] * len(headers)
    return ["  ".join(cell.rjust(width) if end else cell.ljust(width)
                      for cell, width, end in zip(row, widths, flush, strict=True)).rstrip() for row in whole]

"""The book of the demo: rows waiting to be stored, the reference day they hang on, and the one source of chance."""

from __future__ import annotations

import datetime
import random
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kamdesk.fields import Id, Link
from kamdesk.identity import imported_key_id, natural_id
from kamdesk.kinds import Kind, kind_of
from kamdesk.methods.calendar import NonWorking, WorkCalendar, holidays_of, work_calendar
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.store import UnitOfWork

SEED = 20251124
YEAR = datetime.timedelta(days=365)
RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "demo"
T = TypeVar("T")
Row = dict[str, Any]


@cache
def tables(name: str = "region") -> dict[str, Any]:
    """The names and places of a file of resources/demo."""
    return tomllib.loads((RESOURCES / f"{name}.toml").read_text(encoding="utf-8"))


def named(kind: str, key: str) -> Id:
    """The id of the demo's record of a kind called ``key``, always the same: rows can point before they exist."""
    return imported_key_id(kind_of(kind).code, "demo", key)


def linked(kind: str, key: str) -> Link:
    """The reference to the demo's record of a kind called ``key``."""
    return Link(kind, named(kind, key))


def pesos(amount: float) -> int:
    """Pesos as minor units."""
    return round(amount * 100)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """A whole ``total`` in parts in proportion to weights, to the unit: what rounding leaves goes to the largest."""
    whole = sum(weights)
    parts = [int(total * each / whole) for each in weights]
    parts[max(range(len(weights)), key=lambda at: weights[at])] += total - sum(parts)
    return parts


class Book:
    """Everything the parts of the demo share; each part puts its rows in, ``write`` stores them set by set."""

    def __init__(self, today: datetime.date, *, seed: int = SEED) -> None:
        self.today = today
        self.random = random.Random(seed)
        self.rows: dict[str, list[Row]] = {}
        self.calendar = mexican_calendar(today)
        self._worked = self.calendar.days(today - 3 * YEAR, today + YEAR)

    @property
    def month(self) -> str:
        """The month of the reference day."""
        return month_of(self.today)

    def months(self, first: int, last: int = 0) -> list[str]:
        """The months from ``first`` to ``last``, counted from the reference month: ``months(-12, -1)``."""
        return [add_months(self.month, step) for step in range(first, last + 1)]

    def day(self, offset: int) -> datetime.date:
        """A calendar day, days from the reference day."""
        return self.today + datetime.timedelta(days=offset)

    def work(self, offset: int) -> datetime.date:
        """A working day: the ``offset``-th after the reference day, or before it when negative."""
        if not offset:
            return self.today
        at = bisect_left(self._worked, self.today) if offset < 0 else bisect_right(self._worked, self.today) - 1
        return self._worked[at + offset]

    def working_days(self, month: str, *, until: datetime.date | None = None) -> list[datetime.date]:
        """The working days of a month up to a day; the first of the month when none has passed."""
        last = min(month_end(month), until or datetime.date.max)
        return self.calendar.days(month_start(month), last) or [month_start(month)]

    def put(self, kind: str, key: str = "", /, **values: Any) -> Id:
        """Put a row in; its id comes from its natural key, from ``key``, or from its number in the book."""
        of = kind_of(kind)
        rows = self.rows.setdefault(kind, [])
        values["id"] = _natural(of, values) if of.natural and not key else named(kind, key or f"#{len(rows)}")
        rows.append(values)
        return str(values["id"])

    def pick(self, values: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of the values, by chance."""
        return self.random.choices(values, weights)[0] if weights else self.random.choice(values)

    def write(self, uow: UnitOfWork) -> None:
        """Store the rows in the order of the kinds, parents before children, and forget them."""
        for name in sorted(self.rows, key=lambda each: kind_of(each).code):
            uow.add_many(kind_of(name), self.rows[name])
        self.rows.clear()


def mexican_calendar(today: datetime.date) -> WorkCalendar:
    """Working days of the years around a day."""
    return work_calendar(days_off(today))


def days_off(today: datetime.date) -> Iterator[NonWorking]:
    """The holidays of Mexico from three years before a day to the year after."""
    for year in range(today.year - 3, today.year + 2):
        yield from holidays_of("MX", year)


def _natural(kind: Kind, values: Row) -> Id:
    parts = (values.get(name, kind.fields[name].initial()) for name in kind.natural)
    return natural_id(kind.code, [part.id if isinstance(part, Link) else part for part in parts])


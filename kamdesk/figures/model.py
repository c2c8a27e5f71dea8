"""What a figure is: a value that carries its numerator, denominator, cut-off, exclusions and judgement."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from kamdesk import clock
from kamdesk.fields import Id

GOOD, WATCH, BAD = "good", "watch", "bad"
MONEY, PERCENT, COUNT, NUMBER, DAYS = "money", "percent", "count", "number", "days"
DIMENSIONS = ("territory", "market", "person", "distributor", "client", "line", "product", "channel", "segment",
              "month", "category")


@dataclass(frozen=True)
class Period:
    """Civil days from ``start`` to ``end``, both included."""

    start: datetime.date
    end: datetime.date

    @classmethod
    def month(cls, month: str) -> Period:
        """The month «YYYY-MM»."""
        year, index = map(int, month.split("-"))
        return cls(datetime.date(year, index, 1), datetime.date(year, index, calendar.monthrange(year, index)[1]))

    @classmethod
    def day(cls, day: datetime.date) -> Period:
        """One day."""
        return cls(day, day)

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    @property
    def first_month(self) -> str:
        """The month it starts in."""
        return f"{self.start:%Y-%m}"

    @property
    def last_month(self) -> str:
        """The month it ends in."""
        return f"{self.end:%Y-%m}"


@dataclass(frozen=True)
class Scope:
    """Whose figure: every named condition must hold; a territory includes its descendants, a person her team.

    ``alone`` asks for the person without those who report to her.
    """

    territory: Id | None = None
    person: Id | None = None
    distributor: Id | None = None
    client: Id | None = None
    line: Id | None = None
    product: Id | None = None
    channel: Id | None = None
    alone: bool = False


REGION = Scope()


@dataclass(frozen=True)
class Exclusion:
    """Rows a figure leaves out: why (a marked message), how many, and their sum in minor units where it makes sense.

    ``currency``: that of the amount, empty for the base currency.
    """

    reason: str
    count: int
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class Figure:
    """The answer to «how much»; ``value`` None means «sin datos», with ``reason`` (a marked message).

    value, numerator, denominator   exact fractions: minor units for money, per cent for percentages, days, counts
    status     good, watch, bad, or None where no threshold applies
    key        what the row of a breakdown stands for (an id, a month, an option), None for the whole
    more       further numbers of the figure by name, e.g. {"per_day": Fraction(4)}
    """

    code: str
    unit: str
    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    cutoff: datetime.date | None = None
    period: Period | None = None
    scope: Scope = REGION
    key: str | None = None
    status: str | None = None
    reason: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    notes: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """One question to the figures: when, for whom, broken down by what."""

    period: Period
    scope: Scope = REGION
    by: str | None = None
    today: datetime.date = field(default_factory=clock.today)

    @property
    def until(self) -> datetime.date:
        """min(period end, today): the cut-off of visit figures."""
        return min(self.period.end, self.today)

    def over(self, period: Period) -> Ask:
        """The same question about another period."""
        return replace(self, period=period)


def ratio(part: Fraction | int | None, whole: Fraction | int | None, scale: int = 100) -> Fraction | None:
    """Give part ÷ whole × scale as an exact fraction; None when there is no base."""
    if part is None or whole is None or whole == 0:
        return None
    return Fraction(part) * scale / Fraction(whole)


def judge(value: Fraction | None, good: Fraction | int, watch: Fraction | int, *,
          high_is_good: bool = True) -> str | None:
    """good, watch or bad by two thresholds, compared unrounded: «≥ good», «≥ watch» (or «≤» when low is good)."""
    if value is None:
        return None
    if high_is_good:
        return GOOD if value >= good else WATCH if value >= watch else BAD
    return GOOD if value <= good else WATCH if value <= watch else BAD

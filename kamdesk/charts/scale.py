"""Round axes and the unit a chart writes its values in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kamdesk.words import N_, _, exponent, money, number, percent, short_money

Number = int | float | Decimal
MAX_STEPS = 4  # five grid lines with the zero line
ROUND_STEPS = tuple(Decimal(text) for text in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10", "15", "20"))
MISSING = "—"


@dataclass(frozen=True)
class Unit:
    """How the values of a chart are written: plain numbers, money in minor units, or percent (50 is 50 %)."""

    kind: Literal["number", "money", "percent"] = "number"
    currency: str = ""
    decimals: int | None = None  # None: those of the currency, else whole numbers

    def text(self, value: Number | None) -> str:
        """The exact value for a table; «—» when there is none."""
        if value is None:
            return MISSING
        if self.kind == "money":
            return money(int(value), self.currency or None, self.decimals)
        exact, places = Decimal(str(value)), self.decimals or 0
        return percent(exact, places) if self.kind == "percent" else number(exact, places)

    def short(self, value: Number | None) -> str:
        """The value beside a bar or a point."""
        if value is not None and self.kind == "money":
            return short_money(int(value), self.currency or None)
        return self.text(value)

    def writer(self, *, short: bool) -> Callable[[Number | None], str]:
        """``short`` or ``text``, for a whole table."""
        return self.short if short else self.text

    def axis(self, value: Decimal, *, top: Decimal) -> str:
        """A grid label whose magnitude is that of the largest label ``top``: «12 M», «600 k», «25 %»."""
        if self.kind == "percent":
            return percent(value, _places(value))
        scaled, limit = value, abs(top)
        if self.kind == "money":
            places = exponent(self.currency or None)
            scaled, limit = value.scaleb(-places), limit.scaleb(-places)
        for least, size, pattern in ((10**6, 10**6, N_("{n} M")), (10**4, 10**3, N_("{n} k"))):
            if limit >= least and value:
                part = scaled / size
                return _(pattern, n=number(part, _places(part)))
        return number(scaled, _places(scaled))


PLAIN = Unit()


def _places(value: Decimal) -> int:
    """Decimals needed to write a round step, at most 2."""
    exponent_ = value.normalize().as_tuple().exponent
    return min(2, max(0, -exponent_)) if isinstance(exponent_, int) else 0


def axis_ticks(low: Number, high: Number) -> tuple[Decimal, ...]:
    """Round grid values from below ``low`` to above ``high``, at most five, zero among them."""
    top, bottom = max(Decimal(str(high)), Decimal(0)), min(Decimal(str(low)), Decimal(0))
    span = top - bottom
    if not span:
        return (Decimal(0), Decimal(1))
    magnitude = Decimal(1).scaleb((span / MAX_STEPS).adjusted())
    for factor in ROUND_STEPS:
        step = magnitude * factor
        up, down = _ceil(top / step), _ceil(-bottom / step)
        if up + down <= MAX_STEPS:
            break
    return tuple(step * index for index in range(-down, up + 1))


def nice_max(value: Number) -> Decimal:
    """The round end of an axis that holds ``value``: 8.42 -> 10, 10.4 -> 12; 1 for nothing or zero."""
    return axis_ticks(0, value)[-1]


def _ceil(value: Decimal) -> int:
    whole = int(value)
    return whole + 1 if value > whole else whole


def known(values: Iterable[Number | None]) -> list[Number]:
    """The values that there are."""
    return [value for value in values if value is not None]


def share(part: Number, whole: Number) -> str:
    """``part`` of ``whole`` in whole percent, «—» when the whole is not positive."""
    exact = Decimal(str(whole))
    return percent(Decimal(str(part)) * 100 / exact, 0) if exact > 0 else MISSING

"""Sums of several currencies and months in the base currency: exact fractions, rounded once (product/05 §5.0)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.figures.facts import MoneyPart
from kamdesk.figures.model import Exclusion
from kamdesk.records.expenses import ExchangeRate
from kamdesk.store import Reader
from kamdesk.words import N_, exponent

NO_RATE = N_("no exchange rate")


@dataclass(frozen=True)
class Converted:
    """An exact sum in minor units of the base currency, and what had no rate."""

    amount: Fraction
    rows: int = 0
    exclusions: tuple[Exclusion, ...] = ()


class Rates:
    """The exchange rates of a base, read once for one question."""

    def __init__(self, reader: Reader) -> None:
        self.base: str = reader.setting("currency")
        self._reader = reader
        self._known: dict[tuple[str, str], Fraction] | None = None

    def rate(self, currency: str, month: str) -> Fraction | None:
        """Minor units of the base currency for one minor unit of another in a month; None when nobody said."""
        if currency in ("", self.base):
            return Fraction(1)
        if self._known is None:
            rates = self._reader.find(ExchangeRate)
            self._known = {(each.currency, each.month or ""): Fraction(each.rate) for each in rates if each.rate}
        found = self._known.get((currency, month))
        return None if found is None else found * Fraction(10) ** (exponent(self.base) - exponent(currency))

    def add(self, parts: Iterable[MoneyPart], *, month: str | None = None) -> Converted:
        """Σ of the parts: flows by the rate of each month, balances by that of ``month``, the cut-off's."""
        total, rows = Fraction(0), 0
        without: dict[str, tuple[int, int]] = {}
        for part in parts:
            rate = self.rate(part.currency, month or part.month)
            if rate is None:
                count, amount = without.get(part.currency, (0, 0))
                without[part.currency] = (count + part.rows, amount + part.amount)
            else:
                total += part.amount * rate
                rows += part.rows
        left_out = tuple(Exclusion(NO_RATE, *without[currency], currency) for currency in sorted(without))
        return Converted(total, rows, left_out)


def rounded(value: Fraction) -> Fraction:
    """A sum rounded to the minor unit, half away from zero."""
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return Fraction(whole if value >= 0 else -whole)

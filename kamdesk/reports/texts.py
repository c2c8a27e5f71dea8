"""Figures as text, cards and cells: written once, for every report."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kamdesk import figures
from kamdesk.figures.model import BAD, DAYS, GOOD, MONEY, PERCENT, WATCH, Figure
from kamdesk.reports.model import Cell, Cited, Meter, Status
from kamdesk.words import _, money, number, percent, plural, short_money

STATUS: Mapping[str | None, Status] = {GOOD: "ok", WATCH: "warn", BAD: "bad", None: ""}
HUNDRED = 100


def decimal(value: Fraction) -> Decimal:
    """An exact fraction as a decimal number of 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def whole_money(value: Fraction | int) -> str:
    """Minor units of the base currency as whole units: «$8,420,000»."""
    return money(round(value), None, 0)


def brief_money(value: Fraction | int | None) -> str:
    """Minor units as on a card: «$8.42 M»; «sin datos» when nobody knows."""
    return _("no data") if value is None else short_money(round(value))


def share(value: Fraction | None, *, decimals: int = 0, signed: bool = False) -> str:
    """Per cent as text; «sin datos» when there is no base."""
    return _("no data") if value is None else percent(decimal(value), decimals, signed=signed)


def quantity(value: Fraction | int) -> str:
    """A count, with one decimal only when it is broken."""
    exact = Fraction(value)
    return number(int(exact)) if exact.denominator == 1 else number(decimal(exact), 1)


def written(figure: Figure, *, short: bool = False) -> str:
    """The value of a figure in its unit; ``short`` writes money as on a card."""
    if figure.value is None:
        return _("no data")
    if figure.unit == MONEY:
        return brief_money(figure.value) if short else whole_money(figure.value)
    if figure.unit == PERCENT:
        return share(figure.value, decimals=1, signed=figure.code == "F24")
    if figure.unit == DAYS:
        return plural("{n} day", "{n} days", round(figure.value))
    return quantity(figure.value)


def cited(figure: Figure, scope: str) -> Cited:
    """The figure behind a printed value, for the issued report."""
    return Cited(figure.code, scope, _plain(figure.value), _plain(figure.numerator), _plain(figure.denominator))


def _plain(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def cell(figure: Figure | None, scope: str, *, judged: bool = True) -> Cell:
    """A table cell with a figure; «—» where the breakdown has no such key."""
    if figure is None or figure.value is None:
        return Cell("—")
    return Cell(written(figure), STATUS[figure.status] if judged else "", cited(figure, scope))


def meter(value: Fraction | None, due: Fraction | None = None) -> Meter | None:
    """A bar for a percentage, with a tick at what it should be today in per cent."""
    if value is None:
        return None
    return Meter(decimal(value / HUNDRED), None if due is None else decimal(due / HUNDRED))


def in_time(figure: Figure) -> str:
    """«79 % a tiempo»; nothing where nothing was due."""
    return "" if figure.value is None else _("{share} in time", share=share(figure.value))


def name_of(code: str) -> str:
    """What a figure is called."""
    return _(figures.definition(code).name)

"""A figure in words: what it is made of, up to when, for whom, and what it leaves out."""

from __future__ import annotations

from fractions import Fraction

from kamdesk import clock, words
from kamdesk.figures import definition
from kamdesk.figures.model import MONEY, Exclusion, Figure, Period
from kamdesk.reports.texts import quantity, written
from kamdesk.words import _, money, plural

_MONEY_READS = {"sales_record", "invoice", "payment", "budget_month", "expense"}
NONE = "—"


def told(figure: Figure, *, whose: str, counted: bool = False) -> list[tuple[str, str]]:
    """(term, words) of everything behind a figure; ``counted``: its parts are numbers of things, not money.

    ``whose`` names its scope.
    """
    found = definition(figure.code)
    in_money = not counted and bool(_MONEY_READS & set(found.reads))
    lines = [(_("Formula"), _(found.formula)), (_("Value"), _value(figure, in_money=in_money))]
    if figure.denominator is not None:
        lines += [(_("Numerator"), _part(figure.numerator, in_money=in_money)),
                  (_("Denominator"), _part(figure.denominator, in_money=in_money))]
    if figure.period is not None:
        lines.append((_("Period"), _period(figure.period)))
    if figure.cutoff is not None:
        lines.append((_("Cut-off"), words.day(figure.cutoff, this_year=clock.today().year)))
    lines.append((_("Scope"), whose))
    lines.append((_("Left out"), "\n".join(map(left_out, figure.exclusions)) or _("Nothing is left out.")))
    if figure.notes:
        lines.append((_("Notes"), "\n".join(_(note) for note in figure.notes)))
    return lines


def left_out(gone: Exclusion) -> str:
    """Rows a figure leaves out: «archivados: 3 filas, $1,200.00»."""
    amount = None if gone.amount is None else money(gone.amount, gone.currency or words.base_currency())
    counted = plural("{n} row", "{n} rows", gone.count)
    return _("{reason}: {rows}", reason=_(gone.reason), rows=", ".join(filter(None, (counted, amount))))


def _value(figure: Figure, *, in_money: bool) -> str:
    if figure.value is None:
        return _("no data") + (f" ({_(figure.reason)})" if figure.reason else "")
    exact = figure.unit == MONEY and in_money
    return _part(figure.value, in_money=True) if exact else written(figure)


def _part(value: Fraction | None, *, in_money: bool) -> str:
    if value is None:
        return NONE
    return money(round(value)) if in_money else quantity(value)


def _period(period: Period) -> str:
    year = clock.today().year
    if period.start == period.end:
        return words.day(period.start, this_year=year)
    return _("{first} to {last}", first=words.day(period.start, this_year=year),
             last=words.day(period.end, this_year=year))

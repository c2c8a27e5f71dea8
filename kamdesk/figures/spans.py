"""Periods a person leafs through: a month, a quarter, the year to date, a fiscal year."""

from __future__ import annotations

from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, fiscal_start, month_end, month_start, months_between
from kamdesk.words import N_, SHORT_MONTHS, _, month

MONTH, QUARTER, TO_DATE, YEAR = "month", "quarter", "to_date", "year"
SPANS = {MONTH: N_("Month"), QUARTER: N_("Quarter"), TO_DATE: N_("Year to date"), YEAR: N_("Year")}
LEAF = {MONTH: 1, QUARTER: 3, TO_DATE: 1, YEAR: 12}  # months from one to the next
SEASON, WHOLE = 3, 12


def period_of(span: str, at: str, *, starts_in: int = 1) -> Period:
    """The period of a span that holds the month ``at`` («YYYY-MM»), in a year that starts in month 1 to 12."""
    year = fiscal_start(at, starts_in=starts_in)
    quarter = add_months(year, months_between(year, at) // SEASON * SEASON)
    first, last = {MONTH: (at, at), QUARTER: (quarter, add_months(quarter, SEASON - 1)), TO_DATE: (year, at),
                   YEAR: (year, add_months(year, WHOLE - 1))}[span]
    return Period(month_start(first), month_end(last))


def quarter_before(at: str, *, starts_in: int = 1) -> Period:
    """The last whole quarter before the one that holds the month ``at``."""
    return period_of(QUARTER, add_months(at, -SEASON), starts_in=starts_in)


def label_of(span: str, at: str, *, starts_in: int = 1) -> str:
    """What the period is called: «noviembre 2025», «T4 2025», «ene – nov 2025», «2025»."""
    year = fiscal_start(at, starts_in=starts_in)
    years = year[:4] if starts_in == 1 else f"{year[:4]}–{add_months(year, WHOLE - 1)[:4]}"
    if span == MONTH:
        return month(at)
    if span == QUARTER:
        return _("Q{n} {year}", n=months_between(year, at) // SEASON + 1, year=years)
    return years if span == YEAR else f"{_short(year)} – {_short(at)} {at[:4]}"


def _short(at: str) -> str:
    return _(SHORT_MONTHS[int(at[5:]) - 1]).rstrip(".").lower()

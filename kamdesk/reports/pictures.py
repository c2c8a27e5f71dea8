"""Figures as chart data: the same pictures on Hoy and on paper."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction

from kamdesk.app import App
from kamdesk.charts import SalesBars, StackedBars, Unit
from kamdesk.figures import series
from kamdesk.figures.model import REGION, Scope
from kamdesk.figures.receivables import Aged
from kamdesk.store import Reader
from kamdesk.words import SHORT_MONTHS, _, base_currency

NOT_DUE, FIRST, SECOND = "0", "1", "2"


def sales_chart(app: App, today: datetime.date, *, scope: Scope = REGION) -> SalesBars:
    """Twelve months of sales to the month of ``today``, each with its target."""
    points = series.by_month(app.store.facts, f"{today:%Y-%m}", scope=scope)
    sold = any(point.actual for point in points)  # no sales at all are «sin datos», not twelve zeros
    return SalesBars(
        tuple(_(SHORT_MONTHS[int(point.month[5:]) - 1]).rstrip(".").lower() for point in points),
        tuple(int(point.actual) if sold else None for point in points),
        tuple(None if point.target is None else int(point.target) for point in points),
        unit=Unit("money", base_currency()), name=_("Sales"), target_name=_("Target"))


def ageing_chart(app: App, on: datetime.date, *, scope: Scope = REGION) -> StackedBars:
    """Receivables of a day by age: not due, the first two buckets, and everything older in one part."""
    aged = series.ageing(app.store.facts, on, scope=scope)[None]
    parts, cut = age_parts(app.store)
    return StackedBars((_("Receivables"),), parts, (cut(aged),), unit=Unit("money", base_currency()))


def age_parts(reader: Reader) -> tuple[tuple[str, ...], Callable[[Aged], tuple[int, ...]]]:
    """The names of four ages (not due, two buckets, everything older), and what cuts an ageing into them."""
    limits = reader.setting("ageing_buckets")
    parts = (_("Not due"), _("1–{days} days", days=limits[1]),
             _("{first}–{last} days", first=limits[1] + 1, last=limits[2]), _("Over {days} days", days=limits[2]))

    def cut(aged: Aged) -> tuple[int, ...]:
        early = [aged.columns.get(key, Fraction(0)) for key in (FIRST, SECOND)]
        return tuple(int(value) for value in (aged.columns[NOT_DUE], *early, aged.overdue - sum(early)))

    return parts, cut

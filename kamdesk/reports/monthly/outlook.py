"""What comes next on the page of sales: the forecast with its band, next month's target, what nobody holds."""

from __future__ import annotations

import datetime
from fractions import Fraction

from kamdesk.charts import BandLine, Unit
from kamdesk.figures import forecasts
from kamdesk.figures.histories import added, monthly
from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, month_end, month_range, month_start
from kamdesk.records.targets import Target, TargetMonth, TargetPlan
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Chart, Column, Row, Table
from kamdesk.reports.strip import Shown
from kamdesk.reports.texts import whole_money
from kamdesk.store import EMPTY, FILLED, IN, Where
from kamdesk.words import SHORT_MONTHS, _, base_currency, day, exponent, money, month

BACK, AHEAD = 5, 3  # months before the last of the period, and after it
CHART = 92.0
CHANGES = 3  # told; a target is looked up in its history, so not all of them are
SEARCHED = 20


def chart(desk: Desk) -> Chart:
    """Sales of six months and what the newest forecast expects of the next three."""
    facts, last = desk.app.store.facts, desk.period.last_month
    minor = 10 ** exponent(base_currency())
    made = forecasts.forecasts_of(desk.reader, desk.scope, series="own")
    told = forecasts.told(desk.reader, made[0]) if made else {}
    months = [each for each in month_range(add_months(last, -BACK), add_months(last, AHEAD))
              if each <= last or each in told]
    sold = added(monthly(facts, desk.scope, Period(month_start(months[0]), month_end(last))))
    ahead = [told.get(each) if each > last else None for each in months]

    def run(name: str) -> tuple[int | None, ...]:
        return tuple(None if each is None else round(getattr(each, name) * minor) for each in ahead)

    line = BandLine(
        tuple(_(SHORT_MONTHS[int(each[5:]) - 1]).rstrip(".").lower() for each in months),
        tuple(round(sold.get(each, Fraction(0)) * minor) if each <= last else None for each in months),
        run("value"), run("low"), run("high"), Unit("money", base_currency(), 0), _("Sales"), _("Forecast"))
    return Chart(line, _("Sales and forecast with its band"), CHART, twin=False, secrecy="amount")


def following(desk: Desk) -> list[Shown]:
    """Target and forecast of the month that follows the period, and what of the period's target nobody holds."""
    ahead = add_months(desk.period.last_month, 1)
    period = Period.month(ahead)
    target, expected = desk.ask("F22", period).denominator, desk.ask("F91", period).value
    left = unassigned(desk)
    return [(_("Target of {month}", month=month(ahead)), whole_money(target) if target else "—"),
            (_("Forecast of {month}", month=month(ahead)), whole_money(expected) if expected else "—"),
            (_("Target not assigned"), "—" if left is None else whole_money(left))]


def unassigned(desk: Desk) -> int | None:
    """What of the month's targets at the top no receiver holds, minor units; None without a plan in force."""
    reader, months = desk.reader, month_range(desk.period.first_month, desk.period.last_month)
    plans = reader.find(TargetPlan, year=desk.period.end.year, measure="amount", state="in_force", limit=1)
    if not plans:
        return None
    tops = [each.id for each in reader.find(Target, Where("parent", EMPTY), plan=plans[0].id)]
    below = [each.id for each in reader.find(Target, Where("parent", IN, tops))]
    held, given = (sum(each.value or 0 for each in reader.find(
        TargetMonth, Where("target", IN, ids), Where("month", IN, months))) for ids in (tops, below))
    return held - given if below else None


def changes(desk: Desk) -> Table:
    """Targets that changed with a reason in the period."""
    found = []
    for each in desk.reader.find(Target, Where("reason", FILLED), limit=SEARCHED):
        for past in desk.reader.history(Target, each.id):
            on = past.at.astimezone().date()
            if past.field == "reason" and desk.period.start <= on <= desk.period.end:
                found.append((on, each))
                break
    return _changed(desk, sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True))


def _changed(desk: Desk, found: list[tuple[datetime.date, Target]]) -> Table:
    names = desk.reader.names([each.node for _on, each in found if each.node])
    rows = tuple(Row((day(on, this_year=on.year), names.get(each.node.id, "") if each.node else "",
                      money(each.year_total, None, 0) if each.year_total is not None else "", each.reason))
                 for on, each in found[:CHANGES])
    columns = (Column(_("Date")), Column(_("Whose")), Column(_("Year"), "right", secrecy="amount"),
               Column(_("Reason"), weight=1.0))
    return Table(columns, rows, _("Targets changed with a reason"), empty=_("No target changed in the period."))

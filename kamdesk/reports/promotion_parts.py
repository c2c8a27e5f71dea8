"""What the two sheets of a promotion plan share: what it is for, its activities by market, its sales by month."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.charts import SalesBars, Unit
from kamdesk.fields import Link
from kamdesk.methods.months import add_months, month_end, month_of, month_range, month_start
from kamdesk.promoting.result import by_month
from kamdesk.promoting.sheet import PlanSheet
from kamdesk.records.promotions import BASELINES, PERIODS, PromotionPlan
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import listed
from kamdesk.reports.listing import amount
from kamdesk.reports.model import Chart, Field, Fields
from kamdesk.store import Row as Stored
from kamdesk.words import SHORT_MONTHS, _, base_currency, day, percent

BEFORE, HIGH = 6, 110.0


def head(desk: Desk, plan: PromotionPlan) -> Fields:
    """Objective, scope, products, dates and budget line."""
    links = [Link("product", each) for each in plan.products] + [Link("territory", each) for each in plan.territories]
    links += [Link("client", each) for each in plan.clients]
    links += [Link(kind, id_) for kind, id_ in (("budget_line", plan.budget_line), ("person", plan.owner)) if id_]
    names = desk.reader.names(links)
    dates = f"{day(plan.start)} – {day(plan.end)}" if plan.start and plan.end else ""
    shown = [Field(_("Objective"), plan.objective), Field(_("Products"), listed(names, plan.products)),
             Field(_("Scope"), listed(names, plan.clients) or listed(names, plan.territories)
                   or _("The whole region")),
             Field(_("Dates"), dates), Field(_("Period"), _(PERIODS[str(plan.period)])),
             Field(_("Budget line"), names.get(plan.budget_line or "", "")),
             Field(_("Owner"), names.get(plan.owner or "", "")), Field(_("Baseline"), _(BASELINES[str(plan.method)]))]
    if plan.discount:
        shown.append(Field(_("Discount"), percent(plan.discount), "price"))
    return Fields(tuple(each for each in shown if each.value), plan.name)


def market_name(rows: list[Stored]) -> str:
    """What the market of some activities is called."""
    return rows[0].names.get(rows[0].values["territory"] or "", "") or _("Without market")


def who(row: Stored) -> str:
    """Who is in charge of an activity."""
    link = row.values["responsible"]
    return row.names.get(link.id, "") if link else ""


def when(row: Stored) -> str:
    """The day of an activity."""
    on = row.values["on"]
    return day(on, this_year=clock.today().year) if on else ""


def planned(rows: list[Stored]) -> str:
    """What activities plan together, cancelled ones out."""
    return amount(sum(each.values["planned_cost"] or 0 for each in rows if each.values["state"] != "cancelled"))


def months_chart(desk: Desk, sheet: PlanSheet, *, until: datetime.date, title: str) -> Chart:
    """Sales of its products to its market by month, from six months before the start to a day."""
    plan = sheet.plan
    start = plan.start or desk.today
    first = add_months(month_of(start), -BEFORE)
    months = month_range(first, month_of(until))
    sold = by_month(desk.reader.facts, plan, month_start(first), min(month_end(months[-1]), desk.today))
    labels = tuple(_(SHORT_MONTHS[int(each[5:]) - 1]).rstrip(".").lower() for each in months)
    values = tuple(int(sold[each].amount) if each in sold else None for each in months)
    at = months.index(month_of(start)) if month_of(start) in months else -1
    return Chart(SalesBars(labels, values, unit=Unit("money", base_currency()), name=_("Sales"), current=at), title,
                 HIGH, secrecy="amount")

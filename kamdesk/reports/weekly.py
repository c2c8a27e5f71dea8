"""R02 Informe semanal: the week by person and market, what was promised and owed, what waits, and the week to come."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

from kamdesk.charts import SalesBars, TargetBars, TargetRow, Unit
from kamdesk.figures.calendars import calendar_for
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.sales import cutoff, goals
from kamdesk.figures.thresholds import limits
from kamdesk.records.interactions import Interaction
from kamdesk.records.market import MarketSignal
from kamdesk.records.promotions import PromotionActivity
from kamdesk.records.receivables import Invoice, PaymentPromise
from kamdesk.records.tasks import Task
from kamdesk.records.visits import Visit
from kamdesk.reports import breakdown, listing
from kamdesk.reports.breakdown import Breakdown
from kamdesk.reports.breakdown import Part as Figures
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, count, within
from kamdesk.reports.model import Block, Card, Cards, Chart, Column, Row, Side, Table
from kamdesk.reports.register import WEEK, Part, report
from kamdesk.reports.spans import week
from kamdesk.reports.texts import STATUS, brief_money, cited, decimal, in_time, quantity, share, written
from kamdesk.store import IN, LESS, NOT_EQUAL, Where
from kamdesk.words import N_, _, base_currency, day, number

WEEKS, OVERDUE, SOME, FEW = 8, 10, 8, 5
CHART, ROW = 84.0, 15.0


def visits(desk: Desk) -> tuple[Block, ...]:
    """Who did how much of the plan, what was missed and why, and which markets were looked at."""
    return (_cards(desk), Side((_adherence(desk), _missed(desk))), _people(desk), _markets_seen(desk))


def _cards(desk: Desk) -> Cards:
    plan, average, effective = (desk.ask(code) for code in ("F07", "F09", "F10"))
    covered = desk.ask("F02", _to_date(desk))
    parts = _("{part} of {whole}", part=quantity(plan.numerator or 0), whole=quantity(plan.denominator or 0))
    shown = ((_("Of the plan"), plan, share(plan.value), parts),
             (_("Visits a day"), average, written(average), _("goal {n}", n=number(average.more["goal"]))),
             (_("Effective visits"), effective, share(effective.value), _("of the visits made")),
             (_("Coverage of the month"), covered, share(covered.value), _("until {day}", day=_short(desk.until))))
    return Cards(tuple(Card(label, value, note, STATUS[figure.status], source=cited(figure, desk.scope_name))
                       for label, figure, value, note in shown))


def _to_date(desk: Desk) -> Period:
    """The month of the week's end, to that end."""
    return Period(desk.period.end.replace(day=1), desk.period.end)


def _short(on: datetime.date) -> str:
    return day(on, this_year=on.year)


def _adherence(desk: Desk) -> Chart:
    found = desk.by("F07", "person")
    names = desk.names("person", found, none=_("Without owner"))
    good = decimal(limits(desk.reader, "F07")[0])
    ranked = sorted((key for key in found if found[key].value is not None),
                    key=lambda key: (-(found[key].value or Fraction(0)), names.get(key, "")))
    rows = tuple(TargetRow(names.get(key, ""), decimal(found[key].value or Fraction(0)), good) for key in ranked)
    return Chart(TargetBars(rows, Unit("percent"), _("Of the plan"), _("Goal")), _("Plan done, by person"),
                 ROW * max(len(rows), 2) + ROW, twin=False)


def _people(desk: Desk) -> Table:
    parts = (Figures("F07", _("Of the plan")), Figures("F09", _("A day")), Figures("F10", _("Effective")),
             Figures("F11", _("In the field")), Figures("F12", _("Joint")))
    return breakdown.table(desk, Breakdown("person", "person", _("Person"), parts, _("By person"),
                                           _("Nobody has visits in the week."), _("Without owner")))


def _missed(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Visit, ("planned_on", "party", "missed_reason"), _("Missed visits"), _("No visit was missed."),
        (*within("planned_on", desk.period), Where("state", "=", "missed")), (("planned_on", False),), ("party",),
        limit=SOME, titles={"planned_on": _("Day"), "missed_reason": _("Reason")}))


def _markets_seen(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Visit, ("done_on", "territory", "note", "owner"), _("Market visits"), _("No market was visited."),
        (*within("done_on", desk.period), Where("state", "=", "done"), Where("purpose", "=", "market")),
        (("done_on", False),), ("territory", "note"), limit=FEW))


def sales(desk: Desk) -> tuple[Block, ...]:
    """Sales and collections to date, promises, and who owes most."""
    return (Side((_by_market(desk), _weeks(desk))), _collections(desk), _promises(desk), _overdue(desk))


def _by_market(desk: Desk) -> Table:
    """Of the month to date: a week alone has no target."""
    monthly = Desk(desk.app, Period.month(desk.period.last_month), desk.scope, desk.prices, desk.today, desk.asked)
    parts = (Figures("F20", _("Sales"), secrecy="amount"), Figures("F23", _("To date")), Figures("F24"))
    return breakdown.table(monthly, Breakdown("market", "territory", _("Market"), parts, _("The month by market"),
                                              _("No sales in the period."), _("Without market")))


def _weeks(desk: Desk) -> Chart:
    """The last weeks, each against its part of the monthly targets by working days."""
    facts, found = desk.app.store.facts, []
    for back in range(WEEKS - 1, -1, -1):
        period = week(desk.period.start - datetime.timedelta(7 * back))
        sold = desk.ask("F20", period)
        ask = Ask(period, desk.scope)
        target = goals(facts, ask, "amount", period.end).get(None)
        begun = period.start <= cutoff(facts, ask)
        found.append((_short(period.start), sold.value if begun else None, target))
    bars = SalesBars(tuple(label for label, _value, _target in found),
                     tuple(None if value is None else int(value) for _label, value, _target in found),
                     tuple(None if target is None else int(target) for _label, _value, target in found),
                     unit=Unit("money", base_currency()), name=_("Sales"), target_name=_("Target"))
    return Chart(bars, _("Sales by week against target"), CHART, twin=False, secrecy="amount")


def _collections(desk: Desk) -> Cards:
    month = Period.month(desk.period.last_month)
    paid, goal = desk.ask("F44"), desk.ask("F45", month)
    late = desk.ask("F42", Period.day(desk.until))
    promised = _promised(desk, "due")
    broken = count(desk, PaymentPromise, *within("due", desk.period), Where("state", "=", "broken"))
    return Cards((
        Card(_("Collected in the week"), brief_money(paid.numerator),
             _("{share} of what was due", share=share(paid.value)), secrecy="amount",
             source=cited(paid, desk.scope_name)),
        Card(_("Collected in the month"), brief_money(goal.numerator),
             _("{share} of the goal to date", share=share(goal.value)), STATUS[goal.status], secrecy="amount",
             source=cited(goal, desk.scope_name)),
        Card(_("Overdue receivables"), share(late.value, decimals=1), _("on {day}", day=_short(desk.until)),
             STATUS[late.status], source=cited(late, desk.scope_name)),
        Card(_("Promises due"), number(promised), _("{n} broken", n=number(broken)), "bad" if broken else ""),
    ))


def _promised(desk: Desk, field: str) -> int:
    return count(desk, PaymentPromise, *within(field, desk.period), Where("state", NOT_EQUAL, "rescheduled"))


def _promises(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        PaymentPromise, ("due", "party", "amount", "paid", "state"), _("Promises of the week"),
        _("No promise was due."), within("due", desk.period), (("due", False),), ("party",), limit=SOME))


def _overdue(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Invoice, ("number", "party", "due", "open"), _("The 10 largest overdue"), _("Nothing is overdue."),
        (Where("status", "=", "overdue"),), (("open", True),), ("party",), limit=OVERDUE))


def work(desk: Desk) -> tuple[Block, ...]:
    """Promotion, what clients were told, what was heard, and tasks."""
    activities = listing.table(desk, Listing(
        PromotionActivity, ("on", "name", "territory", "state"), _("Promotion activities"),
        _("No activity was due."), (*within("on", desk.period), Where("state", NOT_EQUAL, "cancelled")),
        (("on", False),), ("name",), limit=SOME))
    relays = listing.table(desk, Listing(
        Interaction, ("on", "party", "relay_to", "relay"), _("To pass on, and answers"),
        _("Nothing waits to be passed on."),
        (Where("relay", IN, ("to_relay", "relayed", "answered")), Where("private", "=", False)),
        (("on", False),), ("party",), limit=FEW))
    signals = listing.table(desk, Listing(
        MarketSignal, ("category", "text", "relay"), _("Signals of the week"), _("Nothing new was heard."),
        within("on", desk.period), (("reliability", True),), ("text",), limit=FEW))
    late = listing.table(desk, Listing(
        Task, ("due", "title", "assigned_to", "state"), _("Late tasks"), _("No task is late."),
        (Where("due", LESS, desk.today), Where("state", IN, ("pending", "running"))), (("due", False),), ("title",),
        limit=FEW))
    late = replace(late, note=" · ".join(filter(None, (in_time(desk.ask("F97")), late.note))))
    return Side((activities, late)), Side((relays, signals))


def ahead(desk: Desk) -> tuple[Block, ...]:
    """The visits of the next week, by day, and its first promises."""
    following = week(desk.period.end + datetime.timedelta(1))
    promises = listing.table(desk, Listing(
        PaymentPromise, ("due", "party", "amount"), _("Promises due next week"), _("No payment is promised."),
        (*within("due", following), Where("state", "=", "pending")), (("due", False),), ("party",), limit=FEW))
    return (Side((_days(desk, following), promises)),)


def _days(desk: Desk, following: Period) -> Table:
    calendar = calendar_for(desk.reader, desk.scope)
    rows = []
    for each in calendar.days(following.start, following.end):
        planned = count(desk, Visit, Where("planned_on", "=", each), Where("state", "=", "planned"))
        rows.append(Row((_short(each), number(planned))))
    total = count(desk, Visit, *within("planned_on", following), Where("state", "=", "planned"))
    rows.append(Row((_("Total"), number(total)), "total"))
    return Table((Column(_("Day"), weight=1.0), Column(_("Visits"), "right")), tuple(rows), _("Plan of next week"))


report("R02", N_("Weekly report"), audience=N_("Sales department"), period=WEEK, flows=True, parts=(
    Part("visits", N_("Visits"), visits),
    Part("sales", N_("Sales and collections"), sales),
    Part("work", N_("Promotion, relays and tasks"), work),
    Part("ahead", N_("Next week"), ahead),
))

"""R11 Evaluación de promoción: planned and actual by activity, what it cost, what it brought, what was learnt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from kamdesk import clock
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import REGION, Period, ratio
from kamdesk.figures.support import served
from kamdesk.methods.months import add_months_to_day
from kamdesk.methods.promotion_roi import lift, return_of
from kamdesk.problems import Problem
from kamdesk.promoting.sheet import PlanSheet, judged_parts, sheet_of
from kamdesk.records.documents import Attachment
from kamdesk.records.promotions import RATINGS, PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.records.tasks import Task
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import about
from kamdesk.reports.listing import amount, option
from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Cell,
    Column,
    Field,
    Fields,
    Note,
    Photo,
    Photos,
    Report,
    Row,
    Table,
)
from kamdesk.reports.promotion_parts import head, market_name, months_chart, when
from kamdesk.reports.register import QUARTER, Part, report
from kamdesk.reports.texts import brief_money, quantity, share, written
from kamdesk.store import AT_LEAST, AT_MOST, IN, Where
from kamdesk.store import Row as Stored
from kamdesk.words import N_, _, day

CODE, PHOTOS, AFTER = "R11", 6, 2  # photos at most; months shown after the end
PRINTABLE = ("image/jpeg", "image/png")


def result(app: App, plan: PromotionPlan, *, prices: bool = False) -> Report:
    """The sheet of one plan as it was judged last; without ``prices`` margin prints «••••»."""
    start = plan.start or clock.today()
    return about(app, CODE, Period(start, plan.end or start), REGION, {"plans": partial(_one, plan)}, name=plan.name,
                 prices=prices)


def _one(plan: PromotionPlan, desk: Desk) -> tuple[Block, ...]:
    return tuple(_sheet(desk, sheet_of(desk.reader, plan)))


def plans(desk: Desk) -> tuple[Block, ...]:
    """The sheets of the plans judged in the period, one after the other."""
    judged = desk.reader.find(PromotionEvaluation, Where("on", AT_LEAST, desk.period.start),
                              Where("on", AT_MOST, desk.until), sort=(("on", False),))
    ids = list(dict.fromkeys(each.plan for each in judged if each.plan))
    found = desk.reader.find(PromotionPlan, Where("id", IN, ids), sort=(("start", False), ("name", False)))
    if not found:
        return (Note(_("No promotion was evaluated in this period."), "mute"),)
    return tuple(block for plan in found for block in _one(plan, desk))


def _sheet(desk: Desk, sheet: PlanSheet) -> Iterator[Block]:
    yield head(desk, sheet.plan)
    yield _cards(sheet)
    yield _activities(sheet)
    yield _support(desk, sheet)
    yield from _content(desk, sheet)
    if sheet.plan.end is not None:
        until = min(desk.today, add_months_to_day(sheet.plan.end, AFTER))
        yield months_chart(desk, sheet, until=until, title=_("Sales before, during and after, by month"))
    yield _learnt(sheet.judged) if sheet.judged else Note(_("This plan is not evaluated yet."))
    photos = tuple(_photos(desk, sheet))
    if photos:
        yield Photos(photos, _("Evidence"))


def _cards(sheet: PlanSheet) -> Cards:
    judged, money = sheet.judged, sheet.money
    spent = money.spent if judged is None else judged.cost or 0
    shown = [Card(_("Cost"), brief_money(spent), _("of {plan} planned", plan=brief_money(money.planned)),
                  secrecy="amount")]
    if judged is None:
        return Cards(tuple(shown))
    base, after = judged_parts(judged)
    units = _("{n} units", n=quantity(round(after.units)))
    roi = None if judged.profit_change is None else return_of(Fraction(judged.profit_change),
                                                              cost=Fraction(judged.cost or 0))
    none = _("not enough months before it")
    return Cards((
        *shown, Card(_("Sold"), brief_money(after.amount), units if base is None else _(
            "{n} units; without the plan {base}", n=quantity(round(after.units)), base=brief_money(base.amount)),
            secrecy="amount", beside="price"),  # of one product both together tell its price
        Card(_("Lift"), none if base is None else share(lift(after.amount, base.amount), decimals=1, signed=True),
             "" if base is None else _("in units {share}", share=share(lift(after.units, base.units), decimals=1,
                                                                       signed=True))),
        Card(_("ROI"), share(roi, decimals=1, signed=True), _("with assumed margin") if judged.assumed_margin else _(
            "by the cost of its products"),
             secrecy="margin")))


def _activities(sheet: PlanSheet) -> Table:
    """Planned and actual of each activity by market, cost per attendee, and how many were carried out (F73)."""
    rows: list[Row] = []
    for each in sheet.markets().values():
        kept = [one for one in each if one.values["state"] != "cancelled"]
        rows.append(Row((_("{market}: {done} of {n} carried out", market=market_name(each), n=len(kept),
                           done=_done(kept)),), "group"))
        rows += [_activity(one) for one in kept]
    kept = [one for one in sheet.activities if one.values["state"] != "cancelled"]
    if kept:
        carried = share(ratio(_done(kept), len(kept)), decimals=1)
        rows.append(Row((_("Total"), carried, amount(_sum(kept, "planned_cost")), amount(_sum(kept, "actual_cost")),
                         str(_sum(kept, "attendees")), _each(_sum(kept, "actual_cost"), _sum(kept, "attendees"))),
                        "total"))
    columns = (Column(_("Activity"), weight=1.0), Column(_("State")), Column(_("Planned cost"), "right",
                                                                             secrecy="amount"),
               Column(_("Actual cost"), "right", secrecy="amount"), Column(_("Attendees"), "right"),
               Column(_("Per attendee"), "right", secrecy="amount"))
    return Table(columns, tuple(rows), _("Activities by market"), empty=_("The plan has no activities."))


def _activity(row: Stored) -> Row:
    values = row.values
    state = option(PromotionActivity.kind, "state", str(values["state"]))
    spent, came = values["actual_cost"] or 0, values["attendees"]
    return Row((f"{when(row)} · {values['name']}", Cell(state, "bad" if values["late"] else ""),
                amount(values["planned_cost"] or 0), amount(spent), "—" if came is None else str(came),
                _each(spent, came or 0)))


def _done(rows: Sequence[Stored]) -> int:
    return sum(each.values["state"] == "done" for each in rows)


def _sum(rows: Sequence[Stored], name: str) -> int:
    return sum(each.values[name] or 0 for each in rows)


def _each(spent: int, came: int) -> str:
    return amount(round(Fraction(spent, came))) if came and spent else "—"


def _support(desk: Desk, sheet: PlanSheet) -> Fields:
    """Support asked for the plan and its activities, and how much of it came in time (F74)."""
    links = [Link("promotion_plan", sheet.plan.id),
             *(Link("promotion_activity", each.id) for each in sheet.activities)]
    asked = [each for each in desk.reader.find(Task, Where("about", IN, links), category="promotion_support")
             if each.state != "cancelled" and each.due and each.due <= desk.today]
    done = served(asked)
    return Fields((Field(_("Support asked for and due"), str(len(asked))), Field(_("Served in time"), str(done)),
                   Field(_("Support served"), share(ratio(done, len(asked)), decimals=1))),
                  _("Support"), 3)


def _content(desk: Desk, sheet: PlanSheet) -> Iterator[Table]:
    """What content published of its products in its days brought (F75)."""
    plan = sheet.plan
    if plan.start is None or plan.end is None:
        return
    found = {each.key: each for each in desk.app.by("F75", Period(plan.start, plan.end), dimension="product")}
    kept = [found[each] for each in plan.products if each in found]
    names = desk.reader.names(Link("product", each.key or "") for each in kept)
    rows = tuple(Row((names.get(each.key or "", ""), quantity(each.denominator or 0), quantity(each.numerator or 0),
                      share(each.more.get("through"), decimals=1), written(each))) for each in kept)
    if rows:
        columns = (Column(_("Product"), weight=1.0), Column(_("Clicks"), "right"), Column(_("Conversions"), "right"),
                   Column("CTR", "right"), Column(_("Conversion of content"), "right"))
        yield Table(columns, rows, _("Content of its products"))


def _learnt(judged: PromotionEvaluation) -> Fields:
    said = day(judged.on) if judged.on else ""
    return Fields((Field(_("What worked"), judged.what_worked), Field(_("What failed"), judged.what_failed),
                   Field(_("Next time"), judged.next_time), Field(_("Rating"), _(RATINGS[str(judged.rating)])),
                   Field(_("Evaluated on"), said)), _("What was learnt"), 1)


def _photos(desk: Desk, sheet: PlanSheet) -> Iterator[Photo]:
    """The first pictures of its activities; one whose file is not here is left out."""
    names = {each.id: each.values["name"] for each in sheet.activities}
    links = [Link("promotion_activity", each) for each in names]
    files = desk.reader.find(Attachment, Where("about", IN, links), Where("type", IN, PRINTABLE),
                             confidential=False, sort=(("id", False),), limit=PHOTOS) if links else []
    for each in files:
        try:
            data = desk.app.store.blobs.open(each.sha256)
        except Problem:  # its file stayed on another laptop: the list of files says so
            continue
        yield Photo(data, names.get(each.about.id, "") if each.about else "")


report(CODE, N_("Promotion evaluation"), audience=N_("Sales department"), period=QUARTER, prices=False,
       comments=False, flows=True, parts=(Part("plans", N_("Plans evaluated"), plans),))

"""R10 Hoja de aprobación de promoción: what a plan asks for, its activities, its budget and what it must bring."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kamdesk import clock
from kamdesk.app import App
from kamdesk.figures.model import REGION, Period
from kamdesk.promoting.sheet import Hopes, PlanSheet, hopes, sheet_of
from kamdesk.records.promotions import PromotionPlan
from kamdesk.reports.approval import ANSWERS, request_number
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import about
from kamdesk.reports.listing import amount
from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Column,
    Fact,
    Facts,
    Field,
    Fields,
    Heading,
    Note,
    Paragraph,
    Report,
    Row,
    Signature,
    SignatureBox,
    Table,
)
from kamdesk.reports.promotion_parts import head, market_name, months_chart, planned, when, who
from kamdesk.reports.register import QUARTER, Part, report
from kamdesk.reports.texts import brief_money, quantity, share
from kamdesk.store import AT_LEAST, AT_MOST, Where
from kamdesk.words import N_, _, percent, plural

CODE = "R10"


def request(app: App, plan: PromotionPlan, *, prices: bool = False) -> Report:
    """The sheet of one plan; without ``prices`` the lines of margin print «••••»."""
    start = plan.start or clock.today()
    return about(app, CODE, Period(start, plan.end or start), REGION, {"plans": partial(_one, plan)}, name=plan.name,
                 prices=prices, number=request_number(app.store, plan))


def _one(plan: PromotionPlan, desk: Desk) -> tuple[Block, ...]:
    return tuple(_sheet(desk, sheet_of(desk.reader, plan)))


def plans(desk: Desk) -> tuple[Block, ...]:
    """The sheets of the plans in preparation that run in the period, one after the other."""
    found = desk.reader.find(PromotionPlan, Where("start", AT_MOST, desk.period.end),
                             Where("end", AT_LEAST, desk.period.start), state="preparation",
                             sort=(("start", False), ("name", False)))
    if not found:
        return (Note(_("No promotion plan is in preparation for this period."), "mute"),)
    return tuple(block for plan in found for block in _one(plan, desk))


def _sheet(desk: Desk, sheet: PlanSheet) -> Iterator[Block]:
    plan, hoped = sheet.plan, hopes(desk.reader, sheet.plan, cost=sheet.money.planned)
    yield head(desk, plan)
    yield _cards(sheet, hoped)
    yield _activities(sheet)
    yield _budget(sheet)
    if plan.start is not None:
        yield months_chart(desk, sheet, until=desk.today, title=_("Sales before the plan, by month"))
    yield _rules(desk, sheet)
    if plan.lessons_in.strip():
        yield Heading(_("Lessons brought"))
        yield Paragraph(plan.lessons_in.strip())
    yield SignatureBox((Signature(_("Decides")),), tuple(_(each) for each in ANSWERS), _("Decision"))


def _cards(sheet: PlanSheet, hoped: Hopes) -> Cards:
    base, expected = hoped.base, sheet.plan.expected_lift
    units = "" if base is None else _("{n} units", n=quantity(round(base.units)))
    return Cards((
        Card(_("Cost of the plan"), brief_money(sheet.money.planned), plural(
            "{n} activity", "{n} activities", len(sheet.activities)), secrecy="amount"),
        Card(_("Baseline"), brief_money(None if base is None else base.amount), units, secrecy="amount",
             beside="price"),  # of one product both together tell its price
        Card(_("Expected lift"), _("no data") if expected is None else percent(expected, 1, signed=True),
             _("over the baseline")),
        Card(_("Lift that pays for it"), share(hoped.even, decimals=1, signed=True),
             _("with assumed margin") if hoped.assumed else _("by the cost of its products"), secrecy="margin")))


def _activities(sheet: PlanSheet) -> Table:
    """Market by market, with who answers for each and what it costs."""
    rows: list[Row] = []
    for each in sheet.markets().values():
        rows.append(Row((_("{market}: {amount}", market=market_name(each), amount=planned(each)),), "group"))
        rows += [Row((when(one), one.values["name"], who(one), str(one.values["attendees_planned"] or "—"),
                      amount(one.values["planned_cost"] or 0))) for one in each if one.values["state"] != "cancelled"]
    if rows:
        rows.append(Row((_("Total"), "", "", "", amount(sheet.money.planned)), "total"))
    columns = (Column(_("Date")), Column(_("Activity"), weight=1.0), Column(_("In charge")),
               Column(_("Attendees"), "right"), Column(_("Cost"), "right", secrecy="amount"))
    return Table(columns, tuple(rows), _("Activities by market"), empty=_("The plan has no activities."))


def _budget(sheet: PlanSheet) -> Fields:
    """The budget line of the year before and after the plan."""
    money = sheet.money
    without, with_it = money.without, money.with_it
    none = _("Its line is in no budget in force.")
    return Fields((
        Field(_("Left without the plan"), none if without is None else amount(without), "amount"),
        Field(_("Left with the plan"), none if with_it is None else amount(with_it), "amount"),
        Field(_("Reserved"), amount(money.held), "amount")), _("Budget line"), 3)


def _rules(desk: Desk, sheet: PlanSheet) -> Facts:
    """What the plan runs into: its budget, other plans, what failed before, how it was written."""
    plan, found = sheet.plan, []
    if (sheet.money.with_it or 0) < 0:
        found.append(Fact(_("The line does not reach: {amount} are missing.",
                            amount=amount(-(sheet.money.with_it or 0))), "bad", "amount"))
    if not sheet.activities:
        found.append(Fact(_("The plan has no activities."), "bad"))
    warned = plan.overlap(desk.reader), plan.failed_before(desk.reader)
    found += [Fact(said, "warn") for said in warned if said]
    late = [each for each in sheet.activities if each.values["state"] != "cancelled"
            and plan.end and each.values["on"] and each.values["on"] > plan.end]
    if late:
        found.append(Fact(_("Some activities are dated after the end of the plan."), "warn"))
    return Facts(tuple(found), _("Rules met"), _("The plan meets no rule."))


report(CODE, N_("Promotion approval sheet"), audience=N_("Sales department"), period=QUARTER, prices=False,
       comments=False, flows=True, parts=(Part("plans", N_("Plans in preparation"), plans),))

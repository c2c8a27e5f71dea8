"""Page 8: the budget, the team, what is owed to the chief, quality, and what expires."""

from __future__ import annotations

import datetime
from dataclasses import replace

from kamdesk.budgeting.sheet import TOTAL, Sheet, current_budget, sheet_of
from kamdesk.charts import GroupedBars, Series, Unit
from kamdesk.figures.model import REGION, Period
from kamdesk.records.expenses import Expense
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.records.tasks import Incident, Task
from kamdesk.reports import breakdown, grades, listing
from kamdesk.reports.breakdown import Breakdown, Part
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing
from kamdesk.reports.model import Block, Card, Cards, Chart, Column, Row, Side, Stack, Table
from kamdesk.reports.strip import figures, strip
from kamdesk.reports.texts import STATUS, brief_money, cited, in_time, share, written
from kamdesk.store import AT_LEAST, AT_MOST, IN, LESS, Where
from kamdesk.words import _, base_currency

AHEAD_DAYS, TEAM = 90, 12
CHART = 84.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """What was spent, who did what, and what is due next."""
    shown = figures(desk, ("", "F64"), ("", "F67"), (_("Trained"), "F58"), ("", "F93"))
    return (_cards(desk), strip(desk, shown), *_categories(desk),
            Side((_team(desk), Stack((_expenses(desk), _tasks(desk)))), (5, 6)),
            Side((_quality(desk), _returns(desk))), Side((_incidents(desk), _expiring(desk))))


def _cards(desk: Desk) -> Cards:
    """The figures of the month; the projected close is that of the year."""
    year = Period.year(desk.period.end.year)
    left, variance, spent, close = desk.ask("F60"), desk.ask("F61"), desk.ask("F62"), desk.ask("F63", year)
    shown = (
        (_("Spent in the month"), spent, share(spent.value),
         _("{spent} of {plan}", spent=brief_money(spent.numerator), plan=brief_money(spent.denominator))),
        (_("Available in the month"), left, written(left, short=True),
         _("of {plan}", plan=brief_money(left.denominator))),
        (_("Variance to date"), variance, written(variance, short=True),
         share(variance.more.get("percent"), decimals=1, signed=True)),
        (_("Projected close of the year"), close, written(close, short=True),
         _("plan {amount}", amount=brief_money(close.denominator))),
    )
    return Cards(tuple(Card(label, value, comparison if figure.value is not None else "", STATUS[figure.status],
                            secrecy="amount", source=cited(figure, desk.scope_name))
                       for label, figure, value, comparison in shown))


def _categories(desk: Desk) -> tuple[Block, ...]:
    """Plan against actual of the year by top line; the budget belongs to the region as a whole."""
    budget = current_budget(desk.reader, desk.period.end.year)
    if budget is None or desk.scope != REGION:
        return ()
    sheet = sheet_of(desk.reader, budget)
    months = [month for month in sheet.months if month <= desk.period.last_month]
    tops = [line for line in sheet.lines if line.level == 0]
    plan, actual = (tuple(int(read(line.id, months) or 0) for line in tops) for read in (sheet.plan, sheet.actual))
    bars = GroupedBars(tuple(line.name for line in tops), (Series(_("Plan"), plan), Series(_("Actual"), actual)),
                       Unit("money", base_currency(), 0))
    chart = Chart(bars, _("Plan against actual, the year to the month"), CHART, twin=False, secrecy="amount")
    return (Side((chart, _lines(desk, sheet, months))),)


def _lines(desk: Desk, sheet: Sheet, months: list[str]) -> Table:
    rows = [_line(desk, sheet, line.id, line.name, months) for line in sheet.lines if line.level == 0]
    if rows:
        total = _line(desk, sheet, TOTAL, _("Total"), months)
        rows.append(Row(total.cells, "total"))
    columns = (Column(_("Category"), weight=1.0), Column(_("Plan"), "right", secrecy="amount"),
               Column(_("Actual"), "right", secrecy="amount"),
               Column(_("Execution"), "right"))
    return Table(columns, tuple(rows), _("By category, the year to the month"), empty=_("The budget has no lines."))


def _line(desk: Desk, sheet: Sheet, line: str, name: str, months: list[str]) -> Row:
    amounts = (sheet.plan(line, months) or 0, sheet.actual(line, months))
    progress = sheet.progress(line, desk.reader)
    return Row((name, *(listing.amount(int(each)) for each in amounts), share(progress.execution)))


def _expenses(desk: Desk) -> Table:
    """Expenses of the period that wait, or were sent back by a rule."""
    return listing.table(desk, Listing(
        Expense, ("concept", "person", "amount", "state"), _("Expenses to review or sent back"),
        _("No expense waits or was sent back."), (Where("state", IN, ("to_review", "sent_back")),),
        (("on", False),), ("concept",), limit=4, secret={"amount": "amount"}))


def _team(desk: Desk) -> Table:
    """What each sold, visited and, for a reader who may know, how each was graded."""
    people = [key for key in desk.by("F23", "person") | desk.by("F10", "person") if key]
    marks = {id_: each.cell for id_, each in grades.grades(desk, "person", people).items()}
    beside = ((Column(_("Mark"), "right"), marks),) if desk.prices else ()
    return breakdown.table(desk, Breakdown(
        "person", "person", _("Person"),
        (Part("F23", _("To date")), Part("F10", _("Effective")), Part("F12", _("Joint visits"))), _("Team"),
        _("Nobody sells or visits yet."), _("Without owner"), whole=False, beside=beside, limit=TEAM))


def _tasks(desk: Desk) -> Table:
    late = listing.table(desk, Listing(
        Task, ("due", "title", "assigned_to"), _("Tasks and errands late"),
        _("No task is late."), (Where("due", LESS, desk.today), Where("state", IN, ("pending", "running"))),
        (("due", False),), ("title",), limit=3))
    return replace(late, note=" · ".join(filter(None, (in_time(desk.ask("F97")), late.note))))


def _quality(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        QualityIssue, ("party", "product", "days", "state"), _("Quality"),
        _("No quality problem was reported."), (Where("reported_on", AT_LEAST, desk.period.start),
                                                Where("reported_on", AT_MOST, desk.period.end)),
        (("reported_on", False),), ("party", "product"), limit=3))


def _returns(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Return, ("party", "product", "state"), _("Product returns"),
        _("No product was returned."), (Where("on", AT_LEAST, desk.period.start),
                                        Where("on", AT_MOST, desk.period.end)),
        (("on", False),), ("party", "product"), limit=3))


def _incidents(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Incident, ("title", "severity", "state"), _("Emergencies open"),
        _("No emergency is open."), (Where("state", IN, ("open", "contained")),), (("title", False),), ("title",)))


def _expiring(desk: Desk) -> Table:
    ahead = desk.today + datetime.timedelta(days=AHEAD_DAYS)
    return listing.table(desk, Listing(
        ComplianceDocument, ("expires", "category", "holder"),
        _("Documents that expire within 90 days"), _("No document expires within 90 days."),
        (Where("expires", AT_MOST, ahead), Where("renewal_started", "empty")), (("expires", False),),
        ("category", "holder"), limit=3))

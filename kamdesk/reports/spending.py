"""R15 Presupuesto: plan y real: the tree of lines, departments, months, deviations, transfers and savings."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kamdesk.budgeting.sheet import TOTAL, Sheet, SheetLine, current_budget, sheet_of
from kamdesk.charts import SalesBars, Unit
from kamdesk.fields import Id
from kamdesk.figures.model import Figure, Period, ratio
from kamdesk.methods.months import month_range
from kamdesk.records.budgets import BudgetLine, BudgetTransfer
from kamdesk.records.strategies import Proposal
from kamdesk.reports import breakdown, listing
from kamdesk.reports.breakdown import Breakdown
from kamdesk.reports.breakdown import Part as Figures
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, within
from kamdesk.reports.model import Block, Card, Cards, Cell, Chart, Column, Note, Row, Side, Table
from kamdesk.reports.outcome import result
from kamdesk.reports.register import MONTH, QUARTER, YEAR, Part, report
from kamdesk.reports.texts import STATUS, brief_money, cited, share, written
from kamdesk.store import Where
from kamdesk.words import N_, SHORT_MONTHS, _, base_currency

DEVIATION = Fraction(5)  # per cent of the plan from which a deviation is told with its comment
HUNDRED = 100
CHART, DEPTH, SOME, FEW = 96.0, 2, 12, 6


def tree(desk: Desk) -> tuple[Block, ...]:
    """The figures, the months, and every line with what is left of it."""
    sheet = _sheet(desk)
    if sheet is None:
        return (Note(_("There is no budget of {year} yet.", year=desk.period.end.year), "mute"),)
    return _cards(desk), _by_month(desk, sheet), _lines(desk, sheet)


def _sheet(desk: Desk) -> Sheet | None:
    """The budget of the year of the period; it belongs to the region as a whole."""
    budget = current_budget(desk.reader, desk.period.end.year)
    return None if budget is None else sheet_of(desk.reader, budget)


def _months(desk: Desk, sheet: Sheet) -> list[str]:
    return [month for month in month_range(desk.period.first_month, desk.period.last_month) if month in sheet.months]


def _cards(desk: Desk) -> Cards:
    year = Period.year(desk.period.end.year)
    left, variance, spent, close = desk.ask("F60"), desk.ask("F61"), desk.ask("F62"), desk.ask("F63", year)

    def card(label: str, figure: Figure, value: str, note: str) -> Card:
        return Card(label, value, note, STATUS[figure.status], secrecy="amount",
                    source=cited(figure, desk.scope_name))

    return Cards((
        card(_("Spent"), spent, share(spent.value),
             _("{spent} of {plan}", spent=brief_money(spent.numerator), plan=brief_money(spent.denominator))),
        card(_("Available"), left, written(left, short=True), _("of {plan}", plan=brief_money(left.denominator))),
        card(_("Variance to date"), variance, written(variance, short=True),
             share(variance.more.get("percent"), decimals=1, signed=True)),
        card(_("Projected close of the year"), close, written(close, short=True),
             _("plan {amount}", amount=brief_money(close.denominator))),
    ))


def _by_month(desk: Desk, sheet: Sheet) -> Chart:
    """Actual of each month of the year with its plan as a tick; months to come have no bar."""
    now = f"{desk.today:%Y-%m}"
    labels = tuple(_(SHORT_MONTHS[int(month[5:]) - 1]).rstrip(".").lower() for month in sheet.months)
    spent = tuple(sheet.actual(TOTAL, [month]) if month <= now else None for month in sheet.months)
    planned = tuple(sheet.plan(TOTAL, [month]) for month in sheet.months)
    current = sheet.months.index(now) if now in sheet.months else -1
    bars = SalesBars(labels, spent, planned, Unit("money", base_currency()), _("Actual"), _("Plan"), current)
    return Chart(bars, _("Plan and actual by month"), CHART, twin=False, secrecy="amount")


def _lines(desk: Desk, sheet: Sheet) -> Table:
    """Lines and sublines of the period; the whole at the foot counts what is expense."""
    months = _months(desk, sheet)
    rows = [_line(sheet, line.id, line.name, months, indent=line.level) for line in sheet.lines
            if line.level <= DEPTH]
    if rows:
        total = _line(sheet, TOTAL, _("Total"), months)
        rows.append(Row(total.cells, "total"))
    amounts = (_("Plan"), _("Moved"), _("Committed"), _("Actual"), _("Available"))
    columns = (Column(_("Line"), weight=1.0), *(Column(name, "right", secrecy="amount") for name in amounts),
               Column(_("Execution"), "right"))
    return Table(columns, tuple(rows), _("By line"), empty=_("The budget has no lines."))


def _line(sheet: Sheet, id_: Id, name: str, months: Sequence[str], *, indent: int = 0) -> Row:
    leaves = sheet.leaves[id_]
    plan, actual = sheet.plan(id_, months) or 0, sheet.actual(id_, months)
    held = sum(fact.committed for leaf in leaves for month in months if (fact := sheet.facts.get((leaf, month))))
    moved = sum(sheet.moved(leaf, month) for leaf in leaves for month in months)
    done = ratio(actual, plan)
    told = Cell(share(done), "bad" if done > HUNDRED else "") if done is not None else Cell("—")
    amounts = (plan, moved, held, actual, plan - held - actual)
    return Row((name, *(listing.amount(each) if each else "—" for each in amounts), told), indent=indent)


def divisions(desk: Desk) -> tuple[Block, ...]:
    """By department and territory, what deviates and why, and what was moved."""
    sheet = _sheet(desk)
    departments = (_departments(desk, sheet), _deviations(desk, sheet)) if sheet is not None else ()
    return *departments, _territories(desk), Side((_transfers(desk), _savings(desk)))


def _departments(desk: Desk, sheet: Sheet) -> Table:
    months = _months(desk, sheet)
    sums: dict[str, list[int]] = {}
    for line in sheet.lines:
        if line.leaf and line.nature == "expense":
            row = sums.setdefault(line.department, [0, 0])
            row[0] += sheet.plan(line.id, months) or 0
            row[1] += sheet.actual(line.id, months)
    rows = [Row((listing.option(BudgetLine.kind, "department", name) or _("Without department"),
                 listing.amount(plan), listing.amount(actual), share(ratio(actual, plan))))
            for name, (plan, actual) in sorted(sums.items(), key=lambda each: -each[1][0])]
    columns = (Column(_("Department"), weight=1.0), Column(_("Plan"), "right", secrecy="amount"),
               Column(_("Actual"), "right", secrecy="amount"), Column(_("Execution"), "right"))
    return Table(columns, tuple(rows), _("By department"), empty=_("The budget has no lines."))


def _deviations(desk: Desk, sheet: Sheet) -> Table:
    """Lines that stray from their plan by more than five per cent, with what was written of it."""
    months, found = _months(desk, sheet), []
    for line in sheet.lines:
        plan, actual = sheet.plan(line.id, months) or 0, sheet.actual(line.id, months)
        gap = ratio(actual - plan, plan)
        if line.leaf and gap is not None and abs(gap) > DEVIATION and actual:
            found.append((abs(actual - plan), line, gap, actual - plan))
    found.sort(key=lambda each: (-each[0], each[1].name))
    rows = [Row((line.name, listing.amount(strayed), Cell(share(gap, signed=True), "bad" if strayed > 0 else "warn"),
                 _comment(sheet, line, months))) for _size, line, gap, strayed in found[:SOME]]
    columns = (Column(_("Line"), weight=1.0), Column(_("Deviation"), "right", secrecy="amount"),
               Column("%", "right"), Column(_("Comment"), weight=2.0))
    return Table(columns, tuple(rows), _("Deviations of more than 5 %"), listing.more(len(found) - len(rows)),
                 _("No line strays by more than 5 %."))


def _comment(sheet: Sheet, line: SheetLine, months: Sequence[str]) -> str:
    """The last comment of the months."""
    spots = ((line.id, month) for month in reversed(months))
    return next((sheet.comments[spot] for spot in spots if spot in sheet.comments), "—")


def _territories(desk: Desk) -> Table:
    parts = (Figures("F62", _("Plan"), "denominator", "amount"), Figures("F60", _("Available"), secrecy="amount"),
             Figures("F62", _("Execution")))
    return breakdown.table(desk, Breakdown("territory", "territory", _("Territory"), parts, _("By territory"),
                                           _("No line names a territory."), _("Region"), whole=False))


def _transfers(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        BudgetTransfer, ("on", "from_line", "to_line", "amount", "reason"), _("Transfers"), _("Nothing was moved."),
        within("on", desk.period), (("on", False),), ("from_line", "to_line", "reason"), limit=FEW,
        secret={"amount": "amount"}))


def _savings(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Proposal, ("title", "expected_saving", "real_saving", "approval"), _("Savings proposed"),
        _("No saving was proposed."), (Where("category", "=", "saving"),), (("due", False),), ("title",), limit=FEW,
        secret={"expected_saving": "amount", "real_saving": "amount"}))


report("R15", N_("Budget: plan and actual"), audience=N_("Management"), period=MONTH, also=(QUARTER, YEAR), flows=True,
       parts=(
    Part("tree", N_("Plan and actual"), tree),
    Part("divisions", N_("Departments, deviations and transfers"), divisions),
    Part("result", N_("Result"), result),
))

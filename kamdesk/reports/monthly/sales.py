"""Page 2: sales against targets by market, line, client and seller; next month's target."""

from __future__ import annotations

from dataclasses import replace

from kamdesk.charts import TargetBars, TargetRow, Unit
from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months
from kamdesk.reports import breakdown
from kamdesk.reports.breakdown import Breakdown, Part
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Chart, Side, Table
from kamdesk.reports.texts import whole_money
from kamdesk.words import _, base_currency, month

TOP_CLIENTS = 15
ROW = 13.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Who sold what against which target, and what comes next."""
    return (Side((_market_chart(desk), _lines(desk)), (4, 5)), _markets(desk),
            Side((_sellers(desk), _clients(desk)), (1, 1)))


def _against_target() -> tuple[Part, ...]:
    return (Part("F20", _("Sales"), secrecy="amount"), Part("F22", _("Target"), "target", "amount"),
            Part("F22", _("Attainment")), Part("F23", _("To date")), Part("F24", _("Last year"), "before", "amount"),
            Part("F24"))


def _markets(desk: Desk) -> Table:
    table = breakdown.table(desk, Breakdown("market", "territory", _("Market"), _against_target(), _("By market"),
                                            _("No sales in the period."), _("Without market")))
    return replace(table, note=_next(desk))


def _lines(desk: Desk) -> Table:
    parts = (Part("F20", _("Sales"), secrecy="amount"), Part("F24"), Part("F21", _("Returns")))
    return breakdown.table(desk, Breakdown("line", "product_line", _("Line"), parts, _("By line"),
                                           _("No sales in the period."), _("Without line")))


def _sellers(desk: Desk) -> Table:
    parts = (Part("F20", _("Sales"), secrecy="amount"), Part("F23", _("To date")), Part("F24"))
    return breakdown.table(desk, Breakdown("person", "person", _("Seller"), parts, _("By seller"),
                                           _("No sales in the period."), _("Without seller"), whole=False))


def _clients(desk: Desk) -> Table:
    parts = (Part("F20", _("Sales"), secrecy="amount"), Part("F24"))
    return breakdown.table(desk, Breakdown(
        "client", "client", _("Client"), parts, _("The 15 best clients"), _("No sales in the period."),
        _("Without client"), limit=TOP_CLIENTS, whole=False, ranked=True))


def _market_chart(desk: Desk) -> Chart:
    found = desk.by("F22", "market")
    keys = breakdown.order(desk.by("F20", "market"), [found])
    names = desk.names("territory", keys, none=_("Without market"))
    rows = tuple(TargetRow(names.get(key, ""), int(found[key].numerator or 0), int(found[key].denominator or 0) or None)
                 for key in keys if key in found)
    bars = TargetBars(rows, Unit("money", base_currency()), _("Sales"), _("Target"))
    return Chart(bars, _("Markets against their target"), ROW * max(len(rows), 2) + ROW, twin=False, secrecy="amount")


def _next(desk: Desk) -> str:
    """The target of the month that follows the period."""
    following = add_months(desk.period.last_month, 1)
    target = desk.ask("F22", Period.month(following))
    if not target.denominator:
        return _("{month} has no target yet.", month=month(following).capitalize())
    return _("Target of {month}: {amount}.", month=month(following), amount=whole_money(target.denominator))

"""Page 2: sales against targets by market, line, client and seller; products that lack, and what comes next."""

from __future__ import annotations

from kamdesk.charts import TargetBars, TargetRow, Unit
from kamdesk.reports import breakdown
from kamdesk.reports.breakdown import Breakdown, Part
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Chart, Side, Stack, Table
from kamdesk.reports.monthly import outlook, shelves
from kamdesk.reports.strip import figures, strip
from kamdesk.words import _, base_currency

TOP_CLIENTS = 15
ROW = 13.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Who sold what against which target, and what comes next."""
    shown = [*figures(desk, (_("New clients"), "F28"), (_("New products"), "F29")), *outlook.following(desk)]
    return (strip(desk, shown, secret="amount"), Side((_market_chart(desk), outlook.chart(desk))), _markets(desk),
            Side((_lines(desk), shelves.table(desk)), (6, 5)),
            Side((Stack((_sellers(desk), outlook.changes(desk))), _clients(desk))))


def _against_target() -> tuple[Part, ...]:
    return (Part("F20", _("Sales"), secrecy="amount"), Part("F22", _("Target"), "target", "amount"),
            Part("F22", _("Attainment")), Part("F23", _("To date")), Part("F24", _("Last year"), "before", "amount"),
            Part("F24"))


def _markets(desk: Desk) -> Table:
    return breakdown.table(desk, Breakdown("market", "territory", _("Market"), _against_target(), _("By market"),
                                           _("No sales in the period."), _("Without market")))


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

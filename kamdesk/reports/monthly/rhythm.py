"""Who is due to buy again (F107), those who buy most first."""

from __future__ import annotations

from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import more
from kamdesk.reports.model import Cell, Column, Row, Table
from kamdesk.reports.texts import STATUS, whole_money
from kamdesk.words import _, number

SHOWN, MONTHS = 4, 12


def table(desk: Desk) -> Table:
    """Clients past their usual days between purchases, by what they bought in twelve months."""
    due = {key: each for key, each in desk.by("F107", "client").items() if key and each.status in ("watch", "bad")}
    last = desk.period.last_month
    year = Period(month_start(add_months(last, 1 - MONTHS)), month_end(last))
    sold = {each.key or "": each.value or 0 for each in desk.app.by("F20", year, desk.scope, dimension="client")}
    ranked = sorted(due, key=lambda key: (-sold.get(key, 0), key))
    names = desk.names("client", ranked[:SHOWN], none="")
    rows = tuple(Row((names.get(key, ""), Cell(number(round(due[key].numerator or 0)), STATUS[due[key].status]),
                      number(round(due[key].denominator or 0)), whole_money(sold.get(key, 0))))
                 for key in ranked[:SHOWN])
    columns = (Column(_("Client"), weight=1.0), Column(_("Days"), "right"), Column(_("Usual"), "right"),
               Column(_("12 months"), "right", secrecy="amount"))
    return Table(columns, rows, _("Due to buy again"), more(len(ranked) - len(rows)), _("Nobody is due to buy again."))

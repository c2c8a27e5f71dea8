"""The part of R15 about the result: F66 with F64 and F67 by line and territory, and what professionals got (F68)."""

from __future__ import annotations

from kamdesk.fields import Link
from kamdesk.figures.gifts import BY_RECIPIENT
from kamdesk.figures.model import BAD
from kamdesk.reports import breakdown
from kamdesk.reports.breakdown import Breakdown
from kamdesk.reports.breakdown import Part as Figures
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import more
from kamdesk.reports.model import Block, Card, Cards, Cell, Column, Row, Table
from kamdesk.reports.texts import STATUS, brief_money, cited, share, whole_money, written
from kamdesk.words import _

FEW = 8


def result(desk: Desk) -> tuple[Block, ...]:
    """Income less cost and expense, by line and territory, and the value given to professionals."""
    return _cards(desk), _by(desk, "line", "product_line", _("Line")), _by(
        desk, "market", "territory", _("Territory")), _gifts(desk)


def _cards(desk: Desk) -> Cards:
    found, against, spent = desk.ask("F66"), desk.ask("F64"), desk.ask("F67")
    plan = found.denominator
    return Cards((
        Card(_("Result"), written(found, short=True), _("plan {amount}", amount=brief_money(plan)) if plan else _(
            "without a plan"), STATUS[found.status], secrecy="margin", source=cited(found, desk.scope_name)),
        Card(_("Margin"), share(found.more.get("margin"), decimals=1), _("of income"), secrecy="margin"),
        Card(_("Target against budget"), written(against), _("100 or more is in order"), STATUS[against.status],
             source=cited(against, desk.scope_name)),
        Card(_("Expense to sales"), written(spent), _("of net sales"), STATUS[spent.status],
             source=cited(spent, desk.scope_name))))


def _by(desk: Desk, dimension: str, kind: str, heading: str) -> Table:
    parts = (Figures("F66", _("Income"), "income", "amount"), Figures("F66", _("Cost"), "cost", "margin"),
             Figures("F66", _("Expense"), "expense", "amount"), Figures("F66", _("Result"), secrecy="margin"),
             Figures("F67", _("Expense to sales")))
    return breakdown.table(desk, Breakdown(dimension, kind, heading, parts, _("Result by {what}", what=heading.lower()),
                                           _("Nothing was sold or spent."), _("Region"), limit=FEW))


def _gifts(desk: Desk) -> Table:
    """What named professionals got in the calendar year, those above the limit of the rules marked."""
    found = [each for each in desk.by("F68", BY_RECIPIENT).values() if each.value]
    found.sort(key=lambda each: (-(each.value or 0), each.key or ""))
    names = desk.reader.names([Link(kind, each.key or "") for each in found for kind in ("contact", "client")])
    rows = tuple(Row((names.get(each.key or "", ""), Cell(whole_money(each.value or 0), STATUS[each.status]),
                      _("above the limit") if each.status == BAD else "")) for each in found[:FEW])
    columns = (Column(_("Professional"), weight=1.0), Column(_("Value given in the year"), "right", secrecy="amount"),
               Column(_("Limit")))
    return Table(columns, rows, _("Value given per professional"), more(len(found) - len(rows)),
                 _("Nothing was given to anybody by name."))

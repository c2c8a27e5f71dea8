"""A budget line handed down to territories or persons (product/04 §4.9, product/06 A1 and A4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kamdesk.budgeting.bases import weights
from kamdesk.budgeting.sheet import Sheet, sheet_of
from kamdesk.commands import command
from kamdesk.commands.budget import set_plan
from kamdesk.fields import Id, Link
from kamdesk.methods.allocation import Child, split
from kamdesk.methods.allocation_months import Row, spread
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine, BudgetTransfer, Commitment
from kamdesk.records.expenses import Expense
from kamdesk.store import UnitOfWork
from kamdesk.words import _, money

NODES = ("territory", "person")


@command
def allocate_budget(uow: UnitOfWork, *, line: Id, total: int, children: Sequence[Link], basis: str) -> dict[Id, int]:
    """Share the year of a line, minor units, among territories or persons: each gets a line under it.

    Closed months keep what they have; the open ones take the rest with the seasons the line had, cent by cent (A1).
    Other lines under it stay. ``basis``: one of ``kamdesk.budgeting.bases.BASES``. Returns the year of each new line.
    """
    found = uow.get(BudgetLine, line)
    budget = uow.get(Budget, found.budget or "")
    nodes = _demand_nodes(children)
    sheet = sheet_of(uow, budget)
    months = [month for month in sheet.months if not sheet.closed(month)]
    if not months:
        raise Problem(_("Every month of {name} is closed.", name=budget.name), field="total")
    seasons = [Fraction(sheet.plan(line, [month]) or 0) for month in months]
    _demand_free(uow, sheet, found)
    set_plan(uow, cells={(line, month): None for month in months if (line, month) in sheet.plans})
    ids = _lines(uow, found, nodes)
    kept = {id_: sum(sheet.plans.get((id_, month), 0) for month in sheet.months if month not in months) for id_ in ids}
    rest = total - sum(kept.values())
    if rest < 0:
        raise Problem(_("The closed months already plan {amount}.", amount=money(sum(kept.values()))), field="total")
    parts = weights(uow, basis, nodes, before=months[0])
    names = uow.names(nodes)
    shares = split(rest, [Child(id_, names.get(node.id, ""), weight)
                          for id_, node, weight in zip(ids, nodes, parts, strict=True)])
    if shares.notice:
        uow.warn(shares.notice, field="basis")
    _lay_out(uow, shares.values(), names=dict(zip(ids, (names.get(node.id, "") for node in nodes), strict=True)),
             months=months, seasons=seasons)
    uow.describe(_("Allocate {name}", name=found.name))
    return {id_: value + kept[id_] for id_, value in shares.values().items()}


def _lay_out(uow: UnitOfWork, years: Mapping[Id, int], *, names: Mapping[Id, str], months: Sequence[str],
             seasons: Sequence[Fraction]) -> None:
    """Spread the years of the lines over months that add up to their seasons."""
    columns = split(sum(years.values()), [Child(month, month, weight)
                                          for month, weight in zip(months, seasons, strict=True)]).values()
    laid = spread([Row(id_, names[id_], year) for id_, year in years.items()], [columns[month] for month in months])
    set_plan(uow, cells={(id_, month): value for id_, values in laid.cells.items()
                         for month, value in zip(months, values, strict=True)})


def _demand_nodes(children: Sequence[Link]) -> list[Link]:
    nodes = list(dict.fromkeys(children))
    if not nodes or any(each.kind not in NODES for each in nodes):
        raise Problem(_("Choose the territories or persons that share it."), field="children")
    return nodes


def _demand_free(uow: UnitOfWork, sheet: Sheet, line: BudgetLine) -> None:
    """A line that holds money itself cannot become a group: its movements would be counted nowhere."""
    moved = [uow.count(Expense, line=line.id), uow.count(Commitment, line=line.id),
             uow.count(BudgetTransfer, from_line=line.id), uow.count(BudgetTransfer, to_line=line.id)]
    if any(moved) or any(sheet.closed(month) for spot, month in sheet.plans if spot == line.id):
        raise Problem(_("{name} already has movements or closed months. Share another line.", name=line.name),
                      field="line")


def _lines(uow: UnitOfWork, parent: BudgetLine, nodes: Sequence[Link]) -> list[Id]:
    """The line of each under the parent; those that are not there are made."""
    there = {Link(kind, of): each.id for each in uow.find(BudgetLine, parent=parent.id)
             for kind, of in (("territory", each.territory), ("person", each.person)) if of}
    names = uow.names(nodes)
    for node in nodes:
        if node not in there:
            of = {node.kind: node.id}
            made = uow.add(BudgetLine(
                budget=parent.budget, parent=parent.id, name=names.get(node.id, ""), nature=parent.nature,
                product_line=parent.product_line, account=parent.account, department=parent.department,
                on_exceed_month=parent.on_exceed_month, on_exceed_year=parent.on_exceed_year,
                territory=of.get("territory"), person=of.get("person")))
            there[node] = made.id
    return [there[node] for node in nodes]

"""Calc fields of budgets, expenses, tenders and proposals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Table, and_, case, cast, func, literal, or_, select

from db.figures.calculated import COUNTED, half_away, holds_own, live, month_back, of, one, requirements, total
from db.figures.columns import calc

TO_MINOR = 10_000_000  # quantity in thousandths × price in millionths: minor units are 10^7 of them
OWN_MONEY = ("own", "advance")


@calc("commitment", "left")
def left(table: Table) -> ColumnElement[Any]:
    """What its source has not used up: its expenses and those of its activities go to the earliest months first."""
    other, expense, activity = table.alias(), of("expense"), of("promotion_activity")
    until_now = one(select(func.sum(other.c.amount)).where(
        other.c.archived == 0, other.c.source == table.c.source, other.c.line == table.c.line,
        (other.c.month < table.c.month) | ((other.c.month == table.c.month) & (other.c.id <= table.c.id))))
    inner = select(activity.c.id).where(activity.c.plan == table.c.source).correlate(table)
    spent = total("expense", expense.c.amount - func.coalesce(expense.c.tax, 0), expense.c.line == table.c.line,
                  expense.c.state.in_(COUNTED), or_(expense.c.source == table.c.source, and_(
                      expense.c.source.in_(inner), ~holds_own(expense))))
    return case((table.c.state == "released", 0), else_=func.max(0, func.min(table.c.amount, until_now - spent)))


@calc("expense_claim", "total")
def claim_total(table: Table) -> ColumnElement[Any]:
    """Σ of its expenses."""
    expense = of("expense")
    return total("expense", expense.c.amount, expense.c.claim == table.c.id)


@calc("expense_claim", "to_pay")
def claim_to_pay(table: Table) -> ColumnElement[Any]:
    """What she paid herself or with the advance, less the advance."""
    expense = of("expense")
    paid = total("expense", expense.c.amount, expense.c.claim == table.c.id, expense.c.method.in_(OWN_MONEY))
    return paid - func.coalesce(table.c.advance, 0)


@calc("proposal", "real_saving")
def real_saving(table: Table) -> ColumnElement[Any]:
    """F67: Σ over whole months since the first of (monthly base − actual of the line), in minor units."""
    expense, last = of("expense"), month_back(1)
    index = (cast(func.substr(table.c.from_month, 1, 4), Integer) * 12
             + cast(func.substr(table.c.from_month, 6, 2), Integer))
    months = int(last[:4]) * 12 + int(last[5:]) - index + 1
    spent = total("expense", expense.c.amount, expense.c.line == table.c.budget_line, expense.c.state.in_(COUNTED),
                  func.substr(expense.c.on, 1, 7).between(table.c.from_month, last))
    return case((months > 0, months * table.c.base_monthly - spent))


def _offered(tender: Any, quantity: str, price: str, *conditions: Any) -> ColumnElement[Any]:
    line = of("tender_line")
    worth = half_away(func.coalesce(line.c[quantity], 0) * func.coalesce(line.c[price], 0), literal(TO_MINOR))
    return one(select(func.coalesce(func.sum(worth), 0)).where(live(line), line.c.tender == tender.c.id, *conditions))


@calc("tender", "offer_total")
def offer_total(table: Table) -> ColumnElement[Any]:
    """Σ quantity × price of its lines."""
    return _offered(table, "quantity", "price")


@calc("tender", "awarded_total")
def awarded_total(table: Table) -> ColumnElement[Any]:
    """Σ awarded quantity × awarded price of the lines won."""
    return _offered(table, "awarded_quantity", "awarded_price", of("tender_line").c.result == "awarded")


calc("tender", "progress")(requirements("tender"))
calc("filing", "progress")(requirements("filing"))
calc("contract", "requirements")(requirements("contract"))

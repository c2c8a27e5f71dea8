"""The SQL behind budgets: plans with their transfers, expenses and what commitments still hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, literal, or_, select, union_all

from db.figures.calculated import COUNTED, account
from db.figures.scopes import Attribution
from db.schema import table_of
from kamdesk.fields import Id
from kamdesk.figures.facts import BudgetPart, Key, MoneyPart
from kamdesk.figures.model import Ask
from kamdesk.kinds import kind_of
from kamdesk.store import Reader

IN_FORCE = ("in_force", "closed")
_DIMENSIONS = ("territory", "person", "line", "budget_line", "department", "category", "month")
_SUMS = ("plan", "actual", "committed")


class StoredBudgets:
    """``kamdesk.figures.facts.BudgetFacts`` over a connection."""

    def __init__(self, connection: Connection, reader: Reader) -> None:
        self._connection, self._reader = connection, reader

    def sums(self, ask: Ask, natures: Sequence[str] = ("expense",)) -> Mapping[Key, Sequence[BudgetPart]]:
        """Plan with its transfers, actual and committed by month and currency."""
        rows = union_all(_plans(), *self._transfers(), self._expenses(), _commitments(self._spent())).subquery("rows")
        fact, key = Attribution({name: rows.c[name] for name in _DIMENSIONS}, rows).by(ask.by)
        c = rows.c
        added = (func.sum(c[name]) for name in _SUMS)
        chosen = (select(key.label("key"), c.month, c.currency, *added, func.max(c.closed)).select_from(fact.source)
                  .where(c.month.between(ask.period.first_month, ask.period.last_month), c.category.in_(natures),
                         fact.within(ask.scope)).group_by("key", c.month, c.currency))
        found: dict[Key, list[BudgetPart]] = defaultdict(list)
        for row in self._connection.execute(chosen):
            found[row[0]].append(BudgetPart(*row[1:6], closed=bool(row[6])))
        return found

    def astray(self, ask: Ask) -> Sequence[MoneyPart]:
        """Expenses of the period on lines of no budget in force."""
        expense, line, budget = (table_of(kind_of(name)) for name in ("expense", "budget_line", "budget"))
        month, currency = func.substr(expense.c.on, 1, 7), func.coalesce(expense.c.currency, "")
        known = select(line.c.id).join(budget, budget.c.id == line.c.budget).where(*_counted(budget))
        chosen = (select(month.label("month"), currency.label("money"), func.sum(self._net(expense)), func.count())
                  .where(expense.c.archived == 0, expense.c.state.in_(COUNTED), expense.c.line.not_in(known),
                         month.between(ask.period.first_month, ask.period.last_month)).group_by("month", "money"))
        return [MoneyPart(*row) for row in self._connection.execute(chosen)]

    def expense_ids(self, ask: Ask, natures: Sequence[str] = ("expense",)) -> list[Id]:
        """The expenses behind the actual."""
        expense, line, budget = (table_of(kind_of(name)) for name in ("expense", "budget_line", "budget"))
        source = expense.join(line, line.c.id == expense.c.line).join(budget, budget.c.id == line.c.budget)
        fact = Attribution(_whose(line, budget), source)
        month = func.substr(expense.c.on, 1, 7)
        chosen = select(expense.c.id).select_from(source).where(
            expense.c.archived == 0, expense.c.state.in_(COUNTED), line.c.nature.in_(natures), *_counted(budget),
            month.between(ask.period.first_month, ask.period.last_month), fact.within(ask.scope))
        return list(self._connection.execute(chosen.order_by(expense.c.on, expense.c.id)).scalars())

    def _net(self, expense: FromClause) -> ColumnElement[Any]:
        """The amount of an expense, without recoverable tax where the setting says so."""
        out = self._reader.setting("recoverable_tax_out")
        return expense.c.amount - func.coalesce(expense.c.tax, 0) if out else expense.c.amount

    def _expenses(self) -> Select[Any]:
        expense, line, budget = (table_of(kind_of(name)) for name in ("expense", "budget_line", "budget"))
        source = expense.join(line, line.c.id == expense.c.line).join(budget, budget.c.id == line.c.budget)
        return _row(line, budget, func.substr(expense.c.on, 1, 7), actual=self._net(expense),
                    currency=expense.c.currency).select_from(source).where(
            expense.c.archived == 0, expense.c.state.in_(COUNTED), *_counted(budget))

    def _spent(self) -> Any:
        """What was spent on account of each source and line; activities draw on what their plan holds."""
        expense = table_of(kind_of("expense"))
        source = account(expense).label("source")
        return (select(source, expense.c.line, func.sum(self._net(expense)).label("amount"))
                .where(expense.c.archived == 0, expense.c.state.in_(COUNTED), expense.c.source.is_not(None))
                .group_by(source, expense.c.line).subquery("spent"))

    def _transfers(self) -> list[Select[Any]]:
        """Transfers that moved plan: approved, or small enough to need no approval."""
        transfer, line, budget = (table_of(kind_of(name)) for name in ("budget_transfer", "budget_line", "budget"))
        month = table_of(kind_of("budget_month"))
        year = func.substr(transfer.c.on, 1, 4)
        source_year = func.coalesce(select(func.sum(month.c.plan)).where(
            month.c.line == transfer.c.from_line, month.c.archived == 0,
            func.substr(month.c.month, 1, 4) == year).scalar_subquery(), 0)
        small = transfer.c.amount * 100 <= source_year * self._reader.setting("transfer_approval")
        moved = []
        for side, sign in (("from", -1), ("to", 1)):
            source = (transfer.join(line, line.c.id == transfer.c[f"{side}_line"])
                      .join(budget, budget.c.id == line.c.budget))
            in_month = func.coalesce(transfer.c[f"{side}_month"], func.substr(transfer.c.on, 1, 7))
            moved.append(_row(line, budget, in_month, plan=sign * transfer.c.amount, currency=budget.c.currency)
                         .select_from(source).where(transfer.c.archived == 0, *_counted(budget),
                                                    or_(small, _approved(transfer)), ~_replaced(budget, in_month)))
        return moved


def _plans() -> Select[Any]:
    month, line, budget = (table_of(kind_of(name)) for name in ("budget_month", "budget_line", "budget"))
    source = month.join(line, line.c.id == month.c.line).join(budget, budget.c.id == line.c.budget)
    return _row(line, budget, month.c.month, plan=month.c.plan, currency=budget.c.currency).select_from(source).where(
        month.c.archived == 0, line.c.archived == 0, *_counted(budget), ~_replaced(budget, month.c.month))


def _commitments(spent: Any) -> Select[Any]:
    """What is left of each commitment: expenses of its source use up its earliest months first."""
    commitment, line, budget = (table_of(kind_of(name)) for name in ("commitment", "budget_line", "budget"))
    until_now = func.sum(commitment.c.amount).over(partition_by=(commitment.c.source, commitment.c.line),
                                                   order_by=(commitment.c.month, commitment.c.id))
    held = select(commitment.c.line, commitment.c.month, commitment.c.source, commitment.c.amount, commitment.c.state,
                  until_now.label("until_now")).where(commitment.c.archived == 0).subquery("held")
    rest = held.c.until_now - func.coalesce(spent.c.amount, 0)
    left = func.max(0, func.min(held.c.amount, rest))
    source = (held.join(line, line.c.id == held.c.line).join(budget, budget.c.id == line.c.budget)
              .outerjoin(spent, and_(spent.c.source == held.c.source, spent.c.line == held.c.line)))
    return _row(line, budget, held.c.month, committed=left, currency=budget.c.currency).select_from(source).where(
        held.c.state == "open", *_counted(budget))


def _row(line: Any, budget: Any, month: ColumnElement[Any], *, currency: ColumnElement[Any],
         **sums: ColumnElement[Any]) -> Select[Any]:
    whose = {**_whose(line, budget), "month": month}
    closed = case((month <= budget.c.closed_through, 1), else_=0)
    return select(*(whose[name].label(name) for name in _DIMENSIONS), func.coalesce(currency, "").label("currency"),
                  *(sums.get(name, literal(0)).label(name) for name in _SUMS), closed.label("closed"))


def _whose(line: Any, budget: Any) -> dict[str, ColumnElement[Any]]:
    return {"territory": func.coalesce(line.c.territory, budget.c.territory), "person": line.c.person,
            "line": line.c.product_line, "budget_line": line.c.id, "department": line.c.department,
            "category": line.c.nature}


def _counted(budget: Any) -> list[ColumnElement[bool]]:
    return [budget.c.state.in_(IN_FORCE), budget.c.archived == 0]


def _replaced(budget: Any, month: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a revision in force plans this month instead: it replaces the plan from its first month on."""
    revision, line, planned = (table_of(kind_of(name)).alias() for name in ("budget", "budget_line", "budget_month"))
    source = revision.join(line, line.c.budget == revision.c.id).join(planned, planned.c.line == line.c.id)
    return select(literal(1)).select_from(source).where(
        revision.c.revises == budget.c.id, *_counted(revision), planned.c.archived == 0,
        planned.c.month <= month).exists()


def _approved(transfer: Any) -> ColumnElement[bool]:
    event = table_of(kind_of("approval_event"))
    last = (select(event.c.action).where(event.c.document == transfer.c.id, event.c.archived == 0)
            .order_by(event.c.at.desc(), event.c.id.desc()).limit(1).scalar_subquery())
    return last == "approve"

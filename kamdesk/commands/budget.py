"""The year's budget: made, planned cell by cell, spread, copied, and its months commented (product/04 §4.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kamdesk.budgeting.sheet import current_budget, sheet_of, year_months
from kamdesk.commands import command
from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.model import Ask, Period
from kamdesk.identity import natural_id, new_id
from kamdesk.methods.allocation import Child, split
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.methods.seasonality import month_weights
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine, BudgetMonth, closed_month
from kamdesk.store import IN, Reader, UnitOfWork, Where
from kamdesk.words import N_, _, fold, plural
from kamdesk.words import month as month_text

Spot = tuple[Id, str]  # line, month
BASES = {"equal": N_("Equal"), "seasonal": N_("By season"), "last_year": N_("As last year")}
NATURES = ("income", "cost", "expense")
HUNDRED = 100


@dataclass(frozen=True)
class NewLine:
    """A line to make: its name, the name of the line it hangs on, and its plans by month in minor units."""

    name: str
    under: str = ""
    nature: str = "expense"
    months: Mapping[str, int] = field(default_factory=dict)


@command
def create_budget(uow: UnitOfWork, *, year: int, lines: Sequence[NewLine] = (), copy_of: Id | None = None,
                  percent: Decimal = Decimal(0), name: str = "", territory: Id | None = None) -> Budget:
    """Make the budget of a year: from lines with their plans, or as a copy of another one plus so many per cent."""
    title = name.strip() or _("Budget {year}", year=year)
    budget = uow.add(Budget(year=year, name=title, territory=territory, revision=next_revision(uow, year, title)))
    if copy_of is not None:
        _copy(uow, uow.get(Budget, copy_of), budget, percent)
    _add_lines(uow, budget, lines)
    uow.describe(_("Create the budget {year}", year=year))
    return budget


@command
def add_lines(uow: UnitOfWork, *, budget: Id, lines: Sequence[NewLine]) -> int:
    """Put lines with their plans into a budget; returns how many."""
    there = _editable(uow.get(Budget, budget))
    count = _add_lines(uow, there, lines)
    uow.describe(plural("Add {n} line to {name}", "Add {n} lines to {name}", count, name=there.name))
    return count


@command
def set_plan(uow: UnitOfWork, *, cells: Mapping[Spot, int | None]) -> int:
    """Store plans of lines and months in minor units, None for no plan; all or nothing, one step. Returns how many."""
    _demand(uow, cells)
    count = _store(uow, cells)
    uow.describe(plural("Change the plan ({n} cell)", "Change the plan ({n} cells)", count))
    return count


@command
def copy_month(uow: UnitOfWork, *, lines: Sequence[Id], month: str, only_empty: bool = False) -> int:
    """Give lines in a month the plan of the month before, or only those that have none. Returns how many."""
    before = add_months(month, -1)
    plans = _plans(uow, lines, (before, month))
    cells = {(line, month): plans[line, before] for line in lines
             if (line, before) in plans and not (only_empty and (line, month) in plans)}
    _demand(uow, cells)
    count = _store(uow, cells)
    uow.describe(_("Copy {before} to {month}", before=month_text(before), month=month_text(month)))
    return count


@command
def spread_plan(uow: UnitOfWork, *, line: Id, total: int, by: str = "equal") -> int:
    """Spread a line's year over its open months (product/06 A1); closed months keep theirs. ``by``: see ``BASES``."""
    found = uow.get(BudgetLine, line)
    budget = uow.get(Budget, found.budget or "")
    months = year_months(uow, budget)
    open_months = [month for month in months if not _is_closed(budget, month)]
    if not open_months:
        raise Problem(_("Every month of {name} is closed.", name=budget.name), field="total")
    plans = _plans(uow, [line], months)
    kept = sum(value for (_line, month), value in plans.items() if month not in open_months)
    if total < kept:
        raise Problem(_("The closed months already plan more than that."), field="total")
    weights = _weights(uow, budget, found, open_months, by)
    children = [Child(month, month, weight) for month, weight in zip(open_months, weights, strict=True)]
    values = split(total - kept, children).values()
    cells: dict[Spot, int | None] = {(line, month): value for month, value in values.items()}
    _demand(uow, cells)
    uow.describe(_("Spread {name}", name=found.name))
    return _store(uow, cells)


@command
def comment_month(uow: UnitOfWork, *, line: Id, month: str, comment: str) -> BudgetMonth:
    """Note something on a cell that has a plan; an empty comment takes it away."""
    found = uow.find(BudgetMonth, line=line, month=month)
    if not found:
        raise Problem(_("Plan something there first, then comment it."), field="comment")
    uow.describe(_("Comment {month}", month=month_text(month)))
    return uow.change(found[0], comment=comment.strip())


def next_revision(uow: UnitOfWork, year: int, name: str) -> int:
    """One more than the last budget of that year and name."""
    there = uow.find(Budget, year=year, name=name, archived=None)
    return max((each.revision or 0 for each in there), default=-1) + 1


def copy_lines(uow: UnitOfWork, source: Budget, target: Budget) -> dict[Id, Id]:
    """The lines of another budget with nothing planned; the new id of each old one."""
    lines = uow.find(BudgetLine, budget=source.id)
    by_id = {line.id: line for line in lines}
    made: dict[Id, Id] = {}
    while len(made) < len(lines):  # parents first
        level = [line for line in lines if line.id not in made and (line.parent not in by_id or line.parent in made)]
        for line in level:
            parent = made.get(line.parent or "")
            made[line.id] = _line_id(target.id, parent, line.name, line.territory, line.person)
    kept = ("name", "nature", "territory", "person", "product_line", "account", "department", "on_exceed_month",
            "on_exceed_year")
    uow.add_many(BudgetLine.kind, [{"id": made[line.id], "budget": target.id, "parent": made.get(line.parent or ""),
                                    **{name: getattr(line, name) for name in kept}} for line in lines])
    return made


def _copy(uow: UnitOfWork, source: Budget, target: Budget, percent: Decimal) -> None:
    """The lines of another budget with their plans, each plus so many per cent."""
    made = copy_lines(uow, source, target)
    months = list(zip(year_months(uow, source), year_months(uow, target), strict=True))
    plans = _plans(uow, list(made), [old for old, _new in months])
    factor = 1 + Fraction(percent) / HUNDRED
    _store(uow, {(made[line], new): round(plans[line, old] * factor) for line in made for old, new in months
                 if (line, old) in plans})


def _add_lines(uow: UnitOfWork, budget: Budget, lines: Sequence[NewLine]) -> int:
    """New lines under the lines they name, which are made when they are missing."""
    stored = uow.find(BudgetLine, budget=budget.id)
    there = {(fold(line.name), line.parent): line.id for line in stored}
    groups = {fold(line.name): line.id for line in stored if line.parent is None}
    rows: list[dict[str, Any]] = []

    def placed(name: str, parent: Id | None, nature: str) -> Id:
        key = (fold(name), parent)
        if key not in there:
            there[key] = _line_id(budget.id, parent, name)
            rows.append({"id": there[key], "budget": budget.id, "parent": parent, "name": name, "nature": nature})
        return there[key]

    cells: dict[Spot, int | None] = {}
    for line in lines:
        if line.under and fold(line.under) not in groups:
            groups[fold(line.under)] = placed(line.under, None, line.nature)
        id_ = placed(line.name, groups[fold(line.under)] if line.under else None, line.nature)
        cells.update({(id_, month): value for month, value in line.months.items()})
    uow.add_many(BudgetLine.kind, rows)
    _demand(uow, cells)
    _store(uow, cells)
    return len(rows)


def _line_id(budget: Id, parent: Id | None, name: str, territory: Id | None = None, person: Id | None = None) -> Id:
    return natural_id(BudgetLine.kind.code, [budget, parent, name, territory, person])


def _plans(reader: Reader, lines: Sequence[Id], months: Sequence[str]) -> dict[Spot, int]:
    found = reader.find(BudgetMonth, Where("line", IN, list(lines)), Where("month", IN, list(months)))
    return {(each.line or "", each.month or ""): each.plan or 0 for each in found}


def _demand(uow: UnitOfWork, cells: Mapping[Spot, int | None]) -> None:
    """Every cell on an open month of a line without sublines in a budget that can change, no plan below zero."""
    ids = sorted({line for line, _month in cells})
    lines = {line.id: line for line in uow.find(BudgetLine, Where("id", IN, ids))}
    parents = {each.parent for each in uow.find(BudgetLine, Where("parent", IN, ids))}
    for id_ in ids:
        if id_ not in lines:
            raise Problem(_("This line is archived or gone. Choose another one."), field="line")
        if id_ in parents:
            raise Problem(_("Record it on a line without sublines."), field="line")
    first: dict[Id, Spot] = {}  # the earliest cell of each budget: if that one is open, all are
    for spot in cells:
        budget = lines[spot[0]].budget or ""
        first[budget] = min(first.get(budget, spot), spot, key=lambda each: each[1])
    for budget, (line, month) in first.items():
        _editable(uow.get(Budget, budget))
        message = closed_month(uow, line=line, in_month=month)
        if message:
            raise Problem(message, field="plan")
    if any(value is not None and value < 0 for value in cells.values()):
        raise Problem(_("The amount cannot be negative."), field="plan")


def _editable(budget: Budget) -> Budget:
    if budget.state == "closed":
        raise Problem(_("{name} is closed and cannot change.", name=budget.name))
    return budget


def _is_closed(budget: Budget, month: str) -> bool:
    return bool(budget.closed_through and month <= budget.closed_through)


def _store(uow: UnitOfWork, cells: Mapping[Spot, int | None]) -> int:
    """Write plans set by set; a plan taken away is archived, so that its comment and history stay."""
    ids = sorted({line for line, _month in cells})
    months = sorted({month for _line, month in cells})
    stored = uow.find(BudgetMonth, Where("line", IN, ids), Where("month", IN, months), archived=None)
    there = {(each.line or "", each.month or ""): each for each in stored}
    taken = {each.id for each in stored}
    new, changed, gone = [], [], []
    for spot, value in cells.items():
        old = there.get(spot)
        if value is None:
            if old is not None and not old.archived:
                gone.append({"id": old.id, "archived": True})
        elif old is None:
            new.append({"id": _month_id(spot, taken), "line": spot[0], "month": spot[1], "plan": value})
        elif old.plan != value or old.archived:
            changed.append({"id": old.id, "plan": value, "archived": False})
    uow.change_many(BudgetMonth.kind, changed)
    uow.change_many(BudgetMonth.kind, gone)
    uow.add_many(BudgetMonth.kind, new)
    return len(new) + len(changed) + len(gone)


def _month_id(spot: Spot, taken: set[Id]) -> Id:
    """The natural id of a cell; another one when a row whose key was edited holds it."""
    found = natural_id(BudgetMonth.kind.code, spot)
    return new_id() if found in taken else found


def _weights(uow: UnitOfWork, budget: Budget, line: BudgetLine, months: Sequence[str], by: str) -> list[Fraction]:
    if by == "equal":
        return [Fraction(1)] * len(months)
    if by == "last_year":
        return _as_last_year(uow, budget, line, months)
    if by == "seasonal":
        history = _sales_history(uow, months[0])
        return month_weights(months, history=history, through=add_months(months[0], -1),
                             calendar=calendar_of(uow, territory=budget.territory))
    raise Problem(_("Choose equal, by season or as last year."), field="by")


def _as_last_year(uow: UnitOfWork, budget: Budget, line: BudgetLine, months: Sequence[str]) -> list[Fraction]:
    """What the line of the same name spent last year by month, else what it planned."""
    last = current_budget(uow, (budget.year or 0) - 1)
    sheet = sheet_of(uow, last) if last else None
    same = next((each.id for each in sheet.lines if each.leaf and each.name == line.name), None) if sheet else None
    if sheet is None or same is None:
        raise Problem(_("{name} has no line in last year's budget. Spread it equally.", name=line.name), field="by")
    before = [add_months(month, -12) for month in months]
    spent = [Fraction(sheet.actual(same, [month])) for month in before]
    return spent if any(spent) else [Fraction(sheet.plan(same, [month]) or 0) for month in before]


def _sales_history(uow: UnitOfWork, month: str) -> dict[str, int]:
    """Sales of the region by month over three years before a month, for its seasons."""
    period = Period(month_start(add_months(month, -36)), month_end(add_months(month, -1)))
    parts = uow.facts.sales.sums(Ask(period, by="month"), period.end)
    return {key: sum(part.sales for part in found) for key, found in parts.items() if key}

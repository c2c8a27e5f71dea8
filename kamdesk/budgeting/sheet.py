"""The sheet of a year: its lines as a tree, plan and actual by month, sums of groups, execution and variance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of, month_share
from kamdesk.figures.model import Ask, Period, ratio
from kamdesk.figures.thresholds import low
from kamdesk.methods.expense_rules import Month
from kamdesk.methods.months import fiscal_months, month_end, month_start
from kamdesk.records.budgets import NATURES, Budget, BudgetLine, BudgetMonth
from kamdesk.store import IN, Reader, Where
from kamdesk.words import fold

TOTAL = ""  # the line of the whole
COUNTED = "expense"  # the nature the total adds, as F60 does
IN_FORCE = ("in_force", "closed")
Spot = tuple[Id, str]  # line, month


@dataclass(frozen=True)
class SheetLine:
    """A line in its place: ``level`` 0 at the top; ``leaf`` lines hold the money, the others add theirs up."""

    id: Id
    name: str
    level: int
    leaf: bool
    nature: str
    department: str = ""


@dataclass(frozen=True)
class Progress:
    """Execution in per cent of the year's plan, variance in per cent of the plan to date, and its judgement."""

    execution: Fraction | None
    variance: Fraction | None
    status: str | None


@dataclass(frozen=True)
class Sheet:
    """A budget by line and month, in minor units of its currency.

    ``plans`` are the stored plans (a spot without one is empty), ``moved`` what transfers added, ``facts`` plan in
    force, actual and committed; all of leaf lines. ``shares`` is the part of each month that has passed.
    """

    budget: Budget
    lines: Sequence[SheetLine]
    months: Sequence[str]
    plans: Mapping[Spot, int]
    comments: Mapping[Spot, str] = field(default_factory=dict)
    facts: Mapping[Spot, Month] = field(default_factory=dict)
    shares: Mapping[str, Fraction] = field(default_factory=dict)

    @cached_property
    def leaves(self) -> Mapping[Id, Sequence[Id]]:
        """The leaf lines under each line (itself when it is one); under ``TOTAL`` those that count as expense."""
        found: dict[Id, list[Id]] = {line.id: [] for line in self.lines}
        above: list[SheetLine] = []
        for line in self.lines:
            above = [*(each for each in above if each.level < line.level), line]
            if line.leaf:
                for each in above:
                    found[each.id].append(line.id)
        found[TOTAL] = [line.id for line in self.lines if line.leaf and line.nature == COUNTED]
        return found

    def plan(self, line: Id, months: Iterable[str]) -> int | None:
        """Plan in force of a line or group over some months; None when nobody planned anything."""
        found = [value for leaf in self.leaves[line] for month in months
                 if (value := self.in_force(leaf, month)) is not None]
        return sum(found) if found else None

    def in_force(self, leaf: Id, month: str) -> int | None:
        """Stored plan with transfers of one spot."""
        own, fact = self.plans.get((leaf, month)), self.facts.get((leaf, month))
        if fact is not None and (own is not None or fact.plan):
            return fact.plan
        return own

    def moved(self, leaf: Id, month: str) -> int:
        """What transfers added to the stored plan of a spot."""
        return (self.in_force(leaf, month) or 0) - self.plans.get((leaf, month), 0)

    def actual(self, line: Id, months: Iterable[str]) -> int:
        """Spent on a line or group over some months."""
        found = (self.facts.get((leaf, month)) for leaf in self.leaves[line] for month in months)
        return sum(each.actual for each in found if each is not None)

    def to_date(self, line: Id) -> Fraction:
        """Plan to date: closed months whole, the current one by its working days (F61)."""
        return sum((Fraction(self.plan(line, [month]) or 0) * self.shares.get(month, 0) for month in self.months),
                   Fraction(0))

    def progress(self, line: Id, reader: Reader) -> Progress:
        """Execution (F62) and variance to date (F61) of a line or group."""
        actual, due = self.actual(line, self.months), self.to_date(line)
        variance = ratio(Fraction(actual) - due, due)
        status = low(reader, "F61", None if variance is None else abs(variance))
        return Progress(ratio(actual, self.plan(line, self.months) or 0), variance, status)

    def closed(self, month: str) -> bool:
        """Whether the plan of a month cannot change any more."""
        return self.budget.state == "closed" or bool(self.budget.closed_through and month <= self.budget.closed_through)


def current_budget(reader: Reader, year: int) -> Budget | None:
    """The budget of a year that people work with: the latest revision in force, else the latest made."""
    found = reader.find(Budget, year=year, sort=(("revision", True),))
    in_force = [each for each in found if each.state in IN_FORCE]
    return next(iter(in_force or found), None)


def sheet_of(reader: Reader, budget: Budget) -> Sheet:
    """Read a budget: lines, plans, and what figures know of it once it is in force."""
    lines = tree(reader.find(BudgetLine, budget=budget.id))
    months = year_months(reader, budget)
    ids = [line.id for line in lines]
    stored = reader.find(BudgetMonth, Where("line", IN, ids), Where("month", IN, months)) if ids else []
    spots = {(each.line or "", each.month or ""): each for each in stored}
    return Sheet(budget, lines, months, {spot: each.plan or 0 for spot, each in spots.items()},
                 {spot: each.comment for spot, each in spots.items() if each.comment},
                 _facts(reader, budget, set(ids), months), _shares(reader, budget, months))


def year_months(reader: Reader, budget: Budget) -> list[str]:
    """The twelve months of a budget's fiscal year."""
    starts_in = reader.setting("fiscal_start")
    return fiscal_months(f"{budget.year}-{starts_in:02d}", starts_in=starts_in)


def tree(lines: Sequence[BudgetLine]) -> list[SheetLine]:
    """Lines in the order of their names, each under the line it hangs on."""
    known = {line.id for line in lines}
    below: dict[Id, list[BudgetLine]] = {}
    for line in sorted(lines, key=lambda each: (fold(each.name), each.id)):
        below.setdefault(line.parent if line.parent in known and line.parent else "", []).append(line)
    found: list[SheetLine] = []
    waiting = [(line, 0) for line in reversed(below.get("", []))]
    while waiting:
        line, level = waiting.pop()
        children = below.get(line.id, [])
        found.append(SheetLine(line.id, line.name, level, not children, line.nature or COUNTED,
                               line.department or ""))
        waiting += [(child, level + 1) for child in reversed(children)]
    return found


def _facts(reader: Reader, budget: Budget, ids: set[Id], months: Sequence[str]) -> dict[Spot, Month]:
    if budget.state not in IN_FORCE:
        return {}
    ask = Ask(Period(month_start(months[0]), month_end(months[-1])), by="budget_line")
    found: dict[Spot, Month] = {}
    for line, parts in reader.facts.budgets.sums(ask, tuple(NATURES)).items():
        for part in parts if line in ids else ():
            old = found.get((line or "", part.month), Month())
            found[line or "", part.month] = Month(old.plan + part.plan, old.actual + part.actual,
                                                  old.committed + part.committed, closed=old.closed or part.closed)
    return found


def _shares(reader: Reader, budget: Budget, months: Sequence[str]) -> dict[str, Fraction]:
    calendar, today = calendar_of(reader, territory=budget.territory), clock.today()
    closed = budget.closed_through or ""
    return {month: Fraction(1) if month <= closed else month_share(calendar, month, month_start(month),
                                                                  min(today, month_end(month))) for month in months}

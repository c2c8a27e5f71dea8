"""The pre-review of a budget line by line: what was requested, last year, what is suggested and decided (K56)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.budgeting.sheet import current_budget, sheet_of
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.store import Reader

Mark = tuple[str, str, str | None, str | None]


@dataclass(frozen=True)
class Reviewed:
    """A line without sublines, minor units: ``requested`` by its department, ``before`` spent on its like last year.

    ``before`` None: there was no such line. ``granted``: what was suggested, else what was requested.
    """

    line: BudgetLine
    requested: int
    before: int | None

    @property
    def granted(self) -> int:
        """What it would get by the decision."""
        if self.line.review == "send_back":
            return 0
        return self.line.suggested if self.line.review == "adjust" and self.line.suggested is not None \
            else self.requested


def reviewed(reader: Reader, budget: Budget) -> list[Reviewed]:
    """The lines of a budget in the order of its tree."""
    sheet = sheet_of(reader, budget)
    last = _last_year(reader, budget)
    lines = {each.id: each for each in reader.find(BudgetLine, budget=budget.id)}
    return [Reviewed(lines[each.id], sheet.plan(each.id, sheet.months) or 0, last.get(_mark(lines[each.id])))
            for each in sheet.lines if each.leaf and each.id in lines]


def _last_year(reader: Reader, budget: Budget) -> dict[Mark, int]:
    """What was spent on each line of the year before, by what makes lines alike."""
    before = current_budget(reader, budget.year - 1) if budget.year else None
    if before is None:
        return {}
    sheet = sheet_of(reader, before)
    lines = reader.find(BudgetLine, budget=before.id)
    return {_mark(each): sheet.actual(each.id, sheet.months) for each in lines if each.id in sheet.leaves}


def _mark(line: BudgetLine) -> Mark:
    return line.name.strip().casefold(), str(line.nature), line.territory, line.person


def by_department(lines: Sequence[Reviewed]) -> dict[str, list[Reviewed]]:
    """Lines by their department, in the order met."""
    found: dict[str, list[Reviewed]] = {}
    for each in lines:
        found.setdefault(each.line.department or "", []).append(each)
    return found

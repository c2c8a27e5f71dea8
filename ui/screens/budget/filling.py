"""How a year's budget begins: pasted from Excel, read from a workbook, copied from the year before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from kamdesk.budgeting.pasting import lines_from
from kamdesk.budgeting.sheet import current_budget, year_months
from kamdesk.commands.budget import NewLine, add_lines, create_budget
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget
from kamdesk.sheets.cells import Cell
from kamdesk.sheets.clipboard import parse_cells
from kamdesk.sheets.reading import read_workbook
from kamdesk.words import _, plural
from ui import ask
from ui.run import FAILED, Place
from ui.widgets.messages import EmptyState

if TYPE_CHECKING:
    from ui.screens.budget.grid import GridTab

EXCEL = "Excel (*.xlsx *.xls *.ods *.csv *.txt)"


class Filling:
    """The beginnings of the year a tab shows."""

    def __init__(self, tab: GridTab) -> None:
        self._tab = tab

    def first(self) -> EmptyState:
        """How to begin, in words and buttons."""
        year = self._tab.year
        actions = [(_("Paste from Excel"), self.paste), (_("Choose a workbook"), self.choose_file)]
        if current_budget(self._tab.context.app.store, year - 1):
            actions.append((_("Copy the one of {year}", year=year - 1), self.copy_last))
        actions.append((_("Add the first line"), self._tab.edits.add_line))
        text = _("Copy your table in Excel, names in the first column and months after it, and paste it here.")
        return EmptyState("wallet", _("There is no budget for {year} yet", year=year), text, actions=actions)

    def paste(self) -> None:
        """Lines from the clipboard, into a new budget when the year has none."""
        self.take(parse_cells(QGuiApplication.clipboard().text()))

    def choose_file(self) -> None:
        """Lines from the first sheet of a workbook."""
        path = ask.open_file(self._tab, _("Import from Excel"), EXCEL)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a workbook in a job, then take its lines."""
        def failed(error: Exception) -> None:
            if not isinstance(error, Problem):
                raise error
            self._tab.page.show_problem(error)

        self._tab.context.jobs.start(lambda _progress: read_workbook(path), failed=failed,
                                     done=lambda book: self.take(next(each.rows for each in book.sheets if each.rows)))

    def take(self, rows: Iterable[Sequence[Cell]]) -> None:
        """The lines of a table, all or none."""
        months = year_months(self._tab.context.app.store, Budget(year=self._tab.year, name=""))
        try:
            lines = lines_from(list(rows), months=months)
        except Problem as problem:
            self._tab.page.show_problem(problem)
            return
        self.store(lines, plural("{n} line pasted", "{n} lines pasted", len(lines)), place=self._tab.page)

    def store(self, lines: Sequence[NewLine], done: str, *, place: Place) -> bool:
        """Put lines into the budget shown, or into a new one."""
        runner, sheet = self._tab.context.runner, self._tab.sheet
        if sheet is None:
            stored: object = runner.attempt(place, create_budget, year=self._tab.year, lines=lines)
        else:
            stored = runner.attempt(place, add_lines, budget=sheet.budget.id, lines=lines)
        if stored is not FAILED:
            self._tab.page.hush()
            runner.tell(done)
        return stored is not FAILED

    def copy_last(self) -> None:
        """This year as last year."""
        self._copy(self._tab.year - 1, self._tab.year)

    def prepare_next(self) -> None:
        """The budget of next year, as a copy of this one when there is none yet."""
        year = self._tab.year + 1
        if current_budget(self._tab.context.app.store, year) or self._copy(self._tab.year, year):
            self._tab.to_year(str(year))

    def _copy(self, source: int, target: int) -> bool:
        runner, found = self._tab.context.runner, current_budget(self._tab.context.app.store, source)
        if found is None or runner.attempt(self._tab.page, create_budget, year=target, copy_of=found.id) is FAILED:
            return False
        runner.tell(_("Budget of {year} created", year=target))
        return True

"""The month in Excel: saved as a grid, and brought back through a preview of what would change."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.visit_grid import bring_visit_grid
from kamdesk.figures.model import Period
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.visit_grid import ADDED, MOVED, REMOVED, Change, GridPreview, Refused, read_grid
from kamdesk.sheets.visit_grid_out import write_grid
from kamdesk.words import _, day, month, plural
from ui import ask, theme
from ui.jobs import Progress
from ui.labels import ElidedLabel, label
from ui.panels.parts import FormPanel
from ui.run import FAILED
from ui.screen import Context, Screen
from ui.screens.plan.part import Whose
from ui.shell.shell import host_of
from ui.theme import Status
from ui.widgets.chips import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import EmptyState

SHOWN = 12  # lines of each sort; the rest is counted
EXCEL = "Excel (*.xlsx)"


class GridSheet:
    """Both ways of the grid, from the menu of the page."""

    def __init__(self, context: Context, screen: Screen, whose: Whose) -> None:
        self._context, self._screen, self._whose = context, screen, whose

    def export(self, span: Period) -> None:
        """Ask where, then write the month of a span."""
        of, person, store = month_of(span.start), self._whose.person, self._context.app.store
        suggested = Path.home() / f"{_('Visit plan')} {of}.xlsx"
        path = ask.save_file(self._screen, _("Save the month"), EXCEL, suggested)
        if path is None or person is None:
            return

        def work(progress: Progress) -> int:
            progress(_("Writing the month"))
            return write_grid(path, store, person=person, month=of)

        self._context.jobs.start(work, done=lambda count: self._context.window.tell(plural(
            "{n} client saved in {file}", "{n} clients saved in {file}", count, file=path.name)), failed=self._failed)

    def bring(self, span: Period) -> None:
        """Ask for the file, read it as a job, show what would change."""
        of, person, store = month_of(span.start), self._whose.person, self._context.app.store
        path = ask.open_file(self._screen, _("Bring the month"), "Excel, CSV (*.xlsx *.xls *.ods *.csv)")
        if path is None or person is None:
            return

        def work(progress: Progress) -> GridPreview:
            progress(_("Reading the sheet"))
            return read_grid(store, read_workbook(path), person=person, month=of)

        self._context.jobs.start(work, done=self._show, failed=self._failed)

    def _show(self, preview: GridPreview) -> None:
        GridPanel(self._context, host_of(self._screen), preview).open()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        self._screen.show_problem(error)


class GridPanel(FormPanel):
    """What bringing the sheet would do: added, moved, taken out, and what is left alone with its reason."""

    def __init__(self, context: Context, host: QWidget, preview: GridPreview) -> None:
        super().__init__(host, _("Visits of {month}", month=month(preview.month)),
                         plural("{n} mark as it was", "{n} marks as they were", preview.same), icon="file-spreadsheet")
        self._context, self._preview = context, preview
        self._counts()
        self._group(_("Added visits"), [(each.name, _near(each.day)) for each in preview.of(ADDED)])
        self._group(_("Moved visits"), [(each.name, _way(each)) for each in preview.of(MOVED)])
        self._group(_("Cancelled visits"), [(each.name, _near(each.before)) for each in preview.of(REMOVED)])
        self._group(_("Left as it is"), [(_where(each), each.reason) for each in preview.refused])
        if preview.changes:
            count = len(preview.changes)
            self.set_primary(plural("Apply {n} change", "Apply {n} changes", count))
            self.submitted.connect(self._apply)
        else:
            self.body.body.addWidget(EmptyState("circle-check", _("Nothing changes"),
                                                _("The sheet says what the plan says already.")))
        self.closed.connect(self.deleteLater)

    def _counts(self) -> None:
        host = QWidget()
        flow = FlowLayout(host)
        counts: tuple[tuple[str, Status, str], ...] = (
            (ADDED, "ok", "plus"), (MOVED, "info", "arrow-right"), (REMOVED, "warn", "x"))
        for what, status, mark in counts:
            found = len(self._preview.of(what))
            if found:
                flow.addWidget(Chip(_counted(what, found), status=status, mark=mark))
        if self._preview.refused:
            flow.addWidget(Chip(plural("{n} left alone", "{n} left alone", len(self._preview.refused)), status="bad",
                                mark="circle-alert"))
        self.body.body.addWidget(host)

    def _group(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        if not lines:
            return
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(3)
        column.addWidget(label(title, role="strong"))
        for name, words in lines[:SHOWN]:
            column.addWidget(ElidedLabel(f"{name} · {words}", role="small", tone="text2"))
        if len(lines) > SHOWN:
            rest = len(lines) - SHOWN
            column.addWidget(label(plural("and {n} more", "and {n} more", rest), role="small", tone="text3"))
        self.body.body.addWidget(host)

    def _apply(self) -> None:
        done = self._context.runner.attempt(self, bring_visit_grid, preview=self._preview)
        if done is not FAILED:
            self.shut()
            self._context.runner.tell(_("Plan of {month} brought from Excel", month=month(self._preview.month)))



def _counted(what: str, count: int) -> str:
    if what == ADDED:
        return plural("{n} added", "{n} added", count)
    return plural("{n} moved", "{n} moved", count) if what == MOVED else plural("{n} taken out", "{n} taken out", count)


def _near(value: datetime.date | None) -> str:
    return day(value, this_year=clock.today().year) if value else ""


def _way(change: Change) -> str:
    return _("{before} → {after}", before=_near(change.before), after=_near(change.day))


def _where(each: Refused) -> str:
    return " · ".join(filter(None, (each.place, each.text)))

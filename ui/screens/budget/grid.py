"""The tab of the grid: figures, what comes next, what to see, and the cells of a year."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock, words
from kamdesk.budgeting.sheet import Sheet, current_budget, sheet_of
from kamdesk.methods.months import fiscal_start, month_end, month_of
from kamdesk.records.budgets import Budget
from kamdesk.words import _
from ui import labels
from ui.grid import Grid
from ui.screen import Context, Screen
from ui.screens.budget.content import ACTUAL, BOTH, PLAN, QUARTER, YEAR, View, content_of, months_shown, title_of
from ui.screens.budget.edits import Edits
from ui.screens.budget.export import export_sheet
from ui.screens.budget.figures import FigureStrip, figures_of
from ui.screens.budget.filling import Filling
from ui.screens.budget.life import Life
from ui.shell.shell import Shell
from ui.widgets.buttons import Button, FilterChip, IconButton, Segmented
from ui.widgets.cards import Card

LATER = 250  # milliseconds after the last change before the figures are asked again


class GridTab(QWidget):
    """The budget of a year."""

    year_changed = Signal()

    def __init__(self, context: Context, screen: Screen) -> None:
        super().__init__()
        self.context, self.page = context, screen
        self.view = View()
        self.year = int(fiscal_start(month_of(clock.today()), starts_in=context.app.store.setting("fiscal_start"))[:4])
        self.sheet: Sheet | None = None
        self.strip, self.life = FigureStrip(), Life(context, screen)
        self.edits, self.filling = Edits(self), Filling(self)
        self.grid = Grid(self.edits.write, name=_("Budget"))
        self.grid.told.connect(lambda text: context.window.tell(text, undo=True))
        self.grid.refused.connect(screen.show_problem)
        self.grid.summed.connect(self._say_sum)
        self.life.next_year_asked.connect(self.filling.prepare_next)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._tell_figures)
        self._actions()
        self._lay_out()
        QTimer.singleShot(0, self, self.reread)  # the frame is painted before the year is read

    def _actions(self) -> None:
        for text, icon, slot in ((_("Copy the month before"), "copy", self.edits.copy_before),
                                 (_("Copy the month before, only empty cells"), "copy",
                                  partial(self.edits.copy_before, only_empty=True)),
                                 (_("Spread the year of the line"), "chart-column", self.edits.spread),
                                 (_("Comment the cell"), "message-square", self.edits.comment)):
            self.grid.add_action(text, icon, slot)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._stack = QStackedWidget()
        self._empty = QWidget()
        self._empty_column = QVBoxLayout(self._empty)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self._empty, self.filling.paste)
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        card.body.addLayout(self._toolbar())
        card.body.addWidget(labels.rule())
        card.body.addWidget(self.grid, 1)
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        column.addWidget(self.strip)
        column.addWidget(self.life)
        column.addWidget(self._stack, 1)

    def _toolbar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        what = Segmented([(PLAN, _("Plan")), (ACTUAL, _("Actual")), (BOTH, _("Plan and actual"))], value=BOTH,
                         name=_("Amounts"))
        span = Segmented([(QUARTER, _("Quarter")), (YEAR, _("Year"))], value=QUARTER, name=_("Months"))
        what.changed.connect(lambda key: self._see(what=key))
        span.changed.connect(lambda key: self._see(span=key))
        astray = FilterChip(_("Only deviations > 5 %"))
        astray.toggled.connect(lambda on: self._see(deviations=on))
        for part in (what, span, astray):
            bar.addWidget(part)
        bar.addStretch(1)
        self._years = QHBoxLayout()
        bar.addLayout(self._years)
        bar.addWidget(Button(_("Budget line"), icon="plus", kind="ghost", small=True, tip=_("Add a line"),
                             on_click=self.edits.add_line))
        bar.addWidget(IconButton("copy", _("Copy the range with its titles"), shortcut="Ctrl+Shift+C",
                                 on_click=lambda: self.grid.do("copy_titles")))
        bar.addWidget(IconButton("file-spreadsheet", _("Export to Excel"), shortcut="Ctrl+E", on_click=self.export))
        dots = IconButton("ellipsis-vertical", _("More actions"))
        dots.setMenu(self.life.menu(self))
        bar.addWidget(dots)
        return bar

    def _see(self, **values: Any) -> None:
        self.view = replace(self.view, **values)
        self._show_sheet()

    def reread(self) -> None:
        """Read the year again."""
        store = self.context.app.store
        budget = current_budget(store, self.year)
        self.sheet = sheet_of(store, budget) if budget else None
        self._offer_years()
        self._show_sheet()

    def _show_sheet(self) -> None:
        sheet = self.sheet
        self.life.show_budget(sheet.budget if sheet else None)
        self.strip.setVisible(sheet is not None)
        if sheet is None or not sheet.lines:
            self._show_empty()
            return
        self._later.start(LATER)
        self.grid.show_content(content_of(sheet, self.context.app.store, self.view))
        self._stack.setCurrentIndex(0)
        self._say_context()

    def _tell_figures(self) -> None:
        if self.sheet is not None and self.isVisible():
            self.strip.tell(figures_of(self.context.app, self.sheet))

    def _offer_years(self) -> None:
        years = sorted({each.year or 0 for each in self.context.app.store.find(Budget)} | {self.year})
        while (item := self._years.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if years[1:]:
            made = Segmented([(str(year), str(year)) for year in years], value=str(self.year), name=_("Year"))
            made.changed.connect(self.to_year)
            self._years.addWidget(made)

    def to_year(self, year: str) -> None:
        """Show the budget of another year."""
        self.year = int(year)
        self.reread()
        self.year_changed.emit()

    def _show_empty(self) -> None:
        while (item := self._empty_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._empty_column.addWidget(self.filling.first())
        self._stack.setCurrentIndex(1)
        self._say_context()

    def export(self) -> None:
        """The grid as a workbook."""
        if self.sheet is not None:
            export_sheet(self.context, self.page, self.grid.model, title=self.sheet.budget.name)

    def new(self) -> None:
        """Ctrl+N: a line."""
        self.edits.add_line()

    def _say_sum(self, text: str) -> None:
        window = self.window()
        if self.isVisible() and isinstance(window, Shell):
            window.status.set_message(text or _("Everything is saved"))

    def _say_context(self) -> None:
        """Until when the plan of the first open month shown may change."""
        window, sheet = self.window(), self.sheet
        if not isinstance(window, Shell) or not self.isVisible():
            return
        open_months = [month for month in months_shown(sheet, self.view) if not sheet.closed(month)] if sheet else []
        now = next((month for month in open_months if month >= month_of(clock.today())), None)
        text = _("{month} · plan editable until {day}", month=title_of(now),
                 day=words.day(month_end(now), this_year=clock.today().year)) if now else ""
        window.status.set_context(text)

    def showEvent(self, event: QShowEvent) -> None:
        """The status line speaks of the grid while it is shown."""
        super().showEvent(event)
        self._say_context()
        self._later.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """And no longer."""
        super().hideEvent(event)
        window = self.window()
        if isinstance(window, Shell):
            window.status.set_context("")

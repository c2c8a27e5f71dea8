"""Presupuesto: the page with its tabs: grid, expenses, pre-review, sharing of resources, result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from kamdesk.figures.budgets import READS
from kamdesk.kinds import kind_of
from kamdesk.words import _
from ui.exporting import export_list
from ui.page import TabPage
from ui.screen import Address, Context, Screen
from ui.screens.budget.claims import ClaimsTab
from ui.screens.budget.grid import GridTab
from ui.screens.budget.result import ResultPage
from ui.screens.budget.review import ReviewTab
from ui.screens.budget.rules import RulesPage
from ui.screens.budget.sharing import SharingPage
from ui.tabs import TABS
from ui.widgets.buttons import Segmented

GRID, EXPENSES, REVIEW, RESOURCES, RESULT, RULES = "grid", "expenses", "review", "resources", "result", "rules"
Made = SharingPage | ResultPage | RulesPage
MADE: dict[str, Callable[[Context], Made]] = {RESOURCES: SharingPage, RESULT: ResultPage, RULES: RulesPage}
UNDER = {RESULT: RESOURCES, RULES: REVIEW}  # parts that a tab shows behind its switch


class BudgetScreen(Screen):
    """The budget of a year, what was spent on it, and what waits for review."""

    reads = tuple(sorted({*READS, "expense_claim", "expense_rule", "non_working_day", "sales_record", "visit",
                          "sample_move", "client"}))

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Budget"), scrolls=False)
        self._tabs = Segmented([(tab, _(text)) for tab, text in TABS["budget"]], name=_("Budget"))
        self._tabs.changed.connect(lambda tab: context.window.go(Address("budget", tab)))
        self.header.add(self._tabs)
        self.header.add_secondary(_("Import from Excel"), "upload", self._import)
        self.header.set_primary(_("Log expense"), "plus", lambda: context.window.quick("expense"))
        self.grid = GridTab(context, self)
        self.grid.year_changed.connect(self._dress)
        self.review: ReviewTab | None = None
        self._lists: dict[str, TabPage] = {}
        self._pages: dict[str, Made] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self.body.addWidget(self._stack, 1)
        for keys, slot in (("Ctrl+N", self.new), ("Ctrl+E", self.export)):
            QShortcut(QKeySequence(keys), self, slot)
        self._dress()

    def _dress(self) -> None:
        store = self.context.app.store
        parts = (store.setting("region_name"), str(self.grid.year),
                 _("amounts in {currency}", currency=store.setting("currency")))
        self.header.set_subtitle(" · ".join(filter(None, parts)))

    def _import(self) -> None:
        self.context.window.go(Address("budget", GRID))
        self.grid.filling.choose_file()

    def open(self, address: Address) -> None:
        """A tab; a kind or a record opens its derived list or form under its tab."""
        self.hush()
        tab = address.tab or self._tabs.value()
        self._tabs.set_value(UNDER.get(tab, tab))
        if tab == GRID and not address.kind:
            self._stack.setCurrentWidget(self.grid)
            self.grid.grid.setFocus()
        elif tab == REVIEW and not address.kind:
            self._stack.setCurrentWidget(self._reviewed())
            self._reviewed().open()
        elif tab in MADE:
            self._stack.setCurrentWidget(self._part(tab))
        else:
            self._listed(tab, address)

    def _part(self, tab: str) -> Made:
        if tab not in self._pages:
            self._pages[tab] = MADE[tab](self.context)
            self._stack.addWidget(self._pages[tab])
        return self._pages[tab]

    def _reviewed(self) -> ReviewTab:
        if self.review is None:
            self.review = ReviewTab(self.context, self)
            self._stack.addWidget(self.review)
        return self.review

    def _listed(self, tab: str, address: Address) -> None:
        if tab not in self._lists:
            self._lists[tab] = ClaimsTab(self.context) if tab == REVIEW else TabPage(self.context, "budget", tab)
            self._stack.addWidget(self._lists[tab])
        page = self._lists[tab]
        self._stack.setCurrentWidget(page)
        page.choose(address.kind or page.view.kind.name).open(address.record)

    @property
    def part(self) -> QWidget | None:
        """What is shown."""
        return self._stack.currentWidget()

    def reread(self) -> None:
        """Everything again, after a command that touched it."""
        self.grid.reread()
        self._dress()
        for part in (self.review, *self._lists.values(), *self._pages.values()):
            if part is not None:
                part.reread()

    def new(self) -> None:
        """Ctrl+N: a line in the grid, an expense elsewhere, a record in a list of another kind."""
        part = self.part
        if part is self.grid:
            self.grid.new()
        elif isinstance(part, RulesPage):
            part.new()
        elif isinstance(part, TabPage) and part.view.kind is not kind_of("expense"):
            part.view.new()
        else:
            self.context.window.quick("expense")

    def focus_filter(self) -> None:
        """The filter of the list shown."""
        part = self.part
        if isinstance(part, TabPage):
            part.view.list.focus_filter()

    def export(self) -> None:
        """What is shown, as a workbook."""
        part = self.part
        if isinstance(part, TabPage):
            export_list(self.context, self, part.view.kind, part.view.list.query())
        elif part is self.grid:
            self.grid.export()
        elif isinstance(part, SharingPage | ResultPage):
            part.export()

"""«Resultado»: income less cost and expense by territory, line, channel or person (F66), with F64 and F67."""

from __future__ import annotations

from kamdesk.charts import GroupedBars
from kamdesk.figures.outcome import DIMENSIONS, Outcomes, outcomes
from kamdesk.figures.spans import QUARTER
from kamdesk.words import _
from ui.choosing import Choosing
from ui.figure_page import FigurePage
from ui.screen import Context
from ui.screens.budget.panels import RESOURCES, switch
from ui.screens.budget.result_content import MONEY_COLUMNS, bars_of, cards_of, content_of, shown_in_file
from ui.veil import veil
from ui.widgets.figure_table import out_sheet


class ResultPage(FigurePage):
    """The result of a period, divided."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, chart=_("Income and expense of the first"), data=GroupedBars((), ()),
                         table=_("Result"))
        self.asks.addWidget(switch(context, "result", RESOURCES))
        self.choosing = Choosing(self.asks, starts_in=context.app.store.setting("fiscal_start"), parent=self,
                                 dimensions={key: text for key, (text, *_more) in DIMENSIONS.items()},
                                 span=QUARTER)
        self.choosing.changed.connect(self.refresh)
        self.table.opened.connect(self.explain_key)
        veil.changed.connect(self.reread)
        self.found: Outcomes | None = None

    def refresh(self) -> None:
        """The result now."""
        dimension = self.choosing.dimension
        self.found = found = outcomes(self.context.app.store.facts, self.choosing.period, dimension)
        self._names = self.names(DIMENSIONS[dimension][2], [each.key for each in found.parts])
        self.show_cards(cards_of(found.whole))
        self.chart.set_data(bars_of(found, self._names))
        self.say_left_out(found.whole.result.exclusions)
        self.table.show_content(content_of(found, dimension, self._names))

    def explain_key(self, key: str) -> None:
        """Where the result of a part comes from, while prices are shown."""
        each = next((one for one in self.found.parts if one.key == key), None) if self.found else None
        if each is not None and veil.is_open:
            self.explain(each.result, whose=self._names.get(key, ""))

    def export(self) -> None:
        """The table as a workbook."""
        if self.found is not None:
            content = shown_in_file(content_of(self.found, self.choosing.dimension, self._names))
            self.save_sheet(out_sheet(content, title=_("Result"), notes=[self.choosing.title], money=MONEY_COLUMNS))

"""Seguimiento: sales of a period against target and last year, divided by market, product, seller and more."""

from __future__ import annotations

from kamdesk import clock
from kamdesk.figures import Rows
from kamdesk.figures.followup import DIMENSIONS, Followed, followup, scope_of
from kamdesk.figures.model import Figure, Period
from kamdesk.figures.remembered import Remembered
from kamdesk.kinds import kind_of
from kamdesk.reports.pictures import sales_chart
from kamdesk.words import _
from ui.figure_page import FigurePage
from ui.screen import Address, Context
from ui.screens.targets.choosing import Choosing
from ui.screens.targets.content import MONEY_COLUMNS, MOST, cards_of, content_of, name_of
from ui.tabs import place_of
from ui.widgets.figure_table import REST, Verb, out_sheet


class FollowupPage(FigurePage):
    """The tab."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, chart=_("Sales of 12 months and their target"),
                         data=sales_chart(context.app, clock.today()), table=_("Follow-up of sales"))
        self.choosing = Choosing(self.asks, starts_in=context.app.store.setting("fiscal_start"), parent=self)
        self.choosing.changed.connect(self.answer)
        self.table.opened.connect(self.open_key)
        self.table.verbs = self._verbs
        self._facts, self._drawn = Remembered(context.app.store.facts), ""

    @property
    def units(self) -> bool:
        """Whether units are shown instead of amounts."""
        return self.choosing.measure == "units"

    def refresh(self) -> None:
        """Everything anew, after a command."""
        self._facts = Remembered(self.context.app.store.facts)
        self._drawn = ""
        self.answer()

    def answer(self) -> None:
        """What is asked now; what was read for the question before is not read again."""
        chosen = self.choosing
        self.found = followup(self._facts, chosen.period, by=chosen.dimension, measure=chosen.measure)
        self._names = self.names(DIMENSIONS[chosen.dimension][2], [each.key for each in self.found.parts])
        self.show_cards(cards_of(self.found, units=self.units))
        self.say_left_out(self.found.exclusions)
        self.table.show_content(content_of(self.found, chosen.dimension, self._names, units=self.units))
        self._draw()

    def _draw(self) -> None:
        last = min(self.choosing.period.end, clock.today())
        if self._drawn != f"{last:%Y-%m}":
            self._drawn = f"{last:%Y-%m}"
            self.chart.set_data(sales_chart(self.context.app, last))

    def _part(self, key: str) -> Followed | None:
        return next((each for each in self.found.parts if each.key == key), None)

    def open_key(self, key: str) -> None:
        """The record of a line; a month becomes the period shown."""
        kind = DIMENSIONS[self.choosing.dimension][2]
        if self.choosing.dimension == "month" and key != REST:
            self.choosing.choose(span="month", month=key, dimension="market")
        elif key not in ("", REST):
            self.context.window.go(Address(*place_of(kind_of(kind)), kind, key))

    def explain_key(self, key: str) -> None:
        """Where the sales of a line come from."""
        each = self._part(key)
        if each is not None:
            name = name_of(key, self.choosing.dimension, self._names)
            self.explain(each.sold, whose=name, counted=self.units, behind=lambda: self._rows(each.sold, key))

    def _rows(self, figure: Figure, key: str) -> Rows | None:
        dimension = self.choosing.dimension
        if not key:
            return None
        period = Period.month(key) if dimension == "month" else self.choosing.period
        return self.context.app.rows(figure.code, period, scope_of(dimension, key))

    def _verbs(self, key: str) -> list[Verb]:
        if key == REST:
            return []
        opens: list[Verb] = [(_("Open the record"), "arrow-right", self.open_key)] if key else []
        return [*opens, (_("Where it comes from"), "calculator", self.explain_key)]

    def export(self) -> None:
        """The table as a workbook, every key of it."""
        chosen = self.choosing
        content = content_of(self.found, chosen.dimension, self._names, units=self.units,
                             most=max(MOST, len(self.found.parts)))
        self.save_sheet(out_sheet(content, title=_("Follow-up of sales"), notes=[chosen.title],
                                  money=frozenset() if self.units else MONEY_COLUMNS))


def followup_tab(context: Context) -> FollowupPage:
    """The tab «Seguimiento»."""
    return FollowupPage(context)

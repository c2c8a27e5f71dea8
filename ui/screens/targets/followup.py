"""Seguimiento: sales of a period against target and last year, divided by market, product, seller and more."""

from __future__ import annotations

from functools import partial

from kamdesk import clock
from kamdesk.figures import Rows
from kamdesk.figures.followup import DIMENSIONS, Followed, Followup, followup, scope_of
from kamdesk.figures.model import Figure, Period
from kamdesk.kinds import kind_of
from kamdesk.reports.pictures import sales_chart
from kamdesk.words import _
from ui.figure_page import FigurePage
from ui.screen import Address, Context
from ui.screens.targets.choosing import Choosing
from ui.screens.targets.content import MONEY_COLUMNS, MOST, cards_of, content_of, name_of
from ui.tabs import place_of
from ui.widgets.figure_table import REST, Verb, out_sheet

SLOW = ("client",)  # no roll-up knows clients: their sales are added up by a job
Asked = tuple[Period, str, str]  # period, measure, dimension


class FollowupPage(FigurePage):
    """The tab."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, chart=_("Sales of 12 months and their target"),
                         data=sales_chart(context.app, clock.today()), table=_("Follow-up of sales"))
        self.choosing = Choosing(self.asks, starts_in=context.app.store.setting("fiscal_start"), parent=self)
        self.choosing.changed.connect(self.answer)
        self.table.opened.connect(self.open_key)
        self.table.verbs = self._verbs
        self._facts, self._drawn = context.app.store.facts, ""
        self._whole: dict[tuple[Period, str], Followed] = {}
        self._asked: Asked | None = None

    @property
    def units(self) -> bool:
        """Whether units are shown instead of amounts."""
        return self.choosing.measure == "units"

    def refresh(self) -> None:
        """Everything anew, after a command."""
        self._facts = self.context.app.store.facts
        self._drawn, self._whole = "", {}
        self.answer()

    def answer(self) -> None:
        """What is asked now; what was read for the question before is not read again."""
        chosen = self.choosing
        asked = chosen.period, chosen.measure, chosen.dimension
        self._asked = asked
        ask = partial(followup, self._facts, chosen.period, by=chosen.dimension, measure=chosen.measure,
                      whole=self._whole.get(asked[:2]))
        if chosen.dimension not in SLOW:
            self._show(asked, ask())
            return
        self.table.setEnabled(False)  # until the answer is there: what it shows answers another question
        self.context.jobs.start(lambda _progress: ask(), done=lambda found: self._show(asked, found),
                                failed=self._refused)

    def _show(self, asked: Asked, found: Followup) -> None:
        if asked != self._asked:
            return  # the person asked something else meanwhile
        _period, measure, dimension = asked
        self.found, self._whole[asked[:2]] = found, found.whole
        self._names = self.names(DIMENSIONS[dimension][2], [each.key for each in found.parts])
        self.show_cards(cards_of(found, units=measure == "units"))
        self.say_left_out(found.exclusions)
        self.table.show_content(content_of(found, dimension, self._names, units=measure == "units"))
        self.table.setEnabled(True)
        self._draw()

    def _refused(self, error: Exception) -> None:
        self.table.setEnabled(True)
        self.show_error(error)

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

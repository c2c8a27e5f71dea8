"""A tab of figures: what is asked at the top, cards and a chart, the table; all say their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import charts
from kamdesk.fields import Link
from kamdesk.figures.model import Exclusion, Figure
from kamdesk.figures.told import left_out
from kamdesk.problems import Problem
from kamdesk.sheets.writing import OutSheet
from kamdesk.words import plural
from ui import theme
from ui.exporting import save_sheet
from ui.screen import Context, Screen, scrolled
from ui.shell.shell import host_of
from ui.widgets.cards import Card, Kpi, KpiCard, TitledCard
from ui.widgets.chart import Chart
from ui.widgets.figure_panel import Behind, FigurePanel
from ui.widgets.figure_table import FigureTable
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import MessageBar

TABLE_LEAST, CHART = 250, 132


@dataclass(frozen=True)
class Shown:
    """A card: what it says and the figure a click explains; ``counted``: made of numbers of things, not money."""

    kpi: Kpi
    figure: Figure
    counted: bool = False


class FigurePage(QWidget):
    """Subclasses put their questions into ``asks`` and answer in ``refresh``."""

    def __init__(self, context: Context, *, chart: str, data: charts.ChartData, table: str) -> None:
        super().__init__()
        self.context = context
        self.cards = [KpiCard(Kpi("…", "…")) for _at in range(4)]
        self.shown: Sequence[Shown] = ()
        self.chart = Chart(data, height=CHART)
        self.table = FigureTable(name=table)
        self._stale = True
        self._messages = QVBoxLayout()
        for at, card in enumerate(self.cards):
            card.clicked.connect(lambda at=at: self._explain_card(at))
        self._lay_out(chart)

    def _lay_out(self, chart: str) -> None:
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        host = QWidget()
        self.asks = FlowLayout(host)
        body.addWidget(host)
        body.addLayout(self._messages)
        top = QHBoxLayout()
        top.setSpacing(12)
        grid = QGridLayout()
        grid.setSpacing(10)
        for at, card in enumerate(self.cards):
            grid.addWidget(card, *divmod(at, 2))
        top.addLayout(grid, 5)
        drawn = TitledCard(chart)
        drawn.add(self.chart, stretch=1)
        top.addWidget(drawn, 4)
        body.addLayout(top)
        framed = Card(margins=(0, 0, 0, 0), spacing=0)
        self.table.setMinimumHeight(theme.px(TABLE_LEAST))
        framed.body.addWidget(self.table)
        body.addWidget(framed, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(page))

    def refresh(self) -> None:
        """Ask the figures and show them."""
        raise NotImplementedError

    def reread(self) -> None:
        """After a command: again now, or when the tab is next shown."""
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def showEvent(self, event: QShowEvent) -> None:
        """The tab comes into sight."""
        super().showEvent(event)
        self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()

    def show_cards(self, shown: Sequence[Shown]) -> None:
        """Fill the four cards."""
        self.shown = shown
        for card, each in zip(self.cards, shown, strict=True):
            card.show_kpi(each.kpi)

    def say_left_out(self, exclusions: Sequence[Exclusion]) -> None:
        """Above the cards: how many rows the figures leave out and why; nothing when none."""
        while (item := self._messages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if exclusions:
            count = sum(each.count for each in exclusions)
            self._messages.addWidget(MessageBar(plural("{n} row left out", "{n} rows left out", count),
                                                " · ".join(map(left_out, exclusions)), status="warn"))

    def _explain_card(self, at: int) -> None:
        if self.shown:
            self.explain(self.shown[at].figure, counted=self.shown[at].counted)

    def explain(self, figure: Figure, *, whose: str = "", counted: bool = False, behind: Behind | None = None) -> None:
        """«De dónde sale» of a figure over the window."""
        FigurePanel(self.context, host_of(self), figure, whose=whose, counted=counted, behind=behind).open()

    def names(self, kind: str, keys: Sequence[str | None]) -> Mapping[str, str]:
        """What the keys of a breakdown are called."""
        return self.context.app.store.names([Link(kind, key) for key in keys if key]) if kind else {}

    def save_sheet(self, sheet: OutSheet) -> None:
        """Ask where, then write what is shown."""
        save_sheet(self.context, self, self._screen(), sheet)

    def show_error(self, error: Exception) -> None:
        """A Problem above the page; anything else is a bug and goes on."""
        if not isinstance(error, Problem):
            raise error
        self._screen().show_problem(error)

    def _screen(self) -> Screen:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, Screen):
            parent = parent.parentWidget()
        if parent is None:
            raise RuntimeError("a tab of figures lives in a screen")
        return parent

"""The record of a forecast beside the list: chart with its band, the table by product, what it learned, its error."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures.histories import scope_of
from kamdesk.figures.model import Figure, Period
from kamdesk.figures.outlook import Outlook, outlook, scenarios_of
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.problems import Problem
from kamdesk.records.targets import SCENARIOS, Forecast
from kamdesk.reports.texts import brief_money, share
from kamdesk.words import _, plural
from ui import theme
from ui.beside.parts import heading, verbs
from ui.beside.wide import WidePane
from ui.grid import Grid
from ui.grid_model import Key
from ui.labels import label
from ui.screen import Address, Context
from ui.screens.targets.forecast.content import chart_of, content_of, key_of, learnt_of, subtitle_of
from ui.screens.targets.forecast.verbs import Verbs
from ui.shell.shell import host_of
from ui.theme import Status
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import Kpi, KpiCard, TitledCard
from ui.widgets.chart import Chart
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.flow import FlowLayout, cleared
from ui.widgets.messages import EmptyState

LOOKS: dict[str, Status] = {"draft": "info", "frozen": "ok", "archived": "mute"}
TONES: dict[str | None, Status] = {"good": "ok", "watch": "warn", "bad": "bad", None: "mute"}
HIGH, ROW, HEAD, MOST, YEAR = 160, 32, 74, 9, 12


class ForecastPane(WidePane):
    """One forecast."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.verbs = Verbs(context, self)
        self.found: Outlook | None = None
        self.grid: Grid | None = None
        context.bus.on(self, ("forecast_line", "sales_record", "market_size", "target_month"), self.refresh)

    def refresh(self) -> None:
        """The forecast as it is stored now."""
        cleared(self.content)
        self.grid = None
        forecast = self._forecast()
        if forecast is None:
            self.content.addWidget(EmptyState("trending-up", _("No forecast chosen"),
                                              _("Choose one of the list, or make a new one.")))
            return
        store, state = self.context.app.store, str(forecast.state)
        self.found = outlook(store.facts, forecast)
        self.content.addWidget(heading(forecast.name, display(Forecast.kind.fields["state"], state), LOOKS[state]))
        self.content.addWidget(label(subtitle_of(forecast), role="small", tone="text2", wrap=True))
        self.content.addWidget(self._asks(forecast))
        chart = Chart(chart_of(self.found, forecast), height=HIGH)
        chart.setAccessibleName(_("Sales and forecast by month"))
        self.content.addWidget(chart)
        self.content.addWidget(self._table(forecast, self.found))
        self.content.addWidget(self._figures(forecast))
        self.content.addWidget(self._learned(forecast))
        self.content.addStretch(1)

    def _forecast(self) -> Forecast | None:
        return self.context.app.store.maybe(Forecast, self.id or None)

    def _asks(self, forecast: Forecast) -> QWidget:
        """The other scenarios made with it, and the verbs of its state."""
        host = QWidget()
        flow = FlowLayout(host, gap=8)
        others = {str(each.scenario): each for each in scenarios_of(self.context.app.store, forecast)}
        if len(others) > 1:
            choose = Segmented([(key, _(text)) for key, text in SCENARIOS.items() if key in others],
                               value=str(forecast.scenario), name=_("Scenario"))
            choose.changed.connect(lambda key: self.context.window.go(
                Address("targets", "forecast", "forecast", others[key].id)))
            flow.addWidget(choose)
        buttons = [Button(_("All data"), icon="pencil", on_click=self.form)]
        if forecast.state == "draft":
            buttons.insert(0, Button(_("Freeze"), icon="lock", tip=_("The months to come are held against it"),
                                     on_click=lambda: self.verbs.freeze(forecast)))
        elif forecast.state == "frozen":
            buttons.insert(0, Button(_("Put away"), icon="archive", on_click=lambda: self.verbs.archive(forecast)))
        flow.addWidget(verbs(buttons))
        return host

    def _table(self, forecast: Forecast, found: Outlook) -> QWidget:
        names = self.context.app.store.names([link for place, product in found.lines for link in (
            place, Link("product", product) if product else None) if link])
        self.grid = Grid(self.write, name=_("Forecast by product and month"), frozen=176)
        self.grid.refused.connect(self.show_problem)
        content = content_of(found, forecast, names)
        self.grid.setFixedHeight(theme.px(HEAD + ROW * min(len(content.lines), MOST)))
        self.grid.show_content(content)
        return self.grid

    def write(self, cells: Mapping[Key, Any]) -> bool:
        """A value typed asks why; an empty cell goes back to the method."""
        if self.found is None:
            return False
        if len(cells) > 1:
            self.show_problem(Problem(_("Adjust one month at a time: each has its reason.")))
            return False
        (key, month), value = next(iter(cells.items()))
        line = next(months[month] for spot, months in self.found.lines.items() if key_of(spot) == key)
        self.verbs.adjust(self, line, None if value is None else Decimal(value), self.refresh)
        return value is None

    def _figures(self, forecast: Forecast) -> QWidget:
        """Its year against the target, and how far the forecasts of the last twelve months were off."""
        host = QWidget()
        flow = FlowLayout(host, gap=10)
        app, today = self.context.app, clock.today()
        scope = scope_of(app.store, forecast.scope or Link("", ""))
        last = add_months(month_of(today), -1)
        past = Period(month_start(add_months(last, 1 - YEAR)), month_end(last))
        year = app.ask("F91", Period.year(today.year), scope)
        error = app.ask("F90", past, scope)
        for kpi, figure, counted in ((_year(year), year, False), (_error(error), error, True)):
            card = KpiCard(kpi)
            card.clicked.connect(lambda figure=figure, counted=counted: FigurePanel(
                self.context, host_of(self), figure, counted=counted).open())
            flow.addWidget(card)
        return host

    def _learned(self, forecast: Forecast) -> QWidget:
        card = TitledCard(_("How it was told"))
        for text in (learnt_of(forecast), forecast.note):
            if text:
                card.add(label(text, tone="text2", wrap=True))
        return card


def _year(figure: Figure) -> Kpi:
    target = figure.more.get("target")
    note = _("{share} of the target of {target}", share=share(figure.value * 100 / target if figure.value else None,
             decimals=1), target=brief_money(target)) if target else _("Without a target")
    return Kpi(_("Forecast of the year"), brief_money(figure.value), note)


def _error(figure: Figure) -> Kpi:
    if figure.value is None:
        return Kpi(_("Forecast error"), _("no data"), _("Freeze a forecast before its months to know its error"))
    note = _("bias {share}", share=share(figure.more["bias"], decimals=1, signed=True))
    months = plural("{n} month", "{n} months", int(figure.more["months"]))
    return Kpi(_("Forecast error"), share(figure.value, decimals=1), f"{note} · {months}",
               token={"ok": "ok_solid", "warn": "warn_solid", "bad": "bad_solid"}.get(TONES[figure.status], "accent"))

"""The tab «Pronóstico»: the forecasts that were made, the newest first, and the chosen one beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WideView
from ui.listing import stack
from ui.screen import Context
from ui.screens.targets.forecast.pane import ForecastPane
from ui.screens.targets.forecast.verbs import new_forecast
from ui.tabs import Shown


class ForecastView(WideView):
    """Forecasts."""

    columns = ("first_month", "series", "scenario")
    newest = "first_month"
    slim = 372

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, ForecastPane(context))
        stack(self.list, "draft", "frozen")

    def new(self) -> None:
        """The panel of a new forecast."""
        new_forecast(self.context, self)


class ForecastTab(MadeTab):
    """«Pronóstico»."""

    made: ClassVar[Mapping[str, Make]] = {"forecast": ForecastView}


def forecast_tab(context: Context) -> QWidget:
    """Forecasts, and their lines as a list."""
    return ForecastTab(context, "targets", "forecast")

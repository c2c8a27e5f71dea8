"""Pronóstico in the window: made, seen with its band, adjusted by hand with a reason, frozen, put away."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.forecasts import make_forecast
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import Region
from tests.ui.lint import lint
from tests.ui.screens.acting import answer, press, seen
from tests.windows import settle
from ui.screen import Address
from ui.screens.targets.forecast.pane import ForecastPane
from ui.screens.targets.forecast.view import ForecastView
from ui.widgets.cards import KpiCard
from ui.window import Window

MONTHS = [f"2025-{month:02}" for month in range(2, 11)]


def test_a_forecast_is_made_adjusted_frozen_and_put_away(dressed: QApplication, store: BaseStore, me: Person,
                                                         window: Window) -> None:
    app = App(store)
    region = Region(app)
    buyer = region.client("Hospital Ángeles")
    for at, month in enumerate(MONTHS):
        region.sale(buyer, month, (1_000 + 10 * at) * 100)
    window.go(Address("targets", "forecast"))
    settle()
    seen(window, ForecastView).new()
    answer(window, horizon=2)
    (made,) = store.find(Forecast)
    pane = seen(window, ForecastPane)
    assert pane.grid is not None
    model = pane.grid.model
    assert [line.title for line in model.content.lines] == ["Losartán 50", "Mínimo", "Máximo"]
    assert [column.title for column in model.content.columns] == ["Nov", "Dic", "Total"]

    assert not model.setData(model.index(0, 0), "1500")  # asks why first
    answer(window, why="Campaña de noviembre")
    line = store.find(ForecastLine, forecast=made.id, month="2025-11")[0]
    assert (line.manual, line.why) == (Decimal(1500), "Campaña de noviembre")
    cell = pane.grid.model.content.cells[f"{region.region.id}:{region.product.id}", "2025-11"]
    assert "Campaña de noviembre" in cell.comment
    assert cell.value == Decimal(1500)

    app.run(make_forecast, scenario="adverse", horizon=2)
    pane.refresh()
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        settle()
        assert lint(window, room=size) == []
    assert len([card for card in pane.findChildren(KpiCard) if card.isVisible()]) == 2  # the year, the error
    press(window, "Congelar")
    assert store.get(Forecast, made.id).state == "frozen"
    assert not pane.grid.model.content.cells[f"{region.region.id}:{region.product.id}", "2025-11"].open
    press(window, "Archivar pronóstico")
    assert store.get(Forecast, made.id).state == "archived"

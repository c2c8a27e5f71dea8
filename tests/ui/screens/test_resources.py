"""Sharing of resources and the result: what is shown, the move proposed and carried out, what stays masked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.budgeting.allotment import proposed, receivers
from kamdesk.display import MASK
from kamdesk.figures.model import Period
from kamdesk.records.budgets import BudgetLine, BudgetMonth, BudgetTransfer
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.reports import build
from kamdesk.sheets.writing import OutSheet
from tests.kamdesk.figures.build import Region, put
from tests.kamdesk.figures.test_budgets import Purse
from tests.ui.lint import lint
from ui.panels.fields import FieldsPanel
from ui.screen import Address
from ui.screens.budget.result import ResultPage
from ui.screens.budget.sharing import SharingPage
from ui.veil import veil
from ui.window import Window

SMALL = (1093, 614)


def _settle(dressed: QApplication) -> None:
    for _turn in range(4):
        dressed.processEvents()


def _filled(app: App) -> Purse:
    """Two zones alike, one of which has four fifths of the budget, and a sale in one."""
    purse = Purse(Region(app))
    other = put(app, Territory(name="Bajío", level="zone", parent=purse.region.region.id))
    client = purse.region.client("Uno", potential=500_00)
    purse.region.client("Dos", potential=500_00, territory=other.id)
    for zone, planned in ((purse.region.zone, 800_00), (other, 200_00)):
        purse.plan({"2025-11": planned}, purse.line(zone.name, territory=zone.id))
    purse.region.sale(client, "2025-11-03", 1_000_00, cost=400_00)
    return purse


def test_resources_are_shared_and_moved(dressed: QApplication, store: BaseStore, me: Person, window: Window,
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(store)
    purse = _filled(app)
    window.go(Address("budget", "resources"))
    _settle(dressed)
    page = window.findChildren(SharingPage)[-1]
    assert page.found is not None
    assert [(name, each.amount, each.enough) for name, each in page.found.moves.items()] == [("budget", 200, True)]
    assert "mueve $200" in str(build("R24", app, Period.month("2025-11")))
    page.transfer(page.found.moves["budget"])
    window.findChildren(FieldsPanel)[-1].submitted.emit()
    moved = store.find(BudgetTransfer)
    assert [each.amount for each in moved] == [200_00]
    window.resize(*SMALL)
    for tab in ("resources", "result"):
        window.go(Address("budget", tab))
        _settle(dressed)
        assert lint(window, room=SMALL) == []
    result = window.findChildren(ResultPage)[-1]
    _is_masked(result, purse, monkeypatch)


def _is_masked(page: ResultPage, purse: Purse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cost, result and margin are dots until prices are shown, and do not leave in a workbook before."""
    saved: list[OutSheet] = []
    monkeypatch.setattr(page, "save_sheet", saved.append)
    key = purse.region.zone.id
    columns = {each.key: each for each in page.table.model.content.columns}
    value = page.table.model.content.cells[key, "cost"].value
    assert columns["cost"].form.show(value) == columns["cost"].form.exact(value) == MASK
    assert columns["income"].form.show(page.table.model.content.cells[key, "income"].value) == "$1,000"
    page.export()
    veil.open(60)
    try:
        page.refresh()
        page.export()
        shown = {each.key: each for each in page.table.model.content.columns}
        assert shown["cost"].form.show(value) == "$400"
    finally:
        veil.close()
    assert [len(each.columns) for each in saved] == [5, 9]


def test_a_line_is_handed_down_as_it_was_shown(dressed: QApplication, store: BaseStore, me: Person,
                                               window: Window) -> None:
    app = App(store)
    purse = _filled(app)
    whole = purse.line("Promoción")
    purse.plan({"2025-11": 900_00}, whole)
    window.go(Address("budget", "resources"))
    _settle(dressed)
    panel = window.findChildren(SharingPage)[-1].allocate()
    panel.where.set_value(whole.id, whole.name)
    panel.where.changed.emit(whole.id)
    assert panel.total.value() == 900_00
    assert proposed(store, total=900_00, children=receivers(store, "territory"), basis="potential") == [
        ("Bajío", 450_00), ("Jalisco", 450_00)]
    panel.submitted.emit()
    below = store.find(BudgetLine, parent=whole.id)
    assert {each.name for each in below} == {"Bajío", "Jalisco"}
    sums = [sum(month.plan or 0 for month in store.find(BudgetMonth, line=each.id)) for each in below]
    assert sums == [450_00, 450_00]

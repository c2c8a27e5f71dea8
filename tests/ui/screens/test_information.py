"""Cierre de información in the window: cells of a month, marked with keys, compared with a control total."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Invoice
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from tests.ui.lint import lint
from ui.screen import Address
from ui.screens.information.page import InformationPage
from ui.screens.information.panel import LoadedPanel
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.window import Window


@pytest.fixture
def page(window: Window, me: Person, zone: Territory) -> Iterator[InformationPage]:
    """The tab on a base with a market, a distributor and an invoice of October."""
    run = window.app.run
    client = run(save, record=Client(name="Clínica", category="clinic", territory=zone.id, owner=me.id))
    run(save, record=Distributor(name="Nadro", role="distributor", stage="active", territories=(zone.id,),
                                 owner=me.id))
    run(save, record=Invoice(number="F-1", party=Link("client", client.id), on=datetime.date(2025, 10, 10),
                             due=datetime.date(2025, 11, 10), amount=98_750_00))
    window.go(Address("targets", "information"))
    return window.findChildren(InformationPage)[0]


def chip(page: InformationPage) -> str:
    """What the page says of the month."""
    return next(each.text() for each in page.findChildren(Chip) if not each.isHidden())


def rows(page: InformationPage) -> list[list[str]]:
    """The cells of both tables."""
    return [list(row) for matrix in (page.markets, page.distributors) for row in matrix.table.texts.rows]


def test_the_month_that_is_closed_is_shown_with_what_lacks(page):
    assert page.month.currentText() == "Octubre 2025"
    assert rows(page) == [["Jalisco", "Sin cargar", "Cargado al 10 oct 2025", "Sin cargar", "Sin cargar"],
                          ["Nadro", "Sin cargar", "Sin cargar"]]
    assert chip(page) == "Información completa al 0.0\N{NARROW NO-BREAK SPACE}%"


def opened(page: InformationPage) -> LoadedPanel:
    """The panel shown."""
    return next(each for each in page.window().findChildren(LoadedPanel) if not each.isHidden())


def mark(page: InformationPage, total: int | None) -> None:
    """Enter on the invoices of the market, and the fields of the panel."""
    page.markets.table.setCurrentIndex(page.markets.table.model().index(0, 2))
    QTest.keyClick(page.markets.table, Qt.Key.Key_Return)
    panel = opened(page)
    panel.total.set_value(total)
    button = next(each for each in panel.findChildren(Button) if each.text() == "Guardar")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_a_cell_is_marked_with_its_control_total_by_keys(page):
    mark(page, 100_000_00)
    assert rows(page)[0][2] == "Faltan $1,250.00"
    mark(page, 98_750_00)
    assert rows(page)[0][2] == "Completa"


def test_a_cell_without_a_total_says_so(page):
    mark(page, None)
    assert rows(page)[0][2] == "Sin total de control"
    page.context.app.undo()
    page.reread()
    assert rows(page)[0][2] == "Cargado al 10 oct 2025"


def test_the_first_cell_that_lacks_is_offered(page):
    page._mark_chosen()
    panel = opened(page)
    assert panel.accessibleName() == "Ventas de octubre 2025"
    panel.through.set_value(datetime.date(2099, 11, 24))
    panel._submit()
    assert not panel.isHidden()
    assert rows(page)[0][1] == "Sin cargar"


def test_the_tab_follows_the_rules(page):
    assert lint(page.window(), room=(1366, 768)) == []

"""Seguimiento in the window: totals as the figures say, rows that open, sources that explain, a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from db.store import BaseStore
from kamdesk import clock, words
from kamdesk.app import App
from kamdesk.commands.records import archive
from kamdesk.figures.followup import DIMENSIONS
from kamdesk.figures.model import Period
from kamdesk.records.distributors import Distributor
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.sales import SalesRecord
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many
from tests.kamdesk.figures.test_real_data import MONTHS, cents, read
from tests.shared import needs_data
from tests.ui.screens.figures import column, faults, pinned, tab
from ui import ask
from ui.screen import Address
from ui.screens.targets.content import content_of
from ui.screens.targets.followup import FollowupPage
from ui.screens.today.cards import CARDS, Cards
from ui.widgets.figure_panel import FigurePanel, RowsPanel

HERE = Address("targets", "followup")
LONG = 30_000


@pytest.fixture
def region(store: BaseStore, me: Person) -> Region:
    """Sales of two clients and one without, last year's, and a target."""
    region = Region(App(store))
    first, second = region.client("Hospital Ángeles"), region.client("Clínica Norte")
    region.sale(first, "2025-11-05", 600_00)
    region.sale(first, "2025-11-06", -60_00)
    region.sale(second, "2025-11-07", 200_00)
    region.sale(None, "2025-11-10", 100_00)
    region.sale(second, "2024-11-07", 400_00)
    region.target({"2025-11": 1_000_00})
    return region


@pytest.fixture
def page(dressed: object, store: BaseStore, region: Region) -> Iterator[FollowupPage]:
    """The tab on that region."""
    yield from tab(store, HERE)  # type: ignore[misc]


def settle(page: FollowupPage, qtbot: QtBot) -> None:
    """Wait for an answer that is added up by a job."""
    qtbot.waitUntil(page.table.isEnabled, timeout=LONG)


def test_the_whole_is_pinned_and_on_the_cards(page):
    asked = {code: page.context.app.ask(code, NOVEMBER) for code in ("F20", "F22", "F23", "F24")}
    assert pinned(page.table, "sold") == asked["F20"].value == 840_00
    assert [each.figure.value for each in page.shown] == [each.value for each in asked.values()]
    assert pinned(page.table, "attainment") == 84


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_division_adds_up_to_the_whole(page, qtbot, dimension):
    page.choosing.choose(dimension=dimension)
    settle(page, qtbot)
    assert sum(column(page.table, "sold").values()) == pinned(page.table, "sold") == 840_00


def test_clients_are_named_and_what_has_none_too(page, qtbot):
    page.choosing.choose(dimension="client")
    settle(page, qtbot)
    assert column(page.table, "sold") == {"Hospital Ángeles": 540_00, "Clínica Norte": 200_00, "Sin cliente": 100_00}
    assert column(page.table, "growth") == {"Hospital Ángeles": None, "Clínica Norte": -50, "Sin cliente": None}


def test_leafing_shows_the_period_before(page):
    page.choosing.leaf(-1)
    assert page.choosing.title == "octubre 2025"
    assert pinned(page.table, "sold") == 0
    page.choosing.choose(span="year", month="2024-11")
    assert pinned(page.table, "sold") == page.context.app.ask("F20", Period.year(2024)).value == 400_00


def test_units_come_without_growth(page):
    page.choosing.choose(measure="units", dimension="product")
    assert pinned(page.table, "sold") == page.context.app.ask("F20", NOVEMBER).more["units"]
    assert "growth" not in {each.key for each in page.table.model.content.columns}


def test_a_click_on_a_heading_sorts_and_again_turns_round(page, qtbot):
    page.choosing.choose(dimension="client")
    settle(page, qtbot)
    head = page.table.view.horizontalHeader()
    head.sectionClicked.emit(0)
    assert list(column(page.table, "sold").values()) == [540_00, 200_00, 100_00]
    head.sectionClicked.emit(0)
    assert list(column(page.table, "sold").values()) == [100_00, 200_00, 540_00]


def test_a_line_opens_its_record_and_a_month_becomes_the_period(page, monkeypatch):
    page.choosing.choose(span="year", dimension="month")
    page.table.opened.emit("2025-11")
    assert page.choosing.period == NOVEMBER
    page.choosing.choose(dimension="product")
    key = page.table.model.content.lines[0].key
    went: list[Address] = []
    monkeypatch.setattr(page.window(), "go", went.append)
    page.table.opened.emit(key)
    assert went == [Address("settings", "products", "product", key)]


def test_a_card_says_where_it_comes_from_and_lists_its_rows(page):
    page.cards[0].clicked.emit()
    panel = page.window().findChildren(FigurePanel)[-1]
    assert panel.lines["Valor"] == "$840.00"
    assert panel.lines["Corte"] == "10 nov"
    assert panel.lines["Fuera"] == "Nada queda fuera."
    panel.see_rows()
    assert page.window().findChildren(RowsPanel)[-1].list.model.total == 4


def test_a_line_says_where_it_comes_from(page):
    page.choosing.choose(dimension="market")
    page.explain_key(page.found.parts[0].key)
    panel = page.window().findChildren(FigurePanel)[-1]
    assert panel.lines["Ámbito"] == "Jalisco"
    panel.see_rows()
    assert page.window().findChildren(RowsPanel)[-1].list.model.total == 3


def test_rows_left_out_are_said(page, region):
    sale = page.context.app.store.find(SalesRecord, party=None)[0]
    page.context.app.run(archive, records=[sale])
    page.refresh()
    said = page._messages.itemAt(0).widget()
    assert said.accessibleName() == "1 fila fuera · archivados: 1 fila, $100.00"
    assert pinned(page.table, "sold") == 740_00


def test_more_keys_than_shown_are_added_up_in_one_line(page, qtbot):
    page.choosing.choose(dimension="client")
    settle(page, qtbot)
    shown = content_of(page.found, "client", {}, units=False, most=1)
    assert [line.title for line in shown.lines][-1] == "2 más"
    assert sum(shown.cells[line.key, "sold"].value for line in shown.lines) == 840_00


def test_the_table_is_saved_as_a_workbook(page, tmp_path: Path, monkeypatch):
    path = tmp_path / "seguimiento.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)
    page.export()
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if row[0] == "Mercado")
    assert rows[at][:3] == ("Mercado", "Ventas", "Objetivo")
    assert [row[:3] for row in rows if row[0] == "Total"] == [("Total", 840, 1_000)]


@pytest.mark.full  # the looks of every screen see this page in the short run
@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_is_clipped_small_or_nameless(dressed, store, region, language):
    words.set_language(language)
    for page in tab(store, HERE):
        assert faults(dressed, page) == []
        page.cards[1].clicked.emit()
        assert faults(dressed, page) == []


def test_the_cards_of_today_say_where_they_come_from(page):
    page.context.window.go(Address("today"))
    cards = page.window().findChildren(Cards)[0]
    cards.explain(CARDS[0])
    assert page.window().findChildren(FigurePanel)[-1].lines["Valor"] == "$840.00"


@needs_data
def test_a_published_sales_file_by_product_distributor_person_and_month(dressed, store, me):
    clock.fix(day("2020-01-15"))
    rows = load_sample(App(store), Region(App(store)))
    expected = {(row["dimension"], row["value"]): cents(row["sales"])
                for row in read("pharma_sales/pharma_sample_expected.csv")}
    for page in tab(store, HERE):
        page.choosing.choose(span="year", month="2019-12")
        for dimension, name in (("line", "Product Class"), ("distributor", "Distributor"),
                                ("person", "Name of Sales Rep")):
            page.choosing.choose(dimension=dimension)
            assert column(page.table, "sold") == {key: value for (of, key), value in expected.items() if of == name}
            assert pinned(page.table, "sold") == 787_416_728_95
        page.choosing.choose(dimension="month")
        assert list(column(page.table, "sold").values()) == [expected["Month", month] for month in MONTHS]
        page.choosing.choose(dimension="product")
        assert column(page.table, "sold") == {
            name: sum(cents(row["Sales"]) for row in rows if row["Product Name"] == name)
            for name in {row["Product Name"] for row in rows}}


def load_sample(app: App, region: Region) -> list[dict[str, str]]:
    """The rows of the sample as sales known by month."""
    rows = [dict(row) for row in read("pharma_sales/pharma_sample_DE_Charlie_2019.csv")]
    class_of = {row["Product Name"]: row["Product Class"] for row in rows}
    many(app, ProductLine, [{"id": each, "name": each} for each in sorted(set(class_of.values()))])
    many(app, Product, [{"id": each, "name": each, "line": line} for each, line in class_of.items()])
    many(app, Person, [{"id": each, "name": each, "position": "representative"}
                       for each in sorted({row["Name of Sales Rep"] for row in rows})])
    many(app, Distributor, [{"id": each, "name": each, "role": "distributor", "territories": (region.zone.id,),
                             "owner": region.boss.id} for each in sorted({row["Distributor"] for row in rows})])
    many(app, SalesRecord, [{
        "month": f"{row['Year']}-{MONTHS.index(row['Month']) + 1:02d}", "precision": "month", "via": row["Distributor"],
        "seller": row["Name of Sales Rep"], "product": row["Product Name"], "amount": cents(row["Sales"]),
        "category": "return" if row["Sales"].startswith("-") else "sale"} for row in rows])
    return rows

"""Cartera in the window: balances by age as the figures say, the invoices behind a line, a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from db.store import BaseStore
from kamdesk import clock, words
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.figures.owed import DIMENSIONS
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Invoice, Payment
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import Region, day, put
from tests.kamdesk.figures.test_real_data import load_ledger, read
from tests.shared import needs_data
from tests.ui.screens.figures import column, faults, pinned, tab
from ui import ask
from ui.screen import Address
from ui.screens.receivables.ageing import AgeingPage
from ui.widgets.figure_panel import FigurePanel, RowsPanel

HERE = Address("orders", "ageing")
BUCKETS = ["0", "1", "2", "3", "4", "no_due", "unapplied"]


@pytest.fixture
def region(store: BaseStore, me: Person) -> Region:
    """Two debtors with invoices of different ages, and a payment applied to none."""
    app = App(store)
    region = Region(app)
    client = Link("client", region.client("Hospital Ángeles").id)
    partner = put(app, Distributor(name="Medisur", role="distributor", territories=(region.zone.id,),
                                   owner=region.boss.id))
    for at, (party, due, amount) in enumerate((
            (client, "2025-11-30", 100_00), (client, "2025-11-01", 50_00), (client, "2025-08-20", 70_00),
            (Link("distributor", partner.id), "2025-12-20", 300_00))):
        put(app, Invoice(number=f"F{at}", party=party, on=day("2025-08-01"), due=day(due), amount=amount))
    put(app, Payment(party=client, on=day("2025-11-03"), amount=20_00))
    return region


@pytest.fixture
def page(dressed: object, store: BaseStore, region: Region) -> Iterator[AgeingPage]:
    """The tab on those debts."""
    yield from tab(store, HERE)  # type: ignore[misc]


def test_every_age_has_its_column_and_the_whole_is_pinned(page):
    assert [each.key for each in page.table.model.content.columns] == [*BUCKETS, "balance", "overdue"]
    assert [each.title for each in page.table.model.content.columns][:7] == [
        "Por vencer", "1–30", "31–60", "61–90", "> 90", "Sin vencimiento", "Por aplicar"]
    assert [pinned(page.table, each) for each in BUCKETS] == [400_00, 50_00, None, None, 70_00, None, -20_00]
    assert pinned(page.table, "balance") == page.context.app.ask("F40", Period.day(clock.today())).value == 500_00


def test_the_cards_are_the_figures(page):
    today, month = Period.day(clock.today()), Period(clock.today().replace(day=1), clock.today())
    asked = [page.context.app.ask("F40", today), page.context.app.ask("F42", today),
             page.context.app.ask("F43", today), page.context.app.ask("F44", month)]
    assert [each.figure for each in page.shown] == asked
    assert page.shown[0].kpi.note.endswith("por aplicar")


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_division_adds_up(page, by):
    page.by.set_value(by)
    page.by.changed.emit(by)
    assert sum(column(page.table, "balance").values()) == pinned(page.table, "balance") == 500_00


def test_another_day_is_another_ageing(page):
    page.to_day(day("2025-10-31"))
    assert pinned(page.table, "balance") == 520_00  # the payment had not come
    assert pinned(page.table, "unapplied") is None
    page.to_day(clock.today() + datetime.timedelta(40))
    assert page.day == clock.today()


def test_a_line_opens_its_invoices(page):
    key = next(line.key for line in page.table.model.content.lines if line.title == "Hospital Ángeles")
    page.table.opened.emit(key)
    shown = page.window().findChildren(RowsPanel)[-1]
    assert shown.list.model.total == 3
    assert {shown.list.model.row_at(at).values["number"] for at in range(3)} == {"F0", "F1", "F2"}
    page.explain_key(key)
    panel = page.window().findChildren(FigurePanel)[-1]
    assert (panel.lines["Ámbito"], panel.lines["Valor"]) == ("Hospital Ángeles", "$200.00")


def test_the_table_is_saved_as_a_workbook(page, tmp_path: Path, monkeypatch):
    path = tmp_path / "cartera.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)
    page.export()
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    total = next(row for row in rows if row[0] == "Total")
    assert (total[1], total[8], total[9]) == (400, 500, 23.08)


@pytest.mark.parametrize("language", ["es", pytest.param("en", marks=pytest.mark.full)])
def test_nothing_is_clipped_small_or_nameless(dressed, store, region, language):
    words.set_language(language)
    for page in tab(store, HERE):
        assert faults(dressed, page) == []
        page.table.opened.emit(page.table.model.content.lines[0].key)
        assert faults(dressed, page) == []


@needs_data
def test_the_ageing_of_a_published_ledger(dressed, store, me):
    app = App(store)
    load_ledger(app, Region(app), read("receivables/ibm_ar.csv"))
    for page in tab(store, HERE):
        page.to_day(day("2012-12-31"))
        assert (pinned(page.table, "0"), pinned(page.table, "1")) == (4_936_32, 788_74)
        assert pinned(page.table, "balance") == sum(column(page.table, "balance").values()) == 5_725_06
        assert page.found.whole.aged.rows == 99
        page.cards[0].clicked.emit()
        page.window().findChildren(FigurePanel)[-1].see_rows()
        assert page.window().findChildren(RowsPanel)[-1].list.model.total == 99

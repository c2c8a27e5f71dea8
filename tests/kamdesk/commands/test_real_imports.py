"""The files of ../shared/data, imported on an empty base as a manager would (issue 2, part 6)."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.sheets import import_sheet
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.records.clients import Client
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import SalesRecord
from kamdesk.records.territories import Territory
from kamdesk.sheets.importing import choose, open_source
from kamdesk.sheets.preview import Preview
from kamdesk.sheets.previewing import preview
from kamdesk.store import Query, Where
from tests.shared import DATA, needs_data

pytestmark = needs_data
ACCOUNTS = DATA / "accounts"
CHILE = ACCOUNTS / "cl_deis_establecimientos_20260310.csv"
SALES = DATA / "pharma_sales" / "pharma_sample_DE_Charlie_2019.csv"
EXPECTED = DATA / "pharma_sales" / "pharma_sample_expected.csv"
DIMENSIONS = {"Distributor": "distributor", "Name of Sales Rep": "person", "Month": "month", "Product Class": "line"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


@pytest.fixture
def bring(app: App) -> Callable[[str, Path], Preview]:
    def run(kind: str, path: Path) -> Preview:
        source = open_source(path)
        table, mapping = choose(source, kind, app.store)
        told = preview(app.store, source, table, mapping)
        app.run(import_sheet, preview=told)
        return told

    return run


def test_all_establishments_of_chile(app, bring):
    told = bring("client", CHILE)
    assert (told.read, told.count("new"), told.count("refused")) == (5237, 5237, 0)
    assert app.store.count(Client) == 5237
    assert app.store.count(Client, status="inactive") == 77
    assert app.store.count(Client, Where("geo", "empty")) == 91
    assert app.store.page(Client.kind, Query(search="hospital")).total > 200
    assert app.store.search("Cristina Calderón")[0].title.startswith("Hospital Comunitario Cristina Calderón")
    for client in app.store.find(Client)[::50]:
        assert client.id in app.store.ids(Client.kind, Query(search=client.name)), client.name
    cities = {each.name: each for each in app.store.find(Territory, level="city")}
    assert app.store.get(Territory, cities["Cabo de Hornos"].parent).name.startswith("Región de Magallanes")
    again = bring("client", CHILE)
    assert again.count("same") == 5237
    assert again.changes_nothing


@pytest.mark.parametrize(("name", "rows"), [
    ("ar_caba_hospitales_latin1.csv", 36), ("bo_farmacias.csv", 1543), ("es_tfm_hospitales.csv", 831),
    ("bo_establecimientos.csv", 2742),
])
def test_other_lists_of_clients(app, bring, name, rows):
    told = bring("client", ACCOUNTS / name)
    assert (told.read, told.count("new"), told.count("refused")) == (rows, rows, 0)
    assert app.store.count(Client) == rows
    assert bring("client", ACCOUNTS / name).changes_nothing


def test_accents_and_places_survive_latin_1(app, bring):
    bring("client", ACCOUNTS / "ar_caba_hospitales_latin1.csv")
    hospital = app.store.find(Client, code="31")[0]
    assert hospital.geo == (-34_625_337, -58_507_615)
    assert app.store.count(Client, name="HOSPITAL DE INFECCIOSAS F. MUÑIZ") == 1
    assert app.store.search("muñiz")[0].title == app.store.search("muniz")[0].title


def test_lists_of_several_countries_do_not_mix(app, bring):
    total = 0
    for name, rows in (("bo_farmacias.csv", 1543), ("bo_establecimientos.csv", 2742),
                       ("ar_caba_hospitales_latin1.csv", 36)):
        bring("client", ACCOUNTS / name)
        total += rows
    assert app.store.count(Client) == total
    assert bring("client", ACCOUNTS / "bo_farmacias.csv").changes_nothing


def test_unknown_places_are_left_out_and_listed(bring):
    told = bring("client", ACCOUNTS / "bo_establecimientos.csv")
    assert sum("0, 0" in each.reason for each in told.refusals) == 575


def register_of_maule(folder: Path) -> Path:
    """The rows of one region in the register of 2026."""
    path = folder / "maule_2026.csv"
    with CHILE.open(encoding="utf-8-sig", newline="") as file, path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(file, delimiter=";")
        header = next(rows)
        region = header.index("RegionCodigo")
        csv.writer(out, delimiter=";").writerows([header, *(row for row in rows if row[region] == "7")])
    return path


def test_the_register_of_2026_after_that_of_2024(app, bring, tmp_path):
    old = ACCOUNTS / "cl_maule_mapa_2024.json"
    assert bring("client", old).count("new") == 413
    before = {each.code: each for each in app.store.find(Client)}
    noted = before["116010"]
    app.run(save, record=Client(**{**vars(noted), "note": "Preguntar por la directora"}))
    told = bring("client", register_of_maule(tmp_path))
    assert told.read == 515
    assert told.count("changed") + told.count("same") == 403
    assert told.count("new") == 112
    assert len(told.absent) == 10
    after = {each.code: each for each in app.store.find(Client)}
    assert len(after) == 413 + 112  # those gone are told, never taken away
    assert all(after[code].id == each.id for code, each in before.items())
    renamed = [code for code in before if words.fold(before[code].name) != words.fold(after[code].name)]
    assert len(renamed) == 7
    assert after["116010"].note == "Preguntar por la directora"


def test_a_year_of_sales_and_each_of_its_totals(app, bring):
    told = bring("sales_record", SALES)
    assert (told.read, told.count("new"), told.count("refused")) == (12_004, 12_004, 0)
    assert app.store.count(SalesRecord, category="return") == 164
    year = Period.year(2019)
    assert app.ask("F20", year).value == 78_741_672_895
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    for column, dimension in DIMENSIONS.items():
        names = {row["value"]: round(float(row["sales"]) * 100) for row in expected if row["dimension"] == column}
        if dimension == "month":
            names = {f"2019-{MONTHS.index(name) + 1:02}": total for name, total in names.items()}
        kind = {"line": "product_line"}.get(dimension, dimension)
        found = app.by("F20", year, dimension=dimension)
        called = app.store.names(Link(kind, each.key) for each in found) if dimension != "month" else {}
        assert {called.get(each.key, each.key): each.value for each in found} == names, column
    products = app.by("F20", year, dimension="product")
    assert (len(products), sum(each.value for each in products)) == (240, 78_741_672_895)
    assert bring("sales_record", SALES).changes_nothing


def test_invoices_with_their_settlements(app, bring):
    told = bring("invoice", DATA / "receivables" / "ibm_ar.csv")
    assert (told.read, told.count("new"), told.settlement) == (2466, 2466, "SettledDate")
    assert app.store.count(Invoice, disputed=True) == 561
    assert sum(each.amount for each in app.store.find(Invoice)) == 14_770_318
    assert app.store.count(Payment) == app.store.count(Allocation) == 2466
    assert app.store.count(Invoice, number="0000611365") == 1
    ageing = app.ask("F40", Period.day(datetime.date(2012, 12, 31)))
    assert ageing.value == 572_506
    settled = {each.invoice: each.on for each in app.store.find(Allocation)}
    late = [(settled[each.id] - each.due).days for each in app.store.find(Invoice)]
    assert sum(days > 0 for days in late) == 877
    day = datetime.date(2012, 12, 31)
    still = [each for each in app.store.find(Invoice) if each.on <= day < settled[each.id]]
    assert (len(still), sum(each.amount for each in still)) == (99, 572_506)
    assert bring("invoice", DATA / "receivables" / "ibm_ar.csv").changes_nothing


def test_the_whole_register_of_chile_after_that_of_maule(app, bring):
    bring("client", ACCOUNTS / "cl_maule_mapa_2024.json")
    told = bring("client", CHILE)
    assert (told.count("new"), len(told.absent)) == (5237 - 403, 10)
    assert app.store.count(Client) == 5237 + 10

"""From the manager's own files to values, ids and sentences about what does not enter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

import kamdesk.records  # noqa: F401  fills the register of kinds
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, Sheet
from kamdesk.sheets.mapping import SheetMapping, Target, fingerprint, from_data, targets
from kamdesk.sheets.proposing import best, guess_choice, heading_score, propose, words_of
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.staging import Branch, StagedRow, questions, stage
from kamdesk.sheets.tables import Table, find_tables, tables
from kamdesk.sheets.values import Named
from tests.shared import DATA, needs_data

CLIENTS: list[list[Cell]] = [
    ["Código", "Razón social", "Tipo", "Ciudad", "Latitud", "Longitud", "Cliente desde"],
    ["001", "Farmacia  Sur", "Botica", "Lima", "-12,05", "-77,04", "15/03/2020"],
    ["002", "Hospital Norte", "Hospital", "Trujillo", "0", "0", "31/02/2021"],
    ["003", None, "Clínica", "Lima", None, None, None],
]


def table(rows: list[list[Cell]]) -> Table:
    return find_tables(Sheet("Hoja1", rows))[0]


def staged(path: str, kind: str, **changes: object) -> list[StagedRow]:
    found, mapping = best(tables(read_workbook(DATA / path)), kind)
    return list(stage(found, replace(mapping, **changes)))


def test_clients_are_mapped_by_heading_in_any_spelling():
    mapping = propose(table(CLIENTS), "client")
    assert {header: str(target) for header, target in mapping.columns.items()} == {
        "Código": "code", "Razón social": "name", "Tipo": "category", "Ciudad": "territory.city",
        "Latitud": "geo.latitude", "Longitud": "geo.longitude", "Cliente desde": "since"}  # fmt: skip
    assert mapping.key == ("code",)
    assert mapping.choices["Tipo"] == {"botica": "pharmacy", "hospital": "public_hospital"}


def test_values_issues_and_refusals_row_by_row():
    found = table(CLIENTS)
    first, second, third = stage(found, propose(found, "client"))
    assert first.values["name"] == "Farmacia Sur"
    assert first.values["territory"] == Branch((("city", "Lima"),))
    assert first.values["geo"].latitude == -12_050_000
    assert not first.issues
    assert [(issue.column, issue.header) for issue in second.issues] == [("G", "Cliente desde"), ("E", "Latitud")]
    assert not second.refused
    assert third.refused
    assert third.number == 4
    assert third.issues[0].field == "name"


def test_the_same_file_gives_the_same_ids_whatever_the_order_of_its_columns():
    turned = [list(reversed(row)) for row in CLIENTS[:3]]
    ids = [row.id for row in stage(table(CLIENTS[:3]), propose(table(CLIENTS[:3]), "client"))]
    assert ids == [row.id for row in stage(table(turned), propose(table(turned), "client"))]
    assert len(set(ids)) == 2


def test_identical_sales_are_told_apart_by_their_number():
    rows: list[list[Cell]] = [
        ["Fecha", "Cliente", "Producto", "Cantidad", "Importe"],
        *[["24/11/2025", "A", "P", "1", "10"]] * 3,
    ]
    found = table(rows)
    first, second, third = stage(found, propose(found, "sales_record"))
    assert len({first.id, second.id, third.id}) == 3
    assert first.values["month"] == "2025-11"
    assert first.values["product"] == Named("P")


def test_a_column_of_both_orders_is_asked_before_anything_enters():
    rows: list[list[Cell]] = [
        ["Fecha", "Cliente", "Producto", "Cantidad", "Importe"],
        ["03/04/2025", "A", "P", "1", "10"],
    ]
    found = table(rows)
    mapping = propose(found, "sales_record")
    assert [question.header for question in questions(found, mapping)] == ["Fecha"]
    with pytest.raises(Problem, match="dos días distintos"):
        stage(found, mapping)
    answered = replace(mapping, orders={"Fecha": "mdy"})
    assert next(stage(found, answered)).values["month"] == "2025-03"


def test_a_mapping_that_leaves_out_a_required_field_is_refused():
    found = table([["Cliente", "Importe"], ["A", "1"]])
    with pytest.raises(Problem, match="Ninguna columna da"):
        stage(found, propose(found, "sales_record"))


def test_constants_fill_what_the_sheet_lacks():
    found = table([["Nombre", "Ciudad"], ["Farmacia Sur", "Lima"], ["Farmacia Norte", "Lima"]])
    mapping = replace(propose(found, "client"), constants={"category": "pharmacy"})
    assert {row.values["category"] for row in stage(found, mapping)} == {"pharmacy"}


def test_bad_numbers_refuse_a_sale_but_not_a_client():
    sales = table(
        [["Fecha", "Producto", "Cantidad", "Importe"], ["24/11/2025", "P", "uno", "10"], ["24/11/2025", "P", "1", "10"]]
    )
    assert next(stage(sales, propose(sales, "sales_record"))).refused
    clients = table(
        [
            ["Nombre", "Tipo", "Ciudad", "Camas"],
            ["H", "Hospital", "Lima", "12 a 15"],
            ["H2", "Hospital", "Lima", "3"],
            ["H3", "Hospital", "Lima", "4"],
        ]
    )
    row = next(stage(clients, propose(clients, "client")))
    assert row.issues
    assert not row.refused


def test_mappings_are_remembered_by_headings():
    assert fingerprint(["Código", "Nombre"]) == fingerprint(["NOMBRE", "codigo"]) != fingerprint(["Nombre"])
    mapping = propose(table(CLIENTS), "client")
    assert from_data(mapping.as_data()) == mapping
    assert from_data(mapping.as_data()).identity() == mapping.identity()
    assert SheetMapping("client", {"X": Target("name")}).identity() != mapping.identity()


def test_every_target_can_be_offered():
    offered = list(map(str, targets("client")))
    assert {"name", "geo.latitude", "territory.zone", "since.year"} <= set(offered)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("EstablecimientoCodigo", ("establecimiento", "codigo")),
        ("Cód. Provincia", ("codigo", "provincia")),
        ("LAT [grados]", ("lat",)),
        ("N° Factura", ("numero", "factura")),
    ],
)
def test_words_of_headings(header, words):
    assert words_of(header) == words


def test_old_codes_are_less_wanted_than_valid_ones():
    phrases = (("codigo",), ("codigo", "vigente"))
    assert heading_score("Código Vigente", phrases, "client") > heading_score("Código Antiguo", phrases, "client")


def test_written_choices_are_proposed():
    category = kind_of("client").fields["category"]
    assert guess_choice("C.S. AMBULATORIO", category) == "clinic"
    assert guess_choice("Farmacia", category) == "pharmacy"
    assert guess_choice("???", category) is None


@needs_data
def test_chile_enters_whole_with_closed_ones_flagged():
    rows = staged("accounts/cl_deis_establecimientos_20260310.csv", "client")
    assert len(rows) == len({row.id for row in rows}) == 5237
    assert not any(row.refused for row in rows)
    assert Counter(row.values.get("status") for row in rows)["inactive"] == 77
    assert sum("geo" not in row.values for row in rows) == 91


@needs_data
def test_maule_2024_and_the_register_of_2026_meet_by_code():
    old = {row.id: row for row in staged("accounts/cl_maule_mapa_2024.json", "client")}
    new = {row.id: row for row in staged("accounts/cl_deis_establecimientos_20260310.csv", "client")
           if row.values["territory"].levels[0][1] == "Región del Maule"}  # fmt: skip
    common = old.keys() & new.keys()
    assert (len(old), len(new), len(common), len(old.keys() - new.keys()), len(new.keys() - old.keys())) == (
        413,
        515,
        403,
        10,
        112,
    )


@needs_data
def test_bolivia_flags_its_unknown_places():
    rows = staged("accounts/bo_establecimientos.csv", "client")
    assert sum(any("no se conoce" in issue.message for issue in row.issues) for row in rows) == 575
    assert not any(row.refused for row in rows)


@needs_data
def test_pharma_sales_add_up_exactly():
    rows = staged("pharma_sales/pharma_sample_DE_Charlie_2019.csv", "sales_record", currency="EUR")
    assert len({row.id for row in rows}) == 12_004
    assert Decimal(sum(row.values["amount"] for row in rows)) / 100 == Decimal("787416728.95")
    assert sum(row.values["units"] < 0 for row in rows) == 164
    assert rows[0].values["month"] == "2019-06"
    assert rows[0].values["via"] == Named("Gerlach LLC")


@needs_data
def test_invoices_and_their_payments_come_from_one_file():
    invoices = staged("receivables/ibm_ar.csv", "invoice")
    assert sum(row.values["amount"] for row in invoices) == 14_770_318
    assert invoices[0].values["number"] == "0000611365"
    assert sum(row.values["disputed"] for row in invoices) == 561
    late = {row.values["number"]: row.values["due"] for row in invoices}
    payments = staged("receivables/ibm_ar.csv", "payment")
    assert sum(row.values["on"] > late[row.values["reference"]] for row in payments) == 877


@needs_data
def test_text_prices_and_percentages_parse_whole():
    prices = tables(read_workbook(DATA / "prices" / "ar_pami.xlsx"))[0]
    mapping = SheetMapping(
        "price",
        {"MARCA": Target("product"), "COPAGO": Target("amount")},
        constants={"price_list": "list", "start": "2026-08-03"},
    )
    rows = list(stage(prices, mapping))
    assert len(rows) == 8_710
    assert not any(row.issues for row in rows)
    assert rows[0].values["amount"] == Decimal("2483.680000")

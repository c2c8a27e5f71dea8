"""What leaves the house: typed cells, text that never runs, files that are whole or absent."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamdesk.records  # noqa: F401  fills the register of kinds
from kamdesk.fields import Geo, Link
from kamdesk.kinds import kind_of
from kamdesk.sheets.cells import Sheet
from kamdesk.sheets.clipboard import as_html, as_text, parse_cells
from kamdesk.sheets.dialect import plain, safe
from kamdesk.sheets.export import cell_for, correction_sheet, record_sheet, template
from kamdesk.sheets.proposing import propose
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.staging import stage
from kamdesk.sheets.tables import find_tables, tables
from kamdesk.sheets.writing import DAY, MONEY, OutColumn, OutSheet, csv_text, sheet_name, write_csv, write_xlsx
from tests.shared import DATA, needs_data

NASTY = [
    "=1+1",
    "+5",
    "-A1",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    "00123",
    "http://x.example",
    "Ñandú & <Cía>",
    '5" tubo',
    "línea\nbreve",
]
SHEET = OutSheet(
    "Ventas / 2025",
    [OutColumn("Nombre"), OutColumn("Importe", MONEY), OutColumn("Fecha", DAY)],
    [[text, Decimal("1234.50"), datetime.date(2025, 11, 24)] for text in NASTY],
)


def test_a_workbook_has_typed_cells_and_no_formula(tmp_path):
    path = tmp_path / "ventas.xlsx"
    write_xlsx(path, [SHEET, SHEET])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Ventas   2025", "Ventas   2025 (2)"]
    page = book.worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:C{len(NASTY) + 1}"
    for row, text in zip(page.iter_rows(min_row=2), NASTY, strict=True):
        assert [cell.data_type for cell in row] == ["s", "n", "d"]
        assert row[0].value == text
        assert row[0].hyperlink is None
        assert (row[1].number_format, row[1].value) == ("#,##0.00", 1234.5)


def test_what_is_written_reads_back(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [SHEET])
    write_csv(tmp_path / "a.csv", SHEET)
    for name in ("a.xlsx", "a.csv"):
        assert list(tables(read_workbook(tmp_path / name))[0].column(0)) == NASTY


def test_the_same_data_gives_the_same_bytes(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [SHEET])
    write_xlsx(tmp_path / "b.xlsx", [SHEET])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_csv_follows_owasp():
    for row in list(csv.reader(io.StringIO(csv_text(SHEET), newline="")))[1:]:
        assert row[0][0] not in "=+-@\t\r\n"
    assert csv_text(SHEET).splitlines()[1] == '"\'=1+1","1234.50","2025-11-24"'


@given(st.text())
def test_safe_text_comes_back(text):
    assert plain(safe(text)) == text or text.startswith("'")


@needs_data
def test_naughty_strings_survive_a_workbook_and_a_csv(tmp_path):
    naughty = json.loads((DATA / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8"))
    printable = [text for text in naughty if text.strip() and not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", text)]
    write_xlsx(
        tmp_path / "n.xlsx", [OutSheet("n", [OutColumn("Texto"), OutColumn("n")], [[text, 1] for text in printable])]
    )
    back = [row[0] for row in read_workbook(tmp_path / "n.xlsx").sheets[0].rows][1:]
    assert back == printable


@pytest.mark.parametrize(
    ("asked", "given_"),
    [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("'q'", "q"), ("", "Hoja"), ("history", "history (2)")],
)
def test_sheet_names_excel_accepts(asked, given_):
    assert sheet_name(asked) == given_


def test_long_numbers_go_out_as_text(tmp_path):
    write_xlsx(
        tmp_path / "a.xlsx", [OutSheet("n", [OutColumn("RUC", "whole")], [[20100017491], [12345678901234567890]])]
    )
    cells = [row[0].value for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_row=2)]
    assert cells == [20100017491, "12345678901234567890"]


def test_records_leave_by_name_label_and_unit():
    kind = kind_of("client")
    values = {
        "name": "Hospital",
        "category": "public_hospital",
        "territory": "t1",
        "potential": 123450,
        "visit_days": ("mon", "tue"),
        "geo": Geo(-12046400, -77042800),
    }
    sheet = record_sheet(kind, tuple(values), [(values, {"t1": "Lima"})], currency="MXN")
    assert next(iter(sheet.rows)) == [
        "Hospital",
        "Hospital público",
        "Lima",
        Decimal("1234.50"),
        "lunes; martes",
        "-12.046400, -77.042800",
    ]
    assert (
        cell_for(Link("client", "c1"), kind_of("sales_record").fields["party"], names={"c1": "Farmacia"}) == "Farmacia"
    )


def test_templates_put_required_fields_first():
    sheet = template(kind_of("client"))
    assert [column.header for column in sheet.columns][:3] == ["Nombre", "Tipo", "Zona"]
    assert not list(sheet.rows)


def test_refused_rows_leave_with_their_reasons_to_be_mended(tmp_path):
    rows = [["Código", "Nombre", "Tipo", "Ciudad", "Alta"], ["01", "A", "Botica", "Lima", datetime.date(2020, 3, 15)],
            ["02", None, "Botica", "Lima", datetime.date(2021, 3, 15)]]  # fmt: skip
    table = find_tables(Sheet("Clientes", rows))[0]
    staged = list(stage(table, propose(table, "client")))
    write_xlsx(tmp_path / "corregir.xlsx", [correction_sheet(table, staged)])
    back = read_workbook(tmp_path / "corregir.xlsx").sheets[0].rows
    assert list(back[1]) == ["02", None, "Botica", "Lima", datetime.date(2021, 3, 15), "Falta Nombre. Escríbelo."]


def test_clipboard_blocks_with_quotes_and_short_rows():
    assert parse_cells('a\tb\r\n"dos\nlíneas"\t"con ""comillas"""\r\nsolo\r\n') == [
        ["a", "b"], ["dos\nlíneas", 'con "comillas"'], ["solo", ""]]  # fmt: skip
    assert parse_cells("una celda") == [["una celda"]]
    assert parse_cells("") == []


CELLS = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('\t\n"'))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1))
def test_any_block_survives_the_clipboard(rows):
    assert parse_cells(as_text(rows)) == rows


def test_html_for_the_clipboard_is_escaped():
    assert as_html([["<b>", 1]]) == "<table><tr><td>&lt;b&gt;</td><td>1</td></tr></table>"

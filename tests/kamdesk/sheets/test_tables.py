"""Where tables begin and end in sheets that people made for reading."""

from __future__ import annotations

import csv
import datetime
import json
import statistics
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, Sheet, Workbook
from kamdesk.sheets.derived import derived
from kamdesk.sheets.grids import month_columns, unpivot
from kamdesk.sheets.importing import open_source
from kamdesk.sheets.proposing import propose
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.spaces import rejoined
from kamdesk.sheets.tables import find_tables, tables
from tests.shared import DATA, needs_data

POLLOCK = DATA / "hostile" / "pollock" / "polluted"
SALES: list[list[Cell]] = [
    ["Fecha", "Cliente", "Importe"],
    ["01/02/2025", "Farmacia Sur", 10],
    ["02/02/2025", "Clínica Norte", 20],
]


def sheet(*rows: list[Cell], hidden: bool = False, merges: tuple[tuple[int, int, int, int], ...] = ()) -> Sheet:
    return Sheet("Hoja1", rows, hidden=hidden, merges=merges)


def test_headings_under_titles_and_blank_rows():
    table = find_tables(sheet(["Reporte de ventas"], ["Región Norte", None], [], *SALES))[0]
    assert table.headers == ("Fecha", "Cliente", "Importe")
    assert (table.header_row, [number for number, _cells in table.rows]) == (4, [5, 6])
    assert table.titles == ("Reporte de ventas", "Región Norte")


def test_totals_remarks_repeated_headings_and_prepared_rows_are_left_out_and_listed():
    rows = [*SALES, ["Subtotal", None, 30], SALES[0], ["03/02/2025", "Total Farma", 5], [None, None, 0], [],
            ["Total general", None, 35], ["Fuente: contabilidad", None, None]]  # fmt: skip
    table = find_tables(sheet(*rows))[0]
    assert [cells[1] for _number, cells in table.rows] == ["Farmacia Sur", "Clínica Norte", "Total Farma"]
    assert [(each.row, each.reason) for each in table.left_out] == [
        (4, "total"), (5, "repeated"), (7, "template"), (9, "total"), (10, "remark")]  # fmt: skip


def test_a_client_called_total_is_a_client():
    table = find_tables(sheet(["Cliente", "Importe"], ["Total Salud SA", 3], ["Otra", 4]))[0]
    assert len(table.rows) == 2


def test_headings_in_two_merged_rows_are_joined():
    rows: list[list[Cell]] = [
        ["Cliente", "2025", None, "Zona"],
        [None, "Enero", "Febrero", None],
        ["A", 1, 2, "Sur"],
        ["B", 3, 4, "Norte"],
    ]
    table = find_tables(sheet(*rows, merges=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3))))[0]
    assert table.headers == ("Cliente", "2025 Enero", "2025 Febrero", "Zona")
    assert len(table.rows) == 2


def test_merged_cells_are_filled_down():
    rows: list[list[Cell]] = [["Tienda", "Producto", "Cantidad"], ["Centro", "A", 1], [None, "B", 2], ["Sur", "C", 3]]
    table = find_tables(sheet(*rows, merges=((1, 0, 2, 0),)))[0]
    assert [cells[0] for _number, cells in table.rows] == ["Centro", "Centro", "Sur"]


def test_several_tables_below_and_beside_one_another():
    below = find_tables(sheet(*SALES, [], ["Gastos del mes"], ["Concepto", "Monto"], ["Viaje", 5]))
    assert [table.headers for table in below] == [("Fecha", "Cliente", "Importe"), ("Concepto", "Monto")]
    beside: list[list[Cell]] = [
        ["Cliente", "Venta", None, "Zona", "Meta"],
        ["A", 1, None, "Sur", 9],
        ["B", 2, None, "Total", 9],
    ]
    first, second = find_tables(sheet(*beside))
    assert (first.headers, len(first.rows)) == (("Cliente", "Venta"), 2)
    assert (second.headers, len(second.rows), second.first_column) == (("Zona", "Meta"), 1, 3)


def test_two_numbers_in_a_cell_become_two_columns_and_price_by_quantity_an_amount():
    table = derived(find_tables(sheet(["Producto", "Precio - Cantidad"], ["A", "1.500,50-3"], ["B", "80-2"]))[0])
    assert table.headers == ("Producto", "Precio - Cantidad", "Precio", "Cantidad", "Importe")
    assert [list(cells[2:]) for _number, cells in table.rows] == [["1.500,50", "3", Decimal("4501.50")],
                                                                 ["80", "2", Decimal(160)]]
    for heading in ("Importe neto", "Total"):
        rows: list[list[Cell]] = [["Producto", "Precio", "Cantidad", heading], ["A", 2, 3, 6], ["B", 1, 1, 1]]
        known = derived(find_tables(sheet(*rows))[0])
        assert known.headers[-1] == heading, "an amount of its own is not made up again"
    dates = derived(find_tables(sheet(["Cliente", "Inicio - Fin"], ["A", "2025-01-02"], ["B", "2025-02-03"]))[0])
    assert dates.headers == ("Cliente", "Inicio - Fin")


def test_months_as_columns_become_rows_where_a_title_tells_the_year():
    rows: list[list[Cell]] = [["VENTAS POR CLIENTE 2025"], [], ["Zona", "Cliente", "ene", "feb", "mar", "Total"],
                              ["Sur", "Sol", 10, 20, 30, 60], [None, "Luna", 1, None, 3, 4],
                              ["Subtotal Sur", None, 11, 20, 33, 64], ["Gran total", None, 11, 20, 33, 64]]  # fmt: skip
    wide = find_tables(sheet(*rows))[0]
    assert [each.reason for each in wide.left_out] == ["total", "total"]
    long = derived(wide)
    assert long.headers == ("Zona", "Cliente", "Mes", "Importe")
    assert [tuple(cells) for _number, cells in long.rows] == [
        ("Sur", "Sol", "2025-01", 10), ("Sur", "Sol", "2025-02", 20), ("Sur", "Sol", "2025-03", 30),
        (None, "Luna", "2025-01", 1), (None, "Luna", "2025-03", 3)]  # fmt: skip
    assert derived(find_tables(sheet(*rows[2:]))[0]).headers == ("Zona", "Cliente", "ene", "feb", "mar", "Total")


def test_nameless_and_repeated_headings_get_names():
    table = find_tables(sheet(["id", None, "id", "valor"], [1, "x", 2, 3], [4, "y", 5, 6]))[0]
    assert table.headers == ("id", "B", "id (2)", "valor")


def test_rows_of_a_text_file_shifted_by_a_stray_separator_are_left_out_and_listed():
    rows: list[list[Cell]] = [["id", "nombre"], *([str(n), "x"] for n in range(9)), ["9", "Soto", "Luis"]]
    table = find_tables(sheet(*rows))[0]
    assert table.headers == ("id", "nombre")
    assert [(each.row, each.reason) for each in table.left_out] == [(11, "ragged")]


def test_a_list_without_headings_keeps_its_first_row():
    table = find_tables(sheet(["01/01/2025", "A-1", 5], ["02/01/2025", "A-2", 6]))[0]
    assert (table.header_row, table.headers, len(table.rows)) == (0, ("A", "B", "C"), 2)


def test_sentences_for_no_rows_hidden_sheets_and_no_table():
    with pytest.raises(Problem, match="encabezados pero ninguna fila"):
        tables(Workbook("x.xlsx", (sheet(["Nombre", "Código"]),)))
    with pytest.raises(Problem, match="hojas ocultas"):
        tables(Workbook("x.xlsx", (sheet(*SALES, hidden=True),)))
    assert tables(Workbook("x.xlsx", (sheet(*SALES, hidden=True),)), hidden=True)[0].hidden
    with pytest.raises(Problem, match="No se encontró ninguna tabla"):
        tables(Workbook("x.xlsx", (sheet(["Estimados señores:"], ["Les escribo por el presupuesto."]),)))


def test_months_as_columns_become_rows():
    grid = find_tables(
        sheet(["Partida", "ene", "feb", "Marzo", "Total"], ["Viajes", 10, None, 30, 40], ["Muestras", 1, 2, 3, 6])
    )[0]
    assert month_columns(grid) == {1: "-01", 2: "-02", 3: "-03"}
    with pytest.raises(Problem, match="de qué año"):
        unpivot(grid)
    long = unpivot(grid, year=2025)
    assert long.headers == ("Partida", "Total", "Mes", "Importe")
    assert [list(cells) for _number, cells in long.rows][:2] == [
        ["Viajes", 40, "2025-01", 10],
        ["Viajes", 40, "2025-03", 30],
    ]


def test_months_of_dates_in_the_headings():
    grid = find_tables(sheet(["Zona", *(datetime.date(2025, month, 1) for month in (1, 2, 3))], ["Sur", 1, 2, 3]))[0]
    assert list(month_columns(grid).values()) == ["2025-01", "2025-02", "2025-03"]


@needs_data
@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("accounts/cl_deis_establecimientos_20260310.csv", 5237),
        ("accounts/cl_maule_mapa_2024.json", 413),
        ("accounts/bo_establecimientos.csv", 2742),
        ("accounts/bo_farmacias.csv", 1543),
        ("accounts/ar_caba_hospitales_latin1.csv", 36),
        ("accounts/ar_caba_cesac.csv", 43),
        ("accounts/pe_centros_vacunacion_3k.csv", 3233),
        ("accounts/pe_clientes.xlsx", 60),
        ("accounts/pe_TB_UBIGEOS.csv", 1893),
        ("accounts/es_tfm_hospitales.csv", 831),
        ("accounts/dr_distance_time_solo_existentes.xlsx", 155),
        ("excel/datavid_ventas.xlsx", 378),
        ("excel/jorgebueno_plantilla_reporte_ventas.xlsx", 1),
        ("excel/crm_sales_pipeline.csv", 8800),
        ("excel/crm_accounts.csv", 85),
        ("excel/lodiser_clientes.xlsx", 50),
        ("excel/lodiser_ventas.xlsx", 816),
        ("excel/lodiser_detalle_ventas.xlsx", 5389),
        ("excel/lodiser_productos.xlsx", 22),
        ("prices/CO_medicamentos_aprobados.xlsx", 9655),
        ("prices/ar_pami.xlsx", 8710),
        ("prices/ar_presentaciones.csv", 13116),
        ("prices/compranet_2014_150514075704.csv", 399),
        ("pharma_sales/pharma_sample_DE_Charlie_2019.csv", 12004),
        ("pharma_sales/atc_salesdaily.csv", 2106),
        ("receivables/ibm_ar.csv", 2466),
    ],
)
def test_real_files_give_the_rows_their_source_names(path, count):
    assert len(tables(read_workbook(DATA / path))[0].rows) == count


@needs_data
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("juanjonav_plantillaHIS.xlsx", "No se encontró ninguna tabla"),
        ("saciar_presupuesto.xlsx", "No se encontró ninguna tabla"),
        ("juanjonav_registro_diario.xlsx", "ninguna fila"),
    ],
)
def test_forms_and_empty_books_are_refused(name, says):
    with pytest.raises(Problem, match=says):
        tables(read_workbook(DATA / "excel" / name))


def counted(clean: Sequence[object], found: Sequence[object]) -> float:
    """Precision + recall + F1 of two bags, as the authors of Pollock add them."""
    wanted, got = Counter(clean), Counter(found)
    if not wanted and not got:
        return 3.0
    hits = (wanted & got).total()
    precision, recall = hits / max(1, got.total()), hits / max(1, wanted.total())
    return precision + recall + (2 * precision * recall / (precision + recall) if hits else 0.0)


def pollock_score(path: Path) -> float:
    """Of 10: read at all, then header, records and cells against the clean file, with the stated heading rows."""
    lines = json.loads((POLLOCK / "parameters" / f"{path.name}_parameters.json").read_text())["header_lines"]
    with (POLLOCK / "clean" / path.name).open(encoding="utf-8", newline="") as file:
        clean = list(csv.reader(file))
    if not clean:
        with pytest.raises(Problem, match="está vacío"):
            read_workbook(path)
        return 10.0
    sheet_ = read_workbook(path).sheets[0]
    table = find_tables(sheet_)[0]
    top = sheet_.rows[table.header_row - lines : table.header_row]
    header = [" ".join(map(str, cells)) for cells in zip(*top, strict=True)]
    body = [tuple("" if cell is None else cell for cell in cells) for _number, cells in table.rows]
    first = 1 if lines else 0
    records = list(map(tuple, clean[first:]))
    cells = counted([cell for row in records for cell in row], [cell for row in body for cell in row])
    return 1 + counted(clean[0] if first else [], header) + counted(records, body) + cells


@needs_data
def test_pollocks_polluted_files_score_as_well_as_they_did():
    """Only the 25 hardest of 2,289 files are here; in one a table is repeated under the same headings: we join them."""
    scores = {path.stem: pollock_score(path) for path in sorted((POLLOCK / "csv").glob("*.csv"))}
    assert statistics.mean(scores.values()) > 9.9
    assert min(score for name, score in scores.items() if name != "file_multitable_same") > 9.7


def test_words_between_spaces_are_one_cell_where_only_one_reading_fits():
    heading = ["fecha", "clave", "importe", "nombre", "nota", "web"]
    day = ["01/02/2025", "A-1", "$3.50"]
    rows = [heading, [*day, "Farmacia", "de", "Dios", "Abre los lunes.", "x.mx"], [*day, "Una", "Dos", "Tres", "x.mx"],
            [*day, "Botas", "Con forro.", "x.mx"], [*day, "Sur", "Norte", "Abre hoy.", "Centro", "Este"]]  # fmt: skip
    mended = rejoined(rows)
    assert mended[1] == [*day, "Farmacia de Dios", "Abre los lunes.", "x.mx"]
    assert [mended[0], *mended[2:]] == [heading, *rows[2:]], "nothing to join, or more than one way to do it"


@needs_data
def test_merged_shop_names_and_leading_zeros_survive():
    sales = open_source(DATA / "excel" / "datavid_ventas.xlsx").tables[0]
    assert set(sales.column(0)) == {"Tienda Matriz"}
    assert sales.headers[-3:] == ("Precio Unitario", "Cantidades", "Importe")
    assert sum(Decimal(str(cell)) for cell in sales.column(10)) == 681_570
    proposed = {header: each.field for header, each in propose(sales, "sales_record").columns.items()}
    assert (proposed["Cantidades"], proposed["Importe"]) == ("units", "amount")
    assert "Estado Venta" not in proposed, "how a sale stands is no place"
    districts = tables(read_workbook(DATA / "accounts" / "pe_TB_UBIGEOS.csv"))[0]
    assert next(iter(districts.column(1))) == "010101"


@needs_data
def test_buenos_aires_keeps_its_letters():
    hospitals = read_workbook(DATA / "accounts" / "ar_caba_hospitales_latin1.csv")
    assert hospitals.encoding in ("cp1252", "latin-1")
    assert any("MUÑIZ" in str(cell) for row in hospitals.sheets[0].rows for cell in row)


@needs_data
def test_tenders_add_up():
    contracts = tables(read_workbook(DATA / "prices" / "compranet_2014_150514075704.csv"))[0]
    amounts = contracts.column(contracts.headers.index("IMPORTE_CONTRATO"))
    assert sum(Decimal(str(cell)) for cell in amounts) == Decimal("888650051.69")

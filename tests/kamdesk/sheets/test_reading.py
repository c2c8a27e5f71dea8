"""Files of every sort: a table, or a sentence that says why not; never a crash, never a wait."""

from __future__ import annotations

import datetime
import json
import random
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.problems import Problem
from kamdesk.sheets.cells import ErrorCell
from kamdesk.sheets.guard import read_guarded
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.tables import tables
from tests.shared import DATA, needs_data

HOSTILE = DATA / "hostile"


def rows_of(path: Path) -> list[list[object]]:
    return [list(row) for row in read_workbook(path).sheets[0].rows]


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def sparse_workbook(path: Path) -> Path:
    """A few kilobytes that span every cell Excel can have."""
    workbook(path, [["a"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";"), ("latin-1", "|")]
)
def test_text_in_any_encoding_and_separator(tmp_path, encoding, delimiter):
    text = f"Nombre{delimiter}Barrio\r\nÁngel Ñandú{delimiter}NUÑEZ\r\n"
    path = written(tmp_path / "clientes.csv", text.encode(encoding))
    assert rows_of(path) == [["Nombre", "Barrio"], ["Ángel Ñandú", "NUÑEZ"]]
    assert read_workbook(path).delimiter == delimiter


def test_utf16_without_a_mark_and_utf8_with_a_stray_byte(tmp_path):
    assert rows_of(written(tmp_path / "a.txt", "a\tb\r\n1\t2\r\n".encode("utf-16-le"))) == [["a", "b"], ["1", "2"]]
    stray = "año;mes\ncaña;peña\n".encode() + b"Mu\xf1oz;x\n"
    assert rows_of(written(tmp_path / "b.csv", stray))[1:] == [["caña", "peña"], ["Muñoz", "x"]]


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path):
    path = written(tmp_path / "p.csv", b"producto;precio\nA;1,50\nB;2,75\nC;13,10\n")
    assert rows_of(path) == [["producto", "precio"], ["A", "1,50"], ["B", "2,75"], ["C", "13,10"]]


def test_apostrophes_quote_cells_that_hold_apostrophes(tmp_path):
    path = tmp_path / "comillas.csv"
    path.write_text("Nombre,Texto,Url\r\nD'Ors,'no won't, sí','a.com'\r\nPeña,'l'Hospitalet','b.com'\r\n", "utf-8")
    assert read_workbook(path).sheets[0].rows[1:] == [["D'Ors", "no won't, sí", "a.com"],
                                                      ["Peña", "l'Hospitalet", "b.com"]]


def test_line_breaks_in_quotes_nuls_and_excels_own_first_line(tmp_path):
    path = written(tmp_path / "q.csv", b'sep=;\r\nnombre;nota\r\nA;"dos\r\nl\x00ineas"\r\n')
    assert rows_of(path) == [[], ["nombre", "nota"], ["A", "dos\r\nlineas"]]


def test_typed_cells_of_a_workbook(tmp_path):
    path = tmp_path / "tipos.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Datos")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for column, header in enumerate(("ruc", "codigo", "suma", "dia", "si", "error", "vacio")):
        sheet.write_string(0, column, header)
    sheet.write_number(1, 0, 20100017491)
    sheet.write_string(1, 1, "00123")
    sheet.write_number(1, 2, 0.1 + 0.2)
    sheet.write_datetime(1, 3, datetime.date(2025, 11, 24), day)
    sheet.write_boolean(1, 4, True)
    sheet.write_formula(1, 5, "=1/0", value="#DIV/0!")
    book.add_worksheet("Oculta").hide()
    book.close()
    first, second = read_workbook(path).sheets
    assert list(first.rows[1][:6]) == [
        20100017491,
        "00123",
        Decimal("0.3"),
        datetime.date(2025, 11, 24),
        True,
        ErrorCell("#DIV/0!"),
    ]
    assert (first.hidden, second.hidden) == (False, True)


def test_a_workbook_that_spans_every_cell_is_refused_at_once(tmp_path):
    path = sparse_workbook(tmp_path / "enorme.xlsx")
    assert path.stat().st_size < 8_000
    with pytest.raises(Problem, match="demasiado grande"):
        read_workbook(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path / "bomba.xlsx", [["a"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", bytes(60_000_000))
    with pytest.raises(Problem, match="demasiado grande"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("vacio.csv", b"", "está vacío"),
        ("blancos.csv", b"\r\n\r\n", "está vacío"),
        ("falso.xlsx", b"nombre;codigo\nA;1\n", "es texto simple"),
        ("base.xlsx", b"SQLite format 3\x00" + bytes(200), "base de datos"),
        ("informe.csv", b"%PDF-1.7 ...", "no es una hoja"),
        ("foto.csv", bytes(range(256)) * 40, "no es una hoja"),
        ("pagina.xls", b"<html><table><tr><td>1</td></tr></table></html>", "no es una hoja"),
        ("cortado.xlsx", b"PK\x03\x04" + bytes(300), "está dañado"),
        ("clave.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "dañado|contraseña"),
        ("lista.json", b'["a", "b"]', "no contiene una lista de registros"),
        ("roto.json", b'[{"a": 1}, {', "está dañado"),
    ],
)
def test_what_is_no_table_gets_its_own_sentence(tmp_path, name, data, says):
    with pytest.raises(Problem, match=says) as refused:
        read_workbook(written(tmp_path / name, data))
    assert name in refused.value.message


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(Problem, match="ya no está"):
        read_workbook(tmp_path / "nada.csv")
    with pytest.raises(Problem, match="es una carpeta"):
        read_workbook(tmp_path)


def test_json_lists_of_objects(tmp_path):
    path = written(tmp_path / "m.json", json.dumps([{"a": "01", "b": 1.5}, {"b": None, "c": True}]).encode())
    assert rows_of(path) == [["a", "b", "c"], ["01", Decimal("1.5"), None], [None, None, True]]


def test_reading_stops_when_asked_and_when_it_takes_too_long(tmp_path):
    path = workbook(tmp_path / "lento.xlsx", [[number] * 40 for number in range(4000)])
    with pytest.raises(Problem, match="Se detuvo"):
        read_guarded(path, stop=lambda: True)
    with pytest.raises(Problem, match="tardó demasiado"):
        read_guarded(path, seconds=0)


@needs_data
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("csv_spectrum/csvs/*.csv")), ids=lambda path: path.stem)
def test_csv_spectrum_is_read_exactly(path):
    expected = json.loads((HOSTILE / "csv_spectrum" / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    header, *rows = rows_of(path)
    found = [dict(zip(header, ["" if cell is None else cell for cell in row], strict=True)) for row in rows]
    if path.stem == "location_coordinates":  # upstream changed the telephone in one of its two files
        expected["Contact Phone Number"] = "2095257564"
    assert found == ([expected] if isinstance(expected, dict) else expected)


@needs_data
@pytest.mark.parametrize(
    "path", sorted(path for path in HOSTILE.rglob("*") if path.is_file()), ids=lambda path: path.name[-30:]
)
def test_hostile_files_give_a_table_or_a_sentence(path):
    rows, sentence = outcome(path)
    assert rows or len(sentence) > 20


@needs_data
@pytest.mark.parametrize("name", ["password.xls", "xor-encryption-abc.xls", "protected_passtika.xlsx"])
def test_locked_workbooks_are_told_apart_from_damaged_ones(name):
    with pytest.raises(Problem, match="contraseña"):
        read_workbook(HOSTILE / "poi" / name)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_any_bytes_give_rows_or_a_sentence(data):
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "algo.csv", b"x" + data)
        rows, sentence = outcome(path)
        assert rows or sentence


def outcome(path: Path) -> tuple[int, str]:
    """How many rows the first table has, or the sentence of the refusal."""
    try:
        return len(tables(read_workbook(path))[0].rows), ""
    except Problem as refused:
        return 0, refused.message


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, a part cut out or the end torn off."""
    changed = bytearray(data)
    for _time in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    start = dice.randrange(len(changed))
    match dice.randrange(3):
        case 0:
            del changed[start:]
        case 1:
            del changed[start : start + dice.randint(1, 200)]
    return bytes(changed)


def _read_mutants(tmp_path: Path, count: int) -> None:
    source = workbook(
        tmp_path / "bueno.xlsx", [["cliente", "importe"], *([f"Cliente {n}", n * 1.5] for n in range(50))]
    ).read_bytes()
    dice = random.Random(9)
    for number in range(count):
        path = written(tmp_path / f"mutante{number}.xlsx", mutated(source, dice))
        rows, sentence = outcome(path)
        assert rows or sentence
        path.unlink()


def test_mutated_workbooks_never_crash(tmp_path):
    _read_mutants(tmp_path, 40)


@pytest.mark.full
def test_three_thousand_mutated_workbooks_never_crash(tmp_path):
    _read_mutants(tmp_path, 3_000)

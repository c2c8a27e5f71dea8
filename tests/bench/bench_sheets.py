"""Reading 50,000 rows: CSV against csv.reader, XLSX against calamine alone, and what staging them costs."""

from __future__ import annotations

import csv
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter

import kamdesk.records  # noqa: F401  fills the register of kinds
from kamdesk.sheets.proposing import propose
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.staging import stage
from kamdesk.sheets.tables import Table, tables

ROWS = 50_000
ROUNDS = 5
HEADER = ["Código", "Nombre", "RUC", "Tipo", "Ciudad", "Dirección", "Teléfono", "Latitud", "Longitud", "Cliente desde"]
TYPES = ("Farmacia", "Hospital", "Clínica")


def client(number: int) -> list[str | float]:
    where = -12.0 - number / 1e5, -77.0 + number / 1e5
    since = f"{number % 28 + 1:02}/{number % 12 + 1:02}/2020"
    words = f"Farmacia {number} del Sur", 20_100_000_000 + number, TYPES[number % 3], f"Ciudad {number % 400}"
    return [f"{number:06}", *words, f"Av. Central {number}", f"01-{4_000_000 + number}", *where, since]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bench")
    rows = [HEADER, *map(client, range(ROWS))]
    with (folder / "c.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    book = xlsxwriter.Workbook(folder / "c.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return {"csv": folder / "c.csv", "xlsx": folder / "c.xlsx"}


def medians(*works: Callable[[], Any]) -> list[float]:
    """Median seconds of each, run in turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(ROUNDS):
        for spent, work in zip(times, works, strict=True):
            gc.collect()
            start = time.perf_counter()
            work()
            spent.append(time.perf_counter() - start)
    return [statistics.median(spent) for spent in times]


def read(path: Path) -> Table:
    table = tables(read_workbook(path))[0]
    assert len(table.rows) == ROWS
    return table


def floor_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_csv(files, record_property):
    value, floor = medians(lambda: read(files["csv"]), lambda: floor_csv(files["csv"]))
    record_property("bench", ("read 50 k rows of CSV, table found", value, floor, "s"))


def test_xlsx(files, record_property):
    path = str(files["xlsx"])
    value, floor = medians(
        lambda: read(files["xlsx"]),
        lambda: python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(),
    )
    record_property("bench", ("read 50 k rows of XLSX, guarded, table found", value, floor, "s"))


def test_staging(files, record_property):
    table = read(files["csv"])
    mapping = propose(table, "client")
    value, floor = medians(lambda: list(stage(table, mapping)), lambda: floor_csv(files["csv"]))
    record_property("bench", ("stage 50 k clients: values, checks, ids", value, floor, "s"))
    assert sum(row.refused for row in stage(table, mapping)) == 0

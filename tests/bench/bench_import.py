"""Importing 50,000 clients, read, checked, searchable and journalled, against executemany into the same table."""

from __future__ import annotations

import csv
import gc
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.sheets import import_sheet
from kamdesk.records.clients import Client
from kamdesk.sheets.importing import choose, open_source
from kamdesk.sheets.previewing import preview

ROWS = 50_000
ROUNDS = 3
HEADER = ["Código", "Nombre", "RUC", "Tipo", "Ciudad", "Dirección", "Teléfono", "Latitud", "Longitud", "Cliente desde"]
TYPES = ("Farmacia", "Hospital", "Clínica")


def client(number: int) -> list[str | float]:
    return [f"{number:06}", f"{TYPES[number % 3]} {number} del Sur", str(20_100_000_000 + number), TYPES[number % 3],
            f"Ciudad {number % 400}", f"Av. Central {number}", f"01-{4_000_000 + number}", -12.0 - number / 1e5,
            -77.0 + number / 1e5, f"{number % 28 + 1:02}/{number % 12 + 1:02}/2020"]


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


def bring(path: Path, base: Path) -> float:
    app = App(BaseStore(base))
    start = time.perf_counter()
    source = open_source(path)
    table, mapping = choose(source, "client", app.store)
    app.run(import_sheet, preview=preview(app.store, source, table, mapping))
    spent = time.perf_counter() - start
    assert app.store.count(Client) == ROWS
    app.store.close()
    return spent


def floor(base: Path, written: Mapping[str, list[tuple[Any, ...]]]) -> float:
    """The rows an import wrote, ready made: same tables, indexes and pragmas, triggers silent, one commit."""
    store = BaseStore(base)
    start = time.perf_counter()
    with store._writer.begin():
        store._writer.exec_driver_sql("INSERT INTO kd_busy VALUES (1)")
        for table, rows in written.items():
            marks = ", ".join("?" * len(rows[0]))
            store._writer.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", rows)
        store._writer.exec_driver_sql("DELETE FROM kd_busy")
    spent = time.perf_counter() - start
    assert store.count(Client) == ROWS
    store.close()
    return spent


@pytest.fixture(scope="module")
def written(files, tmp_path_factory) -> Mapping[str, list[tuple[Any, ...]]]:
    path = tmp_path_factory.mktemp("written") / "base.kamdesk"
    bring(files["csv"], path)
    store = BaseStore(path)
    found = {table: [tuple(row) for row in store._writer.exec_driver_sql(f"SELECT * FROM {table}").all()]
             for table in ("territory", "client")}
    store.close()
    return found


def medians(tmp_path: Path, *works: Callable[[Path], float]) -> list[float]:
    """Median seconds of each, run in turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _work in works]
    for turn in range(ROUNDS):
        for at, work in enumerate(works):
            gc.collect()
            times[at].append(work(tmp_path / f"{at}-{turn}.kamdesk"))
    return [statistics.median(spent) for spent in times]


def test_csv(files, written, tmp_path, record_property):
    value, least = medians(tmp_path, lambda base: bring(files["csv"], base), lambda base: floor(base, written))
    record_property("bench", ("import 50 k clients from CSV (goal 3)", value, least, "s"))


def test_xlsx(files, written, tmp_path, record_property):
    def read_and_write(base: Path) -> float:
        start = time.perf_counter()
        python_calamine.CalamineWorkbook.from_path(str(files["xlsx"])).get_sheet_by_index(0).to_python()
        return time.perf_counter() - start + floor(base, written)

    value, least = medians(tmp_path, lambda base: bring(files["xlsx"], base), read_and_write)
    record_property("bench", ("import 50 k clients from XLSX (goal 2)", value, least, "s"))


def test_again(files, tmp_path, record_property):
    first = bring(files["csv"], tmp_path / "base.kamdesk")
    app = App(BaseStore(tmp_path / "base.kamdesk"))
    start = time.perf_counter()
    source = open_source(files["csv"])
    table, mapping = choose(source, "client", app.store)
    told: Any = preview(app.store, source, table, mapping)
    spent = time.perf_counter() - start
    assert told.changes_nothing
    app.store.close()
    record_property("bench", ("preview of the same 50 k clients again", spent, first, "s"))

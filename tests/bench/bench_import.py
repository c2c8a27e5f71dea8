"""Importing 50,000 clients, read, checked, searchable and journalled, against executemany into the same table."""

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

from db import schema
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.sheets import import_sheet
from kamdesk.identity import new_id
from kamdesk.records.clients import Client
from kamdesk.sheets.importing import choose, open_source
from kamdesk.sheets.previewing import preview

ROWS = 50_000
ROUNDS = 3
HEADER = ["Código", "Nombre", "RUC", "Tipo", "Ciudad", "Dirección", "Teléfono", "Latitud", "Longitud", "Cliente desde"]
TYPES = ("Farmacia", "Hospital", "Clínica")
COLUMNS = ("id", "archived", "name", "code", "category", "tax_id", "segment", "address", "geo_latitude",
           "geo_longitude", "phone", "status", "consent", "since")


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


def floor(base: Path) -> float:
    """The same rows ready made into the same table and indexes, same pragmas, triggers silent, one commit."""
    store = BaseStore(base)
    rows = []
    for number in range(ROWS):
        code, name, tax_id, _type, _city, address, phone, latitude, longitude, _since = client(number)
        rows.append((new_id(), 0, name, code, "pharmacy", tax_id, "c", address, int(latitude * 1e6),
                     int(longitude * 1e6), phone, "active", "pending", "2020-01-01"))
    sql = f'INSERT INTO client ({", ".join(COLUMNS)}) VALUES ({", ".join("?" * len(COLUMNS))})'
    start = time.perf_counter()
    with store._writer.begin():
        store._writer.exec_driver_sql("INSERT INTO kd_busy VALUES (1)")
        store._writer.exec_driver_sql(sql, rows)
        store._writer.exec_driver_sql("DELETE FROM kd_busy")
    spent = time.perf_counter() - start
    assert schema.table_of(Client.kind).name == "client"
    store.close()
    return spent


def medians(tmp_path: Path, *works: Callable[[Path], float]) -> list[float]:
    """Median seconds of each, run in turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _work in works]
    for turn in range(ROUNDS):
        for at, work in enumerate(works):
            gc.collect()
            times[at].append(work(tmp_path / f"{at}-{turn}.kamdesk"))
    return [statistics.median(spent) for spent in times]


def test_csv(files, tmp_path, record_property):
    value, least = medians(tmp_path, lambda base: bring(files["csv"], base), floor)
    record_property("bench", ("import 50 k clients from CSV", value, least, "s"))
    assert value < least * 8


def test_xlsx(files, tmp_path, record_property):
    def read_and_write(base: Path) -> float:
        start = time.perf_counter()
        python_calamine.CalamineWorkbook.from_path(str(files["xlsx"])).get_sheet_by_index(0).to_python()
        return time.perf_counter() - start + floor(base)

    value, least = medians(tmp_path, lambda base: bring(files["xlsx"], base), read_and_write)
    record_property("bench", ("import 50 k clients from XLSX", value, least, "s"))
    assert value < least * 6


def test_again(files, tmp_path, record_property):
    bring(files["csv"], tmp_path / "base.kamdesk")
    app = App(BaseStore(tmp_path / "base.kamdesk"))
    start = time.perf_counter()
    source = open_source(files["csv"])
    table, mapping = choose(source, "client", app.store)
    told: Any = preview(app.store, source, table, mapping)
    spent = time.perf_counter() - start
    assert told.changes_nothing
    app.store.close()
    record_property("bench", ("the same file again", spent, spent, "s"))

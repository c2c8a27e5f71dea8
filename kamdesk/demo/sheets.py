"""The sales sheet of last month, as the company's system would give it: loading it into the demo creates nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kamdesk.demo.book import Book, Row
from kamdesk.sheets.cells import Cell
from kamdesk.sheets.proposing import best
from kamdesk.sheets.staging import stage
from kamdesk.sheets.tables import Table
from kamdesk.sheets.writing import DAY, DECIMAL, MONEY, TEXT, OutColumn, OutSheet, write_xlsx

KIND = "sales_record"
SHEET = "Ventas"
COLUMNS = (OutColumn("Fecha", DAY), OutColumn("Factura", TEXT), OutColumn("Cliente", TEXT), OutColumn("Producto", TEXT),
           OutColumn("Cantidad", DECIMAL, 0), OutColumn("Importe", MONEY), OutColumn("Vendedor", TEXT))
HEADERS = tuple(each.header for each in COLUMNS)


def fill(book: Book) -> None:
    """Give the company's sales of last month the ids that rows of the sheet have."""
    rows = sold(book)
    table = Table(SHEET, HEADERS, 1, list(enumerate(cells(book), start=2)))
    _table, mapping = best((table,), KIND)
    for row, staged in zip(rows, stage(table, mapping), strict=True):
        row["id"] = staged.id


def sold(book: Book) -> list[Row]:
    """The company's sales of last month, in the order of the sheet."""
    month = book.months(-1, -1)[0]
    rows = [row for row in book.rows[KIND] if row["month"] == month and row.get("flow") != "sell_out"]
    return sorted(rows, key=lambda row: (row["on"], row["document"], row["amount"]))


def cells(book: Book) -> list[list[Cell]]:
    """The rows of the sheet."""
    names = {row["id"]: row["name"] for kind in ("client", "distributor", "product", "person")
             for row in book.rows[kind]}
    return [[row["on"], row["document"], names[row["party"].id], names[row["product"]], row["units"],
             Decimal(row["amount"]) / 100, names[row["seller"]]] for row in sold(book)]


def write(book: Book, path: Path) -> None:
    """Write the sheet as a workbook."""
    write_xlsx(path, [OutSheet(SHEET, COLUMNS, cells(book))])

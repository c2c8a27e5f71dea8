"""Figures over real files: the ageing of a published ledger, the totals of a published sales file."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kamdesk import clock
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.figures.receivables import NOT_DUE
from kamdesk.figures.series import ageing
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import SalesRecord
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import Region, day, many
from tests.shared import DATA, needs_data

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
ROW = Mapping[str, str]


def american(text: str) -> datetime.date:
    """A day as m/d/yyyy."""
    month, number, year = map(int, text.split("/"))
    return datetime.date(year, month, number)


def cents(text: str) -> int:
    """An amount in minor units."""
    return round(Decimal(text) * 100)


def read(path: str) -> list[ROW]:
    """The rows of a file of the shared data."""
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load_ledger(app: App, region: Region, rows: list[ROW]) -> None:
    """Invoices of the ledger, each paid whole on its day."""
    customers = sorted({row["customerID"] for row in rows})
    many(app, Client, [{"id": each, "name": each, "category": "other", "territory": region.city.id}
                       for each in customers])
    party = [Link("client", row["customerID"]) for row in rows]
    many(app, Invoice, [{"id": row["invoiceNumber"], "number": row["invoiceNumber"], "party": who,
                         "on": american(row["InvoiceDate"]), "due": american(row["DueDate"]),
                         "amount": cents(row["InvoiceAmount"])} for row, who in zip(rows, party, strict=True)])
    many(app, Payment, [{"id": "P" + row["invoiceNumber"], "party": who, "on": american(row["SettledDate"]),
                         "amount": cents(row["InvoiceAmount"])} for row, who in zip(rows, party, strict=True)])
    many(app, Allocation, [{"source": Link("payment", "P" + row["invoiceNumber"]), "invoice": row["invoiceNumber"],
                            "amount": cents(row["InvoiceAmount"]), "on": american(row["SettledDate"])} for row in rows])


@needs_data
def test_the_ageing_of_a_published_ledger(app: App, region: Region) -> None:
    rows = read("receivables/ibm_ar.csv")
    load_ledger(app, region, rows)
    for on, count, columns in ((day("2012-12-31"), 99, {"0": 4_936_32, "1": 788_74}),
                               (day("2013-06-30"), 84, {"0": 4_284_29, "1": 835_56})):
        found = ageing(app.store.facts, on)[None]
        assert {name: amount for name, amount in found.columns.items() if amount} == columns
        assert (found.rows, found.total) == (count, sum(columns.values()))
        rows_behind = app.rows("F41", Period.day(on))
        assert rows_behind is not None
        assert len(rows_behind.ids) == count
        by_client = app.by("F40", Period.day(on), dimension="client")
        assert sum(each.value or 0 for each in by_client) == found.total


@needs_data
def test_days_late_of_every_row_of_a_published_ledger(app: App, region: Region) -> None:
    rows = read("receivables/ibm_ar.csv")
    load_ledger(app, region, rows)
    invoices = {each.id: each for each in app.store.find(Invoice)}
    paid = {each.invoice: each.on for each in app.store.find(Allocation)}
    late = {id_: max(0, (paid[id_] - each.due).days) for id_, each in invoices.items()}  # type: ignore[operator]
    assert len(late) == 2_466
    assert late == {row["invoiceNumber"]: int(row["DaysLate"]) for row in rows}
    # On the eve of each payment the ageing knows as much: a day less late than on the day it was paid.
    eve = american("6/30/2013")
    overdue = [row for row in rows if american(row["InvoiceDate"]) <= eve < american(row["SettledDate"])
               and american(row["DueDate"]) < eve]
    aged = ageing(app.store.facts, eve)[None]
    assert aged.total - aged.columns[NOT_DUE] == sum(cents(row["InvoiceAmount"]) for row in overdue)


@needs_data
def test_the_totals_of_a_published_sales_file(app: App, region: Region) -> None:
    clock.fix(day("2020-01-15"))
    rows = read("pharma_sales/pharma_sample_DE_Charlie_2019.csv")
    expected = {(row["dimension"], row["value"]): cents(row["sales"])
                for row in read("pharma_sales/pharma_sample_expected.csv")}
    names = {column: sorted({row[column] for row in rows})
             for column in ("Product Class", "Product Name", "Distributor", "Name of Sales Rep")}
    class_of = {row["Product Name"]: row["Product Class"] for row in rows}
    many(app, ProductLine, [{"id": each, "name": each} for each in names["Product Class"]])
    many(app, Product, [{"id": each, "name": each, "line": class_of[each]} for each in names["Product Name"]])
    many(app, Person, [{"id": each, "name": each, "position": "representative"} for each in names["Name of Sales Rep"]])
    many(app, Distributor, [{"id": each, "name": each, "role": "distributor", "territories": (region.zone.id,),
                             "owner": region.boss.id} for each in names["Distributor"]])
    many(app, SalesRecord, [{
        "month": f"{row['Year']}-{MONTHS.index(row['Month']) + 1:02d}", "precision": "month", "via": row["Distributor"],
        "seller": row["Name of Sales Rep"], "product": row["Product Name"], "units": Decimal(row["Quantity"]),
        "amount": cents(row["Sales"]), "category": "return" if row["Sales"].startswith("-") else "sale"}
        for row in rows])
    year = Period.year(2019)
    whole = app.ask("F20", year)
    assert (whole.value, whole.more["rows"]) == (787_416_728_95, 12_004)
    assert whole.more["returns"] == -Fraction(sum(-cents(row["Sales"]) for row in rows if row["Sales"].startswith("-")))
    found = {(dimension, each.key): each.value for name, dimension in
             (("line", "Product Class"), ("distributor", "Distributor"), ("person", "Name of Sales Rep"))
             for each in app.by("F20", year, dimension=name)}
    by_month = app.by("F20", year, dimension="month")
    found |= {("Month", MONTHS[int(str(each.key)[5:]) - 1]): each.value for each in by_month}
    assert found == {key: value for key, value in expected.items() if key[0] in {name for name, _value in found}}
    by_product = {each.key: each.value for each in app.by("F20", year, dimension="product")}
    assert by_product == {name: sum(cents(row["Sales"]) for row in rows if row["Product Name"] == name)
                          for name in names["Product Name"]}

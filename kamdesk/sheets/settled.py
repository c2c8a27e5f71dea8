"""A sheet of invoices that says when each was settled: a payment of the same amount, applied to it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kamdesk.fields import Id, Link
from kamdesk.identity import imported_id
from kamdesk.problems import Problem
from kamdesk.records.receivables import Allocation, Payment
from kamdesk.sheets.mapping import SheetMapping
from kamdesk.sheets.matching import CHUNK, Line
from kamdesk.sheets.proposing import propose
from kamdesk.sheets.tables import Table
from kamdesk.sheets.values import convert, study
from kamdesk.store import IN, Reader, Where

Rows = list[dict[str, Any]]
COPIED = ("party", "currency", "territory", "seller")


def heading(table: Table, mapping: SheetMapping) -> str:
    """The column with the day of payment in a sheet of invoices; "" when it has none of its own."""
    if mapping.kind != "invoice":
        return ""
    columns = propose(table, "payment").columns
    return next((header for header, to in columns.items() if to.field == "on" and header not in mapping.columns), "")


def days(table: Table, header: str, *, order: str | None = None) -> dict[int, datetime.date]:
    """The day of payment by row; a cell that is no day is no payment. ``order`` where the column alone cannot tell."""
    position, of = table.headers.index(header), Payment.kind.fields["on"]
    how, question = study(table.column(position), of, header=header)
    if question and order:
        how = replace(how, order=order)
    found = {}
    for number, cells in table.rows:
        try:
            day = convert(cells[position], of, how)
        except Problem:
            continue
        if day is not None:
            found[number] = day
    return found


def settlements(reader: Reader, lines: Sequence[Line], paid: dict[int, datetime.date]) -> tuple[Rows, Rows]:
    """Payments and allocations of the settled invoices to which nothing has been applied yet."""
    due = [line for line in lines if line.row in paid and not line.refused and line.values.get("amount")
           and line.values.get("category") != "credit_note"]
    applied = _applied(reader, [line.id for line in due])
    payments: Rows = []
    allocations: Rows = []
    for line in due:
        if line.id in applied:
            continue
        on, amount = paid[line.row], line.values["amount"]
        payment = imported_id(Payment.kind.code, "settled", (line.id, on.isoformat()))
        payments.append({"id": payment, "on": on, "amount": amount, "reference": line.values.get("number", ""),
                         **{name: line.values[name] for name in COPIED if name in line.values}})
        allocations.append({"id": imported_id(Allocation.kind.code, "settled", (line.id, on.isoformat())),
                            "source": Link("payment", payment), "invoice": line.id, "amount": amount, "on": on})
    return payments, allocations


def _applied(reader: Reader, invoices: Sequence[Id]) -> set[Id]:
    if not reader.count(Allocation):
        return set()
    return {each.invoice for start in range(0, len(invoices), CHUNK) for each in reader.find(
        Allocation, Where("invoice", IN, invoices[start:start + CHUNK])) if each.invoice}

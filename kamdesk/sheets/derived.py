"""What a sheet says without having it: two numbers in one cell, the amount of price × quantity, months as columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kamdesk.problems import Problem
from kamdesk.sheets.amounts import column_sign, number_of
from kamdesk.sheets.cells import Cell
from kamdesk.sheets.grids import AMOUNT, month_columns, unpivot
from kamdesk.sheets.tables import Table
from kamdesk.words import fold

MOST = 0.9  # of the cells must agree
SAMPLE = 400
PRICES = ("precio unitario", "precio unidad", "precio unit", "p unitario", "valor unitario", "unit price", "precio",
          "price")
QUANTITIES = ("cantidad", "cantidades", "cant", "unidades", "quantity", "qty", "units")
AMOUNTS = re.compile(r"(.* )?(importe|total|subtotal|monto|ingresos?|factura\w+|amount|revenue)( .*)?"
                    r"|(ventas?|sales|valor)( netas?)?")
_TOTALS = re.compile(r"(sub)?total(es)?( anual| general)?|acumulado|suma|year|ano")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_PAIR = re.compile(r"\s*(\d[\d.,]*)\s*[-/xX*]\s*(\d[\d.,]*)\s*")
_NAMES = re.compile(r"\s*(\S.*?\S)\s*[-/×*]\s*(\S.*?\S)\s*")

Rows = list[tuple[int, Sequence[Cell]]]


def derived(table: Table) -> Table:
    """The table with the columns that follow from others put beside them, at the end; months as columns become rows."""
    table = _by_month(table)
    headers, rows = table.headers, table.rows
    for position, header in enumerate(headers):
        names = _NAMES.fullmatch(header)
        if names and not set(names.groups()) & set(headers) and _agree(rows, position, _is_pair):
            headers = (*headers, *names.groups())
            rows = [(number, [*cells, *_parts(cells[position])]) for number, cells in rows]
    headers, rows = _with_amount(headers, rows)
    return replace(table, headers=headers, rows=rows) if headers != table.headers else table


def _by_month(table: Table) -> Table:
    """One row a month, where the headings, or the titles or the sheet's name, tell of which year the months are."""
    months = month_columns(table)
    told = {int(each) for text in (*table.titles, table.sheet) for each in _YEAR.findall(text)}
    if not months or (any(each.startswith("-") for each in months.values()) and len(told) != 1):
        return table
    totals = [at for at, header in enumerate(table.headers) if at not in months and _TOTALS.fullmatch(_plain(header))]
    kept = [at for at in range(len(table.headers)) if at not in totals]
    plain = replace(table, headers=tuple(table.headers[at] for at in kept),
                    rows=[(number, [cells[at] for at in kept]) for number, cells in table.rows])
    return unpivot(plain, year=told.pop() if len(told) == 1 else None)


def _agree(rows: Rows, position: int, holds: Callable[[Cell], bool]) -> bool:
    filled = [cells[position] for _number, cells in rows[:SAMPLE] if cells[position] is not None]
    return bool(filled) and sum(map(holds, filled)) >= MOST * len(filled)


def _is_pair(cell: Cell) -> bool:
    return isinstance(cell, str) and _PAIR.fullmatch(cell) is not None


def _parts(cell: Cell) -> tuple[Cell, Cell]:
    """The two numbers as text, so that each column decides on its decimal sign; nothing where there are not two."""
    match = _PAIR.fullmatch(cell) if isinstance(cell, str) else None
    return (match[1], match[2]) if match else (None, None)


def _plain(header: str) -> str:
    return " ".join(re.findall(r"[a-z]+", fold(header)))


def _named(headers: Sequence[str], names: Iterable[str]) -> int | None:
    """The only column of one of the names, the first name that is there going first."""
    plain = [_plain(header) for header in headers]
    found = next((name for name in names if name in plain), None)
    return plain.index(found) if found is not None and plain.count(found) == 1 else None


def _with_amount(headers: tuple[str, ...], rows: Rows) -> tuple[tuple[str, ...], Rows]:
    """One more column, price × quantity, where the sheet has both and no amount of any name."""
    price, quantity = _named(headers, PRICES), _named(headers, QUANTITIES)
    if price is None or quantity is None or any(
            AMOUNTS.fullmatch(_plain(header)) for at, header in enumerate(headers) if at not in (price, quantity)):
        return headers, rows
    signs = {at: column_sign((cells[at] for _number, cells in rows), usual=".") for at in (price, quantity)}

    def amount(cells: Sequence[Cell]) -> Cell:
        try:
            one, many = (number_of(cells[at], sign) for at, sign in signs.items())
        except Problem:
            return None
        return None if one is None or many is None else one * many

    found: Rows = [(number, [*cells, amount(cells)]) for number, cells in rows]
    return ((*headers, AMOUNT), found) if _agree_all(found) else (headers, rows)


def _agree_all(rows: Rows) -> bool:
    sample = rows[:SAMPLE]
    return bool(sample) and sum(cells[-1] is not None for _number, cells in sample) >= MOST * len(sample)

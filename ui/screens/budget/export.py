"""The grid as shown -> a workbook the person chose a place for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from kamdesk import clock, words
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell
from kamdesk.sheets.writing import DECIMAL, MONEY, OutColumn, OutSheet, write_xlsx
from kamdesk.words import _
from ui import ask
from ui.grid_model import PLAIN, Column, GridModel
from ui.screen import Context, Screen


def export_sheet(context: Context, screen: Screen, model: GridModel, *, title: str) -> None:
    """Ask where, then write what the grid shows with its total."""
    suggested = Path.home() / f"{title} {clock.today().isoformat()}.xlsx"
    path = ask.save_file(screen, _("Export {records}", records=title), "Excel (*.xlsx)", suggested)
    if path is None:
        return
    try:
        write_xlsx(path, [out_sheet(model, title=title)])
    except Problem as problem:
        screen.show_problem(problem)
        return
    context.window.tell(_("Exported to {file}", file=path.name))


def out_sheet(model: GridModel, *, title: str) -> OutSheet:
    """The lines and the total, amounts in units of the base currency."""
    content = model.content
    columns = [OutColumn(content.title), *map(_out_column, content.columns)]
    lines = [*content.lines, *([content.total] if content.total else [])]
    rows: list[list[Cell]] = [
        [line.title, *(_value(column, content.cells.get((line.key, column.key))) for column in content.columns)]
        for line in lines]
    return OutSheet(title, columns, rows)


def _out_column(column: Column) -> OutColumn:
    shape = MONEY if column.form.bar == PLAIN else DECIMAL
    return OutColumn(column.said or column.title, shape, 2)


def _value(column: Column, cell: Any) -> Cell:
    if cell is None or cell.value is None:
        return None
    value = Decimal(cell.value)
    return value.scaleb(-words.exponent()) if column.form.bar == PLAIN else round(value, 2)

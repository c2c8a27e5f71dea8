"""A list as shown -> a workbook or CSV the person chose a place for; written by a job."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.confidential import log_access
from kamdesk.fields import Id
from kamdesk.kinds import Kind
from kamdesk.problems import Problem
from kamdesk.sheets.export import record_sheet
from kamdesk.sheets.writing import OutSheet, write_csv, write_xlsx
from kamdesk.store import Query, Reader
from kamdesk.words import _, plural
from ui import ask
from ui.jobs import Progress
from ui.run import Place
from ui.screen import Context, Screen
from ui.veil import VEILED, veil

PAGE = 1_000


def export_list(context: Context, screen: Screen, kind: Kind, query: Query) -> None:
    """Ask where, then write all rows the list shows, in its order, with its columns."""
    suggested = Path.home() / f"{_(kind.labels)} {clock.today().isoformat()}.xlsx"
    path = ask.save_file(screen, _("Export {records}", records=_(kind.labels).lower()), "Excel (*.xlsx);;CSV (*.csv)",
                         suggested)
    if path is None:
        return

    def failed(error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        screen.show_problem(error)

    def done(total: int) -> None:
        said = plural("{n} record exported to {file}", "{n} records exported to {file}", total, file=path.name)
        context.window.tell(said)
        if veil.is_open and any(kind.fields[name].klass in VEILED for name in context.app.store.columns(kind)):
            context.app.run(log_access, action="exported", what=_(kind.labels), count=total)

    context.jobs.start(lambda progress: write_list(context.app.store, kind, query, path, progress),
                       done=done, failed=failed)


def save_sheet(context: Context, widget: QWidget, place: Place, sheet: OutSheet) -> None:
    """Ask where, then write a sheet that is made already."""
    suggested = Path.home() / f"{sheet.name} {clock.today().isoformat()}.xlsx"
    path = ask.save_file(widget, _("Export {records}", records=sheet.name), "Excel (*.xlsx);;CSV (*.csv)", suggested)
    if path is None:
        return
    try:
        if path.suffix.lower() == ".csv":
            write_csv(path, sheet)
        else:
            write_xlsx(path, [sheet])
    except Problem as problem:
        place.show_problem(problem)
    else:
        context.window.tell(_("Exported to {file}", file=path.name))


def write_list(reader: Reader, kind: Kind, query: Query, path: Path, progress: Progress) -> int:
    """Write a list to .xlsx or .csv; returns how many records."""
    columns = reader.columns(kind)
    rows: list[tuple[Mapping[str, Any], Mapping[Id, str]]] = []
    total = 1
    while len(rows) < total:
        page = reader.page(kind, query, offset=len(rows), limit=PAGE, columns=columns)
        total = page.total
        rows += [(row.values, row.names) for row in page.rows]
        progress(_("Reading {n} of {total} rows", n=len(rows), total=total), len(rows), total)
        if not page.rows:
            break
    shown = [name for name in columns if not veil.covers(kind.fields[name])]
    sheet = record_sheet(kind, shown, rows)
    if path.suffix.lower() == ".csv":
        write_csv(path, sheet)
    else:
        write_xlsx(path, [sheet])
    return len(rows)

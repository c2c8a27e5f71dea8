"""Rows of a list to the clipboard, as a spreadsheet takes them: headings, tabs, nothing that runs as a formula."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from kamdesk.commands.confidential import log_access
from kamdesk.kinds import Kind
from kamdesk.sheets.clipboard import as_html, as_text
from kamdesk.sheets.export import record_sheet
from kamdesk.sheets.writing import texts
from kamdesk.words import _, number, plural
from ui.listing import Listing
from ui.screen import Context
from ui.table import RecordModel
from ui.veil import VEILED, veil

MOST = 5_000  # rows the window may be kept waiting for


def copy_selected(context: Context, kind: Kind, listing: Listing) -> None:
    """Copy the rows selected in a list, its columns as they stand."""
    columns = [listing.model.columns[at] for at in listing.table.order()]
    copy_rows(context, kind, listing.model, listing.table.places(), columns)


def copy_rows(context: Context, kind: Kind, model: RecordModel, rows: Sequence[int], columns: Sequence[str]) -> None:
    """Copy rows of a list by their positions, with those of its columns that are not veiled.

    Copied prices are written down as an export of them is.
    """
    if not rows:
        return
    if len(rows) > MOST:
        context.window.tell(_("Up to {n} rows can be copied. Export the list to take more.", n=number(MOST)))
        return
    found = [row for row in map(model.row_at, rows) if row is not None]
    shown = [name for name in columns if not veil.covers(kind.fields[name])]
    sheet = record_sheet(kind, shown, [(row.values, row.names) for row in found])
    lines = list(texts(sheet))
    data = QMimeData()
    data.setText(as_text(lines))
    data.setHtml(as_html(lines))
    QGuiApplication.clipboard().setMimeData(data)
    context.window.tell(plural("{n} row copied", "{n} rows copied", len(found)))
    if any(kind.fields[name].klass in VEILED for name in shown):
        context.app.run(log_access, action="copied", what=_(kind.labels), count=len(found))

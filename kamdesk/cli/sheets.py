"""import and export: the rows of spreadsheets into the base, lists out of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk.cli.answer import Answer
from kamdesk.cli.base import opened
from kamdesk.cli.lists import every_row, query_of
from kamdesk.cli.values import kind_named
from kamdesk.problems import Problem
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.doors import Doors


def export(options: argparse.Namespace, doors: Doors) -> Answer:
    """A list with all its stored fields as an Excel or CSV file that can be edited and brought back."""
    from kamdesk.sheets.export import record_sheet
    from kamdesk.sheets.writing import write_csv, write_xlsx

    kind, out = kind_named(options.kind), Path(options.file)
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise Problem(_("Give the file the ending .xlsx or .csv: {file}.", file=out.name))
    columns = [each.name for each in kind.stored if each.type != "data"]
    with opened(options, doors) as app:
        query, count = query_of(kind, options, app.store), 0
        rows = [(row.values, row.names) for row in every_row(app.store, kind, query, columns)]
        count, sheet = len(rows), record_sheet(kind, columns, rows, currency=app.store.setting("currency"))
        if out.suffix.lower() == ".csv":
            write_csv(out, sheet)
        else:
            write_xlsx(out, [sheet])
    label = _(kind.label if count == 1 else kind.labels).lower()
    return Answer({"kind": kind.name, "file": str(out), "rows": count}, [f"{count} {label} → {out}"])

"""Where an import may come from besides a file, what it probably holds, and the rows it could not take."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kamdesk.kinds import REGISTER, Kind
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Sheet, Workbook
from kamdesk.sheets.clipboard import parse_cells
from kamdesk.sheets.derived import derived
from kamdesk.sheets.importing import Source
from kamdesk.sheets.mapping import SheetMapping, usable_kinds
from kamdesk.sheets.preview import Preview
from kamdesk.sheets.proposing import best
from kamdesk.sheets.tables import Table, tables
from kamdesk.sheets.writing import OutColumn, OutSheet, write_csv, write_xlsx
from kamdesk.words import _


def pasted(text: str) -> Source:
    """A table copied in a spreadsheet, as a source; Problem when the text holds none."""
    rows = [[cell or None for cell in row] for row in parse_cells(text)]
    if not rows:
        raise Problem(_("The clipboard holds no table. Copy it in your spreadsheet with its headings."))
    book = Workbook(_("Clipboard"), (Sheet(_("Clipboard"), rows),))
    return Source(book.name, hashlib.sha256(text.encode()).hexdigest(), tuple(map(derived, tables(book))))


def importable() -> list[Kind]:
    """The kinds that spreadsheets may bring, those with a ready mapping first."""
    ready = usable_kinds(REGISTER.values())
    rest = sorted((kind for kind in REGISTER.values() if not kind.local and kind.name not in ready),
                  key=lambda kind: _(kind.labels))
    return [*(REGISTER[name] for name in ready), *rest]


def guess_kind(source: Source) -> str:
    """The kind of which a source feeds most fields, each required one it lacks counted against it."""
    return max(usable_kinds(REGISTER.values()), key=lambda name: _suits(*best(source.visible or source.tables, name)))


def _suits(_table: Table, mapping: SheetMapping) -> int:
    given = {to.field for to in mapping.columns.values()}
    lacking = [of for of in REGISTER[mapping.kind].stored
               if of.required and of.default is None and of.name not in given]
    return len(mapping.columns) - len(lacking)


def write_refused(path: Path, table: Table, told: Preview) -> int:
    """The rows that do not enter, with the reason beside them, to be mended and brought again; returns how many."""
    reasons: dict[int, list[str]] = {}
    for each in told.refusals:
        if each.whole:
            where = f"{each.header}: " if each.header else ""
            reasons.setdefault(each.row, []).append(where + each.reason)
    rows = [[*cells, "; ".join(reasons[number])] for number, cells in table.rows if number in reasons]
    sheet = OutSheet(table.sheet, [OutColumn(header) for header in (*table.headers, _("Reason for refusal"))], rows)
    if path.suffix.lower() == ".csv":
        write_csv(path, sheet)
    else:
        write_xlsx(path, [sheet])
    return len(rows)

"""import and export: the rows of spreadsheets into the base, lists out of it."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamdesk.cli.answer import Answer
from kamdesk.cli.base import opened, path_of
from kamdesk.cli.lists import every_row, query_of
from kamdesk.cli.values import field_named, kind_named
from kamdesk.kinds import REGISTER
from kamdesk.problems import Problem
from kamdesk.sheets.mapping import SheetMapping
from kamdesk.sheets.preview import CHANGED, NEW, REFUSED, SAME, SKIPPED, Preview
from kamdesk.sheets.rows import REASONS
from kamdesk.sheets.tables import Table
from kamdesk.words import _, plural

SHOWN = 20  # refused cells listed for a person

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


def bring(options: argparse.Namespace, doors: Doors) -> Answer:
    """The rows of a spreadsheet into the base, as one step; a backup of the base comes first."""
    from kamdesk.commands.sheets import import_sheet
    from kamdesk.sheets.importing import choose, open_source
    from kamdesk.sheets.previewing import preview

    kind, new = kind_named(options.kind), not path_of(options).exists()
    source = open_source(Path(options.file), progress=_progress)
    with opened(options, doors, make=True, keep=not options.dry_run) as app:
        table, mapping = choose(source, kind.name, app.store, sheet=options.sheet)
        told = preview(app.store, source, table, _decided(table, mapping, options), progress=_progress)
        _answered(told)
        if not options.dry_run and not told.changes_nothing:
            if not new:
                doors.back_up(app.store)
            app.run(import_sheet, preview=told, progress=_progress)
    return Answer(_data(told, dry=options.dry_run), _lines(told, dry=options.dry_run))


def _decided(table: Table, mapping: SheetMapping, options: argparse.Namespace) -> SheetMapping:
    """The mapping with what --map, --value, --key and --order say."""
    from kamdesk.sheets.importing import remap

    columns = dict(_pair(part) for text in options.map for part in _parts(text))
    if columns:
        mapping = remap(table, mapping, columns)
    kind = kind_named(mapping.kind)
    values = dict(map(_pair, options.value))
    for name in (*values, *((options.key,) if options.key else ())):
        field_named(kind, name)
    mapping = replace(mapping, constants={**mapping.constants, **values})
    if options.key:
        mapping = replace(mapping, key=(options.key,))
    if options.order:
        mapping = replace(mapping, orders=dict.fromkeys(mapping.columns, options.order) | dict(mapping.orders))
    return mapping


def _parts(text: str) -> list[str]:
    """«Nombre=name,Ciudad=territory.city» in two; a comma inside a heading parts nothing."""
    return re.split(r",(?=[^,]*=)", text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals:
        raise Problem(_("“{text}” says nothing. Write it like {example}.", text=text, example="Nombre=name"))
    return name.strip(), value.strip()


def _answered(told: Preview) -> None:
    if told.questions:
        question = told.questions[0]
        raise Problem(_("In “{header}”, {example} can be two different days. Say whether the day or the month comes "
                        "first.", header=question.header, example=question.examples[0]), field=question.header)


def _progress(text: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        share = f" {done * 100 // total} %" if total else ""
        print(f"\r{text}{share}\033[K", end="\r" if done < total else "\n", file=sys.stderr, flush=True)


def _data(told: Preview, *, dry: bool) -> dict[str, Any]:
    return {
        "kind": told.kind, "file": told.file_name, "sheet": told.sheet, "applied": not dry, "read": told.read,
        "new": told.count(NEW), "changed": told.count(CHANGED), "same": told.count(SAME),
        "skipped": told.count(SKIPPED), "duplicates": told.duplicates, "refused": told.count(REFUSED),
        "refusals": [each._asdict() for each in told.refusals],
        "columns": {header: str(to) for header, to in told.mapping.columns.items()}, "key": told.mapping.key,
        "assumed": told.assumed, "references": [each._asdict() for each in told.references],
        "created": {kind: len(names) for kind, names in told.creations.items()},
        "doubtful": [{"field": each.key[0], "text": each.text, "rows": each.rows,
                      "candidates": [one._asdict() for one in each.candidates]} for each in told.doubts],
        "absent": [{"id": id_, "name": name} for id_, name in told.absent],
        "left_out": [{"row": each.row, "reason": _(REASONS[each.reason]), "text": each.text} for each in told.left_out],
        "settlement": told.settlement, "through": told.through,
    }


def _lines(told: Preview, *, dry: bool) -> list[str]:
    lines = [_("Rows: {read} · new {new} · changed {changed} · same {same} · possible duplicates {alike} · "
               "refused {refused}", read=told.read, new=told.count(NEW), changed=told.count(CHANGED),
               same=told.count(SAME), alike=told.duplicates, refused=told.count(REFUSED))]
    lines += [_("Created with them: {what}", what=", ".join(
        f"{len(names)} {_(REGISTER[kind].labels).lower()}" for kind, names in told.creations.items()))] \
        if told.creations else []
    lines += [f"  {each.row} {each.column} {each.header}: {each.reason}" for each in told.refusals[:SHOWN]]
    if len(told.refusals) > SHOWN:
        lines.append("  " + _("and {n} more; --json lists them all", n=len(told.refusals) - SHOWN))
    if told.absent:
        lines.append(plural("{n} record of these territories is not in the file; it stays",
                            "{n} records of these territories are not in the file; they stay", len(told.absent)))
    if dry:
        lines.append(_("Nothing was written: this was a trial."))
    elif told.changes_nothing:
        lines.append(_("Nothing changed."))
    return lines

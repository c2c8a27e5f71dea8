"""A preview as the lines of a table: one a row, one a changed field, one a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kamdesk.display import display
from kamdesk.fields import Field, Id, Link
from kamdesk.kinds import Kind, kind_of
from kamdesk.sheets.preview import CHANGED, NEW, REFUSED, SAME, SKIPPED, Preview, RowPreview
from kamdesk.store import Reader
from kamdesk.words import N_, _

ALL, ALIKE = "all", "alike"
WORDS = {ALL: N_("All rows"), NEW: N_("New rows"), CHANGED: N_("Rows that change"), SAME: N_("Equal rows"),
         ALIKE: N_("Possible duplicates"), REFUSED: N_("Refused rows"), SKIPPED: N_("Skipped rows")}
STATUS = {NEW: N_("New row"), CHANGED: N_("Changes"), SAME: N_("Equal row"), REFUSED: N_("Refused"),
          SKIPPED: N_("Skipped")}


class Line(NamedTuple):
    """One line: the row of the sheet, what it is called, what becomes of it, and a field with both its values."""

    row: int
    name: str
    result: str
    field: str = ""
    before: str = ""
    after: str = ""


def names_of(reader: Reader, told: Preview) -> dict[Id, str]:
    """What the records are called that differences speak of, those to be created included."""
    fields = kind_of(told.kind).fields
    links: set[Link] = set()
    for row in told.rows:
        for each in row.differences:
            for value in (each.before, each.after):
                links |= set(_links(fields[each.field], value))
        links |= {Link(told.kind, id_) for id_ in row.alike}
    born = {str(row["id"]): str(row.get("name", "")) for rows in told.batch.births.values() for row in rows}
    return {**born, **reader.names(links)}


def _links(of: Field, value: Any) -> Iterator[Link]:
    if not value or of.type not in ("ref", "refs", "link", "links"):
        return
    for one in value if of.type in ("refs", "links") else (value,):
        yield one if isinstance(one, Link) else Link(of.to[0], one)


def lines(told: Preview, wanted: str, names: Mapping[Id, str]) -> list[Line]:
    """The lines of the rows with a status, or of those that look like known records (ALIKE), in the sheet's order."""
    reasons: dict[int, list[Line]] = {}
    for each in told.refusals:
        reasons.setdefault(each.row, []).append(Line(each.row, "", "", each.header, each.text, each.reason))
    found: list[Line] = []
    for row in told.rows:
        if wanted in (ALL, row.status) or (wanted == ALIKE and row.alike):
            found += _row(kind_of(told.kind), row, reasons.get(row.row, []), names)
    return found


def _row(kind: Kind, row: RowPreview, reasons: list[Line], names: Mapping[Id, str]) -> Iterator[Line]:
    result = _(STATUS[row.status])
    details: list[tuple[str, str, str]] = []
    for each in row.differences:
        of = kind.fields[each.field]
        details.append((_(of.label), display(of, each.before, names), display(of, each.after, names)))
    details += [(line.field, line.before, line.after) for line in reasons]
    if row.alike:
        details.append((_("Looks like"), ", ".join(names.get(id_, "") for id_ in row.alike), ""))
    for field, before, after in details or [("", "", "")]:
        yield Line(row.row, row.name, result, field, before, after)

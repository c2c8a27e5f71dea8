"""What a sheet of sales or invoices says of the clients, products and sellers it names, for those to be created."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kamdesk.kinds import kind_of
from kamdesk.records.clients import Client
from kamdesk.sheets.mapping import SheetMapping, Target
from kamdesk.sheets.proposing import guess_choice, propose
from kamdesk.sheets.staging import stage
from kamdesk.sheets.tables import Table

# What a column beside a name may tell of the record it names; the rest of a row speaks of the sale.
TOLD = {
    "client": ("territory", "geo", "address", "category", "channel", "tax_id", "phone"),
    "distributor": ("channel",),
    "product": ("line", "presentation", "ingredient"),
}
SHARED = ("territory", "geo", "channel", "own_channel")  # columns that speak of the row and of its client alike


def details(table: Table, mapping: SheetMapping, field: str) -> Iterator[Mapping[str, Any]]:
    """Row by row, values of the record that a reference column names; references among them still as they are."""
    of = kind_of(mapping.kind).fields[field]
    kind = of.to[0] if of.to else ""
    header = next((each for each, to in mapping.columns.items() if to.field == field and not to.part), None)
    sub = _mapping(table, mapping, kind, header) if kind in TOLD and header else None
    if sub is None:
        return iter({} for _row in table.rows)
    wanted = frozenset(TOLD[kind]) & {to.field for to in sub.columns.values()}
    return ({name: row.values[name] for name in wanted if name in row.values} for row in stage(table, sub))


def _mapping(table: Table, mapping: SheetMapping, kind: str, header: str) -> SheetMapping | None:
    about = kind_of(kind)
    proposed = propose(table, kind)
    columns = {each: to for each, to in proposed.columns.items() if to.field in TOLD[kind]
               and (each not in mapping.columns or mapping.columns[each].field in SHARED)}
    if not columns:
        return None
    columns = {header: Target("name"), **{each: to for each, to in columns.items() if each != header}}
    given = {to.field for to in columns.values()}
    lacking = [of for of in about.stored if of.required and of.default is None and of.name not in given]
    constants = {of.name: next(iter(of.options), "-") for of in lacking}
    return replace(proposed, columns=columns, key=("name",), constants=constants, needs=())


def category_of(name: str, *more: str) -> str:
    """What a client is by the words of its name, or of what the sheet says beside it; «other» when nothing tells."""
    of = Client.kind.fields["category"]
    return next((found for text in (name, *more) if text and (found := guess_choice(text, of))), "other")

"""list and history: records as lines or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kamdesk.cli.answer import Answer, field_value, table
from kamdesk.cli.base import opened
from kamdesk.cli.values import condition, field_named, kind_named, record_id
from kamdesk.display import display, is_right
from kamdesk.kinds import Kind
from kamdesk.store import Page, Past, Query, Reader, Row
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from kamdesk.doors import Doors

CHUNK = 500  # rows read at once
WIDEST = 60  # characters of a cell shown


def listing(options: argparse.Namespace, doors: Doors) -> Answer:
    """Some records of a kind."""
    kind = kind_named(options.kind)
    with opened(options, doors) as app:
        query = query_of(kind, options, app.store)
        columns = _columns(kind, options.columns, app.store)
        pages = list(_pages(app.store, kind, query, columns, limit=options.limit))
        rows = [row for page in pages for row in page.rows]
        total = pages[0].total
        currency = app.store.setting("currency")
    data = {"kind": kind.name, "total": total, "rows": [_row(kind, columns, row, currency) for row in rows]}
    return Answer(data, [*_lines(kind, columns, rows), _counted(kind, len(rows), total)])


def query_of(kind: Kind, options: argparse.Namespace, reader: Reader) -> Query:
    """The query that --where, --search and --sort ask for."""
    where = tuple(condition(kind, each, reader) for each in options.where)
    sort: tuple[tuple[str, bool], ...] = ()
    wanted = getattr(options, "sort", None)
    if wanted:
        sort = ((field_named(kind, wanted.lstrip("-")).name, wanted.startswith("-")),)
    return Query(where, search=getattr(options, "search", ""), sort=sort)


def _columns(kind: Kind, wanted: str | None, reader: Reader) -> list[str]:
    if not wanted:
        return reader.columns(kind)
    return [field_named(kind, name.strip()).name for name in wanted.split(",")]


def _pages(reader: Reader, kind: Kind, query: Query, columns: Sequence[str], *, limit: int) -> Iterator[Page]:
    offset = 0
    while True:
        size = min(CHUNK, limit - offset) if limit else CHUNK
        page = reader.page(kind, query, offset=offset, limit=size, columns=columns)
        yield page
        offset += len(page.rows)
        if len(page.rows) < size or offset == limit:
            return


def every_row(reader: Reader, kind: Kind, query: Query, columns: Sequence[str]) -> Iterator[Row]:
    """All rows of a query, read in chunks."""
    for page in _pages(reader, kind, query, columns, limit=0):
        yield from page.rows


def _row(kind: Kind, columns: Sequence[str], row: Row, base: str) -> dict[str, Any]:
    currency = row.values.get("currency") or base
    return {"id": row.id, **{name: field_value(kind.fields[name], row.values.get(name), row.names, currency=currency)
                             for name in columns}}


def _lines(kind: Kind, columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    fields = [kind.fields[name] for name in columns]
    cells = [[" ".join(display(of, row.values.get(of.name), row.names).split())[:WIDEST] for of in fields]
             for row in rows]
    return table([_(of.label) for of in fields], cells, [is_right(of) for of in fields])


def _counted(kind: Kind, shown: int, total: int) -> str:
    if shown < total:
        return _("{n} of {total} {records}", n=shown, total=total, records=_(kind.labels).lower())
    return f"{total} {_(kind.label if total == 1 else kind.labels).lower()}"


def history(options: argparse.Namespace, doors: Doors) -> Answer:
    """The changes of one record, newest first."""
    kind = kind_named(options.kind)
    with opened(options, doors) as app:
        id_ = record_id(kind.name, options.key, app.store)
        past = app.store.history(kind.cls, id_)
    data = {"kind": kind.name, "id": id_, "changes": past}
    return Answer(data, [*(_past_line(kind, each) for each in past), plural("{n} change", "{n} changes", len(past))])


def _past_line(kind: Kind, past: Past) -> str:
    when = f"{past.at.astimezone():%Y-%m-%d %H:%M}"
    of = kind.fields.get(past.field)
    if of is None:
        return f"{when}  {past.action}  {_PLAIN.get(past.field, past.field)}"
    before, after = (display(of, value) or "—" for value in (past.before, past.after))
    return f"{when}  {past.action}  {_(of.label)}: {before} → {after}"


_PLAIN = {"born": "+", "deleted": "−"}

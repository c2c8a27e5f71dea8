"""Query -> SQL: conditions, search and order of the lists of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from db.figures.columns import calc_column, stored_column
from db.schema import table_of
from db.search import DOC, asked, has_entry, matching
from kamdesk import store
from kamdesk.fields import Field, Link
from kamdesk.kinds import Kind, kind_of
from kamdesk.store import Query, Where
from kamdesk.stored import to_cell

_COMPARE: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    store.EQUAL: lambda column, value: column.is_(None) if value is None else column == value,
    store.NOT_EQUAL: lambda column, value: column.is_not(None) if value is None else column.is_distinct_from(value),
    store.LESS: lambda column, value: column < value,
    store.AT_MOST: lambda column, value: column <= value,
    store.MORE: lambda column, value: column > value,
    store.AT_LEAST: lambda column, value: column >= value,
}


def column_of(kind: Kind, name: str) -> ColumnElement[Any]:
    """The column, or the SQL of a calc field, that holds ``name``."""
    table = table_of(kind)
    if name in ("id", "archived"):
        return table.c[name]
    each = kind.fields[name]
    return calc_column(kind, name) if not each.stored else table.c[each.columns[-1].name]


def condition(kind: Kind, where: Where) -> ColumnElement[bool]:
    """One condition as SQL."""
    of = kind.fields.get(where.field)
    column = column_of(kind, where.field)
    special = _SPECIAL.get(where.op)
    if special is not None:
        return special(kind, of, column, where.value)
    equal = _COMPARE[where.op](column, _cell(of, where.value))
    if of is not None and of.type == "link" and isinstance(where.value, Link):
        return and_(table_of(kind).c[of.columns[0].name] == kind_of(where.value.kind).code, equal)
    return equal


def _among(_kind: Kind, of: Field | None, column: ColumnElement[Any], values: Any) -> ColumnElement[bool]:
    return column.in_([_cell(of, value) for value in values]) if values else false()


def _below(kind: Kind, of: Field | None, column: ColumnElement[Any], root: Any) -> ColumnElement[bool]:
    return column.in_(_descendants(kind_of(of.to[0]) if of else kind, root))


def _cell(of: Field | None, value: Any) -> Any:
    if isinstance(value, Link):
        return value.id
    if of is None or value is None:
        return int(value) if isinstance(value, bool) else value
    if of.type in ("refs", "links", "choices", "link", "geo"):
        return value
    if of.type == "calc":
        return to_cell(Field("", of.value, scale=of.scale), value)
    return to_cell(of, value)


def _contains(_kind: Kind, of: Field | None, column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    if of is not None and of.type in ("refs", "links", "choices"):
        wanted = value.id if isinstance(value, Link) else value
        return func.instr(column, f'"{wanted}"') > 0
    return func.instr(func.lower(column), str(value).lower()) > 0


def _descendants(tree: Kind, root: str) -> Select[Any]:
    table = table_of(tree)
    below = select(table.c.id).where(table.c.id == root).cte("below", recursive=True)
    below = below.union(select(table.c.id).where(table.c.parent == below.c.id))
    return select(below.c.id)


_SPECIAL: dict[str, Callable[[Kind, Field | None, ColumnElement[Any], Any], ColumnElement[bool]]] = {
    store.EMPTY: lambda _kind, _of, column, _value: column.is_(None),
    store.FILLED: lambda _kind, _of, column, _value: column.is_not(None),
    store.UNDER: _below, store.CONTAINS: _contains, store.IN: _among,
}


def filtered(kind: Kind, query: Query) -> ColumnElement[bool]:
    """All conditions of a query as SQL."""
    table = table_of(kind)
    parts = [condition(kind, where) for where in query.where]
    if query.archived is not None:
        # Written out: of a placeholder SQLite thinks that few rows fit, and sorts them instead of following an index.
        parts.append(table.c.archived == literal_column(str(int(query.archived))))
    if query.search.strip():
        parts.append(_found(kind, query.search))
    return and_(true(), *parts)


def _found(kind: Kind, words: str) -> ColumnElement[bool]:
    """Every word in the record's own text or in the name of a record it refers to.

    Each word is one list of ids from the indexes: conditions joined by OR would be tried on every row.
    """
    table = table_of(kind)
    rows = table.alias()
    every = []
    for word in asked(words):
        ways: list[Any] = []
        if has_entry(kind):
            ways.append(matching(word, (kind.code,)))
        elif kind.own_text:
            ways += [select(rows.c.id).where(_holds(rows.c[each.name], word)) for each in kind.own_text]
        ways += [select(rows.c.id).where(refers(rows, each, word)) for each in kind.searched_references]
        every.append(table.c.id.in_(union_all(*ways)) if ways else false())
    return and_(true(), *every)


def _holds(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether a text without an entry of its own holds a word; only texts beyond ASCII pay for the folding."""
    beyond = and_(column.op("GLOB")("*[^ -~]*"), func.instr(func.kd_fold(column), word) > 0)
    return or_(func.instr(func.lower(column), word) > 0, beyond)


def refers(table: FromClause, each: Field, word: str) -> ColumnElement[bool]:
    """Whether a reference of a record names something whose own words contain ``word`` (folded)."""
    codes = tuple(kind_of(name).code for name in each.to)
    column = table.c[each.columns[-1].name]
    if each.type in ("ref", "link"):
        return column.in_(matching(word, codes))
    members = func.json_each(column).table_valued("value")
    inside = members.c.value if each.type == "refs" else func.json_extract(members.c.value, "$[1]")
    return select(literal(1)).select_from(members).where(inside.in_(matching(word, codes))).exists()


def listed(kind: Kind, query: Query) -> Select[Any]:
    """The ids a list shows, in its order: as asked, else by its first title field; ties end with the id."""
    table = table_of(kind)
    chosen = select(table.c.id).where(filtered(kind, query))
    first = kind.title[0]
    sort = query.sort or ((first, kind.fields[first].type in ("day", "instant", "month", "year")),)
    kept = stored_column(kind, sort[0][0])
    if kept is not None:
        # Driven by the index of the roll-up, read backwards for a descending order. An alias: conditions read it too.
        roll_up = kept.table.alias()
        by = (roll_up.c.kind, roll_up.c[kept.name], roll_up.c.pk)
        chosen = chosen.join(roll_up, and_(roll_up.c.pk == table.c.id, roll_up.c.kind == kind.code))
        return chosen.order_by(*(column.desc() if sort[0][1] else column.asc() for column in by))
    # What was searched for is a few ids: they lead, not the index of names.
    named = not query.search.strip() and any(by_own_name(kind, name) for name, _descending in sort)
    if named:
        # Driven by the index (t, fold, pk), so that a first page of 50,000 stops after its rows.
        chosen = chosen.join(DOC, and_(DOC.c.pk == table.c.id, DOC.c.t == kind.code))
    for name, descending in sort:
        column = DOC.c.fold if named and by_own_name(kind, name) else _sortable(kind, name)
        chosen = chosen.order_by(column.desc() if descending else column.asc())
    return chosen.order_by(DOC.c.pk if named else table.c.id)


def by_own_name(kind: Kind, name: str) -> bool:
    """Whether sorting by a field is sorting by the names of the search entries."""
    return name == kind.title[0] and has_entry(kind) and kind.fields[name].type == "text"


def _sortable(kind: Kind, name: str) -> ColumnElement[Any]:
    of = kind.fields.get(name)
    if by_own_name(kind, name):
        return _name_of(table_of(kind).c.id)
    if of is not None and of.type in ("ref", "link"):
        return _name_of(table_of(kind).c[of.columns[-1].name])
    return column_of(kind, name)


def _name_of(column: ColumnElement[Any]) -> ColumnElement[Any]:
    entry = DOC.alias()
    return select(entry.c.fold).where(entry.c.pk == column).limit(1).scalar_subquery()

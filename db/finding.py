"""Lists searched by words in the order of their names: the index of names is read once, in order, and sorts nothing.

Going from what the words hit to the records and sorting those costs ten times as much for thousands of hits.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, text

from db.query import by_own_name, condition, refers
from db.schema import table_of
from db.search import DOC, TRIGRAM, asked, begins, has_entry, quoted
from kamdesk.kinds import Kind
from kamdesk.store import Query


def in_order_of_names(kind: Kind, query: Query) -> Select[Any] | None:
    """The ids of all records of a search in its order; None for lists that are not searched and sorted by name."""
    words = sorted(asked(query.search), key=len, reverse=True)  # the rarest first: the others look at what it leaves
    sort = query.sort or ((kind.title[0], False),)
    if not words or not has_entry(kind) or len(sort) > 1 or not by_own_name(kind, sort[0][0]):
        return None
    chosen = select(DOC.c.pk).where(DOC.c.t == kind.code, *(_holds(kind, word) for word in words))
    chosen = chosen.where(*_wanted(kind, query))
    return chosen.order_by(DOC.c.fold.desc() if sort[0][1] else DOC.c.fold, DOC.c.pk)


def _holds(kind: Kind, word: str) -> ColumnElement[bool]:
    """Whether an entry holds a word, or the name of something its record refers to does."""
    rows = table_of(kind).alias()
    ways = [DOC.c.pk.in_(select(rows.c.id).where(refers(rows, each, word))) for each in kind.searched_references]
    if len(word) < TRIGRAM:
        return or_(begins(DOC.c.fold, word), *ways)
    found = text("SELECT rowid FROM kd_search WHERE kd_search MATCH :w").bindparams(
        bindparam("w", quoted(word), unique=True))
    return or_(DOC.c.n.in_(found), *ways)


def _wanted(kind: Kind, query: Query) -> list[ColumnElement[bool]]:
    """The other conditions; archived records are few and told by their own index."""
    table = table_of(kind)
    found: list[ColumnElement[bool]] = []
    if query.archived is not None:
        gone = DOC.c.pk.in_(select(table.c.id).where(table.c.archived == 1))
        found.append(gone if query.archived else ~gone)
    if query.where:
        conditions = (condition(kind, where) for where in query.where)
        found.append(select(table.c.id).where(table.c.id == DOC.c.pk, *conditions).exists())
    return found

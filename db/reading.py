"""Reading records of any kind over one connection."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, case, func, literal_column, select

from db import journal, search, trash
from db.figures.columns import has_calc
from db.finding import in_order_of_names
from db.query import column_of, condition, filtered, listed
from db.readers import Held
from db.rows import record_of
from db.schema import table_of
from kamdesk import clock, settings
from kamdesk.fields import Field, Id, Link
from kamdesk.figures.facts import Facts
from kamdesk.figures.remembered import remembered
from kamdesk.kinds import Kind, Record, kind_by_code, kind_of
from kamdesk.problems import Problem
from kamdesk.records.clients import REACH, WITHDRAWN
from kamdesk.records.numbering import BORN, DELETED, field_by_number
from kamdesk.store import Gone, Hit, Page, Past, Query, Reader, Row, Where
from kamdesk.stored import from_cell, from_columns
from kamdesk.words import _, day, fold

R = TypeVar("R", bound=Record)
CHUNK = 500


def stored_facts(reader: Reader, connection: Connection) -> Facts:
    """What figures ask, without a memory."""
    from db.figures.facts import StoredFacts

    return StoredFacts(reader, connection)


def called(reader: Reader, record: Record | None) -> str | None:
    """What a record is called, composed from its title fields."""
    if record is None:
        return None
    fields = [type(record).kind.fields[name] for name in type(record).kind.title]
    return " · ".join(filter(None, (_word(reader, of, getattr(record, of.name)) for of in fields)))


def _word(reader: Reader, of: Field, value: Any) -> str:
    if value in (None, "", ()):
        return ""
    if of.type in ("ref", "link"):
        link = value if of.type == "link" else Link(of.to[0], value)
        return reader.names([link]).get(link.id, "")
    if isinstance(value, datetime.date):
        return day(value)
    return _(of.options[value]) if of.type == "choice" else str(value)


class Reading:
    """``kamdesk.store.Reader`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._own = Held(connection)

    @property
    def _held(self) -> Held:
        return self._own

    @property
    def _connection(self) -> Connection:
        return self._held.connection

    def forget(self) -> None:
        """Something was written: what was remembered is stale."""
        self._own.forget()

    @property
    def facts(self) -> Facts:
        """What figures ask; answers are remembered until something is written or another day begins."""
        held = self._held
        found = held.facts
        if found is None or held.day != clock.today():
            found = remembered(stored_facts(self, held.connection))
            held.facts, held.day = found, clock.today()
        return found

    @property
    def me(self) -> Id | None:
        """The person of this laptop."""
        found: Id | None = self.setting("me")
        return found

    def get(self, kind: type[R], id_: Id) -> R:
        """The record; Problem when there is none."""
        found = self.maybe(kind, id_)
        if found is None:
            raise Problem(_("There is no {kind} “{value}”. Create it or choose another.",
                            kind=_(kind.kind.label).lower(), value=id_))
        return found

    def maybe(self, kind: type[R], id_: Id | None) -> R | None:
        """The record, or None."""
        table = table_of(kind.kind)
        row = self._connection.execute(select(table).where(table.c.id == id_)).first() if id_ else None
        return None if row is None else record_of(kind, row)

    def find(self, kind: type[R], *where: Where, archived: bool | None = False,
             sort: Sequence[tuple[str, bool]] = (), limit: int | None = None, **equal: Any) -> list[R]:
        """Records that match all conditions."""
        query = _query(where, equal, archived=archived)
        chosen = select(table_of(kind.kind)).where(filtered(kind.kind, query)).limit(limit)
        rows = self._connection.execute(chosen.order_by(*_ordered(kind.kind, query, sort)))
        return [record_of(kind, row) for row in rows]

    def count(self, kind: type[Record], *where: Where, archived: bool | None = False, **equal: Any) -> int:
        """How many records match."""
        return self._total(kind.kind, _query(where, equal, archived=archived))

    def _total(self, kind: Kind, query: Query) -> int:
        chosen = select(func.count()).select_from(table_of(kind))
        if query == Query():  # all less the archived ones: both are read from an index, whatever the size
            gone = chosen.where(table_of(kind).c.archived == 1)
            return int(self._connection.execute(chosen).scalar_one() - self._connection.execute(gone).scalar_one())
        return int(self._connection.execute(chosen.where(filtered(kind, query))).scalar_one())

    def columns(self, kind: Kind) -> list[str]:
        """The list columns that can be read."""
        return [name for name in kind.columns if kind.fields[name].stored or has_calc(kind, name)]

    def readable(self, kind: Kind) -> set[str]:
        """Every field that a page can be asked for."""
        return {name for name, of in kind.fields.items() if of.stored or has_calc(kind, name)}

    def used(self, kind: Kind, field: str, *, limit: int = 40) -> list[Any]:
        """The values in use in a stored field, the most frequent first."""
        table, of = table_of(kind), kind.fields[field]
        columns = [table.c[each.name] for each in of.columns]
        chosen = select(*columns).where(table.c.archived == 0, columns[-1].is_not(None)).group_by(*columns)
        rows = self._connection.execute(chosen.order_by(func.count().desc(), columns[-1]).limit(limit))
        return [from_columns(of, tuple(row)) for row in rows]

    def ids(self, kind: Kind, query: Query) -> list[Id]:
        """The ids of all records of a list, in its order."""
        return list(self._connection.execute(listed(kind, query)).scalars().all())

    def page(self, kind: Kind, query: Query, *, offset: int = 0, limit: int = 100,
             columns: Sequence[str] | None = None) -> Page:
        """A page of a list: the first one by LIMIT, later ones from the remembered order (OFFSET costs 25×).

        What was searched for is read whole at once: counting it would look for the words a second time.
        """
        if offset == 0 and not query.search.strip():
            ids = list(self._connection.execute(listed(kind, query).limit(limit)).scalars())
            total = len(ids) if len(ids) < limit else self._total(kind, query)
        else:
            order = self._order(kind, query)
            ids, total = self._ids_at(kind, order[offset:offset + limit]), len(order)
        return Page(total, offset, self._rows(kind, ids, columns or kind.columns))

    def _order(self, kind: Kind, query: Query) -> Sequence[int | Id]:
        """All records of a list in its order: row numbers, or ids where the index of names gave them."""
        held, key = self._held.lists, (kind.name, repr(query))
        if key not in held:
            named = in_order_of_names(kind, query)
            chosen = listed(kind, query).with_only_columns(_rowid(kind)) if named is None else named
            held[key] = self._connection.execute(chosen).scalars().all()  # one by one they take twice as long
        return held[key]

    def _ids_at(self, kind: Kind, order: Sequence[int | Id]) -> list[Id]:
        if order and isinstance(order[0], str):
            return list(map(str, order))
        rowids = list(map(int, order))
        marks = ", ".join("?" * len(rowids))
        sql = f'SELECT rowid, id FROM "{kind.name}" WHERE rowid IN ({marks})'
        found = {row[0]: row[1] for row in self._connection.exec_driver_sql(sql, tuple(rowids))} if rowids else {}
        return [found[rowid] for rowid in rowids if rowid in found]

    def _rows(self, kind: Kind, ids: Sequence[Id], columns: Sequence[str]) -> list[Row]:
        table = table_of(kind)
        shown = [kind.fields[name] for name in dict.fromkeys((*columns, *kind.title))
                 if kind.fields[name].stored or has_calc(kind, name)]
        chosen = select(table.c.id, table.c.archived, *_selected(kind, shown)).where(table.c.id.in_(ids))
        found = {row[0]: _values(shown, row) for row in self._connection.execute(chosen)}
        names = self.names(_links_in(shown, found.values()))
        return [Row(id_, found[id_], names, archived=found[id_]["archived"]) for id_ in ids if id_ in found]

    def names(self, links: Iterable[Link]) -> dict[Id, str]:
        """What records are called: from their search entry, else composed from their title fields."""
        wanted = {link.id: link.kind for link in links}
        found: dict[Id, str] = {}
        ids = list(wanted)
        for start in range(0, len(ids), CHUNK):
            part = ids[start:start + CHUNK]
            entries = select(search.DOC.c.pk, search.DOC.c.title).where(search.DOC.c.pk.in_(part))
            rows = self._connection.execute(entries)
            found.update({row[0]: row[1] for row in rows if row[1]})
        for id_ in set(ids) - set(found):
            title = called(self, self.maybe(kind_of(wanted[id_]).cls, id_))
            if title:
                found[id_] = title
        return found

    def referred(self, kind: Kind, ids: Iterable[Id]) -> set[Id]:
        """The ids that some records of a kind refer to."""
        table = table_of(kind)
        wanted = list(ids)
        found: set[Id] = set()
        for each in kind.stored:
            if each.type in ("ref", "link"):
                column = table.c[each.columns[-1].name]
                chosen = select(column).where(table.c.id.in_(wanted), column.is_not(None)).distinct()
                found.update(self._connection.execute(chosen).scalars())
        return found

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Records whose words contain all words of ``text``, best first."""
        codes = tuple(kind_of(name).code for name in kinds)
        return [Hit(kind_by_code(code).name, id_, title) for code, id_, title
                in search.hits(self._connection, text, codes, limit)]

    def resolve(self, kind: str, text: str) -> list[Id]:
        """Records that a person may mean by an id, a unique key or a whole name; the first way that finds any."""
        of = kind_of(kind)
        table = table_of(of)
        ways = [table.c.id == text]
        ways += [condition(of, Where(key[0], "=", text)) for key in of.unique
                 if len(key) == 1 and of.fields[key[0]].type == "text"]
        for way in ways:
            found = list(self._connection.execute(select(table.c.id).where(way)).scalars())
            if found:
                return found
        entry = select(search.DOC.c.pk).where(search.DOC.c.t == of.code, search.DOC.c.fold == fold(text))
        return list(self._connection.execute(entry).scalars())

    def history(self, kind: type[Record], id_: Id) -> list[Past]:
        """The changes of a record, newest first."""
        sql = ("SELECT x.hlc, coalesce(x.person, ''), coalesce(r.label, ''), coalesce(x.action, ''), j.f, j.o, j.v"
               " FROM kd_journal j LEFT JOIN kd_txn x ON coalesce(j.s, j.seq) BETWEEN x.s_from AND x.s_to"
               " AND (x.r = j.r OR (j.r IS NULL AND x.r IN (SELECT rid FROM kd_replica WHERE is_self > 0)))"
               " LEFT JOIN kd_replica r ON r.rid = x.r WHERE j.t = ? AND j.pk = ? ORDER BY j.seq DESC")
        rows = self._connection.exec_driver_sql(sql, (kind.kind.code, id_))
        return [past for past in map(partial(_past, kind.kind), rows) if past]

    def gone(self, since: datetime.datetime) -> list[Gone]:
        """The records archived or deleted since an instant that still are, newest first."""
        left = [each for each in trash.left_since(self._connection, since) if each.kind.place]
        names = self.names(Link(each.kind.name, each.id) for each in left if each.row is None)
        return [Gone(each.kind.name, each.id, names.get(each.id, "") if each.row is None else
                     called(self, trash.record_then(each.kind, each.row)) or "", journal.instant(each.hlc),
                     each.row is not None) for each in left]

    def setting(self, name: str) -> Any:
        """The value of a setting, its default when nobody set it."""
        declared = settings.declared(name)
        sql = "SELECT value FROM setting WHERE name = ? AND archived = 0"
        found = self._connection.exec_driver_sql(sql, (name,)).scalar()
        return declared.default if found is None else declared.load(json.loads(found))


def _rowid(kind: Kind) -> ColumnElement[int]:
    return literal_column(f'"{kind.name}".rowid')


def _query(where: tuple[Where, ...], equal: dict[str, Any], *, archived: bool | None) -> Query:
    return Query(where + tuple(Where(name, "=", value) for name, value in equal.items()), archived=archived)


def _ordered(kind: Kind, query: Query, sort: Sequence[tuple[str, bool]]) -> list[ColumnElement[Any]]:
    """The columns of an order, ids last; of the few that match SQLite shall not go through all the ids in order."""
    named = ((column_of(kind, name), descending) for name, descending in sort)
    id_ = table_of(kind).c.id
    return [*(column.desc() if descending else column.asc() for column, descending in named),
            id_.concat("") if query.where else id_]


def _selected(kind: Kind, shown: Sequence[Field]) -> list[ColumnElement[Any]]:
    table = table_of(kind)
    found: list[ColumnElement[Any]] = []
    for each in shown:
        found += [table.c[part.name] for part in each.columns] or [column_of(kind, each.name).label(each.name)]
        if each.name in REACH.get(kind.name, ()):
            found[-1] = case((table.c.consent == WITHDRAWN, ""), else_=table.c[each.name]).label(each.name)
    return found


def _values(shown: Sequence[Field], row: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"archived": bool(row[1])}
    at = 2
    for each in shown:
        width = len(each.columns) or 1
        cells = tuple(row[at:at + width])
        values[each.name] = from_columns(each, cells) if each.stored else _calculated(each, cells[0])
        at += width
    return values


def _calculated(each: Field, cell: Any) -> Any:
    return from_cell(Field(each.label, each.value, scale=each.scale), cell)


def _links_in(shown: Sequence[Field], rows: Iterable[dict[str, Any]]) -> set[Link]:
    found: set[Link] = set()
    references = [each for each in shown if each.type in ("ref", "refs", "link", "links")
                  or (each.type == "calc" and each.value == "ref")]
    for values in rows:
        for each in references:
            value = values[each.name]
            if not value:
                continue
            if each.type in ("refs", "links"):
                found.update(one if isinstance(one, Link) else Link(each.to[0], one) for one in value)
            else:
                found.add(value if isinstance(value, Link) else Link(each.to[0], value))
    return found


def _past(kind: Kind, row: Any) -> Past | None:
    hlc, person, device, action, number, before, after = row
    at = journal.instant(hlc or 0)
    if number in (BORN, DELETED):
        return Past(at, person, device, action, "born" if number == BORN else "deleted", None, None)
    name = field_by_number(kind.name, number)
    if name is None:
        return None
    if name == "archived":
        return Past(at, person, device, action, name, bool(before), bool(after))
    of = kind.fields[name]
    return Past(at, person, device, action, name, from_cell(of, before), from_cell(of, after))

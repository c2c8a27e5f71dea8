"""«Revisar mis datos»: looks for what is broken in a base, whoever broke it; changes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DatabaseError

from db import search
from db.figures import rollup
from db.schema import table_of
from kamdesk import words
from kamdesk.doors import Finding
from kamdesk.fields import Field, Id, Link
from kamdesk.kinds import REGISTER, Kind, kind_by_code, kind_of
from kamdesk.records.documents import Attachment
from kamdesk.records.receivables import Invoice
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from db.store import BaseStore

DAMAGED, MISSING, CYCLE, OVER_APPLIED, DUPLICATE, SEARCH, ROLLUP, CONTENT, ORPHAN = (
    "damaged", "missing", "cycle", "over_applied", "duplicate", "search", "rollup", "content", "orphan")
ORPHAN_AFTER = 30 * 24 * 3600  # seconds: a content nobody names may be of a step that is done again
_KEPT = [table.name for table in (rollup.PLACE, rollup.PARTY, rollup.SALES, rollup.TOTALS, rollup.BOUGHT,
                                  rollup.DOCUMENT)]


def check(store: BaseStore) -> list[Finding]:
    """Everything found, worst first."""
    with store.alone(), store.writer.begin() as transaction:
        found = list(_damaged(store.writer))
        if not found:
            found = [*_missing(store), *_cycles(store), *_over_applied(store), *_duplicates(store),
                     *_contents(store), *_search(store.writer), *_rollup(store.writer)]
        transaction.rollback()
    return found


def broken_rules(store: BaseStore) -> list[Finding]:
    """What joined records may break between them: circles, invoices with too much applied, natural keys twice.

    Inside a transaction of the connection that writes.
    """
    return [*_cycles(store), *_over_applied(store), *_duplicates(store)]


def _damaged(connection: Connection) -> Iterator[Finding]:
    try:
        lines = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    except DatabaseError:  # so broken that SQLite cannot even list what is
        lines = []
    if lines != ["ok"]:
        yield Finding(DAMAGED, _("The file of the base is damaged. Restore the newest backup."))


def _missing(store: BaseStore) -> Iterator[Finding]:
    """References of all sorts to records that are not there."""
    for kind in REGISTER.values():
        for each in kind.stored:
            if each.type in ("ref", "link", "refs", "links"):
                for id_ in missing(store.writer, kind, each):
                    yield Finding(MISSING, _("{record}: {field} refers to a record that is not there.",
                                             record=_called(store, kind, id_), field=_(each.label)),
                                  kind.name, id_, each.name, mendable=not kind.append_only)


def missing(connection: Connection, kind: Kind, of: Field) -> list[Id]:
    """Ids of the records of a kind whose field refers to what is not there."""
    if of.type in ("refs", "links"):
        return [id_ for id_, cell in _filled(connection, kind, of) if left(connection, of, cell) != json.loads(cell)]
    if of.type == "ref":
        target = of.to[0]
        sql = (f'SELECT id FROM "{kind.name}" r WHERE "{of.name}" IS NOT NULL'
               f' AND NOT EXISTS (SELECT 1 FROM "{target}" t WHERE t.id = r."{of.name}") ORDER BY id')
        return list(connection.exec_driver_sql(sql).scalars())
    rows = connection.exec_driver_sql(f'SELECT DISTINCT "{of.columns[0].name}" FROM "{kind.name}"'
                                      f' WHERE "{of.name}" IS NOT NULL')
    return [id_ for code in rows.scalars().all() for id_ in _lost_links(connection, kind, of, code)]


def _lost_links(connection: Connection, kind: Kind, of: Field, code: int | None) -> list[Id]:
    names = {each.code: each.name for each in REGISTER.values()}
    there = f'NOT EXISTS (SELECT 1 FROM "{names[code]}" t WHERE t.id = r."{of.name}")' if code in names else "1"
    sql = (f'SELECT id FROM "{kind.name}" r WHERE "{of.name}" IS NOT NULL AND "{of.columns[0].name}" IS ? AND {there}'
           " ORDER BY id")
    return list(connection.exec_driver_sql(sql, (code,)).scalars())


def _filled(connection: Connection, kind: Kind, of: Field) -> list[Any]:
    sql = f'SELECT id, "{of.name}" FROM "{kind.name}" WHERE "{of.name}" IS NOT NULL ORDER BY id'
    return list(connection.exec_driver_sql(sql).fetchall())


def left(connection: Connection, of: Field, cell: str) -> list[Any]:
    """The members of a list of references whose records are there."""
    members = json.loads(cell)
    wanted: dict[str, set[Id]] = defaultdict(set)
    for each in members:
        wanted[_target(of, each)].add(each[1] if of.type == "links" else each)
    there = {name: _there(connection, name, ids) for name, ids in wanted.items()}
    return [each for each in members if (each[1] if of.type == "links" else each) in there[_target(of, each)]]


def _target(of: Field, member: Any) -> str:
    return kind_by_code(member[0]).name if of.type == "links" else of.to[0]


def _there(connection: Connection, name: str, ids: Iterable[Id]) -> set[Id]:
    table = table_of(kind_of(name))
    return set(connection.execute(select(table.c.id).where(table.c.id.in_(list(ids)))).scalars())


def _called(store: BaseStore, kind: Kind, id_: Id) -> str:
    return f"{_(kind.label)} {store.names([Link(kind.name, id_)]).get(id_, '')}".strip()


def _cycles(store: BaseStore) -> Iterator[Finding]:
    """Records that are above themselves."""
    for kind in REGISTER.values():
        for each in kind.stored:
            if each.type == "ref" and each.to == (kind.name,):
                for id_ in closing(store.writer, kind, each):
                    yield Finding(CYCLE, _("{record} is above itself by way of {field}.",
                                           record=_called(store, kind, id_), field=_(each.label)),
                                  kind.name, id_, each.name, mendable=not kind.append_only)


def closing(connection: Connection, kind: Kind, of: Field) -> list[Id]:
    """One record of each circle, the newest by id: without its reference the circle is open."""
    rows = connection.exec_driver_sql(f'SELECT id, "{of.name}" FROM "{kind.name}" WHERE "{of.name}" IS NOT NULL')
    above: dict[Id, Id] = {row[0]: row[1] for row in rows}
    done: set[Id] = set()
    found = []
    for start in above:
        path: dict[Id, None] = {}
        at: Id | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = above.get(at)
        if at is not None and at in path:
            circle = list(path)[list(path).index(at):]
            found.append(max(circle))
        done |= set(path)
    return sorted(found)


def _over_applied(store: BaseStore) -> Iterator[Finding]:
    sql = ("SELECT i.id, i.number, i.amount, i.currency, sum(a.amount) AS applied FROM invoice i JOIN allocation a"
           " ON a.invoice = i.id AND NOT a.archived WHERE i.category IS NOT 'credit_note' GROUP BY i.id"
           " HAVING applied > coalesce(i.amount, 0) ORDER BY i.number")
    for id_, number, amount, currency, applied in store.writer.exec_driver_sql(sql).fetchall():
        yield Finding(OVER_APPLIED, _("Invoice {number} has {applied} applied of {amount}. Check the allocations.",
                                      number=number or "", applied=words.money(applied, currency or None),
                                      amount=words.money(amount or 0, currency or None)), Invoice.kind.name, id_)


def _duplicates(store: BaseStore) -> Iterator[Finding]:
    for kind in REGISTER.values():
        if kind.natural:
            yield from _repeated(store, kind)


def _repeated(store: BaseStore, kind: Kind) -> Iterator[Finding]:
    table = table_of(kind)
    columns = [table.c[column.name] for name in kind.natural for column in kind.fields[name].columns]
    chosen = (select(func.max(table.c.id)).where(table.c.archived == 0).group_by(*columns)
              .having(func.count() > 1))
    for id_ in store.writer.execute(chosen).scalars().all():
        yield Finding(DUPLICATE, _("{record} is there more than once. Merge the two.",
                                   record=_called(store, kind, id_)), kind.name, id_)


def _contents(store: BaseStore) -> Iterator[Finding]:
    """Files whose content is not there or was altered, and contents that no file names."""
    rows = store.writer.exec_driver_sql("SELECT id, name, sha256 FROM attachment WHERE sha256 <> '' ORDER BY name, id")
    for id_, name, sha256 in rows.fetchall():
        if not store.blobs.sound(sha256):
            yield Finding(CONTENT, _("The content of {name} is missing or was altered. Restore it from a backup or "
                                     "attach it again.", name=name), Attachment.kind.name, id_)
    left_over = len(orphans(store))
    if left_over:
        yield Finding(ORPHAN, plural("{n} content belongs to no file any more.",
                                     "{n} contents belong to no file any more.", left_over), mendable=True)


def orphans(store: BaseStore) -> list[str]:
    """SHA-256 of the contents that no file has named for a month."""
    named = set(store.writer.exec_driver_sql("SELECT sha256 FROM attachment").scalars())
    return [each for each in store.blobs.kept() if each not in named and store.blobs.age(each) > ORPHAN_AFTER]


def _search(connection: Connection) -> Iterator[Finding]:
    for kind in REGISTER.values():
        wrong = len(search.stale(connection, kind))
        if wrong:
            yield Finding(SEARCH, _("{n} entries of the search for {records} are not up to date.",
                                    n=words.number(wrong), records=_(kind.labels).lower()), kind.name, mendable=True)


def _rollup(connection: Connection) -> Iterator[Finding]:
    """The sums that figures read, against the same sums made anew (taken back with the transaction)."""
    before = _sums(connection)
    rollup.rebuild(connection)
    if _sums(connection) != before:
        yield Finding(ROLLUP, _("The totals kept for figures differ from their records."), mendable=True)


def _sums(connection: Connection) -> dict[str, set[Any]]:
    return {name: {tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")}
            for name in _KEPT}

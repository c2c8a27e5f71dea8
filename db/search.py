"""The search index: one entry a record, refreshed set by set from the journal just before COMMIT."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, column, func, or_, select, table, text

from db.schema import table_of
from kamdesk.kinds import Kind
from kamdesk.words import TITLES, fold

DOC = table("kd_doc", column("n"), column("t"), column("pk"), column("title"), column("fold"))
TRIGRAM = 3  # shorter words match the beginnings of names instead
CHUNK = 20_000  # entries written again at once
_PLAIN = ("text", "note", "email", "phone", "url")


def has_entry(kind: Kind) -> bool:
    """Whether records of the kind have an entry: those with words of their own, save the bulk kinds."""
    return not kind.bulk and (bool(kind.own_text) or kind.fields[kind.title[0]].type == "text")


def refresh(connection: Connection, kind: Kind, ids: Iterable[str]) -> None:
    """Write the entries of some records of a kind again, as they are now."""
    if not has_entry(kind):
        return
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        _refresh(connection, kind, wanted[start:start + CHUNK])


def _refresh(connection: Connection, kind: Kind, ids: Sequence[str]) -> None:
    """Take all old entries out, then write all new ones: the index flushes whenever row numbers go back."""
    rows, given = table_of(kind), (json.dumps(ids),)
    old = f"t = {kind.code} AND pk IN (SELECT value FROM json_each(?))"
    connection.exec_driver_sql(f"DELETE FROM kd_search WHERE rowid IN (SELECT n FROM kd_doc WHERE {old})", given)
    connection.exec_driver_sql(f"DELETE FROM kd_doc WHERE {old}", given)
    _enter(connection, kind, select(rows.c.id, *_parts(kind)).where(
        rows.c.id.in_(text("SELECT value FROM json_each(:ids)").bindparams(ids=given[0]))))


def _parts(kind: Kind) -> list[Any]:
    rows = table_of(kind)
    named = [rows.c[name] for name in kind.title if kind.fields[name].type in _PLAIN]
    body = [rows.c[each.name] for each in kind.own_text if each.name not in kind.title]
    # The empty text first: SQLite wants something to join, and kinds named by their references have no words here.
    return [func.trim(func.concat_ws(" ", "", *named)), func.trim(func.concat_ws(" ", "", *named, *body))]


def _enter(connection: Connection, kind: Kind, chosen: Select[Any]) -> None:
    last = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM kd_doc").scalar_one()
    found = connection.execute(chosen).all()
    if not found:
        return
    connection.exec_driver_sql("INSERT INTO kd_doc (n, t, pk, title, fold) VALUES (?, ?, ?, ?, ?)",
                               [(n, kind.code, id_, title, fold(title))
                                for n, (id_, title, _body) in enumerate(found, last + 1)])
    connection.exec_driver_sql("INSERT INTO kd_search (rowid, body) VALUES (?, ?)",
                               [(n, row[2]) for n, row in enumerate(found, last + 1)])


def enter_new(connection: Connection, kind: Kind, after_rowid: int) -> None:
    """Entries for the rows inserted in bulk after a rowid."""
    if has_entry(kind):
        rows = table_of(kind)
        _enter(connection, kind, select(rows.c.id, *_parts(kind)).where(text(f'"{kind.name}".rowid > {after_rowid:d}')))


def stale(connection: Connection, kind: Kind) -> list[str]:
    """Ids whose entry is missing, says something else than the record, or outlived it."""
    if not has_entry(kind):
        return []
    rows = table_of(kind)
    title, body = _parts(kind)
    said = table("kd_search", column("rowid"), column("body"))
    wrong = (select(rows.c.id).select_from(rows.outerjoin(DOC, and_(DOC.c.pk == rows.c.id, DOC.c.t == kind.code))
                                           .outerjoin(said, said.c.rowid == DOC.c.n))
             .where(or_(DOC.c.title.is_distinct_from(title), said.c.body.is_distinct_from(body))))
    left_over = select(DOC.c.pk).where(DOC.c.t == kind.code, DOC.c.pk.not_in(select(rows.c.id)))
    return list(connection.execute(wrong.union(left_over)).scalars())


def asked(words: str) -> list[str]:
    """The words to look for, folded: «Dra. Salas» looks for salas, for titles are written or not as it comes."""
    every = fold(words).split()
    return [word for word in every if word.rstrip(".") not in TITLES] or every


def matching(word: str, codes: Sequence[int] = ()) -> Select[Any]:
    """Ids of the records whose words contain ``word`` (folded), of the kinds with these codes."""
    entry = DOC.alias()
    chosen = select(entry.c.pk)
    if codes:
        chosen = chosen.where(entry.c.t.in_(codes))
    if len(word) < TRIGRAM:
        return chosen.where(begins(entry.c.fold, word))
    # CROSS JOIN makes the words lead; «+» keeps the index of names out of it. The parameter's name is unique, because
    # one statement asks for several words.
    kinds = f" AND +d.t IN ({', '.join(map(str, codes))})" if codes else ""
    sql = f"SELECT d.pk FROM kd_search s CROSS JOIN kd_doc d ON d.n = s.rowid WHERE kd_search MATCH :w{kinds}"
    return select(entry.c.pk).where(entry.c.pk.in_(text(sql).bindparams(bindparam("w", quoted(word), unique=True))))


def begins(name: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Whether a folded name has a word that begins with a short one."""
    return or_(name.startswith(word, autoescape=True), name.contains(f" {word}", autoescape=True))


def quoted(word: str) -> str:
    """A word as the search index takes it literally."""
    return '"' + word.replace('"', '""') + '"'


def hits(connection: Connection, words: str, codes: Sequence[int], limit: int) -> list[tuple[int, str, str]]:
    """(kind code, id, title) of records with all words: names that begin with them first, then by name."""
    every = asked(words)
    if not every:
        return []
    clauses, given = [], {}
    for at, word in enumerate(every):
        long = len(word) >= TRIGRAM
        clauses.append(f"d.n IN (SELECT rowid FROM kd_search WHERE kd_search MATCH :w{at})" if long else
                       f"(d.fold LIKE :w{at} || '%' OR d.fold LIKE '% ' || :w{at} || '%')")
        given[f"w{at}"] = quoted(word) if long else word
    kinds = f" AND d.t IN ({', '.join(map(str, codes))})" if codes else ""
    order = "d.fold LIKE :first || '%' DESC, instr(d.fold, :first) = 0, length(d.fold), d.fold, d.pk"
    sql = f"SELECT d.t, d.pk, d.title FROM kd_doc d WHERE {' AND '.join(clauses)}{kinds} ORDER BY {order} LIMIT :limit"
    rows = connection.execute(text(sql), {**given, "first": every[0], "limit": limit})
    return [(row[0], row[1], row[2]) for row in rows]

"""What an approval is about: the protected fields of a document and of its children, their digest and what changed."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kamdesk.display import display
from kamdesk.fields import Field, Id, Link
from kamdesk.kinds import REGISTER, Kind, Record
from kamdesk.store import IN, Past, Reader, Where
from kamdesk.stored import to_columns
from kamdesk.words import _

GONE = "—"


@dataclass(frozen=True)
class Changed:
    """A protected value that is not what was approved: of which record and field, before and now, as text."""

    record: str
    field: str
    before: str
    after: str


def family(reader: Reader, records: list[Record]) -> list[Record]:
    """Records with their children and grandchildren."""
    found = list(records)
    parents = {type(each).kind.name for each in records}
    for kind in REGISTER.values():
        if kind.parent and records and parent_kind(kind) in parents:
            children = reader.find(kind.cls, Where(kind.parent, IN, [each.id for each in records]))
            found += family(reader, list(children)) if children else []
    return found


def parent_kind(kind: Kind) -> str:
    """The name of the kind whose records a child kind hangs on, empty for others."""
    to: Any = kind.fields[kind.parent or ""].to
    return str(to[0]) if to else ""


def content_hash(reader: Reader, document: Record) -> str:
    """SHA-256 over the sorted digests of the protected fields of a document and of its children.

    Each cell is digested with its own place (kind, id, field), so that equal values of two cells never look equal.
    """
    digests = sorted(_digest(record, name) for record in family(reader, [document])
                     for name in type(record).kind.approvable)
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _digest(record: Record, name: str) -> str:
    kind = type(record).kind
    cells = to_columns(kind.fields[name], getattr(record, name))
    text = json.dumps([kind.code, record.id, name, *cells], ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def changes_since(reader: Reader, document: Record, since: datetime.datetime) -> list[Changed]:
    """The protected values written after an instant that differ now, by record; lines taken out leave no trace here.

    A document entered later than that (its approval was noted afterwards) counts from its entry on.
    """
    kind = type(document).kind
    entered = next((each.at for each in reader.history(kind.cls, document.id) if each.field == "born"), since)
    start = max(since, entered)
    return [each for record in family(reader, [document]) for each in _changed(reader, record, start)]


def _changed(reader: Reader, record: Record, since: datetime.datetime) -> Iterator[Changed]:
    kind = type(record).kind
    past = [each for each in reader.history(kind.cls, record.id) if each.at > since]
    name = reader.names([Link(kind.name, record.id)]).get(record.id, "")
    if any(each.field == "born" for each in past):
        yield Changed(name, _("Line that is new"), GONE, "")
        return
    for field in kind.approvable:
        written = [each for each in past if each.field == field]
        if written and written[-1].before != getattr(record, field):  # newest first
            yield _told(reader, record, kind.fields[field], name, written[-1])


def _told(reader: Reader, record: Record, of: Field, name: str, first: Past) -> Changed:
    now = getattr(record, of.name)
    names = reader.names(links_in(of, (first.before, now)))
    currency = getattr(record, "currency", "") or None
    return Changed(name, _(of.label), display(of, first.before, names, currency=currency) or GONE,
                   display(of, now, names, currency=currency) or GONE)


def links_in(of: Field, values: Iterable[Any]) -> Iterator[Link]:
    """The records that values of a reference field name."""
    for value in values:
        if of.type in ("ref", "refs"):
            ids: Iterable[Id] = (value,) if of.type == "ref" else value or ()
            yield from (Link(of.to[0], each) for each in ids if each)
        elif of.type in ("link", "links"):
            yield from (each for each in ((value,) if of.type == "link" else value or ()) if each)

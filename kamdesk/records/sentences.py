"""What the rules of several kinds say alike: days out of order, and what a record is called."""

from __future__ import annotations

from kamdesk.fields import Id, Link
from kamdesk.kinds import Record
from kamdesk.store import Reader
from kamdesk.words import _


def backwards(record: Record, start: str, end: str) -> str | None:
    """The sentence for a record whose day ``end`` comes before its day ``start``; None when in order or not given."""
    first, last = getattr(record, start), getattr(record, end)
    if first is None or last is None or last >= first:
        return None
    labels = type(record).kind.fields
    return _("{end} cannot be before {start}.", end=_(labels[end].label), start=_(labels[start].label).lower())


def name_of(reader: Reader, kind: str, id_: Id | None) -> str:
    """What a record is called on screen; empty when there is none."""
    return reader.names([Link(kind, id_)]).get(id_, "") if id_ else ""

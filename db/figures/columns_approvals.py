"""The calc field of approval: where a document stands by its last event and by what was written since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, case, column, func, literal, or_, select, table

from db.figures.calculated import live, of, one, to
from db.figures.columns import calc
from kamdesk.kinds import REGISTER, Kind, kind_of
from kamdesk.records.numbering import BORN, DELETED, field_numbers

_JOURNAL = table("kd_journal", column("seq"), column("t"), column("pk"), column("f"))
_STANDS = {"submit": "sent", "approve": "approved", "send_back": "returned", "reject": "rejected", "withdraw": "unsent"}
_WEIGHT = {"reject": 0, "send_back": 1, "approve": 2}  # of answers at the same instant the most restrictive shows


def _approval(name: str) -> Any:
    kind = kind_of(name)

    def approval(document: Table) -> ColumnElement[Any]:
        event = of("approval_event")
        mine = (live(event), *to(event, "document", name, document.c.id))
        order = (event.c.at.desc(), func.coalesce(case(_WEIGHT, value=event.c.action), 3), event.c.id.desc())
        action = one(select(event.c.action).where(*mine).order_by(*order).limit(1))
        id_ = one(select(event.c.id).where(*mine).order_by(*order).limit(1).correlate(document))
        told = one(select(func.max(_JOURNAL.c.seq)).where(
            _JOURNAL.c.t == kind_of("approval_event").code, _JOURNAL.c.pk == id_, _JOURNAL.c.f == BORN))
        changed = or_(*_written_after(kind, document, told))
        stands = case(_STANDS, value=action)
        return case((action.is_(None), "unsent"), (action != "approve", stands), (changed, "changed"), else_="approved")

    return approval


def _written_after(kind: Kind, document: Table, told: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
    """Protected content of a document, and of its children, written after a line of the journal."""
    numbers = field_numbers(kind.name)
    protected = [numbers[name] for name in kind.approvable]
    if protected:
        yield _lines(kind, select(literal(value=1)).where(_JOURNAL.c.pk == document.c.id), protected, told)
    yield from _children(kind, document, lambda parent: parent == document.c.id, told)


def _children(kind: Kind, document: Table, belongs: Any, told: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
    for child in REGISTER.values():
        to_kinds = child.fields[child.parent].to if child.parent else ()
        if not to_kinds or to_kinds[0] != kind.name:
            continue
        rows = of(child.name)
        condition = belongs(rows.c[child.parent or ""])
        ids = select(rows.c.id).where(condition).correlate(document)
        numbers = field_numbers(child.name)
        if child.approvable:
            protected = [BORN, DELETED, *(numbers[name] for name in child.approvable)]
            yield _lines(child, select(literal(value=1)).where(_JOURNAL.c.pk.in_(ids)), protected, told)
        yield from _children(child, document, lambda parent, ids=ids: parent.in_(ids), told)


def _lines(kind: Kind, chosen: Select[Any], numbers: list[int], told: ColumnElement[Any]) -> ColumnElement[bool]:
    return chosen.where(_JOURNAL.c.t == kind.code, _JOURNAL.c.f.in_(numbers), _JOURNAL.c.seq > told).exists()


for _kind in REGISTER.values():
    for _name, _field in _kind.fields.items():
        if _field.type == "calc" and _field.depends == ("approval_event",) and _kind.approvable:
            calc(_kind.name, _name)(_approval(_kind.name))

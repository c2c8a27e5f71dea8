"""Everything dated that happened with a party, newest first, as one query."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, case, func, literal, null, select, union_all

from db.figures.calculated import live, of, one, to
from db.figures.columns import calc_column
from kamdesk.fields import Link
from kamdesk.figures.contact_facts import Happening
from kamdesk.kinds import kind_by_code, kind_of

_PARTS = ("at", "what", "text", "amount", "currency", "contacts", "products", "state", "until", "step", "owner")
_THOUSANDTHS = 1000


def timeline(connection: Connection, party: Link, limit: int) -> list[Happening]:
    """The last ``limit`` happenings of a party."""
    every = union_all(*_branches(party)).subquery("happened")
    c = every.c
    chosen = (select(every).where(c.on.is_not(None)).order_by(c.on.desc(), c.at.desc(), c.code, c.id.desc())
              .limit(limit))
    return [_happening(row) for row in connection.execute(chosen)]


def _branches(party: Link) -> Iterator[Select[Any]]:
    yield _visits(party)
    yield _talks(party)
    yield _orders(party)
    yield from _money(party)
    yield from _cases(party)
    yield _tasks(party)
    yield _files(party)
    yield _trainings(party)
    if party.kind == "client":
        yield _segments(party)
        yield _listings(party)


def _row(table: Table, on: Any, *conditions: ColumnElement[bool], source: Any = None, **parts: Any) -> Select[Any]:
    """One branch: every part of a happening, NULL where it has none."""
    code = kind_of(table.name).code
    shown = [parts.get(name, null()).label(name) for name in _PARTS]
    return (select(literal(code).label("code"), table.c.id.label("id"), on.label("on"), *shown)
            .select_from(table if source is None else source).where(live(table), *conditions))


def _visits(party: Link) -> Select[Any]:
    """Those done, and those missed on the day they were planned for."""
    v = of("visit")
    return _row(v, func.coalesce(v.c.done_on, v.c.planned_on), *to(v, "party", *party),
                v.c.state.in_(("done", "missed")), at=v.c.start,
                what=case((v.c.state == "done", v.c.outcome), else_=v.c.missed_reason), text=v.c.note,
                contacts=v.c.contacts, products=v.c.products, state=v.c.state, until=v.c.next_on, step=v.c.next_step,
                owner=v.c.owner)


def _talks(party: Link) -> Select[Any]:
    t = of("interaction")
    return _row(t, t.c.on, *to(t, "party", *party), at=t.c.at, what=t.c.channel, text=t.c.text, contacts=t.c.contacts,
                products=t.c.products, state=t.c.relay, owner=t.c.owner)


def _orders(party: Link) -> Select[Any]:
    o, line, product = of("order"), of("order_line"), of("product")
    named = func.group_concat(func.concat(product.c.name, " × ", line.c.quantity // _THOUSANDTHS), ", ")
    lines = one(select(named).select_from(line.join(product, product.c.id == line.c.product))
                .where(live(line), line.c.order == o.c.id))
    return _row(o, o.c.on, *to(o, "buyer", *party), o.c.state != "draft", what=o.c.number, text=lines,
                amount=calc_column(kind_of("order"), "amount"), currency=o.c.currency, state=o.c.state,
                until=o.c.deliver_by, owner=o.c.via)


def _money(party: Link) -> Iterator[Select[Any]]:
    i, p, promise = of("invoice"), of("payment"), of("payment_promise")
    yield _row(i, i.c.on, *to(i, "party", *party), what=i.c.category, text=i.c.number, amount=i.c.amount,
               currency=i.c.currency, until=i.c.due)
    yield _row(p, p.c.on, *to(p, "party", *party), what=p.c.method, text=p.c.reference, amount=p.c.amount,
               currency=p.c.currency)
    yield _row(promise, promise.c.promised_on, *to(promise, "party", *party), text=promise.c.note,
               amount=promise.c.amount, state=promise.c.state, until=promise.c.due, owner=promise.c.owner)


def _cases(party: Link) -> Iterator[Select[Any]]:
    q, r = of("quality_issue"), of("return")
    yield _row(q, func.coalesce(q.c.closed_on, q.c.reported_on, q.c.found_on), *to(q, "party", *party), what=q.c.number,
               text=q.c.description, state=q.c.state, products=func.json_array(q.c.product), owner=q.c.owner)
    yield _row(r, r.c.on, *to(r, "party", *party), what=r.c.number, text=r.c.note, state=r.c.state,
               products=func.json_array(r.c.product), owner=r.c.owner)


def _tasks(party: Link) -> Select[Any]:
    t = of("task")
    return _row(t, func.coalesce(t.c.done_on, t.c.asked_on), *to(t, "about", *party), what=t.c.title, text=t.c.result,
                state=t.c.state, until=t.c.due, owner=t.c.assigned_to)


def _files(party: Link) -> Select[Any]:
    f = of("attachment")
    return _row(f, f.c.on, *to(f, "about", *party), what=f.c.category, text=f.c.name)


def _trainings(party: Link) -> Select[Any]:
    """Sessions the party itself came to."""
    a, s = of("training_attendance"), of("training_session")
    return _row(s, s.c.on, live(a), *to(a, "attendee", *party), a.c.attended == 1, s.c.state == "done",
                source=s.join(a, a.c.session == s.c.id), at=s.c.start, what=s.c.title, text=s.c.place,
                products=s.c.products, state=s.c.state)


def _segments(party: Link) -> Select[Any]:
    s = of("segment_change")
    return _row(s, s.c.on, s.c.client == party.id, what=s.c.new, text=s.c.reason, state=s.c.old)


def _listings(party: Link) -> Select[Any]:
    """The last thing that happened to each listing."""
    listing = of("hospital_listing")
    c = listing.c
    day = case((c.state == "used", func.coalesce(c.first_use_on, c.listed_on)), (c.state == "listed", c.listed_on),
               else_=c.submitted_on)
    return _row(listing, day, c.client == party.id, c.state != "none", what=c.state, text=c.reason,
                products=func.json_array(c.product), until=c.committee_on, owner=c.owner)


def _happening(row: Any) -> Happening:
    return Happening(
        kind_by_code(row.code).name, row.id, datetime.date.fromisoformat(row.on),
        datetime.time.fromisoformat(row.at) if row.at else None, row.what or "", row.text or "", row.amount,
        row.currency or "", _ids(row.contacts), _ids(row.products), row.state or "",
        datetime.date.fromisoformat(row.until) if row.until else None, row.step or "", row.owner)


def _ids(cell: str | None) -> tuple[str, ...]:
    return tuple(json.loads(cell)) if cell else ()

"""F95 as SQL: for each thing that a file should hold, whether it applies and whether it is there."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, func, literal, or_, select, true

from db.figures.calculated import live, of, to

Item = tuple[ColumnElement[bool], ColumnElement[bool]]  # applies, filled
YEAR = datetime.timedelta(365)


def filled(items: Sequence[Item]) -> ColumnElement[int]:
    """How many of those that apply are filled."""
    return reduce(add, (case((and_(applies, there), 1), else_=0) for applies, there in items))


def applicable(items: Sequence[Item]) -> ColumnElement[int]:
    """How many apply."""
    return reduce(add, (case((applies, 1), else_=0) for applies, _there in items))


def _has(*columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether any of the columns says something."""
    return or_(*(func.coalesce(column, "") != "" for column in columns))


def _contact(kind: str, id_: ColumnElement[Any], *columns: str) -> ColumnElement[bool]:
    """Whether a contact of the party says something in one of the columns."""
    contact = of("contact")
    return select(literal(1)).where(live(contact), *to(contact, "party", kind, id_),
                                    _has(*(contact.c[name] for name in columns))).exists()


def items(client: Table) -> list[Item]:
    """Of a client; a physician has no tax id to ask for, is her own contact, and is asked for consent."""
    c, physician = client.c, client.c.category == "physician"
    return [
        (~physician, _has(c.tax_id)), (true(), _has(c.address)), (true(), _has(c.territory)), (true(), _has(c.segment)),
        (true(), c.potential.is_not(None)), (true(), _has(c.owner)),
        (true(), or_(_contact("client", c.id, "position"), and_(physician, _has(c.specialty)))),
        (true(), or_(_contact("client", c.id, "phone", "mobile", "email"), and_(physician, _has(c.phone, c.email)))),
        (physician, func.coalesce(c.consent, "pending") != "pending"),
    ]


def distributor_items(distributor: Table) -> list[Item]:
    """Of a distributor or agent: as a client, and licence, contract, line, credit terms."""
    c, paper, contract = distributor.c, of("compliance_document"), of("contract")
    licence = select(literal(1)).where(live(paper), *to(paper, "holder", "distributor", c.id), paper.c.category.in_(
        ("sanitary_licence", "operating_permit", "agent_letter"))).exists()
    signed = select(literal(1)).where(live(contract), *to(contract, "party", "distributor", c.id)).exists()
    return [
        (true(), _has(c.tax_id)), (true(), _has(c.address)), (true(), _has(c.territories)), (true(), _has(c.owner)),
        (true(), _contact("distributor", c.id, "position")),
        (true(), or_(_contact("distributor", c.id, "phone", "mobile", "email"), _has(c.phone, c.email))),
        (true(), licence), (true(), signed), (true(), _has(c.lines)),
        (true(), and_(c.credit_limit.is_not(None), c.payment_days.is_not(None))),
    ]


def person_items(person: Table, on: datetime.date) -> list[Item]:
    """Of a person; without another employer she works for us. The general manager has no boss and no lines."""
    c, top = person.c, person.c.position == "general_manager"
    paper = of("compliance_document")
    agreed = select(literal(1)).where(live(paper), *to(paper, "holder", "person", c.id),
                                      paper.c.category == "confidentiality").exists()
    return [
        (true(), _has(c.position)), (true(), true()), (true(), _has(c.territory)), (~top, _has(c.lines)),
        (~top, _has(c.manager)), (true(), _has(c.phone)), (true(), _has(c.start)), (true(), agreed),
        (~top, and_(_has(c.lines), ~_untrained(person, on))),
    ]


def _untrained(person: Table, on: datetime.date) -> ColumnElement[bool]:
    """Whether one of a person's lines had no session she came to in 12 months."""
    session, attendance, product = of("training_session"), of("training_attendance"), of("product")
    line = func.json_each(person.c.lines).table_valued("value", name="line")
    goods = func.json_each(session.c.products).table_valued("value", name="goods")
    about = or_(session.c.line == line.c.value, select(literal(1)).select_from(goods).join(
        product, product.c.id == goods.c.value).where(product.c.line == line.c.value).exists())
    trained = select(literal(1)).select_from(session.join(attendance, attendance.c.session == session.c.id)).where(
        live(session), live(attendance), *to(attendance, "attendee", "person", person.c.id),
        attendance.c.attended == 1, session.c.on.between((on - YEAR).isoformat(), on.isoformat()), about).exists()
    return select(literal(1)).select_from(line).where(~trained).exists()

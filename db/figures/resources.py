"""The SQL behind resources: potential of clients, samples handed over, people, sales without cost, gifts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, literal, select

from db.figures.calculated import COUNTED, is_link
from db.figures.rollup_tables import PARTY
from db.figures.sales import between, lines
from db.figures.scopes import Attribution, of_party
from db.schema import table_of
from kamdesk.figures.facts import Key
from kamdesk.figures.model import Ask
from kamdesk.figures.resource_facts import Gift, Uncosted
from kamdesk.kinds import kind_of

WHOLE = 1_000_000  # a percentage of 100 as it is stored


class StoredResources:
    """``kamdesk.figures.resource_facts.ResourceFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _sums(self, chosen: Select[Any]) -> dict[Key, int]:
        return {row[0]: row[1] or 0 for row in self._connection.execute(chosen) if row[1]}

    def potential(self, ask: Ask) -> Mapping[Key, int]:
        """Σ potential of active clients by key, one query."""
        client = table_of(kind_of("client"))
        fact, key = Attribution(of_party(PARTY.c.pk), PARTY.join(client, client.c.id == PARTY.c.pk)).by(ask.by)
        rows = select(key.label("key"), func.sum(client.c.potential)).select_from(fact.source).where(
            PARTY.c.active == 1, PARTY.c.archived == 0, fact.within(ask.scope))
        return self._sums(rows.group_by("key"))

    def samples(self, ask: Ask, until: datetime.date) -> Mapping[Key, int]:
        """Units handed over by key: where the client is, else where the person is."""
        move, person = table_of(kind_of("sample_move")), table_of(kind_of("person"))
        source = move.outerjoin(PARTY, PARTY.c.pk == move.c.party).outerjoin(person, person.c.id == move.c.person)
        columns = {**of_party(move.c.party), "territory": func.coalesce(PARTY.c.territory, person.c.territory),
                   "person": move.c.person, "product": move.c.product, "month": func.substr(move.c.on, 1, 7)}
        fact, key = Attribution(columns, source).by(ask.by)
        rows = select(key.label("key"), -func.sum(move.c.quantity)).select_from(fact.source).where(
            move.c.archived == 0, move.c.category == "handed_over", _dated(move, ask, until), fact.within(ask.scope))
        return self._sums(rows.group_by("key"))

    def people(self, ask: Ask) -> Mapping[Key, int]:
        """Persons of the company by territory, or herself by person."""
        person = table_of(kind_of("person"))
        fact, key = Attribution({"territory": person.c.territory, "person": person.c.id}, person).by(ask.by)
        rows = select(key.label("key"), func.count()).select_from(fact.source).where(
            person.c.archived == 0, person.c.end.is_(None), func.coalesce(person.c.employer, "") == "",
            fact.within(ask.scope))
        return self._sums(rows.group_by("key"))

    def uncosted(self, ask: Ask, until: datetime.date) -> Mapping[Key, Uncosted]:
        """Net sales without cost by key, with the cost that the usual margin of each product gives them."""
        fact, key = lines().by(ask.by)
        sale, product = table_of(kind_of("sales_record")), table_of(kind_of("product")).alias("margins")
        source = fact.source.outerjoin(product, product.c.id == sale.c.product)
        amount, margin = func.coalesce(sale.c.amount, 0), product.c.default_margin
        without = margin.is_(None)
        rows = select(key.label("key"), func.coalesce(func.sum(amount * (WHOLE - margin)), 0),
                      func.coalesce(func.sum(amount).filter(without), 0), func.count().filter(without)).select_from(
            source).where(sale.c.archived == 0, sale.c.flow == "sell_in", sale.c.cost.is_(None),
                          between(sale, ask, until), fact.within(ask.scope))
        return {row[0]: Uncosted(*row[1:]) for row in self._connection.execute(rows.group_by("key"))}

    def given(self, ask: Ask) -> Sequence[Gift]:
        """Named gifts by recipient, month and currency."""
        chosen = (_named(ask), _shared(ask))
        return [Gift(*row) for query in chosen for row in self._connection.execute(query)]


def _dated(table: FromClause, ask: Ask, until: datetime.date) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.c.on.between(ask.period.start.isoformat(), until.isoformat())
    return found


def _counted(expense: FromClause, ask: Ask) -> list[ColumnElement[bool]]:
    fact = Attribution({"person": expense.c.person}, expense)
    return [expense.c.archived == 0, expense.c.state.in_(COUNTED), _dated(expense, ask, ask.until),
            fact.within(ask.scope)]


def _named(ask: Ask) -> Select[Any]:
    expense = table_of(kind_of("expense"))
    month, currency = func.substr(expense.c.on, 1, 7), func.coalesce(expense.c.currency, "")
    return select(expense.c.recipient, month.label("month"), currency.label("money"), func.sum(expense.c.amount),
                  literal(1)).where(expense.c.recipient.is_not(None), *_counted(expense, ask)).group_by(
        expense.c.recipient, "month", "money")


def _shared(ask: Ask) -> Select[Any]:
    """Expenses of a training without a recipient: in equal parts among the clients and contacts who came."""
    expense, came = table_of(kind_of("expense")), table_of(kind_of("training_attendance"))
    professional = came.c.attendee_kind.in_([kind_of(name).code for name in ("client", "contact")])
    there = and_(came.c.archived == 0, came.c.attended == 1, professional)
    crowd = (select(came.c.session, func.count().label("n")).where(there).group_by(came.c.session)
             .subquery("crowd"))
    source = expense.join(came, came.c.session == expense.c.source).join(crowd, crowd.c.session == came.c.session)
    return select(came.c.attendee, func.substr(expense.c.on, 1, 7), func.coalesce(expense.c.currency, ""),
                  expense.c.amount, crowd.c.n).select_from(source).where(
        there, is_link(expense, "source", "training_session"), expense.c.recipient.is_(None),
        *_counted(expense, ask))


"""The SQL behind receivables: what is open on any day, what was billed, collected and delivered."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    case,
    func,
    literal,
    select,
    union,
    union_all,
)

from db.figures.rollup_tables import DOCUMENT, PARTY
from db.figures.scopes import Attribution, of_party
from db.schema import table_of
from kamdesk.fields import Id, Link
from kamdesk.figures.facts import DeliveredPart, Key, LatePart, MoneyPart, MoneyParts, OpenPart
from kamdesk.figures.model import Ask
from kamdesk.kinds import kind_of
from kamdesk.store import Reader

NO_DUE, UNAPPLIED = "no_due", "unapplied"


class StoredReceivables:
    """``kamdesk.figures.facts.ReceivableFacts`` over a connection."""

    def __init__(self, connection: Connection, reader: Reader) -> None:
        self._connection, self._reader = connection, reader

    def open(self, ask: Ask, on: datetime.date, of_kind: str = "") -> Mapping[Key, Sequence[OpenPart]]:
        """Open documents dated to ``on`` by ageing bucket; with ``of_kind`` only those of clients, or distributors."""
        one = ask.scope.client or ask.scope.distributor
        kind = select(PARTY.c.pk).where(PARTY.c.kind == kind_of(of_kind).code) if of_kind else None
        rows = self._open_rows(on, [one] if one else kind)
        fact, key = Attribution({name: rows.c[name] for name in _ATTRIBUTED}, rows).by(ask.by)
        disputed = func.coalesce(func.sum(rows.c.open).filter(rows.c.disputed == 1), 0)
        sums = (func.sum(rows.c.open), func.count(), disputed)
        chosen = (select(key.label("key"), rows.c.bucket, rows.c.currency, *sums).select_from(fact.source)
                  .where(fact.within(ask.scope), rows.c.open != 0)
                  .group_by("key", rows.c.bucket, rows.c.currency))
        found: dict[Key, list[OpenPart]] = defaultdict(list)
        for row in self._connection.execute(chosen):
            found[row[0]].append(OpenPart(*row[1:]))
        return found

    def _open_rows(self, on: datetime.date, parties: Sequence[Id] | Select[Any] | None) -> Subquery:
        """Every open document, or those of some parties: reading 60,000 to show one debtor takes half a second."""
        edges, basis = self._reader.setting("ageing_buckets"), self._reader.setting("ageing_basis")
        invoice, payment = table_of(kind_of("invoice")), table_of(kind_of("payment"))
        credit = invoice.c.category == "credit_note"
        due = invoice.c.on if basis == "on" else due_day(invoice)
        left = case((credit, _left(invoice, on, column="source")), else_=_left(invoice, on, column="invoice"))
        bucket = case((credit, UNAPPLIED), else_=_bucket(due, on, edges))
        invoices = _documents(invoice, left, on, bucket=bucket, disputed=case((credit, 0), else_=invoice.c.disputed))
        payments = _documents(payment, _left(payment, on, column="source"), on)
        if parties is not None:
            invoices, payments = (chosen.where(DOCUMENT.c.party.in_(parties), table.c.party.in_(parties))
                                  for chosen, table in ((invoices, invoice), (payments, payment)))
        return union_all(invoices, payments).subquery("documents")

    def billed(self, ask: Ask, until: datetime.date) -> MoneyParts:
        """Invoices and debit notes less credit notes dated in the period, with tax."""
        invoice = table_of(kind_of("invoice"))
        signed = case((invoice.c.category == "credit_note", -invoice.c.amount), else_=invoice.c.amount)
        return self._dated(invoice, ask, until, signed, invoice.c.category != "opening_balance")

    def collected(self, ask: Ask, until: datetime.date) -> MoneyParts:
        """Payments dated in the period; reversals subtract."""
        payment = table_of(kind_of("payment"))
        return self._dated(payment, ask, until, payment.c.amount)

    def _dated(self, table: FromClause, ask: Ask, until: datetime.date, amount: ColumnElement[Any],
               *conditions: ColumnElement[bool]) -> MoneyParts:
        fact, key = _attributed(table).by(ask.by)
        month, currency = func.substr(table.c.on, 1, 7), func.coalesce(table.c.currency, "")
        named = (key.label("key"), month.label("month"), currency.label("money"))
        chosen = (select(*named, func.sum(amount), func.count()).select_from(fact.source)
                  .where(table.c.archived == 0, table.c.on.between(ask.period.start.isoformat(), until.isoformat()),
                         fact.within(ask.scope), *conditions).group_by("key", "month", "money"))
        found: dict[Key, list[MoneyPart]] = defaultdict(list)
        for row in self._connection.execute(chosen):
            found[row[0]].append(MoneyPart(*row[1:]))
        return found

    def delivered(self, ask: Ask, on: datetime.date) -> Mapping[Key, Sequence[DeliveredPart]]:
        """Delivered order lines of confirmed orders, with what their order was invoiced."""
        found: dict[Key, list[DeliveredPart]] = defaultdict(list)
        for row in self._connection.execute(_deliveries(ask, on)):
            last = datetime.date.fromisoformat(row[-1])
            found[row[0]].append(DeliveredPart(**dict(zip(_DELIVERED, row[1:-1], strict=True)), last=last))
        return found

    def late(self, on: datetime.date, *, days: int, worse: int, limit: int) -> Sequence[LatePart]:
        """What parties owe past due, by the roll-up of open documents."""
        invoice = table_of(kind_of("invoice"))
        due, left = due_day(invoice), DOCUMENT.c.open
        much = func.coalesce(func.sum(left).filter(due < (on - datetime.timedelta(worse)).isoformat()), 0)
        chosen = (select(PARTY.c.kind, DOCUMENT.c.party, func.coalesce(invoice.c.currency, ""), func.sum(left), much)
                  .select_from(DOCUMENT.join(invoice, invoice.c.id == DOCUMENT.c.pk)
                               .join(PARTY, PARTY.c.pk == DOCUMENT.c.party))
                  .where(DOCUMENT.c.kind == kind_of("invoice").code, left > 0, invoice.c.archived == 0,
                         due < (on - datetime.timedelta(days)).isoformat())
                  .group_by(PARTY.c.kind, DOCUMENT.c.party, invoice.c.currency)
                  .order_by(func.sum(left).desc(), DOCUMENT.c.party).limit(limit))
        kinds = {kind_of(name).code: name for name in ("client", "distributor")}
        return [LatePart(Link(kinds[row[0]], row[1]), *row[2:]) for row in self._connection.execute(chosen)]

    def first_day(self) -> datetime.date | None:
        """The day of the first invoice."""
        invoice = table_of(kind_of("invoice"))
        found = self._connection.execute(select(func.min(invoice.c.on)).where(invoice.c.archived == 0)).scalar()
        return None if found is None else datetime.date.fromisoformat(found)

    def invoice_ids(self, ask: Ask, on: datetime.date) -> list[Id]:
        """The invoices open on a day."""
        invoice = table_of(kind_of("invoice"))
        fact = _attributed(invoice)
        left = _left(invoice, on, column="invoice")
        chosen = (select(invoice.c.id).select_from(fact.source.join(DOCUMENT, DOCUMENT.c.pk == invoice.c.id))
                  .where(invoice.c.category != "credit_note", *_alive(invoice, on), fact.within(ask.scope), left != 0))
        return list(self._connection.execute(chosen.order_by(invoice.c.on, invoice.c.id)).scalars())

    def billed_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The documents behind billing."""
        invoice = table_of(kind_of("invoice"))
        return self._dated_ids(invoice, ask, until, invoice.c.category != "opening_balance")

    def payment_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The payments of the period."""
        return self._dated_ids(table_of(kind_of("payment")), ask, until)

    def _dated_ids(self, table: Table, ask: Ask, until: datetime.date, *conditions: ColumnElement[bool]) -> list[Id]:
        fact = _attributed(table)
        chosen = select(table.c.id).select_from(fact.source).where(
            table.c.archived == 0, table.c.on.between(ask.period.start.isoformat(), until.isoformat()),
            fact.within(ask.scope), *conditions)
        return list(self._connection.execute(chosen.order_by(table.c.on, table.c.id)).scalars())


_DELIVERED = ("order", "currency", "quantity", "price", "discount", "tax_rate", "invoiced")
_ATTRIBUTED = ("territory", "person", "distributor", "client", "channel", "segment", "category", "month")


def due_day(invoice: FromClause) -> ColumnElement[Any]:
    """The day an invoice falls due: its own, else its date and the party's payment days; for kd_party joined."""
    by_terms = func.date(invoice.c.on, func.concat("+", PARTY.c.payment_days, " days"))
    return func.coalesce(invoice.c.due, case((PARTY.c.payment_days.is_not(None), by_terms)))


def _attributed(table: FromClause) -> Attribution:
    """Invoices and payments: the territory and seller written on them, else those of the party."""
    columns = {**of_party(table.c.party), "territory": func.coalesce(table.c.territory, PARTY.c.territory),
               "person": func.coalesce(table.c.seller, PARTY.c.owner), "month": func.substr(table.c.on, 1, 7)}
    return Attribution(columns, table.outerjoin(PARTY, PARTY.c.pk == table.c.party))


def _alive(table: Table, on: datetime.date) -> list[ColumnElement[bool]]:
    """Documents that can be open on a day: dated by then, and open now or moved since."""
    day, kind = on.isoformat(), DOCUMENT.c.kind == kind_of(table.name).code
    alive = union(select(DOCUMENT.c.pk).where(kind, DOCUMENT.c.open != 0),
                  select(DOCUMENT.c.pk).where(kind, DOCUMENT.c.last_on > day))
    return [DOCUMENT.c.pk.in_(alive), table.c.archived == 0, table.c.on <= day]


def _left(table: FromClause, on: datetime.date, *, column: str) -> ColumnElement[Any]:
    """What a document leaves open on a day, positive for charges, negative for credits."""
    allocation = table_of(kind_of("allocation"))
    applied = func.coalesce(select(func.sum(allocation.c.amount)).where(
        allocation.c[column] == table.c.id, allocation.c.archived == 0,
        allocation.c.on <= on.isoformat()).scalar_subquery(), 0)
    then = table.c.amount - func.coalesce(table.c.written_off, 0) - applied if column == "invoice" else (
        applied - table.c.amount)
    return case((DOCUMENT.c.last_on <= on.isoformat(), DOCUMENT.c.open), else_=then)


def _documents(table: Table, left: ColumnElement[Any], on: datetime.date, *, bucket: Any = None,
               disputed: Any = None) -> Select[Any]:
    fact = _attributed(table)
    columns = [fact.columns[name].label(name) for name in _ATTRIBUTED]
    where = literal(UNAPPLIED) if bucket is None else bucket
    return (select(*columns, where.label("bucket"), func.coalesce(table.c.currency, "").label("currency"),
                   left.label("open"), (literal(0) if disputed is None else disputed).label("disputed"))
            .select_from(DOCUMENT.join(fact.source, DOCUMENT.c.pk == table.c.id)).where(*_alive(table, on)))


def _bucket(due: ColumnElement[Any], on: datetime.date, edges: Sequence[int]) -> ColumnElement[Any]:
    """«0» not past the first edge, «1» to the second… by days past due; the last bucket is open-ended."""
    limits = [(on - datetime.timedelta(days)).isoformat() for days in edges]
    steps = [(due >= limit, str(at)) for at, limit in enumerate(limits)]
    return case((due.is_(None), NO_DUE), *steps, else_=str(len(edges)))


def _deliveries(ask: Ask, on: datetime.date) -> Select[Any]:
    order, line, product = (table_of(kind_of(name)) for name in ("order", "order_line", "product"))
    delivery, invoice = table_of(kind_of("delivery")), table_of(kind_of("invoice"))
    sums = (func.sum(delivery.c.quantity).label("quantity"), func.max(delivery.c.on).label("last"))
    handed = (select(delivery.c.line, *sums).where(delivery.c.archived == 0, delivery.c.on <= on.isoformat())
              .group_by(delivery.c.line).subquery())
    invoiced = (select(invoice.c.order, func.sum(invoice.c.amount).label("amount"))
                .where(invoice.c.archived == 0, invoice.c.category == "invoice", invoice.c.on <= on.isoformat(),
                       invoice.c.order.is_not(None)).group_by(invoice.c.order).subquery())
    joined = (handed.join(line, line.c.id == handed.c.line).join(order, order.c.id == line.c.order)
              .outerjoin(product, product.c.id == line.c.product).outerjoin(invoiced, invoiced.c.order == order.c.id)
              .outerjoin(PARTY, PARTY.c.pk == order.c.buyer))
    party = of_party(order.c.buyer)
    columns = {**party, "distributor": func.coalesce(order.c.via, party["distributor"]), "product": line.c.product,
               "person": func.coalesce(order.c.owner, PARTY.c.owner)}
    fact, key = Attribution(columns, joined).by(ask.by)
    known = (line.c.price, line.c.discount, product.c.tax_rate, invoiced.c.amount)
    return select(key, order.c.id, func.coalesce(order.c.currency, ""), handed.c.quantity,
                  *(func.coalesce(each, 0) for each in known), handed.c.last).select_from(fact.source).where(
        order.c.archived == 0, line.c.archived == 0, order.c.state != "draft",
        fact.within(ask.scope))

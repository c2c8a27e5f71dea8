"""Calc fields of orders, invoices, payments, sales, products and channels."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, case, func, literal, or_, select

from db.figures.calculated import count, half_away, live, month_back, of, one, percent, setting, to, total
from db.figures.columns import calc
from db.figures.columns_clients import party, this_year
from db.figures.receivables import due_day
from db.figures.rollup_tables import DOCUMENT, PARTY, SALES, TOTALS
from kamdesk import clock

NET = 1_000_000  # a discount is a percentage with 4 decimals: 100 % is 1,000,000
TO_MINOR = 10_000_000  # quantity in thousandths × price in millionths, in units: 10^9 to one; minor units: 10^7
GRACE_DAYS = 3  # A8


def net_price(line: Any) -> ColumnElement[Any]:
    """The price less its discount, in millionths."""
    return half_away(line.c.price * (NET - func.coalesce(line.c.discount, 0)), literal(NET))


def _worth(line: Any, quantity: Any) -> ColumnElement[Any]:
    """A quantity (in thousandths) of a line at its net price, in minor units."""
    return half_away(quantity * net_price(line), literal(TO_MINOR))


def _handed(line: Any) -> ColumnElement[Any]:
    delivery = of("delivery")
    return total("delivery", delivery.c.quantity, delivery.c.line == line.c.id)


@calc("order_line", "amount")
def line_amount(table: Table) -> ColumnElement[Any]:
    """Quantity × price less discount, bonus units free."""
    return _worth(table, table.c.quantity)


@calc("order_line", "delivered")
def delivered(table: Table) -> ColumnElement[Any]:
    """Units handed over."""
    return _handed(table)


@calc("order", "amount")
def order_amount(table: Table) -> ColumnElement[Any]:
    """Σ of its lines."""
    line = of("order_line")
    return total("order_line", _worth(line, line.c.quantity), line.c.order == table.c.id)


@calc("order", "pending")
def pending(table: Table) -> ColumnElement[Any]:
    """What a confirmed order still has to deliver, at net prices (F32)."""
    line = of("order_line")
    left = func.max(0, line.c.quantity - _handed(line))
    owed = total("order_line", _worth(line, left), line.c.order == table.c.id)
    return case((table.c.state.in_(("draft", "cancelled")), 0), else_=owed)


@calc("order", "standing")
def standing(table: Table) -> ColumnElement[Any]:
    """Draft, confirmed or cancelled as stored; partly and wholly delivered by what was handed over."""
    line = of("order_line")
    wanted = total("order_line", line.c.quantity + func.coalesce(line.c.bonus, 0), line.c.order == table.c.id)
    given = total("order_line", func.min(line.c.quantity + func.coalesce(line.c.bonus, 0), _handed(line)),
                  line.c.order == table.c.id)
    return case((table.c.state != "confirmed", table.c.state), (given <= 0, "confirmed"),
                (given < wanted, "partly_delivered"), else_="delivered")


@calc("order", "territory")
def order_territory(table: Table) -> ColumnElement[Any]:
    """That of the buyer."""
    return party("territory", table.c.buyer)


@calc("sales_record", "channel")
def channel(table: Table) -> ColumnElement[Any]:
    """Its own, else that of the distributor it went through, else that of the party."""
    return func.coalesce(table.c.own_channel, party("channel", table.c.via), party("channel", table.c.party))


@calc("invoice", "open")
def invoice_open(table: Table) -> ColumnElement[Any]:
    """F40 of one document: what is left of it; credit notes negative."""
    return one(select(DOCUMENT.c.open).where(DOCUMENT.c.pk == table.c.id))


@calc("invoice", "status")
def invoice_status(table: Table) -> ColumnElement[Any]:
    """Paid, in dispute, without due date, past due or not due."""
    invoice = table.alias()
    due = one(select(due_day(invoice)).select_from(invoice.outerjoin(PARTY, PARTY.c.pk == invoice.c.party))
              .where(invoice.c.id == table.c.id))
    return case((func.coalesce(invoice_open(table), 0) == 0, "paid"), (table.c.disputed == 1, "disputed"),
                (table.c.category == "credit_note", None), (due.is_(None), "no_due_date"),
                (due < clock.today().isoformat(), "overdue"), else_="not_due")


@calc("payment_promise", "paid")
def promise_paid(table: Table) -> ColumnElement[Any]:
    """Payments of the party from the promise to three days after it is due (A8)."""
    payment = of("payment")
    return total("payment", payment.c.amount, payment.c.party == table.c.party,
                 payment.c.on.between(table.c.promised_on, func.date(table.c.due, f"+{GRACE_DAYS} days")))


def overdue_of(*conditions: Any) -> ColumnElement[Any]:
    """Σ of what is open past its due day, of the documents whose party holds the conditions."""
    invoice = of("invoice")
    joined = DOCUMENT.join(invoice, invoice.c.id == DOCUMENT.c.pk).join(PARTY, PARTY.c.pk == DOCUMENT.c.party)
    return one(select(func.coalesce(func.sum(DOCUMENT.c.open), 0)).select_from(joined).where(
        DOCUMENT.c.open > 0, due_day(invoice) < clock.today().isoformat(), *conditions))


@calc("product_line", "products")
def products_of_line(table: Table) -> ColumnElement[Any]:
    """Products on sale."""
    product = of("product")
    return count("product", product.c.line == table.c.id, product.c.status != "discontinued")


@calc("product_line", "year_sales")
def sales_of_line(table: Table) -> ColumnElement[Any]:
    """Company sales of the calendar year in minor units."""
    product, s = of("product"), SALES.c
    own = (select(s.product, func.sum(s.sales + s.returns).label("amount")).where(
        s.flow == "sell_in", s.month.between(*this_year())).group_by(s.product).subquery())
    return one(select(func.coalesce(func.sum(own.c.amount), 0)).select_from(
        product.join(own, own.c.product == product.c.id)).where(product.c.line == table.c.id))


@calc("product", "current_price")
def current_price(table: Table) -> ColumnElement[Any]:
    """The list price in force today for everybody."""
    price, today = of("price"), clock.today().isoformat()
    return one(select(price.c.amount).where(
        live(price), price.c.product == table.c.id, price.c.price_list == "list", price.c.party.is_(None),
        price.c.start <= today, or_(price.c.end.is_(None), price.c.end >= today))
        .order_by(price.c.start.desc(), price.c.id).limit(1))


@calc("product", "registration_until")
def registration_until(table: Table) -> ColumnElement[Any]:
    """The last day of the newest sanitary registration."""
    paper = of("compliance_document")
    return one(select(func.max(paper.c.expires)).where(
        live(paper), paper.c.category == "sanitary_registration", *to(paper, "holder", "product", table.c.id)))


@calc("key_message", "uses")
def uses(table: Table) -> ColumnElement[Any]:
    """Done visits and conversations that told it, and pieces that use it."""
    found = count("content_piece", of("content_piece").c.message == table.c.id)
    for kind in ("visit", "interaction"):
        talk = of(kind)
        told = func.json_each(talk.c.messages).table_valued("value", name=f"told_{kind}")
        own = (select(told.c.value.label("message"), func.count().label("n"))
               .select_from(talk.join(told, literal(value=True)))
               .where(live(talk), talk.c.messages.is_not(None)).group_by(told.c.value).subquery())
        found = found + func.coalesce(one(select(own.c.n).where(own.c.message == table.c.id)), 0)
    return found


def _year_of_channel(table: Table, value: ColumnElement[Any], *, back: int = 0) -> ColumnElement[Any]:
    """Σ over the 12 whole months before the current one, or those ``back`` months earlier, of a channel's sales."""
    t = TOTALS.c
    return one(select(func.coalesce(func.sum(value), 0)).where(
        t.flow == "sell_in", t.month.between(month_back(12 + back), month_back(1 + back)), t.channel == table.c.id))


@calc("channel", "sales")
def sales_of_channel(table: Table) -> ColumnElement[Any]:
    """Company sales of the last 12 whole months in minor units."""
    return _year_of_channel(table, TOTALS.c.sales + TOTALS.c.returns)


@calc("channel", "share")
def share_of_channel(table: Table) -> ColumnElement[Any]:
    """Its part of all company sales of the last 12 whole months (F101)."""
    t = TOTALS.c
    whole = one(select(func.coalesce(func.sum(t.sales + t.returns), 0)).where(
        t.flow == "sell_in", t.month.between(month_back(12), month_back(1))))
    return percent(sales_of_channel(table), whole)


@calc("channel", "growth")
def growth_of_channel(table: Table) -> ColumnElement[Any]:
    """The last 12 whole months against the 12 before."""
    before = _year_of_channel(table, TOTALS.c.sales + TOTALS.c.returns, back=12)
    return case((before > 0, percent(sales_of_channel(table) - before, before)))


@calc("channel", "margin")
def margin_of_channel(table: Table) -> ColumnElement[Any]:
    """(Sales − cost) ÷ sales over the rows that know their cost, last 12 whole months."""
    sales = _year_of_channel(table, TOTALS.c.costed)
    return case((sales > 0, percent(sales - _year_of_channel(table, TOTALS.c.cost), sales)))


@calc("channel", "overdue")
def overdue_of_channel(table: Table) -> ColumnElement[Any]:
    """What its parties owe past due, in minor units."""
    return overdue_of(PARTY.c.channel == table.c.id)


@calc("distributor", "overdue")
def overdue_of_distributor(table: Table) -> ColumnElement[Any]:
    """What it owes past due, in minor units."""
    return overdue_of(DOCUMENT.c.party == table.c.id)


@calc("distributor", "used_credit")
def used_credit(table: Table) -> ColumnElement[Any]:
    """Balance (not below 0) ÷ credit limit × 100; orders on the way are in F48. None without a limit."""
    return percent(func.max(0, party("balance", table.c.id)), table.c.credit_limit)


@calc("distributor", "contract_until")
def contract_until(table: Table) -> ColumnElement[Any]:
    """The last day of its contracts in force."""
    contract = of("contract")
    return one(select(func.max(contract.c.end)).where(
        live(contract), *to(contract, "party", "distributor", table.c.id),
        contract.c.state == "in_force"))


@calc("distributor", "last_score")
def last_score(table: Table) -> ColumnElement[Any]:
    """The score of its last closed appraisal."""
    from db.figures.columns_network import score

    appraisal = of("appraisal")
    return one(select(score(appraisal)).where(
        live(appraisal), *to(appraisal, "subject", "distributor", table.c.id), appraisal.c.state == "closed")
        .order_by(appraisal.c.end.desc(), appraisal.c.id).limit(1))


@calc("distributor", "documents_state")
def documents_state(table: Table) -> ColumnElement[Any]:
    """The worst of its mandatory papers: missing, expired, being renewed, expiring, valid (F93)."""
    from db.figures.columns_network import paper_status

    paper = of("compliance_document")
    role = case((table.c.role == "agent", "agent"), else_="distributor")
    wanted = func.json_each(setting("mandatory_documents", role)).table_valued("value", name="wanted")
    last = one(select(paper_status(paper)).where(
        live(paper), paper.c.category == wanted.c.value, *to(paper, "holder", "distributor", table.c.id))
        .order_by(paper.c.expires.is_(None).desc(), paper.c.expires.desc(), paper.c.id).limit(1)
        .correlate(table, wanted))
    ranks = {name: rank for rank, name in enumerate(_WORST)}
    rank = case(ranks, value=func.coalesce(last, "missing"), else_=len(_WORST))
    worst = one(select(func.min(rank)).select_from(wanted))
    return case({at: name for name, at in ranks.items()}, value=worst, else_="valid")


_WORST = ("missing", "expired", "renewing", "expiring")

"""Calc fields of contracts and their terms (F30, F46), credit, forecasts, rivals, authorities and quality."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Table, and_, case, cast, func, or_, select

from db.figures.calculated import count, half_away, is_link, live, of, one, percent, setting, total
from db.figures.columns import calc, calc_column
from kamdesk import clock, settings
from kamdesk.kinds import kind_of
from kamdesk.methods.months import add_months, month_start
from kamdesk.records.powers import MATTERS
from kamdesk.words import EXPONENTS

THOUSAND = 1_000
QUARTER = 3
MONTHS = {"month": 1, "quarter": QUARTER, "year": 12}
FRESH = 180  # days in which a price seen says something (F27)
DECIDED = ("approve", "send_back", "reject")


def _today() -> str:
    return clock.today().isoformat()


def _days(first: Any, last: Any) -> ColumnElement[Any]:
    """Whole days from one day to another."""
    return func.unixepoch(last).op("/")(86_400) - func.unixepoch(first).op("/")(86_400)


@calc("quality_issue", "days")
def issue_days(table: Table) -> ColumnElement[Any]:
    """Days from the report to the close, or to today."""
    return _days(func.coalesce(table.c.reported_on, table.c.found_on), func.coalesce(table.c.closed_on, _today()))


@calc("contract", "standing")
def contract_standing(table: Table) -> ColumnElement[Any]:
    """As stored; of one in force by its end: to renew within its notice (A7), expired unless it renews by itself."""
    left = _days(_today(), table.c.end)
    warned = func.max(setting("warning_days", "contracts"), func.coalesce(table.c.notice_days, 0))
    return case((table.c.state != "in_force", table.c.state),
                (and_(left < 0, func.coalesce(table.c.auto_renew, 0) == 0), "expired"),
                (left <= warned, "to_renew"), else_="in_force")


@calc("credit_assessment", "direction")
def credit_direction(table: Table) -> ColumnElement[Any]:
    """What the proposal does to the limit, and at the same limit to the days of payment."""
    new, old = table.c.proposed_limit, func.coalesce(table.c.current_limit, 0)
    days, before = func.coalesce(table.c.proposed_days, table.c.current_days, 0), func.coalesce(table.c.current_days, 0)
    return case((new.is_(None), None), (and_(new == 0, old > 0), "block"), (new > old, "increase"),
                (new < old, "decrease"), (days > before, "increase"), (days < before, "decrease"), else_="hold")


@calc("competitor_product", "gap")
def price_gap(table: Table) -> ColumnElement[Any]:
    """F27 of one rival: (theirs − ours) ÷ theirs × 100; none without a price of ours or a recent one of theirs."""
    seen, product = of("price_sighting"), of("product")
    since = (clock.today() - datetime.timedelta(FRESH)).isoformat()
    theirs = one(select(seen.c.price).where(
        live(seen), seen.c.rival == table.c.id, seen.c.on >= since,
        or_(seen.c.currency.is_(None), seen.c.currency == _base()))
        .order_by(seen.c.on.desc(), seen.c.id).limit(1))
    ours = one(select(calc_column(kind_of("product"), "current_price")).where(product.c.id == table.c.ours))
    return case((ours.is_not(None), percent(theirs - ours, theirs)))


def _base() -> ColumnElement[Any]:
    """The currency of the base."""
    own = of("setting")
    told = one(select(func.json_extract(own.c.value, "$")).where(live(own), own.c.name == "currency"))
    return func.coalesce(told, settings.declared("currency").default)


@calc("forecast", "share")
def forecast_share(table: Table) -> ColumnElement[Any]:
    """F91: own sales ÷ the market of the same scope, measure, scenario and months × 100; none without a market."""
    market = table.alias("market_forecast")
    newest = one(select(market.c.id).where(
        live(market), market.c.series == "market", market.c.state.is_distinct_from("archived"),
        *(market.c[name].is_not_distinct_from(table.c[name]) for name in ("scope", "measure", "scenario")))
        .order_by(market.c.made_on.desc(), market.c.id).limit(1).correlate(table))
    whole = _forecast(table, newest, months_of=table.c.id)
    own = _forecast(table, table.c.id, months_of=newest)
    return case((table.c.series == "own", percent(own, func.nullif(whole, 0))))


def _forecast(table: Table, forecast: Any, *, months_of: Any) -> ColumnElement[Any]:
    """Σ of the lines of a forecast in the months that another one has too; what was set by hand wins."""
    line, other = of("forecast_line"), of("forecast_line").alias()
    months = select(other.c.month).where(live(other), other.c.forecast == months_of).correlate(table)
    return total("forecast_line", func.coalesce(line.c.manual, line.c.value, 0), line.c.forecast == forecast,
                 line.c.month.in_(months))


@calc("authority", "uses")
def authority_uses(table: Table) -> ColumnElement[Any]:
    """Decisions of the person in the matter since the year began; of discounts, her confirmed orders with one too."""
    year = f"{clock.today():%Y}-01-01"
    event, order, line = of("approval_event"), of("order"), of("order_line")
    kinds = case(*((event.c.document_kind == kind_of(name).code, each.matter) for name, each in MATTERS.items()))
    decided = count("approval_event", event.c.actor_ref == table.c.person, is_link(event, "actor_ref", "person"),
                    event.c.action.in_(DECIDED), kinds == table.c.matter, event.c.at >= year)
    sold = line.join(order, order.c.id == line.c.order)
    given = one(select(func.count(line.c.order.distinct())).select_from(sold).where(
        live(line), live(order), line.c.discount > 0, order.c.owner == table.c.person, order.c.on >= year,
        order.c.state.not_in(("draft", "cancelled"))))
    return decided + case((table.c.matter == "discount", given), else_=0)


class Span:
    """The period of a term that today lies in, or the last day of its contract: columns of SQL."""

    def __init__(self, term: FromClause, contract: FromClause) -> None:
        self.until = func.min(func.coalesce(contract.c.ended_on, contract.c.end, _today()), _today())
        month = cast(func.strftime("%m", self.until), Integer) - 1
        quarter = func.date(self.until, "start of month", func.concat("-", month % QUARTER, " months"))
        first = {"month": func.date(self.until, "start of month"), "quarter": quarter,
                 "year": func.date(self.until, "start of year")}
        last = {name: func.date(first[name], f"+{months} months", "-1 day") for name, months in MONTHS.items()}
        self._first = case(first, value=term.c.period, else_=contract.c.start)
        self._last = case(last, value=term.c.period, else_=contract.c.end)
        self.since = func.max(self._first, contract.c.start)

    @property
    def elapsed(self) -> ColumnElement[Any]:
        """Days of the period that are past and belong to the contract."""
        return func.max(_days(self.since, self.until) + 1, 0)

    @property
    def length(self) -> ColumnElement[Any]:
        """Days of the whole period."""
        return _days(self._first, self._last) + 1


def _sold(term: FromClause, contract: FromClause, measure: str) -> ColumnElement[Any]:
    """F20 (or units) of the party, products and period of a term."""
    sale, product, span = of("sales_record"), of("product"), Span(term, contract)
    lines = select(product.c.id).where(product.c.line == term.c.line)
    dated = case((sale.c.on.is_not(None), sale.c.on.between(span.since, span.until)),
                 else_=sale.c.month.between(func.substr(span.since, 1, 7), func.substr(span.until, 1, 7)))
    return one(select(func.coalesce(func.sum(sale.c[measure]), 0)).where(
        live(sale), sale.c.party == contract.c.party, sale.c.flow == "sell_in",
        sale.c.month >= func.substr(span.since, 1, 7), dated,
        or_(term.c.product.is_(None), sale.c.product == term.c.product),
        or_(term.c.line.is_(None), sale.c.product.in_(lines.correlate_except(product)))).correlate_except(sale))


def _days_late(party: Any) -> ColumnElement[Any]:
    """F46 of a party in thousandths of a day: payments of twelve months, weighted by what they paid."""
    paid, invoice = of("allocation"), of("invoice")
    first = month_start(add_months(f"{clock.today():%Y-%m}", -11)).isoformat()
    late = func.max(_days(invoice.c.due, paid.c.on), 0)
    return one(select(half_away(func.sum(paid.c.amount * late) * THOUSAND, func.sum(paid.c.amount)))
               .select_from(paid.join(invoice, invoice.c.id == paid.c.invoice)).where(
        live(paid), live(invoice), is_link(paid, "source", "payment"), invoice.c.party == party,
        invoice.c.due.is_not(None), paid.c.on.between(first, _today())).correlate_except(paid, invoice))


def _actual(term: FromClause, contract: FromClause) -> ColumnElement[Any]:
    span, listing = Span(term, contract), of("hospital_listing")
    attended, session = of("training_attendance"), of("training_session")
    listed = one(select(func.count()).select_from(listing).where(
        live(listing), listing.c.agent == contract.c.party, listing.c.listed_on.between(span.since, span.until))
        .correlate_except(listing))
    trained = one(select(func.count(session.c.id.distinct())).select_from(
        attended.join(session, session.c.id == attended.c.session)).where(
        live(attended), live(session), attended.c.attended == 1, attended.c.attendee == contract.c.party,
        session.c.state == "done", session.c.on.between(span.since, span.until)).correlate_except(attended, session))
    places = case({code: 10**places for code, places in EXPONENTS.items()}, value=_base(), else_=10**2)
    return case(
        (term.c.category == "minimum_purchase", half_away(_sold(term, contract, "amount") * THOUSAND, places)),
        (term.c.category == "minimum_units", _sold(term, contract, "units")),
        (term.c.category == "payment_terms", _days_late(contract.c.party)),
        (term.c.category == "new_listings", listed * THOUSAND), (term.c.category == "training", trained * THOUSAND))


@calc("contract_term", "actual")
def term_actual(table: Table) -> ColumnElement[Any]:
    """What was reached of a term in its period: sales or units, days late, listings or trainings; none of others."""
    contract = of("contract").alias("of_term")
    return one(select(_actual(table, contract)).where(contract.c.id == table.c.contract).correlate_except(contract))


def term_fulfilment(term: FromClause, contract: FromClause) -> ColumnElement[Any]:
    """F30: actual ÷ (minimum × days elapsed ÷ days of the period) × 100; none for terms without a minimum."""
    span = Span(term, contract)
    reached = case((term.c.category == "minimum_purchase", _sold(term, contract, "amount")),
                   else_=_sold(term, contract, "units"))
    least = case((term.c.category == "minimum_purchase", term.c.amount), else_=term.c.quantity)
    return percent(reached * span.length, least * span.elapsed)


@calc("contract", "fulfilment")
def contract_fulfilment(table: Table) -> ColumnElement[Any]:
    """F30 of the minimum that is furthest behind."""
    term = of("contract_term")
    return one(select(func.min(term_fulfilment(term, table))).where(
        live(term), term.c.contract == table.c.id, term.c.category.in_(("minimum_purchase", "minimum_units")))
        .correlate_except(term))

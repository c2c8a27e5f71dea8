"""Balances, ageing, collection and billing: F40 to F45 and F110 (product/05 §5.3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import DeliveredPart, Facts, Key, MoneyPart, OpenPart
from kamdesk.figures.model import DAYS, MONEY, PERCENT, WATCH, Ask, Exclusion, Figure, Period, ratio
from kamdesk.figures.money import Converted, Rates, rounded
from kamdesk.figures.sales import NO_BASE, TARGETS, attainment
from kamdesk.figures.thresholds import below, high, low
from kamdesk.records.receivables import Invoice, Payment
from kamdesk.words import N_, _, exponent, number

NOT_DUE, NO_DUE, UNAPPLIED = "0", "no_due", "unapplied"
NO_PRODUCT = N_("receivables are not kept by product or line")
NO_OPEN = N_("nothing open")
READS = ("invoice", "payment", "allocation", "client", "distributor", "territory", "exchange_rate", "setting")
DSO_DAYS = 90
ZERO = Fraction(0)
LATE_DELIVERY_DAYS = 7
LITTLE_DATA = N_("with less than 90 days of data")
QUANTITY, PRICE, HUNDRED_PERCENT = 10**3, 10**6, 100 * 10**4


@dataclass(frozen=True)
class Aged:
    """What one key has open on a day in minor units of the base currency: exact sums by bucket, in order."""

    columns: Mapping[str, Fraction]
    disputed: Fraction
    rows: int
    exclusions: tuple[Exclusion, ...] = ()

    @cached_property
    def total(self) -> Fraction:
        """The balance: all columns, unapplied credits (negative) included (F40)."""
        return sum(filter(None, self.columns.values()), ZERO)

    @property
    def charges(self) -> Fraction:
        """Σ open before unapplied credits."""
        return self.total - self.columns[UNAPPLIED]

    @property
    def overdue(self) -> Fraction:
        """Open past its due day; what has no due day is not overdue."""
        return self.charges - self.columns[NOT_DUE] - self.columns[NO_DUE]


def buckets(edges: Sequence[int]) -> list[str]:
    """The columns of the ageing, in order."""
    return [*map(str, range(len(edges) + 1)), NO_DUE, UNAPPLIED]


def bucket_label(bucket: str, edges: Sequence[int]) -> str:
    """The name of a column: «por vencer», «1–30», «> 90», «sin vencimiento», «por aplicar»."""
    if bucket in (NO_DUE, UNAPPLIED):
        return _("without due date") if bucket == NO_DUE else _("to be applied")
    at = int(bucket)
    if at == 0:
        return _("not due")
    return f"> {number(edges[-1])}" if at == len(edges) else f"{number(edges[at - 1] + 1)}–{number(edges[at])}"


def aged(facts: Facts, ask: Ask, on: datetime.date, *, of_kind: str = "") -> dict[Key, Aged]:
    """The ageing of every key on a day, at the rates of its month; ``of_kind`` reads clients or distributors alone."""
    if ask.scope.product or ask.scope.line:
        return {}
    rates, names = Rates(facts.reader), buckets(facts.reader.setting("ageing_buckets"))
    asked = Ask(Period.day(on), ask.scope, ask.by)  # whatever the period, what is open on a day is asked once
    if ask.by is None:
        return {None: _aged(_whole(facts, asked, on), rates, names, on)}
    kind = (of_kind,) if of_kind else ()
    return {key: _aged(parts, rates, names, on) for key, parts in facts.receivables.open(asked, on, *kind).items()}


def _whole(facts: Facts, ask: Ask, on: datetime.date) -> list[OpenPart]:
    """The parts of all together: of many parties those of their markets, which the same page asks for as well."""
    if ask.scope.client or ask.scope.distributor:
        return list(facts.receivables.open(ask, on).get(None, ()))
    sums: dict[tuple[str, str], OpenPart] = {}
    for parts in facts.receivables.open(replace(ask, by="market"), on).values():
        for each in parts:
            known = sums.get((each.bucket, each.currency), OpenPart(each.bucket, each.currency, 0, 0, 0))
            sums[each.bucket, each.currency] = replace(
                known, amount=known.amount + each.amount, rows=known.rows + each.rows,
                disputed=known.disputed + each.disputed)
    return list(sums.values())


def _aged(parts: Sequence[OpenPart], rates: Rates, names: Sequence[str], on: datetime.date) -> Aged:
    month = f"{on:%Y-%m}"
    if all(part.currency in ("", rates.base) for part in parts):  # of 40,000 debtors hardly one owes anything else
        sums = dict.fromkeys(names, 0)
        for part in parts:
            sums[part.bucket] = sums.get(part.bucket, 0) + part.amount
        columns = {name: Fraction(sums[name]) if sums[name] else ZERO for name in names}
        disputed = sum(part.disputed for part in parts)
        return Aged(columns, Fraction(disputed) if disputed else ZERO, sum(part.rows for part in parts))
    whole = rates.add([MoneyPart(month, part.currency, part.amount, part.rows) for part in parts])
    columns = {name: rates.add(MoneyPart(month, part.currency, part.amount) for part in parts
                               if part.bucket == name).amount for name in names}
    argued = rates.add(MoneyPart(month, part.currency, part.disputed) for part in parts)
    return Aged(columns, argued.amount, whole.rows, whole.exclusions)


def _each(facts: Facts, ask: Ask) -> Iterable[tuple[Key, Aged | None]]:
    found = aged(facts, ask, ask.until)
    if not found and not ask.by:
        return [(None, None)]
    return found.items()


def _none(code: str, unit: str, ask: Ask) -> Figure:
    return Figure(code, unit, None, cutoff=ask.until, period=ask.period, scope=ask.scope, reason=NO_PRODUCT)


def _open_invoices(facts: Facts, ask: Ask) -> Rows:
    return Rows(Invoice.kind, facts.receivables.invoice_ids(ask, ask.until))


@figure("F40", N_("Open balance"), formula=N_("Invoices − applied − written off − unapplied credits"), unit=MONEY,
        reads=READS, rows=_open_invoices)
def balance(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What is owed on the last day of the period; negative: in favour of the client."""
    return {key: _none("F40", MONEY, ask) if each is None else _balance("F40", ask, key, each)
            for key, each in _each(facts, ask)}


def _balance(code: str, ask: Ask, key: Key, each: Aged) -> Figure:
    total = rounded(each.total)
    return Figure(code, MONEY, total, total, None, ask.until, ask.period, ask.scope, key, exclusions=each.exclusions,
                  more={"columns": each.columns, "overdue": each.overdue, "disputed": each.disputed,
                        "unapplied": each.columns[UNAPPLIED], "documents": each.rows})


@figure("F41", N_("Ageing"), formula=N_("Open balance by days past due"), unit=MONEY, reads=READS, rows=_open_invoices)
def ageing(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """The balance and, in ``more["columns"]``, its parts by days past due (see ``buckets``)."""
    return {key: _none("F41", MONEY, ask) if each is None else _balance("F41", ask, key, each)
            for key, each in _each(facts, ask)}


@figure("F42", N_("Overdue ratio"), formula=N_("Overdue ÷ open before unapplied credits × 100"), unit=PERCENT,
        reads=READS, rows=_open_invoices)
def overdue_ratio(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Overdue ÷ Σ open × 100."""
    return {key: _none("F42", PERCENT, ask) if each is None else _overdue(facts, ask, key, each)
            for key, each in _each(facts, ask)}


def _overdue(facts: Facts, ask: Ask, key: Key, each: Aged) -> Figure:
    value = ratio(each.overdue, each.charges)
    return Figure("F42", PERCENT, value, rounded(each.overdue), rounded(each.charges), ask.until, ask.period, ask.scope,
                  key, below(facts.reader, "F42", value), "" if value is not None else NO_OPEN, each.exclusions)


@figure("F43", N_("Days sales outstanding"), formula=N_("Balance ÷ billing of the last 90 days × 90"), unit=DAYS,
        reads=READS, rows=_open_invoices)
def days_outstanding(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Net receivables ÷ billing of the 90 days to the cut-off × 90; fewer days when there is no more data."""
    begin, first = ask.until - datetime.timedelta(DSO_DAYS - 1), facts.receivables.first_day()
    since = max(begin, first) if first and first <= ask.until else begin
    days = (ask.until - since).days + 1
    rates = Rates(facts.reader)
    billing = facts.receivables.billed(ask.over(Period(since, ask.until)), ask.until)
    found = {}
    for key, each in _each(facts, ask):
        billed = rates.add(billing.get(key, ()))
        value = ratio(each.total, billed.amount, days) if each and billed.amount > 0 else None
        found[key] = _none("F43", DAYS, ask) if each is None else Figure(
            "F43", DAYS, value, rounded(each.total), rounded(billed.amount), ask.until, ask.period, ask.scope, key,
            low(facts.reader, "F43", value), "" if value is not None else NO_BASE, each.exclusions,
            (LITTLE_DATA,) if days < DSO_DAYS else (), {"days": days})
    return found


@figure("F44", N_("Collection rate"), unit=PERCENT, reads=READS,
        formula=N_("Collected ÷ (opening balance + billing − not yet due at close) × 100"),
        rows=lambda facts, ask: Rows(Payment.kind, facts.receivables.payment_ids(ask, ask.until)))
def collection_rate(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Payments of the period ÷ what could have been collected × 100."""
    if ask.scope.product or ask.scope.line:
        return {None: _none("F44", PERCENT, ask)}
    rates = Rates(facts.reader)
    opening, closing = aged(facts, ask, ask.period.start - datetime.timedelta(1)), aged(facts, ask, ask.until)
    paid, billed = facts.receivables.collected(ask, ask.until), facts.receivables.billed(ask, ask.until)
    keys = dict.fromkeys([*opening, *closing, *paid, *billed])
    return {key: _collected(facts, ask, key, rates.add(paid.get(key, ())), _collectable(
        opening.get(key), rates.add(billed.get(key, ())), closing.get(key))) for key in keys}


def _collectable(opening: Aged | None, billed: Converted, closing: Aged | None) -> Fraction:
    return (opening.total if opening else 0) + billed.amount - (closing.columns[NOT_DUE] if closing else 0)


def _collected(facts: Facts, ask: Ask, key: Key, paid: Converted, base: Fraction) -> Figure:
    value = ratio(paid.amount, base) if base > 0 else None
    return Figure("F44", PERCENT, value, rounded(paid.amount), rounded(base), ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F44", value), "" if value is not None else NO_BASE, paid.exclusions)


@figure("F45", N_("Collection against goal"), formula=N_("Collected ÷ collection goal to date × 100"), unit=PERCENT,
        reads=(*READS, *TARGETS),
        rows=lambda facts, ask: Rows(Payment.kind, facts.receivables.payment_ids(ask, ask.until)))
def collection_goal(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Payments ÷ the collection target due by the cut-off × 100."""
    return attainment(facts, ask, "collection", to_date=True, code="F45")


@figure("F110", N_("Billing"), formula=N_("Invoices + debit notes − credit notes of the period, with tax"), unit=MONEY,
        reads=(*READS, "order", "order_line", "delivery", "product"),
        rows=lambda facts, ask: Rows(Invoice.kind, facts.receivables.billed_ids(ask, ask.until)))
def billing(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What was billed in the period; ``more``: delivered and not invoiced by its end, and how many orders wait."""
    if ask.scope.product or ask.scope.line:
        return {None: _none("F110", MONEY, ask)}
    rates = Rates(facts.reader)
    billed, handed = facts.receivables.billed(ask, ask.until), facts.receivables.delivered(ask, ask.until)
    keys = dict.fromkeys([*billed, *handed]) if ask.by else {None: None}
    return {key: _billed(ask, key, rates.add(billed.get(key, ())), delivered_not_invoiced(
        handed.get(key, ()), rates, ask.until)) for key in keys}


def _billed(ask: Ask, key: Key, billed: Converted, waiting: tuple[Fraction, int]) -> Figure:
    amount, late = waiting
    value = rounded(billed.amount)
    return Figure("F110", MONEY, value, value, None, ask.until, ask.period, ask.scope, key, WATCH if late else None,
                  exclusions=billed.exclusions, more={"delivered_not_invoiced": rounded(amount), "late_orders": late})


def delivered_not_invoiced(parts: Sequence[DeliveredPart], rates: Rates, on: datetime.date) -> tuple[Fraction, int]:
    """Σ over orders of max(0, delivered with tax − invoiced), and how many of them wait more than 7 days."""
    orders: dict[str, list[DeliveredPart]] = {}
    for part in parts:
        orders.setdefault(part.order, []).append(part)
    total, late = Fraction(0), 0
    for lines in orders.values():
        first = lines[0]
        rest = sum((worth(each, rates.base) for each in lines), Fraction(0)) - first.invoiced
        if rest > 0:
            total += rest * (rates.rate(first.currency, f"{on:%Y-%m}") or 0)
            late += (on - max(each.last for each in lines)).days > LATE_DELIVERY_DAYS
    return total, late


def worth(part: DeliveredPart, base: str) -> Fraction:
    """Quantity × net price × (1 + tax) of a delivered line, exact, in minor units of its currency."""
    minor = int(10 ** exponent(part.currency or base))
    net = Fraction(part.price, PRICE) * (1 - Fraction(part.discount, HUNDRED_PERCENT))
    return Fraction(part.quantity, QUANTITY) * net * (1 + Fraction(part.tax_rate, HUNDRED_PERCENT)) * minor

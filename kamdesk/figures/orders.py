"""Orders, days late, promises: F32, F46 and F47 (product/05 §5.2 and §5.3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, DAYS, MONEY, PERCENT, Ask, Exclusion, Figure, Period, ratio
from kamdesk.figures.money import NO_RATE, Rates, rounded
from kamdesk.figures.order_facts import LatePart, PendingPart, PromisePart
from kamdesk.figures.receivables import HUNDRED_PERCENT, PRICE, QUANTITY
from kamdesk.figures.thresholds import high, low
from kamdesk.methods.months import add_months_to_day
from kamdesk.records.sales import Order
from kamdesk.words import N_, exponent

LATE_DAYS = 7  # after the day agreed an order is late
YEAR = 12
READS = ("order", "order_line", "delivery", "product", "client", "distributor", "territory", "exchange_rate")
NO_PAYMENTS, NO_PROMISES = N_("no payments in 12 months"), N_("no promises fell due in 12 months")
UNDATED, CREDITED = N_("invoices without due date"), N_("applied from credit notes")
STILL_PENDING, PUT_OFF = N_("promises still pending"), N_("promises put off in time")


def last_year(until: datetime.date) -> Period:
    """The twelve months to a day."""
    return Period(add_months_to_day(until, -YEAR) + datetime.timedelta(1), until)


def net_worth(part: PendingPart, base: str, *, with_tax: bool = False) -> Fraction:
    """Quantity × net price, and its tax where asked, exact, in minor units of its currency."""
    net = Fraction(part.price, PRICE) * (1 - Fraction(part.discount, HUNDRED_PERCENT))
    tax = Fraction(part.tax_rate, HUNDRED_PERCENT) if with_tax else Fraction(0)
    return Fraction(part.quantity, QUANTITY) * net * (1 + tax) * int(10 ** exponent(part.currency or base))


def added(parts: Iterable[PendingPart], rates: Rates, on: datetime.date, *,
          with_tax: bool = False) -> tuple[Fraction, tuple[Exclusion, ...]]:
    """Σ of what is pending in the base currency at the rate of a day's month, and what had no rate."""
    total = Fraction(0)
    gone: dict[str, tuple[int, Fraction]] = {}
    for part in parts:
        worth, rate = net_worth(part, rates.base, with_tax=with_tax), rates.rate(part.currency, f"{on:%Y-%m}")
        if rate is None:
            count, amount = gone.get(part.currency, (0, Fraction(0)))
            gone[part.currency] = count + 1, amount + worth
        else:
            total += worth * rate
    left_out = (Exclusion(NO_RATE, count, int(rounded(amount)), currency) for currency, (count, amount)
                in sorted(gone.items()))
    return total, tuple(left_out)


@figure("F32", N_("Orders"), unit=MONEY, reads=READS,
        formula=N_("Confirmed orders of the period net of tax; beside it what is still to deliver"),
        rows=lambda facts, ask: Rows(Order.kind, facts.orders.order_ids(ask, ask.until)))
def orders(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Confirmed in the period; ``more``: pending on its last day, orders waiting, and how many of them are late."""
    rates = Rates(facts.reader)
    done, waiting = facts.orders.confirmed(ask, ask.until), facts.orders.pending(ask, ask.until)
    keys = dict.fromkeys([*done, *waiting]) if ask.by else {None: None}
    found = {}
    for key in keys:
        confirmed, parts = rates.add(done.get(key, ())), waiting.get(key, ())
        left, gone = added(parts, rates, ask.until)
        late = {part.order for part in parts if is_late(part.deliver_by, ask.until)}
        value = rounded(confirmed.amount)
        found[key] = Figure(
            "F32", MONEY, value, value, None, ask.until, ask.period, ask.scope, key, BAD if late else None,
            exclusions=(*confirmed.exclusions, *gone), more={
                "pending": rounded(left), "waiting": len({part.order for part in parts}), "late": len(late),
                "orders": confirmed.rows})
    return found


def is_late(deliver_by: datetime.date | None, on: datetime.date) -> bool:
    """Whether an order with something to deliver is more than a week past its day."""
    return deliver_by is not None and (on - deliver_by).days > LATE_DAYS


@figure("F46", N_("Average days late"), formula=N_("Σ (applied × days past due) ÷ Σ applied, payments of 12 months"),
        unit=DAYS, reads=("payment", "allocation", "invoice", "client", "distributor", "exchange_rate"))
def days_late(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """How late payments of the 12 months to the end of the period came, weighted by amount."""
    rates, period = Rates(facts.reader), last_year(ask.until)
    found = facts.orders.lateness(ask.over(period), ask.until)
    keys: Iterable[Key] = found if ask.by else [None]
    return {key: _late(facts, ask, key, found.get(key, ()), rates) for key in keys}


def _late(facts: Facts, ask: Ask, key: Key, parts: Sequence[LatePart], rates: Rates) -> Figure:
    above, below = Fraction(0), Fraction(0)
    gone: list[Exclusion] = []
    for part in parts:
        rate = rates.rate(part.currency, part.month)
        if rate is None:
            gone.append(Exclusion(NO_RATE, part.rows, part.amount, part.currency))
        else:
            above, below = above + part.weighted * rate, below + part.amount * rate
        for reason, (count, amount) in ((UNDATED, part.undated), (CREDITED, part.credited)):
            if count:
                gone.append(Exclusion(reason, count, amount, part.currency))
    value = ratio(above, below, 1) if below > 0 else None
    return Figure("F46", DAYS, value, rounded(above), rounded(below), ask.until, ask.period, ask.scope, key,
                  low(facts.reader, "F46", value), "" if value is not None else NO_PAYMENTS, merged(gone))


def merged(gone: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """The exclusions of the same reason and currency as one."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for each in gone:
        count, amount = sums.get((each.reason, each.currency), (0, 0))
        sums[each.reason, each.currency] = count + each.count, amount + (each.amount or 0)
    return tuple(Exclusion(reason, count, amount, currency) for (reason, currency), (count, amount)
                 in sorted(sums.items()))


@figure("F47", N_("Promises kept"), formula=N_("Kept ÷ (kept + partly kept + broken) due in 12 months × 100"),
        unit=PERCENT, reads=("payment_promise", "client", "distributor"))
def promises_kept(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Promises of the 12 months to the end of the period; one put off after its day had passed counts as broken."""
    found = facts.orders.promises(ask.over(last_year(ask.until)), ask.until)
    keys: Iterable[Key] = found if ask.by else [None]
    return {key: _kept(facts, ask, key, found.get(key, PromisePart())) for key in keys}


def _kept(facts: Facts, ask: Ask, key: Key, part: PromisePart) -> Figure:
    ended = part.kept + part.partly + part.broken + part.late
    value = ratio(part.kept, ended)
    gone = tuple(Exclusion(reason, count) for reason, count in ((STILL_PENDING, part.pending),
                                                                 (PUT_OFF, part.put_off - part.late)) if count)
    return Figure("F47", PERCENT, value, Fraction(part.kept), Fraction(ended), ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F47", value), "" if value is not None else NO_PROMISES, gone)

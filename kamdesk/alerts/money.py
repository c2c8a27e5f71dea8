"""Alerts of money owed, of targets and purchases: L01 to L04, L06, L16, L46."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kamdesk.alerts.model import AMOUNT, BAD, CREDIT, MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.fields import Link
from kamdesk.figures import ask, by
from kamdesk.figures.model import Figure, Period
from kamdesk.figures.money import Rates
from kamdesk.figures.thresholds import limits
from kamdesk.methods.months import add_months_to_day
from kamdesk.records.clients import Client
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.sales import Order
from kamdesk.store import IN, Where
from kamdesk.words import N_, _, money, percent

MARKET_KINDS = {"market": "territory", "person": "person", "distributor": "distributor"}
OPEN_ORDERS = ("draft", "confirmed", "partly_delivered")
TO_DATE = {"F23": N_("{name} is at {n} of its sales target to date"),
           "F45": N_("{name} is at {n} of its collection goal to date")}


@rule("L01", N_("Credit in use"), "distributor", "invoice", "payment", "allocation", "order", "order_line", "delivery")
def credit(look: Look) -> Iterator[Alert]:
    """Distributors that use most of their credit limit, or more (F48)."""
    figures = by(look.facts, "F48", Period.day(look.today), dimension="distributor")
    found = sorted((each for each in figures if each.status in ("watch", "bad") and each.value is not None),
                   key=lambda each: -(each.value or 0))[:MOST]
    known = {each.id: each for each in look.reader.find(Distributor, Where("id", IN, [each.key for each in found]))}
    for each in found:
        party = known.get(each.key or "")
        if party is not None:
            yield Alert("L01", link_to(party), _("{name} uses {n} of its credit", name=party.name,
                                                 n=percent(float(each.value or 0), 0)),
                        _("{balance} of a limit of {limit}", balance=money(round(each.numerator or 0)),
                          limit=money(round(each.denominator or 0))), BAD if each.status == "bad" else WATCH,
                        N_("Evaluate credit"), amount=round(each.numerator or 0), owner=party.owner, tells=CREDIT)


@rule("L02", N_("Clients that owe"), "invoice", "payment", "allocation", "client", "distributor", "exchange_rate",
      days=(N_("Days past due"), 30), bad=(N_("Urgent from, days"), 90), share=(N_("Per cent of the receivables"), 1))
def owing(look: Look) -> Iterator[Alert]:
    """Parties that owe over 1 % of the receivables for more than 30 days, and any that owe for more than 90."""
    days, bad = look.limit("L02", "days"), look.limit("L02", "bad")
    whole = ask(look.facts, "F40", Period.day(look.today)).value or Fraction(0)
    rates, month = Rates(look.reader), f"{look.today:%Y-%m}"
    owed: dict[Link, list[Fraction]] = {}
    for part in look.facts.receivables.late(look.today, days=days, worse=bad, limit=MOST):
        rate = rates.rate(part.currency, month) or 0
        sums = owed.setdefault(part.party, [Fraction(0), Fraction(0)])
        sums[0] += part.amount * rate
        sums[1] += part.worse * rate
    names = look.names(owed)
    for party, (late, worse) in owed.items():
        if worse > 0 or late * 100 > whole * look.limit("L02", "share"):
            text = _("{amount} for more than {n} days", amount=money(round(worse)), n=bad) if worse > 0 else _(
                "For more than {n} days", n=days)
            yield Alert("L02", party, _("{client} owes {amount} past due", client=names.get(party.id, ""),
                                        amount=money(round(late))), text, BAD if worse > 0 else WATCH,
                        N_("Record promise"), amount=round(late), tells=AMOUNT)


@rule("L03", N_("Payment promises"), "payment_promise")
def promises(look: Look) -> Iterator[Alert]:
    """Promises due today, and those whose day passed."""
    found = look.reader.find(PaymentPromise, Where("due", "<=", look.today), state="pending", sort=(("due", False),),
                             limit=MOST)
    names = look.names(each.party for each in found)
    for each in found:
        if each.due is None:
            continue
        late = each.due < look.today
        title = (_("Promise of {client} for {amount} was broken") if late
                 else _("Promise of {client} for {amount} is due today"))
        yield Alert("L03", link_to(each),
                    title.format(client=names.get(each.party.id, "") if each.party else "",
                                 amount=money(each.amount or 0)), look.when(each.due), BAD if late else WATCH,
                    N_("Record payment"), each.due, each.amount, each.owner, AMOUNT)


@rule("L04", N_("Overdue receivables of a market"), "invoice", "payment", "allocation", "client", "distributor")
def overdue(look: Look) -> Iterator[Alert]:
    """The region and each market whose overdue share or days outstanding are bad."""
    today = Period.day(look.today)
    for dimension in (None, "market"):
        shares, days = (_keyed(look, code, today, dimension) for code in ("F42", "F43"))
        names = look.names_of("territory", shares)
        for key, share in shares.items():
            outstanding = days.get(key)
            if "bad" not in (share.status, outstanding.status if outstanding else None) or share.value is None:
                continue
            where = names.get(key, "") or _("the region")
            told = _("{days} days to collect", days=round(outstanding.value)) if outstanding and outstanding.value \
                is not None else ""
            yield Alert("L04", Link("territory", key), _("{n} of the receivables of {where} are overdue",
                                                         n=percent(float(share.value), 0), where=where),
                        told, BAD, N_("See receivables"), amount=int(share.numerator or 0))


def _keyed(look: Look, code: str, period: Period, dimension: str | None) -> dict[str, Figure]:
    """A figure by what each part stands for; the whole under «»."""
    if dimension is None:
        return {"": ask(look.facts, code, period)}
    return {each.key: each for each in by(look.facts, code, period, dimension=dimension) if each.key}


@rule("L06", N_("Credit to be assessed again"), "credit_assessment", "distributor",
      months=(N_("Months since the last one"), 12))
def stale_credit(look: Look) -> Iterator[Alert]:
    """Distributors whose last credit assessment is old."""
    last: dict[str, CreditAssessment] = {}
    for each in look.reader.find(CreditAssessment, Where("state", "=", "applied"), sort=(("on", False),)):
        last[each.distributor or ""] = each
    limit = add_months_to_day(look.today, -look.limit("L06", "months"))
    for party in look.reader.find(Distributor, Where("id", IN, sorted(last)), stage="active"):
        on = last[party.id].on
        if on and on < limit:
            yield Alert("L06", link_to(party),
                        _("The credit of {name} was assessed over {n} months ago", name=party.name,
                          n=look.limit("L06", "months")), look.when(on), WATCH, N_("Evaluate credit"), on,
                        owner=party.owner)


@rule("L46", N_("Purchases that do not come"), "sales_record", "order", "client", "distributor")
def repurchase(look: Look) -> Iterator[Alert]:
    """Clients beyond the usual days between their purchases (F107) without an open order."""
    figures = by(look.facts, "F107", Period.day(look.today), look.scope, dimension="client")
    found = sorted((each for each in figures if each.status in ("watch", "bad")),
                   key=lambda each: (each.status != "bad", -(each.value or 0)))[:MOST]
    ordered = {each.buyer.id for each in look.reader.find(Order, Where("state", IN, OPEN_ORDERS)) if each.buyer}
    clients = {each.id: each for each in look.reader.find(
        Client, Where("id", IN, [each.key for each in found]), status="active")}
    for each in found:
        client = clients.get(each.key or "")
        if client is not None and client.id not in ordered:
            yield Alert("L46", link_to(client), _("{client} usually buys every {m} days; it has been {n}",
                                                  client=client.name, m=round(each.denominator or 0),
                                                  n=round(each.numerator or 0)), "",
                        BAD if each.status == "bad" else WATCH, N_("Create order"), owner=client.owner)


@rule("L16", N_("Targets behind"), "sales_record", "target", "target_month", "payment", "non_working_day",
      day=(N_("From day of the month"), 5))
def behind(look: Look) -> Iterator[Alert]:
    """Markets, persons and distributors behind their sales target or collection goal to date."""
    if look.today.day <= look.limit("L16", "day"):
        return
    month = Period.month(f"{look.today:%Y-%m}")
    good, watch = limits(look.reader, "F23")
    for dimension, kind in MARKET_KINDS.items():
        for code, title in TO_DATE.items():
            found = [each for each in by(look.facts, code, month, dimension=dimension)
                     if each.key and each.value is not None and each.value < good]
            names = look.names_of(kind, [each.key for each in found])
            for each in found:
                value = each.value or 0
                yield Alert("L16", Link(kind, each.key or ""), _(title, name=names.get(each.key or "", ""),
                                                                 n=percent(float(value), 0)),
                            _("Goal to date: {goal}", goal=money(round(each.denominator or 0))),
                            WATCH if value >= watch else BAD, N_("See follow-up"), tells=AMOUNT,
                            amount=round((each.denominator or 0) - (each.numerator or 0)),
                            owner=each.key if kind == "person" else None)

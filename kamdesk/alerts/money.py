"""Alerts of money owed and of targets: L01 to L04, L06, L16."""

from __future__ import annotations

from collections.abc import Iterator

from kamdesk.alerts.model import AMOUNT, BAD, CREDIT, MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.fields import Link
from kamdesk.figures import ask, by
from kamdesk.figures.model import Figure, Period
from kamdesk.figures.thresholds import limits
from kamdesk.methods.months import add_months_to_day
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import PaymentPromise
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, money, percent

MARKET_KINDS = {"market": "territory", "person": "person", "distributor": "distributor"}
TO_DATE = {"F23": N_("{name} is at {n} of its sales target to date"),
           "F45": N_("{name} is at {n} of its collection goal to date")}


@rule("L01", N_("Credit in use"), "distributor", "invoice", "payment", "allocation", "order")
def credit(look: Look) -> Iterator[Alert]:
    """Distributors that use most of their credit limit."""
    watch, bad, _full = look.reader.setting("credit_thresholds")
    query = Query((Where("used_credit", ">=", watch),), sort=(("used_credit", True),))
    for row in look.reader.page(Distributor.kind, query, limit=MOST,
                                columns=("name", "used_credit", "balance", "credit_limit", "owner")).rows:
        used, values = row.values["used_credit"], row.values
        yield Alert("L01", Link("distributor", row.id), _("{name} uses {n} of its credit", name=values["name"],
                                                          n=percent(used, 0)),
                    _("{balance} of a limit of {limit}", balance=money(values["balance"] or 0),
                      limit=money(values["credit_limit"] or 0)), BAD if used >= bad else WATCH,
                    N_("Evaluate credit"), amount=values["balance"], owner=values["owner"], tells=CREDIT)


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

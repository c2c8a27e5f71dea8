"""F48 Credit use: what a party owes and has still to be billed or delivered, against its limit (product/05 §5.3)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.figures import figure
from kamdesk.figures.facts import DeliveredPart, Facts, Key
from kamdesk.figures.model import BAD, GOOD, PERCENT, REGION, WATCH, Ask, Exclusion, Figure, Period, Scope, ratio
from kamdesk.figures.money import Rates, rounded
from kamdesk.figures.order_facts import PendingPart
from kamdesk.figures.orders import added
from kamdesk.figures.receivables import READS, Aged, aged, delivered_not_invoiced
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.store import MORE, Reader, Where
from kamdesk.words import N_, _

Way = tuple[Sequence[DeliveredPart], Sequence[PendingPart]]
NO_LIMIT = N_("without limit")
KINDS: Mapping[str, type[Client | Distributor]] = {"client": Client, "distributor": Distributor}


@dataclass(frozen=True)
class CreditUse:
    """What a party uses of its credit, exact, in minor units of the base currency."""

    limit: int
    balance: Fraction = Fraction(0)
    delivered: Fraction = Fraction(0)
    pending: Fraction = Fraction(0)
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def exposure(self) -> Fraction:
        """The balance, not below 0, and what will be added to it."""
        return max(Fraction(0), self.balance) + self.delivered + self.pending

    @property
    def share(self) -> Fraction | None:
        """Exposure ÷ limit in per cent; None without a limit."""
        return ratio(self.exposure, self.limit)

    @property
    def left(self) -> Fraction:
        """What may still be used; negative when it is exceeded."""
        return self.limit - self.exposure

    def plus(self, amount: int, currency: str, reader: Reader) -> CreditUse:
        """The use with one more order, ``amount`` with tax in minor units of a currency; without a rate it adds 0."""
        rate = Rates(reader).rate(currency, f"{clock.today():%Y-%m}") or 0
        return replace(self, pending=self.pending + amount * rate)


def credit_of(facts: Facts, party: Link, on: datetime.date | None = None) -> CreditUse:
    """The credit use of one client or distributor on a day (today)."""
    day = on or clock.today()
    holder = facts.reader.maybe(KINDS[party.kind], party.id)
    scope = Scope(client=party.id) if party.kind == "client" else Scope(distributor=party.id)
    owed = aged(facts, Ask(Period.day(day), scope), day)[None]
    limit = (holder.credit_limit if holder else None) or 0
    return _use(limit, owed, facts.orders.on_the_way(party.id, day), Rates(facts.reader), day)


def _use(limit: int, owed: Aged | None, way: Way, rates: Rates, day: datetime.date) -> CreditUse:
    handed, waiting = way
    delivered, _late = delivered_not_invoiced(handed, rates, day)
    pending, gone = added(waiting, rates, day, with_tax=True)
    balance, left_out = (owed.total, owed.exclusions) if owed else (Fraction(0), ())
    return CreditUse(limit, balance, delivered, pending, (*left_out, *gone))


def uses(facts: Facts, kind: str, on: datetime.date, scope: Scope = REGION, *,
         limited: bool = False) -> dict[Id, CreditUse]:
    """The credit use of every party of a kind that has a limit or owes something, by its id.

    ``limited`` leaves those without a limit out.
    """
    rates = Rates(facts.reader)
    owed = aged(facts, Ask(Period.day(on), scope, kind), on, of_kind=kind)
    way = facts.orders.buyers(on)
    limits = {each.id: each.credit_limit or 0 for each in facts.reader.find(
        KINDS[kind], Where("credit_limit", MORE, 0))}
    return {id_: _use(limits.get(id_, 0), owed.get(id_), way.get(id_, ((), ())), rates, on)
            for id_ in dict.fromkeys([*limits, *([] if limited else filter(None, owed))])}


@figure("F48", N_("Credit use"), unit=PERCENT, reads=(*READS, "order", "order_line", "delivery", "product"),
        formula=N_("(Balance + delivered not invoiced + confirmed and undelivered, with tax) ÷ credit limit × 100"))
def credit_use(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of one party, of each («client» or «distributor»), or of all that have a limit together."""
    scope = ask.scope
    party = Link("client", scope.client) if scope.client else Link("distributor", scope.distributor or "")
    if ask.by not in (None, *KINDS):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    if ask.by is None and party.id:
        return {None: _told(facts.reader, ask, None, credit_of(facts, party, ask.until))}
    kinds = [kind for kind in KINDS if ask.by in (None, kind)]
    found = {key: use for kind in kinds
             for key, use in uses(facts, kind, ask.until, scope, limited=ask.by is None).items()}
    if ask.by:
        return {key: _told(facts.reader, ask, key, use) for key, use in found.items()}
    return {None: _told(facts.reader, ask, None, _together([use for use in found.values() if use.limit]))}


def _together(found: Sequence[CreditUse]) -> CreditUse:
    whole = CreditUse(sum(each.limit for each in found),
                      sum((max(Fraction(0), each.balance) for each in found), Fraction(0)),
                      sum((each.delivered for each in found), Fraction(0)),
                      sum((each.pending for each in found), Fraction(0)))
    return replace(whole, exclusions=tuple(gone for each in found for gone in each.exclusions))


def _told(reader: Reader, ask: Ask, key: Key, use: CreditUse) -> Figure:
    return Figure("F48", PERCENT, use.share, rounded(use.exposure), Fraction(use.limit), ask.until, ask.period,
                  ask.scope, key, judged(reader, use), "" if use.limit else NO_LIMIT, use.exclusions, more={
                      "balance": rounded(use.balance), "delivered": rounded(use.delivered),
                      "pending": rounded(use.pending), "left": rounded(use.left)})


def judged(reader: Reader, use: CreditUse) -> str | None:
    """Good under the first threshold of the setting, watch under the second, bad from there; bad without a limit."""
    if use.share is None:
        return BAD if use.exposure > 0 else None
    good, watch = (Fraction(str(each)) for each in reader.setting("credit_thresholds")[:2])
    return GOOD if use.share < good else WATCH if use.share < watch else BAD

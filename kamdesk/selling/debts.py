"""What a party owes, document by document, and how its promises stand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.methods.receivables import OpenInvoice, Promise, PromiseState, due_date, promise_states
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Allocation, Invoice, Payment, PaymentPromise
from kamdesk.records.territories import Territory
from kamdesk.store import AT_LEAST, IN, MORE, NOT_EQUAL, Query, Reader, Where
from kamdesk.words import base_currency

MOST = 100_000  # open documents of one party, more than anybody has
PROPOSED = {"kept": "kept", "partly": "partly_kept", "broken": "broken", "pending": "pending"}


@dataclass(frozen=True)
class Placed:
    """What is written on the documents of a party: where, by whom, and its payment days."""

    territory: Id | None
    seller: Id | None
    payment_days: int | None


def placed(reader: Reader, party: Link) -> Placed:
    """Where the documents of a party belong; a distributor of several territories belongs to what holds them all."""
    if party.kind == "client":
        client = reader.get(Client, party.id)
        return Placed(client.territory, client.owner, client.payment_days)
    partner = reader.get(Distributor, party.id)
    return Placed(_common(reader, partner.territories), partner.owner, partner.payment_days)


def _common(reader: Reader, territories: Sequence[Id]) -> Id | None:
    """The nearest territory at or above all of these."""
    chains = [_above(reader, each) for each in territories]
    if not chains:
        return None
    return next((each for each in chains[0] if all(each in chain for chain in chains[1:])), None)


def _above(reader: Reader, territory: Id) -> list[Id]:
    found: list[Id] = []
    at: Id | None = territory
    while at and at not in found:
        found.append(at)
        place = reader.maybe(Territory, at)
        at = place.parent if place else None
    return found


def open_invoices(reader: Reader, party: Link, *, currency: str | None = None) -> list[OpenInvoice]:
    """The invoices of a party with something left, in minor units; of one currency when it is given."""
    where = [Where("party", "=", party), Where("category", NOT_EQUAL, "credit_note"), Where("open", MORE, 0)]
    columns = ("number", "on", "due", "open", "disputed", "currency")
    rows = reader.page(Invoice.kind, Query(tuple(where)), limit=MOST, columns=columns).rows
    days = placed(reader, party).payment_days
    return [_open(row.id, row.values, days) for row in rows
            if currency is None or same_currency(row.values.get("currency"), currency)]


def same_currency(one: str | None, other: str | None) -> bool:
    """Whether two documents are in the same money; without a currency they are in that of the base."""
    return (one or base_currency()) == (other or base_currency())


def _open(id_: Id, known: Mapping[str, Any], days: int | None) -> OpenInvoice:
    on = known["on"]
    return OpenInvoice(id_, known["number"], on, due_date(on, due=known.get("due"), payment_days=days),
                       known["open"] or 0, bool(known.get("disputed")))


def unapplied(reader: Reader, payment: Payment) -> int:
    """What is left of a payment to apply, in minor units; nothing of a reversed one or of a counter row."""
    if payment.reverses or reader.count(Payment, reverses=payment.id):
        return 0
    applied = reader.find(Allocation, source=Link("payment", payment.id))
    return (payment.amount or 0) - sum(each.amount or 0 for each in applied)


def applied_parts(reader: Reader, source: Link) -> dict[Id, int]:
    """What a payment or credit note pays of each invoice, in minor units; what was taken back is left out."""
    found: dict[Id, int] = {}
    for each in reader.find(Allocation, source=source):
        found[each.invoice or ""] = found.get(each.invoice or "", 0) + (each.amount or 0)
    return {invoice: amount for invoice, amount in found.items() if amount}


def proposals(reader: Reader, parties: Sequence[Link] | None = None) -> dict[Id, PromiseState]:
    """How every pending promise stands (A8), by its id; of some parties when they are named."""
    pending = reader.find(PaymentPromise, state="pending") if parties is None else [
        each for party in parties for each in reader.find(PaymentPromise, state="pending", party=party)]
    found: dict[Id, PromiseState] = {}
    for party in dict.fromkeys(each.party for each in pending if each.party):
        found |= {key: state for key, state in _of_party(reader, party).items()
                  if any(each.id == key for each in pending)}
    return found


def _of_party(reader: Reader, party: Link) -> dict[Id, PromiseState]:
    """Every promise of a party that was not put off, oldest first: what an earlier one used is gone."""
    promises = [Promise(each.id, each.promised_on, each.due, each.amount or 0)
                for each in reader.find(PaymentPromise, Where("state", NOT_EQUAL, "rescheduled"), party=party)
                if each.promised_on and each.due]
    first = min((each.promised_on for each in promises), default=clock.today())
    paid = [(each.on or clock.today(), each.amount or 0)
            for each in reader.find(Payment, Where("on", AT_LEAST, first), party=party)]
    return promise_states(promises, paid, today=clock.today())


def proposed_state(state: PromiseState) -> str:
    """A key of ``PROMISE_STATES`` for what A8 says."""
    return PROPOSED[state.state]


def invoices_called(reader: Reader, ids: Sequence[Id]) -> dict[Id, Invoice]:
    """Invoices by id."""
    return {each.id: each for each in reader.find(Invoice, Where("id", IN, list(ids)))} if ids else {}


def days_late(due: datetime.date | None, on: datetime.date) -> int | None:
    """Days past due, negative while it is not due; None without a due day."""
    return None if due is None else (on - due).days


def written_off_because(reader: Reader, invoice: Invoice) -> str:
    """The amount and reason that were sent to be approved before an amount of an invoice was written off."""
    if not invoice.written_off:
        return ""
    asked = reader.find(ApprovalEvent, document=Link(Invoice.kind.name, invoice.id), action="submit",
                        sort=(("at", True), ("id", True)), limit=1)
    return asked[0].comment if asked else ""

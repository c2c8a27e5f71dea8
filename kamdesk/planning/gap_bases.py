"""What a year sold by client, listing, patient and visit: the ratios that turn a gap into work (product/06 A13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.figures.sales import sold
from kamdesk.methods.months import month_of
from kamdesk.records.clients import Client
from kamdesk.records.listings import HospitalListing, PatientCount
from kamdesk.store import AT_LEAST, AT_MOST, Reader, Where


@dataclass(frozen=True)
class Basis:
    """What a year sold in minor units, and among how many that was."""

    sold: Fraction
    among: int


def bases_of(reader: Reader, at: Scope, past: Period, clients: Iterable[Client]) -> dict[str, Basis]:
    """What the past year sold by client, listing in use, patient and effective visit, of some clients."""
    facts, ids = reader.facts, {each.id for each in clients}
    by_client = {key: each.net for key, each in sold(facts, Ask(past, at, "client"), past.end).items() if key}
    whole = Fraction(sold(facts, Ask(past, at), past.end)[None].net)
    done = facts.visits.done(Ask(past, at), past.end).get(None)
    return {
        "clients": Basis(whole, sum(net > 0 for net in by_client.values())),
        "listings": _listings(reader, at, past, ids),
        "patients": _patients(reader, at, past, ids),
        "visits": Basis(whole, done.effective if done else 0),
    }


def _listings(reader: Reader, at: Scope, past: Period, clients: set[Id]) -> Basis:
    """Sales of the pairs of client and product in use, and how many they are."""
    pairs: dict[Id, set[Id]] = {}
    for each in reader.find(HospitalListing, state="used"):
        if each.client in clients and each.product:
            pairs.setdefault(each.product, set()).add(each.client or "")
    total = Fraction(0)
    for product, of in pairs.items():
        asked = Ask(past, _of_product(at, product), "client")
        total += sum(each.net for key, each in sold(reader.facts, asked, past.end).items() if key in of)
    return Basis(total, sum(map(len, pairs.values())))


def _patients(reader: Reader, at: Scope, past: Period, clients: set[Id]) -> Basis:
    """Sales of the products whose patients are counted, and the last count of each client and product."""
    last: dict[tuple[Id, Id], int] = {}
    months = (Where("month", AT_LEAST, past.first_month), Where("month", AT_MOST, month_of(clock.today())))
    for each in reader.find(PatientCount, *months, sort=(("month", False), ("id", False))):
        if each.client in clients and each.product:
            last[each.client or "", each.product] = each.patients or 0
    products = {product for _client, product in last}
    total = sum((Fraction(sold(reader.facts, Ask(past, _of_product(at, product)), past.end)[None].net)
                 for product in sorted(products)), Fraction(0))
    return Basis(total, sum(last.values()))


def _of_product(at: Scope, product: Id) -> Scope:
    return Scope(territory=at.territory, person=at.person, product=product)

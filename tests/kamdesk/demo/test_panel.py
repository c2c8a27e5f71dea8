"""Who the manager is in contact with, who is late, and who looks like somebody else."""

from __future__ import annotations

import datetime

from kamdesk.demo.book import named
from kamdesk.fields import Link
from kamdesk.methods.duplicates import DuplicateIndex, Entry
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.interactions import Interaction
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests.kamdesk.demo.conftest import TODAY

ME = named("person", "me")
LIMITS = {"a": 15, "b": 30, "c": 60}  # days (F103)


def effective(visit, party):
    seen = party.category == "physician" if isinstance(party, Client) else False
    return visit.outcome != "refused" and (seen or visit.contacts) and (
        visit.products or visit.purpose != "medical_promotion")


def last_contact(app, party):
    link = Link(type(party).kind.name, party.id)
    days = [each.done_on for each in app.store.find(Visit, party=link, state="done") if effective(each, party)]
    days += [each.on for each in app.store.find(Interaction, party=link)]
    return max(days, default=datetime.date.min)


def test_in_contact_with_41_of_52(shown):
    own = [*shown.store.find(Client, owner=ME), *shown.store.find(Distributor, owner=ME)]
    limits = {each.id: 30 if isinstance(each, Distributor) or each.category == "tender_office"
              else LIMITS.get(each.segment)
              for each in own}
    days = {each.id: (TODAY - last_contact(shown, each)).days for each in own if limits[each.id]}
    late = [each.name for each in own if each.id in days and days[each.id] > limits[each.id]]
    assert (len(days) - len(late), len(days)) == (41, 52), late
    assert days[named("client", "m-tender_office-b-0")] == 34


def test_three_clients_of_segment_a_are_late(shown):
    late = []
    for each in shown.store.find(Client, owner=ME, segment="a"):
        last = max(visit.done_on for visit in shown.store.find(Visit, party=Link("client", each.id), state="done"))
        if (TODAY - last).days > 15 + 7:
            late.append(each.id)
    assert sorted(late) == sorted(named("client", key) for key in (
        "m-public_hospital-a-1", "m-pharmacy-a-0", "m-physician-a-0"))


def test_three_pairs_of_duplicates_and_no_chain(shown):
    cities = {each.id: each.name for each in shown.store.find(Territory)}
    clients = shown.store.find(Client)
    entries = [Entry(id=each.id, name=each.name, city=cities[each.territory], tax_id=each.tax_id,
                     category=each.category,
                     parent=each.parent or "", specialty=each.specialty, address=each.address,
                     phones=(each.phone,), emails=(each.email,) if each.email else (),
                     person=each.category == "physician",
                     pharmacy=each.category == "pharmacy",
                     point=(each.geo.latitude / 1e6, each.geo.longitude / 1e6) if each.geo else None)
                     for each in clients]
    index = DuplicateIndex(entries)
    pairs = {frozenset((each.id, match.id)): match.almost_sure for each in entries for match in index.find(each)}
    names = {each.id: each.name for each in clients}
    assert sorted(pairs.values()) == [False, False, True], [sorted(names[id_] for id_ in pair) for pair in pairs]

"""How long a region's year takes down to its clients: 10 people × 300 clients × 12 months, writing included."""

from __future__ import annotations

import time
from collections.abc import Callable

from kamdesk.app import App
from kamdesk.cascade.receivers import NewShare
from kamdesk.cascade.sharing import share_out
from kamdesk.cascade.sheet import sheet_of
from kamdesk.commands.target_shares import split_target
from kamdesk.commands.targets import create_target_plan
from kamdesk.fields import Link
from kamdesk.identity import new_id
from kamdesk.records.clients import Client
from kamdesk.records.targets import Target, TargetMonth
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import Region, many

PEOPLE, CLIENTS = 10, 300
SPLIT, SAVED = 1.0, 1.0  # seconds


def test_a_region_shared_out(app: App, record_property: Callable[[str, object], None]) -> None:
    region = Region(app)
    people = [new_id() for _at in range(PEOPLE)]
    many(app, Person, [{"id": id_, "name": f"Persona {id_[-6:]}", "manager": region.boss.id} for id_ in people])
    clients = {owner: [new_id() for _at in range(CLIENTS)] for owner in people}
    many(app, Client, [{"id": id_, "name": f"Cliente {id_[-6:]}", "category": "pharmacy", "owner": owner,
                        "potential": 1_000_00 + at} for owner, ids in clients.items() for at, id_ in enumerate(ids)])
    plan = app.run(create_target_plan, year=2025, measure="amount", total=96_000_000_00, received_from="Dirección")
    top = app.store.find(Target, plan=plan.id)[0].id
    start = time.perf_counter()
    app.run(split_target, target=top, children=[NewShare(Link("person", each)) for each in people], basis="equal")
    for each in app.store.find(Target, parent=top):
        ids = clients[each.node.id if each.node else ""]
        app.run(split_target, target=each.id, children=[NewShare(Link("client", id_)) for id_ in ids],
                basis="potential")
    record_property("bench", ("3,010 targets shared out and saved", time.perf_counter() - start, SAVED, "s"))
    assert app.store.count(TargetMonth) == 12 * (1 + PEOPLE + PEOPLE * CLIENTS)
    sheet = sheet_of(app.store, plan)
    start = time.perf_counter()
    share_out(sheet, top, {kid: at for at, kid in enumerate(sheet.below(top))}, sheet.months)
    record_property("bench", ("3,010 targets shared out again", time.perf_counter() - start, SPLIT, "s"))
    assert all(sheet.unassigned(kid, month) == 0 for kid in [top, *sheet.below(top)] for month in sheet.months)

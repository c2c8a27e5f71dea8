"""F12 to F15 and F103: the worked examples of product/05 and their edges, through a real base."""

from __future__ import annotations

import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.contact import contact_status
from kamdesk.figures.contact_facts import ReachPart
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.records.clients import Client, Contact
from kamdesk.records.distributors import Distributor
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.interactions import Interaction
from kamdesk.records.quality import QualityIssue
from kamdesk.records.team import Coaching, Person
from kamdesk.records.visits import Visit
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put

TODAY = Period.day(datetime.date(2025, 11, 24))


def visit(app: App, region: Region, client: Client, on: str, **more: object) -> Visit:
    """A done effective visit."""
    values = {"party": Link("client", client.id), "owner": region.person.id, "state": "done", "outcome": "interested",
              "done_on": day(on), "planned_on": day(on), "purpose": "negotiation"}
    return put(app, Visit(**{**values, **more}))


def physician(region: Region, name: str, **more: object) -> Client:
    """A physician, whose every received visit is effective."""
    return region.client(name, category="physician", **more)


def test_joint_days_count_once_a_person(app: App, region: Region) -> None:
    other = put(app, Person(name="Ana Ruiz", position="representative"))
    for person, on, state in ((region.person, "2025-11-03", "done"), (region.person, "2025-11-03", "planned"),
                              (region.person, "2025-11-10", "done"), (other, "2025-11-10", "done"),
                              (other, "2025-11-12", "planned"), (other, "2025-11-28", "planned")):
        put(app, Coaching(person=person.id, observer=region.boss.id, on=day(on), state=state,
                          **(dict.fromkeys(("preparation", "opening", "message", "objections", "close"), 3)
                             if state == "done" else {})))
    found = app.ask("F12", NOVEMBER)
    assert (found.numerator, found.denominator, found.value, found.status) == (3, 4, 75, "bad")
    by = {each.key: each.value for each in app.by("F12", NOVEMBER, dimension="person")}
    assert by == {region.person.id: 100, other.id: 50}
    assert app.ask("F12", Period.month("2025-10")).value is None


def test_an_effective_visit_costs_people_and_travel(app: App, region: Region) -> None:
    person = put(app, Person(name="Rosa Gil", position="representative", month_cost=19_000_00))
    client = physician(region, "Dra. Salas", owner=person.id)
    visit(app, region, client, "2025-11-05", owner=person.id)
    visit(app, region, client, "2025-11-12", owner=person.id)
    found = app.ask("F13", NOVEMBER)
    assert (found.numerator, found.denominator, found.value) == (15_000_00, 2, 7_500_00)  # 15 of 19 working days
    visit(app, region, physician(region, "Dr. Mora"), "2025-11-12")  # of Iván, whose cost nobody knows
    found = app.ask("F13", NOVEMBER)
    assert found.value is None
    assert found.more["without"] == ("Iván Soto",)


def test_status_of_a_client_seen_twice_a_month(app: App, region: Region) -> None:
    put(app, VisitFrequency(name="A", segment="a", visits=2))
    client = region.client("Hospital", segment="a", status="active")
    visit(app, region, client, "2025-11-05")
    region.client("Nueva", segment="a", status="active")
    region.client("Sin regla", segment="d", status="active")
    found = app.ask("F14", TODAY, Scope(client=client.id))
    assert (found.value, found.more["days_late"]) == (1, 4)  # next on the 20th
    whole = app.ask("F14", TODAY)
    assert (whole.value, whole.denominator, whole.more["never"]) == (1, 2, 1)
    assert [(gone.reason, gone.count) for gone in whole.exclusions] == [("without frequency", 1)]
    rows = app.rows("F14", TODAY)
    assert rows is not None
    assert rows.ids == [client.id]


def test_a_cycle_is_rescued_as_far_as_its_days_reach(app: App, region: Region) -> None:
    put(app, VisitFrequency(name="A", segment="a", visits=7))
    for name in ("Uno", "Dos"):
        region.client(name, segment="a", status="active")
    found = app.ask("F15", NOVEMBER)
    assert (found.value, found.denominator, found.more["fits"], found.status) == (14, 40, 14, "good")  # 5 days × 8
    put(app, Person(**{**region.person.__dict__, "capacity_per_day": 2}))
    found = app.ask("F15", NOVEMBER)
    assert (found.denominator, found.more["fits"], found.status) == (10, 10, "bad")  # caben 10 de 14
    assert [each.fits for each in found.more["parties"]] == [7, 3]


def test_a_call_keeps_a_client_in_contact(app: App, region: Region) -> None:
    client = region.client("Hospital Ángeles", segment="a", status="active")
    visit(app, region, client, "2025-11-05", contacts=(put(app, Contact(
        name="Rocío", party=Link("client", client.id), influence="decides")).id,))
    put(app, Interaction(party=Link("client", client.id), on=day("2025-11-12"), channel="call", text="Confirma",
                         private=True))
    found = app.ask("F103", TODAY, Scope(client=client.id))
    assert (found.more["days"], found.more["limit"], found.status, found.value) == (12, 15, "good", 100)
    assert (found.more["units"], found.more["reached"]) == (1, 1)


def test_contact_of_all_with_limits_by_category_before_segment(app: App, region: Region) -> None:
    seen = {"office": ("tender_office", "a", "2025-11-01"), "b": ("clinic", "b", "2025-10-20"),
            "lost": ("clinic", "a", ""), "none": ("clinic", "d", "2025-11-20")}
    clients = {name: region.client(name, category=category, segment=segment, status="active")
               for name, (category, segment, _on) in seen.items()}
    for name, (_category, _segment, on) in seen.items():
        if on:
            put(app, Interaction(party=Link("client", clients[name].id), on=day(on), channel="call", text="…"))
    agent = put(app, Distributor(name="Agente", role="agent", stage="active", territories=(region.city.id,),
                                 owner=region.person.id))
    put(app, Interaction(party=Link("distributor", agent.id), on=day("2025-09-01"), channel="call", text="…",
                         topic="complaint"))
    put(app, QualityIssue(party=Link("client", clients["b"].id), product=region.product.id, lot="L1",
                          found_on=day("2025-11-10"), description="Blíster dañado"))
    found = app.ask("F103", TODAY)
    assert (found.numerator, found.denominator, found.value, found.status) == (1, 4, 25, "bad")
    assert [(gone.reason, gone.count) for gone in found.exclusions] == [("class without limit", 1)]
    assert (found.more["complaints"], found.more["units"]) == (2, 2)
    rows = app.rows("F103", TODAY)
    assert rows is not None
    assert set(rows.ids) == {clients["b"].id, clients["lost"].id}
    parts = app.by("F103", TODAY, dimension="category")
    assert sum(each.numerator or 0 for each in parts) == found.numerator
    assert sum(each.denominator or 0 for each in parts) == found.denominator


class Told:
    """Facts that answer with given parts, under the settings of a new base."""

    def __init__(self, parts: dict[str | None, ReachPart]) -> None:
        self.reader, self.contacts, self._parts = self, self, parts

    def reach(self, *_args: object) -> dict[str | None, ReachPart]:
        return self._parts

    @staticmethod
    def setting(name: str) -> object:
        return 60 if name == "deciding_contact_days" else {}


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 3), min_size=1, max_size=6))
def test_parts_add_up_and_their_order_says_nothing(counts: list[tuple[int, int, int]]) -> None:
    parts: dict[str | None, ReachPart] = {str(at): ReachPart(*each) for at, each in enumerate(counts)}
    ask = Ask(TODAY, by="person")
    found = contact_status(Told(parts), ask)  # type: ignore[arg-type]  # what it is asked is all it knows
    again = contact_status(Told(dict(reversed(parts.items()))), ask)  # type: ignore[arg-type]
    assert {key: each.value for key, each in found.items()} == {key: each.value for key, each in again.items()}
    assert sum((each.numerator or Fraction(0) for each in found.values()), Fraction(0)) == sum(one[0] for one in counts)
    assert all(each.value is None or 0 <= each.value <= 100 for each in found.values())


def test_deciders_reached_of_key_units(app: App, region: Region) -> None:
    rows = [{"id": f"h-{at}", "name": f"Hospital {at}", "category": "public_hospital", "segment": "b",
             "territory": region.city.id, "owner": region.person.id, "status": "active"} for at in range(18)]
    many(app, Client, rows)
    many(app, Contact, [{"id": f"c-{at}", "name": f"Jefe {at}", "party": Link("client", f"h-{at}"),
                         "influence": "decides"} for at in range(18)])
    many(app, Visit, [{"party": Link("client", f"h-{at}"), "owner": region.person.id, "state": "done",
                       "outcome": "interested", "done_on": day("2025-11-05"), "planned_on": day("2025-11-05"),
                       "contacts": (f"c-{at}",), "purpose": "listing"} for at in range(14)])
    found = app.ask("F103", TODAY)
    assert (found.more["units"], found.more["reached"]) == (18, 14)
    assert round(found.more["deciders"], 1) == Fraction("77.8")

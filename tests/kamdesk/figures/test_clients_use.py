"""F84, F85, F95, F107, F108, F109 and F112: worked examples of product/05 and their edges."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.commands.listings import set_adoption
from kamdesk.fields import Link
from kamdesk.figures.clients import repurchase
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.interactions import ClientPlan, Interaction
from kamdesk.records.listings import Adoption, PatientCount
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import KeyMessage
from kamdesk.records.sales import Order, SalesRecord
from kamdesk.records.targets import WorkPlan
from kamdesk.records.team import Person
from kamdesk.store import Query
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put

TODAY = Period.day(datetime.date(2025, 11, 24))


def test_patients_grow_over_pairs_with_both_readings(app: App, region: Region) -> None:
    first, second, new = (region.client(name) for name in ("Uno", "Dos", "Tres"))
    for client, month, patients in ((first, "2025-08", 100), (first, "2025-11", 130), (second, "2025-10", 140),
                                    (second, "2025-11", 146), (new, "2025-11", 12), (first, "2025-12", 999)):
        many(app, PatientCount, [{"client": client.id, "product": region.product.id, "month": month,
                                  "patients": patients}])
    found = app.ask("F84", NOVEMBER)
    assert (found.denominator, found.more["now"], found.value) == (240, 276, 15)
    assert [gone.count for gone in found.exclusions] == [1]
    parts = app.by("F84", NOVEMBER, dimension="client")
    assert sum(each.numerator or 0 for each in parts) == found.numerator
    assert app.ask("F84", Period.month("2025-06")).value is None


def test_adoption_counts_physicians_and_moves_of_the_period(app: App, region: Region) -> None:
    doctors = [region.client(f"Dr. {at}", category="physician") for at in range(4)]
    for at, level in enumerate(("regular", "reference", "trial", "none")):
        many(app, Adoption, [{"physician": doctors[at].id, "product": region.product.id, "level": level,
                              "on": day("2025-10-01")}])
    found = app.ask("F85", NOVEMBER)
    assert (found.numerator, found.denominator, found.value) == (2, 4, 50)
    assert (found.more["up"], found.more["down"]) == (0, 0)


def test_a_change_of_level_is_a_move(app: App, region: Region) -> None:
    doctor = region.client("Dra. Salas", category="physician")
    for level in ("trial", "regular", "occasional"):
        app.run(set_adoption, physician=doctor.id, product=region.product.id, level=level)
    now = datetime.datetime.now(datetime.UTC).astimezone().date()  # changes are stamped by the laptop's own clock
    period = Period(min(now, TODAY.start) - datetime.timedelta(1), max(now, TODAY.end) + datetime.timedelta(1))
    found = app.store.facts.clients.adoption(Ask(period), period.end)[None]
    assert (found.physicians, found.adopted, found.up, found.down) == (1, 0, 1, 1)


def test_a_file_lacks_what_is_not_filled_in(app: App, region: Region) -> None:
    client = region.client("Hospital", status="active", tax_id="HOS010101AB1", address="Av. 1", potential=1,
                           segment="a")
    party = Link("client", client.id)
    put(app, Contact(name="Rocío", party=party, position="Jefa"))
    found = app.ask("F95", TODAY, Scope(client=client.id))
    assert (found.numerator, found.denominator, found.value) == (7, 8, Fraction(175, 2))
    put(app, Contact(name="Iván", party=party, phone="33 1234 5678"))
    assert app.ask("F95", TODAY, Scope(client=client.id)).status == "good"
    doctor = region.client("Dra. Salas", category="physician", status="active", specialty="Cardiología", phone="33 1")
    found = app.ask("F95", TODAY, Scope(client=doctor.id))
    assert (found.numerator, found.denominator) == (5, 8)  # address, potential and consent are missing
    rows = app.rows("F95", TODAY)
    assert rows is not None
    assert rows.ids == [doctor.id]


def test_the_file_of_a_person(app: App, region: Region) -> None:
    person = put(app, Person(name="Ana", position="representative", territory=region.zone.id, manager=region.boss.id,
                             lines=(region.line.id,), phone="33 1", start=day("2024-01-08")))
    put(app, ComplianceDocument(category="confidentiality", holder=Link("person", person.id), number="1"))
    found = {each.key: each for each in app.by("F95", TODAY, dimension="person")}[person.id]
    assert (found.numerator, found.denominator) == (8, 9)  # nobody trained her on her line
    assert round(found.value or 0, 1) == Fraction("88.9")


def test_the_rhythm_of_purchases(app: App, region: Region) -> None:
    client = region.client("Farmacia", status="active")
    on = datetime.date(2025, 10, 4)  # 51 days before the 24th
    days = [on]
    for gap in (29, 35, 30, 31, 30, 28):
        days.append(days[-1] - datetime.timedelta(gap))
    for each in days:
        region.sale(client, each.isoformat(), 1000)
    region.sale(client, "2025-09", 1000)  # only its month is known
    found = app.ask("F107", TODAY, Scope(client=client.id))
    assert (found.numerator, found.denominator, round(found.value or 0, 1), found.status) == (
        51, 30, Fraction("1.7"), "watch")
    put(app, Order(buyer=Link("client", client.id), on=day("2025-11-20"), state="confirmed"))
    assert app.ask("F107", TODAY, Scope(client=client.id)).numerator == 4
    (part,) = app.by("F107", TODAY, dimension="client")
    assert part.key == client.id
    assert app.ask("F107", TODAY).more["good"] == 1
    with pytest.raises(Problem, match="desglosar"):
        app.by("F107", TODAY, dimension="channel")


@given(st.lists(st.integers(1, 90), min_size=3, max_size=8), st.integers(0, 200))
def test_a_rhythm_does_not_depend_on_the_order_of_its_intervals(gaps: list[int], since: int) -> None:
    def ratio_of(order: list[int]) -> Fraction | None:
        days = [TODAY.end - datetime.timedelta(since)]
        for gap in order[:6]:
            days.append(days[-1] - datetime.timedelta(gap))

        class Facts:
            """One party with these days."""

            reader = type("Reader", (), {"setting": staticmethod(lambda _name: ["1.5", "2.5"])})
            clients = type("Clients", (), {"purchases": staticmethod(lambda *_args: {"x": days})})

        return repurchase(Facts, Ask(TODAY, Scope(client="x")))[None].value  # type: ignore[arg-type]

    assert ratio_of(gaps[:6]) == ratio_of(sorted(gaps[:6]))


def test_clients_that_bought_and_buy_no_more(app: App, region: Region) -> None:
    kept, gone, new = (region.client(name, status="active") for name in ("Queda", "Se fue", "Nueva"))
    for client, month, amount in ((kept, "2024-07", 500), (kept, "2025-10", 500), (gone, "2024-12", 386_000_00),
                                  (new, "2025-11", 900)):
        region.sale(client, month, amount)
    region.sale(gone, "2025-10", -100)  # a return is no sale
    found = app.ask("F108", TODAY)
    assert found.value is None  # the history begins in July 2024, 18 months need June
    region.sale(kept, "2024-06", 500)
    found = app.ask("F108", TODAY)
    assert (found.numerator, found.denominator, found.value, found.status) == (1, 2, 50, "bad")
    assert found.more["amount"] == 386_000_00
    rows = app.rows("F108", TODAY)
    assert rows is not None
    assert rows.ids == [gone.id]
    parts = app.by("F108", TODAY, dimension="client")
    assert sum(each.numerator or 0 for each in parts) == 1


def test_who_heard_a_message_since_its_approval(app: App, region: Region) -> None:
    rows = [{"id": f"d-{at}", "name": f"Dr. {at}", "category": "physician", "segment": "b", "status": "active",
             "territory": region.city.id, "owner": region.person.id} for at in range(96)]
    many(app, Client, rows)
    message = put(app, KeyMessage(scope="product", product=region.product.id, category="key", title="Una al día",
                                  text="…", audience=("physician",), state="approved", approved_by="Médica",
                                  approved_on=day("2025-10-20")))
    many(app, Interaction, [{"party": Link("client", f"d-{at}"), "on": day("2025-11-03"), "channel": "call",
                             "text": "…", "messages": (message.id,), "owner": region.person.id} for at in range(62)])
    many(app, Interaction, [{"party": Link("client", "d-95"), "on": day("2025-10-01"), "channel": "call", "text": "…",
                             "messages": (message.id,), "owner": region.person.id}])  # before its approval
    (found,) = app.by("F109", TODAY, dimension="message")
    assert (found.key, found.numerator, found.denominator, found.status) == (message.id, 62, 96, "watch")
    assert round(found.value or 0, 1) == Fraction("64.6")
    assert app.ask("F109", TODAY).value == found.value
    row = app.store.page(KeyMessage.kind, Query(), columns=("informed",)).rows[0]
    assert row.values["informed"] == Decimal("64.5833")
    rows_behind = app.rows("F109", TODAY)
    assert rows_behind is not None
    assert len(rows_behind.ids) == 34


def test_target_clients_with_a_plan_in_force(app: App, region: Region) -> None:
    clients = [region.client(f"Cliente {at}") for at in range(4)]
    put(app, WorkPlan(period="quarter", start=day("2025-10-01"), end=day("2025-12-31"),
                      scope=Link("territory", region.zone.id), target_clients=4, effective_per_day=4,
                      patients_growth=5, targets=tuple(each.id for each in clients), owner=region.person.id))
    for client, end, state in ((clients[0], "2025-12-31", "open"), (clients[1], "2025-12-31", "open"),
                               (clients[2], "2025-12-31", "open"), (clients[3], "2025-11-20", "open")):
        put(app, ClientPlan(client=client.id, start=day("2025-10-01"), end=day(end), goal="…", state=state,
                            owner=region.person.id))
    found = app.ask("F112", TODAY)
    assert (found.numerator, found.denominator, found.value, found.status) == (3, 4, 75, "watch")
    assert app.ask("F112", TODAY, Scope(person=region.boss.id)).value == 75
    assert app.ask("F112", TODAY, Scope(territory=region.zone.id)).value == 75
    assert app.ask("F112", Period.day(day("2025-09-01"))).value is None


def test_a_sale_without_party_is_nobodys(app: App, region: Region) -> None:
    region.sale(None, "2024-06-03", 500)
    assert app.store.count(SalesRecord) == 1
    assert app.ask("F108", TODAY).reason == "no sales"

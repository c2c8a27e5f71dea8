"""The verbs of the cycle: publish, close, carry over, copy, repeat, order, day off, frequency."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.cycles import (
    add_day_off,
    carry_over,
    close_cycle,
    copy_week,
    order_route,
    publish_cycle,
    repeat_visit,
)
from kamdesk.commands.frequencies import set_frequency
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.commands.visits import mark_missed, move_visit, plan_visit
from kamdesk.fields import Geo, Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import CycleClient, VisitCycle, VisitFrequency
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests import plans

MONDAY = datetime.date(2025, 11, 24)
TUESDAY = datetime.date(2025, 11, 25)
NEXT_MONDAY = datetime.date(2025, 12, 1)


@pytest.fixture
def clients(app: App, me: Person, zone: Territory) -> list[Client]:
    """Twelve clients with frequencies."""
    assert me.id
    plans.frequencies(app)
    return plans.clients(app, zone, 12)


def test_publishing_freezes_first_days_and_the_panel(app: App, store: BaseStore, me: Person,
                                                     clients: Sequence[Client]) -> None:
    visit = plans.planned(app, me, clients[0], MONDAY)
    cycle = app.run(publish_cycle, person=me.id, month="2025-11")
    assert (cycle.state, cycle.published_on) == ("published", MONDAY)
    assert store.get(Visit, visit.id).planned_first == MONDAY
    panel = {each.party: each.target for each in store.find(CycleClient, cycle=cycle.id)}
    assert len(panel) == 12  # November is a turn of everybody
    assert panel[Link("client", clients[0].id)] == 2
    app.run(move_visit, visit=visit, on=TUESDAY)
    assert store.get(Visit, visit.id).planned_first == MONDAY
    app.undo()
    app.undo()
    assert store.count(CycleClient) == 0
    assert store.get(Visit, visit.id).planned_first is None


def test_where_plans_are_approved_only_an_approved_one_is_published(app: App, me: Person,
                                                                    clients: Sequence[Client]) -> None:
    plans.planned(app, me, clients[0], MONDAY)
    app.run(change_setting, name="plan_needs_approval", value=True)
    with pytest.raises(Problem, match="Antes necesita aprobación"):
        app.run(publish_cycle, person=me.id, month="2025-11")
    cycle = app.run(save, record=VisitCycle(person=me.id, month="2025-11"))
    app.run(submit, document=cycle)
    app.run(mark_decision, document=cycle, action="approve", actor="Raúl Ortega", how="Correo del 3 de noviembre")
    assert app.run(publish_cycle, person=me.id, month="2025-11").state == "published"


def test_publishing_needs_visits_and_happens_once(app: App, me: Person, clients: Sequence[Client]) -> None:
    with pytest.raises(Problem, match="No hay visitas planificadas en noviembre"):
        app.run(publish_cycle, person=me.id, month="2025-11")
    plans.planned(app, me, clients[0], MONDAY)
    app.run(publish_cycle, person=me.id, month="2025-11")
    with pytest.raises(Problem, match="ya está publicado"):
        app.run(publish_cycle, person=me.id, month="2025-11")


def test_a_visit_planned_after_publishing_is_an_extra(app: App, me: Person, clients: Sequence[Client]) -> None:
    before = app.run(plan_visit, party=Link("client", clients[0].id), on=MONDAY)
    app.run(publish_cycle, person=me.id, month="2025-11")
    after = app.run(plan_visit, party=Link("client", clients[1].id), on=TUESDAY)
    assert (before.origin, after.origin) == ("plan", "extra")


def test_publishing_over_capacity_warns(app: App, store: BaseStore, me: Person, clients: Sequence[Client]) -> None:
    app.run(save, record=Person(id=me.id, name=me.name, position=me.position, capacity_per_day=1))
    visits = [plans.planned(app, me, client, MONDAY + datetime.timedelta(step), 9 + step)
              for step, client in enumerate(clients[:5])]
    assert len(visits) == 5
    with store.unit("publish_cycle") as uow:
        for at in range(20):
            uow.add(Client(name=f"Otro {at}", category="clinic", segment="a", owner=me.id,
                           territory=clients[0].territory))
        publish_cycle(uow, person=me.id, month="2025-11")
        messages = [text for text, _field in uow.warnings]
    assert "Faltan 35 visitas de capacidad: caben 19 de 54." in messages


def test_closing_a_month_that_is_over_marks_what_was_not_logged(app: App, store: BaseStore, me: Person,
                                                                clients: Sequence[Client]) -> None:
    visit = plans.planned(app, me, clients[0], MONDAY)
    with pytest.raises(Problem, match="Noviembre 2025 no ha terminado"):
        app.run(close_cycle, person=me.id, month="2025-11")
    app.run(publish_cycle, person=me.id, month="2025-11")
    late = plans.clients(app, app.store.find(Territory, level="zone")[0], 1)[0]
    clock.fix(datetime.date(2025, 12, 2))
    cycle = app.run(close_cycle, person=me.id, month="2025-11")
    assert (cycle.state, store.get(Visit, visit.id).state) == ("closed", "missed")
    assert store.count(CycleClient, cycle=cycle.id) == 13  # who came after the publication enters at the close
    assert store.count(CycleClient, cycle=cycle.id, party=Link("client", late.id)) == 1
    with pytest.raises(Problem, match="ya está cerrado"):
        app.run(close_cycle, person=me.id, month="2025-11")


def test_one_visit_a_party_is_carried_over_and_only_once(app: App, store: BaseStore, me: Person,
                                                         clients: Sequence[Client]) -> None:
    missed = [app.run(mark_missed, visit=plans.planned(app, me, clients[0], MONDAY, hour), reason="client_away")
              for hour in (9, 12)]
    carried = app.run(carry_over, month="2025-11", visits=missed)
    assert [(each.carried_from, each.planned_on, each.state) for each in carried] == [(missed[0].id, None, "planned")]
    with pytest.raises(Problem, match="ya tiene una visita pasada"):
        app.run(carry_over, month="2025-11", visits=missed)
    with pytest.raises(Problem, match="octubre"):
        app.run(carry_over, month="2025-10", visits=missed)
    clock.fix(datetime.date(2026, 1, 2))
    app.run(close_cycle, person=me.id, month="2025-12")
    assert store.get(Visit, carried[0].id).state == "missed"  # it is lost at the end of the next cycle


def test_a_week_is_copied_for_those_without_a_visit_there(app: App, store: BaseStore, me: Person,
                                                          clients: Sequence[Client]) -> None:
    plans.planned(app, me, clients[0], MONDAY)
    plans.planned(app, me, clients[1], TUESDAY)
    plans.planned(app, me, clients[1], NEXT_MONDAY)
    copies = app.run(copy_week, person=me.id, from_week=MONDAY, to_week=NEXT_MONDAY)
    assert [(each.party, each.planned_on) for each in copies] == [(Link("client", clients[0].id), NEXT_MONDAY)]
    with pytest.raises(Problem, match="No hay nada que copiar"):
        app.run(copy_week, person=me.id, from_week=MONDAY, to_week=NEXT_MONDAY)
    app.undo()
    assert store.count(Visit) == 3


def test_a_week_of_a_closed_month_takes_no_copies(app: App, me: Person, clients: Sequence[Client]) -> None:
    plans.planned(app, me, clients[0], MONDAY)
    app.run(save, record=VisitCycle(person=me.id, month="2025-12", state="closed"))
    with pytest.raises(Problem, match="ya está cerrado"):
        app.run(copy_week, person=me.id, from_week=MONDAY, to_week=NEXT_MONDAY)


def test_a_visit_is_repeated_on_working_days(app: App, me: Person, clients: Sequence[Client]) -> None:
    visit = plans.planned(app, me, clients[0], datetime.date(2025, 11, 3))
    copies = app.run(repeat_visit, visit=visit, every_days=7, until=datetime.date(2025, 11, 24))
    assert [each.planned_on for each in copies] == [datetime.date(2025, 11, 10), datetime.date(2025, 11, 18), MONDAY]
    assert len({each.series for each in copies}) == 1
    for every, until in ((0, MONDAY), (7, datetime.date(2025, 11, 5)), (1, datetime.date(2026, 11, 5))):
        with pytest.raises(Problem):
            app.run(repeat_visit, visit=visit, every_days=every, until=until)


def test_the_route_of_a_day_starts_at_the_base_and_keeps_fixed_hours(app: App, me: Person, store: BaseStore,
                                                                     clients: Sequence[Client]) -> None:
    app.run(save, record=Person(id=me.id, name=me.name, position=me.position, base=Geo(20_660_000, -103_340_000)))
    far, near, fixed = (plans.planned(app, me, clients[at], MONDAY, hour) for at, hour in ((1, 9), (0, 15), (3, 16)))
    ordered = app.run(order_route, person=me.id, on=MONDAY, fixed=(fixed.id,))
    assert store.get(Visit, fixed.id).start == datetime.time(16)
    hours = {each.id: each.start for each in ordered}
    assert len(set(hours.values())) == 3
    assert min(hours, key=lambda id_: hours[id_] or datetime.time.max) in (near.id, far.id)
    app.undo()
    assert store.get(Visit, near.id).start == datetime.time(15)


def test_a_route_needs_two_visits(app: App, me: Person, clients: Sequence[Client]) -> None:
    plans.planned(app, me, clients[0], MONDAY)
    with pytest.raises(Problem, match="al menos 2"):
        app.run(order_route, person=me.id, on=MONDAY)


def test_a_day_off_takes_its_name_from_its_category(app: App, me: Person) -> None:
    assert app.run(add_day_off, on=MONDAY, category="vacation", person=me.id).name == "Vacaciones"
    step = app.store.undo_step()
    assert step is not None
    assert step.label == "Marcar 24 nov 2025 no laborable"


def test_a_frequency_spreads_its_turns_evenly(app: App, store: BaseStore, clients: Sequence[Client]) -> None:
    rule = app.run(set_frequency, rule=VisitFrequency(name="Trimestral", applies_to=("pharmacy",), segment="c",
                                                      visits=1, every_months="3"))
    pharmacies = [each for each in clients if each.category == "pharmacy" and each.segment == "c"]
    assert pharmacies
    six = plans.clients(app, store.find(Territory, level="zone")[0], 24)
    app.run(set_frequency, rule=rule)
    turns = Counter(each.phase for each in store.find(Client, category="pharmacy", segment="c"))
    assert six
    assert set(turns) == {0, 1, 2}
    assert max(turns.values()) - min(turns.values()) <= 1
    before = {each.id: each.phase for each in store.find(Client)}
    app.run(set_frequency, rule=store.get(VisitFrequency, rule.id))
    assert {each.id: each.phase for each in store.find(Client)} == before

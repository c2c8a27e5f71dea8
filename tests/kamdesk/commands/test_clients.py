"""The verbs of clients: each with its effects, its undo label, and what it refuses."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from db.store import BaseStore
from kamdesk import duplicates
from kamdesk.app import App
from kamdesk.commands.clients import (
    Step,
    change_segment,
    close_client_plan,
    create_client,
    keep_apart,
    open_client_plan,
    reassign_clients,
    record_consent,
    set_client_status,
)
from kamdesk.commands.records import save
from kamdesk.commands.visits import plan_visit
from kamdesk.fields import Link
from kamdesk.problems import Problem, Warned
from kamdesk.records.clients import Client, Contact, SegmentChange
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.interactions import ClientPlan
from kamdesk.records.market import Channel
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.store import Query
from tests.conftest import TODAY

TOMORROW = TODAY + datetime.timedelta(1)


def label(app: App) -> str:
    step = app.store.undo_step()
    assert step is not None
    return step.label


@pytest.fixture
def hospital(app: App, me: Person, zone: Territory) -> Client:
    """A hospital of mine."""
    return app.run(create_client, client=Client(name="Hospital Ángeles", category="private_hospital", segment="b",
                                                territory=zone.id))


def test_a_client_gets_the_channel_of_its_type_and_the_emptiest_turn(app: App, me: Person, zone: Territory) -> None:
    channel = app.run(save, record=Channel(name="Hospitales", category="hospital"))
    app.run(save, record=VisitFrequency(name="C", segment="c", visits=1, every_months="2"))
    made = [app.run(create_client, client=Client(name=f"Clínica {name}", category="clinic", segment="c",
                                                 territory=zone.id)) for name in ("Norte", "Roma", "Lindavista")]
    assert {each.channel for each in made} == {channel.id}
    assert [each.phase for each in made] == [0, 1, 0]
    assert label(app) == "Crear cliente Clínica Lindavista"


def test_a_client_that_is_there_already_asks_and_remembers_the_answer(app: App, hospital: Client) -> None:
    again = Client(name="HOSP. ANGELES", category="private_hospital", territory=hospital.territory)
    with pytest.raises(Warned, match="Se parece a Hospital Ángeles"):
        app.run(create_client, client=again)
    assert app.store.count(Client) == 1
    made = app.run(create_client, client=again, another=True)
    assert duplicates.told_apart(app.store) == {frozenset((made.id, hospital.id))}
    assert duplicates.pairs(app.store, Client.kind) == []
    app.undo()
    assert app.store.count(Client) == 1
    assert duplicates.told_apart(app.store) == frozenset()


def test_pairs_are_listed_with_their_reasons_until_told_apart(app: App, hospital: Client) -> None:
    other = app.run(save, record=Client(name="Angeles Hospital", category="private_hospital",
                                        territory=hospital.territory))
    (pair,) = duplicates.pairs(app.store, Client.kind)
    assert (pair.score, pair.reasons) == (85, ("same name", "same city"))
    app.run(keep_apart, one=hospital, other=other)
    assert label(app) == "No son el mismo: Hospital Ángeles y Angeles Hospital"
    assert duplicates.pairs(app.store, Client.kind) == []


def test_contacts_are_compared_too(app: App, hospital: Client) -> None:
    party = Link("client", hospital.id)
    app.run(save, record=Contact(name="Juan Pérez López", party=party, phone="33 1234 5678"))
    app.run(save, record=Contact(name="Pérez Juan", party=party, mobile="+52 33 1234 5678"))
    (pair,) = duplicates.pairs(app.store, Contact.kind)
    assert pair.score >= 85


def test_many_clients_are_looked_up_by_their_words(app: App, hospital: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "WHOLE", 0)
    (match,) = duplicates.alike(app.store, Client(name="Hospital Angeles", category="private_hospital",
                                                  territory=hospital.territory))
    assert match.id == hospital.id


def test_a_segment_changes_with_its_history(app: App, hospital: Client) -> None:
    app.run(change_segment, clients=[hospital], segment="a", potential=4_100_000_00, reason="Nueva torre")
    assert label(app) == "Cambiar segmento de 1 cliente"
    now = app.store.get(Client, hospital.id)
    assert (now.segment, now.potential) == ("a", 4_100_000_00)
    (line,) = app.store.find(SegmentChange, client=hospital.id)
    assert (line.old, line.new, line.old_potential, line.new_potential, line.reason, line.on) == (
        "b", "a", None, 4_100_000_00, "Nueva torre", TODAY)
    with pytest.raises(Problem, match="No hay cambio que guardar"):
        app.run(change_segment, clients=[now], segment="a", reason="Otra vez")
    with pytest.raises(Problem, match="Anota el motivo"):
        app.run(change_segment, clients=[now], segment="c", reason=" ")
    app.undo()
    assert app.store.get(Client, hospital.id).segment == "b"


def test_a_client_moves_with_its_visits_ahead(app: App, hospital: Client, me: Person) -> None:
    party = Link("client", hospital.id)
    ivan = app.run(save, record=Person(name="Iván Soto", position="representative"))
    gone = app.run(save, record=Person(name="Rosa Gil", position="representative", end=TODAY - datetime.timedelta(9)))
    ahead = app.run(plan_visit, party=party, on=TOMORROW)
    past = app.run(plan_visit, party=party, on=TODAY - datetime.timedelta(7))
    with pytest.raises(Problem, match="ya no trabaja aquí"):
        app.run(reassign_clients, clients=[hospital], owner=gone.id)
    assert app.run(reassign_clients, clients=[hospital], owner=ivan.id) == 1
    assert label(app) == "Reasignar 1 cliente"
    assert app.store.get(Client, hospital.id).owner == ivan.id
    assert [app.store.get(Visit, each.id).owner for each in (ahead, past)] == [ivan.id, me.id]
    with pytest.raises(Problem, match="Ya son de Iván Soto"):
        app.run(reassign_clients, clients=[app.store.get(Client, hospital.id)], owner=ivan.id)


def test_an_inactive_client_has_a_reason_and_no_visits_ahead(app: App, hospital: Client) -> None:
    visit = app.run(plan_visit, party=Link("client", hospital.id), on=TOMORROW)
    with pytest.raises(Problem, match="Anota el motivo"):
        app.run(set_client_status, client=hospital, status="inactive")
    app.run(set_client_status, client=hospital, status="inactive", reason="Cerró")
    assert label(app) == "Pasar Hospital Ángeles a inactivo"
    assert app.store.get(Visit, visit.id).state == "cancelled"
    now = app.store.get(Client, hospital.id)
    assert (now.status, now.status_reason) == ("inactive", "Cerró")
    with pytest.raises(Problem, match="No hay cambio que guardar"):
        app.run(set_client_status, client=now, status="inactive", reason="Cerró")
    app.undo()
    assert app.store.get(Visit, visit.id).state == "planned"


def test_a_withdrawn_consent_hides_the_telephone(app: App, store: BaseStore, me: Person, zone: Territory) -> None:
    doctor = app.run(save, record=Client(name="Dra. Rocío Salas", category="physician", territory=zone.id,
                                         phone="33 1234 5678", email="rocio@example.com"))
    link = Link("client", doctor.id)
    app.run(record_consent, person=link, value="given", on=TODAY, evidence="Carta firmada")
    assert label(app) == "Consentimiento de Dra. Rocío Salas"
    assert store.get(Client, doctor.id).note == "Carta firmada"
    app.run(record_consent, person=link, value="withdrawn", on=TODAY)
    now = store.get(Client, doctor.id)
    assert (now.consent, now.phone, now.email) == ("withdrawn", "33 1234 5678", "rocio@example.com")
    assert [text for text, _field in store.warnings][-1:] == [
        "El teléfono y el correo ya no se ven en listas ni en lo que compartes. Bórralos para siempre desde la ficha."]
    (row,) = store.page(Client.kind, Query(), columns=("name", "phone", "email")).rows
    assert (row.values["phone"], row.values["email"]) == ("", "")
    assert app.run(save, record=dataclasses.replace(now, note="Se jubila")).phone == now.phone
    with pytest.raises(Problem, match="retiró su consentimiento"):
        app.run(save, record=dataclasses.replace(now, phone="33 9999 0000"))
    with pytest.raises(Problem, match="no puede tener fecha futura"):
        app.run(record_consent, person=link, value="given", on=TOMORROW)


def test_consent_of_a_contact_and_not_of_a_hospital(app: App, hospital: Client) -> None:
    contact = app.run(save, record=Contact(name="Iván Mora", party=Link("client", hospital.id), mobile="33 1"))
    app.run(record_consent, person=Link("contact", contact.id), value="withdrawn", on=TODAY)
    assert app.store.page(Contact.kind, Query(), columns=("mobile",)).rows[0].values["mobile"] == ""
    with pytest.raises(Problem, match="médicos y contactos"):
        app.run(record_consent, person=Link("client", hospital.id), value="given", on=TODAY)


def test_a_plan_is_opened_with_its_tasks_and_closed_with_its_result(app: App, hospital: Client, me: Person) -> None:
    plan = app.run(open_client_plan, plan=ClientPlan(client=hospital.id, start=TODAY, end=TODAY, goal="Entrar"),
                   steps=[Step("Reunir estudios", TOMORROW)])
    assert label(app) == "Abrir plan de Hospital Ángeles"
    assert (plan.state, plan.owner) == ("open", me.id)
    assert app.store.count(Task, about=Link("client_plan", plan.id)) == 1
    with pytest.raises(Problem, match="Anota qué resultó"):
        app.run(close_client_plan, plan=plan, result="")
    closed = app.run(close_client_plan, plan=plan, result="Listado")
    assert label(app) == "Cerrar plan de Hospital Ángeles"
    with pytest.raises(Problem, match="Solo se cierra un plan vigente"):
        app.run(close_client_plan, plan=closed, result="Otra vez")
    with pytest.raises(Problem, match="está cerrado"):
        app.run(open_client_plan, plan=closed)

"""Emergencies are opened, told, logged, contained and closed (product/04 §4.12)."""

from __future__ import annotations

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.incidents import close_incident, contain_incident, inform_incident, log_incident, open_incident
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.tasks import Incident, IncidentEntry, Task
from kamdesk.records.team import Person
from tests.made import make


@pytest.fixture
def incident(app: App, me: Person) -> Incident:
    """An open emergency of mine."""
    return app.run(open_incident, title="Desabasto de Neurolem", category="stockout", severity="critical")


def test_an_emergency_opens_now_under_my_lead(incident: Incident, app: App, me: Person) -> None:
    assert (incident.state, incident.coordinator) == ("open", me.id)
    assert incident.opened_at is not None
    assert incident.opened_at <= clock.now()
    step = app.store.undo_step()
    assert step is not None
    assert step.label == "Emergencia: Desabasto de Neurolem"


def test_the_log_says_who_and_when(incident: Incident, app: App, store: BaseStore) -> None:
    app.run(log_incident, incident=incident, text="Se pidió a la planta", action=True)
    entry = store.find(IncidentEntry, incident=incident.id)[0]
    assert (entry.who, entry.text, entry.action) == ("Laura Benítez", "Se pidió a la planta", True)
    app.undo()
    assert store.count(IncidentEntry) == 0


def test_the_company_is_told(incident: Incident, app: App) -> None:
    with pytest.raises(Problem, match="a quién"):
        app.run(inform_incident, incident=incident, informed="")
    told = app.run(inform_incident, incident=incident, informed="Dirección médica")
    assert told.informed_at is not None


def test_it_is_contained_once_and_closed_with_decision_and_lessons(incident: Incident, app: App) -> None:
    contained = app.run(contain_incident, incident=incident)
    with pytest.raises(Problem, match="Solo una emergencia abierta"):
        app.run(contain_incident, incident=contained)
    with pytest.raises(Problem, match="aprendió"):
        app.run(close_incident, incident=contained, decision="Se repuso", lessons="")
    with pytest.raises(Problem, match="qué se decidió"):
        app.run(close_incident, incident=contained, decision=" ", lessons="Pedir antes")
    closed = app.run(close_incident, incident=contained, decision="Se repuso", lessons="Pedir antes")
    assert (closed.state, closed.contained_at) == ("closed", contained.contained_at)
    with pytest.raises(Problem, match="ya está cerrada"):
        app.run(log_incident, incident=closed, text="Tarde")


def test_a_recall_leaves_a_task_for_everybody_who_has_the_lot(app: App, me: Person, store: BaseStore) -> None:
    product = make(app, "product").id
    hospital, holder, other = (make(app, kind) for kind in ("client", "distributor", "client"))
    for buyer, lot in ((hospital, "7F21"), (other, "9X00")):
        order = make(app, "order", buyer=Link("client", buyer.id))
        line = make(app, "order_line", order=order.id, product=product)
        make(app, "delivery", line=line.id, lot=lot)
    make(app, "distributor_stock", distributor=holder.id, product=product, lot="7F21")
    with pytest.raises(Problem, match="Indica el producto y el lote"):
        app.run(open_incident, title="Retiro", category="recall", product=product)
    app.run(open_incident, title="Retiro", category="recall", product=product, lot="7F21")
    assert {each.about for each in store.find(Task)} == {Link("client", hospital.id), Link("distributor", holder.id)}
    assert {each.priority for each in store.find(Task)} == {"high"}
    app.undo()
    assert store.count(Task) == store.count(Incident) == 0

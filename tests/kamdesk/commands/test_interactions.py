"""Notes of calls and messages, and what is passed on and comes back."""

from __future__ import annotations

import datetime

import pytest

from kamdesk.app import App
from kamdesk.commands.interactions import log_interaction, relay_feedback, tasks_of
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.interactions import Interaction
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from tests.conftest import TODAY
from tests.made import make


@pytest.fixture
def party(app: App, me: Person) -> Link:
    """Whom it is about."""
    return Link("client", make(app, "client", name="Hospital Civil").id)


def test_a_call_is_logged_with_its_next_step(app: App, party: Link, me: Person) -> None:
    friday = TODAY + datetime.timedelta(4)
    made = app.run(log_interaction, party=party, channel="call", text=" Pide precio ", topic="order",
                   next_step="send_document", next_on=friday)
    assert (made.text, made.on, made.owner, made.relay) == ("Pide precio", TODAY, me.id, "no")
    (task,) = app.store.find(Task, about=party)
    assert (task.title, task.due, task.category, task.assigned_to) == (
        "Enviar un documento a Hospital Civil", friday, "follow_up", me.id)
    step = app.store.undo_step()
    assert step is not None
    assert step.label == "Anotar llamada con Hospital Civil"
    app.undo()
    assert (app.store.count(Interaction), app.store.count(Task)) == (0, 0)


def test_a_note_without_text_is_refused(app: App, party: Link) -> None:
    with pytest.raises(Problem, match="Escribe qué pasó"):
        app.run(log_interaction, party=party, channel="email", text=" ")


def test_a_complaint_is_passed_on_answered_and_told(app: App, party: Link) -> None:
    made = app.run(log_interaction, party=party, channel="call", text="Llegó tarde", topic="complaint", relay=True)
    assert made.relay == "to_relay"
    (sent,) = app.run(relay_feedback, interactions=[made], on=TODAY, to="Logística")
    assert (sent.relay, sent.relay_to, sent.relayed_on) == ("relayed", "Logística", TODAY)
    step = app.store.undo_step()
    assert step is not None
    assert step.label == "Transmitir 1 mensaje"
    with pytest.raises(Problem, match="respuesta"):
        app.run(relay_feedback, interactions=[sent], on=TODAY, told=True)
    (answered,) = app.run(relay_feedback, interactions=[sent], on=TODAY, answer="Se repone el lunes")
    (task,) = tasks_of(app.store, answered)
    assert (task.title, task.expected) == ("Decir la respuesta a Hospital Civil", "Se repone el lunes")
    (told,) = app.run(relay_feedback, interactions=[answered], on=TODAY, told=True)
    assert told.relay == "returned"
    assert app.store.get(Task, task.id).state == "done"
    with pytest.raises(Problem, match="no está por transmitir"):
        app.run(relay_feedback, interactions=[told], on=TODAY)


def test_passing_on_needs_something_new_and_a_day_that_came(app: App, party: Link) -> None:
    made = app.run(log_interaction, party=party, channel="call", text="Llegó tarde", relay=True)
    (sent,) = app.run(relay_feedback, interactions=[made], on=TODAY)
    with pytest.raises(Problem, match="No hay cambio"):
        app.run(relay_feedback, interactions=[sent], on=TODAY)
    with pytest.raises(Problem, match="futura"):
        app.run(relay_feedback, interactions=[sent], on=TODAY + datetime.timedelta(1), answer="Sí")
    with pytest.raises(Problem, match="al menos un"):
        app.run(relay_feedback, interactions=[], on=TODAY)

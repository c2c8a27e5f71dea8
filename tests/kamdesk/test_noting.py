"""A line about a party: what it is read as, and what is stored of it."""

from __future__ import annotations

import datetime

import pytest

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.noting import log_line, read_line, vocabulary_of
from kamdesk.problems import Problem
from kamdesk.records.clients import Contact
from kamdesk.records.interactions import Interaction
from kamdesk.records.products import Product
from kamdesk.records.receivables import Invoice, Payment, PaymentPromise
from kamdesk.records.samples import SampleMove
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from tests.conftest import TODAY
from tests.made import make


@pytest.fixture
def party(app: App, me: Person) -> Link:
    """A hospital with two contacts of one surname, and two products."""
    link = Link("client", make(app, "client", name="Hospital San José").id)
    for name in ("Rocío Salas", "Ana Salas Ruiz"):
        app.run(save, record=Contact(name=name, title="Dra.", party=link))
    line = make(app, "product_line").id
    for name in ("Losartán 50", "Neurolem 5"):
        make(app, "product", name=name, line=line)
    return link


def test_a_visit_with_samples_and_its_next_step(app: App, party: Link, me: Person) -> None:
    text = "Rocío losartán 2m interesada llamar +18 pide precio"
    with pytest.raises(Problem, match="No tienes muestras de Losartán 50"):
        app.run(log_line, party=party, text=text)
    product = app.store.find(Product, name="Losartán 50")[0].id
    app.run(save, record=SampleMove(product=product, person=me.id, lot="7F21", category="in", quantity=20,
                                    on=TODAY))
    visit = app.run(log_line, party=party, text=text)
    assert isinstance(visit, Visit)
    assert (visit.outcome, visit.next_step, visit.next_on, visit.note) == (
        "interested", "call", TODAY + datetime.timedelta(18), "pide precio")
    assert len(visit.contacts) == len(visit.products) == 1
    (move,) = app.store.find(SampleMove, category="handed_over")
    assert (move.quantity, move.lot) == (-2, "7F21")
    assert app.store.count(Task) == 1
    app.undo()
    assert (app.store.count(Visit), app.store.count(SampleMove), app.store.count(Task)) == (0, 1, 0)


@pytest.mark.parametrize(("text", "channel", "note"), [
    ("pregunta por entrega", "call", "pregunta por entrega"), ("Correo: manda ficha", "email", "manda ficha"),
    ("mensaje confirma cita", "message", "confirma cita"), ("reunión con compras", "meeting", "con compras")])
def test_the_first_word_says_how_it_was(app: App, party: Link, text: str, channel: str, note: str) -> None:
    made = app.run(log_line, party=party, text=text)
    assert isinstance(made, Interaction)
    assert (made.channel, made.text) == (channel, note)


def test_a_name_that_fits_two_is_asked_for(app: App, party: Link) -> None:
    with pytest.raises(Problem, match="“Salas” puede ser varios nombres"):
        app.run(log_line, party=party, text="Salas interesada")
    words = vocabulary_of(app.store, party)
    (doubt,) = read_line("Salas interesada", words).note.doubts
    settled = read_line("Salas interesada", words, chosen={doubt.text: doubt.options[0]})
    assert (settled.note.doubts, settled.note.contacts) == ([], [doubt.options[0]])
    assert app.store.count(Visit) == 0


def test_a_visit_says_how_it_went(app: App, party: Link) -> None:
    with pytest.raises(Problem, match="Escribe cómo fue"):
        app.run(log_line, party=party, text="visita todo bien")


def test_money_promised_and_paid(app: App, party: Link) -> None:
    app.run(save, record=Invoice(number="F-1", party=party, on=TODAY - datetime.timedelta(20), amount=80_000_00,
                                 due=TODAY))
    promise = app.run(log_line, party=party, text="prometió $50,000 viernes")
    assert isinstance(promise, PaymentPromise)
    assert (promise.amount, promise.due) == (50_000_00, datetime.date(2025, 11, 28))
    payment = app.run(log_line, party=party, text="pagó $30,000")
    assert isinstance(payment, Payment)
    assert payment.amount == 30_000_00
    with pytest.raises(Problem, match="Escribe cuándo"):
        app.run(log_line, party=party, text="$20,000")


def test_a_line_of_names_only_is_still_a_note(app: App, party: Link) -> None:
    made = app.run(log_line, party=party, text="llamada Neurolem")
    assert isinstance(made, Interaction)
    assert made.text == "Neurolem 5"
